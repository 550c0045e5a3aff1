"""Indexing is incremental, idempotent, never stopped by one file, and keeps scopes apart."""

import os
from datetime import date
from pathlib import Path

import pytest

from rag.errors import DocumentError, ScopeError
from rag.events import FileOutcome, IndexProgress, IndexSummary
from rag.library import Library
from rag.sources import expand
from rag.types import Query
from tests.index.corpus import assert_sound, held, outcomes, settings, summary, write


def test_a_folder_is_indexed_and_a_second_time_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs")
    with Library.open(settings(tmp_path)) as library:
        first = summary(library.index([str(folder)]))
        assert (first.added, first.failed) == (8, ())
        again = summary(library.index([str(folder), str(folder / "tb-00.txt")]))
        assert (again.added, again.updated, again.unchanged) == (0, 0, 8)
        status = library.status()
        assert (status.documents, status.health, status.scopes) == (8, "sound", {"chung": 8})
    assert_sound(tmp_path / "data")


def test_events_tell_progress_then_outcomes_then_the_summary(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 3)
    with Library.open(settings(tmp_path)) as library:
        events = list(library.index([str(folder)]))
    assert [e.done for e in events if isinstance(e, IndexProgress)] == [1, 2, 3]
    stored = [e for e in events if isinstance(e, FileOutcome)]
    assert {e.state for e in stored} == {"added"}
    assert all(e.document and e.chunks for e in stored)
    assert isinstance(events[-1], IndexSummary)


def test_one_change_touches_one_files_changed_chunks(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 4, paragraphs=6)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
        before = {d.name: {c.id for c in library.chunks(d.id)} for d in library.documents()}
        path = folder / "tb-01.txt"
        path.write_text(path.read_text(encoding="utf-8") + "\n\nViệc mới: sửa cầu Bến Đò.", encoding="utf-8")
        done = summary(library.index([str(folder)]))
        assert (done.updated, done.unchanged) == (1, 3)
        after = {d.name: {c.id for c in library.chunks(d.id)} for d in library.documents()}
    assert [name for name in before if before[name] != after[name]] == ["tb-01.txt"]
    kept = before["tb-01.txt"] & after["tb-01.txt"]
    assert len(kept) >= len(before["tb-01.txt"]) - 1 > 1
    assert_sound(tmp_path / "data")


def test_the_same_paragraph_twice_gives_two_chunks(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    part = "Ủy ban xã Bình An họp về thủy lợi và đê điều. " * 30
    (folder / "a.txt").write_text("\n\n".join([part] * 4), encoding="utf-8")
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
        [document] = library.documents()
        chunks = library.chunks(document.id)
        assert len({c.id for c in chunks}) == len(chunks) > 1
        assert "".join(c.text for c in chunks) == library.text(document.id)
    assert_sound(tmp_path / "data")


def test_a_bad_file_stops_nobody_and_an_updated_one_keeps_its_old_version(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 3)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
        (folder / "tb-01.txt").write_bytes(b"")
        (folder / "tb-02.txt").write_text("Nội dung mới về đê kè.", encoding="utf-8")
        (folder / "tb-09.txt").write_bytes(b"\x00\x01\x02" * 50)
        states = outcomes(library.index([str(folder), str(folder / "không có.txt")]))
        assert {name: o.state for name, o in states.items()} == {
            "tb-00.txt": "unchanged",
            "tb-01.txt": "failed",
            "tb-02.txt": "updated",
            "tb-09.txt": "failed",
            "không có.txt": "failed",
        }
        assert all(o.reason for o in states.values() if o.state == "failed")
        kept = next(d for d in library.documents() if d.name == "tb-01.txt")
        assert "Bình An" in library.text(kept.id)
    assert_sound(tmp_path / "data")


def test_prune_removes_what_is_gone_below_the_folder_and_in_the_scope_only(tmp_path: Path) -> None:
    folder, other = write(tmp_path / "docs", 3), write(tmp_path / "other", 2)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder), str(other)]))
        summary(library.index([str(folder)], scope="riêng"))
        for path in (folder / "tb-00.txt", other / "tb-00.txt"):
            path.unlink()
        assert summary(library.index([str(folder)])).removed == 0
        done = summary(library.index([str(folder)], prune=True))
        assert (done.removed, done.unchanged) == (1, 2)
        assert len(library.documents(["chung"])) == 4
        assert len(library.documents(["riêng"])) == 3
    assert_sound(tmp_path / "data")


def test_prune_of_a_folder_that_is_not_there_removes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 2)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
        folder.rename(tmp_path / "moved")
        done = summary(library.index([str(folder)], prune=True))
        assert (done.removed, len(done.failed)) == (0, 1)
        assert len(library.documents()) == 2


def test_scopes_never_leak(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 4)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder / "tb-00.txt")], scope="chung"))
        summary(library.index([str(folder)], scope="mật"))
        for question in ("Thông báo về cháy rừng", "chay rung xa Binh An", "Bình An"):
            assert {p.document.scope for p in library.retrieve(Query(question, ("chung",), limit=50))} == {"chung"}
            assert {p.document.scope for p in library.retrieve(Query(question, ("mật",), limit=50))} == {"mật"}
            assert library.retrieve(Query(question, ("khác",))) == []
        with pytest.raises(ScopeError):
            library.retrieve(Query("cháy rừng", ()))


def test_a_new_library_finds_nothing_and_still_demands_a_scope(tmp_path: Path) -> None:
    with Library.open(settings(tmp_path)) as library:
        assert library.retrieve(Query("họp", ("chung",))) == []
        with pytest.raises(ScopeError):
            library.retrieve(Query("họp", ()))
        assert library.status().health == "empty"
        with pytest.raises(DocumentError):
            library.text("x")


def test_a_removed_document_is_gone_everywhere(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 3)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
        victim = library.documents()[1]
        assert library.remove(victim.id) is True
        assert library.remove(victim.id) is False
        found = library.retrieve(Query(victim.title, ("chung",), limit=50))
        assert victim.id not in {p.document.id for p in found}
        assert library.status().health == "sound"
    assert_sound(tmp_path / "data")


def test_stopping_early_keeps_what_was_reported_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 300, paragraphs=1)
    with Library.open(settings(tmp_path)) as library:
        events = library.index([str(folder)])
        for event in events:
            if isinstance(event, FileOutcome):
                break
    assert_sound(tmp_path / "data")
    with Library.open(settings(tmp_path)) as library:
        assert 0 < library.status().documents < 300
        assert library.status().health == "sound"
        done = summary(library.index([str(folder)]))
        assert done.added + done.unchanged == 300
        assert done.unchanged > 0
    assert_sound(tmp_path / "data")


def test_a_documents_day_is_taken_from_its_text(tmp_path: Path) -> None:
    path = tmp_path / "tb.txt"
    path.write_text("Thông báo kết luận\n\nNgày 3/4/2024, UBND xã Bình An họp giao ban tháng 4.", encoding="utf-8")
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(path)]))
        assert library.documents()[0].date == date(2024, 4, 3)
        inside = Query("họp giao ban", ("chung",), date_from=date(2024, 4, 1), date_to=date(2024, 4, 30))
        outside = Query("họp giao ban", ("chung",), date_from=date(2024, 5, 1))
        assert len(library.retrieve(inside)) == 1
        assert library.retrieve(outside) == []


def test_searching_goes_on_while_indexing(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", 4), write(tmp_path / "b", 4)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(first)]))
        for _ in library.index([str(second)]):
            assert library.retrieve(Query("cháy rừng", ("chung",)))


def test_folders_are_listed_sorted_without_hidden_files_and_links_end(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", ".hidden.txt", "c.exe", "sub/d.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    listing = expand([str(tmp_path), "https://example.org/a#b"], {".txt", ".md"})
    names = [os.path.relpath(s, tmp_path) for s in listing.sources[:-1]]
    assert names == ["a.MD", "b.txt", "sub/d.txt"]
    assert listing.sources[-1] == "https://example.org/a"
    assert listing.folders == (str(tmp_path),)


def test_positions_in_a_moved_text_are_right(tmp_path: Path) -> None:
    path = write(tmp_path / "docs", 1, paragraphs=5) / "tb-00.txt"
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(path)]))
        text = path.read_text(encoding="utf-8")
        path.write_text("Một câu thêm vào đầu.\n\n" + text, encoding="utf-8")
        summary(library.index([str(path)]))
        [document] = library.documents()
        for passage in library.retrieve(Query("cháy rừng giao ban", ("chung",))):
            chunk = passage.chunk
            assert library.text(document.id)[chunk.start : chunk.end] == chunk.text
    assert len(set(map(len, held(tmp_path / "data")))) == 1
