"""Waking whoever waits for a change."""

import asyncio
import contextlib


class Signal:
    """Wakes all waiters at every change. Belongs to one event loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        """Wake everyone who waits now."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def next(self) -> "asyncio.Future[None]":
        """A future of the next change from now on; cancel it if it is not wanted any more."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    async def wait(self, seconds: float) -> None:
        """Wait for the next change, at most `seconds`."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.next(), max(seconds, 0))
