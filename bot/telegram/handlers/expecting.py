"""A value that an admin is asked to type: the prompt goes out, and their next words are the value."""

import asyncio
from datetime import timedelta
from typing import Any, Final

from telegram import Update

from bot.store import awaited as table
from bot.store.awaited import Awaited
from bot.telegram import messages
from bot.telegram.buttons import on_button
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button
from bot.telegram.render import Html, escape

_WAITS: Final = timedelta(minutes=15)


async def expect(context: Context, awaited: Awaited, prompt: Html) -> None:
    """Ask for a value."""
    until = context.desk.now() + _WAITS
    await context.desk.writer.write(lambda connection: table.expect(connection, awaited, until))
    data = context.desk.buttons.make("expect.stop", awaited.chat_id, awaited.user_id)
    await context.reply(prompt, keyboard=[[Button(messages.BUTTON_NEVER_MIND, data)]])


async def expected(context: Context, user_id: int) -> Awaited | None:
    """What the person was asked for here."""
    here, now = context.here, context.desk.now()

    def read() -> Awaited | None:
        with context.desk.database.read() as connection:
            return table.expected(connection, here, user_id, now)

    return await asyncio.to_thread(read)


async def settle(context: Context, user_id: int) -> None:
    """Wait for the value no longer."""
    here = context.here
    await context.desk.writer.write(lambda connection: table.forget(connection, here, user_id))


@on_button("expect.stop", who="admin")
async def stop(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Never mind."""
    assert update.callback_query is not None and update.callback_query.message is not None
    await context.toast()
    await settle(context, update.callback_query.from_user.id)
    await context.edit(update.callback_query.message.message_id, escape(messages.FIX_DROPPED))
