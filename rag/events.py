"""What an indexing run reports while it happens. The last event is the summary."""

from dataclasses import dataclass, field
from typing import Literal

from rag.errors import DocumentError
from rag.record import Correction
from rag.types import Document


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """What is being done: `done` of `total` sources (read) or chunks (embed, write)."""

    done: int
    total: int
    source: str  # empty where it is not about one
    stage: Literal["read", "embed", "write", "verify"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one source, once that is durable."""

    source: str
    state: Literal["added", "updated", "unchanged", "removed", "failed"]
    document: Document | None
    chunks: int
    reason: str | None = None  # in Vietnamese, where it failed
    lost: tuple[Correction, ...] = ()  # what people had put right in its former text, which no longer holds


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """The end of a run. `failed` has the outcomes with their reasons."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: tuple[FileOutcome, ...]
    seconds: float
    cancelled: bool = False  # it was stopped: what was counted is stored, the rest is as it was


IndexEvent = IndexProgress | FileOutcome | IndexSummary


@dataclass(slots=True)
class Tally:
    """Counts outcomes until they are summed up."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("added", "updated", "unchanged", "removed"), 0)
    )
    failed: list[FileOutcome] = field(default_factory=list)

    def add(self, outcome: FileOutcome) -> FileOutcome:
        """Count an outcome and give it back."""
        if outcome.state == "failed":
            self.failed.append(outcome)
        else:
            self.counts[outcome.state] += 1
        return outcome

    def fail(self, error: DocumentError) -> FileOutcome:
        """Count a source that could not be read."""
        return self.add(FileOutcome(error.source, "failed", None, 0, error.reason))

    def summary(self, seconds: float, *, cancelled: bool = False) -> IndexSummary:
        """All that was counted."""
        return IndexSummary(**self.counts, failed=tuple(self.failed), seconds=seconds, cancelled=cancelled)
