"""Tasks that somebody has ticked off. They are known by their quote, so that reindexing a document keeps the ticks."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.schema import done
from rag import Task

_DocumentAndTask = tuple[str, str]
_BATCH = 500  # variables of one statement


def task_key(task: Task) -> _DocumentAndTask:
    """How a task is known: its document, and its quote and words, as one sentence may give several tasks."""
    said = "\n".join(" ".join(part.split()) for part in (task.assignment.quote.text, task.assignment.task))
    return task.document.id, hashlib.sha256(said.encode()).hexdigest()[:32]


def tick(connection: Connection, key: _DocumentAndTask, user_id: int, at: datetime) -> None:
    """Mark a task done; nothing changes where it is."""
    if not ticked(connection, [key]):
        row = {"document_id": key[0], "task": key[1], "done_by": user_id, "done_at": at.astimezone(UTC)}
        connection.execute(insert(done).values(**row))


def untick(connection: Connection, key: _DocumentAndTask) -> None:
    """Take the mark away."""
    connection.execute(delete(done).where(done.c.document_id == key[0], done.c.task == key[1]))


def move(connection: Connection, former: str, now: str) -> None:
    """Take the marks of a document along to its new id."""
    connection.execute(update(done).where(done.c.document_id == former).values(document_id=now))


def ticked(connection: Connection, keys: Iterable[_DocumentAndTask]) -> frozenset[_DocumentAndTask]:
    """Those of the tasks that are done."""
    wanted = frozenset(keys)
    documents = sorted({document for document, _ in wanted})
    found: set[_DocumentAndTask] = set()
    for start in range(0, len(documents), _BATCH):
        part = documents[start : start + _BATCH]
        query = select(done.c.document_id, done.c.task).where(done.c.document_id.in_(part))
        found |= {(row.document_id, row.task) for row in connection.execute(query)} & wanted
    return frozenset(found)
