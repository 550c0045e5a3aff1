"""Meetings and tasks as tables: what enters are facts from `rag`, what leaves are columns and cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import messages
from rag import Assignment, Attendee, Chair, Meeting, Task

Cell = str | int | date | None

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def meeting_table(meetings: Sequence[Meeting]) -> Table:
    """One row a meeting."""
    return Table(messages.EXPORT_MEETINGS, messages.EXPORT_MEETING_COLUMNS, tuple(map(_meeting_row, meetings)))


def task_table(tasks: Sequence[Task]) -> Table:
    """One row a task, with the sentence that gives it."""
    return Table(messages.EXPORT_TASKS, messages.EXPORT_TASK_COLUMNS, tuple(map(_task_row, tasks)))


def writable(text: str) -> str:
    """`text` without the control characters that neither a sheet nor a calendar may have."""
    return _CONTROL.sub("", text)


def chair_name(chair: Chair) -> str:
    """The chair as read in a list: name, role, venue, whom it stands in for."""
    name = ", ".join(part for part in (chair.name, chair.role) if part)
    notes = []
    if chair.site:
        notes.append(chair.site)
    if chair.stands_in_for:
        notes.append(messages.RECORD_STANDS_IN.format(name=chair.stands_in_for))
    return f"{name} ({'; '.join(notes)})" if notes else name


def attendee_name(attendee: Attendee) -> str:
    """Who was there, or was not, as read in a list."""
    name = ", ".join(part for part in (attendee.name, attendee.role) if part)
    notes = [part for part in (attendee.site, attendee.reason) if part]
    return f"{name} ({'; '.join(notes)})" if notes else name


def owner_name(assignment: Assignment) -> str:
    """Who was given the task: the body, with the people named beside it."""
    people = ", ".join(person for person in assignment.people if person != assignment.owner)
    if not assignment.owner:
        return people or messages.TASKS_NO_OWNER
    return f"{assignment.owner} ({people})" if people else assignment.owner


def _meeting_row(meeting: Meeting) -> tuple[Cell, ...]:
    record, document = meeting.record, meeting.document
    present = [attendee_name(attendee) for attendee in record.attendees if attendee.present]
    absent = [attendee_name(attendee) for attendee in record.attendees if not attendee.present]
    return (
        record.date,
        record.time,
        record.title or document.title,
        record.body,
        record.place,
        "; ".join(map(chair_name, record.chairs)),
        attendee_name(record.secretary) if record.secretary else None,
        "; ".join(present),
        "; ".join(absent),
        len(record.assignments),
        with_deadline(record.assignments),
        len(record.decisions),
        document.name,
        document.scope,
        document.id,
    )


def with_deadline(assignments: Sequence[Assignment]) -> int:
    """How many of them have a deadline, whether or not it is a day."""
    return sum(assignment.deadline is not None for assignment in assignments)


def _task_row(task: Task) -> tuple[Cell, ...]:
    assignment, document = task.assignment, task.document
    deadline = assignment.deadline
    return (
        deadline.day if deadline else None,
        deadline.text if deadline else None,
        assignment.owner,
        ", ".join(assignment.people),
        ", ".join(assignment.supporting),
        assignment.task,
        assignment.quote.text,
        document.title or document.name,
        task.date,
        document.name,
        document.scope,
        document.id,
    )
