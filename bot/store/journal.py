"""What admins did, kept for good: actions enter, pages of entries leave, newest first. Times are UTC."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select

from bot.store.schema import audit
from rag import Database

_SUBJECT = 200  # characters kept
_DETAIL = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One action."""

    id: int
    at: datetime
    actor: int | None  # Telegram's user id; None: the program itself
    action: str  # a word of `messages.ACTIONS`
    subject: str  # whom or what it was done to
    detail: str


class Journal:
    """The table of actions. Thread-safe. Nothing is ever changed or removed in it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """`database` holds the bot's tables, `now` tells the time (aware)."""
        self._database = database
        self._now = now

    def note(self, actor: int | None, action: str, subject: str = "", detail: str = "") -> None:
        """Write an action down, durably: it waits for the disk, so from a coroutine it is called in a thread."""
        row = {"at": self._now(), "actor": actor, "action": action}
        row |= {"subject": subject[:_SUBJECT], "detail": detail[:_DETAIL]}
        with self._database.write() as connection:
            connection.execute(insert(audit).values(**row))

    def page(self, number: int, size: int) -> tuple[list[Entry], int]:
        """The entries of one page, the newest on page 0, and how many there are in all."""
        query = select(audit).order_by(audit.c.id.desc()).limit(size).offset(number * size)
        with self._database.read() as connection:
            count = connection.scalar(select(func.count()).select_from(audit)) or 0
            rows = connection.execute(query).all()
        return [Entry(row.id, aware(row.at), row.actor, row.action, row.subject, row.detail) for row in rows], count


def aware(moment: datetime) -> datetime:
    """The time with its zone, which SQLite does not keep."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
