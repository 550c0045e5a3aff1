"""The parameters of one call, read as the Bot API reads them: numbers and JSON may come as strings."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from bot.local.errors import bad

_TRUE: Final = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters by name, and the files sent along."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter was sent."""
        return name in self.values or name in self.files

    def text(self, name: str) -> str:
        """A string; "" where absent."""
        value = self.values.get(name, "")
        return _utf8(value if isinstance(value, str) else json.dumps(value))

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; as in the Bot API, what is none counts as `default`."""
        return whole(self.values.get(name, default), default)

    def flag(self, name: str) -> bool:
        """A boolean; False where absent."""
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).strip().lower() in _TRUE

    def json(self, name: str, what: str) -> Any:
        """A JSON value, None where absent.

        Raises:
            ApiError: "can't parse `what` JSON object".
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            found = json.loads(value)
        except ValueError:
            raise bad(f"can't parse {what} JSON object") from None
        if "\\u" in value:
            _utf8(json.dumps(found, ensure_ascii=False))
        return found

    def chat_id(self) -> int:
        """The parameter chat_id.

        Raises:
            ApiError: Where it is missing or no number.
        """
        value = self.text("chat_id")
        if not value:
            raise bad("chat_id is empty")
        try:
            return int(value)
        except ValueError:
            raise bad("chat not found") from None


def whole(value: Any, default: int = 0) -> int:
    """A whole number written as one or as a string; `default` for anything else."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return default


def _utf8(text: str) -> str:
    """`text`, which has no half characters."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad("strings must be encoded in UTF-8") from None
    return text
