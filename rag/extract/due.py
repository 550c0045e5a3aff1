"""The deadline of one task: the first that the words of its clause give.

What enters is a clause and the day of the meeting; what leaves is the fact with its span in the clause.
"""

import re
from dataclasses import dataclass
from datetime import date

from rag.language.deadlines import deadlines
from rag.record import Deadline

_PAST = re.compile(
    r"(?:tính đến|đến nay|kể từ|họp|phiên|kỳ|văn bản|kết luận|nghị quyết|quyết định|công văn|số|đã|hôm|tại|lập lại|mốc|quý trước)\s*(?:ngày\s*)?$",
    re.IGNORECASE,
)
_RECURS = re.compile(r"(?:h[ằà]ng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm|sáng|chiều|tối|thứ\s+\w+|cuối tuần)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with its span in the words it was found in."""

    fact: Deadline
    start: int
    end: int


def due_in(words: str, anchor: date | None) -> Due | None:
    """The deadline of `words`, one with a day before one without."""
    best: Due | None = None
    for found in deadlines(words, anchor):
        if _PAST.search(words[max(0, found.start - 20) : found.start]):
            continue
        recurrence = _RECURS.search(found.text)
        fact = Deadline(found.text, None if recurrence else found.day, recurrence.group() if recurrence else None)
        if best is None or (best.fact.day is None and best.fact.recurrence is None and fact.day is not None):
            best = Due(fact, found.start, found.end)
    return best
