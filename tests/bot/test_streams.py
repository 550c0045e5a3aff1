"""The program's own streams: closed, full, left by their reader, in another encoding; and Ctrl-C from the first moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import messages

from .conftest import Program
from .test_chat import ROOT, environment


def shell(command: str, data: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `command` with "giaoban" in it, and with the exit codes of its pipe as the last line."""
    line = f'{command.replace("giaoban", f"{sys.executable} -m bot")}; echo "${{PIPESTATUS[*]}}" >&2'
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env=environment(data), cwd=cwd, timeout=60, check=False
    )


@pytest.mark.parametrize("arguments", ["documents", "documents --json", "ask 'ai chủ trì giao ban tháng 9'", "--help"])
def test_a_reader_that_leaves_early_is_no_error(
    arguments: str, program: Program, indexed_samples: Path, tmp_path: Path
) -> None:
    result = shell(f"giaoban {arguments} | true", indexed_samples, tmp_path)
    assert result.stderr == "0 0\n"


@pytest.mark.parametrize("closing", ["chat <&-", "chat >&-", "documents >&-", "documents --json 2>&-"])
def test_a_stream_that_the_caller_closed_is_one_without_anybody(
    closing: str, program: Program, indexed_samples: Path, tmp_path: Path
) -> None:
    result = shell(
        f"giaoban {closing} </dev/null" if "<" not in closing else f"giaoban {closing}", indexed_samples, tmp_path
    )
    assert result.stderr == "0\n"


@pytest.mark.parametrize(
    "arguments", ["documents", "documents --json", "ask 'ai chủ trì giao ban tháng 9'", "--version"]
)
def test_an_output_that_is_full_is_one_sentence(
    arguments: str, program: Program, indexed_samples: Path, tmp_path: Path
) -> None:
    result = shell(f"giaoban {arguments} >/dev/full", indexed_samples, tmp_path)
    assert result.stderr == "Không ghi được kết quả: đĩa đã đầy.\n1\n"


def test_output_is_utf8_in_a_locale_of_another_encoding() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, env=environment, check=True)
    assert messages.HELP_USAGE in result.stdout.decode("utf-8")


# Holds the import of the program open until the signal has come, as a slow disk would.
_SLOW_IMPORT = """
import sys, time
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.cli.app":
            print("importing", flush=True)
            time.sleep(30)
sys.meta_path.insert(0, Slow())
from bot.__main__ import main
main()
"""


def test_ctrl_c_while_the_program_is_being_loaded_is_no_traceback(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW_IMPORT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(tmp_path / "data"), cwd=tmp_path,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "importing\n"
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, "")
    assert time.monotonic() - started < 5
