"""What a question asks for, with what it takes over from the turns before.

Enters: a `Question`. Leaves: an `Understanding`, from which passages are retrieved and the answer is shaped.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from rag.types import Question, Usage
from rag.understand.windows import Window

Kind = Literal[
    "chair", "owner", "assignment", "deadline", "date", "time", "place", "attendee", "number", "decision", "reason",
    "form", "speech", "content", "smalltalk",
]  # fmt: skip


# What a question wants listed or counted, over all documents.
Listing = Literal["meetings", "tasks", "due", "overdue", "history", "roles"]


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question that can be answered without its history."""

    standalone: str  # what to search for and to keep in the next `Turn`
    kind: Kind = "content"
    asked: str = ""  # the part of `standalone` that this turn itself asks; the rest is context taken over
    context: str = ""  # words taken over from earlier turns
    about: tuple[str, ...] = ()  # ids of the documents that the last answer stood on, where this turn goes on from it
    quotes: tuple[str, ...] = ()  # the sentences that the last answer stood on, for "việc đó"
    site: str = ""  # the venue asked about, where one is ("Lạc Sơn" of "điểm cầu Lạc Sơn")
    meeting: str = ""  # words by which the question names its meeting, where a model told them
    people: tuple[str, ...] = ()  # people it names, where a model told them
    bodies: tuple[str, ...] = ()  # bodies it names, where a model told them
    listing: Listing | None = None
    window: Window | None = None  # the days that the question names
    today: date | None = None
    usage: Usage | None = None  # of the model call that rewrote the question


class Understander(Protocol):
    """Turns a question with its history into an understanding. Safe to call from several tasks at once."""

    async def understand(self, question: Question) -> Understanding:
        """Raises `ModelError` where a model was asked and did not answer."""
        ...
