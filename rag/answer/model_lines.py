"""How facts and sentences read in a model's prompt: short, each on one line.

Enter: a fact of a meeting record, or a sentence. Leave: Vietnamese words. White space is folded, so that nothing in a
document can begin a line of the prompt.
"""

import re
from collections.abc import Sequence

from rag.answer.fact_words import due_words, marked, person_words, task_words, who_words
from rag.answer.units import Fact, Held
from rag.language.sentences import Span, clauses
from rag.language.text import clean, comparable
from rag.record import Assignment, Attendee, Chair, Decision, OtherMeeting

_LIST_MARK = re.compile(r"(?:[-–—•*+>]|#{1,6}|\[[ xX]\])\s+")
_HELD = {"date": "ngày họp", "time": "giờ họp", "place": "nơi họp", "form": "hình thức họp"}
LONGEST = 420  # characters of a sentence that are shown
_BEGINNING = 80  # of them those that it begins with


def fact_line(fact: Fact) -> str:
    """All that a fact says."""
    match fact:
        case Chair():
            where = f" tại {fact.site}" if fact.site else ""
            stead = f" (thay {fact.stands_in_for})" if fact.stands_in_for else ""
            line = f"Chủ trì{where}: {person_words(fact)}{stead}"
        case Assignment():
            support = f" (phối hợp: {', '.join(fact.supporting)})" if fact.supporting else ""
            owner = "" if who_words(fact) else " (chưa giao cho ai)"
            due = f"; hạn: {due_words(fact)}" if fact.deadline else ""
            line = f"Việc: {task_words(fact)}{support}{owner}{due}"
        case Attendee():
            line = f"{'Dự' if fact.present else 'Vắng'}: {person_words(fact)}"
        case Decision():
            line = "Quyết định: " + " — ".join(part for part in (fact.subject, fact.outcome, fact.votes) if part)
        case Held():
            line = f"{_HELD[fact.kind].capitalize()}: {fact.text or 'không nêu'}"
        case OtherMeeting():
            line = _other(fact)
    return clean(marked(line, _corrected(fact)))


def label(fact: Fact, sentence: str) -> str:
    """What a fact says beyond the sentence that states it; empty where the sentence says it all."""
    said = comparable(sentence)
    if _corrected(fact):
        return fact_line(fact)
    match fact:
        case Chair():
            missing = [fact.name, fact.site or "", fact.stands_in_for or ""]
            return "" if all(comparable(part) in said for part in missing) else fact_line(fact)
        case Assignment():
            who, due = who_words(fact), due_words(fact)
            parts = [f"giao: {who}"] if comparable(who) not in said else []
            parts += [f"hạn: {due}"] if comparable(due) not in said else []
            return clean("; ".join(parts))
        case Decision():
            return "" if all(comparable(part or "") in said for part in (fact.outcome, fact.votes)) else fact_line(fact)
        case Attendee():
            told = all(comparable(part) in said for part in (fact.name, fact.role or ""))
            return "" if told and (fact.present or "vắng" in said) else fact_line(fact)
        case OtherMeeting():
            return _other(fact) if fact.date or fact.chair else ""
        case Held():
            return ""


def _other(fact: OtherMeeting) -> str:
    day = f"ngày {fact.date.day}/{fact.date.month}/{fact.date.year}" if fact.date else ""
    chair = ", ".join(part for part in (fact.chair, fact.chair_role) if part)
    parts = [fact.title, day, fact.time, fact.place, f"{chair} chủ trì" if chair else ""]
    which = "Cuộc họp trước" if fact.when == "earlier" else "Cuộc họp tới"
    return clean(f"{which}: " + ", ".join(part for part in parts if part))


def _corrected(fact: Fact) -> bool:
    return getattr(fact, "corrected", False)


def sentence_line(sentence: str, shown: Sequence[Span]) -> str:
    """A sentence without its list mark; of a long one how it begins and the clauses `shown`, those wanted most first."""
    mark = _LIST_MARK.match(sentence)
    begin = mark.end() if mark and mark.end() < len(sentence) else 0
    if len(sentence) - begin <= LONGEST:
        return clean(sentence[begin:])
    kept: list[Span] = []
    room = LONGEST
    for start, end in shown:
        start, end = max(start, begin), min(end, start + LONGEST)
        if end > start and (not kept or end - start <= room):
            kept.append((start, end))
            room -= end - start
    for start, end in clauses(sentence):  # what follows goes on about the same
        if kept[-1][1] <= start <= kept[-1][1] + 2 and end - start <= room:
            kept.append((start, end))
            room -= end - start
    first = min(start for start, _ in kept)
    # What a sentence begins with says who speaks or to whom something is given.
    parts = [clean(sentence[begin : min(begin + _BEGINNING, first)])] if first > begin else []
    last = None
    for start, end in sorted(set(kept)):
        if last is not None and start <= last + 2:
            parts[-1] += " " + clean(sentence[start:end])
        else:
            parts.append(clean(sentence[start:end]))
        last = max(end, last or 0)
    return " … ".join(part for part in parts if part) + (" …" if last and last < len(sentence) else "")
