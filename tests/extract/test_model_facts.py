"""Which reported facts stand: what holds for any text and any reply, and where an owner or a day is another's."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.extract.model_facts import record_of
from rag.extract.model_quotes import Source
from rag.extract.model_reply import Reply, ReplyError, read_reply, reply_form
from rag.language.text import comparable
from rag.record import Assignment
from tests.extract.model_minutes import CHAIRED, NEXT, ROAD, SCHOOL, TEXT, VOTED, WASTE, gold


def assignments(
    document: str, quote: str, owner: str | None, task: str, deadline: str | None
) -> tuple[Assignment, ...]:
    said = {"owner": owner, "task": task, "deadline": deadline, "quote": quote}
    reply = Reply.model_validate({"chairs": [], "assignments": [said]})
    return record_of("Họp ngày 2/9/2025", Source(document), [((0, len(document)), reply)]).assignments


@pytest.mark.parametrize(
    ("document", "quote", "owner", "kept"),
    [
        ("Hạt Kiểm ngư đóng phao. Xong thì báo lại xã.", "Xong thì báo lại xã.", "Hạt Kiểm ngư", True),
        ("Hạt Kiểm ngư đóng phao. Trạm Khuyến ngư thả giống.", "Trạm Khuyến ngư thả giống.", "Hạt Kiểm ngư", False),
        ("Hạt Kiểm ngư đóng phao. Giao Trạm Khuyến ngư thả giống.", "Giao Trạm Khuyến ngư thả giống.", "Hạt Kiểm ngư", False),
        ("Hạt Kiểm ngư đóng phao. Anh Sùng A Chớ thả giống.", "Anh Sùng A Chớ thả giống.", "Hạt Kiểm ngư", False),
        ("1. Hạt Kiểm ngư đóng phao.\n2. Thả giống.", "Thả giống.", "Hạt Kiểm ngư", False),
        ("| Đóng phao | Hạt Kiểm ngư |\n| Thả giống | Trạm Khuyến ngư |", "Thả giống", "Trạm Khuyến ngư", True),
        ("| Đóng phao | Hạt Kiểm ngư |\n| Thả giống | Trạm Khuyến ngư |", "Thả giống", "Hạt Kiểm ngư", False),
        ("Việc: Thả giống\nPhụ trách: Trạm Khuyến ngư", "Thả giống", "Trạm Khuyến ngư", True),
    ],
)  # fmt: skip
def test_owner_beside_a_quote_is_not_that_of_a_sibling(document: str, quote: str, owner: str, kept: bool) -> None:
    task = "báo lại xã" if "báo lại" in quote else "thả giống"
    assert bool(assignments(document, quote, owner, task, None)) is kept


@pytest.mark.parametrize(
    ("document", "deadline", "day"),
    [
        ("Tổ 9 vớt bèo. Xong trước 12/9.", "trước 12/9", date(2025, 9, 12)),
        ("Việc xong trước 12/9:\n- Tổ 9 vớt bèo.", "trước 12/9", date(2025, 9, 12)),
        ("Tổ 9 vớt bèo. Tổ 8 trồng hoa.\nHạn chung: 12/9.", "12/9", date(2025, 9, 12)),
        ("Tổ 9 vớt bèo.\n\nTổ 8 trồng hoa trước 12/9.", "trước 12/9", None),
    ],
)
def test_deadline_may_stand_beside_the_quote(document: str, deadline: str, day: date | None) -> None:
    found = assignments(document, "Tổ 9 vớt bèo.", "Tổ 9", "vớt bèo", deadline)
    assert [one.deadline.day for one in found if one.deadline] == ([day] if day else [])


def test_deadline_beside_a_quote_that_has_its_own_is_dropped() -> None:
    document = "Tổ 9 vớt bèo trước 12/9. Tổ 8 trồng hoa trước 20/9."
    assert assignments(document, "Tổ 9 vớt bèo trước 12/9.", "Tổ 9", "vớt bèo", "trước 20/9") == ()


def test_vague_deadline_keeps_its_words_and_no_day() -> None:
    document = "Tổ 9 vớt bèo trong thời gian tới."
    (task,) = assignments(document, document, "Tổ 9", "vớt bèo", "thời gian tới")
    assert task.deadline is not None and (task.deadline.text, task.deadline.day) == ("thời gian tới", None)


def test_task_without_owner_or_deadline_is_kept_as_such() -> None:
    (task,) = assignments("Cần vớt bèo ở ao đình.", "Cần vớt bèo ở ao đình.", None, "vớt bèo ở ao đình", None)
    assert (task.owner, task.deadline) == (None, None)


WORDS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from([CHAIRED, ROAD, SCHOOL, WASTE, VOTED, NEXT, "Uông Thị Nhã", "Phòng Kinh tế", "trước ngày 30/8", "Khiêm"]),
    st.builds(lambda a, n: TEXT[a : a + n], st.integers(0, len(TEXT)), st.integers(0, 80)),
)  # fmt: skip
REPLIES = st.fixed_dictionaries(
    {
        "date": st.fixed_dictionaries({"words": WORDS, "quote": WORDS}),
        "chairs": st.lists(st.fixed_dictionaries({"name": WORDS, "role": WORDS, "quote": WORDS}), max_size=2),
        "attendees": st.lists(
            st.fixed_dictionaries({"people": st.lists(st.fixed_dictionaries({"name": WORDS})), "quote": WORDS}), max_size=2
        ),
        "assignments": st.lists(
            st.fixed_dictionaries({"owner": WORDS, "task": WORDS, "deadline": WORDS, "quote": WORDS}), max_size=2
        ),
    }
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(REPLIES, st.text(max_size=40))
def test_whatever_is_replied_only_the_text_is_quoted(said: dict[str, object], noise: str) -> None:
    document = noise + TEXT
    source = Source(document)
    record = record_of("T", source, [((0, len(document)), read_reply(json.dumps(said)))])
    people = [(one.name, one.quote) for one in record.chairs] + [(one.name, one.quote) for one in record.attendees]
    quotes = [quote for _, quote in people] + [task.quote for task in record.assignments]
    for quote in [*quotes, *([record.date_quote] if record.date_quote else [])]:
        assert quote.text and document[quote.start : quote.end] == quote.text
    for name, quote in people:
        assert comparable(name) in comparable(quote.text)
    for task in record.assignments:
        assert task.owner is None or source.find(task.owner) is not None


@given(st.text())
def test_any_text_is_a_reply_or_a_reply_error(said: str) -> None:
    with pytest.raises(ReplyError) as caught:
        read_reply("{" + said + "}")
    assert caught.value.args


def test_form_shows_each_field_that_is_read() -> None:
    form = json.loads(reply_form())
    assert set(form) == set(Reply.model_fields) == set(gold())
    described = {field.name for field in fields(Assignment)} - {"corrected"}  # which only people set
    assert described == set(form["assignments"][0])
