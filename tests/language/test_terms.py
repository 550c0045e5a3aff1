"""Looking up a question's words in a document's."""

import pytest

from rag.language.abbreviations import expand, expand_question
from rag.language.terms import forms, terms, tokens


def met(question: str, text: str, *, marked: bool = True) -> bool:
    units = [forms(text), forms("Văn bản khác hẳn")]
    wanted = terms(tokens(question), marked=marked, stop=frozenset(), units=units)
    return all(term.form is not None and term.form in units[0] for term in wanted if " " not in term.text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("chủ trì", "Ông A chủ trì"), ("chủ chì", "Ông A chủ trì"), ("sửa chửa", "sửa chữa cầu"), ("suân", "vụ xuân"),
        ("UBND", "ủy ban nhân dân"), ("ngày 3 tháng 4", "họp 03/4/2024"),
    ],
)  # fmt: skip
def test_a_word_is_found_in_another_spelling(question: str, text: str) -> None:
    assert met(question, text)


def test_a_word_without_diacritics_is_found() -> None:
    assert met("hop giao ban thang 4", "Họp giao ban tháng tư", marked=False)


def test_a_known_word_is_not_taken_for_its_near_twin() -> None:
    units = [forms("bà Lý Thị Hà"), forms("bà Lý Thị Hạ")]
    (term,) = (t for t in terms(tokens("Hà"), marked=True, stop=frozenset(), units=units))
    assert term.form is not None
    assert term.form in units[0]
    assert term.form not in units[1]


def test_abbreviations_are_written_out() -> None:
    assert expand("UBND xã") == "ủy ban nhân dân xã"
    assert expand_question("đ/c nào k dự HN") == "đồng chí nào không dự Hội Nghị"


def test_a_question_without_diacritics_stays_without() -> None:
    assert expand_question("UBND xa giao ai") == "uy ban nhan dan xa giao ai"
