"""Understanding by rules."""

from datetime import date

import pytest

from rag.types import Citation, Document, Question, Turn
from rag.understand import Understanding
from rag.understand.kinds import RULES, kind_of
from rag.understand.rules import RuleUnderstander

TODAY = date(2024, 6, 20)
MINUTES = Document("d1", "chung", "a.txt", "a.txt", "Giao ban tháng 5", "txt", "h", date(2024, 5, 7))


async def understand(*texts: str) -> Understanding:
    citation = Citation(MINUTES, "Giao Phòng Nội vụ lập danh sách.", 0, 32)
    turns = tuple(Turn(text, text, "…", (citation,)) for text in texts[:-1])
    return await RuleUnderstander().understand(Question(texts[-1], TODAY, turns=turns))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}: {rule.example}")
def test_every_rule_takes_its_example_and_leaves_its_counter_example(rule: object) -> None:
    assert kind_of(rule.example) == rule.kind  # type: ignore[attr-defined]
    assert kind_of(rule.counter_example) != rule.kind  # type: ignore[attr-defined]


async def test_a_question_without_history_stands_alone() -> None:
    understood = await understand("Ai chủ trì họp giao ban tháng 5?")
    assert (understood.kind, understood.context, understood.about) == ("chair", "", ())


async def test_a_follow_up_keeps_what_it_does_not_replace() -> None:
    understood = await understand("Ai chủ trì hội nghị tại điểm cầu tỉnh?", "Còn ở điểm cầu huyện Mai Sơn?")
    assert understood.kind == "chair"
    assert "Mai Sơn" in understood.standalone
    assert "hội nghị" in understood.standalone
    assert "điểm cầu tỉnh" not in understood.standalone


async def test_another_month_replaces_the_month() -> None:
    understood = await understand("Ai chủ trì giao ban tháng 5?", "Tháng 4 thì sao?")
    assert "Tháng 4" in understood.standalone
    assert "tháng 5" not in understood.standalone
    assert understood.about == ()


async def test_that_task_points_to_the_sentence_before() -> None:
    understood = await understand("Phòng Nội vụ được giao việc gì?", "Hạn là khi nào?")
    assert understood.kind == "deadline"
    assert understood.about == ("d1",)
    assert understood.quotes == ("Giao Phòng Nội vụ lập danh sách.",)


async def test_a_question_of_its_own_drops_the_history() -> None:
    understood = await understand(
        "Ai chủ trì giao ban tháng 5?", "Đơn vị nào được giao sửa hệ thống nước sạch bản Nà Lốc?"
    )
    assert understood.context == ""


async def test_yesterday_is_counted_from_today() -> None:
    assert "19/6" in (await understand("Họp hôm qua ai chủ trì?")).standalone
