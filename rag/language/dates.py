"""Days, months, quarters, weeks and hours as Vietnamese texts write them.

What enters is text; what leaves are mentions with their spans, tokens by which two spellings of the same date compare
equal ("ngày 3 tháng 4", "03/4/2024", "3-4"), and the calendar day of a document.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.language.text import CAPITALS, LETTERS

_NUMBER_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười một": 11, "mười hai": 12, "mười": 10, "chạp": 12,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_WORD = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_EDGE = rf"(?![{LETTERS}0-9])"

# Each pattern names the groups day, month, year, quarter, week it finds. Tried in this order at every position, and
# on text without diacritics too, so the Vietnamese words are written with both spellings.
_PATTERNS = (
    # ngày 07 tháng 3 năm 2024; mùng 1 tháng 6; 29 tháng 5
    rf"(?:ng[àa]y\s+|m[ùoồ]ng\s+)?(?P<day>\d{{1,2}})\s+th[áa]ng\s+(?P<month>\d{{1,2}}|(?:{_MONTH_WORD}){_EDGE})"
    r"(?:(?:\s+n[ăa]m\s+|\s*[/-]\s*)(?P<year>\d{4}))?",
    # 07/3/2024, 22-12-2023, 15.4.2024
    r"(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4})",
    # 2024-05-20
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    # tháng 4/2024, tháng 4 năm 2024, T4/2024, T5
    rf"th[áa]ng\s+(?P<month>\d{{1,2}}|(?:{_MONTH_WORD}){_EDGE})(?:\s*[/-]\s*(?P<year>\d{{4}})|\s+n[ăa]m\s+(?P<year2>\d{{4}}))?",
    r"T\s?(?P<month>\d{1,2})(?:\s*/\s*(?P<year>\d{4}))?(?=[\s,.;:?!)]|$)",
    # quý II/2024, quý 3
    r"q[uú][ýyíi]\s+(?P<quarter>[1-4]|iv|i{1,3})(?:\s*[/-]\s*(?P<year>\d{4})|\s+n[ăa]m\s+(?P<year2>\d{4}))?",
    # tuần 19
    r"tu[ầa]n\s+(?:th[ứu]\s+)?(?P<week>\d{1,2})",
    # 4/2024 (a month), 23/5, 28-3
    r"(?P<month>\d{1,2})/(?P<year>\d{4})",
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})",
    r"(?:(?<=ng[àa]y )|(?<=s[áa]ng )|(?<=chi[ềe]u )|(?<=t[ốo]i )|(?<=tr[ưu][ớo]c )|(?<=h[ôo]m )|(?<=giao ban )|(?<=từ ))"
    r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})",
    # năm 2024
    r"n[ăa]m\s+(?P<year>\d{4})",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: the fields that the text gives, the others None."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    quarter: int | None = None
    week: int | None = None

    def on(self, anchor_year: int | None) -> date | None:
        """The calendar day, the year taken from `anchor_year` where the text gives none."""
        year = self.year or anchor_year
        if not (self.day and self.month and year):
            return None
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def token(self) -> str:
        """By what two spellings compare equal, the year left aside: "3/4", "m4", "q2", "w19", "y2024"."""
        if self.day and self.month:
            return f"{self.day}/{self.month}"
        if self.month:
            return f"m{self.month}"
        if self.quarter:
            return f"q{self.quarter}"
        if self.week:
            return f"w{self.week}"
        return f"y{self.year}"


_COMPILED = tuple(re.compile(rf"(?<![{LETTERS}0-9/.,-])(?:{p})(?![0-9%])", re.IGNORECASE) for p in _PATTERNS)
_NOT_A_DATE = re.compile(
    r"\s*(?:xã|hộ|ủy viên|uỷ viên|phiếu|căn hộ|đại biểu|phường|thôn|người|tỷ|triệu|em|chiếc|story|thành viên)"
)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    lowered = text.lower()
    if lowered.isdigit():
        return int(lowered)
    return _NUMBER_WORDS.get(lowered) or _ROMAN.get(lowered)


def dates(text: str) -> list[DateMention]:
    """The date mentions of `text`, in order, not overlapping.

    "43/74 hộ" is no date: a fraction with a unit after it, or a day or month out of range, is left out.
    """
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            groups = match.groupdict()
            day, month = _number(groups.get("day")), _number(groups.get("month"))
            year = _number(groups.get("year") or groups.get("year2"))
            if (day is not None and not 1 <= day <= 31) or (month is not None and not 1 <= month <= 12):
                continue
            if day and month and not year and _NOT_A_DATE.match(text, match.end()):
                continue
            if year is not None and not 1900 <= year <= 2100:
                continue
            taken.append(match.span())
            found.append(
                DateMention(
                    match.start(), match.end(), day, month, year,
                    _number(groups.get("quarter")), _number(groups.get("week")),
                )
            )  # fmt: skip
    return sorted(found, key=lambda m: m.start)


# What stands around the day of the meeting itself, best first: before it, after it in the same sentence.
_MEETING_DAY = (
    (re.compile(r"(?:thời gian|ngày họp|ngày ghi âm)\s*[:：][^\n]{0,60}$", re.IGNORECASE), None),
    (re.compile(r"(?<!\w)(?:sáng|chiều|tối|trưa)\s+(?:nay,?\s+|qua,?\s+)?(?:ngày\s+)?\(?$", re.IGNORECASE), None),
    (
        re.compile(r"(?:^|[\n.,(]\s*)(?:vào\s+)?(?:ngày\s+)?$", re.IGNORECASE),
        re.compile(r"[^\n.]*?(?:chủ trì|tổ chức|họp|hội nghị)"),
    ),
    (re.compile(r"(?:họp|hội nghị|giao ban|tổ chức)[^\n.]{0,40}$", re.IGNORECASE), None),
)
_EARLIER = re.compile(r"(?:trước đó|lần trước|họp trước|đến ngày|trước|hạn|tính đến|từ)[^\n.]{0,20}$", re.IGNORECASE)
# "Vân Khê, ngày 05 tháng 4 năm 2024": where and when a notice was signed, not when the meeting was.
_NOTICE_DAY = re.compile(rf"(?:^|\s{{3,}}|\n)\s*(?:[{CAPITALS}][{LETTERS}.]*\s?){{1,5}},\s*(?:ngày\s+)?$")
_HEAD = 2500  # characters within which a document says when its meeting was


def document_date(title: str, text: str) -> date | None:
    """The day of the meeting that a document is about, else the day on which it was written, else None."""
    head = text[:_HEAD]
    mentions = list(_days(head))
    year = next((m.year for m in dates(title) if m.year), None) or _usual_year(head)
    if (day := next((m.on(year) for m in dates(title) if m.day), None)) is not None:
        return day
    for before, after in _MEETING_DAY:
        for mention in mentions:
            context = head[max(0, mention.start - 90) : mention.start]
            if not before.search(context) or _EARLIER.search(context) or _NOTICE_DAY.search(context):
                continue
            if after is not None and not after.match(head, mention.end):
                continue
            if (day := mention.on(year)) is not None:
                return day
    return next((day for m in mentions if m.year and (day := m.on(None)) is not None), None)


def _usual_year(text: str) -> int | None:
    """The year that `text` names most often, the later one of two."""
    counts = Counter(m.year for m in dates(text) if m.year)
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _days(text: str) -> Iterator[DateMention]:
    return (m for m in dates(text) if m.day and m.month)
