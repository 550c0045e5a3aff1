"""What can be asked next: an answer's meeting enters, up to three questions that the ledger answers leave.

Each question stands by itself: it names its meeting by title and day, or its task by its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.messages import day as written_day
from bot.telegram import messages
from rag import Answer, Assignment, Library, Meeting

_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question under an answer."""

    label: str
    question: str
    documents: tuple[str, ...]  # ids of those that its words come from: without them it may not be asked


def follow_ups(answer: Answer, library: Library, scopes: Sequence[str]) -> list[FollowUp]:
    """Questions about the meeting that an answer stands on first. Reads the ledger.

    Args:
        answer: The answer they go under.
        library: Where the meeting is.
        scopes: What the chat sees; meetings of the same series are looked for there alone.
    """
    if not answer.found or not answer.citations:
        return []
    cited = answer.citations[0]
    record = library.record(cited.document.id)
    if record is None or cited.document.scope not in scopes:
        return []
    if any(c.document.id != cited.document.id for c in answer.citations):
        return []
    several = len({c.start for c in answer.citations}) > 1
    task = None if several else next((a for a in record.assignments if _same(a, cited.start, cited.end)), None)
    meeting = Meeting(cited.document, record)
    found = _of_task(task, cited.document.id, answer.text) if task is not None else []
    found += _of_meeting(meeting, answer)
    found += _of_series(meeting, library, scopes, tasks=task is not None or several)
    return found[:_MOST]


def _of_task(task: Assignment, document_id: str, said: str) -> list[FollowUp]:
    found = []
    if task.deadline is not None and task.deadline.text.lower() not in said.lower():
        label, question = messages.FOLLOW_DEADLINE
        found.append(FollowUp(label, question.format(task=task.task), (document_id,)))
    if task.owner and task.owner.lower() not in said.lower():
        label, question = messages.FOLLOW_OWNER
        found.append(FollowUp(label, question.format(task=task.task), (document_id,)))
    return found


def _of_meeting(meeting: Meeting, answer: Answer) -> list[FollowUp]:
    record = meeting.record
    if record.date is None or not record.title:
        return []
    named = {"title": record.title, "day": written_day(record.date)}
    found = []
    told = [a for a in record.assignments if any(_same(a, c.start, c.end) for c in answer.citations)]
    if len(told) < min(len(record.assignments), 2):
        label, question = messages.FOLLOW_TASKS
        found.append(FollowUp(label, question.format(**named), (meeting.document.id,)))
    if record.chairs and not any(chair.name in answer.text for chair in record.chairs):
        label, question = messages.FOLLOW_CHAIR
        found.append(FollowUp(label, question.format(**named), (meeting.document.id,)))
    return found


def _of_series(here: Meeting, library: Library, scopes: Sequence[str], *, tasks: bool) -> list[FollowUp]:
    """The meetings of the same body right after and before, asked about in the same respect."""
    record = here.record
    if record.date is None or not record.body:
        return []
    series = [m for m in library.meetings(scopes, body=record.body) if m.record.date and m.record.body == record.body]
    after = [m for m in series if m.record.date and m.record.date > record.date]
    before = [m for m in series if m.record.date and m.record.date < record.date]
    found = []
    for template, neighbours in ((messages.FOLLOW_NEXT, after[-1:]), (messages.FOLLOW_BEFORE, before[:1])):
        for meeting in neighbours:
            known = meeting.record.assignments if tasks else meeting.record.chairs
            if meeting.record.date is None or not known:
                continue
            day = written_day(meeting.record.date)
            _, question = messages.FOLLOW_TASKS if tasks else messages.FOLLOW_CHAIR
            asked = question.format(title=meeting.record.title, day=day)
            found.append(FollowUp(template.format(day=day), asked, (meeting.document.id,)))
    return found


def _same(assignment: Assignment, start: int, end: int) -> bool:
    """Whether the cited sentence is the one that gives the task."""
    return assignment.quote.start < end and start < assignment.quote.end
