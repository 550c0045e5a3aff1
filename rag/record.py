"""The facts of a meeting: what a careful reader takes from its minutes, each with the words it stands on.

Unknown is None or empty; nothing is guessed. Positions are offsets in characters into the document's text. Days are
`datetime.date` in Asia/Ho_Chi_Minh.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

from rag.types import Document


@dataclass(frozen=True, slots=True)
class Quote:
    """The verbatim words of a fact: `text == document_text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written, and its day where the text fixes one."""

    text: str
    day: datetime.date | None = None
    recurrence: str | None = None  # "hằng tháng" as written; no single day then


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chaired the meeting, or one venue of it."""

    name: str
    role: str | None
    site: str | None  # the venue, where a person chaired only one end of an online meeting
    quote: Quote
    stands_in_for: str | None = None  # the absent chair
    corrected: bool = False  # a person put it right: the quote may say otherwise


@dataclass(frozen=True, slots=True)
class Attendee:
    """A named person or body that was there, or was not."""

    name: str
    role: str | None
    quote: Quote
    present: bool = True
    reason: str | None = None  # of an absence, as written
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """What was given to whom, by when."""

    owner: str | None  # a body or a person, as written, without titles
    task: str
    quote: Quote
    people: tuple[str, ...] = ()  # named in brackets beside the body, or leading the task
    supporting: tuple[str, ...] = ()  # "phối hợp với ..."
    deadline: Deadline | None = None
    corrected: bool = False  # a person put it right: the quote may say otherwise


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided or voted on."""

    subject: str
    outcome: str | None  # "Thông qua", "Không thông qua", ... as written
    votes: str | None  # "12/12", "92,5%" as written
    quote: Quote


@dataclass(frozen=True, slots=True)
class OtherMeeting:
    """An earlier or a coming meeting that the document mentions."""

    when: Literal["earlier", "next"]
    quote: Quote
    title: str | None = None  # what it was about, as written
    date: datetime.date | None = None
    time: str | None = None
    place: str | None = None
    chair: str | None = None
    chair_role: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """The facts of one document."""

    title: str
    date: datetime.date | None = None  # of the meeting, not of the notice or the article
    time: str | None = None  # when it began, as written ("8 giờ 00 phút")
    place: str | None = None
    sites: tuple[str, ...] = ()  # venues of an online meeting
    online: bool | None = None
    body: str | None = None  # whose meeting it is ("UBND huyện ...")
    chairs: tuple[Chair, ...] = ()
    secretary: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()  # the absent ones too
    assignments: tuple[Assignment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    others: tuple[OtherMeeting, ...] = ()
    date_quote: Quote | None = None
    time_quote: Quote | None = None
    place_quote: Quote | None = None
    corrected: tuple[str, ...] = ()  # which of date, time and place a person put right


Correctable = Literal["title", "date", "time", "place", "chair", "owner", "task", "deadline"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that a person put right, in their words; no words where the document does not say.

    Several chairs are separated by ";", a role stands after "," or " - ". A day is written as in Vietnam (30/6/2024).
    """

    field: Correctable
    value: str
    number: int | None = None  # of the assignment, from 1; None of a fact of the whole meeting


@dataclass(frozen=True, slots=True)
class Meeting:
    """The record of a stored document."""

    document: Document
    record: MeetingRecord


@dataclass(frozen=True, slots=True)
class Task:
    """One assignment of a stored document's meeting."""

    document: Document
    date: datetime.date | None  # of the meeting
    number: int  # among the assignments of its meeting, from 1
    assignment: Assignment
