"""What is put into the outbox, and what comes back: a message enters, the promise of its number in the chat leaves."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message, or another change of a chat."""

    chat_id: int
    method: str  # of the Bot API
    payload: dict[str, Any]  # its parameters but for the chat; "file" as in `bot.telegram.uploading`
    key: str  # the same again is ignored
    file: bytes | None = None
    ref: str | None = None  # to be found again by the message
    not_before: datetime | None = None  # aware


class Sent:
    """A message that was put into the outbox. `again`: its key was known, and what was put first stands."""

    def __init__(self, *, again: bool = False) -> None:
        self.again = again
        self._id: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()

    async def id(self) -> int | None:
        """The message's number in its chat, once it is delivered. None: it never will be, or nobody knows."""
        return await asyncio.shield(self._id)

    @property
    def delivered(self) -> int | None:
        """The message's number, where it is delivered by now."""
        return self._id.result() if self._id.done() else None

    def settle(self, message_id: int | None) -> None:
        """For the outbox only."""
        if not self._id.done():
            self._id.set_result(message_id)
