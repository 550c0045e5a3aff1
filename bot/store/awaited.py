"""What an admin is about to type, after having pressed a button that asks for it. Times are UTC."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store.journal import aware
from bot.store.schema import awaited


@dataclass(frozen=True, slots=True)
class Awaited:
    """The next message of this person here is the value of this."""

    chat_id: int
    user_id: int
    what: str  # a field of `rag.Correction`, or "scope"
    document_id: str
    number: int | None  # of a task
    message_id: int  # that shows the document
    upload: int = 0  # that brought it


def expect(connection: Connection, one: Awaited, until: datetime) -> None:
    """Wait for a value, and for no other one any more."""
    forget(connection, one.chat_id, one.user_id)
    connection.execute(insert(awaited).values(**asdict(one), expires_at=until.astimezone(UTC)))


def expected(connection: Connection, chat_id: int, user_id: int, now: datetime) -> Awaited | None:
    """What is waited for."""
    query = select(awaited).where(awaited.c.chat_id == chat_id, awaited.c.user_id == user_id)
    row = connection.execute(query).one_or_none()
    if row is None or aware(row.expires_at) <= now:
        return None
    return Awaited(row.chat_id, row.user_id, row.what, row.document_id, row.number, row.message_id, row.upload)


def forget(connection: Connection, chat_id: int, user_id: int) -> None:
    """Wait no longer."""
    connection.execute(delete(awaited).where(awaited.c.chat_id == chat_id, awaited.c.user_id == user_id))
