"""Which fact of the meeting records answers a question, and how it reads.

Enter: the facts of the documents retrieved, as units, and the question as understood. Leaves: what the facts say: an
answer, a plain "giao việc này nhưng không nêu hạn", or nothing where they do not reach.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.answer.fact_words import capital, due_words, lowered, person_words, task_words, who_words
from rag.answer.ranking import Scored, rank
from rag.answer.units import SECRETARY, Held, Unit
from rag.answer.wanted import names_someone
from rag.answer.wording import continuation
from rag.language.text import comparable, fold
from rag.record import Assignment, Attendee, Chair, Decision, OtherMeeting
from rag.understand import Kind, Understanding

_TASKS = (Assignment,)
_ANSWERS: dict[Kind, tuple[type, ...]] = {
    "chair": (Chair, OtherMeeting),
    "owner": _TASKS,
    "assignment": _TASKS,
    "deadline": _TASKS,
    "attendee": (Attendee, Chair),
    "decision": (Decision,),
    "date": (Held, OtherMeeting),
    "time": (Held, OtherMeeting),
    "place": (Held, OtherMeeting),
    "form": (Held,),
}
_LEAST_COVERAGE = 0.6
_LEAST_FOCUS = 0.6
_SINGLED_OUT = 0.3  # share of what is asked that names one venue or one person
_SINGLED_OUT_PERSON = 0.6  # the same for someone who was there
_MOST_PEOPLE = 10
_ALIKE = 0.2  # of score, within which two tasks of one owner are both meant
_ROOM = 350  # characters for one task with what its sentence adds
_MOST = 5
_MOST_TASKS = 8


@dataclass(frozen=True, slots=True)
class Stated:
    """What the facts say. `units` are those it stands on; `found` is False where the fact asked for is not stated."""

    text: str
    found: bool
    units: tuple[Unit, ...]
    own: float  # share of what is asked that the best of them holds itself


def stated(units: Sequence[Unit], understanding: Understanding, retrieved: Mapping[str, float]) -> Stated | None:
    """What the facts among `units` say to the question; None where they do not reach."""
    wanted = _ANSWERS.get(understanding.kind)
    if wanted is None:
        return None
    if understanding.kind in _HELD and not _is_about_a_meeting(understanding):
        return None
    facts = [unit for unit in units if isinstance(unit.fact, wanted) and _of_kind(unit, understanding.kind)]
    if understanding.about and understanding.kind in _OF_MEETING:
        facts = [unit for unit in facts if unit.document.id in understanding.about]
    if (when := _other_meant(understanding)) is not None:
        others = [unit for unit in facts if isinstance(unit.fact, OtherMeeting) and unit.fact.when == when]
        facts = others or facts
    ranked = [s for s in rank(facts, understanding, retrieved, among=units) if not s.missing_who]
    if not ranked:
        return None
    best = ranked[0]
    if best.lacking or best.coverage < _LEAST_COVERAGE or (best.focus < _LEAST_FOCUS and understanding.kind != "chair"):
        return None
    match understanding.kind:
        case "chair":
            return _chaired(ranked, units, understanding)
        case "deadline":
            return _due(best)
        case "owner":
            return _owned(best)
        case "assignment":
            if not names_someone(understanding) and _ALL_TASKS.search(fold(understanding.asked)):
                return _all_assigned(ranked)
            return _assigned(ranked)
        case "attendee":
            return _attended(ranked, understanding)
        case "decision":
            return _decided(best)
        case _:
            return _held(best, units, understanding)


# Kinds that are about a meeting as such: a follow-up asks them of the meeting that was talked about.
_OF_MEETING = frozenset({"chair", "attendee", "date", "time", "place"})
_HELD: dict[Kind, str] = {"date": "ngày họp", "time": "giờ họp", "place": "nơi họp", "form": "hình thức họp"}
_ABOUT_MEETING = re.compile(r"\b(?:cuoc hop|hoi nghi|phien|giao ban|buoi|(?<!ky )(?<!phong )hop)\b")
_ASKED_HELD: dict[Kind, re.Pattern[str]] = {
    "date": re.compile(r"\b(?:ngay|hom|bao gio|khi|thang) (?:nao|may)\b|\bbao gio\b"),
    "time": re.compile(r"\bmay gio\b|\bgio nao\b"),
    "place": re.compile(r"\bo dau\b|\bphong nao\b|\bdia diem\b|\bcho nao\b"),
}


def _is_about_a_meeting(understanding: Understanding) -> bool:
    """Whether a day, an hour or a place is asked of a meeting as such: it is named, or goes without saying ("ở đâu?")."""
    asked = fold(understanding.asked)
    return bool(_ABOUT_MEETING.search(asked)) or (bool(understanding.about) and len(asked.split()) <= _GOES_WITHOUT)


_GOES_WITHOUT = 3  # words


def _of_kind(unit: Unit, kind: Kind) -> bool:
    fact = unit.fact
    if isinstance(fact, Held):
        return fact.kind == kind
    if isinstance(fact, OtherMeeting):
        return kind in _HELD or fact.chair is not None
    return True


def _held(best: Scored, units: Sequence[Unit], understanding: Understanding) -> Stated:
    fact = best.unit.fact
    asked = fold(understanding.asked)
    kinds = [kind for kind, pattern in _ASKED_HELD.items() if pattern.search(asked)] or [understanding.kind]
    parts, missing, stood = [], [], []
    for kind in kinds:
        unit = best.unit
        text: str | None = None
        if isinstance(fact, OtherMeeting):
            day = f"{fact.date.day}/{fact.date.month}/{fact.date.year}" if fact.date else None
            text = {"date": day, "time": fact.time, "place": fact.place, "form": None}[kind]
        else:
            same = (u for u in units if isinstance(u.fact, Held) and u.fact.kind == kind)
            unit = next((u for u in same if u.document.id == best.unit.document.id), best.unit)
            text = unit.fact.text if isinstance(unit.fact, Held) and unit.fact.kind == kind else None
        if text is None:
            missing.append(_HELD[kind])
        else:
            parts.append({"date": f"ngày {text}", "time": f"lúc {text}", "place": f"tại {text}", "form": text}[kind])
            stood.append(unit)
    if not parts:
        return Stated(f"Tài liệu không nêu {' và '.join(missing)}.", False, (best.unit,), best.own)
    text = "Họp " + ", ".join(parts) + "."
    if missing:
        text += f" Tài liệu không nêu {' và '.join(missing)}."
    return Stated(text, True, tuple(dict.fromkeys(stood)), best.own)


_NEXT = re.compile(
    r"\b(?:lan|buoi|phien|ky|cuoc)(?: hop)? (?:toi|sau|ke tiep|tiep theo|sap toi)\b|\bhop (?:tiep|lan toi|lan sau)\b|\btuan sau do\b"
)
_BEFORE = re.compile(r"\b(?:lan|buoi|phien|ky|cuoc)(?: hop)? (?:truoc|lien truoc|gan truoc)\b")


def _other_meant(understanding: Understanding) -> Literal["earlier", "next"] | None:
    """Whether a question is about the meeting before or after the one whose minutes there are."""
    if understanding.kind not in _OF_MEETING:
        return None
    asked = fold(understanding.asked)
    return "next" if _NEXT.search(asked) else "earlier" if _BEFORE.search(asked) else None


def facts_alone(units: Sequence[Unit], understanding: Understanding) -> bool:
    """Whether the facts would say it if the documents did: no sentence is to be guessed from then."""
    if understanding.kind in _HELD:
        return _is_about_a_meeting(understanding) and any(isinstance(u.fact, Held) for u in units)
    return (
        understanding.kind == "assignment"
        and names_someone(understanding)
        and any(isinstance(u.fact, Assignment) for u in units)
    )


def _chaired(ranked: Sequence[Scored], units: Sequence[Unit], understanding: Understanding) -> Stated:
    best = ranked[0]
    fact = best.unit.fact
    if isinstance(fact, OtherMeeting):
        if not fact.chair:
            return Stated("Tài liệu không nêu ai chủ trì cuộc họp này.", False, (best.unit,), best.own)
        role = f", {fact.chair_role}," if fact.chair_role else ""
        return Stated(f"{fact.chair}{role} chủ trì.", True, (best.unit,), best.own)
    same = [s for s in ranked if isinstance(s.unit.fact, Chair) and s.unit.document.id == best.unit.document.id]
    if best.own < _SINGLED_OUT:
        # The meeting as a whole was chaired from the main venue, which is told first.
        best = min(same, key=lambda s: (s.unit.fact.site is not None, s.unit.start))  # type: ignore[union-attr]
    fact = best.unit.fact
    assert isinstance(fact, Chair)
    text = fact.name + (f", {fact.role}," if fact.role else "") + " chủ trì"
    text += f" tại {fact.site}" if fact.site else ""
    text += f" (thay {fact.stands_in_for})" if fact.stands_in_for else ""
    together = [
        s.unit for s in same
        if s.unit.fact.site == fact.site and s.unit is not best.unit and not understanding.site  # type: ignore[union-attr]
        and s.unit.quote_is(best.unit)
    ]  # fmt: skip
    for other in together:
        assert isinstance(other.fact, Chair)
        text += f"; đồng chủ trì: {other.fact.name}" + (f", {other.fact.role}" if other.fact.role else "")
    if re.search(r"\bthu ky\b", fold(understanding.asked)) and (secretary := _secretary(best.unit, units)):
        together.append(secretary)
        assert isinstance(secretary.fact, Attendee)
        text += f"; thư ký: {person_words(secretary.fact)}"
    return Stated(text + ".", True, (best.unit, *together), best.own)


def _secretary(chair: Unit, units: Sequence[Unit]) -> Unit | None:
    """Who took the minutes of the meeting that `chair` chaired."""
    return next(
        (
            u
            for u in units
            if u.document.id == chair.document.id and isinstance(u.fact, Attendee) and SECRETARY in u.own
        ),
        None,
    )


def _due(best: Scored) -> Stated:
    task = best.unit.fact
    assert isinstance(task, Assignment)
    if task.deadline is None:
        owner = f" cho {task.owner}" if task.owner else ""
        text = f"Tài liệu có giao việc này{owner} nhưng không nêu hạn."
        return Stated(text, False, (best.unit,), best.own)
    return Stated(f"{capital(due_words(task))} — {task_words(task)}.", True, (best.unit,), best.own)


def _owned(best: Scored) -> Stated:
    task = best.unit.fact
    assert isinstance(task, Assignment)
    if not task.owner and not task.people:
        return Stated("Tài liệu nêu việc này nhưng chưa giao cho ai.", False, (best.unit,), best.own)
    support = f" (phối hợp: {', '.join(task.supporting)})" if task.supporting else ""
    return Stated(f"{task_words(task)}{support}.{_due_sentence(task)}", True, (best.unit,), best.own)


def _assigned(ranked: Sequence[Scored]) -> Stated:
    best = ranked[0]
    alike = [
        s for s in ranked
        if s.unit.document.id == best.unit.document.id
        and s.score > best.score - _ALIKE
        and _owner(s.unit) == _owner(best.unit)
    ][:_MOST]  # fmt: skip
    alike.sort(key=lambda s: s.unit.start)
    if len(alike) == 1:
        task = best.unit.fact
        assert isinstance(task, Assignment)
        more = continuation(best.unit, _ROOM - len(task.task))
        text = f"{task_words(task)}{';' if more else ''}{more}.{_due_sentence(task)}"
        return Stated(text, True, (best.unit,), best.own)
    lines = []
    for number, scored in enumerate(alike, 1):
        task = scored.unit.fact
        assert isinstance(task, Assignment)
        lines.append(f"{number}. {capital(task.task)}" + (f" ({due_words(task)})" if task.deadline else ""))
    assert isinstance(best.unit.fact, Assignment)
    head = f"{who_words(best.unit.fact)} có {len(alike)} việc:"
    return Stated("\n".join((head, *lines)), True, tuple(s.unit for s in alike), best.own)


_ALL_TASKS = re.compile(
    r"\bgiao (?:(?:nhung|cac|may|bao nhieu) )?(?:viec|nhiem vu)(?: (?:gi|nao|cho))?\b|\bgiao gi\b|\b(?:nhung|cac|may) (?:viec|nhiem vu) (?:gi|nao|duoc giao)\b"
)


def _all_assigned(ranked: Sequence[Scored]) -> Stated:
    """Every task of the meeting that fits best."""
    best = ranked[0]
    here = sorted((s.unit for s in ranked if s.unit.document.id == best.unit.document.id), key=lambda unit: unit.start)
    lines = [
        f"{number}. {task_words(unit.fact)}" + (f" ({due_words(unit.fact)})" if unit.fact.deadline else "")
        for number, unit in enumerate(here[:_MOST_TASKS], 1)
        if isinstance(unit.fact, Assignment)
    ]
    more = f"\n… và {len(here) - _MOST_TASKS} việc nữa." if len(here) > _MOST_TASKS else ""
    return Stated(
        f"Cuộc họp giao {len(here)} việc:\n" + "\n".join(lines) + more, True, tuple(here[:_MOST_TASKS]), best.own
    )


def _attended(ranked: Sequence[Scored], understanding: Understanding) -> Stated | None:
    asked = fold(understanding.asked)
    people = [s for s in ranked if isinstance(s.unit.fact, Attendee)]
    if re.search(r"\bvang\b", asked):
        absent = [s for s in people if not s.unit.fact.present]  # type: ignore[union-attr]
        absent = [s for s in absent if s.unit.document.id == absent[0].unit.document.id]
        if not absent:
            return None
        names = "; ".join(person_words(s.unit.fact) for s in absent)  # type: ignore[arg-type]
        return Stated(f"Vắng: {names}.", True, tuple(s.unit for s in absent), absent[0].own)
    best = ranked[0]
    if best.own >= _SINGLED_OUT_PERSON:
        fact = best.unit.fact
        assert isinstance(fact, Attendee | Chair)
        return Stated(person_words(fact) + ".", True, (best.unit,), best.own)
    if not re.search(r"\b(?:nhung ai|co nhung ai|gom (?:nhung )?ai|thanh phan|ai (?:du|tham du|tham gia))\b", asked):
        return None
    here = [s.unit for s in people if s.unit.document.id == best.unit.document.id]
    here = [unit for unit in here if isinstance(unit.fact, Attendee) and unit.fact.present][:_MOST_PEOPLE]
    if not here:
        return None
    names = "; ".join(person_words(unit.fact) for unit in here if isinstance(unit.fact, Attendee))
    return Stated(f"Dự họp có {names}.", True, tuple(here), best.own)


def _decided(best: Scored) -> Stated | None:
    decision = best.unit.fact
    assert isinstance(decision, Decision)
    if best.own < 0.5:
        return None
    outcome = capital(". ".join(part for part in (decision.outcome, decision.votes) if part))
    text = f"{outcome} — {lowered(decision.subject)}." if outcome else f"{capital(decision.subject)}."
    return Stated(text, True, (best.unit,), best.own)


def _due_sentence(task: Assignment) -> str:
    return f" Hạn: {due_words(task)}." if task.deadline else ""


def _owner(unit: Unit) -> str:
    task = unit.fact
    assert isinstance(task, Assignment)
    return comparable(task.owner or " ".join(task.people))
