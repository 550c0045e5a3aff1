"""Help texts and usage errors: Vietnamese only, at once."""

import re
import subprocess
import sys
import time

import pytest

from bot import messages
from bot.cli.app import app
from bot.cli.failures import run

from .conftest import Program

COMMANDS = (
    "index", "ask", "chat", "documents", "meetings", "tasks", "remove", "reindex", "status", "eval", "bot",
)  # fmt: skip
# What typer and click would have written.
ENGLISH = re.compile(
    r"usage|options|arguments|commands|show this|missing|no such|error|invalid|got unexpected|required|default|try |"
    r"\bTEXT\b|\bPATH\b|did you mean",
    re.IGNORECASE,
)


def giaoban(*arguments: str) -> int:
    return run(lambda: app(list(arguments), prog_name="giaoban", standalone_mode=False))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_is_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert giaoban(command, "--help") == 0
    text = capsys.readouterr().out
    assert messages.HELP_USAGE in text
    assert messages.HELP_OPTION in text
    assert not ENGLISH.search(text.replace("--", "")), text


def test_the_program_lists_its_commands_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert giaoban("--help") == 0
    text = capsys.readouterr().out
    assert tuple(re.findall(r"^│ (\w+) {2,}\S", text, re.MULTILINE)) == COMMANDS
    assert not ENGLISH.search(text.replace("--", "")), text


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert giaoban() == 2
    captured = capsys.readouterr()
    assert messages.HELP_COMMANDS in captured.out
    assert captured.err == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["index"], "Còn thiếu ĐƯỜNG_DẪN."),
        (["remove"], "Còn thiếu MÃ."),
        (["documents", "--show"], "Tùy chọn --show dùng chưa đúng"),
        (["status", "--json=1"], "Tùy chọn --json dùng chưa đúng"),
        (["status", "--jsn"], "Không có tùy chọn --jsn. Có phải bạn muốn dùng: --json?"),
        (["statu"], "Không có lệnh statu. Có phải bạn muốn dùng: status?"),
        (["xyz"], "Không có lệnh xyz."),
        (["meetings", "--limit", "0"], "Giá trị của --limit không hợp lệ."),
        (["status", "gì"], "Có tham số thừa."),
        (["-x"], "Không có tùy chọn -x."),
    ],
)
def test_wrong_usage_gets_one_sentence_and_where_the_help_is(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert giaoban(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(sentence), captured.err
    assert "--help" in captured.err
    assert not ENGLISH.search(captured.err.replace("--", "")), captured.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask"], messages.USAGE_QUESTION_OR_BATCH),
        (["ask", "  "], messages.USAGE_QUESTION_OR_BATCH),
        (["ask", "gì", "--batch", "x.jsonl"], messages.USAGE_QUESTION_AND_BATCH),
        (["ask", "gì", "--out", "x.jsonl"], messages.USAGE_OUT_WITHOUT_BATCH),
        (["ask", "gì", "--today", "hôm qua"], messages.USAGE_BAD_DAY.format(value="hôm qua")),
        (["chat", "--today", "31/2/2025"], messages.USAGE_BAD_DAY.format(value="31/2/2025")),
        (["meetings", "--from", "hôm qua"], messages.USAGE_BAD_DAY.format(value="hôm qua")),
        (["tasks", "--due-before", "32/1/2025"], messages.USAGE_BAD_DAY.format(value="32/1/2025")),
        (["tasks", "--no-deadline", "--overdue"], messages.USAGE_NO_DEADLINE_ALONE),
        (["eval", "khong-co"], messages.EVAL_NOT_A_SET.format(path="khong-co")),
    ],
)
def test_wrong_usage_found_by_a_command_is_said_before_anything_is_opened(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert giaoban(*arguments) == 2
    assert capsys.readouterr().err.strip() == sentence


def test_without_a_token_the_bot_says_where_one_comes_from(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program("bot") == 2
    assert capsys.readouterr().err.strip() == messages.BOT_NO_TOKEN


def test_help_comes_at_once_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, atexit; sys.argv = ['giaoban', '--help'];"
        "atexit.register(lambda: print('LOADED', sorted({m.split('.')[0] for m in sys.modules})));"
        "from bot.cli.app import main; main()"
    )
    started = time.perf_counter()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    loaded = result.stdout.split("LOADED")[1]
    for heavy in ("rag", "chromadb", "langchain", "openai", "numpy", "pydantic"):
        assert f"'{heavy}'" not in loaded
    assert seconds < 2, "0.1 s on an idle machine"
