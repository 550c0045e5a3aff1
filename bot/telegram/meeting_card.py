"""One meeting as Telegram shows it: when and where, who, what was decided, what was given to whom."""

from collections.abc import Iterable
from typing import Final

from bot.export.tables import attendee_name, chair_name, owner_name
from bot.messages import day as written_day
from bot.telegram import messages
from bot.telegram.render import MESSAGE, Html, bold, clipped, fill, lines, paragraphs, quiet, quote
from bot.telegram.replies import day_of
from bot.telegram.replies import source as source_line
from rag import Assignment, Attendee, Decision, Meeting, OtherMeeting

_LINE: Final = 400  # characters of one fact
_PEOPLE: Final = 40  # names of attendees


def meeting_card(meeting: Meeting, number: str | None) -> Html:
    """The facts of a meeting, as much of them as one message holds; `number` is its document's."""
    record = meeting.record
    title = record.title or meeting.document.title or meeting.document.name
    when = messages.MEETING_DAY_TIME if record.time else messages.MEETING_DAY
    facts = [fill(when, day=day_of(record.date), time=record.time)]
    places = [part for part in (record.place, "; ".join(record.sites)) if part]
    if record.online:
        places.append(messages.MEETING_ONLINE)
    if places:
        facts.append(fill(messages.MEETING_PLACE, place=_cut(" · ".join(places))))
    if record.body:
        facts.append(fill(messages.MEETING_BODY, body=_cut(record.body)))
    if record.chairs:
        facts.append(fill(messages.MEETING_CHAIRS, chairs=bold(quiet(_cut("; ".join(map(chair_name, record.chairs)))))))
    if record.secretary:
        facts.append(fill(messages.MEETING_SECRETARY, name=_cut(attendee_name(record.secretary))))
    present = [one for one in record.attendees if one.present]
    absent = [one for one in record.attendees if not one.present]
    if absent:
        facts.append(_people(messages.MEETING_ABSENT, absent))
    blocks = [bold(quiet(_cut(title))), lines(facts)]
    if record.assignments:
        head = bold(fill(messages.MEETING_TASKS, count=len(record.assignments)))
        blocks.append(lines([head, quote(lines(_tasks(record.assignments)))]))
    if record.decisions:
        head = bold(fill(messages.MEETING_DECISIONS, count=len(record.decisions)))
        blocks.append(lines([head, quote(lines(_decisions(record.decisions)))]))
    if present:
        blocks.append(quote(_people(messages.MEETING_PRESENT, present)))
    coming = [fill(messages.MEETING_NEXT, what=_other(other)) for other in record.others if other.when == "next"]
    source = fill(messages.SOURCE, source=source_line(meeting.document, number))
    return clipped(paragraphs([*blocks, lines(coming), source]), MESSAGE)


def due_words(assignment: Assignment) -> str:
    """The deadline as written, with its day where the words do not give it; empty where there is none."""
    deadline = assignment.deadline
    if deadline is None:
        return ""
    day = written_day(deadline.day)
    return f"{deadline.text} ({day})" if day and day not in deadline.text else deadline.text


def _tasks(assignments: Iterable[Assignment]) -> list[Html]:
    texts = []
    for number, assignment in enumerate(assignments, 1):
        due = due_words(assignment)
        template = messages.MEETING_TASK_DUE if due else messages.MEETING_TASK
        owner = bold(quiet(_cut(owner_name(assignment))))
        texts.append(fill(template, number=number, owner=owner, task=_cut(assignment.task), due=due))
    return texts


def _decisions(decisions: Iterable[Decision]) -> list[Html]:
    texts = []
    for number, decision in enumerate(decisions, 1):
        said = decision.subject.lower()
        rest = [part for part in (decision.outcome, decision.votes) if part and part.lower() not in said]
        texts.append(fill(messages.MEETING_ITEM, number=number, text=_cut(" · ".join((decision.subject, *rest)))))
    return texts


def _people(template: str, people: list[Attendee]) -> Html:
    names = [attendee_name(one) for one in people[:_PEOPLE]]
    if len(people) > _PEOPLE:
        names.append("…")
    return fill(template, count=len(people), names="; ".join(names))


def _other(other: OtherMeeting) -> str:
    chair = ", ".join(part for part in (other.chair, other.chair_role) if part)
    parts = (
        written_day(other.date),
        other.time,
        other.title,
        other.place,
        messages.MEETING_CHAIRS.format(chairs=chair) if chair else None,
    )
    return _cut(" · ".join(part for part in parts if part) or messages.NO_DAY)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LINE else f"{text[:_LINE].rsplit(' ', 1)[0]}…"
