"""Lunar days: known festivals, and dates written with them."""

from datetime import date

import pytest

from rag.language.dates import dates
from rag.language.deadlines import deadlines
from rag.language.lunar import civil_day


@pytest.mark.parametrize(
    ("lunar", "day"),
    [
        ((1, 1, 2023), date(2023, 1, 22)), ((1, 1, 2024), date(2024, 2, 10)), ((1, 1, 2025), date(2025, 1, 29)),
        ((1, 1, 2026), date(2026, 2, 17)), ((15, 8, 2023), date(2023, 9, 29)), ((15, 8, 2024), date(2024, 9, 17)),
        ((15, 8, 2025), date(2025, 10, 6)), ((15, 7, 2025), date(2025, 9, 6)), ((10, 3, 2026), date(2026, 4, 26)),
        ((31, 1, 2025), None),
    ],
)  # fmt: skip
def test_festivals_have_their_day(lunar: tuple[int, int, int], day: date | None) -> None:
    assert civil_day(*lunar) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trước rằm tháng Tám", date(2025, 10, 6)),
        ("trước 23 tháng Chạp", date(2026, 2, 10)),
        ("trước mùng 8 Tết", date(2026, 2, 24)),
        ("trước ngày 10/3 âm lịch", date(2026, 4, 26)),
        ("trước mùng 5 tháng 10", date(2025, 10, 5)),  # of the civil calendar, as people say it
    ],
)
def test_a_lunar_deadline_has_its_civil_day(words: str, day: date) -> None:
    (found,) = deadlines(f"Nộp báo cáo {words}.", date(2025, 9, 3))
    assert found.day == day


def test_the_token_of_a_lunar_day_is_as_written() -> None:
    assert [m.token() for m in dates("rằm tháng Bảy, 23 tháng Chạp")] == ["15/7", "23/12"]
