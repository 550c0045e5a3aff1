import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rag.rerank import coverage, normalised, signals
from rag.retrieve import fuse

NAMES = ("words", "letters", "title")
_share = st.floats(0, 1, allow_nan=False)
_rows = st.integers(1, 8).flatmap(
    lambda n: st.fixed_dictionaries({name: arrays(np.float64, n, elements=_share) for name in NAMES})
)
_weights = st.fixed_dictionaries({name: st.floats(0.01, 10) for name in NAMES})
_words = st.sampled_from("họp giao ban tháng tư huyện Sông Cầu chủ trì hop giao đất đai 15/4 Uỷ ủy".split())
_texts = st.lists(st.lists(_words, max_size=12).map(" ".join), min_size=1, max_size=6)
_question = st.lists(_words, min_size=1, max_size=6).map(" ".join)


@given(_rows, _weights)
def test_scores_are_bounded_and_the_shares_explain_them(rows: dict[str, np.ndarray], weights: dict[str, float]) -> None:
    scores, shares = fuse(rows, weights)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert np.allclose(sum(shares.values()), scores)
    assert all((share >= 0).all() for share in shares.values())


@given(_rows, _weights, st.sampled_from(NAMES), st.integers(0, 7), _share)
def test_a_higher_signal_never_lowers_a_score(
    rows: dict[str, np.ndarray], weights: dict[str, float], name: str, place: int, rise: float
) -> None:
    place %= len(rows[name])
    before, _ = fuse(rows, weights)
    raised = {key: row.copy() for key, row in rows.items()}
    raised[name][place] = min(1.0, raised[name][place] + rise)
    after, _ = fuse(raised, weights)
    assert after[place] >= before[place]
    others = np.arange(len(before)) != place
    assert np.array_equal(after[others], before[others])


@given(_rows, _weights)
def test_order_of_signals_and_candidates_changes_no_score(
    rows: dict[str, np.ndarray], weights: dict[str, float]
) -> None:
    scores, _ = fuse(rows, weights)
    assert np.array_equal(fuse(dict(reversed(rows.items())), weights)[0], scores)
    order = np.argsort(rows["words"], kind="stable")
    assert np.array_equal(fuse({name: row[order] for name, row in rows.items()}, weights)[0], scores[order])


@given(arrays(np.float64, st.integers(0, 8), elements=st.floats(-1e6, 1e6)))
def test_normalising_keeps_the_order_between_0_and_1(scores: np.ndarray) -> None:
    result = normalised(scores)
    assert ((result >= 0) & (result <= 1)).all()
    for i, first in enumerate(scores):
        for j, second in enumerate(scores):
            assert first > second or result[i] <= result[j]


@given(_question, _texts)
def test_signals_are_bounded_and_follow_their_texts(question: str, texts: list[str]) -> None:
    documents = [str(n // 2) for n in range(len(texts))]
    rows = signals(question, texts, documents)
    backwards = signals(question, texts[::-1], documents[::-1])
    for name, row in rows.items():
        assert row.shape == (len(texts),)
        assert ((row >= 0) & (row <= 1)).all()
        assert np.allclose(row, backwards[name][::-1])
    covered = coverage(question, texts)
    assert ((covered >= 0) & (covered <= 1 + 1e-9)).all()


def test_diacritics_take_part_only_where_the_question_has_them() -> None:
    texts = ["Trần Thị Thu Hà báo cáo", "Trần Thị Thu Hạ báo cáo"]
    accented = signals("bà Thu Hạ báo cáo gì", texts, ["a", "b"])
    assert accented["words"][1] > accented["words"][0]
    bare = signals("ba Thu Ha bao cao gi", texts, ["a", "b"])
    assert "accented_letters" not in bare
    assert bare["words"][1] == bare["words"][0]


def test_tone_placement_makes_no_difference() -> None:
    texts = ["Uỷ ban nhân dân thị trấn Hoà Mỹ", "Hội Nông dân xã Tân Lập"]
    for question in ("ủy ban Hòa Mỹ", "uỷ ban Hoà Mỹ"):
        words = signals(question, texts, ["a", "b"])["words"]
        assert words[0] == 1.0 > words[1]
