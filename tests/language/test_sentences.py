"""Sentences and clauses."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.sentences import clauses, sentences


def texts(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Họp xong. Ai cũng về.", ["Họp xong.", "Ai cũng về."]),
        ("TP. Long Giang họp sáng nay.", ["TP. Long Giang họp sáng nay."]),
        ("PGS.TS. Đinh Văn Khoa dự. Ông phát biểu.", ["PGS.TS. Đinh Văn Khoa dự.", "Ông phát biểu."]),
        ("Ông Đinh V. Khoa dự.", ["Ông Đinh V. Khoa dự."]),
        ("3. Giao Phòng Nội vụ lập danh sách.", ["3. Giao Phòng Nội vụ lập danh sách."]),
        ("Hạn 15.4 nhé. Trễ là phạt.", ["Hạn 15.4 nhé.", "Trễ là phạt."]),
        ("nay chị Nga cầm trịch. đủ mặt cả", ["nay chị Nga cầm trịch.", "đủ mặt cả"]),
        ("“Xong chưa?” Ông hỏi.", ["“Xong chưa?”", "Ông hỏi."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_line_broken_by_a_right_margin_goes_on() -> None:
    text = "Hội nghị thống nhất giao Văn phòng tổng hợp ý kiến của các đơn vị trong\ntoàn tỉnh, gửi trước ngày 5/8."
    assert texts(text) == [text]


def test_clauses_are_set_apart_by_semicolons() -> None:
    text = "Giao Phòng A rà soát; giao Phòng B tổng hợp."
    assert [text[a:b] for a, b in clauses(text)] == ["Giao Phòng A rà soát;", "giao Phòng B tổng hợp."]


@given(st.text(max_size=300))
def test_spans_are_ordered_trimmed_and_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(a < b and not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    outside = list(text)
    for a, b in spans:
        outside[a:b] = " " * (b - a)
    assert not "".join(outside).strip()
