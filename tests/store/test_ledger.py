"""The ledger keeps what it was given, forgets what was removed, and says so when it cannot."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from rag.errors import StoreError
from rag.store.entry import Within
from rag.store.ledger import Ledger
from rag.store.rows import StoredChunk, StoredDocument, chunk_id, document_id
from rag.store.schema import HEAD, metadata
from rag.types import Chunk, Citation, Document, Turn

NOW = datetime(2024, 4, 3, 1, 0, tzinfo=UTC)


def stored(name: str, *parts: str, scope: str = "chung", day: date | None = None) -> StoredDocument:
    document = Document(document_id(scope, name), scope, name, name, f"Tiêu đề {name}", "txt", f"hash-{name}", day)
    chunks, start = [], 0
    for ordinal, part in enumerate(parts):
        chunk = Chunk(
            chunk_id(document.id, part, 0), document.id, ordinal, start, start + len(part), ("Mục",), part, len(part)
        )
        chunks.append(StoredChunk(chunk, f"text-{ordinal}", "fake-2", np.array([ordinal, 1], dtype=np.float32)))
        start += len(part)
    return StoredDocument(document, "".join(parts), 10, "cut-1", NOW, tuple(chunks))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    opened = Ledger(url, busy_timeout=0.1)
    yield opened
    opened.close()


def test_what_is_written_comes_back_as_values(ledger: Ledger) -> None:
    one = stored("a.txt", "Đồng chí Lê Văn Sáu ", "chủ trì họp.", day=date(2024, 4, 3))
    ledger.write([one])
    assert ledger.documents() == [one.document] == [ledger.document(one.document.id)]
    assert ledger.text(one.document.id) == "Đồng chí Lê Văn Sáu chủ trì họp."
    assert ledger.chunks(one.document.id) == [c.chunk for c in one.chunks]
    kept = ledger.stored_chunks([one.document.id])[one.document.id]
    assert all((kept[c.chunk.id].embedding == c.embedding).all() for c in one.chunks)
    [entries] = ledger.entries()
    assert [entry.text for entry in entries] == ["Đồng chí Lê Văn Sáu ", "chủ trì họp."]


def test_writing_a_document_again_replaces_its_chunks_only(ledger: Ledger) -> None:
    ledger.write([stored("a.txt", "một", "hai"), stored("b.txt", "ba")])
    ledger.write([stored("a.txt", "một", "bốn")])
    texts = {c.text for d in ledger.documents() for c in ledger.chunks(d.id)}
    assert texts == {"một", "bốn", "ba"}
    assert ledger.counts().chunks == 3


def test_a_batch_is_stored_whole_or_not_at_all(ledger: Ledger) -> None:
    bad = stored("b.txt", "ba", "ba")  # two chunks with one id
    with pytest.raises(StoreError):
        ledger.write([stored("a.txt", "một"), bad])
    assert ledger.documents() == []


def test_removing_reports_the_chunks_that_went(ledger: Ledger) -> None:
    one = stored("a.txt", "một", "hai")
    ledger.write([one])
    assert ledger.remove([one.document.id, "unknown"]) == {one.document.id: [c.chunk.id for c in one.chunks]}
    assert ledger.counts().chunks == 0
    assert ledger.text(one.document.id) is None


def test_found_gives_only_what_is_inside(ledger: Ledger) -> None:
    mine = stored("a.txt", "một", day=date(2024, 4, 3))
    theirs = stored("a.txt", "một", scope="khac", day=date(2024, 4, 3))
    undated = stored("b.txt", "hai")
    ledger.write([mine, theirs, undated])
    ids = [one.chunks[0].chunk.id for one in (mine, theirs, undated)]
    assert ledger.found([*ids, "unknown"], Within(("chung",))).keys() == {ids[0], ids[2]}
    assert ledger.found(ids, Within(("chung",), date_from=date(2024, 4, 1))).keys() == {ids[0]}
    assert ledger.found(ids, Within(("chung",), date_to=date(2024, 4, 1))) == {}
    assert ledger.found(ids, Within(("chung", "khac"), document_ids=(theirs.document.id,))).keys() == {ids[1]}
    assert ledger.found(ids, Within(("chung",), document_ids=())) == {}
    chunk, document = ledger.found(ids, Within(("khac",)))[ids[1]]
    assert (chunk, document) == (theirs.chunks[0].chunk, theirs.document)


def test_a_chunk_is_cut_from_the_text_by_characters(ledger: Ledger) -> None:
    one = stored("a.txt", "Ủy ban 🏛 huyện ", "họp")
    ledger.write([one])
    found = ledger.found([c.chunk.id for c in one.chunks], Within(("chung",)))
    assert {chunk.text for chunk, _ in found.values()} == {"Ủy ban 🏛 huyện ", "họp"}


def test_the_state_of_the_indexes_survives(url: str) -> None:
    first = Ledger(url)
    uid = first.state().uid
    first.set_state(dirty=True, embedder="hashed-1", files={"chroma/x": 3})
    first.close()
    second = Ledger(url)
    state = second.state()
    second.close()
    assert (state.uid, state.dirty, state.embedder, state.files) == (uid, True, "hashed-1", {"chroma/x": 3})


def test_pending_documents_are_those_not_settled(ledger: Ledger) -> None:
    one, two = stored("a.txt", "một"), stored("b.txt", "hai")
    ledger.write([one, two])
    ledger.settle([one.document.id])
    assert ledger.pending_chunks() == {two.chunks[0].chunk.id}
    ledger.settle()
    assert ledger.pending_chunks() == set()


def test_outdated_documents_are_those_of_another_cut_or_embedder(ledger: Ledger) -> None:
    one = stored("a.txt", "một")
    ledger.write([one])
    assert ledger.outdated("fake-2", "cut-1") == []
    assert ledger.outdated("fake-3", "cut-1") == ledger.outdated("fake-2", "cut-2") == [one.document.id]


def test_turns_come_back_oldest_first_without_citations_of_removed_documents(ledger: Ledger) -> None:
    one, two = stored("a.txt", "một"), stored("b.txt", "hai")
    ledger.write([one, two])
    for number in range(3):
        citations = (Citation(one.document, "một", 0, 3), Citation(two.document, "hai", 0, 3))
        ledger.turns.add("chat-1", Turn(f"hỏi {number}", f"rõ {number}", "đáp", citations), NOW)
    ledger.remove([one.document.id])
    turns = ledger.turns.last("chat-1", 2)
    assert [turn.question for turn in turns] == ["hỏi 1", "hỏi 2"]
    assert [c.document for c in turns[0].citations] == [two.document]
    ledger.turns.forget("chat-1")
    assert ledger.turns.last("chat-1", 2) == ()


WRITES: dict[str, Callable[[Ledger], Any]] = {
    "write": lambda ledger: ledger.write([stored("b.txt", "hai")]),
    "remove": lambda ledger: ledger.remove(["x"]),
    "settle": lambda ledger: ledger.settle(),
    "set_state": lambda ledger: ledger.set_state(dirty=True),
    "add_turn": lambda ledger: ledger.turns.add("c", Turn("a", "b", "c"), NOW),
    "forget": lambda ledger: ledger.turns.forget("c"),
}
READS: dict[str, Callable[[Ledger], Any]] = {
    "known": lambda ledger: ledger.known("chung"),
    "documents": lambda ledger: ledger.documents(),
    "text": lambda ledger: ledger.text("x"),
    "chunks": lambda ledger: ledger.chunks("x"),
    "found": lambda ledger: ledger.found(["x"], Within(("chung",))),
    "counts": lambda ledger: ledger.counts(),
    "entries": lambda ledger: list(ledger.entries()),
    "turns": lambda ledger: ledger.turns.last("c", 3),
    "state": lambda ledger: ledger.state(),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_locked_database_is_a_clear_error_and_changes_nothing(ledger: Ledger, tmp_path: Path, name: str) -> None:
    ledger.write([stored("a.txt", "một")])
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="đang bị một chương trình khác giữ"):
        WRITES[name](ledger)
    other.close()
    assert [d.name for d in ledger.documents()] == ["a.txt"]


@pytest.mark.parametrize("name", READS)
def test_reading_goes_on_while_another_writes(ledger: Ledger, tmp_path: Path, name: str) -> None:
    ledger.state()
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    READS[name](ledger)
    other.close()


def test_commits_are_durable_and_foreign_keys_hold(ledger: Ledger) -> None:
    with ledger.database.read() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")]
        assert [*pragmas, connection.exec_driver_sql("PRAGMA foreign_keys").scalar()] == ["wal", 2, 1]


def test_the_migrations_lead_to_the_tables_of_the_schema(ledger: Ledger, url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    scripts = ScriptDirectory(str(Path(__file__).parents[2] / "rag" / "store" / "migrations"))
    assert scripts.get_current_head() == HEAD


def test_the_tables_can_be_made_in_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_ledger_of_a_newer_program_is_refused(url: str, tmp_path: Path) -> None:
    Ledger(url).close()
    other = sqlite3.connect(tmp_path / "ledger.db")
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="mới hơn"):
        Ledger(url)


def test_a_file_that_is_no_database_is_refused(url: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text("không phải cơ sở dữ liệu" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="bị hỏng"):
        Ledger(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql+pymysql://user:MATKHAUBIMAT@127.0.0.1/x", 'pip install "PyMySQL"'),
        ("mongodb://user:MATKHAUBIMAT@127.0.0.1/x", "Không biết loại cơ sở dữ liệu"),
    ],
)
def test_a_driver_that_is_not_installed_is_named(url: str, said: str) -> None:
    with pytest.raises(StoreError) as refused:
        Ledger(url)
    assert said in str(refused.value)
    assert "MATKHAU" not in str(refused.value)
