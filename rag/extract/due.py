"""The deadline of one task: the first that the words of its clause give.

What enters is a clause and the day of the meeting; what leaves is the fact with its span in the clause.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rag.extract.rule import names_one
from rag.language.dates import dates
from rag.language.deadlines import deadlines, resolve
from rag.record import Deadline

_PAST = re.compile(
    r"(?:tính đến|đến nay|kể từ|họp|phiên|kỳ|văn bản|kết luận|nghị quyết|quyết định|công văn|số|đã|hôm|lập lại|mốc|quý trước|ca [^,;]{0,20}|đợt|lễ|dịp)\s*(?:ngày\s*)?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# Without a digit or one of these there is no deadline, which is cheaper to see than to search for.
_NEEDS = (
    "trước", "hạn", "hết", "xong", "cuối", "đầu", "giữa", "trong", "sau", "thứ", "chủ nhật", "mai", "nay", "hằng", "hàng",
    "mỗi", "đến", "tại", "mùng", "mồng", "tháng", "quý", "kia", "tối đa", "nhất", "tuần", "năm",
)  # fmt: skip
# A start, and how long something goes on: neither says when it is to be done.
_FROM = re.compile(r"(?:kể )?(?:từ|bắt đầu từ)\s", re.IGNORECASE)
_FOR = re.compile(
    r"(?:trong(?: vòng)?|sau)\s+(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+(?:ngày|tuần|tháng|năm)\s+(?:đầu|cuối|liền|liên t|qua|vừa|gần|trước|đó(?!\w)|ấy)",
    re.IGNORECASE,
)
_RECURS = re.compile(r"(?:h[ằà]ng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm|sáng|chiều|tối|thứ\s+\w+|cuối tuần)", re.IGNORECASE)
_FIRM = re.compile(r"trước|chậm|muộn|trễ|hạn|đến hết|hết|xong|trong|deadline|cuối|h[ằà]ng|mỗi|mai", re.IGNORECASE)
# A day alone at the end of an item: "(8/9)", "- 31/7", ", 15/8".
_BARE = re.compile(
    r"(?:[(\[,–—|:-]\s*|^\s*)(?P<day>(?:ngày\s+)?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)\s*[)\]]?\s*[.;]?\s*$",
    re.IGNORECASE,
)

# The day on which something is to be ready: "hoàn thành ngày 4/9".
_READY_ON = re.compile(
    r"(?:hoàn thành|hoàn tất|ban hành|tổ chức|nộp|gửi|xong|bàn giao|báo cáo|trả lời|trình|là|chuyển khoản|nghiệm thu|khởi công|niêm yết|công bố|khảo sát[^,;.]{0,40}|đi [^,;.]{0,40})\s+(?:vào\s+)?(?P<day>(?:ngày\s+)?\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|-\d{1,2}-\d{4}|\s+tháng\s+\d{1,2}))(?![\d/%])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with its span in the words it was found in."""

    fact: Deadline
    start: int
    end: int
    firm: bool = True  # says that it is a deadline, not only a day


def due_in(words: str, anchor: date | None, *, bare: bool = False) -> Due | None:
    """The deadline of `words`, one with a day before one without.

    Args:
        words: A clause.
        anchor: The day of the meeting.
        bare: Whether a day alone at the end counts, as in lists.
    """
    return _due(words, anchor, bare) if len(words) <= _LONGEST else None


_LONGEST = 4000  # characters: no clause is as long


@lru_cache(maxsize=4096)  # the same clause is looked at in several ways
def _due(words: str, anchor: date | None, bare: bool) -> Due | None:
    if not (_DIGIT.search(words) or names_one(_NEEDS, words.lower())):
        return None
    best: Due | None = None
    for found in deadlines(words, anchor):
        if _PAST.search(words[max(0, found.start - 24) : found.start]) and not _FIRM.match(found.text):
            continue
        if _FROM.match(found.text) or _FOR.match(words, found.start):
            continue
        recurrence = _RECURS.search(found.text)
        fact = Deadline(found.text, None if recurrence else found.day, recurrence.group() if recurrence else None)
        due = Due(fact, found.start, found.end, bool(_FIRM.search(found.text)))
        if best is None or (not _fixed(best) and _fixed(due)) or (_fixed(due) and due.firm and not best.firm):
            best = due
    if best is not None and (_fixed(best) or not bare):
        return best
    if (
        best is None
        and _DIGIT.search(words)
        and (match := _READY_ON.search(words))
        and (day := resolve(f"trước {match['day']}", anchor))
    ):
        return Due(Deadline(match["day"], day), match.start("day"), match.end("day"))
    if best is None and anchor is not None and (later := _later_day(words, anchor)):
        return later
    if bare and (match := _BARE.search(words)) and (day := resolve(f"trước {match['day'].replace('.', '/')}", anchor)):
        return Due(Deadline(match["day"], day), match.start("day"), match.end("day"))
    return best


_START = re.compile(
    r"(?:từ|kể từ|bắt đầu|họp|phiên|kỳ|hội nghị|lễ|dịp|dự kiến|dự kiến tổ chức|tính đến|số|quyết định|kế hoạch|công văn|văn bản|nghị quyết|thông báo|đợt|sinh)\s*(?:ngày\s*)?$",
    re.IGNORECASE,
)
_MONTHLESS = re.compile(
    r"(?:ngày|mùng|mồng|hôm)\s+(?P<day>\d{1,2})(?![\d/.-]|\s+(?:tháng|xã|thôn|hộ|người))", re.IGNORECASE
)


def _later_day(words: str, anchor: date) -> Due | None:
    """A day after the meeting in the words of a task, where no word says that it is the deadline."""
    for mention in dates(words):
        day = mention.on(anchor.year) if mention.day else None
        if day and not mention.year:  # of "18 và 20/9" the last
            day = resolve(f"trước {words[mention.start : mention.end]}", anchor)
        if day and day >= anchor and not _START.search(words[max(0, mention.start - 24) : mention.start]):
            return Due(Deadline(words[mention.start : mention.end], day), mention.start, mention.end, firm=False)
    for match in _MONTHLESS.finditer(words):
        day = resolve(f"trước {match.group()}", anchor)
        if day and not _START.search(words[max(0, match.start() - 24) : match.start()]):
            return Due(Deadline(match.group(), day), match.start(), match.end(), firm=False)
    return None


def _fixed(due: Due) -> bool:
    return due.fact.day is not None or due.fact.recurrence is not None
