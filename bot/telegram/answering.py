"""A question answered: what somebody asks in a chat enters; the answer with its quote and buttons leaves, and is kept.

The same way for typed, spoken, edited and tapped questions. What may be seen is asked when the answer is made.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from telegram import Update

from bot.store.questions import Asked, Thread
from bot.telegram import messages
from bot.telegram.answered import ref_of, view
from bot.telegram.conversations import cited, rows, stands_on
from bot.telegram.desk import Context
from bot.telegram.own_tasks import answer_own
from bot.telegram.preview import Preview
from bot.telegram.render import Html, escape, fill
from rag import Answer, Assistant, Question

_TYPING: Final = 4.5  # seconds; Telegram shows the sign for five
_FIRST: Final = 0.5  # seconds that an answer waits for the first sign to be out


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked, and where it goes on from."""

    id: str  # of the question
    text: str
    thread: Thread
    parent_id: str | None  # the question before it in its conversation
    message_id: int | None = None  # the person's message; None where a button asked
    said: str | None = None  # to be shown above the answer, where the person's own message does not show it
    again: bool = False  # asked and answered before: the answer takes the place of the old one


def question_id(update: Update) -> str:
    """The name of the question that an update asks: the same when it is handled again."""
    return format(update.update_id, "x")


def thread_of(update: Update, context: Context) -> Thread:
    """Whose conversation an update belongs to."""
    assert update.effective_user is not None
    return Thread(context.here, context.thread_id or 0, update.effective_user.id)


async def answer(update: Update, context: Context, inquiry: Inquiry) -> None:
    """Answer a question in the chat that the update came from, as far as the person may ask there."""
    desk = context.desk
    scopes = await asyncio.to_thread(desk.access.scopes, update)
    if not scopes:
        return
    if not await desk.quotas.take(inquiry.thread.user_id, update.update_id):
        await context.reply(fill(messages.QUOTA_SPENT, count=desk.settings.questions_a_day))
        return
    async with _typing(context):
        past = await desk.conversations.past(inquiry.thread.chat_id, inquiry.parent_id, scopes)
        question = Question(inquiry.text, desk.today(), scopes, past.turns)
        said, preview = await _ask(context, inquiry, question)
    text, keyboard = await asyncio.to_thread(view, context, inquiry.id, said, scopes, asked=inquiry.said)
    await preview.finish(text, keyboard)
    usage = said.usage
    await desk.conversations.keep(
        Asked(
            id=inquiry.id,
            update_id=int(inquiry.id, 16),
            thread=inquiry.thread,
            message_id=inquiry.message_id,
            parent_id=inquiry.parent_id,
            asked_at=desk.now(),
            text=inquiry.text,
            standalone=said.standalone,
            answer=said.text,
            found=said.found,
            mind=said.mind,
            model=said.model,
            input_tokens=usage.input_tokens if usage else 0,
            output_tokens=usage.output_tokens if usage else 0,
            seconds=said.seconds,
            citations=cited(said.citations),
            rest=rows(said.rest),
            stands_on=stands_on(said, past),
        )
    )


@asynccontextmanager
async def _typing(context: Context) -> AsyncIterator[None]:
    """Show that an answer is on its way, as long as it is; the first sign is out before the answer."""
    first = asyncio.create_task(context.typing())

    async def go_on() -> None:
        while True:
            await asyncio.sleep(_TYPING)
            await context.typing()

    further = asyncio.create_task(go_on())
    try:
        yield
    finally:
        further.cancel()
        await asyncio.wait({first}, timeout=_FIRST)


async def _ask(context: Context, inquiry: Inquiry, question: Question) -> tuple[Answer, Preview]:
    """The answer, shown while it is being written unless it takes the place of an older one."""
    desk = context.desk
    assistant, notice = desk.assistant, None
    if not await asyncio.to_thread(desk.quotas.may_use_model):
        assistant, notice = _embedded(desk.assistant), messages.MONEY_SPENT
    private = inquiry.thread.chat_id > 0
    preview = Preview(context, key=_key(inquiry), ref=ref_of(inquiry.id), drafts=private)
    if (own := await asyncio.to_thread(answer_own, desk, inquiry.thread.user_id, question)) is not None:
        return own, preview
    async for event in assistant.stream(question):
        if isinstance(event, Answer):
            return replace(event, notice=event.notice or notice), preview
        if not inquiry.again:
            await preview.add(event.text)
    raise AssertionError("the chain ended without an answer")


def _key(inquiry: Inquiry) -> str:
    return f"a:{inquiry.id}"


@lru_cache(maxsize=8)
def _embedded(assistant: Assistant) -> Assistant:
    return assistant.without_model()


def nothing_asked() -> Html:
    """What to say to a mention or a command without a question."""
    return escape(messages.ASK_WHAT)
