"""The seam behind which a model and the rules extract alike."""

from typing import Protocol

from rag.record import MeetingRecord


class Extractor(Protocol):
    """Reads a meeting record out of a document. Safe to use from several threads."""

    @property
    def version(self) -> str:
        """Changes whenever the same text may give another record."""

    def extract(self, title: str, text: str) -> MeetingRecord:
        """The facts of one document. Unknown stays None or empty."""
