"""The shape of a rule: a pattern, what it means, and beside it an example that it fits and one that it must not fit.

Rules stand in named tuples in the room that uses them. `TABLE` in each of those rooms lists them, and one test runs
every example and counter-example.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table. `pattern` is searched; `counter` looks alike and means something else."""

    meaning: str
    pattern: re.Pattern[str]
    example: str
    counter: str
    needs: tuple[str, ...] = ()

    def may_fit(self, lowered: str) -> bool:
        """Whether a text, in lower case, has a word without which the pattern cannot fit. Much cheaper than to search."""
        return not self.needs or names_one(self.needs, lowered)


def rule(meaning: str, pattern: str, example: str, counter: str, *, cased: bool = False, needs: str = "") -> Rule:
    """A row, its pattern compiled; case counts only where `cased`.

    `needs` are words set apart by "|": the pattern fits only where one of them stands, in any case.
    """
    words = tuple(needs.split("|")) if needs else ()
    return Rule(meaning, re.compile(pattern, 0 if cased else re.IGNORECASE), example, counter, words)


def names_one(words: Iterable[str], lowered: str) -> bool:
    """Whether one of `words` stands anywhere in a text in lower case."""
    for word in words:  # noqa: SIM110 (a loop is twice as fast as any)
        if word in lowered:
            return True
    return False


def first(rules: Iterable[Rule], text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of `rules` that fits `text` anywhere, with its match."""
    lowered = text.lower()
    for row in rules:
        if row.may_fit(lowered) and (match := row.pattern.search(text)):
            return row, match
    return None


def meaning(rules: Iterable[Rule], text: str) -> str | None:
    """The meaning of the first rule that fits."""
    found = first(rules, text)
    return found[0].meaning if found else None


def fits(rules: Iterable[Rule], text: str) -> bool:
    """Whether any rule fits."""
    return first(rules, text) is not None
