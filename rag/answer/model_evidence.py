"""What a model is shown to answer from: the facts and the sentences that bear on the question, numbered, and no more.

Enter: a question as understood, the passages and the ledger's facts. Leaves: `Evidence`, whose every number stands for a
place in a document. Where the ledger counts exactly, the counted list comes first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.answer.citations import MAX_QUOTE, resolve
from rag.answer.fact_words import corrections
from rag.answer.lists import Listed, Row, history, listed
from rag.answer.model_choice import Chosen, Line, by_need
from rag.answer.model_documents import Shelf, bearing_on
from rag.answer.ranking import Scored, asks_now, rank
from rag.answer.units import UnitReader, is_heading
from rag.language.dates import dates
from rag.language.sentences import sentences
from rag.language.text import clean, fold
from rag.record import Assignment, Task
from rag.tokens import TokenCounter
from rag.types import Chunk, Citation, Document, Passage, Question
from rag.understand import Understanding

BUDGET = 820  # tokens of facts and sentences, as estimated
BROAD_BUDGET = 1400  # the same where a question may want several meetings and the ledger has counted nothing
LIST_BUDGET = 1300  # of the rows of a counted list
BESIDE_LIST = 350  # of facts and sentences beside one

_COUNTED = "Sổ cuộc họp, đã đếm đủ."
_MOVED = "Sổ cuộc họp, các lần nêu một việc."
_MORE = "… và {count} mục nữa, không kê ở đây."
_PUT_RIGHT = "Quản trị viên đã đính chính, thay cho điều tài liệu viết khác: "


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered line and the words it stands on."""

    text: str  # as the prompt shows it
    passage: Passage  # the verbatim words

    def cite(self, claim: str, context: str) -> Citation | None:
        """The verbatim words that `claim` stands on; None where this line has nothing to do with it."""
        if citation := resolve(claim, self.passage, context=context):
            return citation
        # A line may say what its words do not: a day that was counted out, or what a person put right.
        shown = replace(self.passage.chunk, text=self.text, start=0, end=len(self.text))
        if resolve(claim, replace(self.passage, chunk=shown), context=context) is None:
            return None
        quote, start = self.passage.chunk.text, self.passage.chunk.start
        if len(quote) > MAX_QUOTE:
            quote = quote[: quote.rfind(" ", 0, MAX_QUOTE + 1)]
        return Citation(self.passage.document, quote, start, start + len(quote))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbered lines under the documents and lists they belong to."""

    items: tuple[Item, ...] = ()
    text: str = ""  # what the prompt shows between its fences


class EvidenceMaker:
    """Chooses evidence. Thread-safe where the shelf is; remembers how the documents read last are cut."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._reader = UnitReader(shelf.text, shelf.record)
        self._count = TokenCounter().count  # estimated, so that a prompt is the same on each machine

    def evidence(self, question: Question, understanding: Understanding, passages: Sequence[Passage]) -> Evidence:
        """What to answer `question` from; nothing where no document bears on it.

        Raises:
            StoreError: the ledger cannot be read.
        """
        documents = bearing_on(understanding, question.scopes, passages, self._shelf)
        scores: dict[str, float] = {}
        for passage in passages:
            scores[passage.document.id] = max(scores.get(passage.document.id, 0.0), passage.score)
        units = self._reader.units(documents)
        ranked = rank(units, understanding, scores)
        about = replace(understanding, kind="content", site="")
        anyhow = ranked if understanding.kind == "content" else rank(units, about, scores)
        counted = listed(understanding, question.scopes, self._shelf)
        writing = _Writing(self._shelf, self._count)
        if counted is not None:
            writing.add_list(_COUNTED, counted)
        elif moved := self._moved(understanding, ranked):
            writing.add_list(_MOVED, moved)
        chosen = Chosen(units, self._count)
        budget = BROAD_BUDGET if _is_broad(understanding) else BUDGET
        if counted is not None and counted.rows:
            budget = BESIDE_LIST
        chosen.fill(by_need(units, ranked, anyhow, documents, passages, understanding), budget)
        for document, lines in chosen.documents():
            writing.add_document(document, lines)
        return writing.evidence()

    def _moved(self, understanding: Understanding, ranked: Sequence[Scored]) -> Listed | None:
        """How the task that is most likely asked about moved; None where only one meeting speaks of it."""
        wanted = understanding.kind in {"deadline", "owner"} or understanding.listing == "history"
        if not wanted and not asks_now(understanding.asked):
            return None
        best = next((s.unit for s in ranked if isinstance(s.unit.fact, Assignment)), None)
        record = self._shelf.record(best.document.id) if best else None
        if best is None or record is None or not isinstance(best.fact, Assignment):
            return None
        if best.fact not in record.assignments:  # indexed again in the meantime
            return None
        task = Task(best.document, record.date, record.assignments.index(best.fact) + 1, best.fact)
        moved = history(task, self._shelf)
        return moved if len(moved.rows) > 1 else None


_SEVERAL = re.compile(
    r"\b(?:liet ke|tat ca|lan luot|tung (?:cuoc|phien|buoi|nguoi|viec)|moi (?:cuoc|phien|buoi|lan|ong|ba|nguoi)|so voi|so sanh"
    r"|qua cac|trong cac|(?:nhung|cac|may|bao nhieu|hai|ba|ca hai) (?:cuoc|phien|buoi|hoi nghi|lan|viec|nhiem vu|ky|tai lieu))\b"
)


def _is_broad(understanding: Understanding) -> bool:
    """Whether a question may want something of several meetings."""
    asked = fold(understanding.asked)
    return understanding.listing is not None or bool(_SEVERAL.search(asked)) or len(dates(asked)) > 1


class _Writing:
    """The lines as they come to stand in the prompt."""

    def __init__(self, shelf: Shelf, count: Callable[[str], int]) -> None:
        self._shelf = shelf
        self._count = count
        self._items: list[Item] = []
        self._lines: list[str] = []

    def add_list(self, name: str, counted: Listed) -> None:
        """The rows of a list under what it counts, as many as fit."""
        self._lines.append(f"{name} {clean(counted.head)}")
        room = LIST_BUDGET
        for place, row in enumerate(counted.rows):
            text = clean(row.text)
            room -= self._count(text)
            if room < 0:
                self._lines.append(_MORE.format(count=len(counted.rows) - place))
                return
            self._number(text, row.document, *self._words_of(row))

    def add_document(self, document: Document, lines: Sequence[Line]) -> None:
        """What was chosen of a document, under its title and day."""
        record = self._shelf.record(document.id)
        day = record.date if record else document.date
        held = f" (họp ngày {day.day}/{day.month}/{day.year})" if record and day else ""
        self._lines.append(f"Tài liệu: {clean(document.title)}{held}")
        if record and (put_right := corrections(record)):
            self._lines.append(_PUT_RIGHT + clean("; ".join(put_right)))
        heading = ""
        for line in lines:
            unit = line.unit
            if line.spans and unit.heading and unit.heading != heading:
                heading = unit.heading
                self._lines.append(f"Mục: {clean(heading.lstrip('#'))}")
            self._number(line.text, document, unit.sentence, unit.sentence_start)

    def evidence(self) -> Evidence:
        """What was written."""
        return Evidence(tuple(self._items), "\n".join(self._lines))

    def _number(self, text: str, document: Document, words: str, start: int) -> None:
        chunk = Chunk(f"{document.id}:{start}", document.id, 0, start, start + len(words), (), words, 0)
        self._items.append(Item(text, Passage(chunk, document, 1.0)))
        self._lines.append(f"[{len(self._items)}] {text}")

    def _words_of(self, row: Row) -> tuple[str, int]:
        """The verbatim words that a row stands on and where they begin: its quote, else how its document begins."""
        text = self._shelf.text(row.document.id)
        quote = row.quote
        if quote.text and text[quote.start : quote.end] == quote.text:
            return quote.text, quote.start
        spans = sentences(text)
        start, end = next(((a, b) for a, b in spans if not is_heading(text[a:b])), spans[0] if spans else (0, 0))
        return text[start:end], start
