"""The meeting before or after one that was talked about: "Còn tuần trước đó?", "Kỳ sau thì ai chủ trì?".

Enters: a follow-up and the ledger's meetings. Leaves: the document of the neighbouring meeting of the same series.
"""

import re
from collections.abc import Sequence
from datetime import date

from rag.language.dates import dates
from rag.language.text import fold, words
from rag.record import Meeting
from rag.types import Document
from rag.understand import Understanding

_STEP = re.compile(
    r"\b(?:ky|phien|buoi|lan|cuoc)(?: hop| giao ban)? (?:lien )?(?P<way>truoc|sau|ke tiep|tiep theo)\b"
    r"|\b(?:tuan|thang|quy|hom) (?P<way_from>truoc|sau)(?: do| day)\b"
)
_ALIKE = 0.5  # of the words of two titles, from which they are of one series


def step(understanding: Understanding) -> int:
    """1 where the next meeting is meant, -1 for the one before, 0 where the question steps nowhere."""
    match = _STEP.search(fold(understanding.asked)) if understanding.about else None
    if match is None:
        return 0
    return -1 if (match.group("way") or match.group("way_from")) == "truoc" else 1


def neighbour(meetings: Sequence[Meeting], document_id: str, way: int) -> Document | None:
    """The document of the nearest meeting of the series before (-1) or after (1) the one of `document_id`."""
    here = next((meeting for meeting in meetings if meeting.document.id == document_id), None)
    if here is None or here.record.date is None:
        return None
    series = [m for m in meetings if m.record.date and m.document.id != document_id and _are_of_one_series(m, here)]
    later = [m for m in series if (_day(m) - here.record.date).days * way > 0]
    found = min(later, key=lambda m: abs((_day(m) - _day(here)).days), default=None)
    return found.document if found else None


def _day(meeting: Meeting) -> date:
    assert meeting.record.date is not None
    return meeting.record.date


def _are_of_one_series(one: Meeting, other: Meeting) -> bool:
    if one.document.scope != other.document.scope:
        return False
    if one.record.body and other.record.body and fold(one.record.body) != fold(other.record.body):
        return False
    first, second = _name(one.document.title), _name(other.document.title)
    return len(first & second) >= _ALIKE * max(1, len(first | second))


def _name(title: str) -> frozenset[str]:
    """The words of a title without its dates, numbers and the kind of document."""
    for mention in reversed(dates(title)):
        title = title[: mention.start] + " " + title[mention.end :]
    return frozenset(word for word in words(fold(title)) if not word.isdigit()) - _KIND_OF_DOCUMENT


_KIND_OF_DOCUMENT = frozenset(
    "thong bao bien ban ket luan noi dung tom tat ghi nhanh note ban ngay thang tuan nam ve tai".split()
)
