"""Days, months, quarters and weeks as Vietnamese texts write them.

What enters is text; what leaves are mentions with their spans and tokens by which two spellings of the same date
compare equal ("ngày 3 tháng 4", "03/4/2024", "3-4").
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rag.language.lunar import civil_day_in
from rag.language.text import LETTERS

_NUMBER_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười một": 11, "mười hai": 12, "mười": 10, "chạp": 12,
}  # fmt: skip
# The days of a month in words: "mùng năm", "ngày hai mươi mốt".
_UNITS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DAY_WORDS = {word: number for number, word in enumerate((*_UNITS, "mười"), 1)}
DAY_WORDS |= {f"mười {'lăm' if n == 5 else word}": 10 + n for n, word in enumerate(_UNITS, 1)}
DAY_WORDS |= {"hai mươi": 20, "hai mươi tư": 24, "ba mươi": 30, "ba mươi mốt": 31, "ba mốt": 31}
for _n, _word in enumerate(_UNITS, 1):
    _tail = {1: "mốt", 5: "lăm"}.get(_n, _word)
    DAY_WORDS |= {f"hai mươi {_tail}": 20 + _n, f"hai {_tail}": 20 + _n}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_WORD = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = rf"(?:{'|'.join(_ENGLISH)})[a-z]{{0,6}}"
_DAY_WORD = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
_EDGE = rf"(?![{LETTERS}0-9])"

# Each pattern names the groups day, month, year, quarter, week it finds. Tried in this order at every position, and
# on text without diacritics too, so the Vietnamese words are written with both spellings.
_PATTERNS = (
    # rằm tháng Bảy, 23 tháng Chạp, mùng 6 tháng Giêng, 10/3 âm lịch, mùng 8 Tết: days of the moon
    rf"(?P<full>r[ằa]m)\s+th[áa]ng\s+(?P<moon>\d{{1,2}}|(?:{_MONTH_WORD}){_EDGE})(?:\s+n[ăa]m\s+(?P<year>\d{{4}}))?",
    rf"(?:ng[àa]y\s+|m[ùoồ]ng\s+)?(?P<day>\d{{1,2}})\s+th[áa]ng\s+(?P<moon>(?:gi[êe]ng|ch[ạa]p){_EDGE})(?:\s+n[ăa]m\s+(?P<year>\d{{4}}))?",
    r"(?:ng[àa]y\s+|m[ùoồ]ng\s+)?(?P<day>\d{1,2})(?:\s?/\s?|\s+th[áa]ng\s+)(?P<moon>\d{1,2})(?:/(?P<year>\d{4}))?\s+(?:\()?(?:[âa]m l[ịi]ch|ÂL|AL)\b",
    r"m[ùoồ]ng\s+(?P<day>\d{1,2})\s+(?P<new>t[ếe]t)(?=\W|$)",
    # ngày 07 tháng 3 năm 2024; mùng 1 tháng 6; 29 tháng 5
    rf"(?:ng[àa]y\s+|m[ùoồ]ng\s+)?(?P<day>\d{{1,2}})\s+th[áa]ng\s+(?P<month>\d{{1,2}}|(?:{_MONTH_WORD}){_EDGE})"
    r"(?:(?:\s+n[ăa]m\s+|\s*[/-]\s*|,\s*)(?P<year>\d{4}))?",
    # 12 và 13/8/2025, 12-13/8: the first day of a meeting of several
    r"(?P<day>\d{1,2})\s?(?:-|–|v[àa])\s?\d{1,2}/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?",
    # 12 Aug 2025, August 12, 2025
    rf"(?P<day>\d{{1,2}})\s+(?P<english>{_ENGLISH_MONTH})\.?,?\s+(?P<year>\d{{4}})",
    rf"(?P<english>{_ENGLISH_MONTH})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    # ngày mười hai tháng tám, mùng năm tháng 9
    rf"(?:ngày|mùng|mồng|hôm)\s+(?P<dayword>{_DAY_WORD})\s+tháng\s+(?P<month>\d{{1,2}}|(?:{_MONTH_WORD}){_EDGE})"
    r"(?:(?:\s+năm\s+|\s*[/-]\s*)(?P<year>\d{4}))?",
    # mười lăm tháng chín
    rf"(?P<dayword>(?:mười|hai mươi|ba mươi)\s(?:{'|'.join(sorted({w.split()[-1] for w in DAY_WORDS if ' ' in w}))}))\s+tháng\s+(?P<month>\d{{1,2}}|(?:{_MONTH_WORD}){_EDGE})",
    # 07/3/2024, 22-12-2023, 15.4.2024
    r"(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4})",
    # 22/12/24
    r"(?P<day>\d{1,2})(?P<sep>[/.])(?P<month>\d{1,2})(?P=sep)(?P<year>2\d)(?=[\s,;:)]|\.?\s|\.?$)",
    # 20240520, in the name of a file
    r"(?P<year>20[0-4]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[^\w]|_|$)",
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
    lunar: bool = False  # day and month are of the moon

    def on(self, anchor_year: int | None) -> date | None:
        """The calendar day, the year taken from `anchor_year` where the text gives none."""
        year = self.year or anchor_year
        if not (self.day and self.month and year):
            return None
        if self.lunar:
            return civil_day_in(self.day, self.month, year)
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
# Without one of these a text names no date; most texts asked about do not.
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


# Without one of these there is no date: a cheaper look than the patterns.
_MAYBE = re.compile(r"\d|th[áa]ng|q[uú][ýyíi]|n[ăa]m\s", re.IGNORECASE)
_REMEMBERED = 4096  # texts: the same sentence is read for several facts


def dates(text: str) -> list[DateMention]:
    """The date mentions of `text`, in order, not overlapping.

    "43/74 hộ" is no date: a fraction with a unit after it, or a day or month out of range, is left out.
    """
    return list(_dates(text)) if _MAYBE.search(text) else []


@lru_cache(maxsize=_REMEMBERED)
def _dates(text: str) -> tuple[DateMention, ...]:
    found: list[DateMention] = []
    taken = bytearray(len(text))  # 1 where a mention stands: looked through at once, however many there are
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            if taken.find(1, match.start(), match.end()) >= 0:
                continue
            groups = match.groupdict()
            day, month = _number(groups.get("day")), _number(groups.get("month"))
            if word := groups.get("english"):
                month = _ENGLISH.index(word[:3].lower()) + 1
            if moon := groups.get("moon"):
                month = {"gieng": 1, "chap": 12}.get(moon.lower()) or _number(moon)
            if groups.get("full"):
                day = 15
            if groups.get("new"):
                month = 1
            if word := groups.get("dayword"):
                day = DAY_WORDS.get(word.lower())
            year = _number(groups.get("year") or groups.get("year2"))
            if (day is not None and not 1 <= day <= 31) or (month is not None and not 1 <= month <= 12):
                continue
            if day and month and not year and _NOT_A_DATE.match(text, match.end()):
                continue
            if year is not None and year < 100:
                year += 2000
            if year is not None and not 1900 <= year <= 2100:
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            found.append(
                DateMention(
                    match.start(), match.end(), day, month, year,
                    _number(groups.get("quarter")), _number(groups.get("week")),
                    bool(groups.get("moon") or groups.get("new")),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda m: m.start))
