"""Updates by long polling: asked for with the offset behind what is committed, so that none is confirmed before it is.

Policy: no network, or a server in trouble: tried again for as long as it takes, said once on the console. Another
instance with the same token (409): tried for a while, as a killed one's last request may linger; then the bot gives up.
A token that is refused ends the bot.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.store.inbox import Arrived, Inbox, arrived
from bot.telegram import messages
from bot.telegram.api import Api, seconds_to_wait
from bot.telegram.clock import Clock
from bot.telegram.worker import Worker
from rag import RagError, SettingsError, StoreError

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
HELD: Final = 30  # seconds that the server holds a request while there is nothing
_PATIENCE: Final = 60.0  # seconds that another instance is put up with
_WAITS: Final = (1, 2, 4, 8, 15, 30)  # seconds between attempts

logger = logging.getLogger(__name__)


class Polling:
    """Fetches updates until it is cancelled."""

    def __init__(
        self,
        api: Api,
        inbox: Inbox,
        worker: Worker,
        clock: Clock,
        say: Callable[[str], None],
        *,
        patience: float = _PATIENCE,
    ) -> None:
        """`say` tells the console; `patience` is how long another instance is put up with, in seconds."""
        self._api = api
        self._inbox = inbox
        self._worker = worker
        self._clock = clock
        self._say = say
        self._patience = patience
        self._offset = 0
        self._failures = 0
        self._established = False  # whether updates were fetched before another instance was met
        self._conflicts: tuple[float, float] | None = None  # the first and the last, by the monotonic clock

    async def run(self) -> None:
        """Fetch, commit, hand over, again and again.

        Raises:
            SettingsError: when the token is refused.
            RagError: when another instance keeps fetching.
        """
        await self._without_webhook()
        while True:
            await self._worker.room()
            try:
                updates = await self._fetch()
                fresh = await self._inbox.add(updates, self._clock.now()) if updates else []
            except Conflict as error:
                await self._conflict(error)
            except InvalidToken:
                raise SettingsError(messages.TOKEN_REFUSED) from None
            except (TelegramError, StoreError) as error:
                await self._trouble(error)
            else:
                self._well()
                if updates:
                    self._offset = max(one.update_id for one in updates) + 1
                    self._worker.take(fresh)

    async def _fetch(self) -> list[Arrived]:
        parameters: dict[str, Any] = {"timeout": HELD, "limit": 100, "allowed_updates": list(KINDS)}
        if self._offset:
            parameters["offset"] = self._offset
        return [arrived(raw) for raw in await self._api.call("getUpdates", parameters)]

    async def _without_webhook(self) -> None:
        """Telegram gives updates out by one way only."""
        with suppress(TelegramError):  # if it is still set, the next request says so
            await self._api.call("deleteWebhook", {})

    async def _conflict(self, error: Conflict) -> None:
        now = time.monotonic()
        if self._conflicts is None:
            self._say(messages.CONFLICT)
            logger.warning("409: another instance")
        first = now if self._conflicts is None else self._conflicts[0]
        self._conflicts = first, now
        # Of two that fight, the one that came later leaves first.
        if now - first > self._patience * (2 if self._established else 1):
            raise RagError(messages.CONFLICT_GIVEN_UP)
        if "webhook" in str(error).lower():
            await self._without_webhook()
        await asyncio.sleep(min(2.0, self._patience / 4))

    async def _trouble(self, error: Exception) -> None:
        wait: float = _WAITS[min(self._failures, len(_WAITS) - 1)]
        if isinstance(error, RetryAfter):
            wait = seconds_to_wait(error)
        self._failures += 1
        logger.warning("getUpdates: %s, again in %s s", type(error.__cause__ or error).__name__, wait)
        if self._failures == 2:  # once may be chance
            self._say(str(error) if isinstance(error, StoreError) else messages.CONNECTION_LOST)
        await asyncio.sleep(wait)

    def _well(self) -> None:
        if self._failures >= 2:
            self._say(messages.CONNECTION_BACK)
        self._failures = 0
        if self._conflicts is None:
            self._established = True
        elif time.monotonic() - self._conflicts[1] > self._patience:
            self._conflicts = None
