"""What the derived indexes take and give: entries go in, hits come out. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rag.errors import ScopeError


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One chunk as the derived indexes hold it."""

    chunk_id: str
    document_id: str
    scope: str
    date: date | None  # of the document
    title: str
    headings: tuple[str, ...]
    text: str
    embedding: np.ndarray  # float32 [dimension]


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by one index; `score` grows with relevance, its scale is the index's own."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Within:
    """Where a search may look: at least one scope, and days or documents where they are given.

    Raises:
        ScopeError: when no scope is named, so that no query can be built that would search everything.
    """

    scopes: tuple[str, ...]
    date_from: date | None = None
    date_to: date | None = None
    document_ids: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.scopes, str) or not self.scopes or not all(self.scopes):
            raise ScopeError("Câu hỏi chưa nêu phạm vi tài liệu nào được phép tìm.")

    @property
    def empty(self) -> bool:
        """Whether nothing can be inside, so that an index need not be asked (an empty `$in` raises in Chroma)."""
        return self.document_ids is not None and not self.document_ids


def searched_text(title: str, headings: Sequence[str], text: str) -> str:
    """What is embedded for a chunk: its text under its document's title and its headings."""
    return "\n".join([title, *headings, text])
