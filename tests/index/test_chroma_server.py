"""With a Chroma server in place of the embedded one everything holds as well."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from rag.errors import StoreError
from rag.library import Library
from rag.types import Query
from tests.index.corpus import settings, summary, write


class ChromaServer:
    """A Chroma server that can be stopped and started again where it was."""

    def __init__(self, path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._path = path
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [chroma, "run", "--path", self._path, "--host", "127.0.0.1", "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat")
                break
            except httpx.HTTPError:
                time.sleep(0.1)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaServer]:
    started = ChromaServer(tmp_path / "server")
    yield started
    started.stop()


@pytest.fixture
def server(chroma: ChromaServer) -> str:
    return chroma.url


def collections(library: Library) -> list[str]:
    return [one.name for one in library._parts.indexes().vectors._open().list_collections()]


def generations(library: Library) -> tuple[int, int]:
    state = library._ledger.state()
    return state.vectors, state.words


def test_a_server_is_indexed_searched_rebuilt_and_mended(tmp_path: Path, server: str) -> None:
    folder = write(tmp_path / "docs", 4)
    with Library.open(settings(tmp_path, chroma_url=server)) as library:
        assert summary(library.index([str(folder)])).added == 4
        assert library.retrieve(Query("cháy rừng", ("chung",)))
        wanted = set(library._ledger.chunk_scopes())
        summary(library.reindex(rebuild=True))
        indexes = library._parts.indexes()
        assert indexes.vectors.ids("chung") == wanted
        assert len(indexes.vectors._open().list_collections()) == 1
        indexes.begin()
        indexes.vectors.delete("chung", sorted(wanted)[:2])
    with Library.open(settings(tmp_path, chroma_url=server)) as library:
        assert library.status().health == "sound"
        assert library._parts.indexes().vectors.ids("chung") == wanted


def test_a_server_that_is_away_is_no_damage(tmp_path: Path, chroma: ChromaServer) -> None:
    folder = write(tmp_path / "docs", 4)
    here = settings(tmp_path, chroma_url=chroma.url)
    with Library.open(here) as library:
        summary(library.index([str(folder / "tb-00.txt"), str(folder / "tb-01.txt")]))
        before = generations(library)
        chroma.stop()
        with pytest.raises(StoreError, match="CHROMA_URL"):
            summary(library.index([str(folder)]))
        assert len(library.documents()) == 2  # refused before anything was changed
        with pytest.raises(StoreError, match="CHROMA_URL"):
            library.remove(library.documents()[0].id)
        library._ledger.set_state(dirty=True)  # as when the server goes in the middle of a run
    for _ in range(2):
        with Library.open(here) as library:
            assert library.status().health == "unreachable"
            assert library.retrieve(Query("cháy rừng", ("chung",)))  # from words
            for refused in (library.reindex(), library.reindex(rebuild=True)):
                with pytest.raises(StoreError, match="CHROMA_URL"):
                    summary(refused)
            assert generations(library) == before
    chroma.start()
    with Library.open(here) as library:
        assert library.status().health == "sound"
        assert generations(library) == before
        assert summary(library.index([str(folder)])).added == 2
        assert library._parts.indexes().vectors.ids("chung") == set(library._ledger.chunk_scopes())
        assert len(collections(library)) == 1


def test_vectors_follow_to_another_place_and_leave_nothing_behind(tmp_path: Path, server: str) -> None:
    folder = write(tmp_path / "docs", 4)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
    for url in (server, None, server):
        with Library.open(settings(tmp_path, chroma_url=url)) as library:
            assert library.status().health == "sound"
            assert library._parts.indexes().vectors.ids("chung") == set(library._ledger.chunk_scopes())
            assert len(collections(library)) == 1
            assert summary(library.index([str(folder)])).unchanged == 4
        assert len(list((tmp_path / "data" / "chroma").glob("g*/*.sqlite3"))) == (0 if url else 1)


class Refusing(BaseHTTPRequestHandler):
    """A server that lets nobody in."""

    def do_GET(self) -> None:
        self.send_error(401)

    def log_message(self, format: str, *args: object) -> None: ...


def test_an_address_with_a_password_reaches_no_log_and_no_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write(tmp_path / "docs", 2)
    with Library.open(settings(tmp_path)) as library:
        summary(library.index([str(folder)]))
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as refusing:
        Thread(target=refusing.serve_forever).start()
        url = f"http://user:MATKHAUBIMAT@127.0.0.1:{refusing.server_address[1]}"
        with caplog.at_level(logging.INFO, "rag"), Library.open(settings(tmp_path, chroma_url=url)) as library:
            assert library.retrieve(Query("zzz qqq xxx", ("chung",))) == []
            assert library.status().health == "unreachable"
            with pytest.raises(StoreError, match="401") as refused:
                summary(library.index([str(folder)]))
        refusing.shutdown()
    said = "".join(logging.Formatter("%(message)s").format(r) for r in caplog.records if r.name.startswith("rag"))
    assert "UnreachableError at vectors.py:" in said
    assert "MATKHAU" not in said + str(refused.value)
