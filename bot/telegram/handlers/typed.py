"""Words of an admin in the private chat that are no question: a value that was asked for, or a text to be indexed."""

from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot.telegram.commands import plain_message
from bot.telegram.desk import Context
from bot.telegram.handlers.corrections import take_value
from bot.telegram.handlers.documents import take_text


async def typed(update: Update, context: Context) -> None:
    """Take the words where they are such; else they go on to the other handlers."""
    if update.effective_user is None or not context.desk.access.is_admin(update.effective_user.id):
        return
    own = plain_message(update) is not None  # a value is typed by the admin, not forwarded from somebody else
    if (own and await take_value(update, context)) or await take_text(update, context):
        raise ApplicationHandlerStop


_FRESH = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND & ~filters.VIA_BOT

HANDLERS: list[BaseHandler[Any, Any, Any]] = [MessageHandler(_FRESH, typed)]
