"""The record of calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.local.parameters import Parameters


@dataclass(slots=True)
class Call:
    """One call of a method.

    Attributes:
        method: Its documented name.
        params: What was sent; JSON values as they came.
        at: Unix time of arrival by the server's clock, seconds.
        error: The description of the refusal, "" where it succeeded.
    """

    method: str
    params: dict[str, Any]
    at: float
    error: str = ""

    @property
    def chat_id(self) -> int | None:
        """The chat it was for."""
        try:
            return int(self.params["chat_id"])
        except (KeyError, ValueError, TypeError, OverflowError):
            return None


class Calls(list[Call]):
    """All calls, oldest first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock

    def arrived(self, method: str, parameters: Parameters) -> Call:
        """Record a call."""
        call = Call(method, parameters.values, self._clock())
        self.append(call)
        return call
