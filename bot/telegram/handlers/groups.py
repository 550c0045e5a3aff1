"""/nhom: which groups the bot serves, and which scopes each of them sees.

A group is known once an admin has brought the bot into it. Scopes are bound in the admin's private chat, so that nothing
said in a group decides what it sees. Brought in by anybody else, the bot says so and leaves.
"""

import asyncio
from typing import Any, Final

from telegram import Chat, ChatMember, ChatMemberUpdated, Update
from telegram.ext import BaseHandler, ChatMemberHandler

from bot.store.groups import Group
from bot.telegram import messages
from bot.telegram.access import is_person
from bot.telegram.buttons import on_button
from bot.telegram.choices import View, choice, page_of, page_row, presser, scope_rows, scopes_text, show, with_scope
from bot.telegram.commands import ADMIN, PRIVATE, Command
from bot.telegram.desk import Context, message
from bot.telegram.doorstep import leave
from bot.telegram.keyboard import Button
from bot.telegram.outgoing import Outgoing
from bot.telegram.render import bold, escape, fill, lines, quiet

_PAGE: Final = 8  # groups
_OUTSIDE: Final = (ChatMember.LEFT, ChatMember.BANNED)


async def groups(update: Update, context: Context) -> None:
    """/nhom."""
    assert update.effective_user is not None
    text, keyboard = await asyncio.to_thread(_listing, context, update.effective_user.id)
    await context.reply(text, keyboard=keyboard)


async def moved_in_or_out(update: Update, context: Context) -> None:
    """The bot was brought into a group or taken out of it."""
    change = update.my_chat_member
    assert change is not None
    if change.chat.type == Chat.PRIVATE:
        return
    if not _inside(change):
        if await asyncio.to_thread(context.desk.access.groups.remove, change.chat.id):
            actor, title = change.from_user.id, _title(change.chat.id, change.chat.title)
            await asyncio.to_thread(context.desk.journal.note, actor, "group_gone", title)
        return
    if context.desk.access.groups.get(change.chat.id) is not None:
        return  # its rights in a group that it serves have changed
    if (
        change.chat.type == Chat.CHANNEL
        or not is_person(update)
        or not context.desk.access.is_admin(change.from_user.id)
    ):
        await leave(context, change.chat.id)
        return
    await _welcome(context, change)


async def _welcome(context: Context, change: ChatMemberUpdated) -> None:
    desk, admin, chat_id = context.desk, change.from_user.id, change.chat.id
    title = change.chat.title or ""

    def work() -> View:
        desk.access.groups.add(chat_id, title, admin, desk.now())
        desk.journal.note(admin, "group_add", _title(chat_id, title))
        return _card(context, admin, chat_id)

    text, keyboard = await asyncio.to_thread(work)
    await context.reply(escape(messages.GROUP_UNBOUND), reply_to=False)
    key = f"{context.update_id}:group"
    await desk.outbox.put(Outgoing(admin, "sendMessage", message(text, keyboard), key=key))


@on_button("groups.list", who="admin")
async def show_list(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """All groups, or another page of them."""
    await show(update, context, await asyncio.to_thread(_listing, context, presser(update), **arguments))


@on_button("groups.card", who="admin")
async def show_card(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """One group."""
    await show(update, context, await asyncio.to_thread(_card, context, presser(update), arguments["group"]))


@on_button("groups.scope", who="admin")
async def set_scope(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Bind a scope to a group, or take it away."""
    desk, admin, chat_id = context.desk, presser(update), arguments["group"]
    group = desk.access.groups.get(chat_id)
    if group is not None:
        scopes = with_scope(group.scopes, arguments["scope"], give=arguments["give"])

        def work() -> None:
            desk.access.groups.bind(chat_id, scopes)
            desk.journal.note(admin, "group_scopes", _title(chat_id, group.title), ", ".join(scopes))

        await asyncio.to_thread(work)
        if scopes and not group.scopes:
            payload = message(escape(messages.GROUP_BOUND))
            await desk.outbox.put(Outgoing(chat_id, "sendMessage", payload, key=f"{context.update_id}:bound"))
    await show_card(update, context, {"group": chat_id})


@on_button("groups.sure", who="admin")
async def ask_whether_sure(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Leaving a group is asked once more."""
    admin, chat_id = presser(update), arguments["group"]
    group = context.desk.access.groups.get(chat_id)
    if group is None:
        await show_card(update, context, arguments)
        return
    yes = choice(context, admin, messages.SURE_YES, "groups.leave", once=True, group=chat_id)
    no = choice(context, admin, messages.SURE_NO, "groups.card", group=chat_id)
    await show(
        update, context, (fill(messages.GROUP_SURE, title=bold(quiet(_title(chat_id, group.title)))), [[yes, no]])
    )


@on_button("groups.leave", who="admin")
async def leave_group(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Leave a group and forget what was bound to it."""
    desk, admin, chat_id = context.desk, presser(update), arguments["group"]
    group = desk.access.groups.get(chat_id)
    if group is not None:
        await asyncio.to_thread(desk.access.groups.remove, chat_id)
        await asyncio.to_thread(desk.journal.note, admin, "group_leave", _title(chat_id, group.title))
    await desk.outbox.put(Outgoing(chat_id, "leaveChat", {}, key=f"{context.update_id}:leave"))
    await show_list(update, context, {})


def _listing(context: Context, admin: int, page: int = 0) -> View:
    found = context.desk.access.groups.listed()
    shown, page, pages = page_of(found, page, _PAGE)
    text = [bold(escape(messages.GROUPS_TITLE))]
    text += [_line(group) for group in shown] or [escape(messages.GROUPS_NONE)]
    rows = [[choice(context, admin, _title(one.chat_id, one.title), "groups.card", group=one.chat_id)] for one in shown]
    add = Button(messages.GROUPS_ADD, url=f"https://t.me/{context.bot.username}?startgroup=nhom")
    return lines(text), [*rows, page_row(context, admin, "groups.list", page, pages), [add]]


def _card(context: Context, admin: int, chat_id: int) -> View:
    group = context.desk.access.groups.get(chat_id)
    back = [choice(context, admin, messages.PEOPLE_BACK, "groups.list")]
    if group is None:
        return fill(messages.GROUP_LEFT, title=_title(chat_id, "")), [back]
    text = [bold(quiet(_title(chat_id, group.title))), fill(messages.PEOPLE_SCOPES, scopes=scopes_text(group.scopes))]
    text.append(escape(messages.GROUP_CHOOSE))
    known = context.desk.access.all_scopes()
    rows = scope_rows(context, admin, group.scopes, known, "groups.scope", group=chat_id)
    return lines(text), [*rows, [choice(context, admin, messages.GROUP_LEAVE, "groups.sure", group=chat_id)], back]


def _line(group: Group) -> Any:
    title = bold(quiet(_title(group.chat_id, group.title)))
    return fill(messages.GROUPS_LINE, title=title, scopes=scopes_text(group.scopes))


def _title(chat_id: int, title: str | None) -> str:
    return (title or "").strip() or messages.GROUP_UNNAMED.format(id=chat_id)


def _inside(change: ChatMemberUpdated) -> bool:
    member = change.new_chat_member
    return member.status not in _OUTSIDE and getattr(member, "is_member", True)


HANDLERS: list[BaseHandler[Any, Any, Any]] = [
    Command("nhom", groups, who=ADMIN, where=PRIVATE),
    ChatMemberHandler(moved_in_or_out, ChatMemberHandler.MY_CHAT_MEMBER),
]
