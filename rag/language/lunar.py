"""Days of the Vietnamese lunar calendar as days of the civil one.

What enters are day, month and year as the lunar calendar counts them; what leaves is the civil day, in Vietnam's time
zone (UTC+7).

Source: Jean Meeus, "Astronomical Algorithms" (new moons, the sun's longitude), as arranged for Vietnam by
Ho Ngoc Duc, https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html
"""

import math
from datetime import date
from functools import lru_cache

_ZONE = 7 / 24  # days
_EPOCH = date(1970, 1, 1).toordinal() - 2440588  # from a Julian day number to a proleptic ordinal
_MONTH = 29.530588853  # mean days from new moon to new moon


@lru_cache(maxsize=512)
def _new_moon(k: int) -> int:
    """The Julian day number of the k-th new moon since 1 January 1900."""
    t = k / 1236.85
    r = math.pi / 180
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t * t - 0.000000155 * t**3
    mean += 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t * t) * r)
    m = 359.2242 + 29.10535608 * k - 0.0000333 * t * t - 0.00000347 * t**3
    moon = 306.0253 + 385.81691806 * k + 0.0107306 * t * t + 0.00001236 * t**3
    f = 21.2964 + 390.67050646 * k - 0.0016528 * t * t - 0.00000239 * t**3
    c = (0.1734 - 0.000393 * t) * math.sin(m * r) + 0.0021 * math.sin(2 * r * m)
    c += -0.4068 * math.sin(moon * r) + 0.0161 * math.sin(r * 2 * moon) - 0.0004 * math.sin(r * 3 * moon)
    c += 0.0104 * math.sin(r * 2 * f) - 0.0051 * math.sin(r * (m + moon))
    c += -0.0074 * math.sin(r * (m - moon)) + 0.0004 * math.sin(r * (2 * f + m))
    c += -0.0004 * math.sin(r * (2 * f - m)) - 0.0006 * math.sin(r * (2 * f + moon))
    c += 0.0010 * math.sin(r * (2 * f - moon)) + 0.0005 * math.sin(r * (2 * moon + m))
    delta = -0.000278 + 0.000265 * t + 0.000262 * t * t  # of clock time, years since 1800
    return math.floor(mean + c - delta + 0.5 + _ZONE)


@lru_cache(maxsize=512)
def _sun(day: int) -> int:
    """Which twelfth of its way the sun is in at the beginning of a day: 0 from the spring equinox."""
    t = (day - 2451545.5 - _ZONE) / 36525
    r = math.pi / 180
    m = 357.52910 + 35999.05030 * t - 0.0001559 * t * t - 0.00000048 * t**3
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t * t
    c = (1.914600 - 0.004817 * t - 0.000014 * t * t) * math.sin(r * m)
    c += (0.019993 - 0.000101 * t) * math.sin(r * 2 * m) + 0.000290 * math.sin(r * 3 * m)
    return math.floor((mean + c) % 360 / 30)


@lru_cache(maxsize=64)
def _eleventh(year: int) -> int:
    """The first day of the lunar month that holds the winter solstice of `year`."""
    off = date(year, 12, 31).toordinal() - _EPOCH - 2415021
    k = int(off / _MONTH)
    start = _new_moon(k)
    return _new_moon(k - 1) if _sun(start) >= 9 else start


def _leap(first: int) -> int:
    """Which month after the one that begins on `first` is the leap month."""
    k = int(0.5 + (first - 2415021.076998695) / _MONTH)
    last, place = 0, 1
    arc = _sun(_new_moon(k + place))
    while arc != last and place < 14:
        last, place = arc, place + 1
        arc = _sun(_new_moon(k + place))
    return place - 1


def civil_day(day: int, month: int, year: int) -> date | None:
    """The civil day of a lunar one; None where the month has no such day. Leap months are left out.

    Args:
        day: 1 to 30.
        month: 1 (tháng Giêng) to 12 (tháng Chạp).
        year: The lunar year, named by the civil year in which it begins.
    """
    before, after = (year - 1, year) if month < 11 else (year, year + 1)
    first, last = _eleventh(before), _eleventh(after)
    k = int(0.5 + (first - 2415021.076998695) / _MONTH)
    place = (month - 11) % 12
    if last - first > 365 and place >= _leap(first):
        place += 1
    start = _new_moon(k + place)
    if not 1 <= day <= _new_moon(k + place + 1) - start:
        return None
    return date.fromordinal(start + day - 1 + _EPOCH)


def civil_day_in(day: int, month: int, year: int) -> date | None:
    """The civil day of a lunar one that lies in the civil year `year`; the last months begin in the year before."""
    days = [civil_day(day, month, lunar) for lunar in (year, year - 1)]
    return next((found for found in days if found and found.year == year), days[0])
