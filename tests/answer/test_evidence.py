"""Whether a sentence holds the kind of fact asked for."""

import pytest

from rag.answer.evidence import RULES, holds


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}: {rule.example}")
def test_every_rule_takes_its_example_and_leaves_its_counter_example(rule: object) -> None:
    assert holds(rule.kind, rule.example)  # type: ignore[attr-defined]
    assert not holds(rule.kind, rule.counter_example)  # type: ignore[attr-defined]
