"""The embedded mind on the project's own evaluation sets: as good as recorded, and every quote verbatim.

One test a set, so that each set is indexed and asked once in a run.
"""

import json
from pathlib import Path

import pytest

from bot.cli.measuring import measure
from bot.cli.scoring import figures
from rag import RagSettings

EVALS = Path(__file__).parents[1] / "evals"
BASELINE = json.loads((EVALS / "baseline.json").read_text(encoding="utf-8"))
ALLOWED_DROP = 0.01


@pytest.mark.parametrize("name", sorted(BASELINE))
def test_a_set_is_answered_as_well_as_recorded_and_quoted_verbatim(name: str, tmp_path: Path) -> None:
    outcome = measure(EVALS / name, RagSettings(data_dir=tmp_path / "data"))
    report = figures(outcome.verdicts)
    recorded = BASELINE[name]["accuracy"]
    assert outcome.unreadable == 0
    assert report["missing"] == 0
    assert report["quotes_not_verbatim"] == 0
    assert report["accuracy"] >= recorded - ALLOWED_DROP, f"{report['accuracy']:.3f}, recorded {recorded:.3f}"
    assert {answer.mind for answer in outcome.answers.values()} == {"embedded"}


def test_every_set_has_a_recorded_figure() -> None:
    sets = {path.name for path in EVALS.iterdir() if path.is_dir()}
    assert sets == set(BASELINE)
