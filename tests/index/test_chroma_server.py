"""With a Chroma server in place of the embedded one everything holds as well."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rag.library import Library
from rag.types import Query
from tests.index.corpus import settings, summary, write


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", tmp_path / "server", "--host", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                httpx.get(f"{url}/api/v2/heartbeat")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url
        process.terminate()


def test_a_server_is_indexed_searched_rebuilt_and_mended(tmp_path: Path, server: str) -> None:
    folder = write(tmp_path / "docs", 4)
    with Library.open(settings(tmp_path, chroma_url=server)) as library:
        assert summary(library.index([str(folder)])).added == 4
        assert library.retrieve(Query("cháy rừng", ("chung",)))
        wanted = set(library._ledger.chunk_scopes())
        summary(library.reindex(rebuild=True))
        indexes = library._open_indexes()
        assert indexes.vectors.ids("chung") == wanted
        assert len(indexes.vectors._open().list_collections()) == 1
        indexes.begin()
        indexes.vectors.delete("chung", sorted(wanted)[:2])
    with Library.open(settings(tmp_path, chroma_url=server)) as library:
        assert library.status().health == "sound"
        assert library._open_indexes().vectors.ids("chung") == wanted
