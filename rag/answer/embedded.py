"""The embedded answerer: picks the sentence that answers, trims it, or says that none does. No model, no network.

Enters: a question as understood and the passages retrieved. Leaves: one `Answer` with the verbatim sentence it stands on.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answer import Delta
from rag.answer.fact_words import marked
from rag.answer.facts import Stated, asks_all_tasks, candidates, stated
from rag.answer.lists import Facts, Listed, held, history, listed
from rag.answer.ranking import asks_now, ranking_of
from rag.answer.units import Unit, UnitReader
from rag.answer.wording import missing, phrased, small_talk
from rag.record import Assignment, MeetingRecord, Task
from rag.types import Answer, Citation, Document, Item, Passage, Question
from rag.understand import Understanding
from rag.understand.apart import meetings_apart

_DOCUMENTS = 5  # read for one question
_TRIED = 3  # of the best, where a fact among them turns out to say nothing to the question


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
            rest=said.rest,
        )

    def read(self, passages: Sequence[Passage]) -> tuple[list[Unit], dict[str, float]]:
        """The sentences and facts of the best documents among `passages`, and how well each document was found."""
        documents: dict[str, Document] = {}
        retrieved: dict[str, float] = {}
        for passage in passages:
            documents.setdefault(passage.document.id, passage.document)
            retrieved[passage.document.id] = max(retrieved.get(passage.document.id, 0.0), passage.score)
        return self._reader.units(list(documents.values())[:_DOCUMENTS]), retrieved

    def _said(self, question: Question, understanding: Understanding, passages: Sequence[Passage]) -> "_Said":
        if understanding.kind == "smalltalk":
            return _Said(small_talk(understanding.asked), False)
        if self._facts and (rows := listed(understanding, question.scopes, self._facts)) is not None:
            return _Said(rows.text, bool(rows.rows), _cited_rows(rows), _rest(rows))
        units, retrieved = self.read(passages)
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
        """From the fact or the sentence that fits best, unless silence fits better."""
        ranking = ranking_of(candidates(units, understanding.kind), understanding, retrieved, among=units)
        wanted = ranking.of_meeting(Assignment) if asks_all_tasks(understanding) else ()
        for best in (*wanted[:1], *ranking.answers[:_TRIED]):
            if best.unit.fact is None:
                return _Said(phrased(best.unit, understanding.kind), True, (_cited(best.unit),))
            fact = stated(best, ranking.scored, units, understanding)
            if fact is None:
                continue
            if self._facts and (moved := self._history(fact, understanding)):
                return _Said(moved.text, True, _cited_rows(moved), _rest(moved))
            text = marked(fact.text, any(_corrected(unit) for unit in fact.units))
            rest = tuple(Item(row, _cited(unit)) for row, unit in fact.rest)
            return _Said(text, fact.found, tuple(dict.fromkeys(_cited(unit) for unit in fact.units)), rest)
        return _Said(missing(understanding.kind), False)

    def _meeting_by_meeting(
        self, understanding: Understanding, units: Sequence[Unit], retrieved: Mapping[str, float]
    ) -> "_Said | None":
        """The answer for each of several meetings that one question names; None where it names only one."""
        parts = []
        for one in meetings_apart(understanding):
            # Minutes that only mention the month are read where none is of it.
            named = [unit for unit in units if any((0, token) in unit.about for token in one.named)] or units
            said = self._from_units((), one.understanding, named, retrieved)
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
    rest: tuple[Item, ...] = ()  # rows of a list that the text leaves out


def _rest(rows: Listed) -> tuple[Item, ...]:
    return tuple(
        Item(r.text, Citation(r.document, r.quote.text, r.quote.start, r.quote.end))
        for r in rows.rows[len(rows.shown) :]
    )


def _cited_rows(rows: Listed) -> tuple[Citation, ...]:
    """A citation for each row that is shown, once each."""
    return tuple(dict.fromkeys(Citation(r.document, r.quote.text, r.quote.start, r.quote.end) for r in rows.shown))


def _corrected(unit: Unit) -> bool:
    return getattr(unit.fact, "corrected", False)


def _cited(unit: Unit) -> Citation:
    return Citation(unit.document, unit.sentence, unit.sentence_start, unit.sentence_end)
