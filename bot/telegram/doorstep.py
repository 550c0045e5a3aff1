"""Who may not ask: their update enters, one sentence that says so leaves, with a button to ask for access.

An unknown group is told so and left.
"""

import asyncio

from telegram import Chat, Update

from bot.telegram import messages
from bot.telegram.access import is_person
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button
from bot.telegram.outgoing import Outgoing
from bot.telegram.render import escape


async def turn_away(update: Update, context: Context) -> None:
    """Say why nothing is answered. In a group, only to be called where the bot was spoken to."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or chat.type == Chat.CHANNEL:
        return
    if chat.type != Chat.PRIVATE and context.desk.access.groups.get(chat.id) is None:
        await leave(context, chat.id)
        return
    if user is None or not is_person(update):
        await context.reply(escape(messages.ACCESS_NOT_A_PERSON))
        return
    person = context.desk.access.who(user.id)
    if person.status == "denied":
        await context.reply(escape(messages.ACCESS_DENIED))
    elif chat.type != Chat.PRIVATE:
        await context.reply(escape(messages.GROUP_UNBOUND))
    elif person.status == "waiting":
        await context.reply(escape(messages.ACCESS_WAITING))
    elif person.status == "allowed":
        await context.reply(escape(messages.ACCESS_NO_SCOPE))
    else:
        data = context.desk.buttons.make("access.ask", chat.id, user.id, {})
        await context.reply(escape(messages.ACCESS_STRANGER), keyboard=[[Button(messages.ACCESS_ASK, data)]])


async def leave(context: Context, chat_id: int) -> None:
    """Say that a group is none of ours, and leave it."""
    await context.reply(escape(messages.GROUP_UNKNOWN), reply_to=False)
    await context.desk.outbox.put(Outgoing(chat_id, "leaveChat", {}, key=f"{context.update_id}:leave"))
    await asyncio.to_thread(context.desk.journal.note, None, "group_refused", str(chat_id))
