"""Every indexed document has its record; another version of the extractor makes it anew and leaves the rest alone."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Timer

import pytest

from rag.extract import RuleExtractor
from rag.extract.child import ChildError, Children, written_on
from rag.language.dates import DAY_SIGNS, DaySign, document_date
from rag.library import Library
from rag.record import MeetingRecord
from rag.settings import ModelSettings
from rag.store.facts import TaskFilter
from rag.types import Query
from tests.index.corpus import assert_sound, settings, summary, write
from tests.openai_server import OpenAIServer, text

TITLE = "Thông báo kết luận giao ban tháng 4"
MINUTES = f"""{TITLE}

Ngày 3/4/2024, đồng chí Lê Văn Sáu, Phó Chủ tịch UBND huyện Vân Lâm, chủ trì cuộc họp giao ban tháng 4.

Giao Phòng Tài chính - Kế hoạch rà soát danh sách hộ nghèo, báo cáo trước ngày 15/4/2024.
"""


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    path = tmp_path / "docs" / "tb.txt"
    path.parent.mkdir()
    path.write_text(MINUTES, encoding="utf-8")
    return path


def children_of(process: int) -> list[str]:
    found = subprocess.run(["pgrep", "-P", str(process), "-f", "rag.extract.child"], capture_output=True, text=True)
    return found.stdout.split()


def test_facts_are_there_once_a_document_is_indexed(tmp_path: Path, minutes: Path) -> None:
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(minutes)]))
        [document] = library.documents()
        record = library.record(document.id)
        assert record is not None
        assert [one.name for one in record.chairs] == ["Lê Văn Sáu"]
        assert document.date == record.date == date(2024, 4, 3)
        assert [one.document for one in library.meetings(["chung"], chair="Sáu")] == [document]
        [task] = library.tasks(["chung"], owner="Phòng Tài chính", due_to=date(2024, 4, 15))
        assert library.text(document.id)[task.assignment.quote.start :].startswith(task.assignment.quote.text)
        assert library.history(task) == [task]
        assert (library.tasks(["khác"]), library.meetings(["khác"])) == ([], [])
        status = library.status()
        assert (status.meetings, status.tasks, status.tasks_with_deadline) == (1, 1, 1)
        assert library.remove(document.id)
        assert library.record(document.id) is None
        assert (library.tasks(), library.meetings()) == ([], [])


def reindexed(library: Library, _: Path) -> None:
    summary(library.reindex())


def indexed(library: Library, source: Path) -> None:
    assert summary(library.index([str(source)])).unchanged == 1


def rebuilt(library: Library, _: Path) -> None:
    summary(library.reindex(rebuild=True))


@pytest.mark.parametrize("again", [reindexed, indexed, rebuilt])
def test_another_version_extracts_again_without_reading_or_embedding(
    tmp_path: Path, minutes: Path, monkeypatch: pytest.MonkeyPatch, again: Callable[[Library, Path], None]
) -> None:
    with monkeypatch.context() as before:
        before.setattr(RuleExtractor, "version", "rules-0")
        before.setattr(RuleExtractor, "extract", lambda self, title, text: MeetingRecord(title, date=date(2023, 1, 2)))
        with Library.open(settings(tmp_path)) as library:
            summary(library.index([str(minutes)]))
            [document] = library.documents()
            assert document.date == date(2023, 1, 2)
            stored = library._ledger.stored_chunks([document.id])[document.id]
    with Library.open(settings(tmp_path)) as library:
        monkeypatch.setattr(library._parts, "_embedder", Unused(library._parts.embedder().fingerprint, 4096))
        again(library, minutes)
        monkeypatch.undo()
        library._parts._embedder = None
        [document] = library.documents()
        assert document.date == date(2024, 4, 3)
        assert library.meetings(chair="Lê Văn Sáu")[0].document == document
        assert library._ledger.stored_chunks([document.id])[document.id].keys() == stored.keys()
        inside = Query("giao ban", ("chung",), date_from=date(2024, 4, 1))
        assert [one.document for one in library.retrieve(inside)] == [document]  # the indexes know the new day
        assert library._ledger.unextracted(RuleExtractor.version) == []
        assert library.status().health == "sound"
    assert_sound(tmp_path / "data")


class Unused:
    """An embedder that must not be asked."""

    def __init__(self, fingerprint: str, dimension: int) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension


def test_another_way_of_cutting_keeps_the_record(tmp_path: Path, minutes: Path) -> None:
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(minutes)]))
    with Library.open(settings(tmp_path, chunk_tokens=32)) as library:
        summary(library.reindex(rebuild=True))
        assert len(library.meetings(chair="Sáu")) == len(library.tasks()) == 1


def test_a_document_that_breaks_the_extractor_stops_nobody_and_reaches_no_log(
    tmp_path: Path, minutes: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (minutes.parent / "bad.txt").write_text("Họp kín\n\nNội dung mật.", encoding="utf-8")
    rules = RuleExtractor.extract

    def failing(self: RuleExtractor, title: str, text: str) -> MeetingRecord:
        if "mật" in text:
            raise ValueError(text)
        return rules(self, title, text)

    monkeypatch.setattr(RuleExtractor, "extract", failing)
    with caplog.at_level(logging.DEBUG), Library.open(settings(tmp_path)) as library:
        assert summary(library.index([str(minutes.parent)])).added == 2
        bad = next(one for one in library.documents() if one.name == "bad.txt")
        assert library.record(bad.id) == MeetingRecord("Họp kín")
        assert len(library.tasks()) == 1
    assert "ValueError" in caplog.text
    assert "mật" not in caplog.text


def test_many_documents_give_the_same_records_and_leave_no_child(tmp_path: Path, minutes: Path) -> None:
    for number in range(40):
        (minutes.parent / f"{number}.txt").write_text(MINUTES.replace("tháng 4.", f"số {number}."), encoding="utf-8")
    with Library.open(settings(tmp_path)) as library:
        seen = 0
        for _ in library.index([str(minutes.parent)]):
            seen = max(seen, len(children_of(os.getpid())))
        assert seen > 0
        assert children_of(os.getpid()) == []
        rules = RuleExtractor()
        for document in library.documents():
            assert library.record(document.id) == rules.extract(document.title, library.text(document.id))
        assert len(library.tasks()) == 41


def test_texts_about_no_meeting_go_to_no_child_and_have_their_day_all_the_same(tmp_path: Path) -> None:
    news = "Giá lúa tăng nhẹ\n\nGạo Tám Thơm, ngày 3/4/2024, nông dân xã Bình An bán được giá."
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"{news} Tin số {number}.", encoding="utf-8")
    with Library.open(settings(tmp_path)) as library:
        seen = 0
        for _ in library.index([str(tmp_path)]):
            seen = max(seen, len(children_of(os.getpid())))
        assert seen == 0
        assert library.status().meetings == 0
        for document in library.documents():
            assert document.date == date(2024, 4, 3)


@pytest.mark.parametrize("sign", DAY_SIGNS, ids=lambda sign: sign.meaning)
def test_the_quick_look_for_a_year_misses_no_day(sign: DaySign) -> None:
    for day in ("5/8/2025", "5/8/25", "2025-08-05", "ngày 5 tháng 8 năm 2025", "5 Aug 2025", "5.8.2100", "5/8"):
        text = sign.example.replace("5/8/2025", day)
        for title, body in (("Tin", text), (text, ""), ("Báo cáo năm 2025", text), ("Tin", f"{text} của 2025")):
            assert written_on(title, body) == document_date(title, body)


def test_a_document_that_takes_too_long_is_indexed_without_facts_and_told(
    tmp_path: Path, minutes: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (minutes.parent / "long.txt").write_text(MINUTES * 400, encoding="utf-8")
    monkeypatch.setattr("rag.composing.Children", partial(Children, limit=0.01))
    with caplog.at_level(logging.INFO, "rag"), Library.open(settings(tmp_path)) as library:
        assert summary(library.index([str(minutes.parent)])).added == 2
        long = next(one for one in library.documents() if one.name == "long.txt")
        assert library.record(long.id) == MeetingRecord(TITLE)
        assert len(library.tasks()) == 1
    assert "no facts were extracted: ChildError at child.py:" in caplog.text
    assert "Văn Sáu" not in caplog.text


def test_ctrl_c_waits_for_no_document(tmp_path: Path, minutes: Path) -> None:
    for number in range(4):
        (minutes.parent / f"{number}.txt").write_text(f"{number} {MINUTES * 5000}", encoding="utf-8")
    began = time.monotonic()
    Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), Library.open(settings(tmp_path)) as library:
        events = library.index([str(minutes.parent)])
        list(events)
    assert time.monotonic() - began - 1.5 < 2.5
    for _ in range(100):
        if not children_of(os.getpid()):
            return
        time.sleep(0.05)
    pytest.fail("a child lives on")


def test_a_child_that_dies_or_takes_too_long_is_replaced() -> None:
    children = Children(1)
    try:
        expected = children.extract(TITLE, MINUTES)
        [child] = children_of(os.getpid())
        os.kill(int(child), signal.SIGKILL)
        with pytest.raises(ChildError, match="gone"):
            children.extract(TITLE, MINUTES)
        assert children.extract(TITLE, MINUTES) == expected
    finally:
        children.close()
    slow = Children(1, limit=0.0)
    with pytest.raises(ChildError, match="too long"):
        slow.extract(TITLE, MINUTES)
    assert children_of(os.getpid()) == []


ORPHAN = """
import os, signal
from rag.extract.child import Children
children = Children(1)
children.extract("Họp", "Họp giao ban.")
print(children._idle[0]._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.run([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True, check=False)
    status = Path(f"/proc/{int(parent.stdout)}/status")
    for _ in range(100):
        if not status.exists() or "State:\tZ" in status.read_text(encoding="utf-8"):
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def test_a_model_that_fails_leaves_the_rules_record_to_be_made_again(tmp_path: Path, minutes: Path) -> None:
    with OpenAIServer() as server:
        model = ModelSettings(api_key=server.api_key, base_url=server.base_url, timeout=5, retries=0)
        with Library.open(settings(tmp_path, model=model)) as library:
            indexer = library._parts.indexer()
            assert indexer._reading.extraction.startswith("model ")
            server.play(*[text("không phải JSON")] * 8)
            drawn, day = indexer._reading.extract(TITLE, MINUTES)
            assert day == date(2024, 4, 3)
            assert drawn.version == RuleExtractor.version
            assert [one.name for one in drawn.record.chairs] == ["Lê Văn Sáu"]


def test_tasks_in_the_ledger_know_their_place_in_the_record(tmp_path: Path, minutes: Path) -> None:
    minutes.write_text(MINUTES + "\nGiao Công an huyện xử lý xe quá tải trước ngày 20/4/2024.\n", encoding="utf-8")
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(write(tmp_path / "more", 2)), str(minutes)]))
        for task in library._ledger.facts.tasks(None, TaskFilter()):
            record = library.record(task.document.id)
            assert record is not None
            assert record.assignments[task.number - 1] == task.assignment
