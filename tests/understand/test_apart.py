"""One question about several meetings."""

from datetime import date

import pytest

from rag.types import Question
from rag.understand.apart import meetings_apart
from rag.understand.kinds import LISTINGS, listing_of
from rag.understand.rules import RuleUnderstander


async def named(text: str) -> list[tuple[str, ...]]:
    understood = await RuleUnderstander().understand(Question(text, date(2024, 6, 20)))
    return [one.named for one in meetings_apart(understood)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kho lạnh được giao ai ở giao ban tháng 3 và giao ban tháng 5?", [("m3",), ("m5",)]),
        ("So với họp lần 4, lần 5 còn mấy hộ chưa ký?", [("n4",), ("n5",)]),
        ("Bà Sim được giao gì ở weekly tuần 9 và tuần 10?", [("w9",), ("w10",)]),
        ("Ai chủ trì giao ban tháng 3?", []),
        ("Hạn nộp báo cáo tháng 3 ở giao ban tháng 4?", []),
    ],
)
async def test_each_meeting_named_gets_its_own_question(text: str, expected: list[tuple[str, ...]]) -> None:
    assert sorted(await named(text)) == sorted(expected)


async def test_the_other_meeting_is_left_out_of_each_question() -> None:
    text = "Kho lạnh được giao ai ở giao ban tháng 3 và giao ban tháng 5?"
    understood = await RuleUnderstander().understand(Question(text, date(2024, 6, 20)))
    march, may = (one.understanding.asked for one in meetings_apart(understood))
    assert "tháng 3" in march
    assert "tháng 5" not in march
    assert "tháng 5" in may


@pytest.mark.parametrize("rule", LISTINGS, ids=lambda rule: f"{rule.listing}: {rule.example}")
def test_every_listing_takes_its_example_and_leaves_its_counter_example(rule: object) -> None:
    assert listing_of(rule.example) == rule.listing  # type: ignore[attr-defined]
    assert listing_of(rule.counter_example) != rule.listing  # type: ignore[attr-defined]
