"""Deadlines as written and the days they mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.deadlines import RULES, deadlines

MEETING = date(2024, 5, 21)  # a Tuesday


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_every_rule_finds_its_example(rule: object) -> None:
    example: str = rule.example  # type: ignore[attr-defined]
    assert [d.text for d in deadlines(f"Nộp báo cáo {example}.", MEETING)] == [example]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("xong trước ngày 15/6", date(2024, 6, 15)),
        ("chậm nhất là ngày 29 tháng 5", date(2024, 5, 29)),
        ("hoàn thành trong quý III/2024", date(2024, 9, 30)),
        ("xong trước cuối tháng 6", date(2024, 6, 30)),
        ("gửi trong 7 ngày kể từ ngày họp", date(2024, 5, 28)),
        ("nộp trước thứ Sáu tuần này", date(2024, 5, 24)),
        ("nộp trước thứ Hai tuần sau", date(2024, 5, 27)),
        ("xong trong tháng 6", date(2024, 6, 30)),
        ("gửi trước ngày 10/1", date(2025, 1, 10)),
        ("báo cáo trước kỳ họp cuối năm", None),
        ("báo cáo ngày 20 hằng tháng", None),
        ("trong vòng 10 ngày kể từ ngày nhận hồ sơ", None),
    ],
)
def test_the_day_is_counted_from_the_meeting(text: str, day: date | None) -> None:
    (found,) = deadlines(text, MEETING)
    assert found.day == day


@pytest.mark.parametrize("text", ["Đã bàn giao 43/74 hộ.", "Tăng cường tuần tra rừng."])
def test_no_deadline_is_made_up(text: str) -> None:
    assert deadlines(text, MEETING) == []


@given(st.text(max_size=200))
def test_spans_stand_in_the_text(text: str) -> None:
    assert all(text[d.start : d.end] == d.text for d in deadlines(text, MEETING))
