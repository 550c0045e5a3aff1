"""The structure of a text: text enters, units leave that lie end to end and cover it.

A unit is the least that splitting keeps together: a sentence, a heading line, a table or, where the table is too
large, one of its rows. White space belongs to the unit before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.language.sentences import sentences
from rag.language.text import CAPITALS, SMALLS

Kind = Literal["text", "heading", "turn", "table"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A span that stays whole, with the headings that it stands under (a heading counts itself)."""

    start: int
    end: int
    kind: Kind
    headings: tuple[str, ...]


_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_MARKDOWN = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$")
_CAPITALS_ONLY = re.compile(rf"(?=(?:[^{CAPITALS}]*[{CAPITALS}]){{4}})[^{SMALLS}]{{6,120}}$")
_NUMBERED = re.compile(
    rf"(?:\*\*|__)?(?:(?P<part>(?:Phần|Chương|Mục|PHẦN|CHƯƠNG|MỤC)\s+(?:[IVXLC]+|\d+))|(?P<article>(?:Điều|ĐIỀU)\s+\d+)"
    rf"|(?P<roman>[IVXLC]{{1,6}})(?=[.)])|(?P<letter>[A-HĐ])(?=[.)]\s)|(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?=[.)]))"
    rf"[.):]*\s+(?=[\"“(*_]*[{CAPITALS}\d])"
)
_TURN = re.compile(
    rf"(?P<label>[\[(]?(?:\d{{1,2}}:)?\d{{1,2}}:\d{{2}}[\])]?\s*[-–]?\s*[{CAPITALS}][^:\n]{{0,60}}):(?=\s|$)"
)
_RULE = re.compile(r"[\s|:=_*+-]+$")
_CLOSED = re.compile(r"[.!?…;,]+[\"'”’)\]*_\s]*$")
_LONGEST_HEADING = 120
_TURN_LEVEL = 90


def units(text: str, *, format: str) -> list[Unit]:
    """The units of `text`; `format` as in `Loaded.format` ("md" alone has # headings)."""
    lines = _lines(text)
    marks: list[tuple[int, Kind, tuple[str, ...]]] = []  # where a unit begins
    inside: list[tuple[int, int]] = []  # spans without sentence boundaries
    path: list[tuple[int, str]] = []
    index = 0
    while index < len(lines):
        start, end = lines[index]
        stop = _table_end(text, lines, index)
        if stop > index:
            end = lines[stop - 1][1]
            marks.append((start, "table", _names(path)))
            inside.append((start, end))
            index = stop
            if end < len(text):
                marks.append((end, "text", _names(path)))
            continue
        line = text[start:end].strip()
        index += 1
        if not line or line[0] in "-•+":
            continue
        if turn := _TURN.match(line):
            _enter(path, _TURN_LEVEL, turn["label"].strip())
            marks.append((start, "turn", _names(path)))
        elif heading := _heading(line, format, _next_line(text, lines, index)):
            _enter(path, *heading)
            marks.append((start, "heading", _names(path)))
            inside.append((start, end))
            marks.append((end, "text", _names(path)))
    return _merge(text, marks, inside)


def rows(text: str, table: Unit) -> list[tuple[int, int]]:
    """Spans of the rows of a table, its header first together with the rule under it."""
    spans = [(table.start + m.start(), table.start + m.end()) for m in _LINE.finditer(text[table.start : table.end])]
    filled: list[tuple[int, int]] = []
    for start, end in spans:
        blank = not text[start:end].strip()
        rule = len(filled) == 1 and bool(_RULE.match(text[start:end]))
        if filled and (blank or rule):
            filled[-1] = (filled[-1][0], end)
        else:
            filled.append((start, end))
    return filled


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _LINE.finditer(text)]


def _names(path: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in path)


def _enter(path: list[tuple[int, str]], level: int, name: str) -> None:
    while path and path[-1][0] >= level:
        path.pop()
    path.append((level, name))


def _next_line(text: str, lines: list[tuple[int, int]], index: int) -> str:
    for start, end in lines[index : index + 4]:
        if line := text[start:end].strip():
            return line
    return ""


def _heading(line: str, format: str, following: str) -> tuple[int, str] | None:
    """Level and name where `line` is a heading."""
    if format == "md" and line.startswith("#") and (markdown := _MARKDOWN.match(line)):
        return len(markdown[1]), markdown[2]
    if len(line) > _LONGEST_HEADING:
        return None
    if numbered := _NUMBERED.match(line):
        level = _numbered_level(numbered)
        after = _NUMBERED.match(following)
        # A short numbered line followed by its sibling is an item of a list, not the title of something.
        if _CLOSED.search(line) or not following or (after and _numbered_level(after) <= level):
            return None
        return level, line.strip("*_ ").rstrip(":")
    if _CAPITALS_ONLY.match(line) and "\t" not in line and "|" not in line:
        return 10, line.strip("*_ ").rstrip(":")
    return None


def _numbered_level(match: re.Match[str]) -> int:
    if match["part"]:
        return 20
    if match["article"]:
        return 40
    if match["letter"]:
        return 25
    if match["roman"]:
        return 30
    return 50 + str(match["number"]).count(".")


def _table_end(text: str, lines: list[tuple[int, int]], index: int) -> int:
    """The line after the table that begins at `index`, or `index` where none does: two rows at least."""
    first = text[slice(*lines[index])]
    separator = "|" if first.lstrip().startswith("|") else "\t"
    # A tab that only indents is no column.
    if separator not in first.strip():
        return index
    stop = index + 1
    while stop < len(lines) and separator in text[slice(*lines[stop])].strip():
        stop += 1
    return stop if stop - index >= 2 else index


def _merge(text: str, marks: list[tuple[int, Kind, tuple[str, ...]]], inside: list[tuple[int, int]]) -> list[Unit]:
    """Sentences between the marks, each unit reaching to where the next begins."""
    starts: dict[int, tuple[Kind, tuple[str, ...] | None]] = {0: ("text", ())} if text else {}
    for start, _ in _outside(sentences(text), inside):
        starts.setdefault(start, ("text", None))
    for position, kind, headings in marks:
        if position < len(text) and not (kind == "text" and starts.get(position, ("text", None))[0] != "text"):
            starts[position] = (kind, headings)
    ordered = sorted(starts.items())
    result: list[Unit] = []
    under: tuple[str, ...] = ()
    for number, (start, (kind, known)) in enumerate(ordered):
        end = ordered[number + 1][0] if number + 1 < len(ordered) else len(text)
        under = known if known is not None else under
        if result and not text[start:end].strip():
            last = result[-1]
            result[-1] = Unit(last.start, end, last.kind, last.headings)
            continue
        result.append(Unit(start, end, kind, under))
    return result


def _outside(spans: list[tuple[int, int]], holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of `spans` that do not begin within one of `holes`; both in order."""
    hole = 0
    for start, end in spans:
        while hole < len(holes) and holes[hole][1] <= start:
            hole += 1
        if hole == len(holes) or start < holes[hole][0]:
            yield start, end
