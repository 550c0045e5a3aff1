"""What people put right, in the ledger: beside each document, what was read and what they changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from rag.record import Correction, MeetingRecord
from rag.store.codec import corrections_from_json, corrections_to_json, record_from_json, record_to_json
from rag.store.database import Database
from rag.store.schema import corrections

_MANY = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Corrected:
    """A document's corrections with what they were made to."""

    text_hash: str  # of the whole text
    title: str  # these three as they were read
    date: date | None
    record: MeetingRecord
    changes: tuple[Correction, ...]


class Corrections:
    """The corrections of one ledger. Thread-safe; raises `StoreError` where it cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_ids: Sequence[str]) -> dict[str, Corrected]:
        """Those of some documents; documents without any are left out."""
        found = {}
        with self._database.read() as connection:
            for start in range(0, len(document_ids), _MANY):
                part = list(document_ids[start : start + _MANY])
                for row in connection.execute(select(corrections).where(corrections.c.document_id.in_(part))):
                    found[row.document_id] = Corrected(
                        row.text_hash,
                        row.title,
                        row.date,
                        record_from_json(row.record),
                        corrections_from_json(row.changes),
                    )
        return found


def keep_corrections(connection: Connection, kept: Mapping[str, Corrected | None]) -> None:
    """Store the corrections of documents over their former ones, in a writing transaction; None: there are none more."""
    drop_corrections(connection, list(kept))
    rows = [
        {
            "document_id": document_id,
            "text_hash": one.text_hash,
            "title": one.title,
            "date": one.date,
            "record": record_to_json(one.record),
            "changes": corrections_to_json(one.changes),
        }
        for document_id, one in kept.items()
        if one is not None
    ]
    if rows:
        connection.execute(insert(corrections), rows)


def drop_corrections(connection: Connection, document_ids: Sequence[str]) -> None:
    """Forget the corrections of documents, in a writing transaction."""
    for start in range(0, len(document_ids), _MANY):
        part = list(document_ids[start : start + _MANY])
        connection.execute(delete(corrections).where(corrections.c.document_id.in_(part)))
