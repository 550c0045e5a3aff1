"""What people put right in a meeting record: the record as it was read and their corrections enter, the record leaves.

A corrected fact keeps the sentence it was read from, unless the text holds the new words elsewhere; where there is no
such sentence it stands on the document's first line. No I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag.errors import CorrectionError
from rag.extract.due import due_in
from rag.language.date_mentions import dates
from rag.language.deadlines import resolve
from rag.language.names import TITLES
from rag.language.sentences import sentences
from rag.language.text import clean, comparable
from rag.record import Assignment, Chair, Correction, Deadline, MeetingRecord, Quote
from rag.store.corrections import Corrected

_NO_DAY = "Chưa đọc được ngày; hãy gõ theo dạng ngày/tháng/năm, chẳng hạn 30/6/2024."
_NO_VALUE = "Mục này không để trống được."
_NO_TASK = "Văn bản này không có việc số {number}."
_HELD = ("date", "time", "place")
_ROLE = re.compile(r"\s*(?:,|\s[-–—]\s)\s*")
_TITLE = re.compile(rf"(?:{'|'.join(re.escape(title) for title in TITLES)})\.?\s+", re.IGNORECASE)


def applied(base: Corrected, text: str) -> tuple[str, date | None, MeetingRecord]:
    """A document's title, day and record with its corrections.

    Args:
        base: The corrections with what was read.
        text: The document's text.

    Raises:
        CorrectionError: when a correction cannot be read, or is about an assignment that there is not.
    """
    title, day, record = base.title, base.date, base.record
    for change in sorted(base.changes, key=lambda change: change.field != "date"):  # deadlines count from the day
        value = clean(change.value)
        match change.field:
            case "title":
                if not value:
                    raise CorrectionError(_NO_VALUE)
                title, record = value, replace(record, title=value)
            case "date":
                day = _day(value, record.date) if value else None
                record = replace(
                    record,
                    date=day,
                    date_quote=_where(text, value) or record.date_quote,
                    assignments=tuple(_counted_from(day, one, record.date) for one in record.assignments),
                )
            case "time":
                record = replace(record, time=value or None, time_quote=_where(text, value) or record.time_quote)
            case "place":
                record = replace(record, place=value or None, place_quote=_where(text, value) or record.place_quote)
            case "chair":
                record = replace(record, chairs=_chairs(value, record.chairs, text))
            case "owner" | "task" | "deadline":
                record = _reassigned(record, change, value)
        if change.field in _HELD:
            record = replace(record, corrected=tuple(dict.fromkeys((*record.corrected, change.field))))
    return title, day, record


def joined(former: Sequence[Correction], later: Sequence[Correction]) -> tuple[Correction, ...]:
    """Corrections one after another: of two for the same fact, the later one."""
    return tuple({(change.field, change.number): change for change in (*former, *later)}.values())


def carried(base: Corrected, record: MeetingRecord) -> Corrected:
    """The corrections over another reading of the same text, whose assignments may be counted otherwise.

    An assignment is known by its sentence. One that was corrected and is not read any more stands at the end.
    """
    assignments = list(record.assignments)
    changes = []
    for change in base.changes:
        if change.number is not None:
            before = base.record.assignments[change.number - 1]
            found = _same(base.record.assignments, change.number - 1, assignments)
            if found is None:
                assignments.append(before)
                found = len(assignments) - 1
            change = replace(change, number=found + 1)
        changes.append(change)
    return replace(base, record=replace(record, assignments=tuple(assignments)), changes=tuple(changes))


def _same(former: Sequence[Assignment], index: int, now: Sequence[Assignment]) -> int | None:
    """Where the assignment `former[index]` is among `now`: the one of the same sentence, in the same order there."""
    quote = former[index].quote

    def overlapping(assignments: Sequence[Assignment]) -> list[int]:
        return [n for n, one in enumerate(assignments) if one.quote.start < quote.end and quote.start < one.quote.end]

    there = overlapping(now)
    nth = overlapping(former).index(index)
    return there[min(nth, len(there) - 1)] if there else None


def _reassigned(record: MeetingRecord, change: Correction, value: str) -> MeetingRecord:
    if change.number is None or not 1 <= change.number <= len(record.assignments):
        raise CorrectionError(_NO_TASK.format(number=change.number))
    former = record.assignments[change.number - 1]
    if change.field == "owner":
        new = replace(former, owner=value or None, people=())
    elif change.field == "task":
        if not value:
            raise CorrectionError(_NO_VALUE)
        new = replace(former, task=value)
    else:
        new = replace(former, deadline=_deadline(value, record.date) if value else None)
    assignments = list(record.assignments)
    assignments[change.number - 1] = replace(new, corrected=True)
    return replace(record, assignments=tuple(assignments))


def _counted_from(day: date | None, assignment: Assignment, former: date | None) -> Assignment:
    """An assignment whose deadline is told from another day of the meeting ("cuối tháng")."""
    due = assignment.deadline
    if due is None or due.recurrence or resolve(due.text, former) != due.day:
        return assignment
    return replace(assignment, deadline=replace(due, day=resolve(due.text, day)))


def _day(value: str, known: date | None) -> date:
    for mention in dates(value):
        year = mention.year or (known.year if known else None)
        if mention.day and year and (day := mention.on(year)):
            return day
    raise CorrectionError(_NO_DAY)


def _deadline(value: str, met: date | None) -> Deadline:
    due = due_in(value, met, bare=True) or due_in(f"trước {value}", met, bare=True)
    if due is None:
        return Deadline(value)
    return Deadline(value, due.fact.day, due.fact.recurrence)


def _chairs(value: str, former: Sequence[Chair], text: str) -> tuple[Chair, ...]:
    chairs = []
    for part in filter(None, map(str.strip, value.split(";"))):
        name, *role = _ROLE.split(_TITLE.sub("", part, count=1), maxsplit=1)
        known = next((one for one in former if comparable(one.name) == comparable(name)), None)
        quote = known.quote if known else _where(text, name) or (former[0].quote if former else _opening(text))
        chairs.append(Chair(name, role[0] if role else known.role if known else None, None, quote, corrected=True))
    return tuple(chairs)


def _where(text: str, words: str) -> Quote | None:
    """The first sentence that holds these words."""
    if not words:
        return None
    wanted = comparable(words)
    for start, end in sentences(text):
        if wanted in comparable(text[start:end]):
            return Quote(text[start:end], start, end)
    return None


def _opening(text: str) -> Quote:
    start, end = next(iter(sentences(text)), (0, 0))
    return Quote(text[start:end], start, end)
