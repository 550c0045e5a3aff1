"""The meeting records in the ledger, and what is asked about them: filters enter, meetings and tasks leave.

Names are narrowed down in SQL by their keys, without diacritics, and compared in `naming`, where diacritics count.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, false, func, insert, or_, select, tuple_, update

from rag.record import Assignment, Meeting, MeetingRecord, Task
from rag.store.codec import assignment_from_json, record_from_json
from rag.store.database import Database
from rag.store.deriving import owners, rows
from rag.store.naming import Name, Words
from rag.store.rows import Extracted
from rag.store.schema import documents, meetings, people, records, tasks
from rag.store.threads import LEAST, Thread, chain, content, superseded
from rag.types import Document

_MANY = 500  # ids in one statement
_THERE = ("chair", "secretary", "attendee")  # who was at a meeting
_OF = [documents.c[field.name] for field in fields(Document)]


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which meetings are meant; what is None does not matter."""

    chair: str | None = None
    attendee: str | None = None  # somebody or some body that was there, the chair too
    body: str | None = None  # whose meeting it is; where the record does not say, what the title names
    topic: str | None = None  # words of the title
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are meant; what is None does not matter."""

    owner: str | None = None  # a body or a person, also one named beside the body
    body: str | None = None  # whose meeting gave the task
    text: str | None = None  # words of the task
    due_from: date | None = None
    due_to: date | None = None
    overdue_on: date | None = None  # due before this day, and no later meeting set a deadline for the same task
    without_deadline: bool = False  # only those whose text sets none
    date_from: date | None = None  # of the meeting
    date_to: date | None = None
    document_ids: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class FactCounts:
    """How many facts there are."""

    meetings: int
    tasks: int
    tasks_with_deadline: int


class Facts:
    """The records of one ledger. Thread-safe; every method raises `StoreError` where the ledger cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._changes = 0
        self._superseded: dict[str, tuple[int, set[tuple[str, int]]]] = {}  # scope to what was found at which change

    def record(self, document_id: str) -> MeetingRecord | None:
        """The facts of a document, None where none were extracted yet."""
        with self._database.read() as connection:
            data = connection.scalar(select(records.c.record).where(records.c.document_id == document_id))
        return None if data is None else record_from_json(data)

    def extracted(self, document_ids: Sequence[str]) -> dict[str, Extracted]:
        """The records of some documents with the versions that made them."""
        query = select(documents.c.id, documents.c.extraction, records.c.record).join(records)
        found = {}
        with self._database.read() as connection:
            for start in range(0, len(document_ids), _MANY):
                part = list(document_ids[start : start + _MANY])
                for row in connection.execute(query.where(documents.c.id.in_(part))):
                    found[row.id] = Extracted(record_from_json(row.record), row.extraction)
        return found

    def counts(self) -> FactCounts:
        """How many there are."""
        with self._database.read() as connection:
            total = select(func.count(), func.count().filter(tasks.c.has_deadline)).select_from(tasks)
            count, with_deadline = connection.execute(total).one()
            found = connection.scalar(select(func.count()).select_from(meetings)) or 0
        return FactCounts(found, count, with_deadline)

    def meetings(self, scopes: Collection[str] | None, wanted: MeetingFilter) -> list[Meeting]:
        """The meetings that are meant, newest first, undated ones last."""
        query = select(records.c.record, *_OF).select_from(meetings)
        query = query.join(documents, documents.c.id == meetings.c.document_id)
        query = query.join(records, records.c.document_id == meetings.c.document_id)
        query = query.where(*_between(meetings.c.date, wanted))
        query = query.order_by(meetings.c.date.is_(None), meetings.c.date.desc(), documents.c.name, documents.c.id)
        chair = Name(wanted.chair) if wanted.chair is not None else None
        attendee = Name(wanted.attendee) if wanted.attendee is not None else None
        body = Name(wanted.body) if wanted.body is not None else None
        topic = Words(wanted.topic) if wanted.topic is not None else None
        if chair is not None:
            query = query.where(_with(*_named(chair), people.c.what == "chair"))
        if attendee is not None:
            named = _named(attendee) if attendee.given else [people.c.key.contains(attendee.key)]
            query = query.where(_with(*named, people.c.what.in_(_THERE)))
        narrow = meetings.alias()  # what one index covers is looked through on its own
        words = [narrow.c.words.contains(word) for word in topic.keys] if topic is not None else []
        if body is not None:
            words.append(narrow.c.body_key.contains(body.key))
        if words:
            inside = select(narrow.c.document_id).where(*_in_scopes(narrow.c.scope, scopes), *words)
            query = query.where(meetings.c.document_id.in_(inside))
        narrowed = bool(words or chair or attendee)
        query = query.where(*_in_scopes(meetings.c.scope + "" if narrowed else meetings.c.scope, scopes))

        def fits(record: MeetingRecord, document: Document) -> bool:
            there = [a.name for a in (*record.attendees, record.secretary) if a is not None and a.present]
            chairs = [one.name for one in record.chairs]
            return (
                (chair is None or any(map(chair.names, chairs)))
                and (attendee is None or any(map(attendee.means, (*chairs, *there))))
                and (body is None or body.means(record.body or f"{record.title}\n{document.title}"))
                and (topic is None or topic.stand_in("\n".join((record.title, document.title, record.body or ""))))
            )

        found = []
        with self._database.read() as connection:
            for row in connection.execute(query):
                record, document = record_from_json(row.record), _document(row)
                if fits(record, document):
                    found.append(Meeting(document, record))
        return found

    def tasks(self, scopes: Collection[str] | None, wanted: TaskFilter) -> list[Task]:
        """The tasks that are meant, by deadline day (none last), then by meeting date."""
        query = (
            _tasks_query(meetings.c.body, meetings.c.title.label("meeting_title")) if wanted.body else _tasks_query()
        )
        query = query.where(*_between(tasks.c.date, wanted))
        query = query.order_by(tasks.c.day.is_(None), tasks.c.day, tasks.c.date.is_(None), tasks.c.date)
        query = query.order_by(documents.c.name, documents.c.id, tasks.c.number)
        owner = Name(wanted.owner) if wanted.owner is not None else None
        body = Name(wanted.body) if wanted.body is not None else None
        text = Words(wanted.text) if wanted.text is not None else None
        narrow = tasks.alias()  # what one index covers is looked through on its own
        words = [narrow.c.words.contains(word) for word in text.keys] if text is not None else []
        if owner is not None:
            words.append(narrow.c.owner_key.contains(owner.key))
        if words:
            inside = select(narrow.c.document_id, narrow.c.number).where(*_in_scopes(narrow.c.scope, scopes), *words)
            query = query.where(tuple_(tasks.c.document_id, tasks.c.number).in_(inside))
        query = query.where(*_in_scopes(tasks.c.scope + "" if words else tasks.c.scope, scopes))
        if body is not None:
            query = query.join(meetings, meetings.c.document_id == tasks.c.document_id)
            query = query.where(meetings.c.body_key.contains(body.key))
        if wanted.due_from is not None:
            query = query.where(tasks.c.day >= wanted.due_from)
        if wanted.due_to is not None:
            query = query.where(tasks.c.day <= wanted.due_to)
        if wanted.overdue_on is not None:
            query = query.where(tasks.c.day < wanted.overdue_on)
        if wanted.without_deadline:
            query = query.where(tasks.c.has_deadline.is_(False))
        if wanted.document_ids is not None:
            query = query.where(tasks.c.document_id.in_(list(wanted.document_ids)))

        def fits(row: Any, assignment: Assignment) -> bool:
            return (
                (owner is None or any(map(owner.means, owners(assignment))))
                and (body is None or body.means(row.body or f"{row.meeting_title}\n{row.title}"))
                and (text is None or text.stand_in(assignment.task))
                and (wanted.overdue_on is None or (row.id, row.number) not in self._old(connection, row.scope))
            )

        with self._database.read() as connection:
            return [task for row in connection.execute(query).all() if fits(row, (task := _task(row)).assignment)]

    def history(self, task: Task) -> list[Task]:
        """The same task at all meetings of its scope, oldest first; the last one is current."""
        scope = task.document.scope
        with self._database.read() as connection:

            def related(thread: Thread) -> Iterator[Thread]:
                for meant in _related(thread):  # each has its index
                    for row in connection.execute(select(*_THREAD).where(tasks.c.scope == scope, meant)):
                        yield _thread(row)

            def at(query: Select[Any], document_id: str, number: int) -> Any:
                mine = and_(tasks.c.document_id == document_id, tasks.c.number == number)
                return connection.execute(query.where(mine)).one_or_none()

            row = at(select(*_THREAD), task.document.id, task.number)
            if row is None:
                return [task]  # it was removed in the meantime
            return [_task(at(_tasks_query(), *one.identity)) for one in chain(_thread(row), related)]

    def changed(self) -> None:
        """To be called after every change of documents or records: what was remembered holds no longer."""
        with self._lock:
            self._changes += 1

    def _old(self, connection: Connection, scope: str) -> set[tuple[str, int]]:
        """The tasks of a scope for which a later meeting set a deadline again; remembered until something changes."""
        with self._lock:
            changes = self._changes
            known = self._superseded.get(scope)
        if known is not None and known[0] == changes:
            return known[1]
        query = select(*_THREAD).where(tasks.c.scope == scope, tasks.c.has_deadline)
        found = superseded([_thread(row) for row in connection.execute(query)])
        with self._lock:
            self._superseded[scope] = (changes, found)
        return found


def insert_records(connection: Connection, extracted: Iterable[tuple[Document, Extracted]]) -> None:
    """Store the records of documents that have none, with all rows that derive from them, in a writing transaction."""
    derived = [rows(document.id, document.scope, document.title, one.record) for document, one in extracted]
    for table, values in (
        (records, [one.record for one in derived]),
        (meetings, [one.meeting for one in derived if one.meeting is not None]),
        (people, [row for one in derived for row in one.people]),
        (tasks, [row for one in derived for row in one.tasks]),
    ):
        if values:
            connection.execute(insert(table), values)


def replace_records(connection: Connection, extracted: Sequence[tuple[Document, Extracted]]) -> None:
    """Store the records of documents over their former ones, with the documents' titles and days and the records' versions."""
    for table in (records, meetings, people, tasks):
        for start in range(0, len(extracted), _MANY):
            part = [document.id for document, _ in extracted[start : start + _MANY]]
            connection.execute(delete(table).where(table.c.document_id.in_(part)))
    for document, one in extracted:
        change = update(documents).where(documents.c.id == document.id)
        connection.execute(change.values(extraction=one.version, title=document.title, date=document.date))
    insert_records(connection, extracted)


_THREAD = [tasks.c[name] for name in ("document_id", "number", "date", "owner_key", "words", "moved")]


def _thread(row: Any) -> Thread:
    owner = row.owner_key.split("|")[0]
    return Thread(row.document_id, row.number, row.date, owner, content(row.words), row.moved)


def _related(thread: Thread) -> Iterator[ColumnElement[bool]]:
    """Every task that can be the same as `thread` is in one of these."""
    if thread.moved:  # whoever owns the other one, it shares some words, so it has one of any all but a few
        probes = sorted(thread.words, key=len, reverse=True)[: 1 - LEAST]
        yield or_(false(), *(tasks.c.words.contains(f" {word} ") for word in probes))
    else:
        yield and_(tasks.c.owner_key >= thread.owner, tasks.c.owner_key < thread.owner + "}")  # "|" and what follows it
        yield tasks.c.moved.is_(True)


def _tasks_query(*more: ColumnElement[Any]) -> Select[Any]:
    query = select(tasks.c.date.label("met"), tasks.c.number, tasks.c.assignment, *more, *_OF).select_from(tasks)
    return query.join(documents, documents.c.id == tasks.c.document_id)


def _task(row: Any) -> Task:
    return Task(_document(row), row.met, row.number, assignment_from_json(row.assignment))


def _document(row: Any) -> Document:
    """The document whose columns the row ends with."""
    return Document(*row[-len(_OF) :])


def _named(name: Name) -> list[ColumnElement[bool]]:
    """Whether a person's name ends with what is asked for."""
    ends = people.c.spelled.endswith(name.spelled) if name.marked else people.c.key.endswith(name.key)
    return [people.c.last == name.last, ends]


def _with(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a meeting has such a person."""
    return meetings.c.document_id.in_(select(people.c.document_id).where(*conditions))


def _in_scopes(column: ColumnElement[str], scopes: Collection[str] | None) -> list[ColumnElement[bool]]:
    """In one of the scopes. Joined with "", a column keeps planners from walking a whole scope for a few known rows."""
    return [] if scopes is None else [column.in_(list(scopes))]


def _between(column: ColumnElement[Any], wanted: MeetingFilter | TaskFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.date_from is not None:
        yield column >= wanted.date_from
    if wanted.date_to is not None:
        yield column <= wanted.date_to
