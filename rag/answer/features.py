"""What speaks for and against a unit as the answer, in numbers.

Enter: a unit, the question as understood and its words as wanted. Leave: one value for each name of `FEATURES`, from 0
to 1. A question's words do two things: some name the meeting (met by the document's title, first lines and day), the
others say what is asked about it (met by the clause, its neighbours or its heading), so where a word is met is told.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.evidence import counted, holds
from rag.answer.held import is_about_a_meeting, other_meant
from rag.answer.units import Held, Unit, speaker
from rag.answer.wanted import Pair, Wanted
from rag.language.terms import Term, is_date_token
from rag.language.text import fold, has_diacritics
from rag.record import Assignment, Attendee, OtherMeeting
from rag.understand import Kind, Understanding

# Where a word of the question is met, the nearest place first; shares of the weight of this turn's words.
PLACES = ("own", "sentence", "near", "above", "about", "whole", "elsewhere")
FEATURES = (
    *PLACES,
    "names_meeting",  # share of the words that the document's title, first lines or day hold
    "context_own", "context_near", "context_about", "context_whole",  # the same for words taken over from earlier turns
    "document_gap", "meeting_gap", "name_gap",  # how much more of the words another document has: at all, in its title
    # and first lines, with a capital
    "number_missing",  # a number that the question names is not near
    "day_missing",  # the document is not of the day that the question names
    "name_missing",  # share of the words with a capital that are not near
    "who", "who_missing",  # how much of the venue, person or body that the question names the unit is about
    "name_elsewhere",  # share of the words with a capital that only other documents have
    "contradicted",  # says it of another one ("block B" for "block A")
    "broken",  # share of the words that stand in the question after a word that stands here without them
    "holds", "sentence_holds",  # a clause or sentence with the kind of fact asked for
    "fact",  # a fact of the record
    "retrieved",  # the document's score
    "kept", "kept_sentence", "kept_bare",  # the document, the sentence of the last answer; where nothing else is named
    "newest", "newest_now",  # how late the document is among the others; where what holds now is asked
    "counted",  # a number before the thing that is counted
    "held", "held_unasked",  # when or where the meeting was, asked for or not
    "other_meeting", "other_unasked",  # the earlier or next meeting, asked for or not
    "attendance", "attendance_unasked",  # someone who was there, or who was not, asked for or not
    "no_deadline",  # a task without a deadline
    "opening",  # one of the first two sentences
    "length",
    "fact_own", "holds_own", "no_deadline_own", "own_squared",
    "silence",  # of the answer that the documents do not say it: always 1, and 0 for every unit
    "silence_unmarked",  # the same where the question has no diacritics, so that no word of it is known for a name
    "unknown", "unknown_name",  # share of the words that no document has; whether one of them has a capital
)  # fmt: skip
_GAPS = ("document_gap", "meeting_gap", "name_gap")
_AT = {name: index for index, name in enumerate(FEATURES)}

_ASKS_NOW = re.compile(
    r"\b(?:hien nay|hien tai|hien gio|bay gio|gio (?:duoc|thi|la|ai|han|hen|phai|den)|moi nhat|cuoi cung|lui den|doi den|han moi)\b"
)
_LONG = 300  # characters
_LEAST_WHO = 0.7  # of the words of a venue, person or body
_ELSEWHERE_IN_DOCUMENT = 0.5  # of a name that stands somewhere in the document only
_SOMEWHERE_NEAR = 0.5  # of the day of a meeting that the clause mentions, in a document of another day


def asks_now(question: str) -> bool:
    """Whether a question asks for what holds now rather than for what one meeting said."""
    return bool(_ASKS_NOW.search(fold(question)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is the same for every unit of one question."""

    understanding: Understanding
    wanted: Sequence[Wanted]
    pairs: Sequence[Pair]
    retrieved: Mapping[str, float]  # score of each document by its id, 1 for the best
    newest: Mapping[date, float]
    now: bool
    bare: bool  # this turn names nothing to look for
    meeting: bool  # when or where a meeting was held is asked
    other: str | None  # which other meeting is asked about
    absent: bool  # who was not there is asked
    total: float  # weight of this turn's words
    gaps: Mapping[str, tuple[float, float, float]]  # of each document by its id

    @classmethod
    def of(
        cls,
        understanding: Understanding,
        wanted: Sequence[Wanted],
        pairs: Sequence[Pair],
        retrieved: Mapping[str, float],
        units: Sequence[Unit],
    ) -> "Asked":
        """What `understanding` asks of `units`."""
        days = sorted({unit.document.date for unit in units if unit.document.date})
        best = max(retrieved.values(), default=0.0) or 1.0
        return cls(
            understanding,
            wanted,
            pairs,
            {id: score / best for id, score in retrieved.items()},
            {day: index / len(days) for index, day in enumerate(days, 1)},
            asks_now(understanding.asked),
            not any(want.own and want.weight > _TELLING for want in wanted),
            is_about_a_meeting(understanding),
            other_meant(understanding),
            bool(re.search(r"\b(?:vang|nghi|khong du|khong hop)\b", fold(understanding.asked))),
            sum(want.weight for want in wanted if want.own) or 1.0,
            _gaps(wanted, units),
        )


def _gaps(wanted: Sequence[Wanted], units: Sequence[Unit]) -> dict[str, tuple[float, float, float]]:
    """How much more of the wanted words the best document has than each one has: of all, in front, of the names."""
    words = [(want.term.form, want.weight, want.name) for want in wanted if want.own and want.term.form is not None]
    total = sum(want.weight for want in wanted if want.own) or 1.0
    names = sum(want.weight for want in wanted if want.own and want.name) or 1.0
    had: dict[str, tuple[float, float, float]] = {}
    for unit in units:
        if unit.document.id in had or unit.fact is not None:
            continue
        of_all = in_front = of_names = 0.0
        for form, weight, name in words:
            front = form in unit.about
            if front or form in unit.whole:
                of_all += weight
                of_names += weight * name
            in_front += weight * front
        had[unit.document.id] = (of_all / total, in_front / total, of_names / names)
    best = [max(column, default=0.0) for column in zip(*had.values(), strict=True)]
    return {id: (best[0] - a, best[1] - b, best[2] - c) for id, (a, b, c) in had.items()}


_TELLING = 0.15  # of weight, from which a word names something


def silence(asked: Asked) -> list[float]:
    """The features of saying nothing."""
    values = [0.0] * len(FEATURES)
    unknown = [want for want in asked.wanted if want.own and want.term.form is None]
    values[_AT["silence"]] = 1.0
    values[_AT["silence_unmarked"]] = float(not has_diacritics(asked.understanding.asked))
    values[_AT["unknown"]] = sum(want.weight for want in unknown) / asked.total
    values[_AT["unknown_name"]] = float(any(want.name for want in unknown))
    return values


def features(unit: Unit, asked: Asked) -> list[float]:
    """The features of `unit`."""
    values = [0.0] * len(FEATURES)
    _words(values, unit, asked)
    understanding = asked.understanding
    kind, fact = understanding.kind, unit.fact
    own = values[_AT["own"]]

    def put(name: str, value: float) -> None:
        values[_AT[name]] = float(value)

    put("contradicted", kind != "chair" and _contradicted(unit, asked.pairs, kind))
    put("broken", _broken(unit, asked.pairs) / asked.total)
    if fact is None:
        clause = holds(kind, unit.text)
        put("holds", clause)
        put("holds_own", clause * own)
        put("sentence_holds", clause or holds(kind, unit.sentence))
        put("opening", unit.position < 2)
    else:
        put("fact", 1)
        put("fact_own", own)
    for name, gap in zip(_GAPS, asked.gaps.get(unit.document.id, (0.0, 0.0, 0.0)), strict=True):
        put(name, gap)
    put("retrieved", asked.retrieved.get(unit.document.id, 0.0))
    if unit.document.id in understanding.about:
        put("kept", 1)
        same = any(unit.text in quote or quote in unit.sentence for quote in understanding.quotes)
        put("kept_sentence", same)
        put("kept_bare", same and asked.bare)
    newest = asked.newest.get(unit.document.date, 0.0) if unit.document.date else 0.0
    put("newest", newest)
    put("newest_now", newest * asked.now)
    put("counted", kind == "number" and counted(understanding.asked, unit.text))
    if isinstance(fact, Held):
        put("held" if asked.meeting else "held_unasked", 1)
    elif isinstance(fact, OtherMeeting):
        put("other_meeting" if fact.when == asked.other else "other_unasked", 1)
    elif isinstance(fact, Attendee):
        put("attendance" if asked.absent != fact.present else "attendance_unasked", 1)
    elif isinstance(fact, Assignment) and fact.deadline is None:
        put("no_deadline", 1)
        put("no_deadline_own", own)
    put("length", min(1.0, len(unit.text) / _LONG))
    put("own_squared", own * own)
    return values


def _words(values: list[float], unit: Unit, asked: Asked) -> None:
    """Where the words of the question are met."""
    kind, total = asked.understanding.kind, asked.total
    of_context = sum(want.weight for want in asked.wanted if not want.own) or 1.0
    names = named = elsewhere = who = met = 0.0
    for want in asked.wanted:
        form = want.term.form
        place = None if form is None else place_of(form, unit)
        if not want.own:
            if place is not None and (name := _CONTEXT.get(place)) is not None:
                values[_AT[name]] += want.weight / of_context
            continue
        if place is not None:
            values[_AT[place]] += want.weight / total
        about = form is not None and form in unit.about
        values[_AT["names_meeting"]] += about * want.weight / total
        near = place not in {None, "whole", "elsewhere"}
        if want.named:
            if want.of_meeting:
                missing = 0.0 if about else _SOMEWHERE_NEAR if near else 1.0
                values[_AT["day_missing"]] = max(values[_AT["day_missing"]], missing)
            elif not near:
                values[_AT["number_missing"]] = 1.0
        if want.name:
            names += want.weight
            named += want.weight * (1.0 if near else _ELSEWHERE_IN_DOCUMENT * (place == "whole"))
            elsewhere += want.weight * (place == "elsewhere")
        if want.must:
            who += want.weight
            met += want.weight * _is_about(want.term, unit, kind)
    if names:
        values[_AT["name_missing"]] = 1 - named / names
        values[_AT["name_elsewhere"]] = elsewhere / names
    if who:
        values[_AT["who"]] = met / who
        values[_AT["who_missing"]] = float(met < _LEAST_WHO * who)


_CONTEXT = {
    "own": "context_own", "sentence": "context_near", "near": "context_near", "above": "context_near",
    "about": "context_about", "whole": "context_whole",
}  # fmt: skip


def place_of(form: tuple[int, str], unit: Unit) -> str:
    """The nearest place at which a unit has a word: one of `PLACES`."""
    if form in unit.own:
        return "own"
    if form in unit.in_sentence:
        return "sentence"
    if form in unit.near:
        return "near"
    if form in unit.above:
        return "above"
    if form in unit.about:
        return "about"
    return "whole" if form in unit.whole else "elsewhere"


def _contradicted(unit: Unit, pairs: Sequence[Pair], kind: Kind) -> bool:
    """Whether the clause says something of what is asked about, but of another one of it ("block B" for "block A").

    The first word of a pair stands here and the second nowhere near. For numbers that is enough, because they differ
    from one such thing to another; for the other kinds the word must be missing from the whole document.
    """
    for want, head, modifier in pairs:
        other = modifier.term.text
        if _stands(want.term, unit):
            continue
        if want.counted and not modifier.name and _has_another(want.term, head.term, modifier.term, unit):
            return True
        if not _stands(head.term, unit) or _stands(modifier.term, unit):
            continue
        if is_date_token(other) and not other.startswith("y"):
            continue
        if head.term.text in _ORDINAL and other in _ORDINALS:
            return True
        if modifier.term.form is None and not is_date_token(other):
            continue  # no document knows the word: misspelt, or said in another way
        missing = modifier.term.form is None or modifier.term.form not in unit.whole
        if missing or (kind == "number" and not modifier.name):
            return True
    return False


def _broken(unit: Unit, pairs: Sequence[Pair]) -> float:
    """The weight of the words that follow, in the question, a word which stands here without them."""
    lost = {}
    for want, head, modifier in pairs:
        if want.term.form is not None and place_of(want.term.form, unit) in _HERE:
            continue
        if head.term.form is None or head.term.form not in unit.own:
            continue
        if modifier.term.form is None or place_of(modifier.term.form, unit) not in _AROUND:
            lost[modifier.term.text] = modifier.weight
    return sum(lost.values())


_HERE = frozenset({"own", "sentence", "near"})
_AROUND = frozenset({"own", "sentence", "near", "above", "about"})


def _has_another(pair: Term, head: Term, modifier: Term, unit: Unit) -> bool:
    """Whether the sentence goes on after `head` with another word than `modifier` ("cấp tỉnh" for "cấp huyện")."""
    if head.form is None or head.form not in unit.own or (pair.form is not None and pair.form in unit.in_sentence):
        return False
    return modifier.form is not None and modifier.form not in unit.in_sentence


_ORDINAL = frozenset({"thứ", "thu"})
_ORDINALS = frozenset("nhất nhat ba tư tu năm nam sau 1 2 3 4 5 6 7 8 9 10".split())


def _stands(term: Term, unit: Unit) -> bool:
    return term.form is not None and place_of(term.form, unit) not in {"whole", "elsewhere"}


def _is_about(term: Term, unit: Unit, kind: Kind) -> bool:
    """Whether the one or the venue that `term` belongs to is the one the unit is about."""
    if term.form is None:
        return False
    if kind == "speech":
        return term.form in speaker(unit.opening, unit.text)
    if unit.fact is not None:
        return term.form in unit.who
    return term.form in unit.own or term.form in unit.in_sentence
