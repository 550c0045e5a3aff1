"""Other meetings that a document mentions: one recalled, one announced.

What enters are the lines of a document with its people and the day of its meeting; what leaves are mentions with what
the sentence says of day, hour and chair.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from rag.extract.directory import Directory
from rag.extract.layout import Line
from rag.extract.rule import Rule, first, names_one, rule
from rag.language.dates import dates
from rag.language.deadlines import deadlines
from rag.language.names import people, role_of
from rag.language.sentences import sentences
from rag.record import OtherMeeting, Quote

_MEETING = r"(?:cuộc họp|phiên họp|hội nghị|buổi họp|kỳ họp|họp|giao ban|sinh hoạt|đại hội|buổi)"
WHEN: tuple[Rule, ...] = (
    rule("earlier", rf"trước đó[^.]{{0,60}}{_MEETING}|(?:lần|kỳ|phiên|cuộc|buổi) (?:họp )?(?:trước|rồi)|{_MEETING}[^.,]{{0,40}} trước(?= |,|$)(?! (?:ngày|khi|giờ|hết|cuối|đầu|tháng|thứ|quý|năm|mùng|mồng|\d))|nhắc lại[^.]{{0,80}}{_MEETING}|hôm \d[^.]{{0,40}}(?:chủ trì|họp)|khi đó[^.]{{0,60}}(?:chủ tọa|chủ trì)|{_MEETING}[^.]{{0,40}}(?:năm ngoái|tháng trước|tuần trước)", "Trước đó, tại cuộc họp ngày 3/2", "Trước cuộc họp"),
    rule("next", rf"{_MEETING}\s(?:sau|tới|tiếp theo|kế tiếp|lần sau)|(?:tuần|tháng|lần|kỳ|buổi|phiên) (?:sau|tới)[^.]{{0,40}}(?:họp|host|chủ trì|giao ban|sinh hoạt)|họp lại|{_MEETING}[^.]{{0,50}}(?:dự kiến|sẽ) (?:được )?(?:tổ chức|khai mạc|vào|diễn ra|họp)|dời họp|sẽ (?:họp|tổ chức (?:họp|hội nghị|phiên))", "Buổi sau: thứ Hai 3/2", "Sau buổi họp"),
)  # fmt: skip
# Without one of these a sentence need not be read further.
_MENTIONS = (
    "sau",
    "tới",
    "trước",
    "lại",
    "dự kiến",
    "dời",
    "sẽ",
    "hôm",
    "khi đó",
    "tiếp theo",
    "kế tiếp",
    "ngoái",
    "rồi",
)
# The heading over the day of the next meeting.
_NEXT_HEADING = re.compile(
    rf"[\W\d]*(?:lịch )?(?:{_MEETING}|lần|kỳ|phiên)(?: họp| giao ban)? (?:sau|tới|tiếp theo|kế tiếp)\W*$", re.IGNORECASE
)
_TASK = re.compile(r"(?:báo cáo|trình|gửi|nộp|hoàn thành|xong)[^.]{0,40}(?:tại|trước|vào|đến)\s[^.]*$", re.IGNORECASE)
_CHAIRS = re.compile(r"chủ trì|chủ tọa|chủ toạ|điều hành|host|cầm trịch", re.IGNORECASE)
# "tháng 10/2026" tells no day, though it ends on one.
_NAMES_DAY = re.compile(
    r"(?<!\w)(?:thứ|chủ nhật|cn|t[2-7]|ngày|mùng|mồng|mai|hôm|sáng|chiều|tối)(?!\w)|\d{1,2}\s?/\s?\d{1,2}(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\d/:.])\d{1,2}\s?(?:giờ|h|:)(?:\s?\d{2})?(?:\s?phút)?(?![\d/])(?:\s+(?:sáng|chiều|tối))?")


def other_meetings(text: str, rows: Sequence[Line], directory: Directory, day: date | None) -> tuple[OtherMeeting, ...]:
    """The other meetings in reading order."""
    found: list[OtherMeeting] = []
    for line in rows:
        headed = bool(line.heading) and bool(_NEXT_HEADING.match(line.heading))
        if line.kind in ("noise", "row", "title", "heading") or line.caption:
            continue
        words, offset = (line.text, line.start) if line.kind == "label" else (line.content, line.body)
        for a, b in sentences(words):
            sentence = words[a:b]
            found_here = first(WHEN, sentence) if names_one(_MENTIONS, sentence.lower()) else None
            if found_here is None:
                if headed and dates(sentence):
                    found.append(_meeting("next", sentence, offset + a, offset + b, directory, day))
                continue
            when, mark = found_here[0].meaning, found_here[1]
            if when == "next" and _TASK.search(sentence[: mark.start() + 12]):
                continue  # a task's deadline: "báo cáo tại phiên họp tới"
            start = offset + a
            found.append(_meeting("next" if when == "next" else "earlier", sentence, start, offset + b, directory, day))
    return tuple(found)


def _meeting(
    when: Literal["earlier", "next"], sentence: str, start: int, end: int, directory: Directory, day: date | None
) -> OtherMeeting:
    clock = _CLOCK.search(sentence)
    chair = chair_role = None
    if mark := _CHAIRS.search(sentence):
        named = [p for p in people(sentence) if p.start < mark.start()] or people(sentence)
        if named:
            chair, chair_role = directory.full(named[-1].name), role_of(sentence, named[-1]) or None
        elif short := re.search(r"([A-ZĐÀ-Ỹ][a-zà-ỹ]+)\s+(?:sẽ |host|chủ)", sentence):
            chair = directory.full(short.group(1)) if directory.knows(short.group(1)) else None
    return OtherMeeting(
        when,
        Quote(sentence, start, end),
        None,
        _day(when, sentence, day),
        clock.group() if clock else None,
        None,
        chair,
        chair_role,
    )


def _day(when: str, sentence: str, day: date | None) -> date | None:
    for mention in dates(sentence):
        found = mention.on(day.year if day else None) if mention.day else None
        if found is None:
            continue
        if not mention.year and day and when == "next" and (day - found).days > 180:
            return found.replace(year=found.year + 1)
        if not mention.year and day and when == "earlier" and found > day:
            return found.replace(year=found.year - 1)
        return found
    if when == "next":
        return next((d.day for d in deadlines(sentence, day) if d.day and _NAMES_DAY.search(d.text)), None)
    return None


TABLE = (WHEN,)
