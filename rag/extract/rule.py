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


def rule(meaning: str, pattern: str, example: str, counter: str, *, cased: bool = False) -> Rule:
    """A row, its pattern compiled; case counts only where `cased`."""
    return Rule(meaning, re.compile(pattern, 0 if cased else re.IGNORECASE), example, counter)


def first(rules: Iterable[Rule], text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of `rules` that fits `text` anywhere, with its match."""
    for row in rules:
        if match := row.pattern.search(text):
            return row, match
    return None


def meaning(rules: Iterable[Rule], text: str) -> str | None:
    """The meaning of the first rule that fits."""
    found = first(rules, text)
    return found[0].meaning if found else None


def fits(rules: Iterable[Rule], text: str) -> bool:
    """Whether any rule fits."""
    return first(rules, text) is not None
