"""Buttons: what one does is kept here under a short random word, which is all that Telegram gets. Times are UTC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.schema import buttons


@dataclass(frozen=True, slots=True)
class Stored:
    """A button that somebody may press."""

    token: str
    action: str
    chat_id: int
    user_id: int | None  # None: whoever is in the chat
    arguments: Mapping[str, Any]  # as JSON has them
    once: bool
    expires_at: datetime  # aware
    used_by: int | None = None  # the update that pressed a button that works once


def add(connection: Connection, made: Iterable[Stored]) -> None:
    """Keep new buttons."""
    rows = [
        {
            "token": one.token,
            "action": one.action,
            "chat_id": one.chat_id,
            "user_id": one.user_id,
            "arguments": dict(one.arguments),
            "once": one.once,
            "expires_at": one.expires_at.astimezone(UTC),
        }
        for one in made
    ]
    if rows:
        connection.execute(insert(buttons), rows)


def find(connection: Connection, token: str) -> Stored | None:
    """The button with this token."""
    row = connection.execute(select(buttons).where(buttons.c.token == token)).one_or_none()
    if row is None:
        return None
    expires = row.expires_at if row.expires_at.tzinfo else row.expires_at.replace(tzinfo=UTC)
    return Stored(row.token, row.action, row.chat_id, row.user_id, row.arguments, row.once, expires, row.used_by)


def use(connection: Connection, token: str, update_id: int) -> bool:
    """Use up a button; False where another update has. The same update may come again after a restart."""
    free = buttons.c.used_by.is_(None) | (buttons.c.used_by == update_id)
    changed = connection.execute(update(buttons).where(buttons.c.token == token, free).values(used_by=update_id))
    return bool(changed.rowcount)


def forget(connection: Connection, before: datetime) -> int:
    """Remove the buttons that expired before a moment; how many there were."""
    return connection.execute(delete(buttons).where(buttons.c.expires_at < before.astimezone(UTC))).rowcount
