"""Delivery of updates to a webhook: in order within a chat, chats side by side, again after a failure."""

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from bot.local.errors import bad
from bot.local.people import Json
from bot.local.queue import Queue

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_LIMIT: Final = 256
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_ANSWER_WITHIN: Final = 60.0  # seconds
_FIRST_PAUSE: Final = 0.2  # seconds before the second attempt; Telegram's pauses are longer
_LONGEST_PAUSE: Final = 5.0
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header

Answered = Callable[[Json], Awaitable[None]]  # runs the method that a webhook's answer asks for


@dataclass(frozen=True, slots=True)
class Address:
    """Where updates go."""

    url: str
    secret: str
    connections: int

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if len(self.secret) > _SECRET_LIMIT:
            raise bad("secret token is too long")
        if not _SECRET.fullmatch(self.secret):
            raise bad("secret token contains unallowed characters")


class Webhook:
    """The webhook that is set, and the task that serves it."""

    def __init__(self, queue: Queue, clock: Callable[[], float]) -> None:
        self.address: Address | None = None
        self.last_error: tuple[int, str] | None = None
        self.answered: Answered | None = None
        self._queue = queue
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def set(self, address: Address | None) -> None:
        """Deliver there from now on; None ends delivery."""
        self.stop()
        self.address = address
        self.last_error = None
        self._queue.has_webhook = address is not None
        if address:
            self._queue.end_poll()
            self._task = asyncio.create_task(self._serve(address))

    def stop(self) -> None:
        """End delivery; what is not delivered stays in the queue."""
        if self._task:
            self._task.cancel()
            self._task = None

    async def _serve(self, address: Address) -> None:
        busy: dict[str, asyncio.Task[None]] = {}
        connector = aiohttp.TCPConnector(limit=address.connections)
        timeout = aiohttp.ClientTimeout(total=_ANSWER_WITHIN)
        try:
            async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
                while True:
                    self._queue.expire(self._clock())
                    for update in list(self._queue.waiting.values()):
                        place = _place(update)
                        if len(busy) < address.connections and place not in busy:
                            task = asyncio.create_task(self._deliver(session, address, update))
                            busy[place] = task
                            task.add_done_callback(partial(self._done, busy, place))
                    await self._queue.arrived.wait(_LONGEST_PAUSE)
        finally:
            for task in list(busy.values()):
                task.cancel()
            await asyncio.gather(*busy.values(), return_exceptions=True)

    def _done(self, busy: dict[str, asyncio.Task[None]], place: str, _: asyncio.Task[None]) -> None:
        del busy[place]
        self._queue.arrived.fire()

    async def _deliver(self, session: aiohttp.ClientSession, address: Address, update: Json) -> None:
        pause = _FIRST_PAUSE
        while update["update_id"] in self._queue.waiting:
            reason, answer, after = await self._post(session, address, update)
            if not reason:
                self._queue.forget(update["update_id"])
                if answer and self.answered:
                    await self.answered(answer)
                return
            self.last_error = int(self._clock()), reason
            await asyncio.sleep(after or pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _post(
        self, session: aiohttp.ClientSession, address: Address, update: Json
    ) -> tuple[str, Json | None, float]:
        """Why it failed ("" for success), the method asked for in the answer, the pause asked for."""
        headers = {SECRET_HEADER: address.secret} if address.secret else {}
        try:
            async with session.post(address.url, json=update, headers=headers) as response:
                body = await response.read()
                if not 200 <= response.status < 300:
                    after = response.headers.get("Retry-After", "")
                    reason = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return reason, None, float(after) if after.isdecimal() else 0.0
        except TimeoutError:
            return "Read timeout expired", None, 0.0
        except aiohttp.ClientConnectorError as error:
            return ("Connection refused" if error.errno else "Connection failed"), None, 0.0
        except aiohttp.ClientError:
            return "Connection closed", None, 0.0
        answer: Any = None
        with contextlib.suppress(ValueError):
            answer = json.loads(body)
        return "", answer if isinstance(answer, dict) and "method" in answer else None, 0.0


def _place(update: Json) -> str:
    """The line in which an update waits: those of one chat come one after another."""
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
    return str(chat.get("id", kind))
