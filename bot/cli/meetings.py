"""`meetings`: the meetings that the documents tell of, as a table, as JSON, or to a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.forms import meeting_form
from bot.cli.session import open_library
from bot.cli.shelf import distinct_width
from bot.export.sheets import write_csv, write_xlsx
from bot.export.tables import meeting_table, with_deadline
from rag import Meeting, record_form


@dataclass(frozen=True, slots=True)
class Files:
    """Where to write what was found; None: not wanted."""

    csv: Path | None = None
    xlsx: Path | None = None
    ics: Path | None = None
    records: Path | None = None

    @property
    def wanted(self) -> bool:
        """Whether anything goes to a file."""
        return any((self.csv, self.xlsx, self.ics, self.records))


def list_meetings(
    filters: Mapping[str, str | date | None],
    *,
    scopes: Sequence[str] | None,
    limit: int | None,
    files: Files,
    as_json: bool,
) -> int:
    """List the meetings that fit, newest first.

    Args:
        filters: By the names of `Library.meetings`.
        scopes: Only of these; None: of all.
        limit: At most so many.
        files: Where to write them instead of to the screen.
        as_json: Print them as JSON.
    """
    with open_library() as library:
        arguments: Any = filters
        found = library.meetings(scopes, **arguments)
        empty = not found and not library.documents()
    shown = found[:limit]
    _write(shown, files)
    if as_json:
        screen.print_json([meeting_form(meeting) for meeting in shown])
    elif not files.wanted:
        _print(shown, len(found), empty=empty)
    return 0


def _write(meetings: Sequence[Meeting], files: Files) -> None:
    for path, write in ((files.csv, write_csv), (files.xlsx, write_xlsx)):
        if path:
            write(meeting_table(meetings), path)
            say_written(messages.MEETINGS_COUNT, len(meetings), path)
    if files.records:
        rows = sorted((meeting.document.name, meeting.record) for meeting in meetings)
        with files.records.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record_form(record, name), ensure_ascii=False) + "\n" for name, record in rows)
        say_written(messages.MEETINGS_COUNT, len(meetings), files.records)


def say_written(what: str, count: int, path: Path) -> None:
    """Say on stderr what was written where."""
    screen.progress().print(messages.WRITTEN.format(what=what.format(count=count), path=path))


def say_where_quotes_are() -> None:
    """Under a table that a person reads: how to see what it stands on."""
    console = screen.output()
    if console.is_terminal:
        console.print(Text(messages.SHOW_HINT, style="dim"))


def _print(meetings: Sequence[Meeting], total: int, *, empty: bool) -> None:
    console = screen.output()
    if not meetings:
        console.print(messages.DOCUMENTS_NONE if empty else messages.MEETINGS_NONE)
        return
    title = messages.MEETINGS_COUNT.format(count=total)
    if total > len(meetings):
        title = messages.MEETINGS_NEWEST.format(title=title, shown=len(meetings))
    console.print(Text(title, style="bold"))
    table = Table(show_lines=True)
    table.add_column(messages.COL_DAY, justify="right", no_wrap=True)
    table.add_column(messages.COL_MEETING, overflow="fold", ratio=3)
    table.add_column(messages.COL_CHAIR, overflow="fold", ratio=2)
    table.add_column(messages.COL_TASKS, justify="right", no_wrap=True)
    table.add_column(messages.COL_ID, style="cyan", no_wrap=True)
    width = distinct_width([meeting.document for meeting in meetings])
    for meeting in meetings:
        record, document = meeting.record, meeting.document
        cells = (
            messages.day(record.date) or messages.NONE,
            record.title or document.title or document.name,
            "\n".join(chair.name for chair in record.chairs) or messages.NONE,
            messages.TASKS_OF_MEETING.format(
                count=len(record.assignments), with_deadline=with_deadline(record.assignments)
            ),
            document.id[:width],
        )
        table.add_row(*map(Text, cells))
    screen.print_table(table)
    say_where_quotes_are()
