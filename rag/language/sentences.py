"""Where sentences and clauses stand in a Vietnamese text.

What enters is a text as stored; what leaves are spans (start inclusive, end exclusive, in characters) without the
white space around them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from rag.language.text import CAPITALS, LETTERS, SMALLS, fold

Span = tuple[int, int]

# Written with a full stop that does not end a sentence. Compared folded, the stop left out.
ABBREVIATIONS = frozenset(
    {"tp", "ts", "pgs", "gs", "ths", "bs", "bsck", "bscki", "bsckii", "cn", "ks", "kts", "nxb", "tx", "tt", "q", "p",
     "h", "x", "lt", "mr", "mrs", "ms", "dr", "st", "so", "no", "vd", "v.v", "v.d", "tr", "cty", "dt", "tel", "fax"}
)  # fmt: skip

_STOP = re.compile(r"[.!?…]+[\"'”’)\]»*_]*(?=\s|$)")
_LINE = re.compile(r"[^\n]+")
_LAST_WORD = re.compile(rf"[{LETTERS}0-9.]+$")
_LIST_NUMBER = re.compile(r"^\s*(?:[-*•+]\s*)?(?:\d+(?:\.\d+)*|[IVXLC]+|[a-zđ])$")
_OPENS = re.compile(rf"[\s\"'“‘(\[«*_–—-]*(?P<first>[{CAPITALS}0-9]|[-–—•*+]\s)")
_WRAPPED_TAIL = re.compile(rf"[{LETTERS}0-9,)%]$")
_WRAPPED_HEAD = re.compile(rf"\s{{0,3}}[{SMALLS}]")
# No line ends with one of these but where a margin broke it: "trong quý" / "IV/2025".
_OPEN_TAIL = re.compile(r"(?<!\w)(?:quý|tháng|ngày|năm|số|của|với|trước|từ|đến|tại|và)$")
_NUMBERED_HEAD = re.compile(
    rf"\s{{0,3}}(?!\d{{1,2}}:\d\d)(?:[{CAPITALS}\d](?![.)/]?\s)|\d{{1,2}}[/-]?\d|\d{{1,2}}\s+tháng)"
)

_LONGEST_WORD = 40  # characters
_SHORT = 1500  # characters of a text worth remembering
# A line shorter than this was not broken by a right margin.
_MARGIN = 60

_CLAUSE = re.compile(r";\s+|\s[–—]\s(?=(?:giao|yêu cầu|đề nghị)\b)")


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order.

    A line end ends a sentence unless the line was broken by a right margin (long, no final punctuation, and the next
    one goes on in lower case, or the line ends with a word that asks for more). A full stop ends one unless it belongs to an abbreviation ("TP.", "PGS.TS."), an
    initial ("Nguyễn V. An"), a list number or a number.
    """
    return list(_remembered(text) if len(text) <= _SHORT else _split(text))


@lru_cache(maxsize=2048)  # the same line is read for several facts
def _remembered(text: str) -> tuple[Span, ...]:
    return tuple(_split(text))


def _split(text: str) -> Iterator[Span]:
    for start, end in paragraphs(text):
        yield from _split_line(text, start, end)


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the parts of one sentence that semicolons set apart."""
    end = len(text) if end is None else end
    cuts = [start]
    bounds = []
    for match in _CLAUSE.finditer(text, start, end):
        bounds.append((cuts[-1], match.start() + 1))
        cuts.append(match.end())
    bounds.append((cuts[-1], end))
    return [span for span in (_trim(text, a, b) for a, b in bounds) if span[0] < span[1]]


def paragraphs(text: str) -> list[Span]:
    """Spans of the lines of `text`, those that a right margin broke joined again."""
    lines: list[Span] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if lines:
            last_start, last_end = lines[-1]
            between = text[last_end:start]
            tail = text[last_start:last_end].rsplit("\n", 1)[-1].rstrip()
            if (
                between == "\n"
                and len(tail) >= _MARGIN
                and _WRAPPED_TAIL.search(tail)
                and (
                    _WRAPPED_HEAD.match(text, start, end)
                    or (_OPEN_TAIL.search(tail) and _NUMBERED_HEAD.match(text, start, end))
                )
            ):
                lines[-1] = (last_start, end)
                continue
        lines.append((start, end))
    return lines


def _split_line(text: str, start: int, end: int) -> list[Span]:
    spans = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and not _ends_sentence(text, begin, match, end):
            continue
        spans.append(_trim(text, begin, match.end()))
        begin = match.end()
    spans.append(_trim(text, begin, end))
    return [span for span in spans if span[0] < span[1]]


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    before = text[begin : stop.start()]
    if stop.group().startswith("."):
        if _LIST_NUMBER.match(before):
            return False
        word = _LAST_WORD.search(before[-_LONGEST_WORD:])
        last = word.group() if word else ""
        if len(last) == 1 and last.isupper():
            return False  # an initial
        if fold(last.rstrip(".")) in ABBREVIATIONS or fold(last).rsplit(".", 1)[-1] in ABBREVIATIONS:
            return False
        if _OPENS.match(text, stop.end(), end):
            return True
        # Hasty notes go on in lower case: only a plain lower-case word ends a sentence then.
        return len(last) >= 2 and last.islower() and "." not in last
    return bool(_OPENS.match(text, stop.end(), end)) or stop.group()[0] in "!?"


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
