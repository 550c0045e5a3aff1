"""What comes to chats by itself: when and about what, and up to which day each chat was told. Days are those of Vietnam."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.schema import reminded, reminders


class Notice(NamedTuple):
    """A task and the day it was due on when a notice of it was given. A moved deadline deserves another one."""

    task: str  # as `bot.store.done.task_key` names it within its document
    deadline: date


@dataclass(frozen=True, slots=True)
class Choice:
    """What a chat wants to be reminded of."""

    daily: bool  # a list each day
    days_before: int | None  # notices so many days before a deadline; None: none
    at: int  # minute of the day
    mine: bool  # only tasks of whom the person stands for
    empty_days: bool  # also on days on which nothing is due


@dataclass(frozen=True, slots=True)
class Reminder:
    """A chat's choice with what became of it."""

    id: int
    chat_id: int
    choice: Choice
    set_by: int  # user id
    planned: date  # the last day whose message was put into the outbox, or found needless
    told: date  # the last day that was accounted for: sent, or nothing to be sent
    told_before: date  # the same before that; between the two nothing was sent


def of(connection: Connection, chat_id: int) -> Reminder | None:
    """The reminder of a chat."""
    row = connection.execute(select(reminders).where(reminders.c.chat_id == chat_id)).one_or_none()
    return None if row is None else _reminder(row)


def get(connection: Connection, reminder_id: int) -> Reminder | None:
    """The reminder with this number."""
    row = connection.execute(select(reminders).where(reminders.c.id == reminder_id)).one_or_none()
    return None if row is None else _reminder(row)


def every(connection: Connection) -> Sequence[Reminder]:
    """All reminders."""
    return [_reminder(row) for row in connection.execute(select(reminders).order_by(reminders.c.id))]


def put(connection: Connection, chat_id: int, choice: Choice, set_by: int, planned: date) -> None:
    """Keep a chat's choice.

    Args:
        connection: In a writing transaction.
        chat_id: The chat.
        choice: What it wants.
        set_by: Who chose.
        planned: The last day that is past for the new choice.
    """
    values = {field.name: getattr(choice, field.name) for field in fields(Choice)} | {"set_by": set_by}
    known = of(connection, chat_id)
    if known is None:
        days = {"planned": planned, "told": planned, "told_before": planned}
        connection.execute(insert(reminders).values(chat_id=chat_id, **values, **days))
    else:
        days = {}
        if planned > known.planned:  # at the new time of day, today's is past: it is not owed
            days = {"planned": planned}
            if known.told == known.planned:
                days |= {"told": planned, "told_before": known.planned}
        connection.execute(update(reminders).where(reminders.c.id == known.id).values(**values, **days))


def remove(connection: Connection, chat_id: int) -> bool:
    """Remind a chat of nothing any more; whether it was reminded."""
    known = of(connection, chat_id)
    if known is None:
        return False
    connection.execute(delete(reminded).where(reminded.c.reminder_id == known.id))
    connection.execute(delete(reminders).where(reminders.c.id == known.id))
    return True


def plan(connection: Connection, reminder_id: int, day: date) -> None:
    """Note that a day's message is in the outbox."""
    this = reminders.c.id == reminder_id, reminders.c.planned < day
    connection.execute(update(reminders).where(*this).values(planned=day))


def account(connection: Connection, reminder_id: int, day: date, given: Iterable[Notice] = ()) -> None:
    """Note that a day's message goes out with these notices, or that there is none; again is the same as once."""
    this = reminders.c.id == reminder_id
    known = connection.execute(select(reminders.c.told).where(this)).scalar_one_or_none()
    if known is None:
        return
    if known < day:
        connection.execute(update(reminders).where(this).values(told=day, told_before=known))
    old = notices(connection, reminder_id)
    rows = [
        {"reminder_id": reminder_id, "task": one.task, "deadline": one.deadline, "day": day}
        for one in sorted(set(given))
        if one not in old
    ]
    if rows:
        connection.execute(insert(reminded), rows)


def notices(connection: Connection, reminder_id: int) -> dict[Notice, date]:
    """The notices that were given, with the day of each."""
    rows = connection.execute(select(reminded).where(reminded.c.reminder_id == reminder_id))
    return {Notice(row.task, row.deadline): row.day for row in rows}


def forget(connection: Connection, before: date) -> None:
    """Forget the notices of deadlines before a day."""
    connection.execute(delete(reminded).where(reminded.c.deadline < before))


def _reminder(row: Any) -> Reminder:
    choice = Choice(*(getattr(row, field.name) for field in fields(Choice)))
    return Reminder(row.id, row.chat_id, choice, row.set_by, row.planned, row.told, row.told_before)
