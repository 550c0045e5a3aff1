"""What comes to people by itself: each chat's choice enters, at its time a message with what is due leaves.

A day's message is put into the outbox once (its key is the reminder with the day) and written when it is sent: what the
chat may see, what is ticked off and which deadline holds is asked at that moment. What could not be sent in time, as the
process was down, goes out as soon as it can and says so.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from bot.cli.failures import where_raised
from bot.store import reminders as table
from bot.store.outbox import Row
from bot.store.reminders import Choice, Reminder
from bot.telegram import messages
from bot.telegram.answered import number_of
from bot.telegram.bulletin import Bulletin, bulletin, horizon, last_day, next_moment, since
from bot.telegram.clock import VIETNAM
from bot.telegram.deadlines import due_tasks
from bot.telegram.desk import message
from bot.telegram.digest import digest
from bot.telegram.keyboard import Button
from bot.telegram.outbox import Composed
from bot.telegram.outgoing import Outgoing
from bot.telegram.render import Html
from rag import RagError, StoreError

if TYPE_CHECKING:
    from bot.telegram.desk import Desk

COMPOSER: Final = "reminder"
_KEPT: Final = timedelta(days=60)  # how long it is remembered that a notice was given, from the deadline on
_RETRY: Final = timedelta(seconds=30)  # until the database is tried again

_Seen = tuple[tuple[str, ...], tuple[str, ...] | None]  # scopes, names; None: everybody's tasks

logger = logging.getLogger(__name__)


class Reminders:
    """Reminds. Belongs to one event loop; one process at a time runs it."""

    def __init__(self, desk: "Desk") -> None:
        """To be made before the outbox is opened."""
        self._desk = desk
        self._clock = desk.clock
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._counted_at: datetime | None = None
        self._counted: dict[tuple[Any, ...], int] = {}
        desk.outbox.compose_with(COMPOSER, self._compose)

    def open(self) -> None:
        """Begin to remind, first of what has become due in the meantime."""
        self._task = asyncio.create_task(self._run(), name="reminders")

    async def close(self) -> None:
        """Remind no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def of(self, chat_id: int) -> Reminder | None:
        """What a chat is reminded of. Reads the database."""
        with self._desk.database.read() as connection:
            return table.of(connection, chat_id)

    async def choose(self, chat_id: int, choice: Choice, by: int) -> None:
        """Remind a chat from the next time on; of nothing any more where nothing is chosen."""
        planned = last_day(choice.at, self._clock.now())

        def work(connection: Connection) -> None:
            if choice.daily or choice.days_before is not None:
                table.put(connection, chat_id, choice, by, planned)
            else:
                table.remove(connection, chat_id)

        await self._desk.writer.write(work)
        self._changed.set()

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            try:
                until = await self._catch_up()
            except RagError as error:
                logger.error("reminders: %s, tried again", type(error).__name__)
                until = self._clock.now() + _RETRY
            await self._wait(until)

    async def _catch_up(self) -> datetime | None:
        """Put everything that is due into the outbox; when there will be more to do."""
        today = self._clock.today()
        await self._desk.writer.write(lambda connection: table.forget(connection, today - _KEPT))
        moments = []
        for reminder in await asyncio.to_thread(self._every):
            try:
                moments.append(await self._plan(reminder))
            except Exception as error:  # the others are to be reminded all the same
                logger.error("reminder, tried again\n%s", where_raised(error))
                moments.append(self._clock.now() + _RETRY)
        return min(moments, default=None)

    async def _plan(self, reminder: Reminder) -> datetime:
        """Put what is due into the outbox; when the next message is."""
        day = last_day(reminder.choice.at, self._clock.now())
        if day > reminder.planned:
            if await asyncio.to_thread(self._bulletin, reminder, day) is None:
                await self._desk.writer.write(_needless(reminder, day))
            else:
                payload = {"composed_by": COMPOSER, "reminder": reminder.id, "day": day.isoformat()}
                key = f"{COMPOSER}:{reminder.id}:{day}"
                await self._desk.outbox.put(Outgoing(reminder.chat_id, "sendMessage", payload, key=key))
                await self._desk.writer.write(_planned(reminder, day))
        return next_moment(replace(reminder, planned=max(day, reminder.planned)), self._clock.now())

    async def _wait(self, until: datetime | None) -> None:
        waits: list[asyncio.Task[Any]] = [asyncio.create_task(self._changed.wait())]
        if until is not None:
            waits.append(asyncio.create_task(self._clock.until(until)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _compose(self, row: Row) -> Composed | None:
        try:
            return await self._written(row)
        except StoreError:
            raise  # it is tried again
        except Exception as error:  # the chat's other messages are not to wait behind it
            logger.error("reminder, given up\n%s", where_raised(error))
            return None

    async def _written(self, row: Row) -> Composed | None:
        """The message of a reminder as of now; None where there is nothing to be said (any more)."""
        day = date.fromisoformat(row.payload["day"])
        reminder = await asyncio.to_thread(self._get, row.payload["reminder"])
        if reminder is None or max(reminder.planned, last_day(reminder.choice.at, self._clock.now())) > day:
            return None  # switched off, or a later day's message tells this too
        said = await asyncio.to_thread(self._bulletin, reminder, day)
        if said is None:
            await self._desk.writer.write(_needless(reminder, day))
            return None
        text = await asyncio.to_thread(self._text, reminder, said)
        view = "week" if said.due or said.ahead else "overdue"
        arguments = {"view": view, "mine": reminder.choice.mine}
        data = self._desk.buttons.make("due.open", row.chat_id, None, arguments)
        # Where the process ends before that is noted, the same is told again, not forgotten.
        return Composed(
            message(text, [[Button(messages.DIGEST_OPEN, data)]]),
            lambda connection: table.account(connection, reminder.id, day, said.notices),
        )

    def _bulletin(self, reminder: Reminder, day: date) -> Bulletin | None:
        now, desk = self._clock.now(), self._desk
        scopes, names = self._seen(reminder)
        if not scopes:
            return None
        last = horizon(reminder.choice, now.astimezone(VIETNAM).date())
        tasks = due_tasks(desk.library, desk.database, scopes, names, since(reminder, day), last)
        with desk.database.read() as connection:
            given = table.notices(connection, reminder.id)
        return bulletin(reminder, day, now, tasks, {one for one, when in given.items() if when != day})

    def _text(self, reminder: Reminder, said: Bulletin) -> Html:
        number = partial(number_of, self._desk.library)
        return digest(said, self._older(reminder, said) if reminder.choice.daily else 0, number)

    def _older(self, reminder: Reminder, said: Bulletin) -> int:
        """How many tasks were overdue before. Counted once a minute for all chats that see the same."""
        scopes, names = self._seen(reminder)
        last = since(reminder, said.day) - timedelta(days=1)
        minute = self._clock.now().replace(second=0, microsecond=0)
        if minute != self._counted_at:
            self._counted_at, self._counted = minute, {}
        if (count := self._counted.get((scopes, names, last))) is None:
            tasks = due_tasks(self._desk.library, self._desk.database, scopes, names, None, last)
            count = self._counted[scopes, names, last] = len(tasks)
        return count

    def _seen(self, reminder: Reminder) -> _Seen:
        """What a chat may see now, and whose tasks it wants to be told of."""
        names = self._desk.bindings.names(reminder.chat_id) if reminder.choice.mine else None
        return self._desk.access.scopes_at(reminder.chat_id), names

    def _every(self) -> list[Reminder]:
        with self._desk.database.read() as connection:
            return list(table.every(connection))

    def _get(self, reminder_id: int) -> Reminder | None:
        with self._desk.database.read() as connection:
            return table.get(connection, reminder_id)


def _planned(reminder: Reminder, day: date) -> Any:
    return lambda connection: table.plan(connection, reminder.id, day)


def _needless(reminder: Reminder, day: date) -> Any:
    """Nothing is to be sent for a day."""

    def work(connection: Connection) -> None:
        table.plan(connection, reminder.id, day)
        table.account(connection, reminder.id, day)

    return work
