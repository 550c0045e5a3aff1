"""The server inside a test or the bot's own process."""

import asyncio
import time
from collections.abc import Callable
from typing import Final, Self

from aiohttp import web

from bot.local import page
from bot.local.acting import Acting
from bot.local.calls import Calls
from bot.local.control import Control
from bot.local.faults import Fault
from bot.local.message import Shown, shown
from bot.local.people import Json, Party, User
from bot.local.server import Server
from bot.local.storage import Stored
from bot.local.world import Toast, World

TOKEN: Final = "700000001:local-telegram-needs-no-secret-token"  # noqa: S105 - good for nothing but this server
BOT: Final = User(700000001, "Giao Ban", username="giaoban_bot", is_bot=True)
_GLANCE: Final = 0.05  # seconds between looks at a condition that nothing announces


class LocalTelegram(Acting):
    """A strict Bot API server on loopback, and the people who talk to the bot.

    Use as an async context manager; everything belongs to the event loop it is entered in.

    Attributes:
        token: The one token it accepts.
        calls: Every call of a method, in order.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        bot: User = BOT,
        clock: Callable[[], float] = time.time,
        limits: bool = False,
        privacy: bool = True,
        first_update: int | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Prepare the server.

        Args:
            token: The token it accepts.
            bot: Who the bot is.
            clock: Unix time, for dates, rate rules and what expires.
            limits: Whether the rate rules hold (`pace.on` switches them later).
            privacy: Whether the bot receives in groups only what is meant for it.
            first_update: The number of the first update, where a bot remembers those of an earlier server.
            host: The address to listen on.
            port: The port; 0 takes a free one.
        """
        super().__init__(World(bot, clock))
        self.world.pace.on = limits
        if first_update is not None:
            self.world.queue.start_at(first_update)
        self.world.privacy = privacy
        self.token = token
        self.calls = Calls(clock)
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._server = Server(self.world, token, self.calls)

    @property
    def url(self) -> str:
        """The root, before `/bot<token>`."""
        return f"http://{self._host}:{self._port}"

    @property
    def bot(self) -> User:
        """The bot under test."""
        return self.world.bot

    @property
    def complaints(self) -> list[str]:
        """What the real server would let pass but a careful bot would not do."""
        return self.world.complaints

    @property
    def toasts(self) -> list[Toast]:
        """What people saw upon pressing buttons."""
        return self.world.toasts

    @property
    def pending(self) -> list[Json]:
        """Updates that the bot has not confirmed."""
        return list(self.world.queue.waiting.values())

    async def __aenter__(self) -> Self:
        application = self._server.application()
        Control(self, self.world, self.calls, self._server.faults).add_to(application)
        page.add_to(application)
        # whoever hangs up no longer waits: an abandoned long poll is no conflict for the next one
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *details: object) -> None:
        self._server.close()
        if self._runner:
            await self._runner.cleanup()

    def chat(self, chat: Party | int) -> list[Shown]:
        """What the chat shows now, oldest first."""
        place = self.world.chats.get(chat if isinstance(chat, int) else chat.id)
        return [shown(place.messages[number]) for number in sorted(place.messages)] if place else []

    def draft(self, chat: Party | int) -> Shown | None:
        """What the bot is writing in the chat."""
        place = self.world.chats.get(chat if isinstance(chat, int) else chat.id)
        draft = self.world.draft(place) if place else None
        return shown(draft) if draft else None

    def file(self, file_id: str) -> Stored:
        """A file that the bot or a person has sent.

        Raises:
            LookupError: If there is none with this id.
        """
        found = self.world.files.get(file_id)
        if found is None:
            raise LookupError(file_id)
        return found

    def commands(self, scope: str = "default", *ids: int, language: str = "") -> list[Json]:
        """The commands that setMyCommands has registered for a scope, e.g. `commands("chat", 42)`."""
        return self.world.commands.get((scope, *map(str, ids), language), [])

    def fault(
        self,
        method: str = "*",
        *,
        chat: Party | int | None = None,
        kind: str | int = "500",
        times: int = 1,
        retry_after: int = 7,
    ) -> None:
        """Have the next `times` calls of a method fail; see `Fault` for the kinds.

        Raises:
            ValueError: For an unknown kind.
        """
        chat_id = chat if isinstance(chat, int) or chat is None else chat.id
        self._server.faults.append(Fault(method, chat_id, str(kind), times, retry_after))

    def clear_faults(self) -> None:
        """Forget faults that are still to come."""
        self._server.faults.clear()

    async def until(self, condition: Callable[[], object], timeout: float = 10) -> None:  # noqa: ASYNC109
        """Wait until `condition()` is true; looks again at every change.

        Raises:
            TimeoutError: After `timeout` seconds of real time.
        """
        end = asyncio.get_running_loop().time() + timeout
        while not condition():
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                raise TimeoutError("the condition did not come true")
            await self.world.changed.wait(min(left, _GLANCE))
