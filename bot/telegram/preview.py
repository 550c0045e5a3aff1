"""An answer shown while it is being written: pieces of text enter, one final message leaves.

In a private chat a draft grows until the message takes its place; where the server knows no drafts, and in groups, a
message is sent and edited, no faster than there is room for.
"""

import asyncio
from typing import Any, Final

from bot.telegram import messages
from bot.telegram.desk import Context
from bot.telegram.keyboard import Keyboard
from bot.telegram.outgoing import Outgoing, Sent
from bot.telegram.render import MESSAGE, Html, clipped, escape, join, parts
from bot.telegram.replies import partial

_PACE: Final = 0.8  # seconds between two states of a draft
_DRAFTS: Final = 2**31 - 1  # of one chat, told apart by number


class Preview:
    """One answer on its way. Belongs to the handling of one update."""

    def __init__(self, context: Context, *, key: str, ref: str, drafts: bool) -> None:
        """`key` and `ref` are those of the message; `drafts` says whether to try a draft first."""
        self._context = context
        self._key = key
        self._ref = ref
        self._drafts = drafts
        self._text = ""
        self._shown_at: float | None = None
        self._sent: Sent | None = None

    async def add(self, piece: str) -> None:
        """Show the answer with its next piece, when it is time to."""
        self._text += piece
        now = asyncio.get_running_loop().time()
        if not self._text.strip() or (self._shown_at is not None and now - self._shown_at < _PACE):
            return
        self._shown_at = now
        shown = clipped(join(" ", (partial(self._text), escape("…"))), MESSAGE)
        if self._drafts:
            self._drafts = await self._draft(shown)
        if not self._drafts:
            await self._edit(shown)

    async def finish(self, text: Html, keyboard: Keyboard) -> None:
        """Put the whole answer in the place of what was shown: now, or by whoever handled the update before."""
        first, *rest = parts(text)
        below = None if rest else keyboard
        sent = self._sent or await self._context.reply(first, keyboard=below, ref=self._ref, key=self._key)
        if sent.again or self._sent is not None:
            message_id = await sent.id()
            if message_id is not None:
                await self._context.edit(message_id, first, below)
            else:  # nobody knows whether it is there; what was asked is to be answered
                await self._context.reply(first, keyboard=below, ref=self._ref, key=f"{self._key}:again")
        rest_key = f"{self._key}:rest:{self._context.update_id}"
        await self._remove_rest(but=rest_key)
        if rest:
            await self._context.reply(rest, keyboard=keyboard, reply_to=False, ref=self._ref, key=rest_key)

    async def _remove_rest(self, *, but: str) -> None:
        """Delete the further messages of the answer that stood here before the question was edited."""
        outbox, here = self._context.desk.outbox, self._context.here
        for key, sent in (await outbox.under(here, f"{self._key}:rest")).items():
            if key == but or key.startswith(f"{but}:") or (message_id := await sent.id()) is None:
                continue
            gone = {"message_id": message_id}
            await outbox.put(Outgoing(here, "deleteMessage", gone, key=f"{self._key}:gone:{message_id}"))

    async def _draft(self, shown: Html) -> bool:
        payload: dict[str, Any] = {
            "draft_id": self._context.update_id % _DRAFTS + 1,
            "text": shown,
            "parse_mode": "HTML",
        }
        if self._context.thread_id is not None:
            payload["message_thread_id"] = self._context.thread_id
        return bool(await self._context.desk.outbox.attempt(self._context.here, "sendMessageDraft", payload))

    async def _edit(self, shown: Html) -> None:
        if self._sent is None:
            self._sent = await self._context.reply(escape(messages.THINKING), key=self._key, ref=self._ref)
        elif (message_id := self._sent.delivered) is not None:
            await self._context.progress(message_id, shown)
