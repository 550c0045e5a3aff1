"""Questions: typed, edited, tapped; in private chats anything, in groups what is said to the bot."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from telegram import Message, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.telegram import messages
from bot.telegram.addressed import question_in, question_now_in
from bot.telegram.answered import remembered, view
from bot.telegram.answering import Inquiry, answer, nothing_asked, question_id, thread_of
from bot.telegram.buttons import on_button
from bot.telegram.commands import USER, Command
from bot.telegram.desk import Context
from bot.telegram.handlers.feedback import comment
from bot.telegram.render import escape

_QUESTION: Final = "q:"  # the `ref` of an answer


async def typed(update: Update, context: Context) -> None:
    """A message that is a question, or a few words on what was wrong with an answer."""
    message = update.message
    text = question_in(message) if message is not None else None
    if message is None or text is None:
        return
    if await comment(update, context, text):
        return
    if not text:
        await context.reply(nothing_asked())
        return
    await ask(update, context, text, message)


async def command(update: Update, context: Context) -> None:
    """/hoi with the question after it."""
    assert update.message is not None
    text = " ".join(context.args or ())
    if not text:
        await context.reply(nothing_asked())
        return
    await ask(update, context, text, update.message)


async def ask(update: Update, context: Context, text: str, message: Message, *, said: str | None = None) -> None:
    """Answer a question; where its message replies to an older answer, it goes on from that one."""
    thread = thread_of(update, context)
    parent = await _replied_to(context, message) or await context.desk.conversations.last(thread)
    if parent == question_id(update):  # handled before, and again after a restart
        known = await context.desk.conversations.question(parent)
        parent = known.parent_id if known is not None else None
    inquiry = Inquiry(question_id(update), text, thread, parent, message.message_id, said)
    await answer(update, context, inquiry)


async def edited(update: Update, context: Context) -> None:
    """A question that was answered and then changed: its answer changes with it."""
    message = update.edited_message
    text = question_now_in(message) if message is not None else None
    if message is None or not text:
        return
    known = await context.desk.conversations.of_message(message.chat.id, message.message_id)
    if known is None or known.text == text or known.thread != thread_of(update, context):
        return
    inquiry = Inquiry(known.id, text, known.thread, known.parent_id, message.message_id, again=True)
    await answer(update, context, inquiry)


async def restart(update: Update, context: Context) -> None:
    """/moi: what was said before is not gone on from."""
    await context.desk.conversations.restart(thread_of(update, context))
    await context.reply(escape(messages.NEW_CONVERSATION))


async def unknown(update: Update, context: Context) -> None:
    """A command that there is not."""
    await context.reply(escape(messages.UNKNOWN_COMMAND))


@on_button("ask")
async def tapped(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """A follow-up question, asked by whoever taps it, while what its words come from may be read."""
    if not await asyncio.to_thread(_readable, update, context, arguments.get("documents", ())):
        await context.toast(messages.SOURCE_GONE, alert=True)
        return
    await context.toast()
    text = str(arguments["text"])
    said = messages.ASKED_BY_BUTTON.format(question=text)
    thread, parent = thread_of(update, context), arguments["after"]
    await answer(update, context, Inquiry(question_id(update), text, thread, parent, said=said))


def _readable(update: Update, context: Context, document_ids: Sequence[str]) -> bool:
    scopes = context.desk.access.scopes(update)
    documents = map(context.desk.library.document, document_ids)
    return all(document is not None and document.scope in scopes for document in documents)


@on_button("list")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page of a long list, in the place of the one shown."""
    question, asked = str(arguments["question"]), arguments["asked"]
    known = await context.desk.conversations.question(question)
    scopes = await asyncio.to_thread(context.desk.access.scopes, update)
    said = await asyncio.to_thread(remembered, known, context.desk.library, scopes) if known is not None else None
    if said is None:
        await context.toast(messages.SOURCE_GONE, alert=True)
        return
    await context.toast()
    text, keyboard = await asyncio.to_thread(view, context, question, said, scopes, asked=asked, at=arguments["at"])
    assert update.callback_query is not None and update.callback_query.message is not None
    await context.edit(update.callback_query.message.message_id, text, keyboard)


async def _replied_to(context: Context, message: Message) -> str | None:
    """The question whose answer, or whose own message, is replied to."""
    replied = message.reply_to_message
    if replied is None:
        return None
    ref = await asyncio.to_thread(context.desk.outbox.ref, message.chat.id, replied.message_id)
    if ref is not None and ref.startswith(_QUESTION):
        return ref.removeprefix(_QUESTION)
    known = await context.desk.conversations.of_message(message.chat.id, replied.message_id)
    return known.id if known is not None else None


HANDLERS: list[BaseHandler[Any, Any, Any]] = [
    Command("hoi", command, who=USER),
    Command("moi", restart, who=USER),
    MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.COMMAND, unknown),
    MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, typed),
    MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, edited),
]
