"""How facts and sentences read in a prompt: what the words do not say themselves, and on one line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.model_lines import LONGEST, fact_line, label, sentence_line
from rag.record import Assignment, Attendee, Chair, Deadline, OtherMeeting, Quote

QUOTE = Quote("x", 0, 1)
FRIDAY = Deadline("trước thứ Sáu tuần này", date(2024, 5, 24))


@pytest.mark.parametrize(
    ("fact", "sentence", "told"),
    [
        (Chair("Lê Sáu", None, None, QUOTE), "Ông Lê Sáu chủ trì.", ""),
        (Chair("Lê Sáu", None, "Lạc Sơn", QUOTE), "Ông Lê Sáu chủ trì.", "Chủ trì tại Lạc Sơn: Lê Sáu"),
        (Chair("Lê Sáu", None, None, QUOTE, corrected=True), "Ông Lê Sáu.", "Chủ trì: Lê Sáu (đã đính chính)"),
        (Assignment("Phòng Nội vụ", "lập danh sách", QUOTE), "Giao Phòng Nội vụ lập danh sách.", ""),
        (Assignment("Phan Dũng", "gửi danh sách", QUOTE, deadline=FRIDAY), "Anh Dũng gửi trước thứ Sáu tuần này.",
         "giao: Phan Dũng; hạn: trước thứ Sáu tuần này (tức 24/5/2024)"),
        (Attendee("Lê Sáu", None, QUOTE, present=False, reason="ốm"), "Ông Lê Sáu ốm.", "Vắng: Lê Sáu (ốm)"),
        (OtherMeeting("next", QUOTE, date=date(2024, 5, 7)), "Thứ Ba tới họp tiếp.", "Cuộc họp tới: ngày 7/5/2024"),
        (OtherMeeting("next", QUOTE), "Sau thi sẽ họp tiếp.", ""),
    ],
)  # fmt: skip
def test_label_says_what_the_sentence_does_not(fact: Chair | Assignment, sentence: str, told: str) -> None:
    assert label(fact, sentence) == told


def test_long_sentence_begins_as_it_does_and_keeps_the_clauses_wanted() -> None:
    parts = [f"thôn {n} dọn con mương số {n} cho sạch" for n in range(60)]
    sentence = "Chủ tịch xã giao: " + "; ".join(parts) + "."
    at = sentence.index("thôn 40 ")
    line = sentence_line(sentence, [(at, at + len(parts[40]))])
    assert line.startswith("Chủ tịch xã giao: ") and "thôn 40 dọn" in line and "thôn 39 dọn" not in line
    assert line.endswith(" …") and len(line) < LONGEST + 100


@given(st.text(min_size=1, max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 500)), min_size=1))
def test_no_sentence_takes_more_than_one_line(sentence: str, wanted: list[tuple[int, int]]) -> None:
    spans = [(min(a, len(sentence)), min(a + length, len(sentence))) for a, length in wanted]
    assert len(sentence_line(sentence, spans).splitlines()) <= 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_fact_takes_more_than_one_line(name: str, task: str) -> None:
    for fact in (Chair(name, task, task, QUOTE), Assignment(name, task, QUOTE), OtherMeeting("earlier", QUOTE, task)):
        assert len(fact_line(fact).splitlines()) <= 1
