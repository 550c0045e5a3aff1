"""Tasks whose owner stands behind them: "... do anh Bền phụ trách", "... (anh Bền, 5/8)", "..., Phòng Kinh tế phải xong".

What enters is the span of a clause; what leaves is its assignment, None where no owner stands there.
"""

import re
from dataclasses import replace

from rag.extract import speech
from rag.extract.bodies import START
from rag.extract.context import AWAY, GIVES, MARK, TITLE, Context, Setting, assigned, quote, trimmed
from rag.extract.due import due_in
from rag.extract.owners import Owner, lone_owner, owner_at, split_owner
from rag.extract.phrases import by_phrase
from rag.extract.verbs import TASK_VERB
from rag.language.text import CAPITALS, SMALLS
from rag.record import Assignment

_INNER_PERSON = re.compile(
    rf"(?:(?<=, )|(?<=: )|(?<=- )|(?<=– )|(?<=thì ))(?=(?i:{TITLE}|a|c)\s[{CAPITALS}]|@|[{CAPITALS}][{SMALLS}]+\s[{SMALLS}])"
)


# A name met only here: "menu mới: Ngân chụp hình 12 món".
_STRANGER = re.compile(rf"(?P<name>[{CAPITALS}][{SMALLS}]{{1,6}})\s+(?=[{SMALLS}])")


_DOES = re.compile(r"(?<!\w)(?:do|giao(?! ban (?:tháng|tuần|quý|đầu|cuối|sáng|chiều|định kỳ))(?: cho)?|để)\s+")


_TAIL = re.compile(
    r"(?:\s[-–—|]\s*|\s*\(|\s*\[)(?P<who>@?[^()\[\];:|–—]{2,60}?)(?:\s*[-–—,|:]\s*(?P<due>(?:hạn|trước|xong|deadline|chậm nhất|hết)?[^()\[\]]{0,30}?\d[^()\[\]]{0,20}|[^()\[\]]{0,12}(?:tuần|tháng|ngày|thứ)[^()\[\]]{0,14}))?\s*[)\]]?\s*[.;]?\s*$",
    re.IGNORECASE,
)


_LIKE_REASON = re.compile(r"(?<!\w)(?:đã|đang|chưa|chậm|vắng|giảm|tăng|thiếu|không)(?!\w)", re.IGNORECASE)


_MONEY = re.compile(r"\W*(?:kinh phí|chi phí|tiền|nước uống|cơm|nguồn|vốn)(?!\w)", re.IGNORECASE)


# "Hội nghị do bà Lụa chủ trì" gives no task.
_CHAIRED = re.compile(
    r"\W*(?:(?:cuộc|buổi|phiên|kỳ) (?:họp|giao ban|làm việc|sinh hoạt)|hội nghị|họp|giao ban|đại hội)(?!\w)",
    re.IGNORECASE,
)


_CHAIRS = re.compile(r"chủ trì|chủ tọa|chủ toạ|điều hành|chủ xị|cầm trịch", re.IGNORECASE)


def by_trailing(context: Context, setting: Setting, a: int, b: int) -> Assignment | None:
    """ "Sửa mái kho. Phụ trách: ông Bền" and "việc in ấn do anh Bền phụ trách"."""
    words = context.text[a:b]
    if setting.marked or (
        (setting.zone or context.directory.informal) and (setting.structured or context.directory.informal)
    ):
        for mark in _DOES.finditer(context.text, a, b):
            owner = owner_at(context.text, mark.end(), b, context.directory)
            head = MARK.sub("", context.text[a : mark.start()]).strip(" ,:–—-")
            if _CHAIRED.match(head) and _CHAIRS.search(context.text, mark.end(), b):
                continue
            if owner is not None and len(head.split()) >= 2 and not (_LIKE_REASON.search(head) or _MONEY.match(head)):
                return replace(assigned(context, setting, owner, owner.end, a, b), task=trimmed(head))
    lowered = words.lower()
    for row in speech.TRAILING:
        match = row.pattern.search(words) if row.may_fit(lowered) else None
        if match is None or (
            row.meaning in ("arrow to a person", "responsible:") and not (setting.zone or setting.marked)
        ):
            continue
        head = MARK.sub("", words[: match.start()]).strip(" ,:–—-([.;")
        if row.meaning != "moved to" and len(head.split()) < 2:
            continue
        if _CHAIRED.match(head) and _CHAIRS.search(words, match.start()):
            continue
        name, people, supporting = split_owner(match["who"], context.directory)
        if not name or lone_owner(name, context.directory) is None:
            continue
        due = due_in(words, context.anchor)
        deadline = due.fact if due else setting.deadline
        return Assignment(
            name,
            trimmed(words if row.meaning == "moved to" else head),
            quote(context.text, a, b),
            people,
            supporting,
            deadline,
        )
    return None


def by_tail(context: Context, setting: Setting, a: int, b: int) -> Assignment | None:
    """ "Đặt phông bạt (anh Bền, 5/8)" and "Đặt phông bạt - anh Bền - 5/8"."""
    match = _TAIL.search(context.text, a, b)
    if match is None:
        return None
    who = match["who"].strip()
    if len(who.split()) > 7 or TASK_VERB.match(who):
        return None
    lone = lone_owner(who.lstrip("@"), context.directory)
    head = MARK.sub("", context.text[a : match.start()])
    if (
        lone is None
        or len(head.split()) < 2
        or not (setting.marked or match["due"])
        or owner_at(head, 0, len(head), context.directory, loose=True)
        or not (lone.people or START.match(who))
    ):
        return None
    if lone_owner(head, context.directory) or (not lone.people and not match["due"]):
        return None
    if ":" in head and lone_owner(head.split(":")[0], context.directory):
        return None
    due = due_in(match["due"], context.anchor, bare=True) if match["due"] else due_in(head, context.anchor)
    return Assignment(
        lone.name, trimmed(head), quote(context.text, a, b), lone.people, (), due.fact if due else setting.deadline
    )


def by_inner_person(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """In hasty notes: "Quỹ lớp 300k, chị Len thu, hạn 15/9", "Lụa nhớ gửi bảng công trước thứ Sáu"."""
    text = context.text
    for start in [begin, *(m.start() for m in _INNER_PERSON.finditer(text, begin, b))]:
        owner = owner_at(text, start, b, context.directory, loose=setting.marked and start > begin)
        if (
            owner is None
            and setting.marked
            and start > begin
            and (stranger := _STRANGER.match(text, start, b))
            and TASK_VERB.match(text, stranger.end())
        ):
            owner = Owner(stranger["name"], start, stranger.end(), (stranger["name"],))
        if owner is None or not owner.people or GIVES.match(text, owner.end) or AWAY.match(text, owner.end):
            continue
        short = text[start : owner.end].find(owner.people[0]) < 0 or len(owner.people[0].split()) <= 2
        due = due_in(text[start:b], context.anchor, bare=setting.marked)
        if not (setting.zone and setting.marked) and (not short or due is None or not due.firm):
            continue
        return assigned(context, setting, owner, owner.end if start == begin else a, a, b)
    return None


def by_turn_of_phrase(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """Orders of words in which the owner stands elsewhere than before the verb."""
    mark = MARK.match(context.text, a, b)
    first_word = mark.end() if mark else a
    phrase = by_phrase(context.text, begin, b, context.directory) or (
        by_phrase(context.text, first_word, b, context.directory) if first_word != begin else None
    )
    if phrase and phrase[0].start == phrase[0].end and due_in(context.text[a:b], context.anchor) is None:
        return None  # "Ai ... thì ...": a rule of the house
    if (
        phrase is None
        or (phrase[0].end and _LIKE_REASON.match(phrase[1]))
        or _MONEY.match(phrase[1])
        or _CHAIRS.search(context.text, a, b)
    ):
        return None
    found = assigned(context, setting, phrase[0], a, a, b)
    if phrase[2] and found.deadline is None and (due := due_in(phrase[2], context.anchor)):
        found = replace(found, deadline=replace(due.fact, text=phrase[2].removeprefix("trong ")))
    return replace(found, task=trimmed(phrase[1]))


# After these the owner may stand: "Hai biển còn lại, Phòng Kinh tế phải cắm xong", "..., gửi Văn phòng; riêng ..."
_LATER = re.compile(
    r"[,:]\s+(?:riêng\s+|còn\s+|thì\s+)?|(?<!\w)thì\s+|\s(?:thuộc phần|là phần|thuộc|là việc) (?:của )?(?=\S)"
)


_MUST = re.compile(
    r"(?:phải|cần|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|phụ trách|đảm nhận|lo|sẽ|được giao|được yêu cầu|chủ trì|trực tiếp|làm đầu mối)(?!\w)"
)


def by_later_owner(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """The thing first, then whose it is: "Hai biển còn lại, Phòng Kinh tế phải cắm xong trước 12/9"."""
    text = context.text
    if _PLAIN_REASON.match(text, begin):
        return None
    for mark in _LATER.finditer(text, begin, b):
        owner = owner_at(text, mark.end(), b, context.directory)
        if owner is None or GIVES.match(text, owner.end) or AWAY.match(text, owner.end):
            continue
        if not _MUST.match(text, owner.end) and due_in(text[owner.start : b], context.anchor) is None:
            continue
        return assigned(context, setting, owner, begin, a, b)
    return None


_PLAIN_REASON = re.compile(
    r"\W*(?:nếu|khi|do|vì|tuy|nhưng|mặc dù|để|nhờ|theo|bởi|có|còn|đã|trước đó|tại)(?!\w)", re.IGNORECASE
)
