"""The embedded answerer: picks the fact or sentence that answers, or says that none does. No model, no network.

Enters: a question as understood and the passages retrieved. Leaves: one `Answer` with the verbatim sentence it stands on.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.answer import Delta
from rag.answer.fact_words import marked
from rag.answer.facts import Stated, asks_all_tasks, candidates, role_of_the_one_named, stated
from rag.answer.held import OF_MEETING
from rag.answer.lists import Facts, Listed, held, history, listed
from rag.answer.ranking import Ranking, Scored, asks_now, ranking_of
from rag.answer.series import neighbour, step
from rag.answer.units import Unit, UnitReader
from rag.answer.wording import missing, phrased, small_talk, which_meeting
from rag.record import Assignment, MeetingRecord, Task
from rag.types import Answer, Candidate, Citation, Document, Item, Passage, Question
from rag.understand import Understanding
from rag.understand.apart import meetings_apart, questions_apart

_DOCUMENTS = 5  # read for one question
_SERIES = timedelta(days=100)  # within which the next meeting of a series is looked for
_MOST_MEANT = 4  # meetings that are asked back for
_NEAR_THE_TOP = 12  # of the best, among which the task is looked for whose history is asked
_TRIED = 3  # of the best, where a fact among them turns out to say nothing to the question


class EmbeddedAnswerer:
    """Answers from facts and sentences. `text_of` and `record_of` give a document's text and facts by its id."""

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
            candidates=said.candidates,
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
        if (beside := self._beside(question.scopes, understanding, units)) is not None:
            units, retrieved = self._reader.units([beside]), {beside.id: 1.0}
            understanding = replace(understanding, about=(beside.id,), quotes=())
        if (apart := self._meeting_by_meeting(understanding, units, retrieved)) is not None:
            return apart
        return self._from_units(understanding, units, retrieved)

    def _from_units(
        self, understanding: Understanding, units: Sequence[Unit], retrieved: Mapping[str, float]
    ) -> "_Said":
        """From the fact or the sentence that fits best, unless silence fits better."""
        ranking = ranking_of(candidates(units, understanding.kind), understanding, retrieved, among=units)
        if (role := role_of_the_one_named(units, understanding)) is not None:
            return _Said(role.text, True, tuple(_cited(unit) for unit in role.units))
        if self._facts and understanding.listing == "history":
            for best in (s for s in ranking.scored[:_NEAR_THE_TOP] if isinstance(s.unit.fact, Assignment)):
                if moved := self._history(Stated("", True, (best.unit,), best.own), understanding):
                    return _Said(moved.text, True, _cited_rows(moved), _rest(moved))
        wanted = ranking.of_meeting(Assignment) if asks_all_tasks(understanding) else ()
        if (meant := self._which(ranking, units, understanding)) is not None:
            return meant
        for best in (*wanted[:1], *ranking.answers[:_TRIED]):
            best = ranking.told(best)
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

    def _beside(self, scopes: Sequence[str], understanding: Understanding, units: Sequence[Unit]) -> Document | None:
        """The meeting before or after the one talked about, of the same series, where the question steps there."""
        way = step(understanding)
        if not way or self._facts is None:
            return None
        document_id = understanding.about[0]
        day = next((unit.document.date for unit in units if unit.document.id == document_id), None)
        if day is None:
            return None
        first, last = sorted((day, day + way * _SERIES))
        return neighbour(self._facts.meetings(scopes, date_from=first, date_to=last), document_id, way)

    def _which(self, ranking: Ranking, units: Sequence[Unit], understanding: Understanding) -> "_Said | None":
        """A question back where several meetings fit equally and the answer would differ; else None.

        Where the question names no meeting at all, the newest one is meant.
        """
        if understanding.kind not in OF_MEETING or understanding.about or understanding.window:
            return None
        alike: dict[str, Scored] = {}
        for scored in map(ranking.told, ranking.alike):
            if scored.unit.fact is not None:
                alike.setdefault(scored.unit.document.id, scored)
        facts = [stated(one, ranking.scored, units, understanding) for one in alike.values()]
        texts = {fact.text for fact in facts if fact is not None and fact.found}
        if len(alike) < 2 or len(texts) < len(alike) or len(alike) > _MOST_MEANT:
            return None
        documents = sorted((one.unit.document for one in alike.values()), key=lambda d: d.date or date.min)
        asked = understanding.asked.rstrip("? ")
        candidates = tuple(
            Candidate(held(document), f"{asked} – {document.title} {held(document).partition(' · ')[0]}?")
            for document in documents
        )
        return _Said(which_meeting([candidate.label for candidate in candidates]), False, candidates=candidates)

    def _meeting_by_meeting(
        self, understanding: Understanding, units: Sequence[Unit], retrieved: Mapping[str, float]
    ) -> "_Said | None":
        """The answer for each of several meetings that one question names; None where it names only one."""
        parts = []
        for one in meetings_apart(understanding):
            # Minutes that only mention the month are read where none is of it.
            named = [unit for unit in units if any((0, token) in unit.about for token in one.named)] or units
            parts.append(self._from_units(one.understanding, named, retrieved))
        if not parts:
            parts = [self._from_units(one, units, retrieved) for one in questions_apart(understanding)]
        parts = [said for said in parts if said.found]
        if len({said.text for said in parts}) < 2:
            return None
        parts.sort(key=lambda said: said.citations[0].document.date or date.min)
        lines = [f"{n}. {held(said.citations[0].document)}: {said.text}" for n, said in enumerate(parts, 1)]
        return _Said("\n".join(lines), True, tuple(dict.fromkeys(c for said in parts for c in said.citations)))

    def _history(self, fact: Stated, understanding: Understanding) -> Listed | None:
        """How the task asked about moved, where the question wants that or what holds now."""
        now = asks_now(understanding.asked)
        if understanding.kind not in {"deadline", "owner"} or not (understanding.listing == "history" or now):
            return None
        unit = fact.units[0]
        if not isinstance(unit.fact, Assignment) or self._facts is None:
            return None
        record = self._record_of(unit.document.id)
        if record is None or unit.fact not in record.assignments:  # indexed again in the meantime
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
    candidates: tuple[Candidate, ...] = ()


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
