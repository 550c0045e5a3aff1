"""/nhacviec: what comes by itself, chosen with buttons: a list each day, notices before deadlines, the hour, whose tasks.

People choose for themselves in their private chat; for groups admins choose in theirs, and the group is told what holds.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.store.reminders import Choice, Reminder
from bot.telegram import messages
from bot.telegram.bulletin import next_moment
from bot.telegram.buttons import on_button, short
from bot.telegram.clock import VIETNAM
from bot.telegram.commands import USER, Command
from bot.telegram.desk import Context
from bot.telegram.digest import clock_time, long_day
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.render import Html, bold, fill, join, quiet

_TIMES: Final = (360, 390, 420, 450, 480, 540, 660, 690, 810, 960, 1020, 1200)  # minutes of the day
_BEFORE: Final = (None, 1, 2, 3, 5, 7, 10, 14)  # days
_FIRST: Final = Choice(daily=True, days_before=3, at=420, mine=False, empty_days=False)

_View = tuple[Html, Keyboard]


async def command(update: Update, context: Context) -> None:
    """/nhacviec."""
    user = update.effective_user
    assert user is not None
    if context.here > 0:
        text, keyboard = await asyncio.to_thread(_settings, context, user.id, context.here)
    else:
        text, keyboard = await asyncio.to_thread(_told, context, context.here), []
    await context.reply(text, keyboard=keyboard)


@on_button("remind")
async def show(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The settings of a chat, or one of the menus below them."""
    user = update.effective_user
    assert user is not None
    chat_id, menu = int(arguments["chat"]), arguments.get("menu")
    if not await asyncio.to_thread(_may_choose, context, user.id, chat_id):
        await context.toast(messages.BUTTON_NOT_ALLOWED, alert=True)
        return
    makers = {"at": _hours, "before": _days, "groups": _groups}
    view = await asyncio.to_thread(makers.get(menu or "", _settings), context, user.id, chat_id)
    await context.toast()
    await _show(update, context, view)


@on_button("remind.set")
async def choose(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another choice, which the button carries whole."""
    user, desk = update.effective_user, context.desk
    assert user is not None
    chat_id, choice = int(arguments["chat"]), Choice(**arguments["choice"])
    if not await asyncio.to_thread(_may_choose, context, user.id, chat_id):
        await context.toast(messages.BUTTON_NOT_ALLOWED, alert=True)
        return
    await desk.reminders.choose(chat_id, choice, user.id)
    if chat_id < 0:
        title = await asyncio.to_thread(_title, context, chat_id)
        await asyncio.to_thread(desk.journal.note, user.id, "remind", title, _summary(choice))
    await context.toast(messages.REMIND_SAVED)
    await _show(update, context, await asyncio.to_thread(_settings, context, user.id, chat_id))


def _may_choose(context: Context, user_id: int, chat_id: int) -> bool:
    """For oneself where one may ask, for a known group as an admin; both in one's private chat."""
    access = context.desk.access
    if context.here != user_id:
        return False
    if chat_id == user_id:
        return bool(access.who(user_id).scopes)
    return access.is_admin(user_id) and access.groups.get(chat_id) is not None


def _settings(context: Context, user_id: int, chat_id: int) -> _View:
    """What a chat is reminded of, with the buttons that change it. Reads the database."""
    desk = context.desk
    reminder = desk.reminders.of(chat_id)
    names = desk.bindings.names(chat_id) if chat_id > 0 else ()
    head = bold(
        fill(messages.REMIND_TITLE if chat_id > 0 else messages.REMIND_TITLE_GROUP, title=_title(context, chat_id))
    )
    rows: list[list[Button]] = []
    if reminder is None:
        text = join("\n\n", (head, fill(messages.REMIND_OFF), fill(messages.REMIND_WHAT)))
        rows.append([_set(context, messages.REMIND_START, chat_id, replace(_FIRST, mine=bool(names)))])
    else:
        means = fill(messages.REMIND_EMPTY_MEANS) if reminder.choice.daily else Html("")
        text = join("\n\n", (head, _now(context, reminder, names), means))
        rows += _changes(context, chat_id, reminder.choice)
    if chat_id == user_id and desk.access.is_admin(user_id):
        rows.append([_menu(context, messages.REMIND_GROUPS, chat_id, "groups")])
    elif chat_id < 0:
        rows.append([_menu(context, messages.REMIND_BACK, user_id, "groups")])
    return text, rows


def _now(context: Context, reminder: Reminder, names: Sequence[str]) -> Html:
    choice = reminder.choice
    at = next_moment(reminder, context.desk.now()).astimezone(VIETNAM)
    lines = [
        fill(messages.REMIND_DAILY_IS, state=messages.REMIND_ON if choice.daily else messages.REMIND_NO),
        fill(messages.REMIND_BEFORE_IS, days=_before(choice.days_before)),
        fill(messages.REMIND_AT_IS, at=bold(quiet(clock_time(choice.at)))),
    ]
    if reminder.chat_id > 0:
        lines.append(
            fill(messages.REMIND_WHOSE_IS, whose=messages.REMIND_MINE if choice.mine else messages.REMIND_EVERYBODY)
        )
    if choice.mine:
        lines.append(fill(messages.DUE_WHOSE, names=", ".join(names)) if names else fill(messages.NO_NAME))
    if choice.daily:
        lines.append(
            fill(messages.REMIND_EMPTY_IS, what=messages.REMIND_SEND if choice.empty_days else messages.REMIND_NOT_SEND)
        )
    lines.append(fill(messages.REMIND_NEXT, at=clock_time(choice.at), day=long_day(at.date())))
    return join("\n", lines)


def _changes(context: Context, chat_id: int, choice: Choice) -> list[list[Button]]:
    daily = messages.REMIND_DAILY_OFF if choice.daily else messages.REMIND_DAILY_ON
    rows = [
        [_set(context, daily, chat_id, replace(choice, daily=not choice.daily))],
        [
            _menu(context, messages.REMIND_AT.format(at=clock_time(choice.at)), chat_id, "at"),
            _menu(context, messages.REMIND_BEFORE.format(days=_before(choice.days_before)), chat_id, "before"),
        ],
    ]
    if chat_id > 0:
        whose = messages.REMIND_TO_EVERYBODY if choice.mine else messages.REMIND_TO_MINE
        rows.append([_set(context, whose, chat_id, replace(choice, mine=not choice.mine))])
    if choice.daily:
        empty = messages.REMIND_EMPTY_OFF if choice.empty_days else messages.REMIND_EMPTY_ON
        rows.append([_set(context, empty, chat_id, replace(choice, empty_days=not choice.empty_days))])
    rows.append([_set(context, messages.REMIND_STOP, chat_id, replace(choice, daily=False, days_before=None))])
    return rows


def _hours(context: Context, user_id: int, chat_id: int) -> _View:
    choice = _choice(context, chat_id)
    buttons = [
        _set(context, _ticked(clock_time(at), at == choice.at), chat_id, replace(choice, at=at)) for at in _TIMES
    ]
    return fill(messages.REMIND_CHOOSE_AT), [*_in_rows(buttons, 4), [_menu(context, messages.REMIND_BACK, chat_id)]]


def _days(context: Context, user_id: int, chat_id: int) -> _View:
    choice = _choice(context, chat_id)
    buttons = [
        _set(context, _ticked(_before(days), days == choice.days_before), chat_id, replace(choice, days_before=days))
        for days in _BEFORE
        if choice.daily or days is not None
    ]
    return fill(messages.REMIND_CHOOSE_BEFORE), [*_in_rows(buttons, 4), [_menu(context, messages.REMIND_BACK, chat_id)]]


def _groups(context: Context, user_id: int, chat_id: int) -> _View:
    groups = context.desk.access.groups.listed() if context.desk.access.is_admin(user_id) else []
    rows = [[_menu(context, one.title or messages.GROUP_UNNAMED.format(id=one.chat_id), one.chat_id)] for one in groups]
    text = fill(messages.REMIND_CHOOSE_GROUP if groups else messages.GROUPS_NONE)
    return text, [*rows, [_menu(context, messages.REMIND_BACK, user_id)]]


def _told(context: Context, chat_id: int) -> Html:
    """What a group is told of its own reminders."""
    reminder = context.desk.reminders.of(chat_id)
    head = fill(messages.REMIND_OFF) if reminder is None else _now(context, reminder, ())
    return join("\n\n", (head, fill(messages.REMIND_GROUP_HOW)))


def _choice(context: Context, chat_id: int) -> Choice:
    reminder = context.desk.reminders.of(chat_id)
    return _FIRST if reminder is None else reminder.choice


def _title(context: Context, chat_id: int) -> str:
    group = context.desk.access.groups.get(chat_id) if chat_id < 0 else None
    return (group.title if group else "") or messages.GROUP_UNNAMED.format(id=chat_id)


def _summary(choice: Choice) -> str:
    state = messages.REMIND_ON if choice.daily else messages.REMIND_NO
    return messages.REMIND_SUMMARY.format(state=state, days=_before(choice.days_before), at=clock_time(choice.at))


def _before(days: int | None) -> str:
    return messages.REMIND_NO if days is None else messages.REMIND_DAYS.format(count=days)


def _ticked(label: str, chosen: bool) -> str:
    return f"✅ {label}" if chosen else label


def _in_rows(buttons: Sequence[Button], size: int) -> list[list[Button]]:
    return [list(buttons[at : at + size]) for at in range(0, len(buttons), size)]


def _set(context: Context, label: str, chat_id: int, choice: Choice) -> Button:
    return _button(context, label, "remind.set", {"chat": chat_id, "choice": asdict(choice)})


def _menu(context: Context, label: str, chat_id: int, menu: str | None = None) -> Button:
    return _button(context, label, "remind", {"chat": chat_id, "menu": menu})


def _button(context: Context, label: str, action: str, arguments: dict[str, Any]) -> Button:
    """A button of the person in whose private chat this is."""
    return Button(short(label), context.desk.buttons.make(action, context.here, context.here, arguments))


async def _show(update: Update, context: Context, view: _View) -> None:
    assert update.callback_query is not None and update.callback_query.message is not None
    await context.edit(update.callback_query.message.message_id, *view)


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("nhacviec", command, who=USER)]
