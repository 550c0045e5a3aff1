"""Slips of the keyboard in a question."""

import pytest

from rag.language.spelling import is_syllable, mended, one_slip_apart
from rag.language.terms import forms, terms, tokens


@pytest.mark.parametrize(
    ("a", "b"), [("hop", "hpo"), ("ngay", "nagy"), ("giao", "giaop"), ("chuyen", "chuyn"), ("thanh", "tranh")]
)
def test_one_letter_more_less_other_or_swapped_is_one_slip(a: str, b: str) -> None:
    assert one_slip_apart(a, b)
    assert one_slip_apart(b, a)


@pytest.mark.parametrize(("a", "b"), [("hop", "hop"), ("hop", "hpoo"), ("ngay", "giay"), ("abcd", "badc")])
def test_the_same_word_or_two_slips_are_not_one(a: str, b: str) -> None:
    assert not one_slip_apart(a, b)


@pytest.mark.parametrize("word", ["nghieng", "quyet", "gi", "oanh", "truong", "uy", "khuya"])
def test_what_can_be_said_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nagy", "hpo", "chugns", "test", "sync"])
def test_what_cannot_be_said_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_a_slip_in_a_word_of_asking_is_mended() -> None:
    assert mended("họp nagỳ nào", frozenset({"ngày", "nào"})) == "họp ngày nào"
    assert mended("hop nagy nao", frozenset({"ngày", "nào"})) == "hop ngay nao"


def test_a_foreign_word_with_no_neighbour_in_the_vocabulary_stays() -> None:
    assert mended("load autoscale", frozenset({"ngày", "nào"})) == "load autoscale"


def looked_for(question: str, *texts: str) -> set[str]:
    units = [forms(text) for text in texts]
    found = terms(tokens(question), marked=True, stop=frozenset(), units=units)
    return {term.text for term in found if term.form is not None and " " not in term.text}


def test_a_word_no_document_has_is_the_one_beside_the_same_neighbour() -> None:
    assert "trinh" in looked_for("quy trnh thí điểm", "hướng dẫn quy trình thí điểm")


def test_a_word_known_elsewhere_is_mended_by_its_sound_where_its_neighbour_stands() -> None:
    assert "thanh" in looked_for("xã Mai Than", "xã Mai Thanh", "mỏ than lớn")


def test_a_known_word_beside_its_neighbour_is_kept() -> None:
    assert "hạ" in looked_for("bà Sim Hạ", "bà Sim Hạ", "bà Sim Hà")


def test_numbers_are_one_word_in_digits_and_in_letters() -> None:
    assert tokens("hai biển, phòng 02") == ("2", "biển", "phòng", "2")
    assert tokens("mười sáu chỗ") == ("16", "chỗ")
