"""A meeting record as the ledger holds it: the record enters, its JSON and the rows that derive from it leave. No I/O."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rag.record import Assignment, MeetingRecord
from rag.store.codec import assignment_to_json, record_to_json
from rag.store.naming import key, last_word, written
from rag.store.threads import says_moved

_INDEXED = 1000  # characters that every database can index


@dataclass(frozen=True, slots=True)
class Rows:
    """What one record gives to each table."""

    record: dict[str, Any]
    meeting: dict[str, Any] | None  # None of a document that is not about a meeting
    people: list[dict[str, Any]]
    tasks: list[dict[str, Any]]


def rows(document_id: str, scope: str, title: str, record: MeetingRecord) -> Rows:
    """Every row that derives from a document's record; `title` is the document's, which may tell more."""
    body = record.body or ""
    return Rows(
        record={"document_id": document_id, "record": record_to_json(record)},
        meeting=None
        if replace(record, corrected=()) == MeetingRecord(record.title)
        else {
            "document_id": document_id,
            "scope": scope,
            "date": record.date,
            "title": record.title,
            "body": record.body,
            "body_key": key(record.body or f"{record.title}\n{title}")[:_INDEXED],
            "words": key(" \n".join((record.title, title, body)))[:_INDEXED],
        },
        people=[
            {"document_id": document_id, "number": number, "name": name, "role": role, "what": what, "site": site}
            | {"spelled": written(name), "key": key(name), "last": last_word(name)}
            for number, (name, role, what, site) in enumerate(_people(record))
        ],
        tasks=[
            {"document_id": document_id, "number": number, "scope": scope, "date": record.date} | _task(assignment)
            for number, assignment in enumerate(record.assignments, start=1)
        ],
    )


def _people(record: MeetingRecord) -> Iterator[tuple[str, str | None, str, str | None]]:
    for chair in record.chairs:
        yield chair.name, chair.role, "chair", chair.site
    if record.secretary is not None:
        yield record.secretary.name, record.secretary.role, "secretary", record.secretary.site
    for attendee in record.attendees:
        yield attendee.name, attendee.role, "attendee" if attendee.present else "absent", attendee.site


def _task(assignment: Assignment) -> dict[str, Any]:
    deadline = assignment.deadline
    return {
        "owner": assignment.owner,
        "owner_key": "|".join(key(name) for name in owners(assignment))[:_INDEXED],
        "words": key(assignment.task)[:_INDEXED],
        "has_deadline": deadline is not None,
        "day": deadline.day if deadline else None,
        "recurrence": deadline.recurrence if deadline else None,
        "moved": says_moved(assignment.quote.text),
        "assignment": assignment_to_json(assignment),
    }


def owners(assignment: Assignment) -> tuple[str, ...]:
    """Who has to do it: the owner and the people named beside it."""
    return tuple(dict.fromkeys((*((assignment.owner,) if assignment.owner else ()), *assignment.people)))
