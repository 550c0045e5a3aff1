"""The bot as a process of its own, whose clock is moved from outside: for whoever kills it.

    python -m tests.telegram.clocked DATA_DIR URL TOKEN CLOCK

CLOCK is a file with the seconds by which the bot's clock is ahead of the machine's. "ready" is printed once the bot runs.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram.api import silence_loggers
from bot.telegram.clock import Clock
from bot.telegram.service import Service
from rag import Library

LOOK = 0.005  # seconds between looks at the file


class FileClock(Clock):
    """A clock that a file moves."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._path.read_text()))

    async def until(self, moment: datetime) -> None:
        while self.now() < moment:  # noqa: ASYNC110  nothing tells of a change of the file
            await asyncio.sleep(LOOK)


def set_clock(path: Path, moment: datetime) -> None:
    """Make it this moment (aware) for the process with this clock."""
    fresh = path.with_suffix(".new")
    fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    fresh.replace(path)


async def _serve(data_dir: str, url: str, token: str, clock: FileClock) -> None:
    given = {"giaoban_data_dir": Path(data_dir), "telegram_bot_token": SecretStr(token), "telegram_api_url": url}
    settings = Settings(_env_file=None, **given)  # type: ignore[arg-type,call-arg]
    with Library.open(settings.rag(), clock=clock.now) as library:
        async with Service(settings, library, clock=clock):
            print("ready", flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    silence_loggers()
    asyncio.run(_serve(sys.argv[1], sys.argv[2], sys.argv[3], FileClock(Path(sys.argv[4]))))
