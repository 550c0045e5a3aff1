"""`tasks`: what was given to whom by when, over all meetings, as a table, as JSON, or to a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.forms import task_form
from bot.cli.meetings import Files, say_where_quotes_are, say_written
from bot.cli.session import local_today, open_library
from bot.cli.shelf import distinct_width
from bot.export.sheets import write_csv, write_xlsx
from bot.export.tables import owner_name, task_table, with_deadline
from rag import Task


def list_tasks(
    filters: Mapping[str, str | date | bool | None],
    *,
    scopes: Sequence[str] | None,
    overdue: bool,
    today: date | None,
    files: Files,
    as_json: bool,
) -> int:
    """List the tasks that fit, by the day they are due, those without one last.

    Args:
        filters: By the names of `Library.tasks`.
        scopes: Only of these; None: of all.
        overdue: Only those due before `today`.
        today: The day to count from; None: the day in Vietnam.
        files: Where to write them instead of to the screen.
        as_json: Print them as JSON.
    """
    today = today or local_today()
    with open_library() as library:
        arguments: Any = {**filters, "overdue_on": today if overdue else None}
        found = library.tasks(scopes, **arguments)
        empty = not found and not library.documents()
    _write(found, files)
    if as_json:
        screen.print_json([task_form(task, today) for task in found])
    elif not files.wanted:
        _print(found, today, empty=empty)
    return 0


def _write(tasks: Sequence[Task], files: Files) -> None:
    for path, write in ((files.csv, write_csv), (files.xlsx, write_xlsx)):
        if path:
            write(task_table(tasks), path)
            say_written(messages.TASKS_COUNT, len(tasks), path)
    if files.ics:
        from bot.export.agenda import agenda

        files.ics.write_bytes(agenda(tasks, datetime.now(UTC)))
        due = sum(_day(task) is not None for task in tasks)
        say_written(messages.TASKS_COUNT, due, files.ics)
        if due < len(tasks):
            screen.progress().print(messages.ICS_LEFT_OUT.format(count=len(tasks) - due))


def _print(tasks: Sequence[Task], today: date, *, empty: bool) -> None:
    console = screen.output()
    if not tasks:
        console.print(messages.DOCUMENTS_NONE if empty else messages.TASKS_NONE)
        return
    due = with_deadline([task.assignment for task in tasks])
    late = sum(day < today for task in tasks if (day := _day(task)))
    title = messages.TASKS_TITLE.format(
        title=messages.TASKS_COUNT.format(count=len(tasks)), with_deadline=due, late=late, today=messages.day(today)
    )
    console.print(Text(title, style="bold"))
    table = Table(show_lines=True)
    table.add_column(messages.COL_DEADLINE, overflow="fold", max_width=12)
    table.add_column(messages.COL_OWNER, overflow="fold", ratio=2)
    table.add_column(messages.COL_TASK, overflow="fold", ratio=4)
    table.add_column(messages.COL_MEETING_DAY, justify="right", no_wrap=True)
    width = distinct_width([task.document for task in tasks])
    for task in tasks:
        source = Text(messages.day(task.date) or messages.NONE).append(f"\n{task.document.id[:width]}", style="cyan")
        table.add_row(_deadline(task, today), Text(owner_name(task.assignment)), Text(task.assignment.task), source)
    screen.print_table(table)
    say_where_quotes_are()


def _deadline(task: Task, today: date) -> Text:
    """The day, red once it is past; the words where they fix no day; a dash where there is no deadline."""
    deadline = task.assignment.deadline
    if deadline is None:
        return Text(messages.NONE, style="dim")
    if deadline.day is None:
        return Text(deadline.text)
    return Text(messages.day(deadline.day), style="bold red" if deadline.day < today else "bold")


def _day(task: Task) -> date | None:
    return task.assignment.deadline.day if task.assignment.deadline else None
