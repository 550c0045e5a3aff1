"""Understanding by rules: what is asked, and what a follow-up takes over from the turns before.

Enters: a `Question` with its history. Leaves: an `Understanding`. Nothing is remembered between calls: the history is
understood again, turn by turn, so that the same conversation always gives the same understanding.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from rag.language.abbreviations import expand_question
from rag.language.dates import dates
from rag.language.names import people
from rag.language.spelling import mended
from rag.language.text import LETTERS, clean, fold, has_diacritics
from rag.types import Question, Turn
from rag.understand import Kind, Understanding
from rag.understand.kinds import ASKING_WORDS, asks_who_alone, kind_of, listing_of
from rag.understand.windows import window

# "tuần 37 và 38", "giao ban 3-10"
_SHARED_UNIT = re.compile(
    r"\b(?P<unit>tuần|tuan|tháng|thang|quý|quy|lần|lan) (?P<first>\d{1,2}),? (?P<and>và|va|với|voi) (?P<second>\d{1,2})\b(?![/.-]\d)",
    re.IGNORECASE,
)
_DASHED_DAY = re.compile(
    r"\b(?P<before>giao ban|họp|hop|hội nghị|hoi nghi|phiên|phien|buổi|buoi|ngày|ngay|hôm|hom|sáng|sang|chiều|chieu|tối|toi)"
    r" (?P<day>[0-3]?\d)[-.](?P<month>1[0-2]|0?[1-9])\b(?![/.-]?\d)",
    re.IGNORECASE,
)

# Words that begin a question which goes on from the one before.
_GOES_ON = re.compile(r"^(?:con|the|vay|roi|the con|vay con|con nua|tuc la|neu ho|nhung)\b")
# "đồng chí ấy", "việc đó", "cuộc họp này": something named before.
_POINTS_BACK = re.compile(
    r"\b(?:do|ay|nay|kia|day|ho|vay|hom do|luc do|nhu vay)\b(?! (?:la ai|nhieu))|\b(?:ong|ba|anh|chi|co|thay|dong chi) (?:ay|do)\b"
)
# Words of a question that name nothing to look for.
_FILLERS = frozenset(
    """a ai anh ba bao bi bn ban biet boi cac cai can cha cham chi cho chu chut co con cua cuoc da day dau de den di do
    don dong dot duoc gi gio giup han hay hien hoac hoi hom hop khi khong la lam lai len luc ma may minh moi mot muon nao
    nay nen ngay nghi nguoi nha nhat nhe nhi nhieu nhung nua o oi ong phai phien qua ra rang roi ru sao sau se ta tai tham
    thang the theo thi thoi ti trong truoc tu va vao vay ve vi viec vu vui voi xin xong y z ay buoi nhu den het ket thuc
    dien tri chiu trach nhiem giao phu thu ky""".split()
)
_SITE = re.compile(rf"(?i:(?:ở |tại )?(?:điểm|đầu|diem|dau) (?:cầu|cau))\s+[{LETTERS}' ]+")
_RELATIVE_DAYS = {
    "hom nay": 0, "sang nay": 0, "chieu nay": 0, "toi nay": 0, "hom qua": -1, "toi qua": -1, "chieu qua": -1,
    "hom kia": -2, "ngay mai": 1, "sang mai": 1, "chieu mai": 1, "ngay kia": 2,
}  # fmt: skip
_RELATIVE_MONTHS = {"thang nay": 0, "thang truoc": -1, "thang roi": -1, "thang sau": 1, "thang toi": 1}


_OF_SOMEONE = frozenset({"chair", "attendee", "owner"})


class RuleUnderstander:
    """The embedded understander: tables of patterns, no model."""

    async def understand(self, question: Question) -> Understanding:
        """Never raises."""
        known: Understanding | None = None
        kind: Kind = "content"  # that a follow-up such as "Tháng 8 thì sao?" asks for again
        for turn in question.turns:
            known = _understand(turn.question, known, kind, None, question.today)
            kind = kind if known.kind in {"reason", "smalltalk"} else known.kind
        last = next((turn for turn in reversed(question.turns) if turn.citations), None)
        return _understand(question.text, known, kind, last, question.today)


def _understand(
    text: str, before: Understanding | None, kind_before: Kind, last: Turn | None, today: date
) -> Understanding:
    text = _without_greeting(text)
    asked = _units_written_out(mended(expand_question(clean(text)), ASKING_WORDS))
    kind = kind_of(asked)
    if before is not None and kind == "owner" and kind_before in _OF_SOMEONE and asks_who_alone(asked):
        kind = kind_before
    asked += _days_meant(asked, today)
    if before is None or not _is_follow_up(asked, kind is None):
        return Understanding(
            standalone=asked, kind=kind or "content", asked=asked, site=_site(asked),
            listing=listing_of(asked), window=window(text, today), today=today,
        )  # fmt: skip
    if kind is None and kind_before == "owner" and people(asked):
        kind_before = "assignment"  # "Ai lo kho? Còn chị Dương?": what she was given
    context = _carried(before, asked)
    understood = Understanding(
        standalone=clean(f"{asked} {context}"),
        kind="deadline" if kind_before == "deadline" and _SAME_DAY.search(fold(asked)) else kind or kind_before,
        asked=asked,
        context=context,
        site=_site(asked) or _site(context),
        listing=listing_of(asked) or (before.listing if kind is None else None),
        window=window(text, today),
        today=today,
    )
    if last is None:
        return understood
    return replace(
        understood,
        about=() if _names_a_meeting(asked) else tuple(dict.fromkeys(c.document.id for c in last.citations)),
        quotes=tuple(c.quote for c in last.citations),
    )


def _units_written_out(text: str) -> str:
    """`text` with each week and month named in full, and days of a meeting with a slash."""
    text = _SHARED_UNIT.sub(lambda m: f"{m['unit']} {m['first']} {m['and']} {m['unit']} {m['second']}", text)
    return _DASHED_DAY.sub(lambda m: f"{m['before']} {m['day']}/{m['month']}", text)


def _site(text: str) -> str:
    match = _VENUE.search(text)
    return match.group("site").strip() if match else ""


_VENUE = re.compile(
    r"(?:điểm|đầu|diem|dau)\s+(?:cầu|cấu|cau)\s+(?P<site>(?:(?!(?:trong|của|cua|thì|thi|do|ai|là|la|ở|o|tại|tai|nào|nao|đó)\b)"
    rf"[{LETTERS}']+\s*)+)",
    re.IGNORECASE,
)


# "Tức là đến ngày bao nhiêu?", "Thứ Sáu đó là ngày mấy?": the day behind the deadline just given.
_SAME_DAY = re.compile(r"^(?:tuc|vay) (?:la|den)\b|\b(?:do|den) (?:la )?ngay (?:bao nhieu|may|nao)\b")


def _is_follow_up(asked: str, unclear: bool) -> bool:
    folded = fold(asked)
    if _GOES_ON.search(folded) or _POINTS_BACK.search(folded):
        return True
    content = [word for word in re.findall(r"[\w/.-]+", folded) if word not in _FILLERS]
    # Few words of its own: the rest is what was talked about. A question that names enough stands alone.
    return len(content) <= (_FEW_UNCLEAR if unclear else _FEW)


_FEW, _FEW_UNCLEAR = 4, 3  # words with content
_POLITE = re.compile(
    r"^(?:(?:xin |em |da )?chao (?:ban|anh|chi|em|ad|bot|moi nguoi|ca nha)?|alo|hi|hello|ban oi|ad oi|em oi|anh oi|chi oi)\b[\s,.!]*"
    r"|^(?:cho|xin) (?:minh|em|toi|t|anh|chi|hoi|phep)?(?: xin)?(?: hoi)?(?: (?:xiu|chut|ti|cai|voi|nhe|nha|ty))*[\s,.:!]+"
)


def _without_greeting(text: str) -> str:
    """`text` without the polite words before a question; `text` itself where nothing else is said."""
    rest = clean(text)
    while (match := _POLITE.match(fold(rest))) and match.end() < len(rest):
        rest = rest[match.end() :].lstrip(" ,.!:")
    return rest or text


def _carried(before: Understanding, asked: str) -> str:
    """The words of the turns before that still hold: what the new question replaces is left out."""
    # What one asked the reason of is not what the next turn is about.
    context = before.context if before.kind == "reason" else clean(f"{before.asked} {before.context}")
    if not all(has_diacritics(part) for part in (before.asked, before.context) if part):
        context = fold(context)  # one spelling throughout, so that words are looked up in one way
    if _SITE.search(asked) or _is_substitution(asked):
        context = _SITE.sub(" ", context)
    if dates(asked) or _NOW.search(fold(asked)):
        for mention in reversed(dates(context)):
            context = context[: mention.start] + " " + context[mention.end :]
    if people(asked):
        for person in reversed(people(context)):
            context = context[: person.start] + " " + context[person.end :]
    return clean(context)


_NOW = re.compile(r"\b(?:moi nhat|bay gio|hien nay|hien tai)\b")


def _is_substitution(asked: str) -> bool:
    """ "Còn X?", "X thì sao?": the same question about something else."""
    return kind_of(asked) is None


def _names_a_meeting(asked: str) -> bool:
    """Whether a follow-up says itself which meeting it is about."""
    return any(m.day or m.month or m.week or m.quarter for m in dates(asked))


def _days_meant(text: str, today: date) -> str:
    """The days behind "hôm qua", "tháng trước", written out so that they can be looked for."""
    folded = fold(text)
    days = [today + timedelta(days=n) for words, n in _RELATIVE_DAYS.items() if re.search(rf"\b{words}\b", folded)]
    written = [f"ngày {day.day}/{day.month}" for day in days]
    for words, step in _RELATIVE_MONTHS.items():
        if re.search(rf"\b{words}\b", folded):
            month = (today.month - 1 + step) % 12 + 1
            written.append(f"tháng {month}")
    meant = f" ({', '.join(written)})" if written else ""
    return meant if has_diacritics(text) else fold(meant)
