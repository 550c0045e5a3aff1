"""A text without the marks that only dress it: bold, italics, emoji, pictured bullets and numbers.

What enters is the text; what leaves is the same words to read facts from, and the way back: a fact's quote stands in
the text as it was written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from rag.record import MeetingRecord, Quote

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff"
_HAS_MARKS = re.compile(rf"[*_~`{_EMOJI}\ufe0f\u20e3]")
# Pictures that open an item of a list, others only adorn a line.
_POINTERS = "👉👈☝👆🔹🔸🔺🔻▶➡➤➜✔✅☑❌✖✗✘⚠⏳📍📎🆕🔔❗"
_MARKS = re.compile(
    rf"(?P<number>(?m:^)[ \t]*(?P<digits>\d{{1,2}})\ufe0f?\u20e3)"
    rf"|(?P<pointer>(?m:^)[ \t]*[{_POINTERS}]\ufe0f?(?:\u200d[{_EMOJI}]\ufe0f?)*[ \t]+)"
    rf"|(?P<emoji>(?:[ \t]*[{_EMOJI}]\ufe0f?(?:\u200d[{_EMOJI}]\ufe0f?)*)+[ \t]*)"
)
_DRESSED = (
    re.compile(r"(?<![*\w])(?P<open>\*\*\*|\*\*|\*)(?=[^\s*])(?P<words>[^*\n]+?)(?<=[^\s*])(?P=open)(?!\*)"),
    re.compile(r"(?<![\w_])(?P<open>__|_)(?=[^\s_])(?P<words>[^_\n]+?)(?<=[^\s_])(?P=open)(?![\w_])"),
    re.compile(r"(?P<open>`+)(?P<words>[^`\n]+)(?P=open)"),
)
_STRUCK = re.compile(r"~~[^~\n]+~~")


class _Quoting(Protocol):
    @property
    def quote(self) -> Quote: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a text, and where each stretch of them stands in it."""

    text: str
    written: str
    starts: tuple[int, ...] = (0,)  # where stretches begin in `text`
    origins: tuple[int, ...] = (0,)  # and in `written`

    def restored(self, record: MeetingRecord) -> MeetingRecord:
        """The record with the quotes as they stand in the written text."""
        if self.text == self.written:
            return record
        return replace(
            record,
            chairs=tuple(replace(f, quote=self._quote(f.quote)) for f in record.chairs),
            attendees=tuple(replace(f, quote=self._quote(f.quote)) for f in record.attendees),
            assignments=tuple(replace(f, quote=self._quote(f.quote)) for f in record.assignments),
            decisions=tuple(replace(f, quote=self._quote(f.quote)) for f in record.decisions),
            others=tuple(replace(f, quote=self._quote(f.quote)) for f in record.others),
            secretary=record.secretary and replace(record.secretary, quote=self._quote(record.secretary.quote)),
            date_quote=record.date_quote and self._quote(record.date_quote),
            time_quote=record.time_quote and self._quote(record.time_quote),
            place_quote=record.place_quote and self._quote(record.place_quote),
        )

    def _quote(self, quote: Quote) -> Quote:
        start = self._origin(quote.start)
        end = max(start, self._origin(quote.end - 1) + 1) if quote.end > quote.start else start
        return Quote(self.written[start:end], start, end)

    def _origin(self, position: int) -> int:
        index = bisect_right(self.starts, position) - 1
        end = self.origins[index + 1] if index + 1 < len(self.origins) else len(self.written)
        return min(self.origins[index] + position - self.starts[index], max(self.origins[index], end - 1))


def plain(text: str) -> Plain:
    """The words of `text`. What is struck out is left out; a line that is bold as a whole keeps its marks."""
    if not _HAS_MARKS.search(text):
        return Plain(text, text)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    at = length = 0
    for start, end, words in _changes(text):
        for piece, origin in ((text[at:start], at), (words, start)):
            if piece:
                pieces.append(piece)
                starts.append(length)
                origins.append(origin)
                length += len(piece)
        at = end
    pieces.append(text[at:])
    starts.append(length)
    origins.append(at)
    return Plain("".join(pieces), text, (*starts,), (*origins,))


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans to be replaced, in order, not overlapping."""
    found = [(m.start(), m.end(), " ") for m in _STRUCK.finditer(text)] if "~~" in text else []
    for pattern in _DRESSED:
        for match in pattern.finditer(text):
            if not _whole_line(text, match):
                found.append((match.start(), match.start("words"), ""))
                found.append((match.end("words"), match.end(), ""))
    if not text.isascii():
        for match in _MARKS.finditer(text):
            if match["emoji"] and _kept(text, match):
                continue
            if match["pointer"]:
                rest = text[match.end() :].split("\n", 1)[0]
                words = "" if rest.isupper() else "- "  # "📌 VIỆC TUẦN NÀY" is a heading
            else:
                words = f"{match['digits']}." if match["number"] else _between(text, match)
            found.append((match.start(), match.end(), words))
    last = 0
    for start, end, words in sorted(found):
        if start >= last:
            yield start, end, words
            last = end


def _whole_line(text: str, match: re.Match[str]) -> bool:
    """Whether nothing else stands in the line: a heading is told by that."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    outside = text[start : match.start()] + text[match.end() : end if end >= 0 else len(text)]
    return len(match["open"]) == 2 and not outside.strip(" \t:")


def _kept(text: str, match: re.Match[str]) -> bool:
    """A check mark in brackets or in a cell says that something is done."""
    start = text.rfind("\n", 0, match.start()) + 1
    before, after = text[start : match.start()].rstrip(" \t"), text[match.end() : match.end() + 3].lstrip(" ")
    return before.endswith(("[", "|")) or "\t" in text[start : match.end()] or after.startswith(("]", "|"))


def _between(text: str, match: re.Match[str]) -> str:
    """What stands for an emoji: nothing at the edge of a line or a word's edge, else a space."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return " " if before.strip() and after.strip() else ""
