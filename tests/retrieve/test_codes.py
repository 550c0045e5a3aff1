import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.codes import encode, pair
from rag.language.text import LETTERS, comparable, fold

_vietnamese = st.text(
    alphabet=list("aàãạăắâầeèéêệiíoòóỏôơớuùúưứyỳýđĐÐQqHhTt UÙỲY0129.,-/\n\u00a0\u200b\u00ad"), max_size=40
)
_WORD = re.compile(rf"[{LETTERS}0-9]+")


def _text(codes: np.ndarray) -> str:
    return "".join(map(chr, codes))


@settings(max_examples=300)
@given(_vietnamese)
def test_words_are_those_of_comparable_and_fold(text: str) -> None:
    words = _WORD.findall(comparable(text))
    assert _text(encode([text]).codes).split() == words
    assert _text(encode([text]).folded().codes).split() == [fold(word) for word in words]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_texts_keep_to_themselves(texts: list[str]) -> None:
    together = encode(texts)
    words, owner = together.words()
    pairs, pair_owner = pair(words, owner)
    for number, text in enumerate(texts):
        alone, alone_owner = encode([text]).words()
        assert np.array_equal(words[owner == number], alone)
        assert np.array_equal(pairs[pair_owner == number], pair(alone, alone_owner)[0])


def test_equal_words_have_equal_hashes_and_others_not() -> None:
    words, _ = encode(["giao ban giao bàn", "Giao"]).words()
    assert words[0] == words[2] == words[4]
    assert len({int(word) for word in words}) == 3
