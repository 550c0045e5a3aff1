import os
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import DocumentError
from rag.language.text import has_diacritics
from rag.load import Loader, reasons
from rag.settings import LoadSettings
from tests.load.bad_documents import BAD, Bad
from tests.load.makers import MINUTES, docx

SETTINGS = LoadSettings(max_bytes=2 * 1024 * 1024, max_characters=500_000, timeout=20.0, memory_bytes=256 * 1024 * 1024)
ENGLISH = re.compile(r"\b(?:error|exception|traceback|failed|invalid|cannot|not|file|bytes|codec)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    with Loader(SETTINGS) as loader:
        yield loader


def assert_tells_what_to_do(reason: str) -> None:
    assert reason[0].islower()
    assert reason.endswith(".")
    assert has_diacritics(reason)
    assert not ENGLISH.search(reason)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_bad_document_gets_a_reason_that_says_what_to_do(bad: Bad, loader: Loader, tmp_path: Path) -> None:
    path = bad.build(tmp_path)
    started = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        loader.load(str(path))
    assert bad.says in caught.value.reason
    assert caught.value.source == str(path)
    assert_tells_what_to_do(caught.value.reason)
    assert time.monotonic() - started < SETTINGS.timeout


def test_there_are_at_least_thirty_kinds() -> None:
    assert len({bad.says for bad in BAD}) >= 30


@pytest.mark.parametrize(
    "name", [name for name, value in vars(reasons).items() if name.isupper() and value.endswith(".")]
)
def test_every_reason_is_a_vietnamese_sentence(name: str) -> None:
    assert_tells_what_to_do(getattr(reasons, name))


@pytest.mark.parametrize("status", [204, 401, 403, 404, 410, 418, 429, 500, 503])
def test_every_http_status_has_a_reason(status: int) -> None:
    assert_tells_what_to_do(reasons.http_status(status))


@contextmanager
def without_rights() -> Iterator[None]:
    """Root reads everything: as root, act as nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_without_read_permission_says_so(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "kin.txt"
    path.write_text(MINUTES)
    path.chmod(0)
    with without_rights(), pytest.raises(DocumentError, match="không có quyền đọc tệp"):
        loader.load(str(path))


def test_bad_documents_neither_stop_nor_slow_the_others(tmp_path: Path) -> None:
    good = []
    for number in range(60):
        path = tmp_path / f"tot-{number}.docx"
        path.write_bytes(docx(MINUTES, f"Số {number}"))
        good.append(str(path))
    slow = {"bom.pdf", "bom-nen.docx"}  # these may take a child's time, and are measured in test_sandbox
    bad = [str(kind.build(tmp_path)) for kind in BAD if kind.name not in slow]

    def p95(loader: Loader, among: list[str]) -> float:
        seconds = []
        for source in among:
            started = time.perf_counter()
            try:
                assert loader.load(source).text.startswith("Biên bản")
            except DocumentError:
                continue
            seconds.append(time.perf_counter() - started)
        assert len(seconds) == len(good)
        return statistics.quantiles(seconds, n=20)[-1]

    mixed = [source for number, path in enumerate(good) for source in (bad[number % len(bad)], path)]
    with Loader(SETTINGS) as loader:
        p95(loader, good)  # the children start and import
        alone = p95(loader, good)
        among_bad = p95(loader, mixed)
    assert among_bad < alone * 3 + 0.25


def test_many_threads_share_one_loader(tmp_path: Path) -> None:
    paths = []
    for number in range(24):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(docx(f"Việc số {number}") if number % 3 else b"PK\x03\x04 h\xe1\xbb\x8fng")
        paths.append(path)

    def outcome(path: Path) -> str:
        try:
            return shared.load(str(path)).text
        except DocumentError as error:
            return error.reason

    with Loader(SETTINGS) as shared, ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(outcome, paths))
    assert outcomes == [f"Việc số {n}" if n % 3 else reasons.BROKEN_ZIP for n in range(24)]
