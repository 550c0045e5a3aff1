"""How the embedded answerer words what it found and what it did not find. Its Vietnamese sentences stand here."""

import re
from collections.abc import Sequence

from rag.answer.evidence import holds
from rag.answer.units import Unit
from rag.language.deadlines import deadlines
from rag.language.sentences import clauses
from rag.language.text import clean, fold
from rag.understand import Kind

GREETING = "Chào bạn. Bạn có thể hỏi về các cuộc họp: ai chủ trì, giao việc gì cho ai, hạn khi nào."
THANKS = "Không có gì. Bạn cần biết thêm điều gì về các cuộc họp, cứ hỏi nhé."


def small_talk(asked: str) -> str:
    """A reply to words that ask for nothing in the documents."""
    return THANKS if re.search(r"\b(?:cam on|thank|camon|tks)\b", fold(asked)) else GREETING


def which_meeting(labels: Sequence[str]) -> str:
    """A question back: which of these meetings is meant."""
    return "\n".join(("Bạn hỏi cuộc họp nào?", *(f"{number}. {label}" for number, label in enumerate(labels, 1))))


_MISSING: dict[Kind, str] = {
    "chair": "ai chủ trì", "owner": "ai được giao việc này", "assignment": "việc được giao này",
    "deadline": "thời hạn này", "date": "ngày này", "time": "giờ họp", "place": "địa điểm này",
    "attendee": "người này", "number": "số liệu này", "speech": "ý kiến này", "decision": "quyết định này", "reason": "lý do này",
}  # fmt: skip
_CREDIT = re.compile(r"\s*Ảnh:.*$", re.DOTALL)
_LIST_MARK = re.compile(r"^(?:[-–—*•+]\s+|\[[ xX]\]\s+|\d+(?:\.\d+)*[.)]\s+|\[\d\d:\d\d:\d\d\]\s*)+")
_EMPHASIS = re.compile(r"\*{1,3}|`|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_LONGEST = 400


def missing(kind: Kind) -> str:
    """That the documents do not hold what was asked."""
    return f"Tài liệu không nêu {_MISSING.get(kind, 'điều này')}."


def phrased(unit: Unit, kind: Kind) -> str:
    """The answer that a unit gives, ready to read."""
    text = unit.text if holds(kind, unit.text) else unit.sentence
    if kind in {"assignment", "content", "speech"}:
        text = _with_what_follows(unit)
    if kind == "decision":
        text = _whole_line(unit, text)
    text = tidied(text)
    if kind in {"deadline", "date"}:
        return text + _resolved(unit, text)
    return text


def tidied(text: str) -> str:
    """A clause as prose: without list marks, emphasis, table bars and photo credits, not longer than a reader wants."""
    text = _LIST_MARK.sub("", _CREDIT.sub("", text)).strip()
    if text.startswith("|") or "\t" in text:
        text = " · ".join(cell.strip() for cell in re.split(r"[|\t]", text) if cell.strip())
    text = clean(_EMPHASIS.sub("", text)).rstrip(";,")
    if len(text) > _LONGEST:
        text = text[: text.rfind(" ", 0, _LONGEST)] + "…"
    return text[:1].upper() + text[1:]


def _whole_line(unit: Unit, text: str) -> str:
    """The sentence with its neighbours of the same line, where that is short: votes and outcome stand side by side."""
    return unit.line if len(unit.line) <= _LONGEST else text


def _with_what_follows(unit: Unit) -> str:
    return unit.text + continuation(unit, _LONGEST - len(unit.text))


def continuation(unit: Unit, room: int) -> str:
    """The clauses after the unit's in its sentence that are about the same people, within `room` characters."""
    rest = unit.sentence[max(0, unit.end - unit.sentence_start) :]
    taken = ""
    for start, end in clauses(rest):
        if _SOMEONE_ELSE.match(rest, start) or len(taken) + end - start > room:
            break
        taken += " " + rest[start:end]
    return taken.rstrip(" ;.,")


_SOMEONE_ELSE = re.compile(r"(?:giao|yêu cầu|đề nghị|phân công|riêng|còn)\b|[A-ZĐ]")


_RECURS = re.compile(r"\b(?:mỗi|h[ằà]ng|định kỳ) (?:ngày|tuần|tháng|quý|năm|thứ|sáng|chiều)\b", re.IGNORECASE)


def _resolved(unit: Unit, text: str) -> str:
    """The calendar days behind deadlines that do not write one out; none where they recur."""
    if _RECURS.search(text):
        return ""
    days = [
        d.day
        for d in deadlines(text, unit.document.date)
        if d.day and not re.search(r"\d\s?[/.-]\s?\d|\d\s+tháng", d.text)
    ]
    return "".join(f" (tức {day.day}/{day.month}/{day.year})" for day in dict.fromkeys(days))
