"""The embedded answerer: picks the sentence that answers, trims it, or says that none does. No model, no network.

Enters: a question as understood and the passages retrieved. Leaves: one `Answer` with the verbatim sentence it stands on.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answer import Delta
from rag.answer.facts import Stated, facts_alone, stated
from rag.answer.lists import Facts, Listed, held, history, listed
from rag.answer.ranking import Scored, asks_now, rank
from rag.answer.units import Unit, UnitReader
from rag.answer.wording import missing, phrased, small_talk
from rag.record import Assignment, MeetingRecord, Task
from rag.types import Answer, Citation, Document, Passage, Question
from rag.understand import Kind, Understanding
from rag.understand.apart import meetings_apart

_DOCUMENTS = 5  # read for one question
_LEAST_COVERAGE = 0.6  # of the question's weight, below which nothing is answered
_MORE = 0.25  # of what is asked, by which a sentence must exceed the best fact
_OFF_TOPIC = 0.3
_LEAST_FOCUS = 0.6  # of the weight of what the question asks about, apart from naming the meeting


class EmbeddedAnswerer:
    """Answers from sentences. `text_of` and `record_of` give a document's text and facts by its id."""

    def __init__(
        self,
        text_of: Callable[[str], str],
        record_of: Callable[[str], MeetingRecord | None] = lambda document_id: None,
        facts: Facts | None = None,
    ) -> None:
        self._reader = UnitReader(text_of, record_of)
        self._record_of = record_of
        self._facts = facts

    async def stream(
        self, question: Question, understanding: Understanding, passages: Sequence[Passage]
    ) -> AsyncIterator[Delta | Answer]:
        """Yields the answer at once: there is nothing to wait for. Never raises."""
        yield self.answer(question, understanding, passages)

    def answer(self, question: Question, understanding: Understanding, passages: Sequence[Passage]) -> Answer:
        """The best supported answer, or one that says what the documents do not hold."""
        said = self._said(question, understanding, passages)
        return Answer(
            text=said.text,
            found=said.found,
            citations=said.citations,
            mind="embedded",
            standalone=understanding.standalone,
            passages=tuple(passages),
        )

    def _said(self, question: Question, understanding: Understanding, passages: Sequence[Passage]) -> "_Said":
        if understanding.kind == "smalltalk":
            return _Said(small_talk(understanding.asked), False)
        if self._facts and (rows := listed(understanding, question.scopes, self._facts)) is not None:
            return _Said(rows.text, bool(rows.rows), _cited_rows(rows))
        documents: dict[str, Document] = {}
        retrieved: dict[str, float] = {}
        for passage in passages:
            documents.setdefault(passage.document.id, passage.document)
            retrieved[passage.document.id] = max(retrieved.get(passage.document.id, 0.0), passage.score)
        units = self._reader.units(list(documents.values())[:_DOCUMENTS])
        if (apart := self._meeting_by_meeting(understanding, units, retrieved)) is not None:
            return apart
        return self._from_units(question.scopes, understanding, units, retrieved)

    def _from_units(
        self,
        scopes: Sequence[str],
        understanding: Understanding,
        units: Sequence[Unit],
        retrieved: Mapping[str, float],
    ) -> "_Said":
        """From the facts where they reach, else from the sentences."""
        fact = stated(units, understanding, retrieved)
        best = chosen(rank([u for u in units if u.fact is None], understanding, retrieved), understanding.kind)
        if fact is not None and best is not None and _says_more(best, fact):
            fact = None
        if fact is not None and self._facts and (moved := self._history(fact, understanding)):
            return _Said(moved.text, True, _cited_rows(moved))
        if fact is not None:
            return _Said(fact.text, fact.found, tuple(dict.fromkeys(_cited(unit) for unit in fact.units)))
        if best is None or facts_alone(units, understanding):
            return _Said(missing(understanding.kind), False)
        return _Said(phrased(best.unit, understanding.kind), True, (_cited(best.unit),))

    def _meeting_by_meeting(
        self, understanding: Understanding, units: Sequence[Unit], retrieved: Mapping[str, float]
    ) -> "_Said | None":
        """The answer for each of several meetings that one question names; None where it names only one."""
        parts = []
        for one in meetings_apart(understanding):
            named = [unit for unit in units if any((0, token) in unit.about for token in one.named)]
            said = self._from_units((), one.understanding, named, retrieved) if named else _Said("", False)
            if said.found:
                parts.append((said.citations[0].document, said))
        days = [document.id for document, _ in parts]
        if len(parts) < 2 or len(set(days)) < 2:
            return None
        parts.sort(key=lambda part: part[0].date or date.min)
        lines = [f"{n}. {held(document)}: {said.text}" for n, (document, said) in enumerate(parts, 1)]
        return _Said("\n".join(lines), True, tuple(dict.fromkeys(c for _, said in parts for c in said.citations)))

    def _history(self, fact: Stated, understanding: Understanding) -> Listed | None:
        """How the task asked about moved, where the question wants that or what holds now."""
        now = asks_now(understanding.asked)
        if understanding.kind not in {"deadline", "owner"} or not (understanding.listing == "history" or now):
            return None
        unit = fact.units[0]
        if not isinstance(unit.fact, Assignment) or self._facts is None:
            return None
        record = self._record_of(unit.document.id)
        if record is None:
            return None
        task = Task(unit.document, record.date, record.assignments.index(unit.fact) + 1, unit.fact)
        moved = history(task, self._facts)
        if len(moved.rows) < 2:
            return None
        return replace(moved, head=moved.head, rows=moved.rows[-1:]) if now else moved


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer says and stands on."""

    text: str
    found: bool
    citations: tuple[Citation, ...] = ()


def _cited_rows(rows: Listed) -> tuple[Citation, ...]:
    """A citation for each row that is shown, once each."""
    return tuple(dict.fromkeys(Citation(r.document, r.quote.text, r.quote.start, r.quote.end) for r in rows.shown))


def _says_more(sentence: Scored, fact: Stated) -> bool:
    """Whether a sentence that no fact states holds clearly more of what is asked than the best fact does."""
    return sentence.own > fact.own + _MORE and not any(sentence.unit.quote_is(unit) for unit in fact.units)


def _cited(unit: Unit) -> Citation:
    return Citation(unit.document, unit.sentence, unit.sentence_start, unit.sentence_end)


def chosen(ranked: Sequence[Scored], kind: Kind) -> Scored | None:
    """The unit to answer with; None where nothing supports an answer."""
    if not ranked:
        return None
    first = ranked[0]
    best = next((s for s in ranked if s.fits), None)
    if kind == "chair":
        # What was said at a meeting tells which one is meant; who chaired it stands elsewhere in its minutes.
        if first.lacking or first.coverage < _LEAST_COVERAGE:
            return None
        return next(
            (s for s in ranked if s.fits and not s.missing_who and s.unit.document.id == first.unit.document.id), None
        )
    if best is None or not supported(best):
        return None
    # The sentence about it is another one, and it does not say what is asked.
    if first.coverage - best.coverage > _OFF_TOPIC and kind != "content":
        return None
    return best


def supported(best: Scored) -> bool:
    """Whether the best sentence answers: right kind of fact, about what was asked, and nothing named is missing."""
    return best.fits and not best.lacking and best.coverage >= _LEAST_COVERAGE and best.focus >= _LEAST_FOCUS
