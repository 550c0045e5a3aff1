"""How an answers file is judged against an evaluation set: rules without I/O beyond reading the set's documents.

A turn is correct when `found` equals `answerable`, every group of facts is met, no forbidden string occurs and the
answer is not too long. A citation is valid when its document is one of the expected ones and its quote stands there
verbatim.
"""

import html
import math
import re
import statistics
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot import messages

MAX_ANSWER = 1200  # characters
KINDS = (
    "chair", "attendee", "assignment", "owner", "deadline", "date", "place", "decision", "number", "content", "list",
    "aggregate", "unanswerable", "smalltalk",
)  # fmt: skip
STYLES = ("plain", "no_diacritics", "typo", "abbreviation", "colloquial", "followup")

_SPACE = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NOT_TEXT = re.compile(r"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|kbd|mark|q|s|small|span|strong|sub|sup|u|var)\b[^>]*>", re.IGNORECASE
)
_WEB = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Expected:
    """One turn of the set: the question and what a right answer has."""

    question: str
    kind: str
    style: str
    answerable: bool
    answer: str
    facts: tuple[tuple[str, ...], ...]
    forbid: tuple[str, ...]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one turn. `reasons` is empty where it is correct."""

    id: str
    turn: int
    expected: Expected
    given: Mapping[str, Any] | None
    reasons: tuple[str, ...]
    cited: bool  # by at least one valid citation
    quotes: int
    quotes_not_verbatim: int

    @property
    def correct(self) -> bool:
        """Whether nothing speaks against the answer."""
        return not self.reasons


class Shelf:
    """The set's documents, for checking quotes."""

    def __init__(self, folder: Path) -> None:
        self._paths = {unicodedata.normalize("NFC", p.name): p for p in sorted(folder.iterdir()) if p.is_file()}
        self._readings: dict[str, list[str]] = {}

    def holds(self, name: str, quote: str) -> bool:
        """Whether `quote` stands verbatim in the document called `name`."""
        name = unicodedata.normalize("NFC", name)
        path = self._paths.get(name)
        quote = unicodedata.normalize("NFC", quote.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if path is None or not quote:
            return False
        if path.suffix.lower() in _WEB:
            quote = _flat(quote)
        if name not in self._readings:
            self._readings[name] = _readings(path)
        return any(quote in reading for reading in self._readings[name])


def judge(id: str, turn: int, expected: Expected, given: Mapping[str, Any] | None, shelf: Shelf) -> Verdict:
    """Judge one line of an answers file; `given` is None where the turn was not answered."""
    if given is None:
        return Verdict(id, turn, expected, None, (messages.EVAL_WHY_MISSING,), False, 0, 0)
    answer = str(given["answer"])
    text = comparable(answer)
    reasons = []
    if given["found"] != expected.answerable:
        reasons.append(messages.EVAL_WHY_REFUSED if expected.answerable else messages.EVAL_WHY_FOUND)
    for group in expected.facts:
        if not any(occurs(fact, text) for fact in group):
            reasons.append(messages.EVAL_WHY_LACKS.format(fact=" | ".join(group[:3])))
    reasons += [messages.EVAL_WHY_SAYS.format(text=string) for string in expected.forbid if occurs(string, text)]
    if len(answer) > MAX_ANSWER:
        reasons.append(messages.EVAL_WHY_LONG.format(count=len(answer)))
    stands = [(c["document"], shelf.holds(c["document"], c["quote"])) for c in given["citations"]]
    gold = {unicodedata.normalize("NFC", name) for name in expected.documents}
    cited = any(verbatim and unicodedata.normalize("NFC", name) in gold for name, verbatim in stands)
    bad = sum(not verbatim for _, verbatim in stands)
    return Verdict(id, turn, expected, given, tuple(reasons), cited, len(stands), bad)


def figures(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The figures of a set: counts, shares from 0 to 1 (None where there is nothing to count), seconds, characters."""
    answerable = [v for v in verdicts if v.expected.answerable]
    refusals = [v for v in verdicts if not v.expected.answerable]
    given = [v.given for v in verdicts if v.given is not None]
    seconds = [float(row["seconds"]) for row in given]
    right = sum(v.correct for v in verdicts)
    right_answerable = sum(v.correct for v in answerable)
    right_refusals = sum(v.correct for v in refusals)
    cited = sum(v.cited for v in answerable)
    return {
        "turns": len(verdicts),
        "correct": right,
        "wrong": len(verdicts) - right,
        "accuracy": _share(right, len(verdicts)),
        "missing": len(verdicts) - len(given),
        "answerable": len(answerable),
        "answerable_correct": right_answerable,
        "answerable_accuracy": _share(right_answerable, len(answerable)),
        "answerable_refused": sum(v.given is not None and v.given["found"] is False for v in answerable),
        "unanswerable": len(refusals),
        "refusal_correct": right_refusals,
        "refusal_accuracy": _share(right_refusals, len(refusals)),
        "refusals_with_citation": sum(v.quotes > 0 for v in refusals),
        "citation_ok": cited,
        "citation_share": _share(cited, len(answerable)),
        "correct_and_cited": sum(v.correct and v.cited for v in answerable),
        "quotes": sum(v.quotes for v in verdicts),
        "quotes_not_verbatim": sum(v.quotes_not_verbatim for v in verdicts),
        "seconds_median": statistics.median(seconds) if seconds else None,
        "seconds_p95": nearest_rank(seconds, 0.95),
        "answer_chars_median": statistics.median(len(row["answer"]) for row in given) if given else None,
        "by_kind": _grouped(verdicts, "kind", KINDS),
        "by_style": _grouped(verdicts, "style", STYLES),
    }


def nearest_rank(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


@cache
def _tone_placements() -> tuple[re.Pattern[str], dict[str, str]]:
    """New placement of the tone mark (oà, oè, uỳ) to the old one, wherever it stands: both sides are treated alike."""
    pairs = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for mark in "\u0300\u0301\u0309\u0303\u0323":
            new = first + unicodedata.normalize("NFC", second + mark)
            pairs[new] = unicodedata.normalize("NFC", first + mark) + second
    return re.compile("|".join(map(re.escape, pairs))), pairs


def comparable(text: str) -> str:
    """The form in which facts and answers are compared: NFC, lower case, one tone placement, white space folded."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).lower()
    pattern, pairs = _tone_placements()
    return _flat(pattern.sub(lambda match: pairs[match.group()], unicodedata.normalize("NFC", text)))


def occurs(string: str, text: str) -> bool:
    """Whether `string` stands in `text` (already `comparable`) on its own: "3/5" does not stand in "13/5"."""
    needle = comparable(string)
    start = text.find(needle) if needle else -1
    while start >= 0:
        end = start + len(needle)
        before = text[start - 1 : start] + needle[0]
        after = needle[-1] + text[end : end + 1]
        if not _runs_on(before) and not _runs_on(after):
            return True
        start = text.find(needle, start + 1)
    return False


def _runs_on(pair: str) -> bool:
    return len(pair) == 2 and (pair.isalpha() or (pair[0].isdigit() and pair[1].isdigit()))


def _flat(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _readings(path: Path) -> list[str]:
    """The texts in which a quote may stand: one, or for HTML one for each way of treating tags."""
    raw = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if path.suffix.lower() not in _WEB:
        return [unicodedata.normalize("NFC", raw)]
    body = _NOT_TEXT.sub(" ", raw)
    stripped = (_TAG.sub(" ", _INLINE.sub("", body)), _TAG.sub(" ", body), _TAG.sub("", body))
    return [_flat(html.unescape(reading)) for reading in stripped]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _grouped(verdicts: Sequence[Verdict], field: str, order: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Figures by `kind` or `style`, the known names first."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(getattr(verdict.expected, field), []).append(verdict)
    names = [name for name in order if name in groups] + sorted(groups.keys() - set(order))
    table = {}
    for name in names:
        part = groups[name]
        right = sum(v.correct for v in part)
        answerable = [v for v in part if v.expected.answerable]
        table[name] = {
            "turns": len(part),
            "correct": right,
            "wrong": len(part) - right,
            "accuracy": right / len(part),
            "answerable": len(answerable),
            "citation_ok": sum(v.cited for v in answerable),
        }
    return table
