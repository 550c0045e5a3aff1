"""/han: what is due today, this week, or overdue, each with its quote; done by a tap, which can be taken back.

A list is told by its view alone, so a press reads the ledger anew: what was removed or forbidden since is gone.
"""

import asyncio
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.export.tables import owner_name
from bot.export.task_file import task_file
from bot.store import done
from bot.telegram import messages
from bot.telegram.answered import number_of
from bot.telegram.buttons import on_button, short
from bot.telegram.commands import USER, Command
from bot.telegram.deadlines import day_of, due_tasks
from bot.telegram.desk import Context
from bot.telegram.digest import capital, left, long_day, short_day, task_line
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.pages import page
from bot.telegram.render import Html, bold, clipped, fill, join, quiet
from rag import Task

_SIZE: Final = 5  # tasks on a page
_OVERDUE: Final = 3  # overdue tasks named below the week
_QUOTE: Final = 240  # characters
_TASK: Final = 120  # characters of a task that is only named


@dataclass(frozen=True, slots=True)
class _View:
    """What is shown."""

    view: str = "week"  # today, week, overdue
    mine: bool = False
    page: int = 0


async def command(update: Update, context: Context) -> None:
    """/han."""
    text, keyboard = await asyncio.to_thread(_shown, update, context, _View())
    await context.reply(text, keyboard=keyboard)


@on_button("due")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page or view."""
    await context.toast()
    await context.edit(_message_id(update), *await asyncio.to_thread(_shown, update, context, _View(**arguments)))


@on_button("due.open")
async def open_list(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The list in a message of its own, from a reminder."""
    await context.toast()
    text, keyboard = await asyncio.to_thread(_shown, update, context, _View(**arguments))
    await context.reply(text, keyboard=keyboard)


@on_button("due.tick")
async def tick(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Done, or not done after all."""
    assert update.effective_user is not None
    view, key = _View(**arguments["view"]), (str(arguments["document"]), str(arguments["task"]))
    task = await asyncio.to_thread(_find, update, context, key)
    if task is None:
        await context.toast(messages.DUE_GONE, alert=True)
        return
    user, now = update.effective_user.id, context.desk.now()
    if arguments["done"]:
        await context.desk.writer.write(lambda connection: done.tick(connection, key, user, now))
    else:
        await context.desk.writer.write(lambda connection: done.untick(connection, key))
    await context.toast(messages.DUE_TICKED if arguments["done"] else messages.DUE_UNTICKED)
    ticked = task if arguments["done"] else None
    await context.edit(_message_id(update), *await asyncio.to_thread(_shown, update, context, view, ticked))


@on_button("due.file")
async def export(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The whole list as a calendar or a sheet."""
    view, kind = _View(**arguments["view"]), arguments["kind"]
    tasks = await asyncio.to_thread(_tasks, update, context, view)
    if not tasks:
        await context.toast(messages.EXPORT_NOTHING)
        return
    await context.toast()
    content = await asyncio.to_thread(task_file, kind, tasks, context.desk.now())
    name = messages.EXPORT_NAME.format(day=f"{context.desk.today():%Y-%m-%d}")
    await context.send_file(content, f"{name}.{kind}", fill(messages.EXPORT_CAPTION, count=len(tasks)))


def _shown(update: Update, context: Context, view: _View, ticked: Task | None = None) -> tuple[Html, Keyboard]:
    """The list as of now; what was just ticked off can be taken back below it. Reads the ledger."""
    today = context.desk.today()
    tasks = _tasks(update, context, view)
    here = page(tasks, view.page, _SIZE)
    view = replace(view, page=here.number)
    numbered = list(enumerate(here.shown, here.first))
    number = partial(number_of, context.desk.library)
    rows = [task_line(task, at, _when(view, task, today), number, _QUOTE) for at, task in numbered]
    text = join("\n\n", (_head(update, context, view, len(tasks)), *rows, _overdue(update, context, view)))
    button = partial(_button, context)
    files = {"ics": messages.EXPORT_ICS, "xlsx": messages.EXPORT_XLSX} if numbered else {}
    undo = messages.DUE_UNDO.format(task=ticked.assignment.task) if ticked else ""
    keyboard = (
        [_tick(context, view, messages.TASK_TICK.format(number=at), task, is_done=True) for at, task in numbered],
        [_tick(context, view, undo, ticked, is_done=False)] if ticked else [],
        here.turning(lambda label, to: button(label, "due", asdict(replace(view, page=to)))),
        [
            button(label, "due", asdict(_View(to, view.mine)))
            for to, label in messages.DUE_VIEWS.items()
            if to != view.view
        ],
        [button(messages.DUE_ALL if view.mine else messages.DUE_MINE, "due", asdict(_View(view.view, not view.mine)))],
        [button(label, "due.file", {"view": asdict(view), "kind": kind}) for kind, label in files.items()],
    )
    return clipped(text), [row for row in keyboard if row]


def _names(update: Update, context: Context, view: _View) -> tuple[str, ...] | None:
    """Whose tasks are shown; None: everybody's."""
    assert update.effective_user is not None
    return context.desk.bindings.names(update.effective_user.id) if view.mine else None


def _tasks(update: Update, context: Context, view: _View, *, before: bool = False) -> list[Task]:
    """The tasks of a view, or those due before its first day; what is overdue with the latest first."""
    desk = context.desk
    first, last = _days(view.view, desk.today())
    if before:
        first, last = None, first - timedelta(days=1) if first else date.min
    names = _names(update, context, view)
    found = due_tasks(desk.library, desk.database, desk.access.scopes(update), names, first, last)
    return found if first else found[::-1]


def _find(update: Update, context: Context, key: tuple[str, str]) -> Task | None:
    """The task with this key, where the chat sees it."""
    scopes = context.desk.access.scopes(update)
    found = context.desk.library.tasks(scopes, document_ids=[key[0]]) if scopes else []
    return next((task for task in found if done.task_key(task) == key), None)


def _days(view: str, today: date) -> tuple[date | None, date]:
    if view == "overdue":
        return None, today - timedelta(days=1)
    if view == "today":
        return today, today
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _head(update: Update, context: Context, view: _View, count: int) -> Html:
    names, today = _names(update, context, view), context.desk.today()
    if names == ():
        return fill(messages.NO_NAME)
    first, last = _days(view.view, today)
    title = messages.DUE_TITLES[view.view].format(
        day=capital(long_day(today)), first=short_day(first or today), last=short_day(last)
    )
    what = (messages.DUE_COUNTS if count else messages.DUE_NONE)[view.view].format(count=count)
    head = fill(messages.DUE_HEAD, title=title, what=bold(quiet(what)))
    return head if names is None else join("\n", (head, fill(messages.DUE_WHOSE, names=", ".join(names))))


def _overdue(update: Update, context: Context, view: _View) -> Html:
    """Below the week, what was due before it: a few by name, the others counted."""
    tasks = _tasks(update, context, view, before=True) if view.view == "week" else []
    rows = [
        fill(
            messages.DUE_SINCE,
            day=bold(quiet(short_day(day_of(task)))),
            owner=owner_name(task.assignment),
            task=short(task.assignment.task, _TASK),
        )
        for task in tasks[:_OVERDUE]
    ]
    if len(tasks) > _OVERDUE:
        rows.append(fill(messages.DUE_MORE_OVERDUE, count=len(tasks) - _OVERDUE))
    return join("\n", rows)


def _when(view: _View, task: Task, today: date) -> str:
    day = day_of(task)
    return "" if view.view == "today" else messages.DUE_WHEN.format(day=short_day(day), left=left(day, today))


def _tick(context: Context, view: _View, label: str, task: Task, *, is_done: bool) -> Button:
    document, key = done.task_key(task)
    return _button(
        context, label, "due.tick", {"view": asdict(view), "document": document, "task": key, "done": is_done}
    )


def _message_id(update: Update) -> int:
    assert update.callback_query is not None and update.callback_query.message is not None
    return update.callback_query.message.message_id


def _button(context: Context, label: str, action: str, arguments: dict[str, Any]) -> Button:
    return Button(short(label), context.desk.buttons.make(action, context.here, None, arguments))


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("han", command, who=USER)]
