"""Comparing and folding Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.text import VIETNAMESE_CAPITALS, clean, comparable, fold, fold_aligned, has_diacritics, words

vietnamese = st.text(
    alphabet=VIETNAMESE_CAPITALS + VIETNAMESE_CAPITALS.lower() + "abcxyz 09.,-\u00a0\u200bÐð", max_size=60
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban  Hoà bình", "ủy ban hòa bình"),
        ("THUỶ ĐIỆN", "thủy điện"),
        ("khoẻ", "khỏe"),
        ("Ðồng chí", "đồng chí"),
        ("họp\u00a0giao\u200b ban", "họp giao ban"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "nguyễn thị hường"),
    ],
)
def test_spellings_of_the_same_words_compare_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(("one", "other"), [("Hà", "Hạ"), ("Hưng", "Hùng"), ("Tuân", "Tuấn"), ("quý", "quy")])
def test_near_twins_stay_apart(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)
    assert fold(one) == fold(other)


def test_tone_inside_a_syllable_and_after_q_is_left_alone() -> None:
    assert comparable("hoàn") == "hoàn"
    assert comparable("quý") == "quý"


def test_there_are_67_vietnamese_capitals() -> None:
    assert len(set(VIETNAMESE_CAPITALS)) == 67


@given(vietnamese)
def test_folding_leaves_no_mark_and_is_idempotent(text: str) -> None:
    folded = fold(text)
    assert not has_diacritics(folded)
    assert fold(folded) == folded


@given(st.text(max_size=80))
def test_aligned_folding_keeps_the_length(text: str) -> None:
    assert len(fold_aligned(text)) == len(text)


@given(st.text(max_size=80))
def test_cleaning_and_comparing_are_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert comparable(comparable(text)) == comparable(text)


def test_words_are_syllables_and_numbers() -> None:
    assert words("H'Bia giao 12,5 việc, hạn 3/5.") == ["h'bia", "giao", "12,5", "việc", "hạn", "3/5"]
