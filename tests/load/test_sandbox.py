"""The children: what they may not do, and that nothing is left of them."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from rag.load import reasons, sandbox
from rag.load.reasons import Unreadable
from rag.load.sandbox import Parsed, Sandbox
from rag.settings import LoadSettings
from tests.load.makers import docx, pdf

SETTINGS = LoadSettings(timeout=10.0, memory_bytes=256 * 1024 * 1024)
PAGE = "<html><body><p>Họp giao ban tháng 6</p></body></html>".encode()

# A parser that does what the document says: stands in for whatever a hostile document may make a real one do.
HOSTILE = """
import os, signal, socket, sys, time

def parse_html(data, hints):
    act = data.decode()
    if act == "hang": time.sleep(600)
    if act == "spin":
        while True: pass
    if act == "memory": return "", str(len(bytearray(900_000_000)))
    if act == "crash": os.kill(os.getpid(), signal.SIGSEGV)
    if act == "exit": os._exit(0)
    if act == "raise": raise KeyError("noi dung mat")
    if act == "flood": return "", "a" * 5_000_000
    if act == "print":
        print("noi dung mat" * 10_000); sys.stderr.write("noi dung mat" * 10_000)
    if act == "write":
        open(hints["path"], "w").write("x" * 10)
    return "Tiêu đề", "pid %d" % os.getpid()
"""


def processes() -> dict[int, int]:
    """Every process with its parent, those that ended and were not waited for included."""
    if not Path("/proc/self/stat").exists():
        shown = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        return {int(pid): int(parent) for pid, parent in map(str.split, shown.splitlines())}
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            found[int(file.parent.name)] = int(file.read_text().rpartition(")")[2].split()[1])
    return found


def children(of: int | None = None) -> set[int]:
    parent = of or os.getpid()
    return {pid for pid, above in processes().items() if above == parent}


@pytest.fixture
def before() -> set[int]:
    """The children of this process that other tests have left."""
    return children()


@pytest.fixture
def box() -> Iterator[Sandbox]:
    box = Sandbox(SETTINGS, children=1)
    yield box
    box.close()


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a child imports, in which the parser of pages is the hostile one."""
    import rag.load

    source = Path(rag.load.__file__).parents[1]
    target = tmp_path / "rag"
    for file in source.rglob("*.py"):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    (target / "load" / "page.py").write_text(HOSTILE)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def pid_of(parsed: Parsed) -> int:
    return int(parsed.text.split()[1])


def test_a_child_serves_many_documents(hostile: Path, box: Sandbox) -> None:
    assert len({pid_of(box.parse(b"", "html")) for _ in range(20)}) == 1


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("memory", reasons.TOO_HUNGRY),
        ("crash", reasons.CRASHED),
        ("exit", reasons.CRASHED),
        ("raise", reasons.CRASHED),
    ],
)
def test_a_parser_that_fails_gives_a_reason_and_the_next_document_is_read(
    act: str, reason: str, hostile: Path, before: set[int], box: Sandbox
) -> None:
    first = pid_of(box.parse(b"", "html"))
    with pytest.raises(Unreadable) as caught:
        box.parse(act.encode(), "html")
    assert caught.value.reason == reason
    assert pid_of(box.parse(b"", "html")) != first
    assert len(children() - before) == 1


@pytest.mark.parametrize("act", ["hang", "spin"])
def test_a_parser_that_does_not_end_is_ended(act: str, hostile: Path) -> None:
    box = Sandbox(replace(SETTINGS, timeout=1.0), children=1)
    try:
        box.parse(b"", "html")
        started = time.monotonic()
        with pytest.raises(Unreadable) as caught:
            box.parse(act.encode(), "html")
        assert caught.value.reason == reasons.TOO_SLOW
        assert time.monotonic() - started < 6
        assert box.parse(b"", "html").title == "Tiêu đề"
    finally:
        box.close()


def test_a_text_beyond_the_limit_is_not_sent(hostile: Path) -> None:
    box = Sandbox(replace(SETTINGS, max_characters=1000), children=1)
    with pytest.raises(Unreadable, match=r"1\.000 ký tự"):
        box.parse(b"flood", "html")
    box.close()


def test_an_answer_longer_than_allowed_ends_the_child(hostile: Path, before: set[int]) -> None:
    worker = hostile / "rag" / "load" / "worker.py"
    worker.write_text(worker.read_text().replace("reply = json.dumps(answer).encode()", 'reply = b"x" * 50_000_000'))
    box = Sandbox(replace(SETTINGS, max_characters=1000), children=1)
    with pytest.raises(Unreadable) as caught:
        box.parse(b"", "html")
    assert caught.value.reason == reasons.TOO_HUNGRY
    assert not children() - before
    box.close()


def test_an_answer_that_is_no_json_ends_the_child(hostile: Path) -> None:
    worker = hostile / "rag" / "load" / "worker.py"
    worker.write_text(worker.read_text().replace("reply = json.dumps(answer).encode()", 'reply = b"[1, 2"'))
    box = Sandbox(SETTINGS, children=1)
    with pytest.raises(Unreadable) as caught:
        box.parse(b"", "html")
    assert caught.value.reason == reasons.CRASHED
    box.close()


def test_what_a_parser_prints_goes_nowhere(hostile: Path, box: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    assert box.parse(b"print", "html").title == "Tiêu đề"
    assert capfd.readouterr() == ("", "")


def test_a_parser_writes_no_file(hostile: Path, box: Sandbox, tmp_path: Path) -> None:
    with suppress(Unreadable):
        box.parse(b"write", "html", path=str(tmp_path / "ra.txt"))
    assert (tmp_path / "ra.txt").read_bytes() == b""


def test_a_child_is_replaced_after_its_share(hostile: Path, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SHARE", 5)
    assert len({pid_of(box.parse(b"", "html")) for _ in range(15)}) == 3


def test_a_child_that_died_between_two_documents_is_replaced(hostile: Path, box: Sandbox) -> None:
    first = pid_of(box.parse(b"", "html"))
    os.kill(first, 9)
    time.sleep(0.05)
    assert pid_of(box.parse(b"", "html")) != first


def test_no_child_is_started_before_it_is_needed_and_none_is_left_after_close(before: set[int]) -> None:
    box = Sandbox(SETTINGS)
    assert not children() - before
    for format, data in (("html", PAGE), ("docx", docx("Nội dung")), ("pdf", pdf(["Nội dung"]))):
        box.parse(data, format)
    assert children() - before
    box.close()
    assert not children() - before
    box.close()


def test_closing_ends_a_child_at_work(hostile: Path, before: set[int]) -> None:
    box = Sandbox(SETTINGS, children=1)
    box.parse(b"", "html")
    outcome: list[str] = []

    def work() -> None:
        try:
            box.parse(b"hang", "html")
        except Unreadable as unreadable:
            outcome.append(unreadable.reason)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    box.close()
    thread.join(10)
    assert outcome == [reasons.CRASHED]
    assert not children() - before


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from rag.load.sandbox import Sandbox; from rag.settings import LoadSettings\n"
        f"Sandbox(LoadSettings()).parse({PAGE!r}, 'html')\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        grandchildren = children(of=parent.pid)
        assert grandchildren
        parent.kill()
    deadline = time.monotonic() + 15
    # Whoever inherits them may be slow to collect what ended: a process that only waits for that has no memory left.
    while any(is_running(pid) for pid in grandchildren):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    if sys.platform != "linux":
        return pid in processes()
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_child_of_a_page_imports_neither_word_nor_pdf_nor_the_stores() -> None:
    script = (
        "import sys; from rag.load.worker import _parser; _parser('html')\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'docx', 'pypdf', 'httpx', 'numpy', 'chromadb', 'langchain_core', 'sqlalchemy', 'pydantic', 'tiktoken'}))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert shown == "[]\n"
