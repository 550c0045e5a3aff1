"""Words of a question looked up in the words of documents, whatever the spelling.

What enters are texts; what leaves are tokens and the share of a question's weight that a text meets. A question word
is looked up as written first, then without diacritics, then by its sound ("chì" for "trì", "suân" for "xuân"): the
first form that the documents know at all is the one that counts, so that near-twins (Hà and Hạ) stay apart.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from rag.language.abbreviations import expand
from rag.language.dates import dates
from rag.language.spelling import respelled
from rag.language.text import comparable, fold, words

_SOUND = (
    (re.compile(r"^(?:tr|ch)"), "c"), (re.compile(r"^(?:gi|d|r|v)(?=[aeiouy])"), "z"), (re.compile(r"^(?:x|s)"), "s"),
    (re.compile(r"^(?:l|n)(?=[aeiouy])"), "l"), (re.compile(r"^(?:ngh|ng)"), "ng"), (re.compile(r"^(?:gh|g)"), "g"),
    (re.compile(r"^(?:k|q|c)(?=[aeiouy])"), "k"), (re.compile(r"(?:ng|nh|n)$"), "n"), (re.compile(r"(?:c|t|ch)$"), "t"),
    (re.compile(r"y"), "i"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def sound(syllable: str) -> str:
    """What a folded syllable sounds like across the spellings that people mix up (tr/ch, s/x, d/gi/r, l/n, n/ng)."""
    for pattern, replacement in _SOUND:
        syllable = pattern.sub(replacement, syllable)
    return syllable


# Two syllables that name a kind of meeting, of which each alone means something else ("giao" gives a task).
_ORDINAL = re.compile(r"\bl[ầa]n\s+(?:th[ứu]\s+)?(\d{1,3})\b", re.IGNORECASE)  # "lần thứ 12": one word too
_ONE_WORD = re.compile(r"\bgiao ban\b", re.IGNORECASE)


def tokens(text: str) -> tuple[str, ...]:
    """Syllables in comparable form, abbreviations written out, each date as one token ("3/4", "m4", "q2"),
    and so "lần 12" ("n12")."""
    text = _ONE_WORD.sub(lambda m: m.group().replace(" ", ""), expand(text))
    text = _ORDINAL.sub(r"n\1", text)
    parts: list[str] = []
    last = 0
    for mention in dates(text):
        parts.extend(_in_digits(words(text[last : mention.start])))
        parts.append(mention.token())
        last = mention.end
    parts.extend(_in_digits(words(text[last:])))
    return tuple(parts)


# Words that are numbers and hardly anything else: "ba" and "năm" are more often a father and a year.
_DIGITS = {"hai": 2, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_AFTER_TEN = _DIGITS | {"một": 1, "mốt": 1, "ba": 3, "tư": 4, "năm": 5, "lăm": 5}


def _in_digits(parts: Sequence[str]) -> Iterator[str]:
    """`parts` with numbers in one spelling: "hai", "02" and "2", "mười sáu" and "16"."""
    skip = False
    for part, after in zip_longest(parts, parts[1:], fillvalue=""):
        if skip:
            skip = False
        elif part == "mười" and _AFTER_TEN.get(after, 10) < 10:
            skip = True
            yield str(10 + _AFTER_TEN[after])
        elif part in _DIGITS:
            yield str(_DIGITS[part])
        else:
            yield (part.lstrip("0") or part) if part.isdigit() else part


def is_date_token(token: str) -> bool:
    """Whether `tokens` made this token from a date."""
    return bool(re.fullmatch(r"\d{1,2}/\d{1,2}|[mqwyn]\d{1,4}", token))


class Forms:
    """The words of one text in the forms they may be looked up in: as written (0), folded (1), by sound (2).

    A form is a level and a key: a token, or two neighbours with a space between. Levels are made when first asked for.
    """

    __slots__ = ("_levels", "_runs", "_words")

    def __init__(self, *runs: tuple[str, ...]) -> None:
        """Takes runs of tokens; only neighbours in one run make a pair."""
        self._runs = runs
        self._levels: list[frozenset[str] | None] = [None, None, None]
        self._words: frozenset[str] | None = None

    @property
    def parts(self) -> int:
        """Of how many texts it is."""
        return 1

    def frequency(self, form: tuple[int, str]) -> int:
        """In how many of its texts a form is."""
        return int(form in self)

    def __contains__(self, form: tuple[int, str]) -> bool:
        level, key = form
        known = self._levels[level]
        return key in (self._level(level) if known is None else known)

    def __or__(self, other: "Forms") -> "Forms":
        return Forms(*self._runs, *other._runs)

    @property
    def words(self) -> frozenset[str]:
        """The folded tokens, each alone."""
        if self._words is None:
            self._words = frozenset(_spelled(token)[0] for run in self._runs for token in run)
        return self._words

    def _level(self, level: int) -> frozenset[str]:
        if (known := self._levels[level]) is not None:
            return known
        found: set[str] = set()
        for run in self._runs:
            spelled = run if level == 0 else tuple(_spelled(token)[level - 1] for token in run)
            found.update(spelled)
            found.update(f"{a} {b}" for a, b in pairwise(spelled))
        self._levels[level] = known = frozenset(found)
        return known


NOTHING = Forms()


class Gathered(Forms):
    """The words of several texts together, which knows in how many of them a form is."""

    __slots__ = ("_counts", "_texts")

    def __init__(self, *texts: Forms) -> None:
        super().__init__(*(run for text in texts for run in text._runs))
        self._texts = texts
        self._counts: list[Counter[str] | None] = [None, None, None]

    @property
    def parts(self) -> int:
        """Of how many texts it is."""
        return len(self._texts)

    def frequency(self, form: tuple[int, str]) -> int:
        """In how many of its texts a form is."""
        level, key = form
        counts = self._counts[level]
        if counts is None:
            counts = Counter(key for text in self._texts for key in text._level(level))
            self._counts[level] = counts
        return counts[key]


@lru_cache(maxsize=65536)
def _spelled(token: str) -> tuple[str, str]:
    folded = fold(token)
    return folded, sound(folded)


def forms(text: str, *, more: Iterable[str] = ()) -> Forms:
    """The forms of the syllables of `text` and of its pairs of neighbours, with the tokens `more` added."""
    return Forms((*tokens(text), *more))


# Of the weight of what no document has: the question may only say it in its own words, or in its own order.
_UNKNOWN, _UNKNOWN_PAIR = 0.8, 0.4


@dataclass(frozen=True, slots=True)
class Term:
    """One word or pair of words that a question looks for."""

    text: str
    form: tuple[int, str] | None  # the level and key to look up; None: no document has it in any form
    weight: float


def terms(question: Sequence[str], *, marked: bool, stop: frozenset[str], units: Sequence[Forms]) -> list[Term]:
    """The terms of a question's tokens, weighted by how rare each is among `units`.

    Args:
        question: tokens of the question in order.
        marked: whether the question was written with diacritics.
        stop: tokens that carry no content, with their diacritics; folded ones are meant where `marked` is False.
        units: forms of the texts searched, or of many of them gathered.
    """
    if not marked:
        stop = _without_marks(stop) - {"a"}  # "à" is nothing, but "block A" is a place
    question = _mended(question, marked, stop, units)
    singles = [token for token in question if token not in stop]
    pairs = [f"{a} {b}" for a, b in pairwise(question) if a not in stop and b not in stop]
    total = sum(unit.parts for unit in units) or 1
    found = []
    for text, share in [*((s, 1.0) for s in dict.fromkeys(singles)), *((p, 0.5) for p in dict.fromkeys(pairs))]:
        form, frequency = _look_up(text, marked, units)
        rarity = math.log(1 + total / (1 + frequency)) / math.log(1 + total)
        found.append(Term(text, form, share * rarity * (1.0 if form else _UNKNOWN_PAIR if " " in text else _UNKNOWN)))
    return found


@lru_cache(maxsize=64)
def _without_marks(stop: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, stop))


def _mended(question: Sequence[str], marked: bool, stop: frozenset[str], units: Sequence[Forms]) -> Sequence[str]:
    """`question` with slips of the keyboard mended after the words of `units`."""
    sounds = frozenset(_spelled(word)[1] for word in stop)

    def level(text: str) -> int | None:
        if sound(_spelled(text)[0]) in sounds:
            return 0
        form = _look_up(text, marked, units)[0]
        return None if form is None else max(0, form[0] - (not marked))

    words = lru_cache(maxsize=1)(lambda: frozenset().union(*(unit.words for unit in units)))
    return respelled(question, level=level, vocabulary=words, sound=sound, keep=stop)


def _look_up(text: str, marked: bool, units: Sequence[Forms]) -> tuple[tuple[int, str] | None, int]:
    folded = _spelled(text)[0]
    levels = [(1, folded), (2, " ".join(map(sound, folded.split())))]
    if marked:
        levels.insert(0, (0, text))
    for form in levels:
        frequency = sum(unit.frequency(form) for unit in units)
        if frequency:
            return form, frequency
    return None, 0


def usual(values: Iterable[str]) -> str | None:
    """The value that occurs most often, the first of several; None of nothing."""
    counts = Counter(values)
    return max(counts, key=lambda value: counts[value]) if counts else None


def same(a: str, b: str) -> bool:
    """Whether two strings are the same words, spelling of tone placement and case aside."""
    return comparable(a) == comparable(b)
