"""What is asked about records equals what a direct count over them gives, and records come back as they went in."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as within
from hypothesis import strategies as st
from sqlalchemy import func, select

from rag.language.text import fold, has_diacritics
from rag.record import Assignment, Attendee, Chair, Deadline, Meeting, MeetingRecord, Quote, Task
from rag.store.codec import record_from_json, record_to_json
from rag.store.facts import MeetingFilter, TaskFilter
from rag.store.ledger import Ledger
from rag.store.rows import Extracted, StoredDocument, document_id
from rag.store.schema import meetings, people, records, tasks
from rag.types import Document

NOW = datetime(2024, 4, 3, 1, 0, tzinfo=UTC)
NAMES = [
    "Trần Thu Hà",
    "Trần Thu Hạ",
    "Lê Văn Hưng",
    "Lê Văn Hùng",
    "Lâm Ngọc Trâm",
    "Trâm",
    "Bùi Thị An",
    "Bùi Thị Ân",
]
BODIES = ["Phòng Tài chính - Kế hoạch", "Phòng Tài chính", "UBND xã Bình An", "UBND xã Bình Ân", "Hạt Kiểm lâm"]
TASKS = [
    "hoàn thành giải phóng mặt bằng tuyến đường Bến Đò",
    "bàn giao mặt bằng tuyến đường Bến Đò cho nhà thầu",
    "rà soát danh sách hộ nghèo toàn xã",
    "sửa chữa trạm y tế thôn Hạ",
    "sửa chữa trạm y tế thôn Hà",
]
numbers = itertools.count()


def quote(text: str) -> Quote:
    return Quote(text, 0, len(text))


def chair(name: str, site: str | None = None) -> Chair:
    return Chair(name, "Chủ tịch", site, quote(f"{name} chủ trì"))


def task(owner: str | None, text: str, day: date | None = None, said: str = "", **more: tuple[str, ...]) -> Assignment:
    deadline = Deadline("trước ngày ấy", day) if day else None
    return Assignment(owner, text, quote(said or text), deadline=deadline, **more)


days = st.dates(date(2024, 4, 1), date(2024, 4, 20))
anything = st.builds(MeetingRecord)  # every field from its type
assignments = st.builds(
    Assignment,
    owner=st.none() | st.sampled_from(NAMES + BODIES),
    task=st.sampled_from(TASKS),
    quote=st.sampled_from([quote("Giao việc."), quote("Gia hạn cho việc này.")]),
    people=st.lists(st.sampled_from(NAMES), max_size=1).map(tuple),
    deadline=st.none() | st.builds(Deadline, st.just("hạn"), st.none() | days, st.none()),
)
meeting_records = st.builds(
    MeetingRecord,
    title=st.sampled_from(["Giao ban tháng 4", "Họp phòng cháy rừng"]),
    date=st.none() | days,
    body=st.none() | st.sampled_from(BODIES),
    chairs=st.lists(st.sampled_from(NAMES).map(chair), max_size=2).map(tuple),
    attendees=st.lists(
        st.builds(Attendee, st.sampled_from(NAMES + BODIES), st.none(), st.just(quote("dự")), st.booleans()), max_size=2
    ).map(tuple),
    assignments=st.lists(assignments, max_size=3).map(tuple),
)
asked = st.sampled_from([*NAMES, *map(fold, NAMES), "Hà", "Hạ", "ha", "Hùng", "hung", "Trâm", "tram", "An", "Thu Hà"])


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path_factory.mktemp('facts') / 'ledger.db'}")
    yield opened
    opened.close()


def store(
    ledger: Ledger, given_records: Sequence[MeetingRecord], scope: str | None = None
) -> tuple[str, list[Document]]:
    """Write records into a scope of their own."""
    scope = scope or f"phạm vi {next(numbers)}"
    batch = []
    for number, record in enumerate(given_records):
        name = f"{number}.txt"
        document = Document(document_id(scope, name), scope, name, name, record.title, "txt", "hash", record.date)
        batch.append(StoredDocument(document, "", 0, "cut-1", NOW, (), Extracted(record, "rules-1")))
    ledger.write(batch)
    return scope, [one.document for one in batch]


def is_called(name: str, wanted: str) -> bool:
    """Whether a name ends with the wanted one: spelled out for the tests."""
    if not has_diacritics(wanted):
        name, wanted = fold(name), fold(wanted)
    syllables = wanted.lower().split()
    return name.lower().split()[-len(syllables) :] == syllables


def flat(found: Sequence[Task]) -> list[tuple[str, int]]:
    return [(one.document.id, one.number) for one in found]


def every(documents: Sequence[Document], given_records: Sequence[MeetingRecord]) -> list[tuple[Task, MeetingRecord]]:
    return [
        (Task(document, record.date, number, assignment), record)
        for document, record in zip(documents, given_records, strict=True)
        for number, assignment in enumerate(record.assignments, start=1)
    ]


def day_of(one: Task) -> date | None:
    return one.assignment.deadline.day if one.assignment.deadline else None


@given(anything)
def test_a_record_comes_back_from_json_as_it_was(record: MeetingRecord) -> None:
    assert record_from_json(record_to_json(record)) == record


shared = within(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@shared
@given(st.lists(meeting_records, max_size=6), days, days)
def test_tasks_due_between_two_days_are_those_of_a_direct_count(
    ledger: Ledger, given_records: list[MeetingRecord], first: date, last: date
) -> None:
    scope, documents = store(ledger, given_records)
    found = ledger.facts.tasks([scope], TaskFilter(due_from=first, due_to=last))
    counted = [one for one, _ in every(documents, given_records) if (day := day_of(one)) and first <= day <= last]
    assert sorted(flat(found)) == sorted(flat(counted))
    assert all(one in counted for one in found)
    order = [(day_of(one) or date.max, one.date or date.max) for one in found]
    assert order == sorted(order)


@shared
@given(st.lists(meeting_records, max_size=6), asked)
def test_meetings_chaired_by_somebody_are_those_of_a_direct_count(
    ledger: Ledger, given_records: list[MeetingRecord], wanted: str
) -> None:
    scope, documents = store(ledger, given_records)
    found = ledger.facts.meetings([scope], MeetingFilter(chair=wanted))
    counted = [
        Meeting(document, record)
        for document, record in zip(documents, given_records, strict=True)
        if any(is_called(one.name, wanted) for one in record.chairs)
    ]
    assert {one.document.id: one for one in found} == {one.document.id: one for one in counted}
    order = [one.record.date or date.min for one in found]
    assert order == sorted(order, reverse=True)


@shared
@given(st.lists(meeting_records, max_size=6), days)
def test_overdue_tasks_are_those_of_a_direct_count(
    ledger: Ledger, given_records: list[MeetingRecord], today: date
) -> None:
    scope, documents = store(ledger, given_records)

    def content(one: Task) -> set[str]:
        light = set("hoan thanh cho giao".split()) - {"giao"}
        return set(fold(one.assignment.task).split()) - light

    def same(a: Task, b: Task) -> bool:
        together = content(a) & content(b)
        moved = any("Gia hạn" in one.assignment.quote.text for one in (a, b))
        owners = [one.assignment.owner or "".join(one.assignment.people) for one in (a, b)]
        owned = owners[0] and owners[0] == owners[1]
        least = min(len(content(a)), len(content(b)))
        return bool(
            (moved or owned)
            and len(together) >= max(3, least / 2)
            and len(together) >= 0.3 * len(content(a) | content(b))
        )

    with_deadline = [one for one, _ in every(documents, given_records) if one.assignment.deadline]
    counted = [
        one
        for one in with_deadline
        if (day := day_of(one))
        and day < today
        and not any(one.date and other.date and other.date > one.date and same(one, other) for other in with_deadline)
    ]
    assert sorted(flat(ledger.facts.tasks([scope], TaskFilter(overdue_on=today)))) == sorted(flat(counted))


@shared
@given(st.lists(meeting_records, max_size=6), st.sampled_from(NAMES))
def test_tasks_of_somebody_are_those_of_a_direct_count(
    ledger: Ledger, given_records: list[MeetingRecord], wanted: str
) -> None:
    scope, documents = store(ledger, given_records)
    found = ledger.facts.tasks([scope], TaskFilter(owner=wanted))
    counted = [
        one
        for one, _ in every(documents, given_records)
        if any(is_called(name, wanted) for name in (one.assignment.owner or "", *one.assignment.people))
    ]
    assert sorted(flat(found)) == sorted(flat(counted))


def test_a_body_is_found_by_its_words_in_order_and_by_its_abbreviation(ledger: Ledger) -> None:
    scope, _ = store(ledger, [MeetingRecord("Họp", assignments=tuple(task(body, "làm báo cáo") for body in BODIES))])

    def found(owner: str) -> list[str | None]:
        return [one.assignment.owner for one in ledger.facts.tasks([scope], TaskFilter(owner=owner))]

    assert found("phòng tài chính") == BODIES[:2]
    assert found("phong tai chinh") == BODIES[:2]
    assert found("Phòng Tài chính và Kế hoạch") == BODIES[:1]
    assert found("Ủy ban nhân dân xã Bình An") == BODIES[2:3]
    assert found("UBND xa Binh An") == BODIES[2:4]
    assert found("Kế hoạch Tài chính") == []
    assert found("") == []


def test_tasks_are_found_by_their_words_meeting_and_lack_of_a_deadline(ledger: Ledger) -> None:
    first = MeetingRecord(
        "Giao ban",
        date=date(2024, 4, 3),
        body="UBND xã Bình An",
        assignments=(task("A", TASKS[3]), task("A", TASKS[2], date(2024, 4, 9)), task("A", "x")),
    )
    second = MeetingRecord("Giao ban xã Hòa Bình", date=date(2024, 5, 3), assignments=(task("B", TASKS[4]),))
    scope, documents = store(ledger, [first, second])

    def found(**wanted: object) -> list[tuple[str, int]]:
        return flat(ledger.facts.tasks([scope], TaskFilter(**wanted)))  # type: ignore[arg-type]

    one, two = (document.id for document in documents)
    assert found(text="trạm y tế Hạ") == [(one, 1)]
    assert found(text="tram y te ha") == [(one, 1), (two, 1)]
    assert found(body="xã Bình An", without_deadline=True) == [(one, 1), (one, 3)]
    assert found(body="xã Hoà Bình") == [(two, 1)]  # where the record names no body, the title may
    assert found(date_from=date(2024, 5, 1)) == [(two, 1)]
    assert found(document_ids=[two]) == [(two, 1)]
    assert found(document_ids=[]) == []


def test_meetings_are_found_by_who_was_there_and_what_about(ledger: Ledger) -> None:
    there = Attendee(NAMES[0], None, quote("dự"))
    absent = Attendee(NAMES[1], None, quote("vắng"), present=False)
    first = MeetingRecord("Họp bàn cháy rừng", chairs=(chair(NAMES[2]),), attendees=(there, absent))
    second = MeetingRecord("Giao ban", attendees=(Attendee("Phòng Tài chính - Kế hoạch", None, quote("dự")),))
    scope, _ = store(ledger, [first, second])

    def found(**wanted: str) -> list[str]:
        return [one.record.title for one in ledger.facts.meetings([scope], MeetingFilter(**wanted))]  # type: ignore[arg-type]

    assert found(attendee="bà Thu Hà") == found(attendee="Hưng") == found(topic="rừng cháy") == [first.title]
    assert found(attendee="Thu Hạ") == []
    assert found(attendee="Phòng Tài chính") == [second.title]
    assert found(topic="") == [first.title, second.title]  # undated ones by name


def test_the_history_of_a_task_follows_its_deadlines_and_owners(ledger: Ledger) -> None:
    monthly = [
        ("Ban QLDA", TASKS[0], date(2024, 4, 15), "Giao Ban QLDA."),
        ("Ban QLDA", TASKS[0], date(2024, 5, 15), "Cho lùi đến 15/5."),
        ("Phòng Nội vụ", TASKS[2], date(2024, 5, 15), "Giao Phòng Nội vụ."),
        ("Trung tâm Quỹ đất", TASKS[1], date(2024, 6, 30), "Chuyển cho Trung tâm Quỹ đất, hạn 30/6."),
        ("Trung tâm Quỹ đất", TASKS[1], None, "Trung tâm Quỹ đất đôn đốc."),
    ]
    made = [
        MeetingRecord("Giao ban", date=date(2024, 4, 1) + timedelta(days=30 * n), assignments=(task(*one),))
        for n, one in enumerate(monthly)
    ]
    scope, documents = store(ledger, made)
    store(ledger, made)  # the same in another scope is another task
    all_of = ledger.facts.tasks([scope], TaskFilter())
    wanted = [(documents[n].id, 1) for n in (0, 1, 3, 4)]
    for one in all_of:
        expected = [(documents[2].id, 1)] if one.document == documents[2] else wanted
        assert flat(ledger.facts.history(one)) == expected
    overdue = ledger.facts.tasks([scope], TaskFilter(overdue_on=date(2024, 7, 1)))
    assert flat(overdue) == [(documents[2].id, 1), (documents[3].id, 1)]


def test_scopes_keep_facts_apart(ledger: Ledger) -> None:
    record = MeetingRecord("Họp", chairs=(chair(NAMES[0]),), assignments=(task("A", TASKS[0]),))
    one, two = store(ledger, [record])[0], store(ledger, [record])[0]
    for scopes, count in (([one], 1), ([one, two], 2), ([], 0)):
        assert len(ledger.facts.tasks(scopes, TaskFilter(owner="A"))) == count
        assert {m.document.scope for m in ledger.facts.meetings(scopes, MeetingFilter(chair="Hà"))} == set(scopes)


def test_a_record_is_replaced_with_its_rows_and_goes_with_its_document(ledger: Ledger) -> None:
    record = MeetingRecord("Họp", chairs=(chair(NAMES[0]),), assignments=(task("A", TASKS[0]),))
    scope, [document] = store(ledger, [record])
    other = MeetingRecord("Họp lại", date=date(2024, 4, 3))
    ledger.write_records([(document, Extracted(other, "rules-2"))])
    assert ledger.facts.record(document.id) == other
    assert ledger.facts.tasks([scope], TaskFilter()) == []
    assert ledger.facts.extracted([document.id]) == {document.id: Extracted(other, "rules-2")}
    assert document.id not in ledger.unextracted("rules-2")
    store(ledger, [record], scope)
    assert ledger.facts.record(document.id) == record
    ledger.remove([document.id])
    assert ledger.facts.record(document.id) is None
    with ledger.database.read() as connection:
        for table in (records, meetings, people, tasks):
            assert not connection.scalar(select(func.count()).where(table.c.document_id == document.id))


def test_a_ledger_of_the_first_version_keeps_its_documents_and_chunks(tmp_path: Path) -> None:
    import sqlite3

    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    url = f"sqlite:///{tmp_path / 'old.db'}"
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "rag" / "store" / "migrations"))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    old = sqlite3.connect(tmp_path / "old.db")
    old.execute("INSERT INTO scopes VALUES ('chung', '2024-04-03 00:00:00')")
    row = ("d1", "chung", "a", "a", "t", "txt", "h", 1, None, "2024-04-03 00:00:00.000000", "cut-1", 0, False, "một")
    old.execute(f"INSERT INTO documents VALUES ({','.join('?' * len(row))})", row)
    old.execute("INSERT INTO chunks VALUES ('c1', 'd1', 0, 0, 3, '[]', 'x', 1, 'fake', x'0000803f')")
    old.commit()
    old.close()
    opened = Ledger(url)
    assert [chunk.text for chunk in opened.chunks("d1")] == ["một"]
    assert opened.unextracted("rules-1") == ["d1"]
    assert opened.facts.record("d1") is None
    opened.close()
