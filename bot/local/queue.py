"""The queue of updates: identifiers, offsets and long polling."""

import asyncio
import itertools
from typing import Any, Final

from bot.local.errors import ApiError, bad
from bot.local.people import Json
from bot.local.signal import Signal

_FIRST: Final = 500_000_001
_DEFAULT_KINDS: Final = frozenset(
    "message edited_message channel_post edited_channel_post inline_query chosen_inline_result callback_query "
    "shipping_query pre_checkout_query poll poll_answer my_chat_member chat_join_request chat_boost "
    "removed_chat_boost purchased_paid_media business_connection business_message edited_business_message "
    "deleted_business_messages".split()
)
_ALL_KINDS: Final = _DEFAULT_KINDS | {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER: Final = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK: Final = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_MOST: Final = 100
_LONGEST: Final = 50  # seconds that a long poll may last
_KEPT: Final = 24 * 3600  # seconds that an update waits for its bot


class Queue:
    """Updates that the bot has not confirmed yet, oldest first, by update_id."""

    def __init__(self) -> None:
        self.waiting: dict[int, Json] = {}
        self.allowed: list[str] | None = None
        self.has_webhook = False
        self.arrived = Signal()
        self._dates: dict[int, float] = {}
        self._ids = itertools.count(_FIRST)
        self._poll: asyncio.Future[ApiError] | None = None

    def start_at(self, update_id: int) -> None:
        """Give the next update this number."""
        self._ids = itertools.count(update_id)

    def put(self, kind: str, content: Json, now: float) -> int | None:
        """Queue an update; its id, or None where the bot has not asked for this kind."""
        if kind not in (_DEFAULT_KINDS if self.allowed is None else self.allowed):
            return None
        update_id = next(self._ids)
        self._keep(update_id, {"update_id": update_id, kind: content}, now)
        return update_id

    def again(self, update: Json, now: float) -> None:
        """Queue an update that was confirmed before once more, under its old id."""
        self._keep(update["update_id"], update, now)

    def _keep(self, update_id: int, update: Json, now: float) -> None:
        self.waiting[update_id] = update
        self._dates[update_id] = now
        self.arrived.fire()

    def allow(self, kinds: Any) -> None:
        """Take over `allowed_updates`: None leaves the setting, an empty list restores the default.

        Raises:
            ApiError: Where it is no list of names.
        """
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad("expected an Array of String as allowed updates")
        self.allowed = [kind for kind in kinds if kind in _ALL_KINDS] or None

    def drop_all(self) -> None:
        """Forget all updates (`drop_pending_updates`)."""
        self.waiting.clear()
        self._dates.clear()

    def forget(self, update_id: int) -> None:
        """The bot has this one."""
        self.waiting.pop(update_id, None)
        self._dates.pop(update_id, None)

    def expire(self, now: float) -> None:
        """Forget what has waited longer than a day."""
        for update_id in [number for number, date in self._dates.items() if date < now - _KEPT]:
            self.forget(update_id)

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps that many from the end, and forgets the others."""
        ids = list(self.waiting)
        gone = ids[: max(0, len(ids) + offset)] if offset < 0 else [n for n in ids if n < offset]
        for update_id in gone:
            self.forget(update_id)

    def end_poll(self, description: str = "Conflict: terminated by setWebhook request") -> None:
        """Refuse the long poll that waits now, if any, with a 409."""
        if self._poll and not self._poll.done():
            self._poll.set_result(ApiError(409, description))

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """What getUpdates answers: at most `limit` updates from `offset`, waiting up to `seconds` for one.

        Raises:
            ApiError: 409 where a webhook is set, or once another getUpdates takes over.
        """
        if self.has_webhook:
            raise ApiError(409, _WEBHOOK)
        self.end_poll(_OTHER)
        self.confirm(offset)
        if not self.waiting and seconds > 0:
            await self._wait(min(seconds, _LONGEST))
        return list(itertools.islice(self.waiting.values(), min(max(limit, 1), _MOST)))

    async def _wait(self, seconds: int) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        arrival = self.arrived.next()
        try:
            await asyncio.wait((poll, arrival), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            arrival.cancel()
            if self._poll is poll:
                self._poll = None
        if poll.done():
            raise poll.result()
