import threading
import time
import unicodedata

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from rag.tokens import TokenCounter, _Loading, load_token_counter

PROSE = (
    "Sáng 3/4, UBND huyện Sông Cầu tổ chức phiên họp giao ban tháng 4. Đồng chí Lò Thị Mẩy, Phó Chủ tịch UBND huyện, chủ "
    "trì phiên họp. Sau khi nghe các đơn vị báo cáo, đồng chí đề nghị các xã khẩn trương hoàn thành việc rà soát hồ sơ."
)
TINY = tiktoken.Encoding(
    "tiny", pat_str=r"\S+|\s+", mergeable_ranks={bytes([b]): b for b in range(256)}, special_tokens={}
)


def test_estimate_is_calibrated_for_vietnamese() -> None:
    assert len(PROSE) / TokenCounter().count(PROSE) == pytest.approx(3.3, abs=0.4)


@pytest.mark.parametrize("counter", [TokenCounter(), TokenCounter(TINY)])
def test_decomposed_text_counts_as_composed(counter: TokenCounter) -> None:
    assert counter.count(unicodedata.normalize("NFD", PROSE)) == counter.count(PROSE)


@given(st.text(), st.text())
def test_estimate_of_a_whole_is_at_most_that_of_its_parts(first: str, second: str) -> None:
    first, second = (unicodedata.normalize("NFC", part) for part in (first, second))
    counter = TokenCounter()
    whole = first + second
    if unicodedata.is_normalized("NFC", whole):
        assert counter.count(whole) <= counter.count(first) + counter.count(second)
    assert counter.count(first) >= len(first) / 4


def test_other_scripts_are_not_under_counted() -> None:
    assert TokenCounter().count("漢字" * 50) >= 100
    assert TokenCounter().count("🎉" * 50) >= 100


def test_encoding_counts_where_it_is_there() -> None:
    counter = _Loading(lambda: TINY).wait(5.0)
    assert counter.name == "o200k_base"
    assert counter.count("ab <|endoftext|>") == len("ab <|endoftext|>")


def test_a_hanging_vocabulary_costs_the_deadline_at_most() -> None:
    forever = threading.Event()

    def hang() -> tiktoken.Encoding:
        forever.wait()
        return TINY

    begun = time.perf_counter()
    loading = _Loading(hang)
    assert loading.wait(0.1).name == "estimate"
    assert time.perf_counter() - begun < 1.0
    forever.set()
    assert loading.wait(5.0).name == "o200k_base"


def test_a_failing_vocabulary_means_the_estimate() -> None:
    def fail() -> tiktoken.Encoding:
        raise OSError("no route")

    assert _Loading(fail).wait(5.0).name == "estimate"


def test_loading_returns_within_its_deadline() -> None:
    begun = time.perf_counter()
    counter = load_token_counter(0.2)
    assert time.perf_counter() - begun < 2.0
    assert counter.name in ("o200k_base", "estimate")
    assert counter.count(PROSE) > 30
