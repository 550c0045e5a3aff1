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
        ("dời từ cuối năm nay sang quý I/2025", date(2025, 3, 31)),
        ("cho anh Bền lùi tới 28/6", date(2024, 6, 28)),
        ("vẫn giữ mốc 25/6", date(2024, 6, 25)),
        ("chậm nhất vào ngày Quốc khánh 2/9", date(2024, 9, 2)),
        ("xong trong nửa đầu tháng 6", date(2024, 6, 15)),
        ("trình tại phiên họp ngày 22/6/2024", date(2024, 6, 22)),
        ("nộp không trễ quá 5/6", date(2024, 6, 5)),
        ("gửi trước ngày hai mươi lăm", date(2024, 5, 25)),
        ("tới cuối tháng sáu này phải có con số", date(2024, 6, 30)),
        ("trong 7 ngày kể từ buổi làm việc", date(2024, 5, 28)),
        ("xong trong tuần này", None),
        ("trong 5 ngày làm việc", None),
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
