"""Who may do what, as the database remembers it: decisions about people enter, what holds now leaves.

Nothing is cached: what an admin takes away is gone for the very next message. Times are UTC.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.journal import aware
from bot.store.schema import grants, people
from rag import Database

Status = Literal["stranger", "waiting", "allowed", "denied"]


@dataclass(frozen=True, slots=True)
class Known:
    """A person who has asked to be let in or was decided upon, or whose name alone is kept."""

    id: int  # Telegram's numeric user id
    name: str  # as Telegram last showed it; empty where it never did
    status: Status
    admin: bool
    scopes: tuple[str, ...]  # in alphabetical order
    asked_at: datetime | None
    decided_at: datetime | None
    decided_by: int | None


class People:
    """The table of people and what they were granted. Thread-safe."""

    def __init__(self, database: Database) -> None:
        """`database` holds the bot's tables."""
        self._database = database

    def get(self, user_id: int) -> Known | None:
        """What is known of a person."""
        with self._database.read() as connection:
            row = connection.execute(select(people).where(people.c.user_id == user_id)).one_or_none()
            return None if row is None else _known(row, _scopes(connection, user_id))

    def listed(self, status: Status | None = None, *, admin: bool | None = None) -> list[Known]:
        """The people of one status or all, admins or others, those who asked first before the rest."""
        query = select(people).order_by(people.c.asked_at, people.c.user_id)
        if status is not None:
            query = query.where(people.c.status == status)
        if admin is not None:
            query = query.where(people.c.admin == admin)
        with self._database.read() as connection:
            granted: dict[int, list[str]] = {}
            for user_id, scope in connection.execute(select(grants.c.user_id, grants.c.scope).order_by(grants.c.scope)):
                granted.setdefault(user_id, []).append(scope)
            return [_known(row, tuple(granted.get(row.user_id, ()))) for row in connection.execute(query)]

    def admins(self) -> tuple[int, ...]:
        """The user ids of those whom the database makes admins."""
        with self._database.read() as connection:
            return tuple(connection.scalars(select(people.c.user_id).where(people.c.admin).order_by(people.c.user_id)))

    def ask(self, user_id: int, name: str, at: datetime) -> bool:
        """Note that a stranger asks to be let in; False where they are known already, by whatever status."""
        with self._database.write() as connection:
            status = connection.scalar(select(people.c.status).where(people.c.user_id == user_id))
            if status not in (None, "stranger"):
                return False
            _put(connection, user_id, {"name": name, "status": "waiting", "asked_at": at})
            return True

    def allow(self, user_id: int, by: int, at: datetime, *, scopes: Collection[str] | None = None) -> None:
        """Let a person in. With `scopes` these become all they may see; without, what they had stays."""
        with self._database.write() as connection:
            _put(connection, user_id, {"status": "allowed", "decided_at": at, "decided_by": by})
            if scopes is not None:
                _grant(connection, user_id, scopes)

    def deny(self, user_id: int, by: int, at: datetime) -> None:
        """Shut a person out: nothing granted to them is left, and they are no admin."""
        with self._database.write() as connection:
            _put(connection, user_id, {"status": "denied", "admin": False, "decided_at": at, "decided_by": by})
            _grant(connection, user_id, ())

    def forget(self, user_id: int) -> None:
        """Make a person a stranger again, who may ask anew."""
        with self._database.write() as connection:
            _grant(connection, user_id, ())
            connection.execute(delete(people).where(people.c.user_id == user_id))

    def grant(self, user_id: int, scopes: Collection[str]) -> None:
        """Make `scopes` all that a known person may see."""
        with self._database.write() as connection:
            _grant(connection, user_id, scopes)

    def make_admin(self, user_id: int, by: int, at: datetime, *, admin: bool = True, name: str | None = None) -> None:
        """Make a person an admin, who is thereby let in, or an ordinary person again."""
        fields: dict[str, Any] = {"admin": admin, "status": "allowed", "decided_at": at, "decided_by": by}
        with self._database.write() as connection:
            _put(connection, user_id, fields if name is None else fields | {"name": name})

    def make_first_admin(self, user_id: int, name: str, at: datetime) -> bool:
        """Make a person an admin where there is none yet; whether it was done."""
        with self._database.write() as connection:
            if connection.scalar(select(people.c.user_id).where(people.c.admin).limit(1)) is not None:
                return False
            fields = {"name": name, "admin": True, "status": "allowed", "decided_at": at, "decided_by": user_id}
            _put(connection, user_id, fields)
            return True

    def know(self, user_id: int, name: str) -> None:
        """Keep the name of a person as Telegram shows it now; that alone gives them nothing."""
        with self._database.write() as connection:
            known = connection.execute(update(people).where(people.c.user_id == user_id).values(name=name))
            if not known.rowcount:
                _put(connection, user_id, {"name": name, "status": "stranger"})


def _put(connection: Connection, user_id: int, fields: dict[str, Any]) -> None:
    changed = connection.execute(update(people).where(people.c.user_id == user_id).values(**fields))
    if not changed.rowcount:
        connection.execute(insert(people).values(**({"user_id": user_id, "name": "", "admin": False} | fields)))


def _grant(connection: Connection, user_id: int, scopes: Collection[str]) -> None:
    connection.execute(delete(grants).where(grants.c.user_id == user_id))
    if scopes:
        connection.execute(insert(grants), [{"user_id": user_id, "scope": scope} for scope in sorted(set(scopes))])


def _scopes(connection: Connection, user_id: int) -> tuple[str, ...]:
    return tuple(connection.scalars(select(grants.c.scope).where(grants.c.user_id == user_id).order_by(grants.c.scope)))


def _known(row: Any, scopes: tuple[str, ...]) -> Known:
    asked, decided = (None if at is None else aware(at) for at in (row.asked_at, row.decided_at))
    return Known(row.user_id, row.name, row.status, row.admin, scopes, asked, decided, row.decided_by)
