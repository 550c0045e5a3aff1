"""Buttons under messages: what one does is made and kept here; a press is checked and handed to its handler.

A press counts only where the button was made for this chat (and person), is not expired or used up, and the person may
still do what it does: access is asked again each time.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.store import buttons as table
from bot.store.buttons import Stored
from bot.store.writer import Writer
from bot.telegram import messages
from bot.telegram.access import is_person
from rag import Database

if TYPE_CHECKING:
    from bot.telegram.desk import Context

Pressed = Callable[[Update, "Context", dict[str, Any]], Awaitable[None]]
Who = Literal["anyone", "user", "admin"]

_KEPT: Final = timedelta(days=90)  # a button works that long where nothing shorter is asked for
_LABEL: Final = 48  # characters, about what a row shows
_TOKEN: Final = 12  # bytes; 16 characters of callback data


class _Action(NamedTuple):
    handler: Pressed
    who: Who
    check: Callable[["Context"], None] | None


_ACTIONS: dict[str, _Action] = {}


def on_button(
    action: str, *, who: Who = "user", check: Callable[["Context"], None] | None = None
) -> Callable[[Pressed], Pressed]:
    """Names the handler of an action.

    Args:
        action: The same as in `Buttons.make`.
        who: Who may press: an admin in a private chat, whoever may ask there, or a stranger too.
        check: Raises where it cannot be done now; a button that works once is then not used up.
    """

    def name(handler: Pressed) -> Pressed:
        if action in _ACTIONS:
            raise ValueError(f"two handlers for the button {action}")
        _ACTIONS[action] = _Action(handler, who, check)
        return handler

    return name


def short(text: str, limit: int = _LABEL) -> str:
    """`text` as a label: on one line, at most `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


class Buttons:
    """Makes buttons and finds them again. Thread-safe."""

    def __init__(self, database: Database, writer: Writer, now: Callable[[], datetime]) -> None:
        """`now` gives the time, aware."""
        self._database = database
        self._writer = writer
        self._now = now

    def make(
        self,
        action: str,
        chat_id: int,
        user_id: int | None = None,
        arguments: Mapping[str, Any] | None = None,
        once: bool = False,
        expires: timedelta | None = None,
    ) -> str:
        """Callback data for a new button.

        It is written behind the caller's back, before any message that is put into the outbox afterwards.

        Args:
            action: What it does: the name of an `on_button` handler.
            chat_id: Where it may be pressed.
            user_id: By whom; None: by whoever is in the chat and may ask there.
            arguments: What the handler gets, as JSON.
            once: Whether it works only once.
            expires: How long it works.
        """
        token = secrets.token_urlsafe(_TOKEN)
        until = self._now() + (expires or _KEPT)
        made = Stored(token, action, chat_id, user_id, dict(arguments or {}), once, until)
        self._writer.submit(lambda connection: table.add(connection, [made]))
        return token

    async def find(self, token: str) -> Stored | None:
        """The button with this callback data, where it has not expired."""

        def read() -> Stored | None:
            with self._database.read() as connection:
                return table.find(connection, token)

        found = await asyncio.to_thread(read)
        return found if found is not None and found.expires_at > self._now() else None

    async def use(self, token: str, update_id: int) -> bool:
        """Use up a button that works once; whether it was still to be used."""
        return await self._writer.write(lambda connection: table.use(connection, token, update_id))

    async def tidy(self) -> int:
        """Remove the buttons that have expired; how many there were."""
        now = self._now()
        return await self._writer.write(lambda connection: table.forget(connection, now))


async def press(update: Update, context: "Context") -> None:
    """Check a press and hand it to its handler, or say why nothing happens."""
    query = update.callback_query
    if query is None or query.message is None:
        return
    desk = context.desk
    stored = await desk.buttons.find(query.data or "")
    action = _ACTIONS.get(stored.action) if stored else None
    if stored is None or action is None or stored.chat_id != query.message.chat.id:
        await context.toast(messages.BUTTON_GONE)
        return
    if stored.user_id not in (None, query.from_user.id):
        await context.toast(messages.BUTTON_OF_OTHERS)
        return
    if not await asyncio.to_thread(_may_press, update, context, action.who):
        await context.toast(messages.BUTTON_NOT_ALLOWED, alert=True)
        return
    if action.check is not None:
        action.check(context)
    if stored.once and not await desk.buttons.use(stored.token, update.update_id):
        await context.toast(messages.BUTTON_USED)
        return
    await action.handler(update, context, dict(stored.arguments))
    if not context.answered:
        await context.toast()  # or the button would go on turning


def _may_press(update: Update, context: "Context", who: Who) -> bool:
    query = update.callback_query
    if query is None or query.message is None or not is_person(update):
        return False
    if who == "admin":
        return query.message.chat.type == "private" and context.desk.access.is_admin(query.from_user.id)
    return who == "anyone" or context.desk.access.may_ask(update)


HANDLERS: list[BaseHandler[Any, Any, Any]] = [CallbackQueryHandler(press)]
