"""Chats as a whole: whether the bot may write there, how long it has to wait, and their move to another identifier."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.outbox import forget_numbers
from bot.store.schema import CHAT, chats, metadata, moves, questions
from bot.store.writer import Writer
from rag import Database


@dataclass(frozen=True, slots=True)
class Held:
    """A chat that is not written to at present."""

    chat_id: int
    blocked: bool
    paused_until: datetime | None  # UTC


def chat_columns() -> list[tuple[Table, "Column[int]"]]:
    """Every column that holds a chat's identifier."""
    return [(table, column) for table in metadata.sorted_tables for column in table.c if column.info == CHAT]


class Chats:
    """The table of chats with a hindrance; all others have no row."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def held(self) -> list[Held]:
        """All chats that are not written to at present."""
        with self._database.read() as connection:
            return [
                Held(row.chat_id, row.blocked_at is not None, _utc(row.paused_until))
                for row in connection.execute(select(chats))
            ]

    async def hold(
        self, chat_id: int, *, blocked_at: datetime | None = None, paused_until: datetime | None = None
    ) -> None:
        """Note what hinders a chat, in place of what did before."""

        def work(connection: Connection) -> None:
            connection.execute(delete(chats).where(chats.c.chat_id == chat_id))
            connection.execute(insert(chats).values(chat_id=chat_id, blocked_at=blocked_at, paused_until=paused_until))

        await self._writer.write(work)

    async def free(self, chat_id: int) -> None:
        """Note that nothing hinders a chat any more."""
        await self._writer.write(
            lambda connection: connection.execute(delete(chats).where(chats.c.chat_id == chat_id)) and None
        )

    def moved(self) -> dict[int, int]:
        """The new identifiers of chats that have moved, by the old ones."""
        with self._database.read() as connection:
            return {row.old_id: row.new_id for row in connection.execute(select(moves))}

    async def move(self, old: int, new: int) -> None:
        """Give everything of a chat to the identifier that Telegram has given it instead, but for its messages' numbers.

        The new chat counts from 1.
        """
        await self._writer.write(lambda connection: _move(connection, old, new))


def _move(connection: Connection, old: int, new: int) -> None:
    """Rows that the new chat has already stand; those of the old one that would collide with them go."""
    connection.execute(delete(moves).where(moves.c.old_id == old))
    connection.execute(insert(moves).values(old_id=old, new_id=new))
    forget_numbers(connection, old)
    connection.execute(update(questions).where(questions.c.chat_id == old).values(message_id=None))
    for table, column in chat_columns():
        try:
            with connection.begin_nested():
                connection.execute(update(table).where(column == old).values({column: new}))
        except IntegrityError:
            keys = list(table.primary_key.columns)
            for row in connection.execute(select(*keys).where(column == old)).all():
                this = [key == value for key, value in zip(keys, row, strict=True)]
                try:
                    with connection.begin_nested():
                        connection.execute(update(table).where(*this).values({column: new}))
                except IntegrityError:
                    connection.execute(delete(table).where(*this))


def _utc(moment: datetime | None) -> datetime | None:
    """SQLite gives times back without their zone."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
