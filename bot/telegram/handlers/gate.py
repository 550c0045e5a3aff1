"""The gate: every message passes here first, and stops where its sender may not ask.

Whoever speaks to the bot is told why, others are passed over in silence. /start goes through, as it may bring the
pairing code, and so do presses of buttons, which are checked each by itself.
"""

import asyncio
from typing import Any

from telegram import Chat, Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot.telegram.addressed import question_in
from bot.telegram.desk import Context
from bot.telegram.doorstep import turn_away


async def check(update: Update, context: Context) -> None:
    """Let a message through, or turn its sender away."""
    message = update.effective_message
    if message is None or message.chat.type == Chat.CHANNEL:
        raise ApplicationHandlerStop
    command, bot = _command(message)
    if command == "/start" or await asyncio.to_thread(context.desk.access.may_ask, update):
        return
    private = message.chat.type == Chat.PRIVATE
    named = bool(command) and bot == (message.get_bot().username or "").lower()
    if update.message is not None and (private or named or question_in(message) is not None):
        await turn_away(update, context)
    raise ApplicationHandlerStop


def _command(message: Message) -> tuple[str, str]:
    """The command that a message begins with, and the bot that it names, both in lower case; empty where there is none."""
    text = (message.text or "").lower()
    if not text.startswith("/"):
        return "", ""
    command, _, bot = text.split(maxsplit=1)[0].partition("@")
    return command, bot


HANDLERS: list[BaseHandler[Any, Any, Any]] = [MessageHandler(filters.ALL & ~filters.StatusUpdate.ALL, check)]
