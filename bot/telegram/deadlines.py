"""Which tasks are due: days and names enter, the tasks still to be done by the deadlines that hold now leave.

A task whose deadline a later meeting has moved counts with the later one alone.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from bot.store.done import task_key, ticked
from rag import Database, Library, Task


def due_tasks(
    library: Library,
    database: Database,
    scopes: Sequence[str],
    names: Collection[str] | None,
    first: date | None,
    last: date,
) -> list[Task]:
    """The tasks due from `first` to `last` that nobody has ticked off, by day. Reads the database.

    Args:
        library: Where the tasks are.
        database: Where the ticks are.
        scopes: What may be seen; nothing where there is none.
        names: Only tasks of these people and bodies; None: of all.
        first: The first day; None: however long ago.
        last: The last day.
    """
    if not scopes:
        return []
    # "Overdue on the day after" leaves out the deadlines that do not hold any more.
    after = last + timedelta(days=1)
    found = [
        task
        for owner in ((None,) if names is None else names)
        for task in library.tasks(scopes, owner=owner, due_from=first, due_to=last, overdue_on=after)
    ]
    once = {(task.document.id, task.number): task for task in found}
    tasks = sorted(once.values(), key=lambda task: (day_of(task), task.document.name, task.document.id, task.number))
    return undone(database, tasks)


def undone(database: Database, tasks: Sequence[Task]) -> list[Task]:
    """Those that nobody has ticked off. Reads the database."""
    with database.read() as connection:
        done = ticked(connection, map(task_key, tasks))
    return [task for task in tasks if task_key(task) not in done]


def day_of(task: Task) -> date:
    """The day a task is due on; the last day of all where there is none."""
    deadline = task.assignment.deadline
    return (deadline.day if deadline else None) or date.max
