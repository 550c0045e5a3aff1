"""The sentences that an answer may stand on, with the words around them that say what they are about.

Enter: documents with their text. Leave: units in reading order. Units of a document are kept for the next question.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import or_
from typing import Literal

from rag.language.names import people
from rag.language.sentences import clauses, sentences
from rag.language.terms import NOTHING, Forms, Gathered, forms
from rag.language.text import CAPITALS, LETTERS, SMALLS, fold
from rag.record import Assignment, Attendee, Chair, Decision, MeetingRecord, OtherMeeting, Quote
from rag.types import Document


@dataclass(frozen=True, slots=True)
class Held:
    """When or where a meeting was held; `text` is None where its document does not say."""

    kind: Literal["date", "time", "place", "form"]
    text: str | None
    quote: Quote
    corrected: bool = False  # a person put it right


Fact = Chair | Assignment | Attendee | Decision | OtherMeeting | Held

SECRETARY = (0, "thư ký")  # the form by which the one who took the minutes is known
_LEAD = 600  # characters at the beginning that say what a document is about


@dataclass(frozen=True, slots=True)
class Unit:
    """One clause of a sentence. Offsets are in the document's text."""

    document: Document
    text: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    sentence_end: int
    position: int  # of the sentence in its document
    heading: str
    own: Forms  # words of the clause
    in_sentence: Forms  # words of the sentence
    near: Forms  # of the sentence and of the ones before and after it in the same paragraph
    above: Forms  # of the heading
    about: Forms  # of the document's title, first sentences and day
    whole: Forms  # of all of the document
    who: Forms  # of whom it is about: the owner of a task, the person who chaired; else the clause's words
    line: str = ""  # the whole line that the sentence stands in
    opening: str = ""  # the first sentence of that line, which may say whose words follow
    names: frozenset[str] = frozenset()  # words of the document that it only writes with a capital, folded
    fact: Fact | None = None  # the fact of the meeting record that this clause states

    def quote_is(self, other: "Unit") -> bool:
        """Whether two facts are stated by the same sentence."""
        return (self.document.id, self.sentence_start) == (other.document.id, other.sentence_start)


class UnitReader:
    """Cuts documents into units; holds those of the documents read last."""

    def __init__(
        self,
        text_of: Callable[[str], str],
        record_of: Callable[[str], MeetingRecord | None] = lambda document_id: None,
        remembered: int = 256,
    ) -> None:
        self._text_of = text_of
        self._record_of = record_of
        self._cached = lru_cache(maxsize=remembered)(self._cut)

    def units(self, documents: Sequence[Document]) -> list[Unit]:
        """The units of `documents`, in their order: for each its sentences, then its facts."""
        return [unit for one in documents for unit in self._cached(one, self._record_of(one.id))]

    def _cut(self, document: Document, record: MeetingRecord | None) -> tuple[Unit, ...]:
        units = cut(document, self._text_of(document.id))
        return (*units, *stated(record, units)) if record else units


def stated(record: MeetingRecord, units: Sequence[Unit]) -> Iterator[Unit]:
    """A unit for each fact of `record`, with the surroundings of the sentence that states it."""
    yield from _form(record, units)
    for fact, who, words in _facts(record):
        quote = fact.quote
        base = next((unit for unit in units if unit.start <= quote.start < unit.end), None) or next(
            (unit for unit in units if unit.sentence_start <= quote.start < unit.sentence_end), None
        )
        if base is None:
            continue
        own = forms(f"{who}\n{words}\n{quote.text if isinstance(fact, OtherMeeting) else ''}")
        about, whole = base.about, base.whole
        if isinstance(fact, OtherMeeting):
            # Another meeting is named by its own words, not by those of the document that mentions it.
            day = [f"{fact.date.day}/{fact.date.month}", f"m{fact.date.month}"] if fact.date else []
            about = forms(f"{fact.title or ''}\n{base.document.title}", more=day)
            whole = about
        yield replace(
            base,
            text=quote.text,
            start=quote.start,
            end=quote.end,
            position=max(base.position, 1),
            own=own | base.own if isinstance(fact, Assignment | Decision) else own,
            about=about,
            whole=whole,
            who=forms(who),
            fact=fact,
        )


_ONLINE = re.compile(
    r"trực tuyến|truyền hình|online|zoom|google meet|\bteams\b|cầu truyền hình|điểm cầu|đầu cầu", re.IGNORECASE
)


def _form(record: MeetingRecord, units: Sequence[Unit]) -> Iterator[Unit]:
    """How the meeting was held, where its record says and a sentence shows it."""
    said = next((unit for unit in units if _ONLINE.search(unit.text)), units[0] if units else None)
    if said is None or record.online is None:
        return
    fact = Held("form", "trực tuyến" if record.online else "trực tiếp", Quote(said.text, said.start, said.end))
    yield replace(said, position=max(said.position, 1), who=NOTHING, fact=fact)


def _facts(record: MeetingRecord) -> Iterator[tuple[Fact, str, str]]:
    """Each fact with the words for whom it is about and all of its words."""
    for chair in record.chairs:
        yield chair, f"{chair.name} {chair.role or ''} {chair.site or ''}", ""
    for task in record.assignments:
        who = " ".join((task.owner or "", *task.people))
        due = task.deadline.text if task.deadline else ""
        yield task, who, f"{task.task} {' '.join(task.supporting)} {due}"
    for person in record.attendees:
        absent = "" if person.present else "vắng"
        yield person, f"{person.name} {person.role or ''}", f"{person.reason or ''} {person.site or ''} {absent}"
    if record.secretary:
        yield record.secretary, f"{record.secretary.name} {record.secretary.role or ''}", "thư ký"
    for decision in record.decisions:
        yield decision, "", f"{decision.subject} {decision.outcome or ''} {decision.votes or ''}"
    here = record.date_quote or record.place_quote or Quote(record.title, 0, len(record.title))
    day = f"{record.date.day}/{record.date.month}/{record.date.year}" if record.date else None
    yield Held("date", day, record.date_quote or here, "date" in record.corrected), "", ""
    yield Held("time", record.time, record.time_quote or here, "time" in record.corrected), "", ""
    yield Held("place", record.place, record.place_quote or here, "place" in record.corrected), "", ""
    for other in record.others:
        yield other, f"{other.chair or ''} {other.chair_role or ''}", other.title or ""


def cut(document: Document, text: str) -> tuple[Unit, ...]:
    """The units of one document."""
    read = lru_cache(maxsize=None)(forms)
    spans = sentences(text)
    day = [f"{document.date.day}/{document.date.month}", f"m{document.date.month}"] if document.date else []
    lead = _lead(text, spans)
    about = forms(f"{document.title}\n{lead}", more=day)
    whole = Gathered(*(read(text[a:b]) for a, b in spans))
    names = _names(text)
    units: list[Unit] = []
    heading = ""
    opening, line = "", -1
    for position, (start, end) in enumerate(spans):
        sentence = text[start:end]
        after = text[slice(*spans[position + 1])] if position + 1 < len(spans) else ""
        if is_heading(sentence, after):
            heading = sentence
            continue
        if (begin := text.rfind("\n", 0, start)) != line:
            line, opening = begin, sentence
        around = [sentence]
        if position and (
            text[spans[position - 1][1] - 1] == "?" or _same_paragraph(text, spans[position - 1][1], start)
        ):
            around.append(text[slice(*spans[position - 1])])
        if position + 1 < len(spans) and _same_paragraph(text, end, spans[position + 1][0]):
            around.append(text[slice(*spans[position + 1])])
        within, above = read(sentence), read(heading)
        near = reduce(or_, map(read, around))
        for a, b in (piece for clause in clauses(text, start, end) for piece in _pieces(text, *clause)):
            own = read(text[a:b])
            units.append(
                Unit(
                    document,
                    text[a:b],
                    a,
                    b,
                    sentence,
                    start,
                    end,
                    position,
                    heading,
                    own,
                    within,
                    near,
                    above,
                    about,
                    whole,
                    own,
                    text[line + 1 : _line_end(text, end)].strip(),
                    opening,
                    names,
                )
            )
    return tuple(units)


# "[00:01:02] Thầy Lân: ...", "- Bà Nga (A12): ...", "Ông Lân phản ánh ...", "chị Nga nói ..."
_LABEL = re.compile(
    rf"^\W*(?:\[[\d:]+\]\s*)?(?P<who>[{LETTERS}.' ]{{2,50}}?)(?:\s*\([^)]*\))?(?:\s+[a-zđ]+ [a-zđ]+)?:\s"
)
_SAYS = re.compile(
    r"\s*(?:[-–—,(][^.;:]{0,80}?[-–—,)]\s*)?(?:thì\s+)?(?:đã\s+|có\s+|cũng\s+)?"
    r"(?:nói|phát biểu|phản ánh|nêu|đề xuất|đề nghị|kiến nghị|cho biết|cho rằng|cho hay|báo cáo|báo|giải trình|lưu ý|tham luận|kể|hỏi"
    r"|thông tin|giới thiệu|nhắc|phàn nàn|kết luận|chia sẻ|nhấn mạnh|trình bày|ý kiến|bổ sung|trả lời|dặn|xin)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def speaker(opening: str, text: str) -> Forms:
    """The forms of whoever says `text`, in a line that begins with `opening`."""
    return forms(said_by(opening)) | forms(said_by(text))


def said_by(sentence: str) -> str:
    """Whose words a line or clause gives, as written; empty where nobody's."""
    if match := _LABEL.match(sentence):
        return match.group("who")
    return " ".join(
        sentence[max(0, person.start - 40) : person.end]
        for person in people(sentence)
        if _SAYS.match(sentence, person.end)
    )


def _lead(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The sentences at the beginning that say which meeting it is, before anything is listed or concluded."""
    taken = []
    for position, (start, end) in enumerate(spans):
        sentence = text[start:end]
        if position >= 3 and (end > _LEAD or _NUMBERED.match(sentence) or _BUSINESS.search(sentence)):
            break
        taken.append(sentence)
    return " ".join(taken)


_BUSINESS = re.compile(r"\b(?:kết luận|giao|yêu cầu|đề nghị|phân công|biểu quyết)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:[-–—*•+]\s|\[|(?:\d+(?:\.\d+)*|[IVX]+|[a-zđ])[.)]\s)")


def is_heading(sentence: str, after: str = "") -> bool:
    """Whether a line names what follows it rather than saying something; `after` is the next line."""
    if sentence.startswith("#"):
        return True
    if len(sentence) > 90 or sentence[-1] in ".!?;,":
        return False
    if sentence.isupper() or re.match(r"(?:\d+(?:\.\d+)*|[IVX]+)[.)]\s+Về\s", sentence):
        return True
    return bool(_NUMBERED.match(sentence)) and ":" not in sentence and bool(after) and not _NUMBERED.match(after)


def _names(text: str) -> frozenset[str]:
    """The words that a text writes with a capital within a sentence, and nowhere without, folded."""
    return frozenset(map(fold, _WITHIN.findall(text))) - frozenset(map(fold, _SMALL.findall(text)))


_WITHIN = re.compile(rf"(?<=[{LETTERS},] )[{CAPITALS}][{SMALLS}]+")
_SMALL = re.compile(rf"(?<![{LETTERS}])[{SMALLS}]+")

# Where speech that was written down without punctuation goes on to something else.
_GOES_ON = re.compile(
    r"\s(?=(?:rồi|xong|còn|với lại|thứ (?:hai|ba|tư|nhất|nhứt)|chuyện thứ|(?:một|hai|ba|bốn) là|cái (?:thứ|kia|này)|tiếp theo|ok|à|ờ|dạ|thì)\s)",
    re.IGNORECASE,
)
_LONG_CLAUSE, _PIECE = 260, 140  # characters


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clause from `start` to `end`; where it is endless, the parts that a speaker begins anew."""
    if end - start <= _LONG_CLAUSE:
        yield start, end
        return
    begin = start
    for match in _GOES_ON.finditer(text, start, end):
        if match.start() - begin >= _PIECE:
            yield begin, match.start()
            begin = match.end()
    yield begin, end


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _same_paragraph(text: str, a: int, b: int) -> bool:
    return "\n" not in text[a:b]
