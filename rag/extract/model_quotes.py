"""Where the words that a model quotes stand in the text.

Enters: a document's text and words that are said to come from it. Leaves: the span they stand on, or None. White space,
invisible characters, upper and lower case, tone placement, quotation marks, dashes and Markdown emphasis do not tell
two spellings apart; everything else does, diacritics above all ("Hà" is not "Hạ").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from rag.language.names import people
from rag.language.sentences import Span, paragraphs, sentences
from rag.language.text import CAPITALS, SMALLS, clean, comparable

_ONE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        # Without meaning in a quote: emphasis, and what `rag.language.text.clean` drops.
        **dict.fromkeys("*`\u200b\u200c\u200d\u2060\ufeff\u00ad"),
    }
)
_LOOSE = " \"'.,;:…"  # at the edges of a quote, put there or left out by whoever quotes
_NUMBER_BEFORE = re.compile(r"\d[.,/-]$")
_NUMBER_AFTER = re.compile(r"[.,/]\d")
_DAY_AFTER = re.compile(r"[.,]\d")

_ROW = re.compile(r"[|\t]")
_FIELD = re.compile(
    r"\s*(?:[-–•+*]\s+)?\**(?:(?:đơn vị|người|bộ phận|cơ quan|ai)(?: [\w ]{1,20})?|phụ trách|chịu trách nhiệm|thực hiện|chủ trì"
    r"|phối hợp|đầu mối|(?:thời )?hạn(?: [\w ]{1,20})?|thời gian(?: [\w ]{1,20})?|deadline|owner|việc|nội dung|nhiệm vụ)\**\s*:",
    re.IGNORECASE,
)
_SPEAKER = re.compile(rf"\s*(?:[-–•+*]\s+)?[^:|\n]{{0,60}}[{SMALLS}][)\]*]*:(?=\s)")
_FIELDS = 3  # lines such as "Hạn: 15/4" that belong to the line above or below them
_MARK = re.compile(
    rf"\s*(?:(?P<bullet>[-–•+*])\s|(?P<heading>#)|(?P<roman>[IVX]+)[.)]|(?P<number>\d+)[.)]|(?P<letter>[a-zđ{CAPITALS}])[.)])"
)
_LEADS = 2  # headings and "sau đây:" above one another
_LEAD_WITHIN = 60  # lines
_HEADING = 100  # characters at most
_CLOSED = re.compile(r"[.;,!?]\W*$")


class Source:
    """A document's text in which quotes are looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._places = _fold(text)
        self._lines = [line for line in paragraphs(text) if text[slice(*line)].strip()]
        self._starts = [start for start, _ in self._lines]
        self._people: frozenset[str] | None = None

    def find(self, quoted: str, within: Span | None = None) -> Span | None:
        """The first span inside `within` (the whole text by default) that says `quoted`, at word boundaries."""
        start, end = within or (0, len(self.text))
        first, last = bisect_left(self._places, start), bisect_left(self._places, end)
        whole = _fold(quoted)[0].strip()
        for wanted in dict.fromkeys((whole, whole.strip(_LOOSE))):
            at = self._folded.find(wanted, first, last) if wanted.strip(_LOOSE) else -1
            while at >= 0:
                if self._bounded(at, at + len(wanted)):
                    return self._places[at], self._places[at + len(wanted) - 1] + 1
                at = self._folded.find(wanted, at + 1, last)
        return None

    def people(self) -> frozenset[str]:
        """The names of people as the text has them."""
        if self._people is None:
            self._people = frozenset(clean(person.name) for person in people(self.text))
        return self._people

    def sentence(self, span: Span) -> Span:
        """The sentences that `span` stands in."""
        parts = [(a, b) for a, b in self._sentences(span) if a < span[1] and span[0] < b]
        return (min(parts[0][0], span[0]), max(parts[-1][1], span[1])) if parts else span

    def near(self, span: Span, *, after: bool = False) -> Iterator[Span]:
        """The spans in which a quote's owner or day may stand, best first.

        The quote itself, its sentence and the one before it in its line (with `after`, the next one too), or its row of
        a table; who speaks the line; lines such as "Hạn: 15/4" next to it; the headings and lead-ins above it. Not its siblings in a list,
        whose owners are others.
        """
        yield span
        first, last = self._line(span[0]), self._line(span[1] - 1)
        if first < 0:
            return
        row = (self._lines[first][0], self._lines[last][1])
        if _ROW.search(self.text, *row):
            yield row
        else:
            yield self.sentence(span)
            parts = self._sentences(span)
            if after:
                yield from [part for part in parts if part[0] >= span[1]][:1]
            yield from [part for part in parts if part[1] <= span[0]][-1:]
            if speaker := _SPEAKER.match(self.text, *row):
                yield speaker.span()
        yield from self._fields(last, 1)
        yield from self._fields(first, -1)
        yield from self._lead_ins(first)

    def _bounded(self, at: int, end: int) -> bool:
        before, after = self._folded[max(0, at - 2) : at], self._folded[end : end + 2]
        first, last = self._folded[at], self._folded[end - 1]
        if (first.isalnum() and before[-1:].isalnum()) or (last.isalnum() and after[:1].isalnum()):
            return False
        # "5 tỷ" is not said by "6,5 tỷ", nor "11" by "11/12 phiếu"; but "15/8" is by "15/8/2025".
        if first.isdigit() and _NUMBER_BEFORE.search(before):
            return False
        day = "/" in self._folded[at:end].rsplit(" ", 1)[-1]
        return not (last.isdigit() and (_DAY_AFTER if day else _NUMBER_AFTER).match(after))

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1

    def _sentences(self, span: Span) -> list[Span]:
        first, last = max(0, self._line(span[0])), self._line(span[1] - 1)
        if last < 0:
            return []
        start, end = self._lines[first][0], self._lines[last][1]
        return [(start + a, start + b) for a, b in sentences(self.text[start:end])]

    def _fields(self, index: int, step: int) -> Iterator[Span]:
        for _ in range(_FIELDS):
            here = self._lines[index]
            index += step
            if not 0 <= index < len(self._lines):
                return
            other = self._lines[index]
            between = self.text[min(here[1], other[1]) : max(here[0], other[0])]
            if between.count("\n") > 1 or not _FIELD.match(self.text, *other):
                return
            yield other

    def _lead_ins(self, index: int) -> Iterator[Span]:
        mark = self._mark(index)
        found = 0
        for above in range(index - 1, max(-1, index - 1 - _LEAD_WITHIN), -1):
            start, end = self._lines[above]
            other = self._mark(above)
            if (mark and other == mark) or _ROW.search(self.text, start, end):
                continue  # a sibling
            if (mark and other) or self._leads(above, other):
                yield start, end
                found += 1
                mark = other
            elif not mark:
                return
            if found == _LEADS:
                return

    def _leads(self, index: int, mark: str) -> bool:
        """Whether a line leads to those below it: it ends in a colon, or it is a heading."""
        start, end = self._lines[index]
        line = self.text[start:end].rstrip(" *_")
        if line.endswith((":", "：")):
            return True
        # In hasty notes every line is short: a heading without a mark stands apart from what is above it.
        apart = bool(mark) or index == 0 or self.text[max(0, start - 2) : start] == "\n\n"
        return apart and len(line) <= _HEADING and not _CLOSED.search(line)

    def _mark(self, index: int) -> str:
        """The kind of list mark or heading that a line begins with."""
        match = _MARK.match(self.text, *self._lines[index])
        return (match.lastgroup or "") if match else ""


def _fold(text: str) -> tuple[str, list[int]]:
    """`text` as it is compared, and for each of its characters the place in `text` it comes from."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if not kept or kept[-1] == " ":
                continue
            character = " "
        elif not (character := character.translate(_ONE)):
            continue
        kept.append(character)
        places.append(place)
    plain = "".join(kept)
    body = plain.rstrip(" ")
    folded = comparable(body)
    # Letters that change their number in lower case ("İ") are no Vietnamese ones; such a text is compared as it is.
    return (folded if len(folded) == len(body) else body) + plain[len(body) :], places
