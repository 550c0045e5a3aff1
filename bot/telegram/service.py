"""The bot at work: settings and a library enter, a running service leaves.

Updates go from polling or webhook into the inbox, from there to the worker, through the handlers,
and what these say goes by the outbox.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from types import TracebackType
from typing import Any, Final, Self
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.cli.failures import where_raised
from bot.settings import Settings
from bot.store.chats import Chats
from bot.store.figures import Figures
from bot.store.inbox import Arrived, Inbox, moved_on
from bot.store.journal import Journal
from bot.store.opening import prepare
from bot.store.outbox import OutboxTable
from bot.store.quotas import Questions
from bot.store.writer import Writer
from bot.telegram import api as bot_api
from bot.telegram import messages
from bot.telegram.access import Access
from bot.telegram.application import AnyApplication, build_application, commands
from bot.telegram.bindings import Bindings
from bot.telegram.buttons import Buttons
from bot.telegram.clock import Clock
from bot.telegram.conversations import Conversations
from bot.telegram.desk import Desk
from bot.telegram.errors import report
from bot.telegram.menus import Menus
from bot.telegram.outbox import Outbox
from bot.telegram.pairing import Pairing
from bot.telegram.polling import HELD, Polling
from bot.telegram.quotas import Quotas
from bot.telegram.reminders import Reminders
from bot.telegram.uploads import Uploads
from bot.telegram.webhook import Webhook
from bot.telegram.worker import Worker
from rag import Library, SettingsError

_WAITS: Final = (1, 2, 4, 8, 15, 30)  # seconds between attempts to reach Telegram at the start
_HANDLING: Final = 10.0  # seconds that what is being handled gets at the end
_SUPERGROUPS: Final = -1_000_000_000_000  # their identifiers are from here down, those of basic groups above
_SENDING: Final = 5.0  # seconds that what is to be sent gets at the end

logger = logging.getLogger(__name__)


class Service:
    """The bot from start to stop: an async context manager.

    Attributes:
        desk: What handlers work with.
        application: python-telegram-bot's, which hands updates to them.
    """

    desk: Desk
    _inbox: Inbox
    _worker: Worker
    _menus: Menus
    application: AnyApplication

    def __init__(
        self,
        settings: Settings,
        library: Library,
        *,
        clock: Clock | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`say` tells the console a sentence."""
        self._settings = settings
        self._library = library
        self._clock = clock or Clock()
        self._say = say
        self._groups: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._undo = AsyncExitStack()
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def wait(self) -> None:
        """Until the bot cannot go on.

        Raises:
            SettingsError: when the token is refused.
            RagError: when another instance fetches the updates.
        """
        await self._ended

    @property
    def idle(self) -> bool:
        """Whether everything that came in is handled and everything that goes out is sent."""
        desk = self.desk
        return desk.uploads.idle and not (self._worker.waiting or desk.outbox.waiting or desk.background_tasks)

    async def __aenter__(self) -> Self:
        asyncio.get_running_loop().set_exception_handler(_unhandled)
        async with AsyncExitStack() as undo:
            await asyncio.to_thread(prepare, self._library.database)
            self.desk, self._inbox = await asyncio.to_thread(self._furnish, undo)
            await _connect(self.desk.api, self._say)
            self.application = self._build()
            self._menus = Menus(self.desk.api, self.desk.access, commands(self.application))
            await self.application.initialize()
            undo.push_async_callback(self.application.shutdown)
            await self.desk.buttons.tidy()
            await self.desk.outbox.open()
            undo.push_async_callback(self.desk.outbox.close, _SENDING)
            undo.push_async_callback(self.desk.end_background)
            undo.push_async_callback(self.desk.reminders.close)
            self.desk.reminders.open()
            undo.push_async_callback(self.desk.uploads.close)
            await self.desk.uploads.open()
            self._worker = Worker(self._inbox, self._handle)
            undo.push_async_callback(self._worker.close, _HANDLING)
            self._worker.take(await self._inbox.open(self._clock.now()))
            undo.push_async_callback(self._receive(self._inbox, self._worker))
            await self._menus.offer()
            self._undo = undo.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._undo.aclose()
        if self._ended.done():
            self._ended.exception()  # seen, whether or not anybody has waited
        else:
            self._ended.cancel()

    def _build(self) -> AnyApplication:
        return build_application(self.desk)

    def _furnish(self, undo: AsyncExitStack) -> tuple[Desk, Inbox]:
        settings, library, clock = self._settings, self._library, self._clock
        database = library.database
        writer = Writer(database)
        undo.callback(writer.close)
        assert settings.telegram_bot_token is not None
        api = bot_api.build(
            settings.telegram_bot_token.get_secret_value(),
            root=settings.telegram_api_url,
            proxy=settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None,
            poll_seconds=HELD,
        )
        access = Access(database, library.scopes, settings.telegram_admin_ids)
        desk = Desk(
            settings=settings,
            library=library,
            assistant=library.assistant(),
            database=database,
            writer=writer,
            clock=clock,
            api=api,
            outbox=Outbox(api, OutboxTable(database, writer), Chats(database, writer), clock, self._fail),
            access=access,
            pairing=Pairing(access),
            journal=Journal(database, clock.now),
            buttons=Buttons(database, writer, clock.now),
            conversations=Conversations(database, writer, library.document),
            bindings=Bindings(database, writer),
            quotas=Quotas(
                Questions(writer),
                Figures(database),
                clock,
                questions_a_day=settings.questions_a_day,
                money_a_day=settings.money_a_day,
            ),
        )
        desk.uploads = Uploads(desk)
        desk.reminders = Reminders(desk)
        return desk, Inbox(writer)

    def _receive(self, inbox: Inbox, worker: Worker) -> Callable[[], Any]:
        """Start to take updates; what is returned stops it."""
        settings, api, clock = self._settings, self.desk.api, self._clock
        way: Polling | Webhook = Polling(api, inbox, worker, clock, self._say)
        if settings.telegram_webhook_url is not None:
            assert settings.telegram_webhook_secret is not None
            way = Webhook(
                api,
                inbox,
                worker,
                clock,
                self._say,
                url=settings.telegram_webhook_url,
                secret=settings.telegram_webhook_secret.get_secret_value(),
                listen=settings.webhook_listen(),
            )
        task = asyncio.create_task(way.run(), name="receive")

        def ended(task: "asyncio.Task[None]") -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                self._fail(error)

        task.add_done_callback(ended)

        async def stop() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        return stop

    def _fail(self, error: BaseException) -> None:
        if not self._ended.done():
            self._ended.set_exception(
                SettingsError(messages.TOKEN_REFUSED) if isinstance(error, InvalidToken) else error
            )

    async def _handle(self, one: Arrived) -> None:
        try:
            async with self._settled(one):
                update = Update.de_json(moved_on(one.raw, self.desk.outbox.moved), self.desk.api)
                await _hear(update, self.desk.outbox)
                await self.application.process_update(update)
                if update.message is not None and (update.message.text or "").startswith("/"):
                    await self._menus.fit(update.message.chat)
        except Exception as error:  # what no handler could have made anything of, or the database in trouble
            report(error)

    def _settled(self, one: Arrived) -> AbstractAsyncContextManager[Any]:
        """While a group's update is handled, it does not become a supergroup; the news of that comes by the new lane."""
        message = one.raw.get("message")
        old = message.get("migrate_from_chat_id") if isinstance(message, dict) else None
        chat_id = one.lane[0] if old is None else int(old)
        if not _SUPERGROUPS < chat_id < 0:
            return nullcontext()
        return self._groups.setdefault(chat_id, asyncio.Lock())


def _unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own report would quote the error."""
    error = context.get("exception")
    logger.error("%s\n%s", context.get("message", ""), where_raised(error) if error is not None else "")


async def _connect(api: bot_api.Api, say: Callable[[str], None]) -> None:
    """Wait until Telegram answers.

    Raises:
        SettingsError: when it refuses the token.
    """
    tries = 0
    while True:
        try:
            await api.initialize()
            break
        except InvalidToken:
            raise SettingsError(messages.TOKEN_REFUSED) from None
        except TelegramError as error:
            wait: float = _WAITS[min(tries, len(_WAITS) - 1)]
            if isinstance(error, RetryAfter):
                wait = bot_api.seconds_to_wait(error)
            logger.warning("getMe: %s, again in %s s", type(error.__cause__ or error).__name__, wait)
            if tries == 0:
                say(messages.NO_CONNECTION)
            tries += 1
            await asyncio.sleep(wait)
    if tries:
        say(messages.CONNECTION_BACK)


async def _hear(update: Update, outbox: Outbox) -> None:
    """What an update tells about its chat as a whole, before anybody handles it."""
    message, chat = update.message, update.effective_chat
    if chat is None:
        return
    if message is not None and message.migrate_to_chat_id is not None:
        await outbox.move(chat.id, message.migrate_to_chat_id)
    elif message is not None and message.migrate_from_chat_id is not None:
        await outbox.move(message.migrate_from_chat_id, chat.id)
    if update.my_chat_member is not None and update.my_chat_member.new_chat_member.status in ("left", "kicked"):
        await outbox.block(chat.id)
    else:
        await outbox.unblock(chat.id)
