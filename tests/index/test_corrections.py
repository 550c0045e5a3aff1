"""What people put right holds wherever facts are told, until the text changes; moving a document embeds nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.corrections import carried
from rag.errors import CorrectionError, DocumentError
from rag.extract import RuleExtractor
from rag.library import Library
from rag.record import Assignment, Correction, MeetingRecord, Quote
from rag.store.corrections import Corrected
from rag.types import Answer, Query, Question
from tests.index.corpus import assert_sound, outcomes, settings, summary, write

MINUTES = """Thông báo kết luận giao ban tháng 4

Ngày 3/4/2024, đồng chí Lê Văn Sáu, Phó Chủ tịch UBND huyện Vân Lâm, chủ trì cuộc họp giao ban tháng 4.

Giao Phòng Tài chính - Kế hoạch rà soát danh sách hộ nghèo, báo cáo trước ngày 15/4/2024.

Giao Công an huyện kiểm tra các bến bãi tập kết cát, hoàn thành trong tháng.
"""


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    path = tmp_path / "docs" / "tb.txt"
    path.parent.mkdir()
    path.write_text(MINUTES, encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path, minutes: Path) -> Iterator[Library]:
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(minutes)]))
        yield library


async def ask(library: Library, question: str) -> Answer:
    return await library.assistant().ask(Question(question, date(2024, 5, 2)))


CHAIR = Correction("chair", "bà Trần Thị Bưởi, Chủ tịch UBND huyện")
DUE = Correction("deadline", "30/6/2024", 1)


async def test_a_correction_is_told_in_answers_and_lists_and_marked_there(library: Library) -> None:
    [document] = library.documents()
    assert "Lê Văn Sáu" in (await ask(library, "Ai chủ trì giao ban tháng 4?")).text
    record = library.correct(document.id, [CHAIR, DUE, Correction("owner", "Văn phòng UBND huyện", 1)])
    assert record == library.record(document.id)
    answer = await ask(library, "Ai chủ trì giao ban tháng 4?")
    assert answer.text == "Trần Thị Bưởi, Chủ tịch UBND huyện, chủ trì (đã đính chính)."
    [citation] = answer.citations
    assert MINUTES[citation.start : citation.end] == citation.quote  # the sentence it was read from
    assert "30/6/2024" in (await ask(library, "Hạn rà soát danh sách hộ nghèo là ngày nào?")).text
    assert "đã đính chính" in (await ask(library, "Việc gì đến hạn trong tháng 6/2024?")).text
    assert [one.document for one in library.meetings(chair="Bưởi")] == [document]
    assert library.meetings(chair="Sáu") == []
    [task] = library.tasks(owner="Văn phòng UBND", due_from=date(2024, 6, 30))
    assert task.number == 1
    assert library.corrections(document.id) == (CHAIR, DUE, Correction("owner", "Văn phòng UBND huyện", 1))


def test_a_day_put_right_moves_what_is_counted_from_it_and_what_the_indexes_hold(library: Library) -> None:
    [document] = library.documents()
    [task] = library.tasks(owner="Công an huyện")
    assert task.assignment.deadline is not None
    assert task.assignment.deadline.day == date(2024, 4, 30)
    library.correct(document.id, [Correction("date", "7/5/2024"), Correction("title", "Giao ban tháng 5")])
    [moved] = library.documents()
    assert (moved.title, moved.date) == ("Giao ban tháng 5", date(2024, 5, 7))
    [task] = library.tasks(owner="Công an huyện")
    assert (task.date, task.assignment.deadline) == (
        date(2024, 5, 7),
        replace(task.assignment.deadline, day=date(2024, 5, 31)),  # type: ignore[type-var]
    )
    found = library.retrieve(Query("giao ban", ("chung",), date_from=date(2024, 5, 1)))
    assert {one.document for one in found} == {moved}
    assert library.status().health == "sound"


@pytest.mark.parametrize("version", [RuleExtractor.version, "rules-of-tomorrow"])
@pytest.mark.parametrize("rebuild", [False, True])
def test_corrections_stay_while_the_text_does(
    tmp_path: Path, library: Library, minutes: Path, monkeypatch: pytest.MonkeyPatch, version: str, rebuild: bool
) -> None:
    [document] = library.documents()
    library.correct(document.id, [CHAIR, DUE, Correction("date", "4/4/2024"), Correction("title", "Giao ban quý II")])
    minutes.write_bytes(b"\xef\xbb\xbf" + minutes.read_bytes())  # other bytes, the same text
    monkeypatch.setattr(RuleExtractor, "version", version)
    assert not any(one.lost for one in outcomes(library.reindex(rebuild=rebuild)).values())
    [again] = library.documents()
    assert (again.title, again.date) == ("Giao ban quý II", date(2024, 4, 4))
    record = library.record(document.id)
    assert record is not None
    assert [one.name for one in record.chairs] == ["Trần Thị Bưởi"]
    assert record.assignments[0].deadline is not None
    assert record.assignments[0].deadline.day == date(2024, 6, 30)
    assert len(record.assignments) == 2


def test_corrections_outlive_another_way_of_cutting(tmp_path: Path, library: Library) -> None:
    [document] = library.documents()
    library.correct(document.id, [CHAIR])
    library.close()
    with Library.open(settings(tmp_path, chunk_tokens=32)) as other:
        summary(other.reindex(rebuild=True))
        assert len(other.meetings(chair="Bưởi")) == 1
        assert other.corrections(document.id) == (CHAIR,)
        other.correct(document.id, [Correction("time", "8 giờ")])  # on top of what was read, not of what was put right
        assert len(other.meetings(chair="Bưởi")) == 1


def test_another_text_replaces_corrections_and_says_so(library: Library, minutes: Path) -> None:
    [document] = library.documents()
    library.correct(document.id, [CHAIR])
    minutes.write_text(MINUTES.replace("Lê Văn Sáu", "Lê Văn Bảy"), encoding="utf-8")
    [outcome] = outcomes(library.reindex()).values()
    assert (outcome.state, outcome.lost) == ("updated", (CHAIR,))
    assert len(library.meetings(chair="Lê Văn Bảy")) == 1
    assert library.corrections(document.id) == ()


def test_a_removed_document_leaves_no_corrections(library: Library, minutes: Path) -> None:
    [document] = library.documents()
    library.correct(document.id, [CHAIR])
    assert library.remove(document.id)
    summary(library.index([str(minutes)]))
    assert library.corrections(document.id) == ()
    assert len(library.meetings(chair="Sáu")) == 1


@pytest.mark.parametrize(
    "change",
    [
        Correction("date", "hôm nọ"),
        Correction("title", " "),
        Correction("owner", "Ban A", 9),
        Correction("deadline", "30/6/2024"),
    ],
    ids=lambda change: change.field,
)
def test_what_cannot_be_read_changes_nothing(library: Library, change: Correction) -> None:
    [document] = library.documents()
    before = library.record(document.id)
    with pytest.raises(CorrectionError):
        library.correct(document.id, [CHAIR, change])
    assert library.record(document.id) == before
    assert library.corrections(document.id) == ()
    with pytest.raises(DocumentError):
        library.correct("0" * 16, [CHAIR])


def test_nothing_is_a_correction_too(library: Library) -> None:
    [document] = library.documents()
    record = library.correct(document.id, [Correction("deadline", "", 1), Correction("chair", "")])
    assert (record.chairs, record.assignments[0].deadline) == ((), None)


def test_an_assignment_is_known_by_its_sentence_however_it_is_counted() -> None:
    def task(words: str, start: int) -> Assignment:
        return Assignment("Ban A", words, Quote(words, start, start + len(words)))

    read = MeetingRecord("Họp", assignments=(task("một", 10), task("hai", 20), task("ba", 30)))
    base = Corrected("", "Họp", None, read, (Correction("owner", "Ban B", 2), Correction("owner", "Ban C", 3)))
    again = MeetingRecord("Họp", assignments=(task("mới", 5), task("một", 10), task("hai", 20)))
    new = carried(base, again)
    assert new.changes == (Correction("owner", "Ban B", 3), Correction("owner", "Ban C", 4))
    assert new.record.assignments[3] == read.assignments[2]  # not read any more, and somebody has spoken for it


def test_a_document_moves_with_all_it_has_and_is_embedded_no_more(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    [document] = library.documents()
    library.correct(document.id, [CHAIR])
    before = [one.text for one in library.chunks(document.id)]
    monkeypatch.setattr(library._parts.embedder(), "embed_documents", None)  # would be called to embed
    moved = library.move(document.id, "văn phòng")
    assert library.documents() == [moved]
    assert (moved.scope, moved.title) == ("văn phòng", document.title)
    assert library.document(document.id) is None
    assert [one.text for one in library.chunks(moved.id)] == before
    assert library.corrections(moved.id) == (CHAIR,)
    assert [one.document for one in library.meetings(["văn phòng"], chair="Bưởi")] == [moved]
    assert library.meetings(["chung"]) == []
    monkeypatch.undo()
    assert library.retrieve(Query("giao ban", ("chung",))) == []
    assert {one.document for one in library.retrieve(Query("giao ban", ("văn phòng",)))} == {moved}
    assert summary(library.reindex()).unchanged == 1
    library.close()
    assert_sound(tmp_path / "data")


def test_a_document_does_not_move_onto_itself(library: Library, minutes: Path) -> None:
    [document] = library.documents()
    summary(library.index([str(minutes)], scope="khác"))
    with pytest.raises(DocumentError):
        library.move(document.id, "khác")
    with pytest.raises(CorrectionError):
        library.move(document.id, " ")
    assert library.move(document.id, "chung") == document


def test_documents_are_found_by_words_name_or_source(tmp_path: Path, library: Library, minutes: Path) -> None:
    summary(library.index([str(write(tmp_path / "more", 3))]))
    [document] = library.documents(source=str(minutes))
    assert library.documents(name="tb.txt") == [document]
    assert library.documents(matching="ket luan giao ban") == [document]
    assert library.documents(matching="KẾT LUẬN tb.txt") == [document]
    assert library.documents(matching="kết luân") == []


def test_one_document_is_brought_up_to_date_alone(tmp_path: Path, library: Library, minutes: Path) -> None:
    summary(library.index([str(write(tmp_path / "more", 2))]))
    document = library.at(str(minutes), scope="chung")
    assert document is not None
    minutes.write_text(MINUTES.replace("Sáu", "Bảy"), encoding="utf-8")
    done = summary(library.reindex(document_id=document.id))
    assert (done.updated, done.unchanged) == (1, 0)
    with pytest.raises(DocumentError):
        summary(library.reindex(document_id="0" * 16))


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_cancelled_run_says_so_and_leaves_everything_findable(
    tmp_path: Path, library: Library, rebuild: bool
) -> None:
    summary(library.index([str(write(tmp_path / "more", 4))]))
    assert not library.cancel()
    events = library.reindex(rebuild=rebuild)
    next(iter(events))
    assert library.cancel()
    done = summary(events)
    assert done.cancelled
    assert len({one.document.id for one in library.retrieve(Query("thông báo", ("chung",), limit=50))}) == 5
    assert not summary(library.reindex()).cancelled  # the next one is not
    library.close()
    assert_sound(tmp_path / "data")
