"""What a reminder says on a day: the choice of a chat and its open tasks enter, sections of tasks leave. No I/O.

A notice is given once for a task and its deadline. What fell due while nothing could be sent is told as soon as it can.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.store.done import task_key
from bot.store.reminders import Choice, Notice, Reminder
from bot.telegram.clock import VIETNAM
from bot.telegram.deadlines import day_of
from rag import Task

AHEAD: Final = 7  # days that a daily list looks ahead
_LATE: Final = timedelta(minutes=15)  # after which a message says that it is late


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One message of a reminder."""

    day: date  # for which it was due
    at: int  # minute of that day
    today: date
    late: bool
    missed: tuple[date, ...]  # earlier days on which nothing could be sent
    due: tuple[Task, ...]  # today
    overdue: tuple[Task, ...]  # since the last message
    ahead: tuple[Task, ...]  # notices
    coming: tuple[Task, ...]  # others in the next days
    notices: tuple[Notice, ...]  # that it gives


def moment(day: date, at: int) -> datetime:
    """The time (UTC) of a minute of a day in Vietnam."""
    return datetime.combine(day, time(at // 60, at % 60), VIETNAM).astimezone(UTC)


def last_day(at: int, now: datetime) -> date:
    """The last day whose time has come."""
    today = now.astimezone(VIETNAM).date()
    return today if moment(today, at) <= now else today - timedelta(days=1)


def next_moment(reminder: Reminder, now: datetime) -> datetime:
    """When the next message may come (UTC)."""
    day = max(last_day(reminder.choice.at, now), reminder.planned) + timedelta(days=1)
    return moment(day, reminder.choice.at)


def since(reminder: Reminder, day: date) -> date:
    """The day of the message before that of a day."""
    return reminder.told_before if reminder.told >= day else reminder.told


def horizon(choice: Choice, today: date) -> date:
    """The last day whose tasks matter."""
    return today + timedelta(days=max(AHEAD if choice.daily else 0, choice.days_before or 0))


def bulletin(
    reminder: Reminder, day: date, now: datetime, tasks: Sequence[Task], given: Collection[Notice]
) -> Bulletin | None:
    """The message for a day, None where there is nothing to say.

    Args:
        reminder: Whose message it is.
        day: The day it was planned for.
        now: The moment of sending, maybe later.
        tasks: All open tasks due from `since` until `horizon`, by day.
        given: Notices that earlier messages gave.
    """
    choice, today = reminder.choice, now.astimezone(VIETNAM).date()
    before = since(reminder, day)
    with_notices = choice.days_before is not None
    until = today + timedelta(days=choice.days_before or 0)

    def noticed(task: Task) -> bool:
        return not with_notices or notice(task) in given

    due = tuple(task for task in tasks if day_of(task) == today and (choice.daily or not noticed(task)))
    overdue = tuple(task for task in tasks if before <= day_of(task) < today and (choice.daily or not noticed(task)))
    ahead = tuple(task for task in tasks if today < day_of(task) <= until and not noticed(task))
    others = [task for task in tasks if today < day_of(task) and task not in ahead]
    if not (due or overdue or ahead or (choice.daily and choice.empty_days)):
        return None
    return Bulletin(
        day=day,
        at=choice.at,
        today=today,
        late=now - moment(day, choice.at) > _LATE,
        missed=tuple(before + timedelta(days=n) for n in range(1, (day - before).days)) if choice.daily else (),
        due=due,
        overdue=overdue,
        ahead=ahead,
        coming=tuple(others) if choice.daily else (),
        notices=tuple(map(notice, (*due, *overdue, *ahead))) if with_notices else (),
    )


def notice(task: Task) -> Notice:
    """The notice of a task with the deadline it has now."""
    return Notice(task_key(task)[1], day_of(task))
