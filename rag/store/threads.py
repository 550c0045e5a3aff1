"""The same task over several meetings: tasks enter, which of them belong together leaves. No I/O.

Two tasks of two meetings are the same where they share half of their words and are given to the same owner, or where
one text says that the task or its deadline was moved ("gia hạn", "chuyển cho ..."), whoever owns it then.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rag.language.text import comparable, fold

_SHARED = 0.5  # of the words of the shorter task
_ALIKE = 0.3  # of the words of both together
LEAST = 3  # words: fewer say nothing about which task it is
_MOVED = re.compile(
    r"\b(?:gia hạn|lùi|dời|giao lại|chuyển (?:cho|sang|giao)|thay cho|"
    r"(?:điều chỉnh|kéo dài|thay đổi) (?:thời hạn|thời gian|hạn|tiến độ))\b"
)
# Verbs and particles that nearly every task has.
_EMPTY = frozenset(
    map(
        fold,
        "và của các những cho với về để đã sẽ được là có trong theo trên tại từ đến khi này đó thì hoặc cùng phải cần "
        "việc thực hiện tổ chức triển khai tiếp tục khẩn trương tập trung chủ động phối hợp hoàn thành trước ngày tháng "
        "năm hạn gia lùi dời chuyển".split(),
    )
)


@dataclass(frozen=True, slots=True)
class Thread:
    """What tells whether two tasks are the same."""

    document_id: str
    number: int
    date: date | None  # of the meeting
    owner: str  # key
    words: frozenset[str]
    moved: bool

    @property
    def identity(self) -> tuple[str, int]:
        """Which task it is."""
        return self.document_id, self.number


def content(words: str) -> frozenset[str]:
    """The words of a task's key that tell it from others."""
    return frozenset(word for word in words.split() if word not in _EMPTY)


def says_moved(text: str) -> bool:
    """Whether a text says that a task or its deadline was moved."""
    return bool(_MOVED.search(comparable(text)))


def same(a: Thread, b: Thread) -> bool:
    """Whether two tasks of one scope are the same task at two meetings."""
    if a.document_id == b.document_id or a.date is None or b.date is None:
        return False
    if not (a.moved or b.moved or (a.owner == b.owner and a.owner.strip())):
        return False
    shared = len(a.words & b.words)
    if shared < LEAST or shared < _SHARED * min(len(a.words), len(b.words)):
        return False
    return shared >= _ALIKE * (len(a.words) + len(b.words) - shared)


def superseded(threads: Sequence[Thread]) -> set[tuple[str, int]]:
    """Of tasks of one scope, those that a later meeting has again."""
    # A task meets those of its own owner and those that were moved; one that was moved meets all.
    owned: dict[tuple[str, str], list[Thread]] = defaultdict(list)
    moved: dict[str, list[Thread]] = defaultdict(list)
    every: dict[str, list[Thread]] = defaultdict(list)
    for thread in threads:
        for word in thread.words:
            every[word].append(thread)
            if thread.moved:
                moved[word].append(thread)
            else:
                owned[thread.owner, word].append(thread)
    old = set()
    for thread in threads:
        # Whatever shares half of the words of the shorter one has one of its rarer half.
        rarest = sorted(thread.words, key=lambda word: (len(every[word]), word))
        probes = rarest[: 1 - max(LEAST, math.ceil(_SHARED * len(rarest)))]
        met: dict[tuple[str, int], Thread] = {}
        for word in probes:
            holders = every[word] if thread.moved else (*owned[thread.owner, word], *moved[word])
            met.update((other.identity, other) for other in holders)
        for other in met.values():
            if same(thread, other):
                days = thread.date or date.min, other.date or date.min  # only dated ones are the same
                if days[0] != days[1]:
                    old.add((thread if days[0] < days[1] else other).identity)
    return old


def chain(start: Thread, related: Callable[[Thread], Iterable[Thread]]) -> list[Thread]:
    """The tasks that are the same as `start`, directly or through one another, oldest first, with `start`.

    Args:
        start: Where to begin.
        related: Candidates for a task; at least all that are the same as it.
    """
    found = {start.identity: start}
    waiting = [start]
    while waiting:
        thread = waiting.pop()
        for other in related(thread):
            if other.identity not in found and same(thread, other):
                found[other.identity] = other
                waiting.append(other)
    return sorted(found.values(), key=lambda one: (one.date or date.min, one.document_id, one.number))
