"""Conversations: piped, in a terminal, and stopped in the middle."""

import asyncio
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot import messages
from bot.cli.streaming import show_answer
from rag import Answer, Delta, Question

from .conftest import VARIABLES, Program

ROOT = Path(__file__).parents[2]
QUESTION = Question(text="Ai chủ trì?", today=date(2025, 10, 20))


def environment(data: Path) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**bare, "GIAOBAN_DATA_DIR": str(data), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}


def piped(data: Path, text: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "chat", "--today", "2025-10-20"]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, env=environment(data), cwd=cwd, timeout=60, check=False
    )


def test_piped_questions_are_answered_in_turn_and_the_next_one_knows_the_last(
    program: Program, indexed_samples: Path, tmp_path: Path
) -> None:
    text = "\ufeffai chủ trì giao ban tháng 9 xã Tân Khê\n\n  \nVì sao Chủ tịch không chủ trì?\n/moi\n/nguon\n/abc\n/thoat\nkhông đến đây\n"
    result = piped(indexed_samples, text, tmp_path)
    assert result.returncode == 0, result.stderr
    first, second = result.stdout.split("Bạn: ")[1:3]
    assert first.startswith("ai chủ trì giao ban")
    assert "Vi Thị Nhàn" in first
    assert "02-thong-bao-giao-ban-thang-9.txt" in first
    assert "cao cấp lý luận chính trị" in second
    for sentence in (messages.CHAT_NEW, messages.CHAT_NO_SOURCES, messages.CHAT_UNKNOWN.format(command="/abc")):
        assert sentence in result.stdout
    assert "không đến đây" not in result.stdout
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_the_last_question_needs_no_line_end_and_the_end_of_input_is_success(
    program: Program, indexed_samples: Path, tmp_path: Path
) -> None:
    result = piped(indexed_samples, "Ai chủ trì giao ban tháng 9 xã Tân Khê?\n/nguon\n/trogiup", tmp_path)
    assert result.returncode == 0
    assert messages.SOURCES_FILE.split("{")[0] in result.stdout
    assert "/thoat" in result.stdout


def test_an_empty_shelf_says_how_to_fill_it(program: Program, tmp_path: Path) -> None:
    result = piped(tmp_path / "trong", "Ai chủ trì?\n", tmp_path)
    assert result.returncode == 0
    assert messages.CHAT_EMPTY in result.stdout


def test_a_terminal_shows_a_prompt_and_a_coloured_answer_and_ctrl_d_leaves(
    program: Program, indexed_samples: Path, tmp_path: Path
) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "bot", "chat"]
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment(indexed_samples), cwd=tmp_path, close_fds=True
    )
    os.close(slave)
    try:
        shown = read_until(master, f"{messages.YOU}: ")
        os.write(master, b"ai chu tri giao ban thang 9 xa Tan Khe\n")
        shown += read_until(master, f"{messages.YOU}: ")
        time.sleep(0.5)  # readline overlooks a signal between its prompt and its waiting
        process.send_signal(signal.SIGINT)  # Ctrl-C at the prompt
        shown += read_until(master, f"{messages.YOU}: ")
        os.write(master, b"\x04")
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(master)
    assert "sẵn sàng với 6 tài liệu" in shown
    assert "Vi Thị Nhàn" in shown
    assert "\x1b[" in shown


def read_until(master: int, wanted: str, seconds: float = 30) -> str:
    text = b""
    deadline = time.monotonic() + seconds
    while wanted.encode() not in text:
        assert time.monotonic() < deadline, text.decode(errors="replace")
        if select.select([master], [], [], 0.2)[0]:
            text += os.read(master, 65536)
    return text.decode(errors="replace")


class Interrupted:
    """An assistant whose person presses Ctrl-C after the first piece."""

    async def stream(self, question: Question) -> AsyncIterator[Delta | Answer]:
        yield Delta("Đồng chí")
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(30)


class Prompt:
    """An assistant that answers at once."""

    async def stream(self, question: Question) -> AsyncIterator[Delta | Answer]:
        yield Delta("**Lò Văn Én**[9]")
        yield Answer("**Lò Văn Én**", True, (), "embedded", question.text, notice="Trả lời nhanh, không dùng mô hình.")


def test_ctrl_c_stops_the_answer_and_the_next_question_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    with asyncio.Runner() as runner:
        started = time.perf_counter()
        with pytest.raises(KeyboardInterrupt):
            show_answer(runner, Interrupted(), QUESTION, rest="")
        assert time.perf_counter() - started < 5
        assert show_answer(runner, Prompt(), QUESTION, rest="").found
    text = capsys.readouterr().out
    assert "Giao Ban: Lò Văn Én\n" in text
    assert "[9]" not in text
    assert "Trả lời nhanh, không dùng mô hình." in text
