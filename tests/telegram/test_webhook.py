"""Updates by webhook."""

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.store.schema import inbox
from bot.telegram import messages
from bot.telegram.webhook import HEADER, Webhook

from .office import Office

SECRET = "mot-mat-khau-rat-dai"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Hooked(Office):
    """An office that Telegram calls."""

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/tin"
        super().__init__(
            data_dir,
            telegram_webhook_url=self.url,
            telegram_webhook_secret=SECRET,
            telegram_webhook_listen=f"127.0.0.1:{self.port}",
        )

    async def post(self, body: bytes | io.BytesIO, secret: str | None = SECRET) -> int:
        """Post to the bot as Telegram, or somebody else, would; the status."""
        headers = {} if secret is None else {HEADER: secret}
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as response:
            return response.status


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Hooked]:
    async with Hooked(tmp_path / "data") as office:
        await office.until(lambda: office.telegram.world.webhook.address)
        yield office
        assert not office.telegram.complaints


def update(office: Office, number: int) -> bytes:
    person = office.stranger
    chat, sender = person.as_chat(), person.as_json()
    message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": "chào"}
    return json.dumps({"update_id": number, "message": message}).encode()


def known(office: Office) -> int:
    """How many updates are in the inbox."""
    with office.desk.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(inbox)) or 0


async def test_telegram_calls_and_is_answered(office: Hooked) -> None:
    assert (await office.say(office.lan, "/start")).text
    assert not office.telegram.pending


async def test_the_secret_is_demanded(office: Hooked) -> None:
    for wrong in (None, "", "sai", SECRET + "x", "ả".encode().decode("latin-1")):
        assert await office.post(update(office, 7), wrong) == 403
    assert known(office) == 0


async def test_what_is_confirmed_is_committed(office: Hooked) -> None:
    assert await office.post(update(office, 7)) == 200
    assert known(office) == 1


async def test_the_same_update_again_is_confirmed_and_not_handled_again(office: Hooked) -> None:
    office.telegram.world.meet(office.stranger).bot = "member"
    for _ in range(3):
        assert await office.post(update(office, 7)) == 200
    await office.idle()
    assert len(office.shown(office.stranger)) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"{}", b'{"update_id": "x"}', b"\xff"])
async def test_what_is_no_update_is_refused(office: Hooked, body: bytes) -> None:
    assert await office.post(body) == 400


async def test_what_is_too_large_is_refused(office: Hooked) -> None:
    assert await office.post(io.BytesIO(b"x" * 2_000_000)) == 413


async def test_health_tells_a_monitor_how_the_bot_is(office: Hooked) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{office.port}/health") as response:
        assert response.status == 200
        assert (await response.json())["ok"] is True


async def test_other_addresses_are_not_served(office: Hooked) -> None:
    async with aiohttp.ClientSession() as session, session.get(office.url) as response:
        assert response.status == 405
    async with aiohttp.ClientSession() as session, session.post(f"{office.url}/x") as response:
        assert response.status == 404


async def test_what_was_sent_while_the_bot_was_down_is_answered_afterwards(office: Hooked) -> None:
    await office.stop()
    office.telegram.say(office.lan, "/start")
    await office.start()
    await office.until(lambda: office.shown(office.lan))


async def test_an_address_that_somebody_changes_is_registered_again(office: Hooked) -> None:
    said: list[str] = []
    service, port = office.service, free_port()
    url = f"http://127.0.0.1:{port}/tin"
    webhook = Webhook(
        office.desk.api,
        service._inbox,
        service._worker,
        office.clock,
        said.append,
        url=url,
        secret=SECRET,
        listen=("127.0.0.1", port),
        look=0.02,
    )
    serving = asyncio.create_task(webhook.run())
    address = lambda: getattr(office.telegram.world.webhook.address, "url", "")  # noqa: E731
    await office.until(lambda: address() == url)
    await office.desk.api.call("deleteWebhook", {})
    await office.until(lambda: said == [messages.WEBHOOK_TAKEN])
    await office.until(lambda: address() == url)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
