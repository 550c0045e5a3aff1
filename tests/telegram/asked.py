"""Questions put into the table as asking would keep them, for tests that only count them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, insert

from bot.store.schema import questions
from rag import Database


def asked(database: Database, number: int, at: datetime, **more: Any) -> None:
    """Keep a question that the embedded mind answered in half a second, but for what `more` says."""
    row: dict[str, Any] = {column.name: _empty(column) for column in questions.columns}
    row |= {"id": str(number), "update_id": -number, "chat_id": 7, "user_id": 7, "asked_at": at, "found": True}
    row |= {"mind": "embedded", "seconds": 0.5, "text": "Ai chủ trì?", "standalone": "Ai chủ trì?"}
    with database.write() as connection:
        connection.execute(insert(questions).values(**(row | more)))


def _empty(column: Any) -> Any:
    if column.nullable:
        return None
    return [] if isinstance(column.type, JSON) else column.type.python_type() if column.name != "asked_at" else None
