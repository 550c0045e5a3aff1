"""The meeting before or after the one that was talked about."""

from datetime import date

import pytest

from rag.answer.series import neighbour, step
from rag.record import Meeting, MeetingRecord
from rag.types import Document
from rag.understand import Understanding


def meeting(id: str, title: str, day: date | None) -> Meeting:
    return Meeting(Document(id, "chung", id, id, title, "txt", "", day), MeetingRecord(title, date=day))


WEEKS = [
    meeting("w7", "Giao ban tuần 7 xã Mai Lĩnh", date(2025, 2, 10)),
    meeting("w8", "Biên bản giao ban tuần 8 xã Mai Lĩnh", date(2025, 2, 17)),
    meeting("w9", "Giao ban tuần 9 xã Mai Lĩnh", date(2025, 2, 24)),
    meeting("other", "Hội nghị nhà chung cư Mây Ngàn", date(2025, 2, 18)),
    meeting("undated", "Giao ban xã Mai Lĩnh", None),
]


def id_of(document: Document | None) -> str | None:
    return document.id if document else None


def test_the_nearest_meeting_of_the_series_is_meant() -> None:
    assert id_of(neighbour(WEEKS, "w8", 1)) == "w9"
    assert id_of(neighbour(WEEKS, "w8", -1)) == "w7"


def test_a_meeting_of_another_series_is_none() -> None:
    assert neighbour(WEEKS, "other", 1) is None


def test_nothing_comes_after_the_last() -> None:
    assert neighbour(WEEKS, "w9", 1) is None
    assert neighbour(WEEKS, "undated", 1) is None


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ("Còn tuần trước đó?", -1),
        ("kỳ sau thì ai chủ trì", 1),
        ("Phiên liền trước ai vắng?", -1),
        ("Hạn là khi nào?", 0),
    ],
)
def test_a_follow_up_steps_to_the_meeting_before_or_after(asked: str, way: int) -> None:
    assert step(Understanding(asked, asked=asked, about=("w8",))) == way


def test_a_question_of_its_own_steps_nowhere() -> None:
    assert step(Understanding("kỳ sau", asked="kỳ sau ai chủ trì")) == 0
