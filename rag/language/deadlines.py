"""Deadlines as Vietnamese texts write them, and the calendar day they mean once the meeting's day is known.

What enters is text and the day of the meeting; what leaves are the words of the deadline with their span, and the day
where the text fixes one. Vague deadlines ("thời gian tới") keep their words and have no day.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from rag.language.dates import dates
from rag.language.text import fold

_PAST = 90  # days: a deadline without a year that lies further back is of the next year
_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi lam": 15, "hai muoi": 20, "ba muoi": 30,
}  # fmt: skip
_COUNT = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười lăm|mười|hai mươi|ba mươi)"
_HOUR = r"(?:\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2})?(?:\s?phút)?,?\s+)?"
_DAY = r"(?:(?:ngày|mùng|mồng|hôm)\s+)?\d{1,2}(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?|\s+tháng\s+(?:\d{1,2}|[a-zư]+)(?:\s*(?:/|năm\s)\s*\d{4})?)"
_WEEKDAY = r"(?:thứ\s+(?:\d|hai|ba|tư|năm|sáu|bảy)|chủ nhật|t[2-7]|cn)(?:\s+(?:tuần (?:này|sau|tới|tiếp theo)|này|tới|sau|h[ằà]ng tuần))?"
_PERIOD = (
    r"(?:(?:cuối|hết|đầu|giữa)\s+)?(?:tháng\s+(?:\d{1,2}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?|này|sau|tới)|quý\s+(?:[1-4]|iv|i{1,3})(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?"
    r"|tuần\s+(?:này|sau|tới)|năm\s+\d{4}|năm nay|ngày mai|hôm nay)|cuối\s+(?:tháng|tuần|năm|quý)"
)
_WHEN = rf"{_HOUR}(?:{_DAY}|{_WEEKDAY}(?:,?\s*(?:ngày\s+)?{_DAY})?|{_PERIOD})"
_LEAD = r"(?:trước|chậm nh[ấứ]t(?:\s+(?:là|vào|đến))?|muộn nhất(?:\s+là)?|trễ nhất(?:\s+là)?|(?:thời )?hạn(?:\s+(?:chót|cuối(?: cùng)?|mới|là|đến|trả lời|hoàn thành|nộp|gửi|báo cáo|cuối))*\s*:?|đến hết|hết|đến|deadline\s*:?|xong)"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written, with its span in the text it was found in, and its day where that is fixed."""

    text: str
    start: int
    end: int
    day: date | None = None
    recurring: bool = False  # "hằng tháng": no single day


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    example: str


def _rule(pattern: str, example: str) -> _Rule:
    return _Rule(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), example)


RULES = (
    _rule(
        rf"(?:{_LEAD}\s+)?{_HOUR}(?:ngày\s+\d{{1,2}}\s+|{_WEEKDAY}\s+|\d{{1,2}}\s+)?h[ằà]ng\s+(?:ngày|tuần|tháng|quý|năm)",
        "ngày 20 hằng tháng",
    ),
    _rule(
        rf"(?:trong(?:\s+vòng)?|sau|không quá|tối đa)\s+{_COUNT}\s+(?:ngày|tuần|tháng|năm)(?:\s+làm việc)?(?:\s+(?:kể từ|tính từ|sau)\s+[^,.;()]+)?",
        "trong vòng 10 ngày kể từ ngày họp",
    ),
    _rule(
        r"trước\s+(?:kỳ họp|tết|khi|đại hội|hội nghị|ngày khai mạc|mùa|lễ|năm học|phiên)[^,.;()]*",
        "trước kỳ họp cuối năm",
    ),
    _rule(rf"{_LEAD}\s+(?:{_LEAD}\s+)?(?:là\s+|vào\s+)?{_WHEN}", "chậm nhất ngày 5/8"),
    _rule(rf"(?:trong|vào|xong|hết)\s+{_PERIOD}", "trong quý III"),
    _rule(
        r"tại\s+(?:phiên họp|kỳ họp|cuộc họp|hội nghị|giao ban)\s+(?:[^,.;()]*(?:tiếp theo|tới|sau)|tháng \d{1,2}(?:/\d{4})?)",
        "tại phiên họp tháng 9",
    ),
    _rule(rf"(?:{_WEEKDAY})", "thứ Sáu tuần này"),
    _rule(r"cuối\s+(?:tháng|tuần|năm|quý)(?:\s+(?:này|sau|\d{1,2}(?:/\d{4})?))?", "cuối tháng"),
    _rule(r"(?:từ|bắt đầu từ)\s+(?:ngày\s+)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?", "từ 1/8"),
)


def deadlines(text: str, anchor: date | None = None) -> list[Deadline]:
    """The deadlines written in `text`, in order, not overlapping; days counted from `anchor`, the meeting's day."""
    found: list[Deadline] = []
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            if any(d.start < match.end() and match.start() < d.end for d in found):
                continue
            words = match.group().strip()
            recurring = bool(re.search(r"h[ằà]ng\s+(?:ngày|tuần|tháng|quý|năm)", words, re.IGNORECASE))
            day = None if recurring else resolve(words, anchor)
            found.append(Deadline(words, match.start(), match.start() + len(words), day, recurring))
    return sorted(found, key=lambda d: d.start)


def resolve(words: str, anchor: date | None) -> date | None:
    """The calendar day that a deadline's words fix, seen from the meeting's day; None where they fix none."""
    if re.match(r"(?:tại|từ|bắt đầu từ|trước (?:kỳ họp|đại hội|hội nghị|phiên|khi|tết))\s", words, re.IGNORECASE):
        return None  # an occasion or a start, not an end
    # After a deadline's word "30-4" is a day, elsewhere it may be a range.
    words = re.sub(r"(?<![\d/.-])(\d{1,2})[-.](\d{1,2})(?![\d/.-])", r"\1/\2", words)
    for mention in dates(words):
        if mention.day and mention.month:
            day = mention.on(anchor.year if anchor else None)
            if day and anchor and not mention.year and (anchor - day).days > _PAST:
                day = mention.on(anchor.year + 1)
            return day
    year = next((m.year for m in dates(words) if m.year), anchor.year if anchor else None)
    if year is None:
        return None
    for mention in dates(words):
        if mention.quarter:
            return _last_day(year, mention.quarter * 3)
        if mention.month:
            return _last_day(year, mention.month)
    folded = fold(words)
    if anchor is None:
        return None
    if match := re.search(r"(?:trong|vong|khong qua|toi da)\s+(\d+|[a-z ]+?)\s+(ngay|tuan|thang)\b", folded):
        count = int(match.group(1)) if match.group(1).isdigit() else _NUMBERS.get(match.group(1).replace("vong ", ""))
        from_meeting = "ke tu" not in folded or re.search(
            r"ke tu (?:ngay )?(?:hop|ban hanh|hom nay|nay|ket thuc hop|ky)", folded
        )
        if (
            count
            and "lam viec" not in folded
            and from_meeting
            and not re.search(r"\bsau (?!khi hop|cuoc hop|ngay hop)", folded)
        ):
            return _later(anchor, count, match.group(2))
        return None
    if "ngay mai" in folded:
        return anchor + timedelta(days=1)
    if "hom nay" in folded:
        return anchor
    if weekday := _weekday(folded):
        return _weekday_from(anchor, weekday, folded)
    if re.search(r"cuoi tuan|trong tuan nay|het tuan", folded):
        return anchor + timedelta(days=6 - anchor.weekday())
    if re.search(r"(?:cuoi|trong|het) thang(?: nay)?$|cuoi thang nay", folded):
        return _last_day(anchor.year, anchor.month)
    if re.search(r"(?:cuoi|het) nam(?: nay)?$", folded):
        return date(anchor.year, 12, 31)
    return None


def _weekday(folded: str) -> int | None:
    """Monday is 1; None where no weekday is named."""
    if match := re.search(r"\b(?:thu (\d|hai|ba|tu|nam|sau|bay)|t([2-7])|(chu nhat|cn))\b", folded):
        if match.group(3):
            return 7
        word = match.group(1) or match.group(2)
        number = int(word) if word.isdigit() else {"hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7}[word]
        return number - 1
    return None


def _weekday_from(anchor: date, weekday: int, folded: str) -> date:
    monday = anchor - timedelta(days=anchor.weekday())
    if re.search(r"tuan (?:sau|toi|tiep)", folded):
        return monday + timedelta(days=7 + weekday - 1)
    day = monday + timedelta(days=weekday - 1)
    return day if day >= anchor else day + timedelta(days=7)


def _later(anchor: date, count: int, unit: str) -> date:
    if unit == "thang":
        month = anchor.month - 1 + count
        year, month = anchor.year + month // 12, month % 12 + 1
        return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))
    return anchor + timedelta(days=count * (7 if unit == "tuan" else 1))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
