"""Which sentence or fact answers a question, and whether any does.

Enter: the units of the documents retrieved and the question as understood. Leave: the units, best first, and how much
speaks for saying that the documents do not hold it. Scores are sums of weighted features; the weights are fitted on
evaluation sets by `evals/fit.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.answer.evidence import holds
from rag.answer.features import FEATURES, PLACES, Asked, asks_now, features, silence
from rag.answer.units import Held, Unit
from rag.answer.wanted import pairs_of, wanted_by
from rag.answer.weights import GROUP_OF, GROUPS, SHARED
from rag.language.text import comparable
from rag.record import Chair
from rag.understand import Kind, Understanding

__all__ = ["Ranking", "Scored", "asks_now", "rank", "ranking_of"]

_OWN, _WHO_MISSING = FEATURES.index("own"), FEATURES.index("who_missing")
_DAY_MISSING = FEATURES.index("day_missing")
_OF_MEETING, _UNKNOWN = FEATURES.index("names_meeting"), FEATURES.index("unknown")
_NAMED = 0.6  # share of the words from which a question names a meeting
_LEAST_MET = 0.6  # share of the words that stand around a number
_NAMED_AT_ALL = 0.2  # the same, from which it names one at all
_EQUAL = 0.5  # of score, within which two meetings fit equally
_FOREIGN = 0.9  # share of the words that no document has, from which none of them is about the question
# What a sentence must hold to be an answer at all; the other kinds can be told in any words.
_HELD_BY_ALL: frozenset[Kind] = frozenset({"chair", "number", "date", "time", "deadline", "place"})


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with how much speaks for it."""

    unit: Unit
    score: float
    own: float  # share of what is asked that stands in the clause itself, 0 to 1
    of_meeting: float = 0.0  # share that the document's title, first lines and day hold


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units, best first, and how much speaks for saying that none of them answers."""

    scored: tuple[Scored, ...]
    silence: float
    foreign: bool  # hardly a word of the question stands in any document

    @property
    def answers(self) -> tuple[Scored, ...]:
        """The units that are better than silence, best first."""
        return () if self.foreign else tuple(s for s in self.scored if s.score > self.silence)

    def told(self, best: Scored) -> Scored:
        """Who chaired, when or where, as a fact, where `best` is the sentence that says so; else `best`."""
        if best.unit.fact is not None:
            return best
        facts = (s for s in self.scored if isinstance(s.unit.fact, Chair | Held) and s.unit.quote_is(best.unit))
        return next(facts, best)

    @property
    def alike(self) -> tuple[Scored, ...]:
        """The answers that fit as well as the best one, where the question names a meeting at all."""
        answers = self.answers
        if not answers or answers[0].of_meeting < _NAMED_AT_ALL:
            return answers[:1]
        best = answers[0]
        return tuple(s for s in answers if s.score > best.score - _EQUAL and s.of_meeting == best.of_meeting)

    def of_meeting(self, fact: type) -> tuple[Scored, ...]:
        """The facts of a kind, best first, where the question's words name their meeting and nothing else."""
        facts = [s for s in self.scored if isinstance(s.unit.fact, fact)]
        return tuple(s for s in facts if s.of_meeting >= _NAMED)


def rank(units: Sequence[Unit], understanding: Understanding, retrieved: Mapping[str, float]) -> list[Scored]:
    """`units` scored for the question, best first; questions in the text are left out.

    Args:
        units: sentences and facts of the documents retrieved.
        understanding: the question.
        retrieved: the retrieval score of each document by its id, 0 to 1.
    """
    return list(ranking_of(units, understanding, retrieved).scored)


def ranking_of(
    units: Sequence[Unit],
    understanding: Understanding,
    retrieved: Mapping[str, float],
    *,
    among: Sequence[Unit] | None = None,
) -> Ranking:
    """`units` scored for the question as in `rank`; `among` are those whose words tell how rare a word is."""
    asked = asked_of(understanding, retrieved, units if among is None else among)
    weights = weights_of(understanding.kind)
    scored = []
    for unit in units:
        if is_no_answer(unit, understanding):
            continue
        values = features(unit, asked)
        if understanding.site and values[_WHO_MISSING]:
            continue  # who chaired at another venue is no answer
        if understanding.kind == "chair" and values[_DAY_MISSING] == 1.0:
            continue  # who chaired on another day is none either
        if understanding.kind == "number" and not understanding.context and _met(values) < _LEAST_MET:
            continue  # the number of something else
        scored.append(Scored(unit, _dot(weights, values), values[_OWN], values[_OF_MEETING]))
    scored.sort(key=lambda s: -s.score)
    nothing = silence(asked)
    foreign = nothing[_UNKNOWN] > _FOREIGN and not understanding.context
    return Ranking(tuple(scored), _dot(weights, nothing), foreign)


def asked_of(understanding: Understanding, retrieved: Mapping[str, float], units: Sequence[Unit]) -> Asked:
    """What a question asks of `units`."""
    wanted = wanted_by(understanding, units)
    return Asked.of(understanding, wanted, pairs_of(wanted), retrieved, units)


def is_no_answer(unit: Unit, understanding: Understanding) -> bool:
    """Whether a unit is a question in the text, the title, or without the kind of fact asked for."""
    if unit.fact is not None:
        return False
    if unit.text.endswith("?") or unit.position == 0 or _is_title(unit.text, unit.document.title):
        return True
    return understanding.kind in _HELD_BY_ALL and not holds(understanding.kind, unit.sentence)


@lru_cache(maxsize=4096)
def _is_title(text: str, title: str) -> bool:
    return comparable(text).strip("#*_ ") in comparable(title)


@cache
def weights_of(kind: Kind) -> tuple[float, ...]:
    """The weight of each feature for questions of `kind`."""
    group = GROUPS[GROUP_OF.get(kind, "text")]
    return tuple(SHARED.get(name, 0.0) + group.get(name, 0.0) for name in FEATURES)


def _met(values: Sequence[float]) -> float:
    """The share of the question's words that the unit or its document has."""
    return sum(values[FEATURES.index(place)] for place in PLACES[:-1])


def _dot(weights: Iterable[float], values: Iterable[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True) if value)
