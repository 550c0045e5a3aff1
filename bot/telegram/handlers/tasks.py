"""/viec: what was given to whom by when, in several views, each task with its quote; done and undone by a tap; as files.

A list is told by its view alone, so a press reads the ledger anew: what was removed or forbidden since is gone.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.export.tables import owner_name
from bot.export.task_file import task_file
from bot.messages import day as written_day
from bot.store import done
from bot.telegram import messages
from bot.telegram.buttons import on_button, short
from bot.telegram.commands import USER, Command
from bot.telegram.deadlines import undone
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.meeting_card import due_words
from bot.telegram.own_tasks import is_own
from bot.telegram.pages import Page, page
from bot.telegram.render import Html, bold, fill, lines, paragraphs, quiet, quote, struck
from bot.telegram.replies import source as source_line
from rag import Task

_SIZE: Final = 5  # tasks on a page
_OWNERS: Final = 12  # owners to choose from on a page
_WORDS: Final = 300  # characters of a task, or of its quote
_OWNER: Final = 200  # characters of an owner's name

_View = tuple[Html, Keyboard]


@dataclass(frozen=True, slots=True)
class _List:
    """What a list shows."""

    view: str = "all"  # all, mine, owner, week, overdue, meeting
    owner: str | None = None
    document: str | None = None
    page: int = 0


async def command(update: Update, context: Context) -> None:
    """/viec, or "/viec của tôi"."""
    mine = is_own(" ".join(("viec", *(context.args or ()))))
    text, keyboard = await asyncio.to_thread(_listing, update, context, _List("mine" if mine else "all"))
    await context.reply(text, keyboard=keyboard)


@on_button("tasks")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page or another view; from a meeting or a digest, in a message of its own."""
    fresh = bool(arguments.pop("fresh", False))
    wanted = _List(**arguments)
    if wanted.view == "owner" and wanted.owner is None:
        view = await asyncio.to_thread(_owners, update, context, wanted.page)
    else:
        view = await asyncio.to_thread(_listing, update, context, wanted)
    await context.toast()
    if fresh:
        await context.reply(view[0], keyboard=view[1])
    else:
        await context.edit(_message_id(update), *view)


@on_button("tasks.tick")
async def tick(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Done, or not done after all. Where the task leaves the list thereby, it can be taken back all the same."""
    assert update.effective_user is not None
    wanted, key = _List(**arguments["list"]), (str(arguments["document"]), str(arguments["task"]))
    if not await asyncio.to_thread(_is_there, update, context, key):
        await context.toast(messages.TASK_GONE, alert=True)
        return
    user, now, is_done, number = (
        update.effective_user.id,
        context.desk.now(),
        bool(arguments["done"]),
        arguments["number"],
    )
    if is_done:
        await context.desk.writer.write(lambda connection: done.tick(connection, key, user, now))
    else:
        await context.desk.writer.write(lambda connection: done.untick(connection, key))
    await context.toast((messages.TASK_TICKED if is_done else messages.TASK_UNTICKED).format(number=number))
    text, keyboard = await asyncio.to_thread(_listing, update, context, wanted)
    if is_done and wanted.view == "overdue":
        back = _button(context, messages.TASK_TAKE_BACK, "tasks.tick", {**arguments, "done": False})
        keyboard = [[back], *keyboard]
    await context.edit(_message_id(update), text, keyboard)


@on_button("tasks.file")
async def export(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The whole list as a calendar or a sheet."""
    wanted, kind = _List(**arguments["list"]), arguments["kind"]
    tasks = await asyncio.to_thread(_tasks, update, context, wanted)
    if kind == "ics":
        tasks = [task for task in tasks if task.assignment.deadline and task.assignment.deadline.day]
    if not tasks:
        await context.toast(messages.EXPORT_NOTHING)
        return
    await context.toast()
    content = await asyncio.to_thread(task_file, kind, tasks, context.desk.now())
    name = messages.EXPORT_NAME.format(day=f"{context.desk.today():%Y-%m-%d}")
    caption = messages.EXPORT_CAPTION_ICS if kind == "ics" else messages.EXPORT_CAPTION
    await context.send_file(content, f"{name}.{kind}", fill(caption, count=len(tasks)))


def _tasks(update: Update, context: Context, wanted: _List) -> list[Task]:
    """The tasks of a list as of now, within what the chat sees."""
    library, today = context.desk.library, context.desk.today()
    scopes = context.desk.access.scopes(update)
    if not scopes:
        return []
    if wanted.view == "mine":
        return _mine(update, context, scopes)
    if wanted.view == "owner" and wanted.owner is not None:
        return [task for task in library.tasks(scopes) if _owner(task) == wanted.owner]
    if wanted.view == "week":
        monday = today - timedelta(days=today.weekday())
        sunday = monday + timedelta(days=6)
        # "Overdue on the day after" leaves out the deadlines that a later meeting has moved.
        return library.tasks(scopes, due_from=monday, due_to=sunday, overdue_on=sunday + timedelta(days=1))
    if wanted.view == "overdue":
        return undone(context.desk.database, library.tasks(scopes, overdue_on=today))
    if wanted.view == "meeting":
        found = library.tasks(scopes, document_ids=[wanted.document or ""])
        return sorted(found, key=lambda task: task.number)
    return library.tasks(scopes)


def _is_there(update: Update, context: Context, key: tuple[str, str]) -> bool:
    """Whether a task is in a document that the chat sees."""
    scopes = context.desk.access.scopes(update)
    tasks = context.desk.library.tasks(scopes, document_ids=[key[0]]) if scopes else []
    return key in map(done.task_key, tasks)


def _mine(update: Update, context: Context, scopes: Sequence[str]) -> list[Task]:
    """The tasks of the names that this person stands for."""
    assert update.effective_user is not None
    found: dict[tuple[str, int], Task] = {}
    for name in context.desk.bindings.names(update.effective_user.id):
        for task in context.desk.library.tasks(scopes, owner=name):
            found[task.document.id, task.number] = task
    return list(found.values())


def _listing(update: Update, context: Context, wanted: _List) -> _View:
    found = _tasks(update, context, wanted)
    here = page(found, wanted.page, _SIZE)
    wanted = replace(wanted, page=here.number)
    ticked = _ticked(context, found)
    texts = [_title(update, context, wanted, found, len(ticked))]
    texts += [
        _task(context, number, task, is_done=done.task_key(task) in ticked)
        for number, task in enumerate(here.shown, here.first)
    ]
    ticks = [
        _tick(context, wanted, number, task, is_done=done.task_key(task) in ticked)
        for number, task in enumerate(here.shown, here.first)
    ]
    turns = here.turning(lambda label, to: _button(context, label, "tasks", asdict(replace(wanted, page=to))))
    files = [
        _button(context, label, "tasks.file", {"list": asdict(replace(wanted, page=0)), "kind": kind})
        for kind, label in (("ics", messages.EXPORT_ICS), ("xlsx", messages.EXPORT_XLSX))
        if found
    ]
    return paragraphs(texts), [row for row in (ticks, turns, *_views(context, wanted), files) if row]


def _title(update: Update, context: Context, wanted: _List, found: Sequence[Task], ticked: int) -> Html:
    if wanted.view == "mine" and not found:
        assert update.effective_user is not None
        if not context.desk.bindings.names(update.effective_user.id):
            return fill(messages.TASKS_NO_NAME)
    today = context.desk.today()
    monday = today - timedelta(days=today.weekday())
    templates = messages.TASKS_TITLES if found else messages.TASKS_NONE
    title = fill(
        templates[wanted.view],
        count=len(found),
        owner=wanted.owner,
        first=f"{monday.day}/{monday.month}",
        last=written_day(monday + timedelta(days=6)),
        today=written_day(today),
    )
    return bold(Html(title + fill(messages.TASKS_DONE_COUNT, count=ticked)) if ticked else title)


def _task(context: Context, number: int, task: Task, *, is_done: bool) -> Html:
    assignment = task.assignment
    due = quiet(due_words(assignment) or messages.TASK_NO_DEADLINE)
    day = assignment.deadline.day if assignment.deadline else None
    if day is not None and day < context.desk.today() and not is_done:
        due = fill(messages.TASK_LATE, due=due)
    words = quiet(short(assignment.task, _WORDS))
    line = fill(
        messages.TASK_DONE_LINE if is_done else messages.TASK_LINE,
        number=number,
        due=due,
        owner=bold(quiet(short(owner_name(assignment), _WORDS))),
        task=struck(words) if is_done else words,
    )
    if assignment.supporting:
        names = short(", ".join(assignment.supporting), _WORDS)
        line = fill("{line} ({more})", line=line, more=fill(messages.TASK_SUPPORTING, names=names))
    stands = fill(messages.TASK_SOURCE, quote=short(assignment.quote.text, _WORDS), source=source_line(task.document))
    return lines([line, quote(stands)])


def _tick(context: Context, wanted: _List, number: int, task: Task, *, is_done: bool) -> Button:
    document, key = done.task_key(task)
    arguments = {"list": asdict(wanted), "document": document, "task": key, "done": not is_done, "number": number}
    label = (messages.TASK_UNTICK if is_done else messages.TASK_TICK).format(number=number)
    return _button(context, label, "tasks.tick", arguments)


def _views(context: Context, wanted: _List) -> list[list[Button]]:
    """The other views."""
    buttons = [
        _button(context, label, "tasks", asdict(_List(view=view)))
        for view, label in messages.TASKS_VIEWS.items()
        if view != wanted.view or view == "owner"
    ]
    return [buttons[:3], buttons[3:]]


def _owners(update: Update, context: Context, number: int) -> _View:
    """Whose tasks to show: the owners, those with most tasks first."""
    counts: dict[str, int] = {}
    for task in _tasks(update, context, _List()):
        if owner := _owner(task):
            counts[owner] = counts.get(owner, 0) + 1
    here: Page[str] = page(sorted(counts, key=lambda one: (-counts[one], one)), number, _OWNERS)
    rows = [
        [_button(context, f"{short(one, 40)} ({counts[one]})", "tasks", asdict(_List(view="owner", owner=one)))]
        for one in here.shown
    ]
    turns = here.turning(lambda label, to: _button(context, label, "tasks", asdict(_List(view="owner", page=to))))
    title = bold(fill(messages.FILTER_CHOOSE, name=messages.FILTER_OWNER))
    back = _button(context, messages.FILTER_ALL, "tasks", asdict(_List()))
    return title, [row for row in (*rows, turns, [back]) if row]


def _owner(task: Task) -> str:
    return (task.assignment.owner or next(iter(task.assignment.people), ""))[:_OWNER]


def _ticked(context: Context, tasks: Sequence[Task]) -> frozenset[tuple[str, str]]:
    with context.desk.database.read() as connection:
        return done.ticked(connection, map(done.task_key, tasks))


def _message_id(update: Update) -> int:
    assert update.callback_query is not None and update.callback_query.message is not None
    return update.callback_query.message.message_id


def _button(context: Context, label: str, action: str, arguments: dict[str, Any]) -> Button:
    return Button(short(label), context.desk.buttons.make(action, context.here, None, arguments))


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("viec", command, who=USER)]
