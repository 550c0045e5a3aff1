"""Which sentence answers a question.

Enter: the units of the documents retrieved and the question as understood. Leave: the units, best first, each with how
much of the question it meets. A question's words do two things: some name the meeting (met by the document's title,
first lines and day), the others say what is asked about it (met by the sentence, its neighbours or its heading).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answer.evidence import counted, holds
from rag.answer.units import Unit, speaker
from rag.answer.wanted import Pair, Wanted, pairs_of, wanted_by
from rag.language.terms import Term, is_date_token
from rag.language.text import fold
from rag.understand import Kind, Understanding

# Share of a term's weight that counts where it stands around the clause rather than in it.
_NEAR, _ABOVE, _ABOUT = 0.85, 0.8, 0.9
# A meeting is often told from another by something said anywhere in its minutes.
_WHOLE: dict[Kind, float] = {"chair": 0.75, "date": 0.5, "place": 0.6, "time": 0.6, "attendee": 0.5}
_WHOLE_ELSE = 0.25
_EVIDENCE = 0.35  # for a clause that holds the kind of fact asked for
_FOCUS = 0.5  # for what the clause itself meets of what is asked
_FOCUS_CHAIR = 0.15  # the same where the meeting alone is asked about
_KEPT_DOCUMENT = 0.3  # for the document that the last answer stood on
_KEPT_SENTENCE = 0.5  # for the very sentence, where the new question names nothing else
_WHO = 0.6  # for the venue, the person or the body that the question names
_LEAST_WHO, _LEAST_ROLE = 0.7, 0.9  # of the words of a venue or person asked about, and of a role
_NAME_ELSEWHERE = 0.2  # where a name in a question for a number stands in another sentence
_RETRIEVED = 0.15  # share of the retrieval score
_NEWEST = 0.02  # where nothing else decides
_NOW = 0.3  # where the question asks for what holds now

_ASKS_NOW = re.compile(
    r"\b(?:hien nay|hien tai|hien gio|bay gio|gio (?:duoc|thi|la|ai)|moi nhat|cuoi cung|lui den|doi den)\b"
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with how well it fits."""

    unit: Unit
    coverage: float  # share of the question's weight that it and its surroundings meet, 0 to 1
    focus: float  # the same without the words that its document's title and first lines meet
    fits: bool  # holds the kind of fact asked for
    own: float  # share of what is asked that stands in the clause itself
    missing_who: bool  # the venue or the person asked about is not in its sentence
    lacking: bool  # something that the question names stands nowhere around it
    score: float


def rank(
    units: Sequence[Unit],
    understanding: Understanding,
    retrieved: Mapping[str, float],
    *,
    among: Sequence[Unit] | None = None,
) -> list[Scored]:
    """`units` scored for the question, best first; questions in the text are left out.

    Args:
        retrieved: the retrieval score of each document by its id, 0 to 1.
        among: the units whose words tell how rare a word is; `units` themselves where not given.
    """
    wanted = wanted_by(understanding, units if among is None else among)
    pairs = pairs_of(wanted)
    days = sorted({unit.document.date for unit in units if unit.document.date})
    newest = {day: index / len(days) for index, day in enumerate(days, 1)}
    now = asks_now(understanding.asked)
    names_nothing = not any(w.own and w.weight > 0.15 for w in wanted)
    scored = []
    for unit in units:
        if unit.fact is None and (unit.text.endswith("?") or unit.position == 0):
            continue
        base = _score(unit, wanted, pairs, understanding)
        extra = _RETRIEVED * retrieved.get(unit.document.id, 0.0)
        extra += (_NOW if now else _NEWEST) * (newest[unit.document.date] if unit.document.date else 0.0)
        if unit.document.id in understanding.about and not now:
            extra += _KEPT_DOCUMENT
            if names_nothing and any(unit.text in quote for quote in understanding.quotes):
                extra += _KEPT_SENTENCE
        scored.append(
            Scored(
                unit, base.coverage, base.focus, base.fits, base.own, base.missing_who, base.lacking, base.score + extra
            )
        )
    return sorted(scored, key=lambda s: -s.score)


def asks_now(question: str) -> bool:
    """Whether a question asks for what holds now rather than for what one meeting said."""
    return bool(_ASKS_NOW.search(fold(question)))


def _score(unit: Unit, wanted: Sequence[Wanted], pairs: Sequence[Pair], understanding: Understanding) -> Scored:
    kind = understanding.kind
    who_total = who_met = must_total = must_met = total = met = focus_total = focus_met = own_met = 0.0
    lacking = False
    for want in wanted:
        share = _met(want.term, unit, kind)
        total += want.weight
        met += want.weight * share
        about = want.term.form is not None and want.term.form in unit.about
        if not about or (want.must and share == 1.0):
            focus_total += want.weight
            focus_met += want.weight * share
            own_met += want.weight * (share == 1.0 and (want.own or kind != "chair"))
        if want.named and (share < _ABOVE if want.of_meeting else share == 0.0):
            lacking = True
        if want.must:
            is_it = want.weight * _is_about(want.term, unit, kind)
            who_total += want.weight
            who_met += is_it
            if kind in {"chair", "speech"} or not about:
                must_total += want.weight
                must_met += is_it
    coverage = met / total if total else 0.5
    telling = focus_total > max(0.3, 0.12 * total)
    focus = focus_met / focus_total if telling else 1.0
    own = own_met / focus_total if telling else 0.0
    missing_who = bool(must_total) and must_met < (_LEAST_ROLE if kind == "attendee" else _LEAST_WHO) * must_total
    lacking = lacking or missing_who
    if kind == "chair" and any(w.own and w.name and w.term.form is None for w in wanted):
        lacking = True  # a name that no document knows: no meeting of theirs is here
    if kind == "chair":
        focus = 1.0  # what was said at a meeting names it as well as its title does
    elif _contradicted(unit, pairs, kind):
        lacking = True
    rest = unit.sentence[unit.start - unit.sentence_start :]
    fits = (
        unit.fact is not None
        or holds(kind, unit.text)
        or (kind in _BY_SENTENCE and holds(kind, rest if kind == "deadline" else unit.sentence))
    )
    score = (
        coverage
        + (_FOCUS_CHAIR if kind == "chair" else _FOCUS) * own
        + (_EVIDENCE if fits else 0.0)
        + (0.1 if fits and holds(kind, unit.text) else 0.0)
    )
    score += _WHO * (who_met / who_total) if who_total else 0.0
    score -= 0.3 * lacking
    if kind == "chair" and _EARLIER.search(unit.text):
        score -= 0.15
    if kind == "number":
        score += 0.15 * counted(understanding.asked, unit.text)
        score -= _NAME_ELSEWHERE * any(w.own and w.name and not _stands(w.term, unit) for w in wanted)
    return Scored(unit, coverage, focus, fits, own, missing_who, lacking, score)


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
        if fold(head.term.text) == "thu" and fold(other) in _ORDINALS:
            return True
        if modifier.term.form is None and not is_date_token(other):
            continue  # no document knows the word: misspelt, or said in another way
        missing = modifier.term.form is None or modifier.term.form not in unit.whole
        if missing or (kind == "number" and not modifier.name):
            return True
    return False


def _has_another(pair: Term, head: Term, modifier: Term, unit: Unit) -> bool:
    """Whether the sentence goes on after `head` with another word than `modifier` ("cấp tỉnh" for "cấp huyện")."""
    if head.form is None or head.form not in unit.own or (pair.form is not None and pair.form in unit.in_sentence):
        return False
    return modifier.form is not None and modifier.form not in unit.in_sentence


_ORDINALS = frozenset("nhat hai ba tu nam sau bay tam chin muoi 1 2 3 4 5 6 7 8 9 10".split())


def _stands(term: Term, unit: Unit) -> bool:
    form = term.form
    return form is not None and any(
        form in forms for forms in (unit.own, unit.in_sentence, unit.near, unit.above, unit.about)
    )


_BY_SENTENCE = frozenset({"deadline", "place", "reason", "date", "time"})


def _is_about(term: Term, unit: Unit, kind: Kind) -> bool:
    """Whether the one or the venue that `term` belongs to is the one the unit is about."""
    if term.form is None:
        return False
    if kind == "speech":
        return term.form in speaker(unit.opening, unit.text)
    if unit.fact is not None:
        return term.form in unit.who
    return term.form in unit.own or term.form in unit.in_sentence


def _met(term: Term, unit: Unit, kind: Kind) -> float:
    form = term.form
    if form is None:
        return 0.0
    if form in unit.own:
        return 1.0
    if form in unit.about:
        return _ABOUT
    if form in unit.near:
        return _NEAR
    if form in unit.above:
        return _ABOVE
    return _WHOLE.get(kind, _WHOLE_ELSE) if form in unit.whole else 0.0


# An article that recalls an earlier meeting.
_EARLIER = re.compile(r"khi đó|trước đó|lần trước|họp trước|nhắc lại|năm ngoái|trước đây", re.IGNORECASE)
