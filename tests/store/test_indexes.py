"""Both derived indexes: what is written is found inside its scope only."""

import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ScopeError, StoreError
from rag.store.entry import Entry, Within
from rag.store.gate import Gate
from rag.store.vectors import Vectors
from rag.store.words import Words

TEXTS = ["Đồng chí Lê Văn Sáu chủ trì họp giao ban", "Giải phóng mặt bằng đường tỉnh", "Phòng chống cháy rừng mùa khô"]


def entries(scope: str, prefix: str, day: date | None = None) -> list[Entry]:
    vectors = np.eye(3, dtype=np.float32)
    return [
        Entry(f"{prefix}{i}", f"{prefix}-doc{i}", scope, day, "Thông báo", (), text, vectors[i])
        for i, text in enumerate(TEXTS)
    ]


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "chroma", prefix="giaoban-test-g0", fingerprint="fake-3")
    yield opened
    opened.close()


@pytest.fixture
def words(tmp_path: Path) -> Iterator[Words]:
    opened = Words(tmp_path / "words")
    yield opened
    opened.close()


@pytest.mark.parametrize("scopes", [(), ("",), "chung"])
def test_a_search_without_a_scope_cannot_be_asked(scopes: tuple[str, ...]) -> None:
    with pytest.raises(ScopeError):
        Within(scopes)


def test_vectors_never_leave_their_scope(vectors: Vectors) -> None:
    vectors.upsert([*entries("chung", "a"), *entries("mật", "b")])
    ask = np.eye(3, dtype=np.float32)[0]
    assert {hit.chunk_id[0] for hit in vectors.search(ask, Within(("chung",)), 9)} == {"a"}
    assert {hit.chunk_id[0] for hit in vectors.search(ask, Within(("mật",)), 9)} == {"b"}
    assert len(vectors.search(ask, Within(("chung", "mật")), 9)) == 6
    assert vectors.search(ask, Within(("không có",)), 9) == []


def test_the_nearest_vector_comes_first_with_its_inner_product(vectors: Vectors) -> None:
    vectors.upsert(entries("chung", "a"))
    best = vectors.search(np.array([0.2, 0.9, 0], dtype=np.float32), Within(("chung",)), 2)
    assert [hit.chunk_id for hit in best] == ["a1", "a0"]
    assert best[0].score == pytest.approx(0.9, abs=1e-5)


def test_writing_a_chunk_again_replaces_it(vectors: Vectors) -> None:
    vectors.upsert(entries("chung", "a"))
    first = entries("chung", "a")[0]
    moved = Entry("a0", first.document_id, "chung", None, "", (), "", np.array([0, 0, 5], dtype=np.float32))
    vectors.upsert([moved])
    assert vectors.ids("chung") == {"a0", "a1", "a2"}
    assert vectors.search(np.array([0, 0, 1], dtype=np.float32), Within(("chung",)), 1)[0].chunk_id == "a0"
    vectors.delete("chung", ["a0", "unknown"])
    assert vectors.ids("chung") == {"a1", "a2"}


def test_days_and_documents_narrow_a_search(vectors: Vectors, words: Words) -> None:
    april, undated = entries("chung", "a", date(2024, 4, 3)), entries("chung", "b")
    ask = np.ones(3, dtype=np.float32)
    vectors.upsert([*april, *undated])
    words.upsert([*april, *undated])
    words.commit()
    within = Within(("chung",), date_from=date(2024, 4, 3), date_to=date(2024, 4, 3))
    assert {hit.chunk_id for hit in vectors.search(ask, within, 9)} == {"a0", "a1", "a2"}
    assert {hit.chunk_id for hit in words.search("chủ trì giải phóng cháy rừng", within, 9)} == {"a0", "a1", "a2"}
    later = Within(("chung",), date_from=date(2024, 4, 4))
    assert vectors.search(ask, later, 9) == words.search("chủ trì", later, 9) == []
    one = Within(("chung",), document_ids=("b-doc0",))
    assert [hit.chunk_id for hit in vectors.search(ask, one, 9)] == ["b0"]
    assert [hit.chunk_id for hit in words.search("chủ trì", one, 9)] == ["b0"]
    nothing = Within(("chung",), document_ids=())
    assert vectors.search(ask, nothing, 9) == words.search("chủ trì", nothing, 9) == []


def test_words_are_found_with_and_without_diacritics_inside_their_scope(words: Words) -> None:
    words.upsert([*entries("chung", "a"), *entries("mật", "b")])
    words.commit()
    for question in ("đường tỉnh mặt bằng", "duong tinh mat bang"):
        assert words.search(question, Within(("chung",)), 9)[0].chunk_id == "a1"
        assert {hit.chunk_id[0] for hit in words.search(question, Within(("mật",)), 9)} == {"b"}


def test_words_written_again_are_there_once(words: Words) -> None:
    for _ in range(3):
        words.upsert(entries("chung", "a"))
        words.settle()
    words.delete(["a2", "unknown"])
    words.settle()
    assert words.ids() == {"a0", "a1"}
    assert len(words.search("chủ trì", Within(("chung",)), 9)) == 1


def test_uncommitted_words_are_lost_and_nothing_else(tmp_path: Path) -> None:
    first = Words(tmp_path / "words")
    first.upsert(entries("chung", "a")[:1])
    first.commit()
    first.upsert(entries("chung", "a")[1:])
    first.close()
    assert Words(tmp_path / "words").ids() == {"a0"}


def test_a_silent_chroma_server_is_told_within_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(StoreError, match="CHROMA_URL"):
            Vectors(url, prefix="p", fingerprint="f").ids("chung")


def test_an_exclusive_passage_waits_for_the_shared_ones() -> None:
    gate, order = Gate(), []
    inside, leave = threading.Event(), threading.Event()

    def share() -> None:
        with gate.shared():
            inside.set()
            leave.wait(10)
            order.append("shared")

    thread = threading.Thread(target=share)
    thread.start()
    inside.wait(10)
    threading.Timer(0.05, leave.set).start()
    with gate.exclusive():
        order.append("exclusive")
    thread.join()
    assert order == ["shared", "exclusive"]
