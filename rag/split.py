"""Text into pieces small enough to search and to quote from: text enters, spans leave that rejoin to it exactly.

Pieces follow the structure first (headings, tables, speakers), then sentences, within a budget of tokens. A sentence is cut
only where it alone is over the budget: at white space, and inside a word only where there is none.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from rag.structure import Unit, rows, units
from rag.tokens import TokenCounter

Count = Callable[[int, int], int]  # tokens of the span between two positions of the text

SMALLEST_BUDGET = 16  # tokens: below it a single character may not fit
_LONGEST_CHARACTERS_PER_TOKEN = 12  # what is longer than that many per budgeted token is cut without being counted


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the text with the headings it stands under, from the outermost to the innermost."""

    start: int
    end: int
    headings: tuple[str, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A unit, or what was cut from one, with its tokens."""

    unit: Unit
    start: int
    end: int
    tokens: int
    alone: bool = False  # a row of a table too large for one piece: only rows of that table may join it


def split(text: str, *, format: str, budget: int, counter: TokenCounter) -> list[Piece]:
    """Splits `text` into contiguous pieces of at most `budget` tokens each.

    Args:
        text: Any text; the empty one gives no piece.
        format: As in `Loaded.format`.
        budget: Tokens of one piece, as `counter` counts them; at least `SMALLEST_BUDGET`.
        counter: What counts tokens.

    Returns:
        Pieces in order, such that `text == "".join(text[p.start:p.end] for p in pieces)`. Rows of a table that is over the
        budget carry its header row as their last heading.

    Raises:
        ValueError: The budget is below `SMALLEST_BUDGET`.
    """
    if budget < SMALLEST_BUDGET:
        raise ValueError(f"budget of {budget} tokens is below {SMALLEST_BUDGET}")
    count = counter.spans(text)
    packing = _Packing(budget, count)
    for unit in units(text, format=format):
        for part in _parts(text, unit, budget, count):
            packing.add(part)
    return packing.finish()


def _parts(text: str, unit: Unit, budget: int, count: Count) -> list[_Part]:
    """The unit itself where it fits, else its rows or what has to be cut."""
    tokens = _fitting(unit.start, unit.end, budget, count)
    if tokens is not None:
        return [_Part(unit, unit.start, unit.end, tokens)]
    if unit.kind != "table":
        return [_Part(unit, *cut) for cut in _cut(text, unit.start, unit.end, budget, count)]
    first, *others = rows(text, unit)
    header = text[slice(*first)].split("\n", 1)[0].strip()
    body = Unit(unit.start, unit.end, "table", (*unit.headings, header))
    result = [_Part(unit, *cut, alone=True) for cut in _cut(text, *first, budget, count)]
    for start, end in others:
        result.extend(_Part(body, *cut, alone=True) for cut in _cut(text, start, end, budget, count))
    return result


def _fitting(start: int, end: int, budget: int, count: Count) -> int | None:
    """Tokens of the span, or None where it is over the budget."""
    if end - start > budget * _LONGEST_CHARACTERS_PER_TOKEN:
        return None
    tokens = count(start, end)
    return tokens if tokens <= budget else None


def _cut(text: str, start: int, end: int, budget: int, count: Count) -> list[tuple[int, int, int]]:
    """Start, end and tokens of the least number of spans that fit, cut at white space where there is any."""
    spans = []
    while start < end:
        stop = min(end, start + budget * _LONGEST_CHARACTERS_PER_TOKEN)
        tokens = _fitting(start, stop, budget, count)
        while tokens is None:
            # Towards the length that would fit if tokens were even; always shorter than before.
            over = count(start, stop)
            stop = start + max(1, min(stop - start - 1, (stop - start) * budget // over))
            stop = _at_space(text, start, stop)
            tokens = count(start, stop)
            if tokens > budget and stop - start > 1:
                tokens = None
        if stop < end and (better := _at_space(text, start, stop)) != stop:
            stop, tokens = better, count(start, better)
        spans.append((start, stop, tokens))
        start = stop
    return spans


def _at_space(text: str, start: int, stop: int) -> int:
    """The last position up to `stop` after white space, else one that does not part a letter from its marks."""
    if stop >= len(text) or text[stop - 1].isspace():
        return stop
    for position in range(stop - 1, start + (stop - start) // 2, -1):
        if text[position - 1].isspace():
            return position
    position = stop
    while position > start + 1 and unicodedata.combining(text[position]):
        position -= 1
    return position if not unicodedata.combining(text[position]) else stop


class _Packing:
    """Fills pieces with parts, one after the other."""

    def __init__(self, budget: int, count: Count) -> None:
        self._budget = budget
        self._count = count
        self._parts: list[_Part] = []
        self._tokens = 0
        self._pieces: list[Piece] = []

    def add(self, part: _Part) -> None:
        if self._parts and (self._tokens + part.tokens > self._budget or self._better_apart(part)):
            self._close(part.tokens)
        self._parts.append(part)
        self._tokens += part.tokens

    def finish(self) -> list[Piece]:
        self._emit(self._parts)
        return self._pieces

    def _better_apart(self, part: _Part) -> bool:
        last = self._parts[-1]
        if part.alone or last.alone:
            return not (part.alone and last.alone and part.unit.start == last.unit.start)
        if part.unit.kind == "heading":
            return last.unit.kind != "heading" and self._tokens * 2 >= self._budget
        return part.unit.kind == "turn" and self._tokens * 4 >= self._budget * 3

    def _close(self, coming: int) -> None:
        """Ends the piece, leaving headings at its end to the one that begins where they fit."""
        keep = len(self._parts)
        while keep > 1 and self._parts[keep - 1].unit.kind == "heading":
            keep -= 1
        carried = self._parts[keep:]
        if sum(part.tokens for part in carried) + coming > self._budget or self._parts[keep - 1].unit.kind == "heading":
            keep, carried = len(self._parts), []
        self._emit(self._parts[:keep])
        self._parts = carried
        self._tokens = sum(part.tokens for part in carried)

    def _emit(self, parts: list[_Part]) -> None:
        while parts:
            # Tokens of parts do not add up exactly where an encoding counts; the last parts make way then.
            kept = len(parts)
            tokens = parts[0].tokens
            while kept > 1:
                tokens = self._count(parts[0].start, parts[kept - 1].end)
                if tokens <= self._budget:
                    break
                kept -= 1
                tokens = parts[0].tokens
            taken, parts = parts[:kept], parts[kept:]
            self._pieces.append(Piece(taken[0].start, taken[-1].end, _headings(taken), tokens))


def _headings(parts: list[_Part]) -> tuple[str, ...]:
    """The headings of a piece: those it begins under, or where it begins with one, those that all its parts share."""
    first = parts[0]
    if first.unit.kind == "text" or first.start != first.unit.start or first.alone:
        return first.unit.headings
    shared = first.unit.headings
    for part in parts[1:]:
        if part.unit.kind == "heading" and part.unit.headings[: len(shared)] == shared:
            continue
        length = next(
            (i for i, (a, b) in enumerate(zip(shared, part.unit.headings, strict=False)) if a != b),
            min(len(shared), len(part.unit.headings)),
        )
        shared = shared[:length]
    return shared
