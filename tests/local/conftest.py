"""The strict server, three people, and a bot that speaks plain HTTP to it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.local import Group, LocalTelegram, User

LAN = User(11, "Lan", "Nguyễn", username="lan_nguyen")
MINH = User(12, "Minh")
ROOM = Group(-1001234567890, "Phòng Tổng hợp")


class Clock:
    """Unix time that a test moves."""

    def __init__(self) -> None:
        self.time = 1_750_000_000.0

    def __call__(self) -> float:
        return self.time


class Bot:
    """A bot that sends what it is told and returns the whole answer."""

    def __init__(self, telegram: LocalTelegram, session: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.session = session

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items()}
        async with self.session.post(f"{self.telegram.url}/bot{self.telegram.token}/{method}", data=data) as response:
            answer: dict[str, Any] = await response.json()
        assert response.status == answer.get("error_code", 200)
        return answer

    async def result(self, method: str, **parameters: Any) -> Any:
        answer = await self(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def error(self, method: str, **parameters: Any) -> str:
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        description: str = answer["description"]
        return description


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(clock=clock) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(telegram, session)


@pytest.fixture
def lan(telegram: LocalTelegram) -> User:
    """Lan, who has written to the bot."""
    telegram.say(LAN, "/start")
    return LAN


@pytest.fixture
def room(telegram: LocalTelegram) -> Group:
    """A supergroup with Lan, Minh and the bot."""
    telegram.add(ROOM, LAN)
    telegram.add(ROOM, MINH)
    return ROOM
