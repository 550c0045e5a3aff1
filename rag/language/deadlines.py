"""Deadlines as Vietnamese texts write them, and the calendar day they mean once the meeting's day is known.

What enters is text and the day of the meeting; what leaves are the words of the deadline with their span, and the day
where the text fixes one. Vague deadlines ("thời gian tới") keep their words and have no day.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from rag.language.date_mentions import DAY_WORDS
from rag.language.dates import dates
from rag.language.text import fold

_PAST = 90  # days: a deadline without a year that lies further back is of the next year
_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi lam": 15, "hai muoi": 20, "ba muoi": 30,
}  # fmt: skip
_FOLDED_DAYS = {fold(words): number for words, number in DAY_WORDS.items()}
_DAY_WORD = "|".join(sorted(_FOLDED_DAYS, key=len, reverse=True))
_COUNT = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười lăm|mười|hai mươi|ba mươi)"
_HOUR = r"(?:\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2})?(?:\s?phút)?,?\s+(?:(?:sáng|chiều|tối)\s+)?)?"
_MONTH_WORD = r"(?:giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s(?:một|hai))?|chạp)(?!\w)"
# Several days of one month: "18 và 20/9". The last one counts.
_SEVERAL = r"(?:ngày\s+)?\d{1,2}(?:\s?(?:,|và|-|–)\s?(?:ngày\s+)?\d{1,2}){1,3}/\d{1,2}(?:/\d{4})?"
_LUNAR = rf"(?:rằm\s+tháng\s+(?:\d{{1,2}}|{_MONTH_WORD})|(?:(?:ngày|mùng|mồng)\s+)?\d{{1,2}}\s+tháng\s+(?:giêng|chạp|\d{{1,2}}\s+âm lịch)|(?:mùng|mồng)\s+\d{{1,2}}\s+tết|(?:ngày\s+)?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\s+\(?(?:âm lịch|âl)\)?)"
_MONTHLESS = r"(?:ngày|mùng|mồng)\s+\d{1,2}(?!\s?[/.-]\d|\s+(?:xã|thôn|hộ|người|em|phòng|điểm)|\d)"
_DAY = rf"(?:(?:ngày|mùng|mồng|hôm)\s+)?\d{{1,2}}(?:\s?[/.-]\s?\d{{1,2}}(?:\s?[/.-]\s?(?:\d{{4}}|2\d))?|\s+tháng\s+(?:\d{{1,2}}|này|sau|tới|{_MONTH_WORD})(?:\s*(?:/|năm\s)\s*\d{{4}})?)"
_WORDS_DAY = r"(?:(?:ngày|mùng|mồng)\s+|(?=(?:mười|hai mươi|ba mươi)\s\w+ tháng))(?:mười|hai mươi|ba mươi|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|hai)(?:\s+(?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín))?(?:\s+tháng\s+(?:\d{1,2}|(?:giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s(?:một|hai))?|chạp)(?!\w)))?"
_WEEKDAY = r"(?:(?:sáng|chiều|tối)\s+)?(?:thứ\s+(?:\d|hai|ba|tư|năm|sáu|bảy)|chủ nhật|t[2-7]|cn)(?:\s+(?:tuần (?:này|sau|tới|tiếp theo)|này|tới|sau|h[ằà]ng tuần))?"
_SOON = r"(?:(?:sáng|chiều|tối|trưa)\s+(?:mai|nay)|ngày mai|hôm nay|ngày kia|(?-i:mai)(?=\s*[,.;)]|$|\s+(?:phải|có|là|nhé|nha|xong|gửi|nộp|báo)(?!\w)))"
_PERIOD = (
    r"(?:(?:cuối|hết|đầu|giữa)\s+)?(?:tháng\s+(?:\d{1,2}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?|này|sau|tới|(?:giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s(?:một|hai))?|chạp)(?!\w)(?:\s+này)?)|quý\s+(?:[1-4]|iv|i{1,3}|này|sau)(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?"
    r"|tuần\s+(?:này|sau|tới)|năm\s+\d{4}|năm nay)|cuối\s+(?:tháng|tuần|năm|quý)"
)
_HALF = r"nửa\s+(?:đầu|cuối)\s+tháng(?:\s+(?:\d{1,2}(?:\s*/\s*\d{4})?|này|sau|tới))?"
_WHEN = rf"{_HOUR}(?:{_LUNAR}|{_SEVERAL}|{_DAY}|{_WORDS_DAY}|{_WEEKDAY}(?:,?\s*\(?(?:ngày\s+)?{_DAY}\)?)?|{_HALF}|{_PERIOD}|{_SOON}|{_MONTHLESS})"
_LEAD = r"(?:trước|chậm nh[ấứ]t(?:\s+(?:là|vào|đến))?|muộn nhất(?:\s+(?:là|vào))?|trễ nhất(?:\s+(?:là|vào))?|(?:thời )?hạn(?:\s+(?:chót|cuối(?: cùng)?|mới|là|đến|trả lời|hoàn thành|nộp|gửi|báo cáo|cuối))*\s*:?|(?:cho )?(?:đến|tới) hết|hết|(?:cho )?(?:đến|tới)|không (?:trễ|muộn|chậm) (?:quá|hơn)|không quá|deadline\s*:?|xong|(?:dời|lùi|gia hạn|giãn|hoãn)(?:\s+(?:hạn|thời hạn|mốc|lại))?(?:\s+(?:đến|tới|sang|qua|thêm đến|lại))?|(?:giữ|chuyển|đổi)(?: nguyên)? (?:mốc|hạn|thời hạn)(?:\s+(?:sang|là))?|(?:hẹn|mốc)(?: lại| mới)?(?:\s+là)?)"
_EVERY = r"(?:h[ằà]ng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm|sáng|chiều|tối|thứ\s+(?:\d|hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?:\s+h[ằà]ng\s+tuần)?"


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


# A deadline that is moved: what follows "sang" or "đến" is the new one.
_MOVED = r"(?:dời|lùi|hoãn|gia hạn|giãn|kéo dài)(?:\s+[^\s,.;:]+){1,8}?\s+(?:sang|đến|tới|qua)\s+(?:hết\s+)?"
RULES = (
    _rule(rf"{_MOVED}{_WHEN}", "dời từ cuối năm nay sang quý I/2026"),
    _rule(
        rf"(?:{_LEAD}\s+)?{_HOUR}(?:(?:vào\s+)?ngày\s+\d{{1,2}}\s+|{_WEEKDAY}\s+|\d{{1,2}}\s+)?{_EVERY}",
        "ngày 20 hằng tháng",
    ),
    _rule(
        rf"(?:trong(?:\s+vòng)?|sau|không quá|tối đa)\s+{_COUNT}\s+(?:ngày|tuần|tháng|năm)(?:\s+làm việc)?(?:\s+(?:tới|nữa))?(?:\s+(?:kể từ|tính từ|sau)\s+[^,.;()]+)?",
        "trong vòng 10 ngày kể từ ngày họp",
    ),
    _rule(rf"{_LEAD}\s+(?:{_LEAD}\s+)?(?:là\s+|vào\s+)?{_WHEN}", "chậm nhất ngày 5/8"),
    _rule(
        rf"(?:tại|vào)\s+(?:(?:phiên|kỳ|cuộc|buổi)(?: họp| giao ban| sinh hoạt| làm việc)?|họp|hội nghị|giao ban)\s+(?:ngày|hôm|sáng|chiều|tối)\s+{_DAY}",
        "tại phiên họp ngày 22/8",
    ),
    _rule(
        rf"(?:trong|vào|xong|hết)\s+(?:ngày\s+)?(?:{_LUNAR}|{_HALF}|{_PERIOD}|{_SOON}|{_SEVERAL}|{_DAY})",
        "trong quý III",
    ),
    _rule(r"(?:trong|hết)\s+(?:tuần|tháng|quý|ngày)(?=\s*[,.;)]|$)", "trong tháng"),
    _rule(
        rf"(?:trước|chậm nhất|muộn nhất|trễ nhất)\s+(?:[^\W\d]+\s+){{1,5}}(?:ngày\s+)?{_DAY}", "trước khai giảng 5/9"
    ),
    _rule(
        r"trước\s+(?:kỳ họp|tết|khi|đại hội|hội nghị|ngày khai mạc|mùa|lễ|năm học|phiên|khai giảng|đợt|buổi|giờ|kỳ thi|vụ)[^,.;()]*",
        "trước kỳ họp cuối năm",
    ),
    _rule(
        r"(?:tại|đến|vào)\s+(?:(?:phiên|kỳ|cuộc|buổi|lần) (?:họp|giao ban|sinh hoạt|làm việc)|hội nghị|giao ban|kỳ|phiên|buổi)\s+(?:[^,.;()]*(?:tiếp theo|tới|sau)|(?:chi bộ )?tháng \d{1,2}(?:/\d{4})?)",
        "tại phiên họp tháng 9",
    ),
    _rule(rf"(?:{_WEEKDAY})", "thứ Sáu tuần này"),
    _rule(r"(?:cuối|đầu|giữa)\s+(?:tháng|tuần|năm|quý)(?:\s+(?:này|sau|tới|\d{1,2}(?:/\d{4})?))?", "cuối tháng"),
    _rule(r"(?:sáng|chiều|tối)\s+(?:mai|nay)|ngày mai|hôm nay|ngày kia|(?<=[,;]\s)(?-i:mai)(?=\s)", "sáng mai"),
    _rule(r"(?:tuần|tháng)\s+(?:sau|tới)|(?:một|hai|ba|\d{1,2})\s+(?:ngày|tuần|tháng)\s+nữa", "tuần sau"),
    _rule(r"trước\s+\d{1,2}(?=\s*(?:[,.;)]|$|nhé|nha|ạ))", "trước 20"),
    _rule(r"(?:mùng|mồng)\s+\d{1,2}(?:\s?/\s?\d{1,2}|\s+tháng\s+(?:\d{1,2}|[^\W\d]+))?", "mùng 5 tháng 10"),
    _rule(r"(?:từ|bắt đầu từ)\s+(?:ngày\s+)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?", "từ 1/8"),
)


# Without one of these a text names no deadline.
_MAYBE = re.compile(
    r"\d|trước|hạn|hết|xong|cuối|đầu|giữa|trong|sau|thứ|chủ nhật|mai|nay|h[ằà]ng|mỗi|đến|tại|mùng|mồng|tháng|quý|kia|tối đa|nhất",
    re.IGNORECASE,
)


def deadlines(text: str, anchor: date | None = None) -> list[Deadline]:
    """The deadlines written in `text`, in order, not overlapping; days counted from `anchor`, the meeting's day."""
    return list(_deadlines(text, anchor)) if _MAYBE.search(text) else []


@lru_cache(maxsize=4096)  # the same sentence is read for several facts
def _deadlines(text: str, anchor: date | None) -> tuple[Deadline, ...]:
    found: list[Deadline] = []
    taken = bytearray(len(text))
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            if taken.find(1, match.start(), match.end()) >= 0:
                continue
            words = match.group().strip()
            taken[match.start() : match.start() + len(words)] = b"\1" * len(words)
            recurring = bool(re.search(rf"(?<!\w){_EVERY}", words, re.IGNORECASE))
            day = None if recurring else resolve(words, anchor)
            found.append(Deadline(words, match.start(), match.start() + len(words), day, recurring))
    return tuple(sorted(found, key=lambda d: d.start))


def resolve(words: str, anchor: date | None) -> date | None:
    """The calendar day that a deadline's words fix, seen from the meeting's day; None where they fix none."""
    if re.match(r"(?:từ|bắt đầu từ)\s", words, re.IGNORECASE):
        return None  # a start, not an end
    if re.match(r"tại\s", words, re.IGNORECASE) and not re.search(
        r"(?:ngày|hôm|sáng|chiều|tối)\s+\d", words, re.IGNORECASE
    ):
        return None  # an occasion whose day stands elsewhere
    if _IS_MOVED.match(words):
        words = _IS_MOVED.sub("trước ", words, count=1)
    words = _EARLIER_DAYS.sub("", words)
    # After a deadline's word "30-4" is a day, elsewhere it may be a range.
    words = re.sub(r"(?<![\d/.-])(\d{1,2})[-.](\d{1,2})(?![\d/.-])", r"\1/\2", words)
    folded = fold(words)
    if anchor and re.search(r"\bt[2-7] (?:nay|toi|sau|tuan)\b", folded):  # Saturday, not July
        return _named(folded, anchor)
    if half := re.search(r"\bnua (dau|cuoi) thang(?: (\d{1,2}|nay|sau|toi))?(?:\s*/\s*(\d{4}))?", folded):
        return _half(half, anchor)
    mentions = dates(words)
    for mention in mentions:
        if mention.day and mention.month:
            day = mention.on(anchor.year if anchor else None)
            if day and anchor and not mention.year and (anchor - day).days > 90:
                day = mention.on(anchor.year + 1)
            return day
    if re.match(r"(?:dau|giua)\s", folded) or re.search(r"(?:truoc|vao|trong|den) (?:dau|giua)\b", folded):
        return None  # no day
    if re.match(
        r"truoc (?:ky|tet|khi|dai hoi|hoi nghi|ngay khai mac|mua|le|nam hoc|phien|khai giang|dot|buoi|vu)\b", folded
    ):
        return None  # an occasion whose day stands elsewhere
    year = next((m.year for m in mentions if m.year), None)
    for mention in mentions:
        last = mention.quarter * 3 if mention.quarter else mention.month
        if last and (year or anchor):
            assert year or anchor
            base = year or (anchor.year if anchor else 0)
            if not year and anchor and anchor.month - last > 2:
                base += 1
            return _last_day(base, last)
    if anchor is None:
        return None
    if match := re.search(r"(?:trong|vong|khong qua|toi da)\s+(\d+|[a-z ]+?)\s+(ngay|tuan|thang)\b", folded):
        return _counted(match, folded, anchor)
    if match := re.search(r"\b(\d+|mot|hai|ba) (ngay|tuan|thang) nua\b", folded):
        count = int(match.group(1)) if match.group(1).isdigit() else _NUMBERS[match.group(1)]
        return _later(anchor, count, match.group(2))
    if match := re.fullmatch(r"truoc (\d{1,2})", folded):
        return _day_of_month(anchor, int(match.group(1)), None)
    return _named(folded, anchor)


_IS_MOVED = re.compile(r"(?:dời|lùi|hoãn|gia hạn|giãn|kéo dài)\s(?:.*\s)?(?:sang|đến|tới|qua)\s+", re.IGNORECASE)
_EARLIER_DAYS = re.compile(r"\d{1,2}\s?(?:,|và|-|–)\s?(?:ngày\s+)?(?=\d{1,2}(?:\s?(?:,|và|-|–)\s?\d{1,2})*/\d)")


def _half(match: re.Match[str], anchor: date | None) -> date | None:
    """ "nửa đầu tháng 10" ends on the 15th, "nửa cuối tháng" with the month."""
    month, year = match[2], int(match[3]) if match[3] else anchor.year if anchor else None
    if year is None or (anchor is None and not (month or "").isdigit()):
        return None
    number = int(month) if month and month.isdigit() else anchor.month if anchor else 1
    if month in ("sau", "toi"):
        year, number = year + number // 12, number % 12 + 1
    if not 1 <= number <= 12:
        return None
    return date(year, number, 15) if match[1] == "dau" else _last_day(year, number)


def _counted(match: re.Match[str], folded: str, anchor: date) -> date | None:
    """ "trong vòng 10 ngày (kể từ ngày họp)"."""
    word = match.group(1).replace("vong ", "")
    count = int(word) if word.isdigit() else _NUMBERS.get(word)
    if not count or "ngay lam viec" in folded:
        return None
    if "ke tu" in folded or "tinh tu" in folded:
        if not re.search(
            r"(?:ke|tinh) tu (?:ngay )?(?:hop|hom nay|nay|ket thuc (?:cuoc |buoi )?(?:hop|lam viec)|hoi nghi|(?:cuoc|buoi|phien|ky) (?:hop|giao ban|lam viec|sinh hoat))",
            folded,
        ):
            return None
    elif re.search(r"\bsau (?!khi hop|cuoc hop|ngay hop|hoi nghi|buoi hop)", folded):
        return None
    return _later(anchor, count, match.group(2))


def _named(folded: str, anchor: date) -> date | None:
    """Days named from the meeting's: "ngày mai", "thứ Sáu tuần này", "cuối tháng", "mùng 5"."""
    if re.search(r"\bngay kia\b", folded):
        return anchor + timedelta(days=2)
    if re.search(r"\bmai\b", folded):
        return anchor + timedelta(days=1)
    if re.search(r"\b(?:hom|sang|chieu|toi|trua) nay\b|(?:trong|het) ngay$", folded):
        return anchor
    if weekday := _weekday(folded):
        return _weekday_from(anchor, weekday, folded)
    if match := re.search(rf"\b(?:ngay|mung|mong) (\d{{1,2}}|{_DAY_WORD})(?: thang (nay|sau|toi))?\b", folded):
        day = int(match.group(1)) if match.group(1).isdigit() else _FOLDED_DAYS[match.group(1)]
        return _day_of_month(anchor, day, match.group(2))
    if re.search(r"\b(?:cuoi|het) tuan (?:sau|toi)\b", folded):
        return anchor + timedelta(days=13 - anchor.weekday())
    if re.search(r"\b(?:cuoi|het) tuan\b", folded):
        return anchor + timedelta(days=6 - anchor.weekday())
    if re.search(r"\btuan\b", folded):
        return None  # "trong tuần": whether it ends on Friday or on Sunday is not said
    if re.search(r"\bthang (?:sau|toi)\b", folded):
        return _last_day(anchor.year + anchor.month // 12, anchor.month % 12 + 1)
    if re.search(r"\b(?:cuoi|trong|het|den het|xong) thang(?: nay)?\b|\bthang nay\b", folded):
        return _last_day(anchor.year, anchor.month)
    if re.search(r"\b(?:cuoi|trong|het) quy(?: nay)?\b|\bquy nay\b", folded):
        return _last_day(anchor.year, (anchor.month + 2) // 3 * 3)
    if re.search(r"\b(?:cuoi|het|trong) nam(?: nay| \d{4})?\b", folded):
        year = re.search(r"nam (\d{4})", folded)
        return date(int(year.group(1)) if year else anchor.year, 12, 31)
    return None


def _day_of_month(anchor: date, day: int, which: str | None) -> date | None:
    """ "mùng 5": of this month, of the next where it has passed."""
    later = which in ("sau", "toi") or (which is None and day < anchor.day)
    year, month = (anchor.year + anchor.month // 12, anchor.month % 12 + 1) if later else (anchor.year, anchor.month)
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


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
