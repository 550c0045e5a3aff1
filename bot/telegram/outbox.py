"""What the bot says: messages enter and are committed; a lane for each chat delivers them in order, as the rules allow.

What Telegram answers decides (each for its own chat only):
- 429: the chat waits as long as it is told to, also over a restart;
- 403: the bot is not wanted there: what waits is dropped, until somebody writes from there again;
- the chat has become a supergroup: everything of it moves to the new identifier;
- 400: "not modified" is fine; broken markup is sent again as plain text; anything else will not get better: given up;
- no answer: sent again where it never reached Telegram or may be done twice (an edit); else its fate is unknown, which is
  noted, and it is not sent again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Connection
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.cli.failures import where_raised
from bot.store.chats import Chats
from bot.store.outbox import Draft, OutboxTable, Row, is_edit, no_reply
from bot.telegram.api import Api, seconds_to_wait
from bot.telegram.clock import Clock
from bot.telegram.limits import GROUP_WINDOW, Limits
from bot.telegram.outgoing import Outgoing, Sent
from bot.telegram.passage import Passage
from bot.telegram.uploading import parameters
from bot.telegram.verdicts import (
    Again,
    Done,
    Held,
    Mended,
    Moved,
    Refused,
    Unwanted,
    Verdict,
    failure,
    repeatable,
    success,
)
from rag import StoreError

_PROGRESS_LOOK = 0.25  # seconds between looks whether a progress may be shown
_RETRY = (0.5, 1, 2, 4, 8, 15, 30)  # seconds between attempts to reach Telegram or the database


@dataclass(frozen=True, slots=True)
class Composed:
    """A message that was written when it was to be sent."""

    payload: dict[str, Any]
    sent: Callable[[Connection], None]  # written together with the note that it was sent, only then


# From a stored message, at the moment of sending; None: nothing is to be sent.
Composer = Callable[[Row], Awaitable[Composed | None]]

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    """What waits for one chat."""

    rows: deque[Row] = field(default_factory=deque)
    progress: dict[int, dict[str, Any]] = field(default_factory=dict)  # the newest by message
    more: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None


class Outbox:
    """Delivers messages. Belongs to one event loop."""

    def __init__(
        self, api: Api, table: OutboxTable, chats: Chats, clock: Clock, fail: Callable[[Exception], None]
    ) -> None:
        """`fail` is told when Telegram refuses the token, so that nothing can be sent at all."""
        self._api = api
        self._table = table
        self._chats = chats
        self._clock = clock
        self._fail = fail
        self._limits = Limits()
        self._passage = Passage()
        self._lanes: dict[int, _Lane] = {}
        self._handles: dict[int, Sent] = {}
        self._blocked: set[int] = set()
        self._paused: set[int] = set()
        self._moved: dict[int, int] = {}
        self._scheduled: set[asyncio.Task[None]] = set()
        self._composers: dict[str, Composer] = {}
        self._composed_last: dict[int, Composed] = {}  # by row, until that is settled

    def compose_with(self, name: str, composer: Composer) -> None:
        """Have messages written only when they are sent: those whose payload says `{"composed_by": name}`.

        For what may have changed by then, above all what the chat may see. To be called before `open`.
        """
        self._composers[name] = composer

    async def open(self) -> None:
        """Go on where an earlier process ended."""
        now = self._clock.now()
        self._moved = await asyncio.to_thread(self._chats.moved)
        for chat_id, sent_at in await asyncio.to_thread(self._table.recent, now - timedelta(seconds=GROUP_WINDOW)):
            self._limits.seed(chat_id, max(0.0, (now - sent_at).total_seconds()))
        for held in await asyncio.to_thread(self._chats.held):
            if held.blocked:
                self._blocked.add(held.chat_id)
            elif held.paused_until is not None and held.paused_until > now:
                self._paused.add(held.chat_id)
                self._limits.pause(held.chat_id, (held.paused_until - now).total_seconds())
        for row in await self._table.waiting(now):
            self._handles[row.id] = Sent()
            self._accept(replace(row, chat_id=self._moved.get(row.chat_id, row.chat_id)))

    async def close(self, seconds: float) -> None:
        """Deliver what can be in so many seconds; the rest waits for the next process."""
        for task in self._scheduled:
            task.cancel()
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def put(self, message: Outgoing) -> Sent:
        """Commit a message; it is delivered in its turn. Where its key is known, the first message stands.

        Raises:
            StoreError: when it could not be committed, and so will not be sent.
        """
        chat_id = self._moved.get(message.chat_id, message.chat_id)
        payload = message.payload
        if chat_id != message.chat_id or payload.get("reply_parameters", {}).get("message_id", 0) < 0:
            payload = no_reply(payload)  # what it replies to was in the chat before it moved
        draft = Draft(message.key, chat_id, message.method, payload, message.file, message.ref, message.not_before)
        row, fresh = await self._table.add(draft, self._clock.now())
        chat_id = self._moved.get(chat_id, chat_id)  # it may have moved meanwhile
        sent = self._handles.get(row.id)
        if sent is not None:
            sent.again = True
            return sent
        sent = Sent(again=not fresh)
        if not fresh and row.status != "waiting":
            sent.settle(row.message_id if row.status == "sent" else None)
            return sent
        self._handles[row.id] = sent
        if chat_id in self._blocked:
            await self._settle(row, Done("dropped"))
        else:
            self._accept(replace(row, chat_id=chat_id))
        return sent

    async def attempt(self, chat_id: int, method: str, payload: dict[str, Any]) -> Any | None:
        """Call a method once, for what may be left out, such as "typing": its result, None where it did not work."""
        if chat_id in self._blocked or self._limits.paused(chat_id):
            return None
        try:
            return await self._api.call(method, {"chat_id": self._moved.get(chat_id, chat_id), **payload})
        except RetryAfter as error:
            await self._pause(chat_id, seconds_to_wait(error))
        except TelegramError:
            pass
        return None

    def progress(self, chat_id: int, message_id: int, payload: dict[str, Any]) -> None:
        """Show `payload` in a message when there is room for it; a newer one or an edit takes its place."""
        if chat_id not in self._blocked:
            lane = self._lane(self._moved.get(chat_id, chat_id))
            lane.progress[message_id] = payload
            self._wake(self._moved.get(chat_id, chat_id))

    def ref(self, chat_id: int, message_id: int) -> str | None:
        """The `ref` that a message of the bot was put with. Reads the database."""
        return self._table.ref(chat_id, message_id)

    async def under(self, chat_id: int, key: str) -> dict[str, Sent]:
        """The messages of a chat whose keys begin with `key`, by their keys."""
        found: dict[str, Sent] = {}
        for row in await asyncio.to_thread(self._table.under, chat_id, key):
            found[row.key] = self._handles.get(row.id) or Sent(again=True)
            if row.id not in self._handles:
                found[row.key].settle(row.message_id if row.status == "sent" else None)
        return found

    async def block(self, chat_id: int) -> None:
        """Drop what waits for a chat, and what comes, as the bot may not write there."""
        self._blocked.add(chat_id)
        self._paused.discard(chat_id)  # whose end would free the chat
        now = self._clock.now()
        await _insist(lambda: self._chats.hold(chat_id, blocked_at=now))
        await _insist(lambda: self._table.drop(chat_id, now))
        if (lane := self._lanes.get(chat_id)) is not None:
            for row in lane.rows:
                self._resolve(row, None)
            lane.rows.clear()
            lane.progress.clear()

    async def unblock(self, chat_id: int) -> None:
        """Write to a chat again: somebody has written from there."""
        if chat_id in self._blocked:
            self._blocked.discard(chat_id)
            await _insist(lambda: self._chats.free(chat_id))

    @property
    def moved(self) -> Mapping[int, int]:
        """The new identifiers of chats that have moved, by the old ones."""
        return self._moved

    async def move(self, old: int, new: int) -> None:
        """Move all that belongs to a chat to its new identifier; edits that wait are dropped, as numbers start again."""
        if self._moved.get(old) != new:
            await _insist(lambda: self._chats.move(old, new))
            self._limits.move(old, new)
            self._moved[old] = new  # not before: what is put meanwhile queues up behind what moves
        if (lane := self._lanes.get(old)) is not None:
            for row in lane.rows:
                if is_edit(row.method):
                    self._resolve(row, None)
                else:
                    self._accept(replace(row, chat_id=new, payload=no_reply(row.payload)))
            lane.rows.clear()
            lane.progress.clear()

    @property
    def waiting(self) -> int:
        """How many messages wait to be delivered."""
        return sum(len(lane.rows) for lane in self._lanes.values())

    def _accept(self, row: Row) -> None:
        if row.not_before is not None and row.not_before > self._clock.now():
            task = asyncio.create_task(self._later(row, row.not_before))
            self._scheduled.add(task)
            task.add_done_callback(self._scheduled.discard)
            return
        lane = self._lane(row.chat_id)
        if is_edit(row.method):
            lane.progress.pop(row.message_id or 0, None)
            for older in [one for one in lane.rows if is_edit(one.method) and one.message_id == row.message_id]:
                lane.rows.remove(older)  # one that is being sent just now finds itself gone
                self._resolve(older, older.message_id)
        lane.rows.append(row)
        self._wake(row.chat_id)

    async def _later(self, row: Row, moment: datetime) -> None:
        await self._clock.until(moment)
        self._accept(replace(row, chat_id=self._moved.get(row.chat_id, row.chat_id), not_before=None))

    def _lane(self, chat_id: int) -> _Lane:
        return self._lanes.setdefault(chat_id, _Lane())

    def _wake(self, chat_id: int) -> None:
        lane = self._lanes[chat_id]
        lane.more.set()
        if lane.task is None:
            lane.task = asyncio.create_task(self._serve(chat_id, lane), name="outbox")

    async def _serve(self, chat_id: int, lane: _Lane) -> None:
        try:
            while lane.rows or lane.progress:
                lane.more.clear()
                if lane.rows:
                    await self._deliver(lane)
                elif self._limits.free(chat_id):
                    message_id = next(iter(lane.progress))
                    await self.attempt(
                        chat_id, "editMessageText", {"message_id": message_id, **lane.progress.pop(message_id)}
                    )
                else:
                    await _either(lane.more, _PROGRESS_LOOK)
        finally:
            lane.task = None
            if not lane.rows and not lane.progress:
                self._lanes.pop(chat_id, None)

    async def _deliver(self, lane: _Lane) -> None:
        """Send the first of a lane, or find out that it cannot be sent now."""
        row = lane.rows[0]
        await self._limits.turn(row.chat_id)
        async with nullcontext(_nothing) if repeatable(row.method) else self._passage.way() as answered:
            if not lane.rows or lane.rows[0] is not row:
                return  # dropped or moved in the meantime
            if self._limits.paused(row.chat_id):
                return  # told to wait in the meantime
            self._limits.count(row.chat_id)
            done = await self._send(row)
            answered()
            if done is None:
                return
            if done.reason:
                logger.warning("outbox %s: %s, %s", row.method, done.status, done.reason)
            if lane.rows and lane.rows[0] is row:
                lane.rows.popleft()
            await self._settle(row, done)
        if row.chat_id in self._paused:
            self._paused.discard(row.chat_id)
            await _insist(lambda: self._chats.free(row.chat_id))

    async def _send(self, row: Row) -> Done | None:
        """What became of a message; None where its lane is to look again."""
        for wait in _waits():
            match await self._try(row):
                case Done() as done:
                    return done
                case Held(seconds):
                    await self._pause(row.chat_id, seconds)
                    return None
                case Moved(chat_id):
                    await self.move(row.chat_id, chat_id)
                    return None
                case Unwanted():
                    await self.block(row.chat_id)
                    return Done("dropped")
                case Refused():
                    self._fail(InvalidToken())
                    await asyncio.Event().wait()  # until the process ends; the message waits for the next one
                case Mended(mended):
                    row = mended
                case Again(reason):
                    logger.warning("outbox %s: %s, tried again", row.method, reason)
                    await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    async def _try(self, row: Row) -> Verdict:
        try:
            made = await self._composed(row)
        except StoreError:
            return Again("StoreError")
        if made is None:
            return Done("dropped")
        try:
            return success(made, await self._api.call(made.method, await parameters(made)))
        except TelegramError as error:
            return failure(made, error)
        except FileNotFoundError:
            return Done("failed", reason="file")
        except Exception as error:  # a message that cannot even be tried must not hold up the next ones
            logger.error("outbox %s\n%s", row.method, where_raised(error))
            return Done("failed", reason="bug")

    async def _composed(self, row: Row) -> Row | None:
        """The message as it is to be sent; None where there is nothing to be sent after all."""
        name = row.payload.get("composed_by")
        if name is None:
            return row
        composed = await self._composers[name](row)
        if composed is None:
            return None
        self._composed_last[row.id] = composed
        return replace(row, payload=composed.payload)

    async def _pause(self, chat_id: int, seconds: float) -> None:
        self._limits.pause(chat_id, seconds)
        self._paused.add(chat_id)
        until = self._clock.now() + timedelta(seconds=seconds)
        await _insist(lambda: self._chats.hold(chat_id, paused_until=until))

    async def _settle(self, row: Row, done: Done) -> None:
        now = self._clock.now()
        composed = self._composed_last.pop(row.id, None)
        also = composed.sent if composed is not None and done.status == "sent" else None
        await _insist(lambda: self._table.settle(row.id, done.status, done.message_id, now, also))
        self._resolve(row, done.message_id)

    def _resolve(self, row: Row, message_id: int | None) -> None:
        if (sent := self._handles.pop(row.id, None)) is not None:
            sent.settle(message_id)


def _nothing() -> None:
    """Nobody waits for what may be done twice."""


def _waits() -> Iterator[float]:
    """Seconds between attempts, for ever."""
    return chain(_RETRY, repeat(_RETRY[-1]))


async def _insist(work: Callable[[], Awaitable[None]]) -> None:
    """Do what must not be left undone, as soon as the database can be written."""
    for wait in _waits():
        try:
            return await work()
        except StoreError:
            logger.error("the database cannot be written, tried again")
            await asyncio.sleep(wait)


async def _either(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
