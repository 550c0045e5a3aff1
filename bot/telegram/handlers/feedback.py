"""What people think of an answer: 👍, or 👎 with what was wrong, by button or in a few words."""

import asyncio
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.store import feedback as table
from bot.store.feedback import Opinion
from bot.telegram import messages
from bot.telegram.addressed import is_reply_to_us
from bot.telegram.buttons import on_button
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button
from bot.telegram.render import escape

_WHY: Final = "why:"  # the `ref` of the message that asks what was wrong


@on_button("good")
async def good(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """👍."""
    await _keep(update, context, arguments["question"], good=True)
    await context.toast(messages.THANKS)


@on_button("bad")
async def bad(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """👎: kept at once, and asked what was wrong."""
    assert update.effective_user is not None
    question, user = str(arguments["question"]), update.effective_user.id
    await _keep(update, context, question, good=False)
    await context.toast()

    def button(reason: str, label: str) -> Button:
        data = context.desk.buttons.make("wrong", context.here, user, {"question": question, "reason": reason})
        return Button(label, data)

    buttons = [button(reason, label) for reason, label in messages.WRONG.items()]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    key = f"{_WHY}{question}:{user}"  # asked once, however often it is tapped
    await context.reply(escape(messages.WHAT_WAS_WRONG), keyboard=rows, ref=f"{_WHY}{question}", key=key)


@on_button("wrong")
async def wrong(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """What was wrong, as chosen."""
    assert update.callback_query is not None and update.callback_query.message is not None
    await _keep(update, context, arguments["question"], good=False, reason=arguments["reason"])
    await context.toast(messages.THANKS_NOTED)
    message_id = update.callback_query.message.message_id
    said = messages.WRONG_IN_WORDS if arguments["reason"] == "other" else messages.THANKS_NOTED
    await context.edit(message_id, escape(said), [])


async def comment(update: Update, context: Context, text: str) -> bool:
    """Whether a message says in words what was wrong; then it is kept."""
    message = update.message
    if message is None or message.reply_to_message is None or not is_reply_to_us(message) or not text:
        return False
    ref = await asyncio.to_thread(context.desk.outbox.ref, message.chat.id, message.reply_to_message.message_id)
    if ref is None or not ref.startswith(_WHY):
        return False
    await _keep(update, context, ref.removeprefix(_WHY), good=False, words=text)
    await context.reply(escape(messages.THANKS_NOTED))
    return True


async def _keep(
    update: Update,
    context: Context,
    question_id: str,
    *,
    good: bool,
    reason: str | None = None,
    words: str | None = None,
) -> None:
    assert update.effective_user is not None
    opinion = Opinion(question_id, update.effective_user.id, good, context.desk.now(), reason, words)
    await context.desk.writer.write(lambda connection: table.put(connection, opinion))


HANDLERS: list[BaseHandler[Any, Any, Any]] = []
