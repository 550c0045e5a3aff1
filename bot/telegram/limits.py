"""How fast may be sent: a chat enters, and it is let through when Telegram's rules allow.

A message a second to a chat (a short burst is tolerated), twenty a minute to a group, thirty a second over all. A chat
that Telegram told to wait is held back by itself.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Final

PER_CHAT: Final = 1.0  # messages a second
BURST: Final = 3  # messages at once after a rest
PER_GROUP: Final = 20  # messages in `GROUP_WINDOW`
GROUP_WINDOW: Final = 60.0  # seconds
GAP: Final = 1 / 30  # seconds between any two messages
_KEPT = 1000  # chats that are remembered before those at rest are forgotten


@dataclass(slots=True)
class ChatPace:
    """One chat's messages of late. Decides; the time, in seconds, is given."""

    is_group: bool
    tokens: float = BURST
    filled_at: float = 0.0
    sent: deque[float] = field(default_factory=deque)  # of a group, within the window
    paused_until: float = 0.0

    def ready_at(self, now: float) -> float:
        """When the next message may go."""
        self._fill(now)
        ready = max(now, self.paused_until)
        if self.tokens < 1:
            ready = max(ready, now + (1 - self.tokens) / PER_CHAT)
        if self.is_group and len(self.sent) >= PER_GROUP:
            ready = max(ready, self.sent[0] + GROUP_WINDOW)
        return ready

    def take(self, now: float) -> None:
        """Count a message."""
        self._fill(now)
        self.tokens -= 1
        if self.is_group:
            self.sent.append(now)

    def at_rest(self, now: float) -> bool:
        """Whether nothing of it needs remembering."""
        self._fill(now)
        return self.tokens >= BURST and not self.sent and self.paused_until <= now

    def _fill(self, now: float) -> None:
        if now > self.filled_at:
            self.tokens = min(BURST, self.tokens + (now - self.filled_at) * PER_CHAT)
            self.filled_at = now
        while self.sent and self.sent[0] <= now - GROUP_WINDOW:
            self.sent.popleft()


class Limits:
    """The rules for all chats. Belongs to one event loop."""

    def __init__(self) -> None:
        self._chats: dict[int, ChatPace] = {}
        self._next = 0.0  # when any message may go

    async def turn(self, chat_id: int) -> None:
        """Wait until a message may go to this chat. One at a time for each chat; `count` is due when it goes."""
        while True:
            now = _time()
            ready = self._chat(chat_id, now).ready_at(now)
            if ready > now:
                await asyncio.sleep(ready - now)
                continue
            at = max(now, self._next)
            self._next = at + GAP
            if at > now:
                await asyncio.sleep(at - now)
                now = _time()
            if self._chat(chat_id, now).ready_at(now) <= now:
                return

    def count(self, chat_id: int) -> None:
        """Count a message that goes now."""
        now = _time()
        self._chat(chat_id, now).take(now)

    def free(self, chat_id: int) -> bool:
        """Whether a message may go to this chat at once; then it is counted."""
        now = _time()
        chat = self._chat(chat_id, now)
        # What may be left out leaves the last of a burst to what may not.
        if chat.ready_at(now) > now or self._next > now or chat.tokens < 2:
            return False
        self._next = now + GAP
        chat.take(now)
        return True

    def paused(self, chat_id: int) -> bool:
        """Whether this chat is held back."""
        chat = self._chats.get(chat_id)
        return chat is not None and chat.paused_until > _time()

    def pause(self, chat_id: int, seconds: float) -> None:
        """Hold a chat back for a while from now on."""
        now = _time()
        self._chat(chat_id, now).paused_until = now + seconds

    def seed(self, chat_id: int, seconds_ago: float) -> None:
        """Count a message that an earlier process has sent; to be called in the order of sending."""
        now = _time()
        self._chat(chat_id, now - GROUP_WINDOW).take(now - seconds_ago)

    def move(self, old: int, new: int) -> None:
        """Let a chat's new identifier go on where the old one was."""
        if (chat := self._chats.pop(old, None)) is not None:
            self._chats[new] = chat

    def _chat(self, chat_id: int, now: float) -> ChatPace:
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= _KEPT:
                self._chats = {known: one for known, one in self._chats.items() if not one.at_rest(now)}
            chat = self._chats[chat_id] = ChatPace(is_group=chat_id < 0, filled_at=now)
        return chat


def _time() -> float:
    return asyncio.get_running_loop().time()
