"""The turns of conversations: what was asked and answered, kept for follow-up questions."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from rag.store.database import Database
from rag.store.rows import DOCUMENT_COLUMNS, to_document
from rag.store.schema import documents, turns
from rag.types import Citation, Turn


class Turns:
    """Conversations by id. An id is the front end's own, such as a chat's. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation: str, turn: Turn, now: datetime) -> None:
        """Append a turn; `now` is aware."""
        with self._database.write() as connection:
            last = connection.scalar(select(func.max(turns.c.ordinal)).where(turns.c.conversation == conversation))
            connection.execute(
                insert(turns).values(
                    conversation=conversation,
                    ordinal=0 if last is None else last + 1,
                    question=turn.question,
                    standalone=turn.standalone,
                    answer=turn.answer,
                    citations=[
                        {"document_id": c.document.id, "quote": c.quote, "start": c.start, "end": c.end}
                        for c in turn.citations
                    ],
                    created_at=now,
                )
            )

    def last(self, conversation: str, limit: int) -> tuple[Turn, ...]:
        """The newest `limit` turns, oldest first. Citations of documents removed since are left out."""
        query = select(turns).where(turns.c.conversation == conversation).order_by(turns.c.ordinal.desc()).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(query).all()[::-1]
            wanted = {c["document_id"] for row in rows for c in row.citations}
            cited = connection.execute(select(*DOCUMENT_COLUMNS).where(documents.c.id.in_(wanted))).all()
        known = {row.id: to_document(row) for row in cited}
        return tuple(
            Turn(
                row.question,
                row.standalone,
                row.answer,
                tuple(
                    Citation(known[c["document_id"]], c["quote"], c["start"], c["end"])
                    for c in row.citations
                    if c["document_id"] in known
                ),
            )
            for row in rows
        )

    def forget(self, conversation: str) -> None:
        """Remove a conversation's turns."""
        with self._database.write() as connection:
            connection.execute(delete(turns).where(turns.c.conversation == conversation))
