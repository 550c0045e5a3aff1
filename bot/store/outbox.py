"""Messages that go out: committed before anything is sent, under a key, so that handling again sends nothing twice."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.schema import outbox
from bot.store.writer import Writer
from rag import Database

_KEPT: Final = timedelta(days=3)  # how long a key is remembered
_KEPT_WITH_REF: Final = timedelta(days=180)  # how long a message leads back to what it tells


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the database has it."""

    id: int
    key: str
    chat_id: int
    method: str
    payload: dict[str, Any]
    file: bytes | None
    status: str
    message_id: int | None
    not_before: datetime | None  # UTC


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be stored."""

    key: str
    chat_id: int
    method: str
    payload: dict[str, Any]
    file: bytes | None = None
    ref: str | None = None
    not_before: datetime | None = None


def is_edit(method: str) -> bool:
    """Whether a method changes what a message shows."""
    return method.startswith("editMessage")


def no_reply(payload: dict[str, Any]) -> dict[str, Any]:
    """The same message, in reply to none."""
    return {name: value for name, value in payload.items() if name != "reply_parameters"}


class OutboxTable:
    """The table of messages."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    async def add(self, draft: Draft, now: datetime) -> tuple[Row, bool]:
        """Commit a message; where its key is known, the first one stands. Also whether it is new."""
        return await self._writer.write(lambda connection: _add(connection, draft, now))

    async def settle(
        self, row_id: int, status: str, message_id: int | None, now: datetime, also: Callable[[Connection], None] | None
    ) -> None:
        """Note what became of a message, and forget what was in it; `also` is written together with it."""
        change = (
            update(outbox)
            .where(outbox.c.id == row_id)
            .values(status=status, message_id=message_id, sent_at=now, payload="", file=None)
        )

        def work(connection: Connection) -> None:
            connection.execute(change)
            if also is not None:
                also(connection)

        await self._writer.write(work)

    async def drop(self, chat_id: int, now: datetime) -> None:
        """Note that nothing that waits for a chat will be sent."""
        change = (
            update(outbox)
            .where(outbox.c.chat_id == chat_id, outbox.c.status == "waiting")
            .values(status="dropped", sent_at=now, payload="", file=None)
        )
        await self._writer.write(lambda connection: connection.execute(change) and None)

    async def waiting(self, now: datetime) -> list[Row]:
        """What is still to be sent, in order; what was long sent is removed."""
        return await self._writer.write(lambda connection: _waiting(connection, now))

    def recent(self, since: datetime) -> list[tuple[int, datetime]]:
        """Chats and times (UTC) of what was sent since then, in order."""
        sent = outbox.c.sent_at >= since, outbox.c.status.in_(("sent", "unknown"))
        with self._database.read() as connection:
            rows = connection.execute(
                select(outbox.c.chat_id, outbox.c.sent_at).where(*sent).order_by(outbox.c.sent_at)
            )
            return [(row.chat_id, row.sent_at.replace(tzinfo=UTC)) for row in rows]

    def ref(self, chat_id: int, message_id: int) -> str | None:
        """What was noted with the message that a chat shows under this number."""
        this = outbox.c.chat_id == chat_id, outbox.c.message_id == message_id, outbox.c.ref.is_not(None)
        with self._database.read() as connection:
            return connection.scalar(select(outbox.c.ref).where(*this).order_by(outbox.c.id.desc()).limit(1))

    def under(self, chat_id: int, key: str) -> list[Row]:
        """The messages of a chat whose keys begin with `key`, in order."""
        these = outbox.c.chat_id == chat_id, outbox.c.key.startswith(key, autoescape=True)
        with self._database.read() as connection:
            return [_row(row) for row in connection.execute(select(outbox).where(*these).order_by(outbox.c.id))]


def _add(connection: Connection, draft: Draft, now: datetime) -> tuple[Row, bool]:
    known = connection.execute(select(outbox).where(outbox.c.key == draft.key)).one_or_none()
    if known is not None:
        return _row(known), False
    edited = draft.payload.get("message_id") if is_edit(draft.method) else None
    if edited is not None:
        _supersede(connection, draft.chat_id, edited)
    added = connection.execute(
        insert(outbox).values(
            key=draft.key,
            chat_id=draft.chat_id,
            method=draft.method,
            payload=json.dumps(draft.payload, ensure_ascii=False),
            file=draft.file,
            status="waiting",
            message_id=edited,
            ref=draft.ref,
            not_before=draft.not_before,
            created_at=now,
        )
    )
    assert added.inserted_primary_key is not None
    row_id = int(added.inserted_primary_key[0])
    return (
        Row(
            row_id,
            draft.key,
            draft.chat_id,
            draft.method,
            draft.payload,
            draft.file,
            "waiting",
            edited,
            draft.not_before,
        ),
        True,
    )


def _supersede(connection: Connection, chat_id: int, message_id: int) -> None:
    """Edits of a message that wait are not made: another one shows what it shall show."""
    these = outbox.c.chat_id == chat_id, outbox.c.message_id == message_id, outbox.c.status == "waiting"
    connection.execute(update(outbox).where(*these).values(status="dropped", payload="", file=None))


def forget_numbers(connection: Connection, chat_id: int) -> None:
    """Let go of a chat's messages, as their numbers will mean others: no edit is made of them, nothing replies to them."""
    here = outbox.c.chat_id == chat_id
    waits = outbox.c.status == "waiting"
    edits = update(outbox).where(here, waits, outbox.c.message_id.is_not(None))
    connection.execute(edits.values(status="dropped", payload="", file=None))
    connection.execute(update(outbox).where(here).values(message_id=None))
    for row_id, payload in connection.execute(select(outbox.c.id, outbox.c.payload).where(here, waits)).all():
        text = json.dumps(no_reply(json.loads(payload)), ensure_ascii=False)
        connection.execute(update(outbox).where(outbox.c.id == row_id).values(payload=text))


def _waiting(connection: Connection, now: datetime) -> list[Row]:
    settled = outbox.c.status != "waiting"
    connection.execute(delete(outbox).where(settled, outbox.c.ref.is_(None), outbox.c.created_at < now - _KEPT))
    connection.execute(delete(outbox).where(settled, outbox.c.created_at < now - _KEPT_WITH_REF))
    rows = connection.execute(select(outbox).where(outbox.c.status == "waiting").order_by(outbox.c.id))
    return [_row(row) for row in rows]


def _row(row: Any) -> Row:
    due = row.not_before
    return Row(
        row.id, row.key, row.chat_id, row.method, json.loads(row.payload or "{}"), row.file, row.status, row.message_id,
        due.replace(tzinfo=UTC) if due is not None and due.tzinfo is None else due,
    )  # fmt: skip
