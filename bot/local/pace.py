"""How fast a bot may send, and the 429 for one that is faster.

Telegram publishes only the rough rules (about one message a second in a chat with short bursts, 20 a minute in a
group, 30 a second overall); bursts are our reading of them.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

_BURST: Final = 3  # messages that a chat takes at once
_GROUP: Final = 20  # messages in a group within a minute
_MINUTE: Final = 60.0
_OVERALL: Final = 30  # messages within a second, and at once

COUNTED: Final = frozenset(
    "sendMessage sendDocument sendPhoto sendMediaGroup editMessageText editMessageCaption editMessageReplyMarkup".split()
)


@dataclass(slots=True)
class _Bucket:
    size: float
    level: float
    at: float

    def seconds_to_wait(self, now: float, rate: float) -> float:
        self.level = min(self.size, self.level + (now - self.at) * rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / rate


@dataclass(slots=True)
class Pace:
    """The rate rules; `on` switches them. A wait that was demanded (`hold`) is always held."""

    on: bool = False
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _overall: _Bucket = field(default_factory=lambda: _Bucket(_OVERALL, _OVERALL, 0.0))
    _held: dict[int, float] = field(default_factory=dict)

    def hold(self, chat_id: int, until: float) -> None:
        """Refuse everything to this chat until then."""
        self._held[chat_id] = until

    def held(self, chat_id: int, now: float) -> int:
        """Seconds, rounded up, for which a demanded wait still lasts; 0 for none."""
        return max(0, math.ceil(self._held.get(chat_id, now) - now))

    def demand(self, chat_id: int, now: float) -> int:
        """Count a message to `chat_id`, or the seconds, rounded up, that the bot must wait first."""
        if not self.on:
            return 0
        if self._overall.at == 0.0:
            self._overall.at = now
        chat = self._chats.setdefault(chat_id, _Bucket(_BURST, _BURST, now))
        wait = max(chat.seconds_to_wait(now, 1.0), self._overall.seconds_to_wait(now, float(_OVERALL)))
        recent = self._groups.setdefault(chat_id, deque()) if chat_id < 0 else None
        if recent is not None:
            while recent and recent[0] <= now - _MINUTE:
                recent.popleft()
            if len(recent) >= _GROUP:
                wait = max(wait, recent[0] + _MINUTE - now)
        if wait > 0:
            seconds = math.ceil(wait)
            self.hold(chat_id, now + wait)
            return seconds
        chat.level -= 1
        self._overall.level -= 1
        if recent is not None:
            recent.append(now)
        return 0
