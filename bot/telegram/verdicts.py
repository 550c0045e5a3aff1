"""What Telegram's answer to a message means: the message with an error enters, a verdict leaves. Decides and touches nothing."""

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.store.outbox import Row
from bot.telegram.api import fate_unknown, seconds_to_wait


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more is to be done with the message."""

    status: str  # of `bot.store.outbox`: sent, unknown, failed
    message_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The chat has to wait; nothing was sent."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat goes by another identifier; nothing was sent."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The bot may not write there."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram does not know the token any more."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The message is to be sent again without what was not accepted."""

    row: Row


@dataclass(frozen=True, slots=True)
class Again:
    """Nothing was sent, or sending twice does no harm: to be sent again after a while."""

    reason: str


Verdict = Done | Held | Moved | Unwanted | Refused | Mended | Again


def success(row: Row, result: Any) -> Done:
    """The verdict on a message with the method's result."""
    first = result[0] if isinstance(result, list) and result else result
    found = first.get("message_id") if isinstance(first, dict) else None
    return Done("sent", found if isinstance(found, int) else row.message_id)


def failure(row: Row, error: TelegramError) -> Verdict:
    """The verdict on a message with what was raised."""
    said = str(error).lower()
    match error:
        case RetryAfter():
            return Held(seconds_to_wait(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Unwanted()
        case InvalidToken():
            return Done("failed", reason="404") if "not found" in said else Refused()
        case BadRequest():
            if "is not modified" in said:
                return Done("sent", row.message_id)
            mended = _mended(row, said)
            return Done("failed", reason="400") if mended is None else Mended(mended)
    if fate_unknown(error) and not repeatable(row.method):
        return Done("unknown", reason="no answer")
    return Again(type(error.__cause__ or error).__name__)


def plain(payload: dict[str, Any]) -> dict[str, Any]:
    """The same message without markup."""
    without = {name: value for name, value in payload.items() if name != "parse_mode"}
    for name in ("text", "caption"):
        if name in without:
            without[name] = unescape(re.sub(r"<[^>]*>", "", without[name]))
    return without


def repeatable(method: str) -> bool:
    """Whether doing it twice is the same as doing it once."""
    return not method.startswith(("send", "copy", "forward"))


def _mended(row: Row, said: str) -> Row | None:
    if "can't parse entities" in said and "parse_mode" in row.payload:
        return replace(row, payload=plain(row.payload))
    if "thread not found" in said and "message_thread_id" in row.payload:
        return replace(row, payload={name: v for name, v in row.payload.items() if name != "message_thread_id"})
    return None
