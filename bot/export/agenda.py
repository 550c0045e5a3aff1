"""Tasks to a calendar file (iCalendar): an all-day entry on the day of each deadline.

Entries rather than to-dos: Google Calendar and most phones leave to-dos out.
Source: RFC 5545
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot import messages
from bot.export.tables import owner_name, writable
from rag import Task

_NAMESPACE = uuid.UUID("5f0c7d0e-3f5e-4f0b-9d1c-6f2b8a1e7c35")  # made once for this product


def agenda(tasks: Sequence[Task], now: datetime) -> bytes:
    """The calendar of the tasks that are due on a known day; the others have no place in it.

    Args:
        tasks: What to enter.
        now: The time of writing, aware. It tells a calendar which of two versions of an entry is newer.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Giao Ban//giaoban//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", messages.ICS_NAME)
    seen: dict[str, int] = {}
    for task in tasks:
        if (deadline := task.assignment.deadline) is None or deadline.day is None:
            continue
        identity = "\n".join((task.document.id, task.assignment.owner or "", task.assignment.task))
        seen[identity] = seen.get(identity, 0) + 1
        key = uuid.uuid5(_NAMESPACE, f"{identity}\n{seen[identity]}")
        event = Event()
        # From what the task is, not where it stands in the list: a task put in before it changes nothing.
        event.add("uid", f"{key}@giaoban")
        event.add("dtstamp", now)
        event.add("dtstart", deadline.day)
        event.add("dtend", deadline.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        summary = messages.ICS_SUMMARY.format(owner=owner_name(task.assignment), task=task.assignment.task)
        event.add("summary", writable(summary))
        event.add("description", writable(_description(task, deadline.text)))
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _description(task: Task, deadline: str) -> str:
    assignment, document = task.assignment, task.document
    source = [document.title or document.name]
    if task.date:
        source.append(messages.SOURCE_MEETING_DAY.format(day=messages.day(task.date)))
    if document.name != source[0]:
        source.append(document.name)
    lines = [messages.CITATION.format(quote=assignment.quote.text), messages.SOURCE.format(parts=" · ".join(source))]
    if assignment.supporting:
        lines.insert(0, messages.RECORD_SUPPORTING.format(names=", ".join(assignment.supporting)))
    lines.insert(0, messages.RECORD_DEADLINE.format(deadline=deadline))
    return "\n".join(lines)
