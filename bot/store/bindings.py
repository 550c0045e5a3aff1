"""Whom people stand for: names of persons and bodies that they asked for and admins confirmed. Times are UTC.

Nothing is cached: what an admin takes away holds no longer for the very next message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from bot.store.journal import aware
from bot.store.schema import bindings


@dataclass(frozen=True, slots=True)
class Binding:
    """A person and a name that stands in minutes."""

    user_id: int
    name: str
    asked_at: datetime  # aware
    confirmed_at: datetime | None = None  # None: an admin has yet to decide
    confirmed_by: int | None = None


def ask(connection: Connection, user_id: int, name: str, at: datetime) -> bool:
    """Note that somebody wants to stand for a name; False where that is known already."""
    if connection.execute(select(bindings.c.name).where(_is(user_id, name))).first() is not None:
        return False
    connection.execute(insert(bindings).values(user_id=user_id, name=name, asked_at=at.astimezone(UTC)))
    return True


def confirm(connection: Connection, user_id: int, name: str, by: int, at: datetime) -> bool:
    """Let somebody stand for a name; False where that was not asked for, or is decided."""
    open_ = _is(user_id, name) & bindings.c.confirmed_at.is_(None)
    changed = connection.execute(update(bindings).where(open_).values(confirmed_at=at.astimezone(UTC), confirmed_by=by))
    return bool(changed.rowcount)


def remove(connection: Connection, user_id: int, name: str) -> Binding | None:
    """Take a name away, confirmed or not; what it was."""
    row = connection.execute(select(bindings).where(_is(user_id, name))).one_or_none()
    connection.execute(delete(bindings).where(_is(user_id, name)))
    return None if row is None else _binding(row)


def of(connection: Connection, user_id: int) -> Sequence[Binding]:
    """The names of one person, oldest first."""
    query = select(bindings).where(bindings.c.user_id == user_id).order_by(bindings.c.asked_at, bindings.c.name)
    return [_binding(row) for row in connection.execute(query)]


def _is(user_id: int, name: str) -> Any:
    return and_(bindings.c.user_id == user_id, bindings.c.name == name)


def _binding(row: Any) -> Binding:
    decided = aware(row.confirmed_at) if row.confirmed_at is not None else None
    return Binding(row.user_id, row.name, aware(row.asked_at), decided, row.confirmed_by)
