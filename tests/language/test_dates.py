"""Dates as written, and the day of a document."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.dates import dates, document_date


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("ngày 07 tháng 3 năm 2024", "7/3"), ("7/3/2024", "7/3"), ("hôm 7-3", "7/3"), ("mùng 7 tháng 3", "7/3"),
        ("2024-03-07", "7/3"), ("tháng tư", "m4"), ("thang 4/2024", "m4"), ("T4/2024", "m4"), ("quý II", "q2"),
        ("quy 2/2024", "q2"), ("tuần 19", "w19"), ("năm 2024", "y2024"),
    ],
)  # fmt: skip
def test_spellings_of_a_date_have_one_token(text: str, token: str) -> None:
    assert [m.token() for m in dates(text)] == [token]


@pytest.mark.parametrize(
    "text", ["43/74 hộ", "12/12 ủy viên", "gói thầu 99/99", "12,5%", "ngày 32/5", "6 tháng đầu năm"]
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert not [m for m in dates(text) if m.day]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_way_of_writing_a_day_is_read_back(day: date) -> None:
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"ngày {day.day:02} tháng {day.month} năm {day.year}",
        day.isoformat(),
    ):
        (mention,) = dates(f"Họp {text}, tại trụ sở")
        assert mention.on(None) == day


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Họp giao ban", "Thời gian: 8 giờ, thứ Ba, ngày 04/6/2024\nĐịa điểm: Hội trường", date(2024, 6, 4)),
        (
            "Kết luận giao ban",
            "UBND XÃ MAI LĨNH\nMai Lĩnh, ngày 05 tháng 4 năm 2024\n\nNgày 03/4/2024, đồng chí Bạch Thị Sim chủ trì họp.",
            date(2024, 4, 3),
        ),
        ("Hội nghị", "Thứ Năm, 11/04/2024, 14:37\n\nSáng 10/4, Ban tổ chức hội nghị.", date(2024, 4, 10)),
        ("Xã họp", "Thứ Sáu, 12/09/2025, 08:15\n\nChiều qua, xã họp giao ban.", date(2025, 9, 11)),
        ("Xã họp", "12/09/2025 08:15\n\nTối thứ Tư vừa rồi, xã họp dân.", date(2025, 9, 10)),
        ("Biên bản", "Gửi lúc: 11/09/2025 09:00\nEm gửi biên bản cuộc họp chiều qua.", date(2025, 9, 10)),
        ("Gỡ băng họp", "Tệp: hop_20250910.m4a", date(2025, 9, 10)),
        ("Note họp 20/5", "tháng 5 năm 2024 họp vội", date(2024, 5, 20)),
        ("Chuyện làng", "Không có ngày nào ở đây.", None),
    ],
)
def test_the_day_of_the_meeting_is_not_that_of_the_notice(title: str, text: str, expected: date | None) -> None:
    assert document_date(title, text) == expected
