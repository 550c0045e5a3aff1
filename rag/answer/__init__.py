"""From passages to an answer with its quotes.

Enters: a `Question`, its `Understanding` and the passages, best first. Leaves: pieces of text as they come, and then
the whole `Answer`.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.types import Answer, Passage, Question
from rag.understand import Understanding


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of an answer that is being written."""

    text: str


class Answerer(Protocol):
    """Answers from passages alone. Safe to call from several tasks at once."""

    def stream(
        self, question: Question, understanding: Understanding, passages: Sequence[Passage]
    ) -> AsyncIterator[Delta | Answer]:
        """Yields any number of deltas, then exactly one answer. Raises `ModelError` where a model failed."""
        ...
