"""Updates are handled: what the inbox has committed enters, one after the other in each chat and topic, chats side by side.

An update is done when its handlers have returned; what they say is in the outbox then. One that was not done when the
process ended is handled again by the next: handlers say nothing twice, as the outbox knows their keys.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from bot.store.inbox import Arrived, Inbox, Lane
from rag import StoreError

_SIDE_BY_SIDE = 64  # chats and topics that are handled at the same time
_ROOM = 2000  # updates in memory before no more are taken
_RETRY = 1.0  # seconds between attempts to write the database

logger = logging.getLogger(__name__)


class Worker:
    """Handles updates. Belongs to one event loop."""

    def __init__(self, inbox: Inbox, handle: Callable[[Arrived], Awaitable[None]]) -> None:
        """`handle` deals with one update and does not raise."""
        self._inbox = inbox
        self._handle = handle
        self._lanes: dict[Lane, deque[Arrived]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._count = 0
        self._less = asyncio.Event()
        self._less.set()

    def take(self, updates: Iterable[Arrived]) -> None:
        """Have committed updates handled, in this order within each lane."""
        for one in updates:
            self._count += 1
            if one.lane in self._lanes:
                self._lanes[one.lane].append(one)
                continue
            self._lanes[one.lane] = deque([one])
            task = asyncio.create_task(self._serve(one.lane), name="worker")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if self._count >= _ROOM:
            self._less.clear()

    async def room(self) -> None:
        """Wait while there is too much to do to take more."""
        await self._less.wait()

    @property
    def full(self) -> bool:
        """Whether there is too much to do to take more."""
        return not self._less.is_set()

    @property
    def waiting(self) -> int:
        """How many updates are being handled or wait for it."""
        return self._count

    async def close(self, seconds: float) -> None:
        """Go on for so many seconds at most; what is not done then is left to the next process."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, lane: Lane) -> None:
        updates = self._lanes[lane]
        try:
            while updates:
                async with self._slots:
                    await self._handle(updates[0])
                await self._note_done(updates[0].update_id)
                updates.popleft()
                self._count -= 1
                if self._count < _ROOM:
                    self._less.set()
        finally:
            del self._lanes[lane]

    async def _note_done(self, update_id: int) -> None:
        while True:
            try:
                return await self._inbox.done(update_id)
            except StoreError:
                logger.error("the database cannot be written, tried again")
                await asyncio.sleep(_RETRY)
