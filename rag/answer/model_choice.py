"""Which facts and sentences a model is shown, the likeliest first, within a budget of tokens.

Enter: the ranked units of some documents and the passages. Leave: lines, each of one sentence with the facts it states.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.answer.model_documents import called
from rag.answer.model_lines import fact_line, label, sentence_line
from rag.answer.ranking import Scored
from rag.answer.units import Fact, Held, Unit, said_by
from rag.language.sentences import Span
from rag.language.text import clean, fold
from rag.record import Assignment, Attendee, Chair, Decision, OtherMeeting
from rag.types import Document, Passage
from rag.understand import Kind, Understanding

MEETINGS = 4  # documents of which the best fact of the kind asked for is shown in any case
_OF_NAME = 4  # facts of a person or a body that is named
_VENUES = 3  # chairs of one meeting
_BEFORE, _AFTER = 1, 2  # neighbours of the sentence that the last answer stood on
_OPENED, _OPENING = 2, 5  # documents whose first sentences are shown where a meeting as such is asked about
_CALLED = 2  # documents that the question names by their day, of which the best sentences are shown
_BEST = 3  # sentences; those that rank first are shown with the next one
_ANYHOW = 2  # each second sentence is one about what the question says, whatever kind of fact it asks for
_FROM_PASSAGES = 4  # each fourth sentence is one of the passages as they were retrieved, however it ranks by its words
_NUMBER = 3  # tokens of "[12] "
_DOCUMENT = 12  # tokens of what stands around a document's title
_NEARLY_FULL = 0.9

_FACTS: dict[Kind, tuple[type, ...]] = {
    "chair": (Chair, OtherMeeting),
    "owner": (Assignment,),
    "assignment": (Assignment,),
    "deadline": (Assignment,),
    "attendee": (Attendee,),
    "decision": (Decision,),
    "date": (Held, OtherMeeting),
    "time": (Held, OtherMeeting),
    "place": (Held, OtherMeeting),
    "form": (Held,),
}
_OF_MEETING = frozenset({"chair", "date", "time", "place", "form"})

Place = tuple[str, int]  # a document's id and where a sentence begins


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown of one sentence: it, or only facts that it states."""

    unit: Unit  # one of the sentence's
    spans: tuple[Span, ...] = ()  # what of the sentence, within it; none: only the facts
    facts: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        """The line without its number."""
        unit = self.unit
        if not self.spans:
            return " · ".join(dict.fromkeys(map(fact_line, self.facts)))
        text = sentence_line(unit.sentence, self.spans)
        if unit.opening != unit.sentence and (who := clean(said_by(unit.opening))) and who not in text:
            text = f"({who}:) {text}"
        # A row says little without the head of its table.
        row = unit.sentence.startswith("|") or "\t" in unit.sentence
        labels = map(fact_line, self.facts) if row else (label(fact, unit.sentence) for fact in self.facts)
        told = " · ".join(dict.fromkeys(filter(None, labels)))
        return f"{text} → {told}" if told else text


class Chosen:
    """Lines chosen so far, each sentence once."""

    def __init__(self, units: Sequence[Unit], count: Callable[[str], int]) -> None:
        self._count = count
        self._lines: dict[Place, Line] = {}
        self._facts: dict[Place, list[Fact]] = {}
        for unit in units:
            if unit.fact is not None and (not isinstance(unit.fact, Held) or unit.fact.corrected):
                self._facts.setdefault(_place(unit), []).append(unit.fact)

    def fill(self, units: Iterable[tuple[Unit, bool]], budget: int) -> None:
        """Takes units, each with whether its sentence is to be shown, in their order until `budget` tokens are spent."""
        spent, known = 0, set[str]()
        for unit, whole in units:
            before = self._lines.get(_place(unit))
            line = self._with(before, unit, whole)
            if line == before:
                continue
            cost = self._cost(line) - (self._cost(before) if before else 0)
            if unit.document.id not in known:
                cost += self._count(unit.document.title) + _DOCUMENT
            if spent + cost > budget:
                if spent > _NEARLY_FULL * budget:
                    return
                continue  # a shorter one may fit
            spent += cost
            known.add(unit.document.id)
            self._lines[_place(unit)] = line

    def documents(self) -> list[tuple[Document, list[Line]]]:
        """The documents in the order in which they came to be chosen from, each with its lines in the order of its text."""
        of: dict[str, tuple[Document, list[Line]]] = {}
        for line in self._lines.values():
            of.setdefault(line.unit.document.id, (line.unit.document, []))[1].append(line)
        return [(one, sorted(lines, key=lambda line: line.unit.sentence_start)) for one, lines in of.values()]

    def _with(self, line: Line | None, unit: Unit, whole: bool) -> Line:
        """`line` with the unit in it."""
        line = line or Line(unit)
        if whole:
            span = unit.start - unit.sentence_start, min(unit.end, unit.sentence_end) - unit.sentence_start
            facts = (*line.facts, *self._facts.get(_place(unit), ()))
            return Line(line.unit, tuple(dict.fromkeys((*line.spans, span))), tuple(dict.fromkeys(facts)))
        facts = line.facts if unit.fact is None else (*line.facts, unit.fact)
        return Line(line.unit, line.spans, tuple(dict.fromkeys(facts)))

    def _cost(self, line: Line) -> int:
        return self._count(line.text) + _NUMBER


def by_need(
    units: Sequence[Unit],
    ranked: Sequence[Scored],
    anyhow: Sequence[Scored],
    documents: Sequence[Document],
    passages: Sequence[Passage],
    understanding: Understanding,
) -> Iterator[tuple[Unit, bool]]:
    """The units in the order in which they are needed, each with whether its sentence is to be shown.

    First what the last answer stood on, the facts of the kind asked for of each of the likeliest documents, and what a
    meeting's minutes begin with; then sentences as they rank, and among them those that were retrieved.
    """
    around = _Around(scored.unit for scored in ranked)
    for quote in understanding.quotes:
        for scored in ranked:
            if (
                scored.unit.fact is None
                and scored.unit.document.id in understanding.about
                and scored.unit.text in quote
            ):
                yield from ((unit, True) for unit in around.of(scored.unit, _BEFORE, _AFTER))
    yield from ((unit, False) for unit in _facts_of(ranked, (*understanding.people, *understanding.bodies)))
    yield from ((unit, False) for unit in _facts_asked_for(ranked, documents, understanding.kind))
    if understanding.kind in _OF_MEETING | {"attendee"}:
        first = dict.fromkeys(scored.unit.document.id for scored in ranked)
        yield from ((unit, True) for id in [*first][:_OPENED] for unit in around.opening(id))
    for document in called(understanding, documents)[:_CALLED]:
        here = [scored.unit for scored in ranked if scored.unit.document.id == document.id]
        yield from ((unit, True) for unit in here[:_BEST])
    by_passage = _of_passages(units, anyhow, passages)
    others = iter(anyhow)
    for place, scored in enumerate((*ranked, *anyhow)):
        yield scored.unit, True
        if place < _BEST:
            # What is said of a thing often goes on in the next sentence.
            yield from ((unit, True) for unit in around.of(scored.unit, 0, 1))
        if place % _ANYHOW == 0 and (other := next(others, None)) is not None:
            yield other.unit, True
        if place % _FROM_PASSAGES == 0 and (unit := next(by_passage, None)) is not None:
            yield unit, True
    yield from ((unit, True) for unit in by_passage)


class _Around:
    """The sentences of some units by their place in their documents."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._at: dict[tuple[str, int], Unit] = {}
        for unit in units:
            if unit.fact is None:
                self._at.setdefault((unit.document.id, unit.position), unit)

    def of(self, unit: Unit, before: int, after: int) -> Iterator[Unit]:
        """The sentence of `unit` and its neighbours."""
        yield unit
        for step in (*range(1, after + 1), *range(-1, -before - 1, -1)):
            if neighbour := self._at.get((unit.document.id, unit.position + step)):
                yield neighbour

    def opening(self, document_id: str) -> Iterator[Unit]:
        """The first sentences of a document below its title."""
        for position in range(1, _OPENING + 1):
            if unit := self._at.get((document_id, position)):
                yield unit


def _facts_of(ranked: Sequence[Scored], names: Sequence[str]) -> Iterator[Unit]:
    """The best facts of each of the people and bodies that a model read out of the question."""
    facts = [(scored.unit, f" {fold(fact_line(scored.unit.fact))}") for scored in ranked if scored.unit.fact]
    for name in names:
        said = [unit for unit, line in facts if f" {fold(name)}" in line]
        yield from said[:_OF_NAME]


def _facts_asked_for(ranked: Sequence[Scored], documents: Sequence[Document], kind: Kind) -> Iterator[Unit]:
    wanted = _FACTS.get(kind)
    if wanted is None:
        return
    of: dict[str, list[Unit]] = {}
    for scored in ranked:
        fact = scored.unit.fact
        if fact is not None and isinstance(fact, wanted) and _is_of_kind(fact, kind):
            of.setdefault(scored.unit.document.id, []).append(scored.unit)
    first = [*of][:MEETINGS]
    # Which meeting is meant may be told by the ledger rather than by words.
    others = [document.id for document in documents if document.id in of and document.id not in first]
    for id in (*first, *(others if kind in _OF_MEETING else ())):
        yield from of[id][: _VENUES if kind == "chair" and id in first else 1]


def _is_of_kind(fact: Fact, kind: Kind) -> bool:
    if isinstance(fact, Held):
        return fact.kind == kind and fact.text is not None
    return not isinstance(fact, OtherMeeting) or kind != "chair" or fact.chair is not None


def _of_passages(units: Sequence[Unit], ranked: Sequence[Scored], passages: Sequence[Passage]) -> Iterator[Unit]:
    """Of each passage in turn its best sentence, then its second best, and so on; those that do not rank come last."""
    places = {(_place(scored.unit), scored.unit.start): place for place, scored in enumerate(reversed(ranked))}
    sentences = [unit for unit in units if unit.fact is None]
    sentences.sort(key=lambda unit: -places.get((_place(unit), unit.start), -1))
    of: list[list[Unit]] = []
    for passage in passages:
        chunk = passage.chunk
        inside = [unit for unit in sentences if unit.document.id == chunk.document_id]
        of.append([unit for unit in inside if chunk.start <= unit.start < chunk.end])
    for place in range(max(map(len, of), default=0)):
        yield from (inside[place] for inside in of if place < len(inside))


def _place(unit: Unit) -> Place:
    return unit.document.id, unit.sentence_start
