"""Scoring rules on hand-made turns."""

from pathlib import Path
from typing import Any

import pytest

from bot.cli.scoring import Expected, Shelf, Verdict, comparable, figures, judge, nearest_rank, occurs

TEXT = "Đồng chí Lò Văn Én chủ trì.\nGiao Phòng Kinh tế báo cáo trước ngày 13/5/2025."
PAGE = "<html><body><p>Đồng chí <b>Lò Văn Én</b>\n chủ trì&nbsp;họp.</p><script>Giao việc</script></body></html>"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "01.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "02.html").write_text(PAGE, encoding="utf-8")
    return Shelf(tmp_path)


def expected(**changes: Any) -> Expected:
    values: dict[str, Any] = {
        "question": "Ai chủ trì?",
        "kind": "chair",
        "style": "plain",
        "answerable": True,
        "answer": "Lò Văn Én.",
        "facts": (("Lò Văn Én", "đ/c Én"),),
        "forbid": ("Vi Thị Ó",),
        "documents": frozenset({"01.txt"}),
    }
    return Expected(**{**values, **changes})


def given(answer: str = "Lò Văn Én chủ trì.", found: bool = True, **changes: Any) -> dict[str, Any]:
    citations = [{"document": "01.txt", "quote": "Đồng chí Lò Văn Én chủ trì."}]
    return {"answer": answer, "found": found, "citations": citations, "seconds": 0.1, **changes}


def verdict(shelf: Shelf, wanted: Expected | None = None, row: dict[str, Any] | None = None) -> Verdict:
    return judge("c1", 0, wanted or expected(), row or given(), shelf)


def test_a_right_answer_with_its_quote_is_correct_and_cited(shelf: Shelf) -> None:
    result = verdict(shelf)
    assert result.correct
    assert result.cited
    assert (result.quotes, result.quotes_not_verbatim) == (1, 0)


def test_a_missing_turn_is_wrong(shelf: Shelf) -> None:
    assert not judge("c1", 0, expected(), None, shelf).correct


@pytest.mark.parametrize(
    "row",
    [
        given(found=False),
        given("Không rõ ai."),
        given("Lò Văn Én chủ trì, Vi Thị Ó dự."),
        given("Lò Văn Én. " + "a" * 1200),
    ],
    ids=["refused", "lacks the fact", "says what is forbidden", "too long"],
)
def test_a_wrong_answer_has_one_reason(row: dict[str, Any], shelf: Shelf) -> None:
    assert len(verdict(shelf, row=row).reasons) == 1


def test_an_answer_of_exactly_the_limit_is_correct(shelf: Shelf) -> None:
    answer = "Lò Văn Én ".ljust(1200, ".")
    assert verdict(shelf, row=given(answer)).correct


def test_any_string_of_a_group_meets_it_but_every_group_counts(shelf: Shelf) -> None:
    wanted = expected(facts=(("Lò Văn Én", "đ/c Én"), ("Phòng Kinh tế",)))
    assert not verdict(shelf, wanted, given("đ/c Én chủ trì")).correct
    assert verdict(shelf, wanted, given("đ/c Én chủ trì, phòng kinh tế báo cáo")).correct


def test_a_refusal_is_correct_where_nothing_can_be_answered(shelf: Shelf) -> None:
    wanted = expected(answerable=False, facts=(), documents=frozenset())
    assert verdict(shelf, wanted, given("Tài liệu không nêu.", found=False, citations=[])).correct
    assert not verdict(shelf, wanted, given("Lò Văn Én.")).correct


@pytest.mark.parametrize(
    ("citations", "cited", "bad"),
    [
        ([], False, 0),
        ([{"document": "01.txt", "quote": "Lò Văn Én đã chủ trì"}], False, 1),
        ([{"document": "03.txt", "quote": "Đồng chí"}], False, 1),
        ([{"document": "02.html", "quote": "Đồng chí Lò Văn Én"}], False, 0),
        ([{"document": "02.html", "quote": "x"}, {"document": "01.txt", "quote": "chủ trì.\r\nGiao"}], True, 1),
        ([{"document": "01.txt", "quote": "  "}], False, 1),
    ],
)
def test_a_citation_counts_only_verbatim_and_from_an_expected_document(
    citations: list[dict[str, str]], cited: bool, bad: int, shelf: Shelf
) -> None:
    result = verdict(shelf, row=given(citations=citations))
    assert (result.cited, result.quotes_not_verbatim) == (cited, bad)


def test_quotes_of_a_page_are_read_without_tags_and_with_folded_space(shelf: Shelf) -> None:
    assert shelf.holds("02.html", "Đồng chí Lò Văn Én chủ trì họp.")
    assert not shelf.holds("02.html", "Giao việc")
    assert not shelf.holds("01.txt", "chủ trì. Giao")


@pytest.mark.parametrize(
    ("string", "text", "stands"),
    [
        ("3/5", "ngày 13/5/2025", False),
        ("3/5", "ngày 3/5/2025", True),
        ("Hương", "phương án", False),
        ("An", "Ân", False),
        ("Hoà Bình", "tỉnh hòa  bình", True),
        ("13", "13%", True),
        ("", "gì đó", False),
        ("5", "15 và 5", True),
    ],
)
def test_a_string_occurs_only_on_its_own(string: str, text: str, stands: bool) -> None:
    assert occurs(string, comparable(text)) is stands


def test_figures_count_by_kind_and_style(shelf: Shelf) -> None:
    unanswerable = expected(kind="unanswerable", style="typo", answerable=False, facts=(), documents=frozenset())
    verdicts = [
        judge("a", 0, expected(), given(seconds=0.1), shelf),
        judge("a", 1, expected(style="followup"), given("Không có.", found=False, citations=[], seconds=0.3), shelf),
        judge("b", 0, unanswerable, given("Lò Văn Én", seconds=0.2), shelf),
        judge("c", 0, expected(kind="riêng"), None, shelf),
    ]
    report = figures(verdicts)
    assert (report["turns"], report["correct"], report["missing"]) == (4, 1, 1)
    assert (report["answerable"], report["answerable_correct"], report["answerable_refused"]) == (3, 1, 1)
    assert (report["unanswerable"], report["refusal_correct"], report["refusals_with_citation"]) == (1, 0, 1)
    assert (report["citation_ok"], report["quotes"], report["quotes_not_verbatim"]) == (1, 2, 0)
    assert (report["seconds_median"], report["seconds_p95"]) == (0.2, 0.3)
    assert list(report["by_kind"]) == ["chair", "unanswerable", "riêng"]
    assert report["by_kind"]["chair"]["accuracy"] == 0.5
    assert list(report["by_style"]) == ["plain", "typo", "followup"]


def test_shares_of_nothing_are_none() -> None:
    report = figures([])
    assert report["accuracy"] is None
    assert report["seconds_p95"] is None


def test_percentile_is_the_nearest_rank() -> None:
    assert nearest_rank(list(range(1, 101)), 0.95) == 95
    assert nearest_rank([7.0], 0.95) == 7.0
