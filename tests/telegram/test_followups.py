"""Follow-ups: what is offered under an answer is answered from the meeting that it names."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.messages import day
from bot.telegram import messages
from bot.telegram.followups import follow_ups
from rag import Answer, Library, Meeting, Question, RagSettings

TODAY = date(2025, 10, 20)
SCOPES = ("chung",)


@pytest.fixture
def library(data_dir: Path) -> Iterator[Library]:
    with Library.open(RagSettings(data_dir=data_dir)) as library:
        yield library


async def asked(library: Library, question: str) -> Answer:
    """What the embedded mind answers."""
    return await library.assistant().ask(Question(question, TODAY, SCOPES))


def chair_of(meeting: Meeting) -> str:
    """The question who chaired a meeting."""
    return messages.FOLLOW_CHAIR[1].format(day=day(meeting.record.date), title=meeting.record.title)


async def test_every_follow_up_is_answered(library: Library) -> None:
    count = 0
    for meeting in library.meetings(SCOPES):
        for one in follow_ups(await asked(library, chair_of(meeting)), library, SCOPES):
            said = await asked(library, one.question)
            assert said.found and said.citations[0].document.id in one.documents, one.question
            count += 1
    assert count >= 8


async def test_at_most_three_are_offered_and_none_repeats_the_question(library: Library) -> None:
    for meeting in library.meetings(SCOPES):
        offered = follow_ups(await asked(library, chair_of(meeting)), library, SCOPES)
        assert 1 <= len(offered) <= 3
        assert chair_of(meeting) not in [one.question for one in offered]


async def test_nothing_is_offered_where_nothing_was_found_or_seen(library: Library) -> None:
    found = await asked(library, chair_of(library.meetings(SCOPES)[0]))
    assert follow_ups(found, library, ("khac",)) == []
    missing = await asked(library, "Giá vé tàu đi Hà Giang là bao nhiêu?")
    assert follow_ups(missing, library, SCOPES) == []
