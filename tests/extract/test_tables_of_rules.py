"""Every row of every table of rules: it fits its example and not the counter-example beside it."""

import pytest

from rag.extract import (
    attendees,
    bodies,
    chairing,
    decisions,
    header,
    labels,
    layout,
    others,
    phrases,
    speech,
    tables,
    turns,
)
from rag.extract.rule import Rule
from rag.language.dates import DAY_SIGNS, DaySign
from rag.language.text import fold

ROOMS = (attendees, bodies, chairing, decisions, header, layout, others, phrases, speech, tables, turns)
ROWS = [row for room in ROOMS for table in room.TABLE for row in table]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.meaning}: {row.example[:40]}")
def test_a_rule_fits_its_example_and_not_its_counter_example(row: Rule) -> None:
    assert row.pattern.search(row.example)
    assert not row.pattern.search(row.counter)


@pytest.mark.parametrize("row", [row for row in ROWS if row.needs], ids=lambda row: row.meaning)
def test_a_rule_fits_nothing_without_the_words_that_it_needs(row: Rule) -> None:
    for other in ROWS:
        for words in (other.example, other.counter):
            assert row.may_fit(words.lower()) or not row.pattern.search(words)


@pytest.mark.parametrize("row", labels.LABELS, ids=lambda row: row.example)
def test_a_label_is_told_from_one_that_looks_alike(row: Rule) -> None:
    assert labels.label_of(row.example) == row.meaning
    assert not row.pattern.search(fold(row.counter))


@pytest.mark.parametrize("sign", DAY_SIGNS, ids=lambda sign: sign.meaning)
def test_a_sign_of_the_meeting_s_day_fits_its_example_only(sign: DaySign) -> None:
    for words, expected in ((sign.example, True), (sign.counter, False)):
        before, _, after = words.partition("5/8/2025")
        assert sign.fits(before, after) is expected
