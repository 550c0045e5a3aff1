"""Whom people stand for: a person asks to be taken for a name in the minutes, an admin confirms, and "mine" has a meaning.

A binding says whose tasks are meant, never what may be seen: that is asked of `Access` each time.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.store import bindings as table
from bot.store.bindings import Binding
from bot.store.writer import Writer
from rag import Database, Library, Task, fold

NAME: Final = 200  # characters of a name at most
_MOST: Final = 10  # names that one person may stand for or wait for


class Bindings:
    """The bindings of all people. Safe to call from several tasks at once; nothing is cached."""

    def __init__(self, database: Database, writer: Writer) -> None:
        """`database` holds the bot's tables."""
        self._database = database
        self._writer = writer

    def of(self, user_id: int) -> Sequence[Binding]:
        """What a person has asked for, confirmed or not. Reads the database."""
        with self._database.read() as connection:
            return table.of(connection, user_id)

    def names(self, user_id: int) -> tuple[str, ...]:
        """The names that a person stands for. Reads the database."""
        return tuple(one.name for one in self.of(user_id) if one.confirmed_at is not None)

    async def ask(self, user_id: int, name: str, at: datetime) -> bool:
        """Note that a person wants to stand for a name; False where there are too many already."""
        if name not in (known := [one.name for one in self.of(user_id)]) and len(known) >= _MOST:
            return False
        await self._writer.write(lambda connection: table.ask(connection, user_id, name, at))
        return True

    async def confirm(self, user_id: int, name: str, by: int, at: datetime) -> bool:
        """Let a person stand for a name; False where that was not asked for, or is decided."""
        return await self._writer.write(lambda connection: table.confirm(connection, user_id, name, by, at))

    async def remove(self, user_id: int, name: str) -> Binding | None:
        """Take a name away, confirmed or not; what it was."""
        return await self._writer.write(lambda connection: table.remove(connection, user_id, name))


def candidates(library: Library, scopes: Sequence[str], like: str, limit: int) -> list[str]:
    """Names in the minutes that somebody may mean, the likeliest first. Reads the ledger.

    Args:
        library: Where the tasks are.
        scopes: Only of tasks in these.
        like: What somebody is called or has typed; where it is empty, any name will do.
        limit: How many at most.
    """
    tasks = library.tasks(scopes) if scopes else []
    counts = Counter(name for task in tasks for name in {*owners(task)} if len(name) <= NAME)
    wanted = set(fold(like).split())

    def shared(name: str) -> int:
        return len(wanted & set(fold(name).split()))

    fitting = [name for name in counts if shared(name) >= min(2, len(wanted))]
    return sorted(fitting, key=lambda name: (-shared(name), -counts[name], name))[:limit]


def owners(task: Task) -> tuple[str, ...]:
    """Who has to do a task: the body or person it was given to, and the people named beside it."""
    owner = task.assignment.owner
    return (*((owner,) if owner else ()), *task.assignment.people)
