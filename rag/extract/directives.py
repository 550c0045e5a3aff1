"""Tasks that a verb gives to whoever is named after it: "giao Phòng Kinh tế ...", "yêu cầu các xã ...".

What enters is the span of a clause; what leaves are its assignments, none where nobody is told to do anything.
"""

import re
from dataclasses import replace

from rag.extract import speech
from rag.extract.bodies import START
from rag.extract.context import MARK, Context, Setting, assigned
from rag.extract.owners import Owner, lone_owner, owner_at
from rag.extract.rule import fits
from rag.extract.verbs import TASK_VERB
from rag.record import Assignment

_PRONOUN = re.compile(
    r"\W*(?:đồng chí|ông|bà|thủ tướng|chủ tịch|bí thư|phó chủ tịch)(?: [^,;.]{0,30})?\s+(?:cũng |còn |đồng thời )?",
    re.IGNORECASE,
)


# "đề nghị trong năm 2025, Văn phòng ...": when or in which matter, before who is asked.
_ASIDE = re.compile(
    r"\s+(?:trong (?:năm|tháng|quý|tuần|thời gian|đợt|dịp)|từ nay|thời gian tới|trước mắt|ngay)(?!\w)[^,;.]{0,40},"
)


def by_directive(context: Context, setting: Setting, a: int, b: int) -> list[Assignment]:
    """ "giao Phòng Kinh tế rà soát ..., yêu cầu các xã ...": one task for each verb that gives one."""
    text = context.text
    lowered = text[a:b].lower()
    marks = sorted(
        (m.start(), m.end(), row.meaning)
        for row in speech.DIRECTIVES
        if row.may_fit(lowered)
        for m in row.pattern.finditer(text, a, b)
    )
    spans: list[tuple[int, Owner]] = []
    for start, stop, kind in marks:
        if spans and (
            start < spans[-1][1].end
            or not re.search(r"[,:]\s*(?:đồng thời\s+|và\s+)?$|(?<!\w)(?:và|đồng thời)\s+$", text[a:start])
        ):
            continue  # inside the task of the one before: "giao Phòng A đôn đốc, chỉ đạo các xã"
        if speech.is_soft(kind) and not _may_direct(context, setting, a, start):
            continue
        position = stop
        if aside := _ASIDE.match(text, position, b):
            position = aside.end()
        while position < b and text[position] in " :":
            position += 1
        owner = owner_at(text, position, b, context.directory, loose=not speech.is_soft(kind))
        if kind == "asks a person a favour" and owner and not owner.people and not setting.zone:
            continue
        if kind in ("gives", "gives more time"):
            owner = owner or _owner_behind(context, position, b)
        if owner is not None and not HOLDS_MEETING.match(text, owner.end):
            spans.append((start, owner))
    found = []
    for number, (start, owner) in enumerate(spans):
        stop = spans[number + 1][0] if number + 1 < len(spans) else b
        found.append(assigned(context, setting, owner, owner.end, a if number == 0 else start, stop))
    return found


# "Với Ban Quản lý dự án, người đứng đầu tỉnh giao lập lại tiến độ": who it is for stands first.
_CONCERNING = re.compile(
    r"(?:với|đối với|riêng|riêng với|về phía|phía)\s+(?P<who>[^,;:.]{3,90}),\s+(?P<by>[^,;:.]{0,70}?)\s*(?<!\w)(?:giao|yêu cầu|đề nghị|phân công)(?: phải| sớm| nhanh chóng| khẩn trương)?\s+(?=[^\s])",
    re.IGNORECASE,
)


_CONCERNS = re.compile(
    r"(?:với|đối với|riêng|riêng với|về phía|phía)\s+(?P<who>[^,;:.]{3,90}?)\s*:\s+(?=\S)", re.IGNORECASE
)


def by_concerning(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """ "Với Phòng Kinh tế: rà soát ..." and "Với Phòng Kinh tế, Chủ tịch giao rà soát ..."."""
    mark = MARK.match(context.text, a, b)
    first_word = mark.end() if mark else a
    if setting.zone and (match := _CONCERNS.match(context.text, first_word, b)):
        lone = lone_owner(match["who"], context.directory)
        if lone and match.end() < b:
            return assigned(context, setting, replace(lone, end=match.end()), match.end(), a, b)
    for start in (a, begin):
        match = _CONCERNING.match(context.text, start, b)
        lone = lone_owner(match["who"], context.directory) if match else None
        if match and lone and TASK_VERB.match(context.text, match.end()) and (setting.zone or not setting.discussion):
            return assigned(context, setting, replace(lone, end=match.end()), match.end(), a, b)
    return None


# "ủy quyền cho cô Lụa điều khiển cuộc họp"
HOLDS_MEETING = re.compile(
    r"(?:chủ trì|điều hành|điều khiển|chủ tọa|chủ toạ|dẫn|cầm|host)\s+(?:cuộc|buổi|phiên|hội nghị|họp|giao ban|đại hội|kỳ họp)",
    re.IGNORECASE,
)


# "giao phần âm thanh cho anh Bền", "gia hạn cho Phòng Kinh tế việc rà soát"
_TO_WHOM = re.compile(
    r"\s*(?P<task>[^.;:]{3,90}?)\s+cho\s+(?P<who>[^.,;:]{2,70}?)(?=\s*(?:[.,;:(]|$|\s(?:trước|chậm nhất|hạn|trong|để)\s))"
)


_FOR_WHAT = re.compile(r"\s*(?:cho\s+)?(?P<who>[^.,;:]{2,70}?)\s+(?=(?:việc|phần|nội dung|nhiệm vụ|thời hạn)\s)")


def _owner_behind(context: Context, position: int, b: int) -> Owner | None:
    """Who gets a task that is named by a noun."""
    for pattern, task in ((_FOR_WHAT, "end"), (_TO_WHOM, "start")):
        match = pattern.match(context.text, position, b)
        lone = lone_owner(match["who"], context.directory) if match else None
        if match and lone and (lone.people or START.match(match["who"])):
            return replace(lone, start=position, end=match.end() if task == "end" else match.start("task"))
    return None


def _may_direct(context: Context, setting: Setting, a: int, start: int) -> bool:
    """Whether the one who asks or demands here is the chair."""
    before = context.text[a:start]
    if context.by_chair(before) or fits(speech.CONCLUDES, before):
        return True
    if not setting.discussion and _PRONOUN.fullmatch(before):
        return setting.zone
    return setting.zone and not setting.discussion and not context.directory.named_in(before)
