"""The bot and the strict Telegram server, each as a process of its own, for the benchmarks `bot_*.py`.

python benchmarks/bot_stage.py      the bot itself, with each answer quoting its question, so that they can be matched
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiohttp

from bot.store.opening import prepare
from bot.store.people import People
from rag import DEFAULT_SCOPE, Library, RagSettings

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
QUESTIONS = (
    "ai chu tri hop giao ban thang 9 xa Tan Khe?",
    "Ai chủ trì họp giao ban tháng 10?",
    "góp ý nội quy nuôi thú cưng hạn ngày nào?",
    "Bệnh viện Ngải Châu họp ngày nào?",
    "những việc giao cho Trạm Y tế?",
    "ai dự họp trực tuyến phòng chống bão?",
    "tuần này có việc gì đến hạn?",
    "hội nghị nhà chung cư Mây Ngàn bàn gì?",
)
_SECRET = "mot-mat-khau-rat-dai-cho-thu"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put to the bot."""

    chat: int
    message_id: int
    at: float  # seconds, Unix time


class Stage:
    """A server that stays, a bot that comes and goes. An async context manager."""

    def __init__(self, work: Path, people: Sequence[int], *, webhook: bool = False, limits: bool = False) -> None:
        """`people` are the user ids that may ask; with `limits` the server holds the bot to the rate rules."""
        self.work = work
        self._people = people
        self._webhook_port = free_port() if webhook else None
        self._limits = limits
        self._undo = AsyncExitStack()
        self.bot: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._furnish)
        arguments = ["--limits"] if self._limits else []
        server = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.local", *arguments, cwd=ROOT, stdout=subprocess.PIPE
        )
        self._undo.callback(server.kill)
        assert server.stdout is not None
        told = json.loads(await server.stdout.readline())
        self._url, self._token = told["url"], told["token"]
        self._session = await self._undo.enter_async_context(aiohttp.ClientSession(self._url))
        for person in self._people:
            await self.control("people", id=person, first_name=f"Người {person}")
        return self

    async def __aexit__(self, *details: object) -> None:
        if self.bot is not None and self.bot.returncode is None:
            self.bot.kill()
            await self.bot.wait()
        await self._undo.aclose()

    def _furnish(self) -> None:
        with Library.open(RagSettings(data_dir=self.work / "data")) as library:
            for _ in library.index([str(ROOT / "samples")]):
                pass
            prepare(library.database)
            people = People(library.database)
            for person in self._people:
                people.allow(person, 0, datetime.now(UTC), scopes=(DEFAULT_SCOPE,))

    async def start_bot(self) -> None:
        """Start the bot; returns at once."""
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
            "GIAOBAN_DATA_DIR": str(self.work / "data"),
            "TELEGRAM_BOT_TOKEN": self._token,
            "TELEGRAM_API_URL": self._url,
            "TELEGRAM_ADMIN_IDS": "1",
            "PYTHONPATH": str(ROOT),
        }
        if self._webhook_port is not None:
            environment |= {
                "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self._webhook_port}/tin",
                "TELEGRAM_WEBHOOK_SECRET": _SECRET,
                "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{self._webhook_port}",
            }
        self.bot = await asyncio.create_subprocess_exec(
            sys.executable, __file__, cwd=self.work, env=environment, stdin=subprocess.DEVNULL
        )

    async def kill_bot(self) -> None:
        """kill -9."""
        assert self.bot is not None
        self.bot.send_signal(signal.SIGKILL)
        await self.bot.wait()

    async def stop_bot(self) -> None:
        """End it as an operator does."""
        assert self.bot is not None
        self.bot.send_signal(signal.SIGTERM)
        await self.bot.wait()

    def memory(self) -> int:
        """Resident memory of the bot, in kB."""
        assert self.bot is not None
        status = Path(f"/proc/{self.bot.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0])

    async def ask(self, person: int, text: str) -> Asked:
        """Have a person ask in their private chat."""
        at = time.time()
        message_id = (await self.control("say", user=person, text=text))["message_id"]
        return Asked(person, message_id, at)

    async def chat(self, person: int) -> list[dict[str, Any]]:
        """What a chat shows."""
        return list((await self._get(f"/local/chats/{person}"))["messages"])

    async def calls(self, since: int = 0) -> list[dict[str, Any]]:
        """Calls of methods from the `since`th."""
        return list((await self._get(f"/local/calls?since={since}"))["calls"])

    async def status(self) -> dict[str, Any]:
        """How the server is: updates waiting, complaints."""
        return await self._get("/local/status")

    async def control(self, action: str, **body: Any) -> dict[str, Any]:
        """What people do."""
        async with self._session.post(f"/local/{action}", json=body) as response:
            response.raise_for_status()
            return dict(await response.json())

    async def _get(self, path: str) -> dict[str, Any]:
        async with self._session.get(path) as response:
            response.raise_for_status()
            return dict(await response.json())


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed; 0 without values."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def write_result(name: str, result: dict[str, Any]) -> None:
    """Keep a result as JSON."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1), encoding="utf-8")


def run_quoting_bot() -> int:
    """The bot as it is, but that it quotes the question in private chats too."""
    from bot.cli.failures import run
    from bot.cli.streams import settle_streams
    from bot.telegram.desk import Context
    from bot.telegram.run import run_bot

    def quoting(self: Context) -> dict[str, Any]:
        asked = self.incoming.message if self.incoming is not None else None
        if asked is None:
            return {}
        return {"reply_parameters": {"message_id": asked.message_id, "allow_sending_without_reply": True}}

    Context._quoting = quoting  # type: ignore[method-assign]
    settle_streams()
    return run(lambda: run_bot(local=False))


if __name__ == "__main__":
    sys.exit(run_quoting_bot())
