"""UTF-16 code units: what the Bot API counts offsets and lengths in."""

from typing import Any

Entity = dict[str, Any]  # the Bot API's `MessageEntity`


def length(text: str) -> int:
    """Length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def index(text: str, unit: int) -> int:
    """The position in `text` (code points) of UTF-16 unit `unit`; a unit inside a pair counts as before it."""
    if text.isascii() or unit <= 0:
        return max(unit, 0)
    seen = 0
    for position, letter in enumerate(text):
        seen += 1 + (letter > "\uffff")
        if seen > unit:
            return position
    return len(text)


def cut(text: str, offset: int, size: int) -> str:
    """The part of `text` that an entity covers."""
    return text[index(text, offset) : index(text, offset + size)]
