"""The stretch of days that a question means: "tuần này", "tháng 6/2024", "từ tháng 3 đến tháng 6", "hôm qua".

Enters: the text of a question and the day on which it is asked, in Asia/Ho_Chi_Minh. Leaves: first and last day.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rag.language.dates import dates
from rag.language.text import fold


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def _week(day: date) -> Window:
    monday = day - timedelta(days=day.weekday())
    return Window(monday, monday + timedelta(days=6))


def _month(year: int, month: int) -> Window:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _quarter(year: int, quarter: int) -> Window:
    return Window(_month(year, quarter * 3 - 2).first, _month(year, quarter * 3).last)


# Words for days seen from today, tried in this order on the folded question.
_RELATIVE: tuple[tuple[str, Callable[[date], Window]], ...] = (
    (r"tuan nay", _week),
    (r"tuan (?:sau|toi)", lambda t: _week(t + timedelta(days=7))),
    (r"tuan (?:truoc|roi|qua)", lambda t: _week(t - timedelta(days=7))),
    (r"thang nay", lambda t: _month(t.year, t.month)),
    (r"thang (?:sau|toi)", lambda t: _month(t.year, t.month + 1)),
    (r"thang (?:truoc|roi|vua qua)", lambda t: _month(t.year, t.month - 1)),
    (r"quy nay", lambda t: _quarter(t.year, (t.month + 2) // 3)),
    (r"hom nay|sang nay|chieu nay", lambda t: Window(t, t)),
    (r"hom qua", lambda t: Window(t - timedelta(days=1), t - timedelta(days=1))),
    (r"ngay mai", lambda t: Window(t + timedelta(days=1), t + timedelta(days=1))),
    (r"nam nay", lambda t: Window(date(t.year, 1, 1), date(t.year, 12, 31))),
)


def window(text: str, today: date) -> Window | None:
    """The days that `text` names, relative to `today` or by the calendar; None where it names none."""
    folded = fold(text)
    if match := re.search(r"\b(\d{1,2}) ngay (?:toi|sap toi)\b", folded):
        return Window(today, today + timedelta(days=int(match.group(1))))
    for pattern, days in _RELATIVE:
        if re.search(rf"\b(?:{pattern})\b", folded):
            return days(today)
    return named_window(text, today)


def named_window(text: str, today: date) -> Window | None:
    """The days that `text` names by the calendar: a day, a month, a quarter, or from one to another."""
    found: list[Window] = []
    mentions = dates(text)
    year_named = next((m.year for m in mentions if m.year), None)
    for mention in mentions:
        year = mention.year or year_named or today.year
        if day := mention.on(year):
            found.append(Window(day, day))
        elif mention.month:
            found.append(_month(year, mention.month))
        elif mention.quarter:
            found.append(_quarter(year, mention.quarter))
    if not found and year_named:
        found.append(Window(date(year_named, 1, 1), date(year_named, 12, 31)))
    if not found:
        return None
    return Window(min(w.first for w in found), max(w.last for w in found))
