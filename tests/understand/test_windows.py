"""The days that a question means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.understand.windows import window

TODAY = date(2024, 6, 20)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tuần này có việc gì đến hạn", date(2024, 6, 17), date(2024, 6, 23)),
        ("tuan sau viec gi den han", date(2024, 6, 24), date(2024, 6, 30)),
        ("tháng trước họp mấy lần", date(2024, 5, 1), date(2024, 5, 31)),
        ("hôm qua họp gì", date(2024, 6, 19), date(2024, 6, 19)),
        ("cuộc họp tháng 6/2024", date(2024, 6, 1), date(2024, 6, 30)),
        ("từ tháng 3 đến tháng 5", date(2024, 3, 1), date(2024, 5, 31)),
        ("quý II/2023", date(2023, 4, 1), date(2023, 6, 30)),
        ("trong 7 ngày tới", date(2024, 6, 20), date(2024, 6, 27)),
        ("năm 2023 họp mấy lần", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_words_for_days_are_counted_from_today(text: str, first: date, last: date) -> None:
    found = window(text, TODAY)
    assert found is not None
    assert (found.first, found.last) == (first, last)


def test_a_question_without_days_means_none() -> None:
    assert window("ai chủ trì họp giao ban", TODAY) is None


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_this_week_holds_today_and_seven_days(today: date) -> None:
    found = window("tuần này", today)
    assert found is not None
    assert today in found
    assert (found.last - found.first).days == 6


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_months_follow_each_other_without_gaps(today: date) -> None:
    last, this, following = (window(f"tháng {word}", today) for word in ("trước", "này", "sau"))
    assert last and this and following
    assert (this.first - last.last).days == 1
    assert (following.first - this.last).days == 1
