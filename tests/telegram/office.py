"""An office with the bot at work in it: the real application against the strict server over HTTP, on a data directory."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from pydantic import SecretStr
from telegram.ext import Application

from bot.local import Group, LocalTelegram, Shown, User
from bot.settings import Settings
from bot.telegram.clock import Clock
from bot.telegram.desk import Desk
from bot.telegram.service import Service
from rag import DEFAULT_SCOPE, Library

ADMIN = User(101, "Bình", "Trần", username="tranbinh")
LAN = User(102, "Lan", "Nguyễn")
MINH = User(103, "Minh", "Lê")
STRANGER = User(104, "Khách")
GROUP = Group(-1001000000001, "Văn phòng")


class MovableClock(Clock):
    """A clock that goes on by itself and that a test moves."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._waiting: set[asyncio.Event] = set()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move(self, by: timedelta) -> None:
        """Make it later at once; whoever waits for a moment looks again."""
        self._ahead += by
        for event in self._waiting:
            event.set()

    def set(self, moment: datetime) -> None:
        """Make it this moment (aware)."""
        self.move(moment - self.now())

    async def until(self, moment: datetime) -> None:
        moved = asyncio.Event()
        self._waiting.add(moved)
        try:
            while (left := (moment - self.now()).total_seconds()) > 0:
                moved.clear()
                try:
                    async with asyncio.timeout(left):
                        await moved.wait()
                except TimeoutError:
                    pass
        finally:
            self._waiting.discard(moved)


AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class _Prepared(Service):
    """The bot with what a test adds to it."""

    prepare: Callable[[AnyApplication], None] | None = None

    def _build(self) -> AnyApplication:
        application = super()._build()
        if self.prepare is not None:
            self.prepare(application)
        return application


class Office:
    """The bot, its Telegram and its people. An async context manager.

    `admin`, `lan` and `minh` may ask in the scope "chung", `admin` is one by the settings, `stranger` is not known.
    `group` is known and bound to "chung"; all but the stranger are in it.
    """

    admin, lan, minh, stranger, group = ADMIN, LAN, MINH, STRANGER, GROUP

    def __init__(self, data_dir: Path, **settings: Any) -> None:
        """`settings` are fields of `Settings` that differ from the usual."""
        self.clock = MovableClock()
        self.telegram = LocalTelegram(clock=lambda: self.clock.now().timestamp())
        self.said: list[str] = []  # on the console
        self._data_dir = data_dir
        self._more = settings
        self._library: Library | None = None
        self.service: _Prepared

    @property
    def desk(self) -> Desk:
        """What handlers work with."""
        return self.service.desk

    @property
    def library(self) -> Library:
        """The library that the bot answers from."""
        return self.desk.library

    def settings(self) -> Settings:
        """What the bot is started with."""
        given: dict[str, Any] = {
            "giaoban_data_dir": self._data_dir,
            "telegram_bot_token": SecretStr(self.telegram.token),
            "telegram_api_url": self.telegram.url,
            "telegram_admin_ids": (ADMIN.id,),
        }
        return Settings(_env_file=None, **(given | self._more))  # type: ignore[call-arg]

    async def start(self, prepare: Callable[[AnyApplication], None] | None = None) -> None:
        """Start the bot, with changes to its application, such as further handlers, before it handles anything."""
        settings = self.settings()
        self._library = await asyncio.to_thread(Library.open, settings.rag(), clock=self.clock.now)
        self.service = _Prepared(settings, self._library, clock=self.clock, say=self.said.append)
        self.service.prepare = prepare
        try:
            await self.service.__aenter__()
        except BaseException:
            await self._close_library()
            raise

    async def stop(self) -> None:
        """Stop the bot as Ctrl-C does."""
        await self.service.__aexit__(None, None, None)
        await self._close_library()

    async def _close_library(self) -> None:
        if self._library is not None:
            await asyncio.to_thread(self._library.close)
            self._library = None

    async def __aenter__(self) -> Self:
        await self.telegram.__aenter__()
        try:
            await self.start()
            self._introduce()
        except BaseException:
            await self.telegram.__aexit__()
            raise
        return self

    def _introduce(self) -> None:
        people, now = self.desk.access.people, self.clock.now()
        for person in (LAN, MINH):
            people.allow(person.id, ADMIN.id, now, scopes=(DEFAULT_SCOPE,))
            people.know(person.id, f"{person.first_name} {person.last_name}".strip())
        self.desk.access.groups.add(GROUP.id, GROUP.title, ADMIN.id, now)
        self.desk.access.groups.bind(GROUP.id, (DEFAULT_SCOPE,))
        for person in (ADMIN, LAN, MINH):
            self.telegram.world.meet(GROUP).members[person.id] = "member"

    async def __aexit__(self, *details: object) -> None:
        try:
            await self.stop()
        finally:
            await self.telegram.__aexit__()

    def shown(self, chat: User | Group) -> list[Shown]:
        """What the bot has said in a chat, as it is shown now, oldest first."""
        return [one for one in self.telegram.chat(chat) if one.by_bot]

    def last(self, chat: User | Group) -> Shown:
        """What the bot said last in a chat."""
        return self.shown(chat)[-1]

    async def reply(self, act: Callable[[], Any], chat: User | Group) -> Shown:
        """Do something and wait for the bot's next message in `chat`."""
        before = len(self.shown(chat))
        act()
        await self.until(lambda: len(self.shown(chat)) > before)
        return self.last(chat)

    async def say(self, user: User, text: str, **how: Any) -> Shown:
        """Write to the bot and wait for its next message there."""
        return await self.reply(lambda: self.telegram.say(user, text, **how), how.get("chat") or user)

    async def press(
        self, user: User, label: str, message: Shown | None = None, *, chat: User | Group | None = None
    ) -> None:
        """Press a button under a message (the last by default) and wait until the bot has dealt with it."""
        pressed = message or self.last(chat or user)
        self.telegram.press(user, pressed.id, label, chat=chat)
        await self.idle()

    async def idle(self) -> None:
        """Wait until everything that came in is handled and everything that goes out is sent."""
        await self.until(lambda: self.service.idle and not self.telegram.world.queue.waiting)

    async def until(self, condition: Callable[[], object], timeout: float = 10) -> None:  # noqa: ASYNC109
        """Wait until something is so."""
        await self.telegram.until(condition, timeout)
