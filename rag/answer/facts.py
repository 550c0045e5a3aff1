"""Which fact of the meeting records answers a question, and how it reads.

Enter: the facts of the documents retrieved, as units, and the question as understood. Leaves: what the facts say: an
answer, a plain "giao việc này nhưng không nêu hạn", or nothing where they do not reach.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fact_words import capital, due_words, lowered, person_words, task_words, who_words
from rag.answer.ranking import Scored
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
_SINGLED_OUT = 0.3  # share of what is asked that names one venue or one person
_SINGLED_OUT_PERSON = 0.6  # the same for someone who was there
_MOST_PEOPLE = 10
_ALIKE = 1.5  # of score, within which two tasks of one owner are both meant
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
    rest: tuple[tuple[str, Unit], ...] = ()  # rows of a list that `text` leaves out


def candidates(units: Sequence[Unit], kind: Kind) -> list[Unit]:
    """The units that can answer a question of `kind`: sentences, and the facts that say such things."""
    wanted = _ANSWERS.get(kind, ())
    fitting = [u for u in units if u.fact is None or (isinstance(u.fact, wanted) and _of_kind(u, kind))]
    # What a person has put right is told by the fact: the sentence says otherwise.
    outdated = {(u.document.id, u.sentence_start) for u in fitting if getattr(u.fact, "corrected", False)}
    return [u for u in fitting if u.fact is not None or (u.document.id, u.sentence_start) not in outdated]


def stated(
    best: Scored, ranked: Sequence[Scored], units: Sequence[Unit], understanding: Understanding
) -> Stated | None:
    """What the fact `best` says to the question; None where it is none of the kind asked for.

    Args:
        best: the fact that fits best.
        ranked: all facts and sentences, best first: what belongs together is told together.
        units: everything known of the documents.
        understanding: the question.
    """
    facts = [scored for scored in ranked if scored.unit.fact is not None]
    match understanding.kind:
        case "chair":
            return _chaired(best, facts, units, understanding)
        case "deadline":
            return _due(best)
        case "owner":
            return _owned(best)
        case "assignment":
            if asks_all_tasks(understanding):
                return _all_assigned(best, facts)
            return _assigned(best, facts)
        case "attendee":
            return _attended(best, facts, understanding)
        case "decision":
            return _decided(best)
        case _:
            return _held(best, units, understanding)


_HELD: dict[Kind, str] = {"date": "ngày họp", "time": "giờ họp", "place": "nơi họp", "form": "hình thức họp"}
_ASKED_HELD: dict[Kind, re.Pattern[str]] = {
    "date": re.compile(r"\b(?:ngay|hom|bao gio|khi|thang) (?:nao|may)\b|\bbao gio\b"),
    "time": re.compile(r"\bmay gio\b|\bgio nao\b"),
    "place": re.compile(r"\bo dau\b|\bphong nao\b|\bdia diem\b|\bcho nao\b"),
}


def _of_kind(unit: Unit, kind: Kind) -> bool:
    fact = unit.fact
    if isinstance(fact, Held):
        return fact.kind == kind and fact.text is not None
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


def _chaired(best: Scored, ranked: Sequence[Scored], units: Sequence[Unit], understanding: Understanding) -> Stated:
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


def _assigned(best: Scored, ranked: Sequence[Scored]) -> Stated:
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
        more = "" if task.corrected else continuation(best.unit, _ROOM - len(task.task))
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


_ASKS_ROLE = re.compile(r"\b(?:giu |lam )?chuc (?:vu|danh)?\b.*\bgi\b|\blam chuc gi\b|\bchuc gi\b")


def role_of_the_one_named(units: Sequence[Unit], understanding: Understanding) -> Stated | None:
    """The role of the person that the last answer named, where a follow-up asks for that ("Ông ấy giữ chức vụ gì?")."""
    if not understanding.quotes or not _ASKS_ROLE.search(fold(understanding.asked)):
        return None
    of_it = (u for u in units if any(u.text in quote or quote in u.sentence for quote in understanding.quotes))
    for unit in of_it:
        fact = unit.fact
        if isinstance(fact, Chair | Attendee) and fact.role and unit.document.id in understanding.about:
            return Stated(f"{person_words(fact)}.", True, (unit,), 1.0)
    return None


def asks_all_tasks(understanding: Understanding) -> bool:
    """Whether every task of a meeting is asked, whoever was given it."""
    is_all = bool(_ALL_TASKS.search(fold(understanding.asked)))
    return understanding.kind == "assignment" and is_all and not names_someone(understanding)


def _all_assigned(best: Scored, ranked: Sequence[Scored]) -> Stated:
    """Every task of the meeting that fits best."""
    here = sorted((s.unit for s in ranked if s.unit.document.id == best.unit.document.id), key=lambda unit: unit.start)
    rows = [
        (task_words(unit.fact) + (f" ({due_words(unit.fact)})" if unit.fact.deadline else ""), unit)
        for unit in here
        if isinstance(unit.fact, Assignment)
    ]
    shown, rest = rows[:_MOST_TASKS], rows[_MOST_TASKS:]
    lines = [f"Cuộc họp giao {len(rows)} việc:", *(f"{number}. {row}" for number, (row, _) in enumerate(shown, 1))]
    if rest:
        lines.append(f"… và {len(rest)} việc nữa.")
    return Stated("\n".join(lines), True, tuple(unit for _, unit in shown), best.own, tuple(rest))


def _attended(best: Scored, ranked: Sequence[Scored], understanding: Understanding) -> Stated | None:
    asked = fold(understanding.asked)
    people = [s for s in ranked if isinstance(s.unit.fact, Attendee)]
    if re.search(r"\bvang\b", asked):
        absent = [s for s in people if not s.unit.fact.present]  # type: ignore[union-attr]
        absent = [s for s in absent if s.unit.document.id == absent[0].unit.document.id]
        if not absent:
            return None
        names = "; ".join(person_words(s.unit.fact) for s in absent)  # type: ignore[arg-type]
        return Stated(f"Vắng: {names}.", True, tuple(s.unit for s in absent), absent[0].own)
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
