"""Voice messages: transcribed where an OpenAI key is set, and answered as typed questions are; the transcript is shown."""

import asyncio
from typing import Any, Final

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.telegram import messages
from bot.telegram.addressed import is_reply_to_us
from bot.telegram.commands import plain_message
from bot.telegram.desk import Context
from bot.telegram.handlers.ask import ask
from bot.telegram.render import Html, escape, fill
from bot.telegram.transcription import transcribe
from rag import ModelError

_MINUTES: Final = 5  # of one voice message


async def spoken(update: Update, context: Context) -> None:
    """A question that is spoken."""
    message = plain_message(update)
    if message is None or message.voice is None or not (message.chat.type == "private" or is_reply_to_us(message)):
        return
    if (refusal := await _refusal(context, message)) is not None:
        await context.reply(refusal)
        return
    assert update.effective_user is not None
    if not await context.desk.quotas.take(update.effective_user.id, update.update_id):
        await context.reply(fill(messages.QUOTA_SPENT, count=context.desk.settings.questions_a_day))
        return
    await context.typing()
    try:
        file = await context.desk.api.get_file(message.voice.file_id)
        sound = bytes(await file.download_as_bytearray())
        text = await transcribe(sound, context.desk.settings.rag().model)
    except (ModelError, TelegramError):
        await context.reply(escape(messages.VOICE_FAILED))
        return
    if not text:
        await context.reply(escape(messages.VOICE_UNHEARD))
        return
    await ask(update, context, text, message, said=messages.HEARD.format(text=text))


async def _refusal(context: Context, message: Message) -> Html | None:
    """Why a voice message is not listened to."""
    assert message.voice is not None
    if context.desk.settings.openai_api_key is None:
        return escape(messages.NO_VOICE)
    if not await asyncio.to_thread(context.desk.quotas.may_use_model):
        return escape(messages.VOICE_MONEY)
    duration = message.voice.duration
    seconds = duration if isinstance(duration, int) else duration.total_seconds()
    return fill(messages.VOICE_TOO_LONG, minutes=_MINUTES) if seconds > _MINUTES * 60 else None


HANDLERS: list[BaseHandler[Any, Any, Any]] = [MessageHandler(filters.UpdateType.MESSAGE & filters.VOICE, spoken)]
