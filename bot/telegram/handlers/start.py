"""/start and /trogiup: what the bot is for, and how to use it."""

import asyncio
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.telegram import messages
from bot.telegram.commands import ANY, ANYBODY, USER, Command, menu
from bot.telegram.desk import Context
from bot.telegram.doorstep import turn_away
from bot.telegram.keyboard import Button
from bot.telegram.render import bold, escape, fill, lines, paragraphs

_CODE: Final = 64  # characters of what a deep link may carry


async def start(update: Update, context: Context) -> None:
    """A greeting with examples to tap; with the code from the console, the first admin."""
    user = update.effective_user
    assert user is not None
    private = context.here > 0
    code = context.args[0] if private and context.args else ""
    if 0 < len(code) <= _CODE and await _pair(context, user.id, user.full_name, code):
        return
    if not context.desk.access.may_ask(update):
        await turn_away(update, context)
        return
    if not private:
        await context.reply(escape(messages.START_GROUP))
        return
    rows = [
        [Button(one, context.desk.buttons.make("ask", context.here, None, {"text": one, "after": None}))]
        for one in messages.EXAMPLES
    ]
    await context.reply(paragraphs([escape(messages.START), escape(messages.START_EXAMPLES)]), keyboard=rows)


async def _pair(context: Context, user_id: int, name: str, code: str) -> bool:
    """Make this person the first admin where `code` is the one on the console; whether it was."""
    desk = context.desk
    if await asyncio.to_thread(desk.pairing.redeem, user_id, name, code, desk.now()):
        await asyncio.to_thread(desk.journal.note, user_id, "pair", str(user_id))
        await context.reply(escape(messages.PAIRING_DONE))
        return True
    return False


async def help_(update: Update, context: Context) -> None:
    """How to use the bot, with the commands of this person here."""
    title, *rest = messages.HELP
    registered = [one for group in context.application.handlers.values() for one in group if isinstance(one, Command)]
    assert update.effective_user is not None
    private = context.here > 0
    admin = private and context.desk.access.is_admin(update.effective_user.id)
    offered = [
        fill(messages.HELP_LINE, command=escape(one.command), meaning=one.description)
        for one in menu(registered, admin=admin, private=private)
    ]
    texts = [bold(escape(title)), *(escape(one) for one in rest)]
    await context.reply(paragraphs([lines(texts), lines([bold(escape(messages.HELP_COMMANDS)), *offered])]))


HANDLERS: list[BaseHandler[Any, Any, Any]] = [
    Command("start", start, who=ANYBODY, where=ANY),
    Command("trogiup", help_, who=USER),
]
