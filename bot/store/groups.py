"""Groups the bot serves and the scopes bound to each. Nothing is cached. Times are UTC."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.store.journal import aware
from bot.store.schema import group_scopes, groups
from rag import Database


@dataclass(frozen=True, slots=True)
class Group:
    """A group that an admin has brought the bot into."""

    chat_id: int
    title: str
    scopes: tuple[str, ...]  # in alphabetical order; nothing is answered while there is none
    added_by: int
    added_at: datetime


class Groups:
    """The table of groups. Thread-safe."""

    def __init__(self, database: Database) -> None:
        """`database` holds the bot's tables."""
        self._database = database

    def get(self, chat_id: int) -> Group | None:
        """The group with this chat id, None where no admin has brought the bot there."""
        return next(iter(self._read(chat_id)), None)

    def listed(self) -> list[Group]:
        """All groups, oldest first."""
        return self._read(None)

    def scopes(self, chat_id: int) -> tuple[str, ...]:
        """What a group may see; empty for a group that is not known."""
        query = select(group_scopes.c.scope).where(group_scopes.c.chat_id == chat_id).order_by(group_scopes.c.scope)
        with self._database.read() as connection:
            return tuple(connection.scalars(query))

    def add(self, chat_id: int, title: str, by: int, at: datetime) -> None:
        """Know a group from now on, or its new title; it sees nothing until scopes are bound to it."""
        with self._database.write() as connection:
            known = connection.execute(update(groups).where(groups.c.chat_id == chat_id).values(title=title))
            if not known.rowcount:
                connection.execute(insert(groups).values(chat_id=chat_id, title=title, added_by=by, added_at=at))

    def bind(self, chat_id: int, scopes: Collection[str]) -> bool:
        """Make `scopes` all that a known group may see; False where the group is not known."""
        with self._database.write() as connection:
            if connection.scalar(select(groups.c.chat_id).where(groups.c.chat_id == chat_id)) is None:
                return False
            connection.execute(delete(group_scopes).where(group_scopes.c.chat_id == chat_id))
            if scopes:
                rows = [{"chat_id": chat_id, "scope": scope} for scope in sorted(set(scopes))]
                connection.execute(insert(group_scopes), rows)
            return True

    def remove(self, chat_id: int) -> bool:
        """Forget a group with its scopes; whether it was known."""
        with self._database.write() as connection:
            connection.execute(delete(group_scopes).where(group_scopes.c.chat_id == chat_id))
            return bool(connection.execute(delete(groups).where(groups.c.chat_id == chat_id)).rowcount)

    def _read(self, chat_id: int | None) -> list[Group]:
        query = select(groups).order_by(groups.c.added_at, groups.c.chat_id)
        bound = select(group_scopes).order_by(group_scopes.c.scope)
        if chat_id is not None:
            query = query.where(groups.c.chat_id == chat_id)
            bound = bound.where(group_scopes.c.chat_id == chat_id)
        with self._database.read() as connection:
            scopes: dict[int, list[str]] = {}
            for row in connection.execute(bound):
                scopes.setdefault(row.chat_id, []).append(row.scope)
            return [
                Group(row.chat_id, row.title, tuple(scopes.get(row.chat_id, ())), row.added_by, aware(row.added_at))
                for row in connection.execute(query)
            ]
