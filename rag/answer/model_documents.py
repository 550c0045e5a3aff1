"""Which documents may hold what a question asks, beyond those that words find: the meetings that the ledger names.

Enter: the question as understood, the passages and the ledger. Leave: documents, those of the passages first. "Còn tuần
20?" has hardly a word to search for, yet the ledger knows the meeting.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from rag.answer.lists import Facts
from rag.language.dates import dates
from rag.language.names import people
from rag.language.terms import is_date_token, tokens
from rag.language.text import fold
from rag.record import Meeting, MeetingRecord
from rag.types import Document, Passage
from rag.understand import Kind, Understanding

_RETRIEVED = 5  # documents of the passages
_SELECTED = 4  # documents more that the ledger selects
_NAMES = 3  # people or bodies looked up
_NEWEST = 2  # meetings where the last one is asked about
_MOST_DAYS = timedelta(days=62)  # a longer stretch names no meeting, and has too many to look through

_NUMBERED = re.compile(r"\b(?:lần|lan)(?: (?:thứ|thu))? \d{1,3}\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:gan day|gan nhat|moi nhat|vua roi|moi day|cuoi cung|vua qua)\b")
_OF_TASKS: frozenset[Kind] = frozenset({"owner", "assignment", "deadline", "content"})


class Shelf(Facts, Protocol):
    """What a library knows of its documents. Names match as `Library.meetings` and `Library.tasks` say."""

    def text(self, document_id: str) -> str:
        """A document's whole text."""
        ...

    def record(self, document_id: str) -> MeetingRecord | None:
        """A document's facts, None where there are none."""
        ...

    def meetings(
        self, scopes: Sequence[str] | None = None, *, chair: str | None = None, attendee: str | None = None,
        body: str | None = None, topic: str | None = None, date_from: date | None = None, date_to: date | None = None,
    ) -> list[Meeting]:  # fmt: skip
        """Meetings, newest first."""
        ...


def bearing_on(
    understanding: Understanding, scopes: Sequence[str], passages: Sequence[Passage], shelf: Shelf
) -> list[Document]:
    """The documents to take facts and sentences from, those most likely meant first."""
    found = list({passage.document.id: passage.document for passage in passages}.values())
    kept = found[:_RETRIEVED] + [one for one in found[_RETRIEVED:] if one.id in understanding.about]
    known = {document.id for document in kept}
    more = {one.id: one for one in _selected(understanding, scopes, shelf) if one.id not in known}
    likeness = _Likeness(understanding)
    return kept + sorted(more.values(), key=likeness.rank)[:_SELECTED]


def _selected(understanding: Understanding, scopes: Sequence[str], shelf: Shelf) -> Iterator[Document]:
    """Documents that the question names by day, number, person or body."""
    asked, days = understanding.asked or understanding.standalone, understanding.window
    if days is not None and days.last - days.first <= _MOST_DAYS:
        yield from (one.document for one in shelf.meetings(scopes, date_from=days.first, date_to=days.last))
        if understanding.kind in _OF_TASKS:
            yield from (one.document for one in shelf.tasks(scopes, due_from=days.first, due_to=days.last))
    named = [asked[mention.start : mention.end] for mention in dates(asked)]
    named += [match.group() for match in _NUMBERED.finditer(asked)]
    for words in [understanding.meeting, *named]:
        if words:
            yield from (one.document for one in shelf.meetings(scopes, topic=words))
    for name in _people(understanding):
        if understanding.kind in _OF_TASKS:
            yield from (one.document for one in shelf.tasks(scopes, owner=name))
        yield from (one.document for one in shelf.meetings(scopes, attendee=name))
    for body in understanding.bodies[:_NAMES]:
        yield from (one.document for one in shelf.tasks(scopes, owner=body))
        yield from (one.document for one in shelf.meetings(scopes, body=body))
    today = understanding.today
    if today is not None and _LAST.search(fold(asked)):
        recent = shelf.meetings(scopes, date_from=today - _MOST_DAYS, date_to=today)
        yield from (one.document for one in recent[:_NEWEST])


def _people(understanding: Understanding) -> list[str]:
    said = [person.name for person in people(understanding.asked)]
    return list(dict.fromkeys((*understanding.people, *said)))[:_NAMES]


def called(understanding: Understanding, documents: Sequence[Document]) -> list[Document]:
    """Those of `documents` that the question names by a day, a week, a month or a number."""
    likeness = _Likeness(understanding)
    return [document for document in documents if likeness.rank(document)[0] < 0]


class _Likeness:
    """How much a document's title and day are like what the question names; newer ones first among equals."""

    def __init__(self, understanding: Understanding) -> None:
        said = tokens(f"{understanding.standalone} {understanding.meeting}")
        self._days = {token for token in tokens(understanding.asked) if is_date_token(token)}
        self._words = {fold(token) for token in said}

    def rank(self, document: Document) -> tuple[int, int, int]:
        title = tokens(document.title)
        day = document.date
        called = {*title, *((f"{day.day}/{day.month}", f"m{day.month}", f"q{(day.month + 2) // 3}") if day else ())}
        shared = len(self._words & {fold(token) for token in title})
        return -len(self._days & called), -shared, -(day.toordinal() if day else 0)
