"""/toi: somebody says for which person or body in the minutes they stand, an admin confirms it by a button.

From then on "việc của tôi" has a meaning: in lists, in questions and in reminders.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from telegram import Update, User
from telegram.ext import BaseHandler

from bot.store.bindings import Binding
from bot.telegram import messages
from bot.telegram.bindings import NAME, candidates
from bot.telegram.buttons import on_button, short
from bot.telegram.choices import name_of, subject
from bot.telegram.commands import PRIVATE, USER, Command
from bot.telegram.desk import Context, message
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.outgoing import Outgoing
from bot.telegram.render import Html, bold, escape, fill, join, quiet
from rag import fold

_OFFERED: Final = 8  # names to choose from

_View = tuple[Html, Keyboard]


async def command(update: Update, context: Context) -> None:
    """/toi, or /toi with a name or a part of one."""
    user = update.effective_user
    assert user is not None
    typed = " ".join(context.args or ())[:NAME]
    text, keyboard = await asyncio.to_thread(_card, context, user, typed)
    await context.reply(text, keyboard=keyboard)


@on_button("mine.ask")
async def ask(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Somebody has chosen a name: the admins are asked; an admin needs nobody's word."""
    user, desk = update.effective_user, context.desk
    assert user is not None
    name = str(arguments["name"])
    if not desk.access.admins():
        await context.toast(messages.ACCESS_NO_ADMIN, alert=True)
        return
    if not await desk.bindings.ask(user.id, name, desk.now()):
        await context.toast(messages.MINE_TOO_MANY, alert=True)
        return
    binding = next(one for one in await asyncio.to_thread(desk.bindings.of, user.id) if one.name == name)
    if desk.access.is_admin(user.id):
        await desk.bindings.confirm(user.id, name, user.id, desk.now())
        await _note(context, user.id, user.id, "bind", name)
        await context.toast(messages.MINE_CONFIRMED_SELF)
    elif binding.confirmed_at is None:
        await _tell_admins(context, binding)
        await context.toast(messages.MINE_ASKED)
    else:
        await context.toast()
    await _show(update, context, await asyncio.to_thread(_card, context, user, ""))


@on_button("mine.drop")
async def drop(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Somebody stands for a name no more, or does not want to."""
    user = update.effective_user
    assert user is not None
    await context.desk.bindings.remove(user.id, str(arguments["name"]))
    await context.toast(messages.MINE_DROPPED)
    await _show(update, context, await asyncio.to_thread(_card, context, user, ""))


@on_button("mine.decide", who="admin")
async def decide(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """An admin confirms or refuses; the person is told."""
    desk, admin = context.desk, update.effective_user
    assert admin is not None
    user_id, name, yes = int(arguments["user"]), str(arguments["name"]), bool(arguments["yes"])
    known = {one.name: one for one in await asyncio.to_thread(desk.bindings.of, user_id)}.get(name)
    if known is None or (known.confirmed_by not in (None, admin.id)):
        await context.toast(messages.PEOPLE_ALREADY)
        await _show(update, context, (await asyncio.to_thread(_asked, context, user_id, name), []))
        return
    if yes:
        await desk.bindings.confirm(user_id, name, admin.id, desk.now())
        end, told = messages.MINE_CONFIRMED, messages.MINE_YOURS
    else:
        await desk.bindings.remove(user_id, name)
        end, told = messages.MINE_REFUSED, messages.MINE_NOT_YOURS
    if known.confirmed_at is None:
        await _note(context, admin.id, user_id, "bind" if yes else "unbind", name)
    key = f"bound:{user_id}:{known.asked_at:%Y%m%d%H%M%S%f}:{yes}"
    await desk.outbox.put(Outgoing(user_id, "sendMessage", message(fill(told, name=bold(quiet(name)))), key=key))
    undo = [[_decision(context, messages.MINE_TAKE_BACK, admin.id, user_id, name, yes=False)]] if yes else []
    asked = await asyncio.to_thread(_asked, context, user_id, name)
    await context.toast()
    await _show(update, context, (join("\n", (asked, fill(end))), undo))


async def _tell_admins(context: Context, binding: Binding) -> None:
    asked = await asyncio.to_thread(_asked, context, binding.user_id, binding.name)
    for admin in context.desk.access.admins():
        decision = partial(_decision, context, admin=admin, user=binding.user_id, name=binding.name)
        keyboard = [[decision(messages.MINE_YES, yes=True), decision(messages.MINE_NO, yes=False)]]
        key = f"bind:{binding.user_id}:{binding.asked_at:%Y%m%d%H%M%S%f}:{admin}"
        await context.desk.outbox.put(Outgoing(admin, "sendMessage", message(asked, keyboard), key=key))


def _decision(context: Context, label: str, admin: int, user: int, name: str, *, yes: bool) -> Button:
    arguments = {"user": user, "name": name, "yes": yes}
    return Button(label, context.desk.buttons.make("mine.decide", admin, admin, arguments))


def _asked(context: Context, user_id: int, name: str) -> Html:
    """Who wants to stand for what. Reads the database."""
    who = name_of(user_id, context.desk.access.people.get(user_id))
    return fill(messages.MINE_REQUEST, who=bold(quiet(who)), name=bold(quiet(name)))


async def _note(context: Context, actor: int, user_id: int, action: str, name: str) -> None:
    def note() -> None:
        who = subject(user_id, context.desk.access.people.get(user_id))
        context.desk.journal.note(actor, action, who, name)

    await asyncio.to_thread(note)


def _card(context: Context, user: User, typed: str) -> _View:
    """Whom somebody stands for, and whom they may mean. Reads the database and the ledger."""
    desk = context.desk
    known = desk.bindings.of(user.id)
    scopes = desk.access.who(user.id).scopes
    offered = candidates(desk.library, scopes, typed or user.full_name, _OFFERED)
    if typed and fold(typed) not in map(fold, offered):
        offered.append(typed)
    elif not offered:
        offered = candidates(desk.library, scopes, "", _OFFERED)
    offered = [name for name in offered if name not in [one.name for one in known]]
    lines = [fill(messages.MINE_TITLE if known else messages.MINE_NOBODY)]
    lines += [
        fill(messages.MINE_IS if one.confirmed_at else messages.MINE_WAITS, name=bold(quiet(one.name))) for one in known
    ]
    how = [escape(messages.MINE_CHOOSE if offered else messages.MINE_TYPE)]
    return join("\n\n", (join("\n", lines), *how)), _buttons(context, user.id, offered, known)


def _buttons(context: Context, user_id: int, offered: Sequence[str], known: Sequence[Binding]) -> Keyboard:
    make = context.desk.buttons.make
    rows = [[Button(short(name), make("mine.ask", user_id, user_id, {"name": name}))] for name in offered]
    rows += [
        [
            Button(
                short(messages.MINE_DROP.format(name=one.name)), make("mine.drop", user_id, user_id, {"name": one.name})
            )
        ]
        for one in known
    ]
    return rows


async def _show(update: Update, context: Context, view: _View) -> None:
    assert update.callback_query is not None and update.callback_query.message is not None
    await context.edit(update.callback_query.message.message_id, *view)


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("toi", command, who=USER, where=PRIVATE)]
