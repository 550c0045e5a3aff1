"""Whatever happens to the derived indexes, they come back from the ledger; the ledger itself is never left half-done."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.kills import rounds
from rag.embed import HashedEmbedder
from rag.errors import ModelError, StoreError
from rag.index import Indexer
from rag.library import Library
from rag.settings import RagSettings
from rag.store.entry import Within
from rag.store.indexes import Indexes, Place
from rag.store.ledger import Ledger
from rag.store.writer import Writer
from rag.types import Query
from tests.index.corpus import assert_sound, held, settings, summary, write


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment_the_next_run_makes_all_three_stores_equal(tmp_path: Path, seed: int) -> None:
    done = rounds(tmp_path, kills=4, documents=40, seed=seed)
    assert [one for one in done if not one.sound] == []


def indexed(tmp_path: Path, count: int = 6) -> Path:
    folder = write(tmp_path / "docs", count)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
    return tmp_path / "data"


def embeddings(data_dir: Path) -> dict[str, bytes]:
    ledger = Ledger(f"sqlite:///{data_dir / 'ledger.db'}")
    result = {entry.chunk_id: entry.embedding.tobytes() for entries in ledger.entries() for entry in entries}
    ledger.close()
    return result


def truncate(directory: Path, pattern: str) -> None:
    paths = [path for path in directory.rglob(pattern) if path.is_file()]
    assert paths
    for path in paths:
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 3)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "both lost": lambda data: [shutil.rmtree(data / name) for name in ("chroma", "words")],
    "chroma's vectors cut": lambda data: truncate(data / "chroma", "*.bin"),
    "chroma's database cut": lambda data: truncate(data / "chroma", "*.sqlite3"),
    "tantivy cut": lambda data: truncate(data / "words", "*"),
    "tantivy's terms cut": lambda data: truncate(data / "words", "*.term"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_lost_index_is_made_anew_from_the_ledger(tmp_path: Path, damage: str) -> None:
    data = indexed(tmp_path)
    before = embeddings(data)
    DAMAGES[damage](data)
    with Library.open(settings(tmp_path)) as library:
        assert library.status().health == "sound"
        assert library.retrieve(Query("Thông báo về cháy rừng", ("chung",)))
    assert_sound(data)
    assert embeddings(data) == before


def test_what_an_unclean_stop_left_out_or_over_is_mended(tmp_path: Path) -> None:
    data = indexed(tmp_path)
    ledger = Ledger(f"sqlite:///{data / 'ledger.db'}")
    indexes = Indexes(ledger, Place(data))
    documents = ledger.documents()
    indexes.begin()
    lost = [chunk.id for chunk in ledger.chunks(documents[0].id)]
    indexes.vectors.delete("chung", lost)
    ledger.remove([documents[1].id])
    indexes.close()
    ledger.close()
    with Library.open(settings(tmp_path)) as library:
        assert library.status().health == "sound"
    assert_sound(data)


def test_reindex_verifies_and_reads_the_sources_again(tmp_path: Path) -> None:
    data = indexed(tmp_path)
    (tmp_path / "docs" / "tb-01.txt").write_text("Kết luận mới về đê kè Bến Đò.", encoding="utf-8")
    with Library.open(settings(tmp_path)) as library:
        done = summary(library.reindex())
        assert (done.updated, done.unchanged, done.failed) == (1, 5, ())
        assert library.retrieve(Query("đê kè Bến Đò", ("chung",)))[0].document.name == "tb-01.txt"
    assert_sound(data)


def test_a_rebuild_makes_new_generations_and_leaves_the_embeddings(tmp_path: Path) -> None:
    data = indexed(tmp_path)
    before = embeddings(data)
    with Library.open(settings(tmp_path)) as library:
        for event in library.reindex(rebuild=True):
            assert library.retrieve(Query("cháy rừng", ("chung",))), event
        assert library.retrieve(Query("cháy rừng", ("chung",)))
    assert embeddings(data) == before
    assert [path.name for path in sorted(data.glob("*/g*"))] == ["g1", "g1"]
    assert_sound(data)


def indexed_with_another_embedder(tmp_path: Path) -> Path:
    folder = write(tmp_path / "docs", 6)
    with Library.open(settings(tmp_path)) as library:
        embedder = HashedEmbedder(256)
        library._ledger.state()
        library._ledger.set_state(embedder=embedder.fingerprint, dimension=256)
        clock = lambda: datetime(2024, 4, 3, tzinfo=UTC)  # noqa: E731
        indexes = library._parts.indexes()
        indexer = Indexer(library._ledger, indexes, embedder, library._parts.reading(), clock=clock)
        assert summary(indexer.run([str(folder)], scope="chung")).added == 6
    return tmp_path / "data"


def test_another_embedder_asks_for_a_rebuild_and_leaves_the_rest_usable(tmp_path: Path) -> None:
    data = indexed_with_another_embedder(tmp_path)
    with Library.open(settings(tmp_path)) as library:
        with pytest.raises(StoreError, match="reindex --rebuild"):
            library.retrieve(Query("cháy rừng", ("chung",)))
        with pytest.raises(StoreError, match="reindex --rebuild"):
            summary(library.index([str(tmp_path / "docs")]))
        assert library.status().health == "rebuild"
        assert library.remove(library.documents()[0].id)
        assert summary(library.reindex(rebuild=True)).unchanged == 5
        assert library.status().health == "sound"
        assert library.retrieve(Query("cháy rừng", ("chung",)))
    assert_sound(data)


class Failing(HashedEmbedder):
    """Another embedder, whose server goes after some batches."""

    def __init__(self, batches: int) -> None:
        super().__init__(256)
        self._left = batches

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        if not self._left:
            raise ModelError("Không kết nối được máy chủ mô hình.", retryable=True)
        self._left -= 1
        return super().embed_documents(texts)


@pytest.mark.parametrize("batches", [0, 1])
def test_the_old_index_serves_when_a_change_of_the_embedder_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    monkeypatch.setattr("rag.index._BATCH_DOCUMENTS", 2)
    data = indexed(tmp_path)
    with Library.open(settings(tmp_path)) as library:
        library._parts._embedder = Failing(batches)
        with pytest.raises(ModelError):
            summary(library.reindex(rebuild=True))
    with Library.open(settings(tmp_path)) as library:
        assert library.retrieve(Query("cháy rừng", ("chung",)))
        assert library._parts.indexes().vectors.search(HashedEmbedder().embed_query("rừng"), Within(("chung",)), 3)
        assert library.status().health == ("rebuild" if batches else "sound")
        if batches:
            with pytest.raises(StoreError, match="reindex --rebuild"):
                summary(library.index([str(tmp_path / "docs")]))
        summary(library.reindex(rebuild=True))
        assert library.status().health == "sound"
    assert_sound(data)


@pytest.mark.parametrize("part", ["words/g*/*.term", "words/g*/*.idx", "words/g*/*.fieldnorm", "*/g*/**/*"])
def test_noise_in_the_files_is_told_and_mended_at_the_next_start(tmp_path: Path, part: str) -> None:
    data = indexed(tmp_path)
    noise = random.Random(1)
    for path in data.glob(part):
        if path.is_file() and not path.name.endswith(".lock"):
            path.write_bytes(noise.randbytes(path.stat().st_size))
    asked = "from tests.index.test_recovery import ask; ask()"
    told = subprocess.run([sys.executable, "-c", asked, str(data)], capture_output=True, text=True, check=False)
    assert "giaoban reindex" in told.stdout or "['" in told.stdout, told.stderr
    with Library.open(settings(tmp_path)) as library:
        assert library.status().health == "sound"
        assert library.retrieve(Query("cháy rừng", ("chung",)))
    assert_sound(data)


def ask() -> None:
    """In a process of its own: ask a library whose directory is named."""
    with Library.open(RagSettings(Path(sys.argv[1]))) as library:
        try:
            print([passage.document.name for passage in library.retrieve(Query("cháy rừng", ("chung",)))])
        except StoreError as error:
            print(error)


def test_an_interrupted_change_of_the_embedder_is_taken_up_again(tmp_path: Path) -> None:
    data = indexed_with_another_embedder(tmp_path)
    with Library.open(settings(tmp_path)) as library:
        next(iter(library.reindex(rebuild=True)))
    with Library.open(settings(tmp_path)) as library:
        with pytest.raises(StoreError, match="reindex --rebuild"):
            library.retrieve(Query("cháy rừng", ("chung",)))
        assert library.status().health == "rebuild"
        summary(library.reindex(rebuild=True))
        assert library.retrieve(Query("cháy rừng", ("chung",)))
    assert_sound(data)


def test_another_way_of_cutting_is_applied_when_a_source_is_indexed_again(tmp_path: Path) -> None:
    data = indexed(tmp_path)
    with Library.open(settings(tmp_path, chunk_tokens=100)) as library:
        before = library.status().chunks
        assert summary(library.index([str(tmp_path / "docs")])).updated == 6
        assert library.status().chunks > before
    assert_sound(data)


FILL = """
import json, resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from rag.errors import ModelError, StoreError
from rag.library import Library
from rag.settings import RagSettings
data, folder, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
reported, error = [], None
library = Library.open(RagSettings(data_dir=data))
import chromadb
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    for event in library.index([folder]):
        if getattr(event, "state", None) == "added":
            reported.append(event.source)
except StoreError as caught:
    error = str(caught)
print(json.dumps([reported, error]), flush=True)
import os
os._exit(0)
"""


@pytest.mark.parametrize("limit", [100_000, 1_000_000])
def test_a_full_disk_is_a_clear_error_and_the_ledger_stays_right(tmp_path: Path, limit: int) -> None:
    folder = write(tmp_path / "docs", 150)
    data = tmp_path / "data"
    child = subprocess.run(
        [sys.executable, "-c", FILL, str(data), str(folder), str(limit)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert child.stdout, child.stderr
    reported, error = json.loads(child.stdout)
    assert error is not None
    assert "đĩa" in error.lower()
    with Library.open(settings(tmp_path)) as library:
        assert set(reported) <= {document.source for document in library.documents()}
        assert all(library.chunks(document.id) for document in library.documents())
        done = summary(library.index([str(folder)]))
        assert done.added + done.unchanged == 150
    assert_sound(data)


def test_a_failed_run_in_the_same_process_is_mended_before_the_next(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", 6)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder / "tb-00.txt")]))
        indexes = library._parts.indexes()
        with pytest.raises(StoreError), Writer(indexes) as writer:
            writer.begin()
            library._ledger.remove([library.documents()[0].id])
            raise StoreError("Đĩa đầy.")
        assert library.status().health == "unfinished"
        summary(library.index([str(folder)]))
        assert library.status().health == "sound"
    assert_sound(tmp_path / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_directory_is_a_clear_error(tmp_path: Path) -> None:
    data = indexed(tmp_path)
    data.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="quyền ghi"):
            Library.open(settings(tmp_path))
    finally:
        data.chmod(0o700)


def test_a_second_library_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    with Library.open(settings(tmp_path)), pytest.raises(StoreError, match=f"tiến trình {os.getpid()}"):
        Library.open(settings(tmp_path))
    Library.open(settings(tmp_path)).close()


def test_what_a_killed_rebuild_left_is_removed(tmp_path: Path) -> None:
    data = indexed(tmp_path)
    (data / "chroma" / "g7").mkdir()
    (data / "words" / "g7").mkdir()
    Library.open(settings(tmp_path)).close()
    assert not list(data.glob("*/g7"))
    assert held(data)[0]
