"""One task told twice counts once: in the text and again in the table that sums it up."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rag.language.abbreviations import expand
from rag.language.text import fold
from rag.record import Assignment

_WORD = re.compile(r"\w+")
_SHARED = 0.6


def merged(found: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """The assignments in the order of the text, repetitions left out."""
    kept: list[Assignment] = []
    for assignment in sorted(found, key=lambda a: (a.quote.start, a.quote.end)):
        if not _announces(assignment) and not any(_same(old, assignment) for old in kept):
            kept.append(assignment)
    return tuple(kept)


# "… và giao các nhiệm vụ sau:": what is given follows.
_ANNOUNCING = frozenset("các những một số việc nhiệm vụ nội dung công tác sau đây như cụ thể dưới".split())


def _announces(assignment: Assignment) -> bool:
    """Whether it only says that assignments follow."""
    words = {word.lower() for word in _WORD.findall(f"{assignment.owner or ''} {assignment.task}")}
    return words <= _ANNOUNCING


def _same(old: Assignment, new: Assignment) -> bool:
    if old.quote == new.quote and old.task == new.task and old.owner == new.owner:
        return True
    day_old, day_new = (a.deadline.day if a.deadline else None for a in (old, new))
    if day_old and day_new and day_old != day_new:
        return False
    if not _alike(_words(old.owner or ""), _words(new.owner or ""), 0.5):
        return False
    if _numbers(old) != _numbers(new) and old.deadline == new.deadline:
        return False  # "Tổ 1 dọn kênh số 1", "Tổ 2 dọn kênh số 2"
    return (
        _alike(_words(old.task), _words(new.task), _SHARED)
        and day_old == day_new
        and old.quote.start != new.quote.start
    )


def _numbers(assignment: Assignment) -> frozenset[str]:
    return frozenset(w for w in _words(f"{assignment.owner or ''} {assignment.task}") if w.isdigit())


@lru_cache(maxsize=1024)  # each is compared with all before it
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(expand(text)))


def _alike(a: frozenset[str], b: frozenset[str], share: float) -> bool:
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= share
