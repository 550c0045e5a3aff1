"""What every handler has at hand: the `Desk`, built once, and the `Context` of one update, which can reply."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.settings import Settings
from bot.store.writer import Writer
from bot.telegram.api import Api
from bot.telegram.clock import Clock
from bot.telegram.keyboard import Keyboard, markup
from bot.telegram.outbox import Outbox
from bot.telegram.outgoing import Outgoing, Sent
from bot.telegram.render import Html, clipped, parts
from rag import Assistant, Database, Library

if TYPE_CHECKING:
    from bot.store.journal import Journal
    from bot.telegram.access import Access
    from bot.telegram.bindings import Bindings
    from bot.telegram.buttons import Buttons
    from bot.telegram.conversations import Conversations
    from bot.telegram.pairing import Pairing
    from bot.telegram.quotas import Quotas
    from bot.telegram.reminders import Reminders
    from bot.telegram.uploads import Uploads

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Everything that a handler needs."""

    settings: Settings
    library: Library
    assistant: Assistant
    database: Database
    writer: Writer
    clock: Clock
    api: Api
    outbox: Outbox
    access: "Access"
    pairing: "Pairing"
    journal: "Journal"
    quotas: "Quotas"
    buttons: "Buttons"
    conversations: "Conversations"
    bindings: "Bindings"
    uploads: "Uploads" = field(init=False)
    reminders: "Reminders" = field(init=False)
    background_tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The day in Vietnam."""
        return self.clock.today()

    def background(self, work: Coroutine[Any, Any, None], name: str) -> "asyncio.Task[None]":
        """Run what takes long beside the chat's further messages. It is cancelled when the bot stops."""
        task = asyncio.create_task(work, name=name)
        self.background_tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def end_background(self) -> None:
        """Cancel what runs in the background and wait for it."""
        tasks = list(self.background_tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self.background_tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            from bot.cli.failures import where_raised

            logger.error("background task %s\n%s", task.get_name(), where_raised(error))


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, Any]]):
    """One update being handled."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self.incoming: Update | None = None
        self.answered = False  # whether the tap on a button was
        self._replies = 0

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        """As the application makes one for each update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.incoming = update
        return context

    @property
    def desk(self) -> Desk:
        """Everything that a handler needs."""
        desk: Desk = self.application.bot_data["desk"]
        return desk

    @property
    def update_id(self) -> int:
        """The update's number."""
        assert self.incoming is not None
        return self.incoming.update_id

    @property
    def here(self) -> int:
        """The chat of the update."""
        assert self.incoming is not None and self.incoming.effective_chat is not None
        return self.incoming.effective_chat.id

    @property
    def thread_id(self) -> int | None:
        """The topic of the update within its chat."""
        message = self.incoming.effective_message if self.incoming is not None else None
        return message.message_thread_id if message is not None and message.is_topic_message else None

    async def reply(
        self,
        text: Html | Sequence[Html],
        *,
        keyboard: Keyboard | None = None,
        reply_to: bool = True,
        ref: str | None = None,
        key: str = "",
    ) -> Sent:
        """Say something where the update came from. Committed when this returns, delivered in its turn.

        Args:
            text: Cut into several messages where it is too long for one, or several texts.
            keyboard: Buttons under the last message.
            reply_to: In a group, quote the message that it answers.
            ref: To be found again by the last message (`desk.outbox.ref`).
            key: What makes the message unique; by default its place among the update's replies.

        Returns:
            The last message.
        """
        texts = [part for one in ([text] if isinstance(text, str) else text) for part in parts(one)]
        sent: Sent | None = None
        for number, part in enumerate(texts):
            last = number == len(texts) - 1
            payload: dict[str, Any] = message(part, keyboard if last else None)
            if number == 0 and reply_to:
                payload |= self._quoting()
            part_key = f"{key}:{number}" if key and number else key
            sent = await self._put("sendMessage", payload, key=part_key, ref=ref if last else None)
        assert sent is not None, "nothing to say"
        return sent

    async def edit(self, message_id: int, text: Html, keyboard: Keyboard | None = None) -> None:
        """Make a message of the bot show something else, as far as it fits into one; the last edit wins."""
        await self._put("editMessageText", {"message_id": message_id, **message(clipped(text), keyboard)})

    async def progress(self, message_id: int, text: Html, keyboard: Keyboard | None = None) -> None:
        """The same for what soon changes again: shown when there is room for it, forgotten at an edit."""
        self.desk.outbox.progress(self.here, message_id, message(clipped(text), keyboard))

    async def send_file(self, content: bytes | Path, filename: str, caption: Html | None = None) -> Sent:
        """Send a file, kept with the message or read from disk when it goes out."""
        file: dict[str, Any] = {"as": "document", "name": filename}
        if isinstance(content, Path):
            file["path"] = str(content)
        payload: dict[str, Any] = {"file": file}
        if caption:
            payload |= {"caption": caption, "parse_mode": "HTML"}
        return await self._put("sendDocument", payload, file=content if isinstance(content, bytes) else None)

    async def typing(self) -> None:
        """Show at once that an answer is on its way."""
        payload: dict[str, Any] = {"action": "typing"}
        if self.thread_id is not None:
            payload["message_thread_id"] = self.thread_id
        await self.desk.outbox.attempt(self.here, "sendChatAction", payload)

    async def toast(self, text: str = "", alert: bool = False) -> None:
        """Answer the tap on a button, with a short plain text or none."""
        assert self.incoming is not None and self.incoming.callback_query is not None
        self.answered = True
        payload = {"callback_query_id": self.incoming.callback_query.id, "text": text, "show_alert": alert}
        with suppress(TelegramError):  # too late, or already answered: nothing to be done
            await self.desk.api.call("answerCallbackQuery", payload)

    async def _put(
        self, method: str, payload: dict[str, Any], *, key: str = "", ref: str | None = None, file: bytes | None = None
    ) -> Sent:
        self._replies += 1
        if method.startswith("send") and self.thread_id is not None:
            payload = {**payload, "message_thread_id": self.thread_id}
        key = key or f"{self.update_id}:{self._replies}"
        return await self.desk.outbox.put(Outgoing(self.here, method, payload, key=key, file=file, ref=ref))

    def _quoting(self) -> dict[str, Any]:
        assert self.incoming is not None
        asked = self.incoming.message or self.incoming.edited_message
        if asked is None or asked.chat.type == "private":
            return {}
        return {"reply_parameters": {"message_id": asked.message_id, "allow_sending_without_reply": True}}


def message(text: Html, keyboard: Keyboard | None = None) -> dict[str, Any]:
    """The parameters of a message that shows `text`."""
    payload: dict[str, Any] = {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return payload if keyboard is None else {**payload, "reply_markup": markup(keyboard)}
