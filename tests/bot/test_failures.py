"""What a person sees and what the log keeps when something goes wrong."""

from pathlib import Path

import pytest

from bot import messages
from bot.cli import failures
from rag import StoreError

from .conftest import Program


def test_an_expected_error_is_one_sentence(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise StoreError("Không mở được kho.")

    assert failures.run(fail) == 1
    assert capsys.readouterr().err == "Không mở được kho.\n"


def test_wrong_settings_exit_two_and_name_the_variable(
    program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODEL_TIMEOUT", "lâu")
    assert program("status") == 2
    assert "MODEL_TIMEOUT" in capsys.readouterr().err


def test_a_bug_shows_an_incident_and_logs_where_without_what(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        try:
            raise KeyError("nội dung mật")
        except KeyError as error:
            raise ValueError("câu hỏi mật") from error

    assert failures.run(fail) == 1
    said = capsys.readouterr().err
    log = (tmp_path / "data" / "logs" / failures.LOG_NAME).read_text(encoding="utf-8")
    incident = said.split("mã ")[1][:4]
    assert f"incident {incident}" in log
    assert "builtins.ValueError" in log
    assert "builtins.KeyError" in log
    assert "test_failures.py" in log
    assert "mật" not in said + log
    assert "Traceback" not in said


def test_a_data_directory_that_cannot_be_is_one_sentence(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tep").write_text("", encoding="utf-8")
    monkeypatch.setenv("GIAOBAN_DATA_DIR", str(tmp_path / "tep"))
    assert program("status") == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_interrupting_is_one_word(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    assert failures.run(fail) == 130
    assert capsys.readouterr().err.strip() == messages.CANCELLED


def test_the_frame_of_an_os_error_keeps_its_code() -> None:
    try:
        Path("khong-co-tep-nay").read_bytes()
    except OSError as error:
        text = failures.where_raised(error)
    assert text.splitlines()[0] == "builtins.FileNotFoundError ENOENT"
    assert "khong-co" not in text
