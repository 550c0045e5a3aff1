"""`giaoban bot --local`: a Telegram of our own for a newcomer, with two people and a group to switch between on its page.

They are made anew at each start, under identifiers that Telegram gives to nobody, so that what they may do is nobody
else's later, and nothing of an earlier trial is taken for this one's.
"""

import asyncio
import os
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pydantic import SecretStr

from bot import messages as console
from bot.local import Group, LocalTelegram, User
from bot.settings import Settings
from bot.telegram import messages
from bot.telegram.desk import Desk
from rag import DEFAULT_SCOPE, Library

_SAMPLES: Final = Path(__file__).parents[2] / "samples"
# Telegram's user ids have at most 52 significant bits and are far smaller today; a page's script knows 53.
# Source: https://core.telegram.org/bots/api#user
_PEOPLE: Final = 4 * 10**15
_GROUPS: Final = -(10**12 + 9 * 10**11)


class Trial:
    """The server, its people and its group. An async context manager."""

    def __init__(self) -> None:
        started = int(time.time())
        admin, person = messages.TRIAL_PEOPLE
        self.admin = User(_PEOPLE + 10 * started, admin)
        self.person = User(_PEOPLE + 10 * started + 1, person)
        self.group = Group(_GROUPS - started, messages.TRIAL_GROUP)
        self._telegram = LocalTelegram(first_update=started)

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._telegram.url

    async def __aenter__(self) -> Self:
        await self._telegram.__aenter__()
        for person in (self.admin, self.person):
            self._telegram.meet(person)
            self._telegram.add(self.group, person)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._telegram.__aexit__(kind, error, trace)

    def settings(self, settings: Settings) -> Settings:
        """The same settings for this Telegram."""
        instead: dict[str, Any] = {
            "telegram_api_url": self.url,
            "telegram_bot_token": SecretStr(self._telegram.token),
            "telegram_admin_ids": (self.admin.id,),
            "telegram_proxy": None,
            "telegram_webhook_url": None,
        }
        return settings.model_copy(update=instead)

    async def enter(self, desk: Desk) -> None:
        """Make the group one that is served. The second person may ask for access, as anybody would."""

        def work() -> None:
            desk.access.groups.add(self.group.id, self.group.title, self.admin.id, desk.now())
            desk.access.groups.bind(self.group.id, (DEFAULT_SCOPE,))

        await asyncio.to_thread(work)

    async def leave(self, desk: Desk) -> None:
        """Forget the people and the group."""

        def work() -> None:
            desk.access.groups.remove(self.group.id)
            for person in (self.admin, self.person):
                desk.access.people.forget(person.id)

        await asyncio.to_thread(work)


async def fill(library: Library, say: Callable[[str], None]) -> None:
    """Index the samples where there is no document at all, so that the first question has an answer.

    Raises:
        RagError: when they cannot be stored.
    """

    def work() -> None:
        for _ in library.index([str(_SAMPLES)]):
            pass

    if _SAMPLES.is_dir() and not await asyncio.to_thread(library.documents):
        say(console.BOT_LOCAL_SAMPLES)
        await asyncio.to_thread(work)


def show_page(url: str, say: Callable[[str], None]) -> None:
    """Open the page in the browser, where there is one on this screen."""
    say(console.BOT_LOCAL.format(url=url))
    # Without a screen, Python would start a browser in the terminal.
    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)
