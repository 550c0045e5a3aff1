"""Faults on demand: what can go wrong between a bot and Telegram."""

from dataclasses import dataclass
from typing import Final

from bot.local.calls import Call

KINDS: Final = ("500", "502", "hang", "reset", "lost", "cut", "429", "401", "403", "404", "409", "migrate")


@dataclass(slots=True)
class Fault:
    """What happens to the next calls.

    Attributes:
        method: The method it befalls; "*" for all but getUpdates.
        chat: Only calls for this chat; None for all.
        kind: An error code that is answered; "hang" (no answer, nothing done); "lost" (done, but no answer: what a
            read timeout looks like); "reset" (connection reset, nothing done); "cut" (done, then reset); "migrate"
            (the group becomes a supergroup just before).
        times: How many calls.
        retry_after: Seconds, with 429.
    """

    method: str = "*"
    chat: int | None = None
    kind: str = "500"
    times: int = 1
    retry_after: int = 7

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(KINDS)}")
        if self.retry_after < 1:
            raise ValueError("Telegram asks for a second at least")

    def befalls(self, call: Call) -> bool:
        """Whether `call` meets this fault."""
        fits = self.method.lower() == call.method.lower() or (self.method == "*" and call.method != "getUpdates")
        return fits and self.times > 0 and (self.chat is None or self.chat == call.chat_id)


class Faults(list[Fault]):
    """Faults that are still to come."""

    def take(self, call: Call) -> Fault | None:
        """The fault that `call` meets, used up once."""
        for fault in self:
            if fault.befalls(call):
                fault.times -= 1
                if fault.times <= 0:
                    self.remove(fault)
                return fault
        return None
