"""One message on its way at a time: between Telegram's receiving it and our noting so, a kill would have it sent again.

A network that takes its time is not waited for: after a moment the next message goes too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

_MOMENT: Final = 0.1  # seconds


class Passage:
    """Lets messages through, first come, first served. Belongs to one event loop."""

    def __init__(self, moment: float = _MOMENT) -> None:
        """`moment` is how long the next one waits for the one before at most, in seconds."""
        self._moment = moment
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def way(self) -> AsyncIterator[None]:
        """Wait until it is free; the next one waits until the end of the block, or for a moment."""
        await self._taken.acquire()
        left = False

        def leave() -> None:
            nonlocal left
            if not left:
                left = True
                self._taken.release()

        timer = asyncio.get_running_loop().call_later(self._moment, leave)
        try:
            yield
        finally:
            timer.cancel()
            leave()
