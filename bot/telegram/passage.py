"""One message on its way at a time: between Telegram's receiving it and our noting so, a kill would have it sent again.

A network that takes its time is not waited for: after a moment without an answer the next message goes too. Once the
answer is there, the note of it is waited for, however long that takes.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

_MOMENT: Final = 0.25  # seconds; a connection to Telegram takes less than half of it


class Passage:
    """Lets messages through, first come, first served. Belongs to one event loop."""

    def __init__(self, moment: float = _MOMENT) -> None:
        """`moment` is how long the next one waits for the one before at most, in seconds."""
        self._moment = moment
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def way(self) -> AsyncIterator[Callable[[], None]]:
        """Wait until it is free. The next one waits until the end of the block, or for a moment.

        Yields:
            What is to be called when the answer is there.
        """
        await self._taken.acquire()
        left = False

        def leave() -> None:
            nonlocal left
            if not left:
                left = True
                self._taken.release()

        timer = asyncio.get_running_loop().call_later(self._moment, leave)
        try:
            yield timer.cancel
        finally:
            timer.cancel()
            leave()
