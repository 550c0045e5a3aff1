"""A data directory has one owner, and a killed one is no obstacle."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.errors import StoreError
from rag.store.owner import Owner

NOW = datetime(2024, 4, 3, 1, 30, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from rag.store.owner import Owner
sys.argv = ["/usr/bin/giaoban", "ask", "ai chủ trì họp kín?"]
owner = Owner(Path(sys.stdin.readline().strip()), datetime(2024, 4, 3, 1, 30, tzinfo=UTC))
print("held", flush=True)
sys.stdin.readline()
"""


def hold(directory: Path) -> "subprocess.Popen[str]":
    child = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin and child.stdout
    child.stdin.write(f"{directory}\n")
    child.stdin.flush()
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_process_is_told_who_holds_it_but_not_what_was_asked(tmp_path: Path) -> None:
    child = hold(tmp_path)
    with child, pytest.raises(StoreError) as caught:
        try:
            Owner(tmp_path, NOW)
        finally:
            child.kill()
    message = str(caught.value)
    assert f"tiến trình {child.pid}" in message
    assert "`giaoban ask`" in message
    assert "08:30:00 ngày 3/4/2024" in message
    assert "họp kín" not in message


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    with hold(tmp_path) as child:
        child.send_signal(signal.SIGKILL)
        child.wait()
    Owner(tmp_path, NOW).release()


def test_a_released_directory_can_be_taken_again(tmp_path: Path) -> None:
    first = Owner(tmp_path / "new", NOW)
    with pytest.raises(StoreError, match=str(os.getpid())):
        Owner(tmp_path / "new", NOW)
    first.release()
    Owner(tmp_path / "new", NOW).release()


def test_a_directory_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="Không ghi được vào thư mục dữ liệu"):
        Owner(tmp_path / "file" / "data", NOW)
