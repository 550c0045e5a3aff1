"""A file of conversations to a file of answers."""

import json
from pathlib import Path

import pytest

from bot import messages
from bot.cli.replacing import replacing
from rag import Library, RagSettings

from .conftest import Program
from .test_commands import Captured

ONE = '{"id": "a", "turns": [{"question": "Ai chủ trì?"}]}\n'


def test_batch_answers_each_turn_knowing_those_before(shelf: Program, tmp_path: Path, capsys: Captured) -> None:
    turns = [
        {"question": "Ai chủ trì phiên giao ban tháng 9/2025 của UBND xã Tân Khê?"},
        {"question": "Vì sao Chủ tịch không chủ trì?"},
    ]
    rows = [{"id": "a", "today": "2025-09-10", "turns": turns}, {"id": "b", "turns": turns[:1]}]
    questions = tmp_path / "hoi.jsonl"
    questions.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert shelf("ask", "--batch", questions, "--out", tmp_path / "dap.jsonl") == 0
    answers = [json.loads(line) for line in (tmp_path / "dap.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["turn"]) for row in answers] == [("a", 0), ("a", 1), ("b", 0)]
    assert set(answers[0]) == {"id", "turn", "answer", "found", "citations", "seconds"}
    assert "Vi Thị Nhàn" in answers[0]["answer"]
    assert answers[0]["citations"][0]["document"] == "02-thong-bao-giao-ban-thang-9.txt"
    assert "cao cấp lý luận chính trị" in answers[1]["answer"]
    assert "3 câu trả lời" in capsys.readouterr().err


def test_batch_without_out_prints_the_lines(shelf: Program, tmp_path: Path, capsys: Captured) -> None:
    Path("hoi.jsonl").write_text('{"id": "a", "turns": [{"question": "Ai chủ trì?"}]}', encoding="utf-8")
    assert shelf("ask", "--batch", "hoi.jsonl") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": "a", "turns": []}\n{sai', messages.BATCH_NOT_JSON),
        (b'{"id": "a", "turns": []}\n{"id": "b"}', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n{"id": "b", "turns": [{"q": 1}]}', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n[]', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n{"turns": 5, "id": "x"}', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n{"turns": "abc", "id": "x"}', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n{"turns": [], "id": ["x"]}', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n{"turns": [5], "id": "x"}', messages.BATCH_NOT_CONVERSATION),
        (b'{"id": "a", "turns": []}\n{"id": "b", "turns": [], "today": 5}', messages.BATCH_BAD_TODAY),
        (b'{"id": "a", "turns": []}\n{"id": "b", "turns": [{"question": "\\ud800"}]}', messages.BATCH_NOT_TEXT),
        (b'{"id": "a", "turns": []}\n{"id": "\xff", "turns": []}', messages.BATCH_NOT_TEXT),
        (b'{"id": "a", "turns": []}\n' + b"[" * 100_000, messages.BATCH_NOT_JSON),
        (b'{"id": "a", "turns": []}\n{"id": "b", "turns": [], "today": "mai"}', messages.BATCH_BAD_TODAY),
        ('\n{"id": "a", "turns": []}'.encode("utf-16-le"), messages.BATCH_NOT_JSON),
        (b"\n" + '{"id": "ấ", "turns": []}'.encode("utf-16"), messages.BATCH_NOT_TEXT),
    ],
)
def test_a_bad_line_of_a_batch_is_named(content: bytes, reason: str, program: Program, capsys: Captured) -> None:
    Path("hoi.jsonl").write_bytes(content)
    assert program("ask", "--batch", "hoi.jsonl") == 2
    assert capsys.readouterr().err.strip() == messages.BATCH_BAD_LINE.format(path="hoi.jsonl", line=2, reason=reason)


def test_a_batch_that_is_not_there_is_said_so(program: Program, capsys: Captured) -> None:
    assert program("ask", "--batch", "khong-co.jsonl") == 1
    assert capsys.readouterr().err.strip() == "Không dùng được khong-co.jsonl: không tìm thấy."


# --out


def test_answers_that_are_there_stay_while_the_library_cannot_be_opened(
    shelf: Program, tmp_path: Path, capsys: Captured
) -> None:
    Path("hoi.jsonl").write_text(ONE, encoding="utf-8")
    Path("dap.jsonl").write_text("quý\n", encoding="utf-8")
    with Library.open(RagSettings(data_dir=tmp_path / "data")):
        assert shelf("ask", "--batch", "hoi.jsonl", "--out", "dap.jsonl") == 1
    assert Path("dap.jsonl").read_text(encoding="utf-8") == "quý\n"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("out", ["hoi.jsonl", "./hoi.jsonl", "lien-ket.jsonl"])
def test_answers_never_go_over_their_questions(out: str, shelf: Program, capsys: Captured) -> None:
    Path("hoi.jsonl").write_text(ONE, encoding="utf-8")
    Path("lien-ket.jsonl").symlink_to("hoi.jsonl")
    assert shelf("ask", "--batch", "hoi.jsonl", "--out", out) == 2
    assert capsys.readouterr().err.strip() == messages.USAGE_OUT_IS_BATCH
    assert Path("hoi.jsonl").read_text(encoding="utf-8") == ONE


def test_answers_take_the_place_of_older_ones_with_their_permissions_and_links(shelf: Program) -> None:
    Path("hoi.jsonl").write_text(ONE, encoding="utf-8")
    Path("dap.jsonl").write_text("cũ\n" * 100, encoding="utf-8")
    Path("dap.jsonl").chmod(0o600)
    Path("lien-ket.jsonl").symlink_to("dap.jsonl")
    assert shelf("ask", "--batch", "hoi.jsonl", "--out", "lien-ket.jsonl") == 0
    assert Path("lien-ket.jsonl").is_symlink()
    assert json.loads(Path("dap.jsonl").read_text(encoding="utf-8"))["id"] == "a"
    assert Path("dap.jsonl").stat().st_mode & 0o777 == 0o600


def test_answers_may_go_to_a_device(shelf: Program) -> None:
    Path("hoi.jsonl").write_text(ONE, encoding="utf-8")
    assert shelf("ask", "--batch", "hoi.jsonl", "--out", "/dev/null") == 0
    assert Path("/dev/null").is_char_device()
    assert not Path("/dev/null.part").exists()


def test_an_out_that_cannot_be_is_one_sentence(shelf: Program, capsys: Captured) -> None:
    Path("hoi.jsonl").write_text(ONE, encoding="utf-8")
    assert shelf("ask", "--batch", "hoi.jsonl", "--out", "khong/co/dap.jsonl") == 1
    assert capsys.readouterr().err.strip().endswith("không tìm thấy.")


def test_what_was_written_before_a_stop_is_kept_beside_the_older_file(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "dap.jsonl"
    out.write_text("cũ\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), replacing(out) as file:
        file.write("mới\n")
        raise KeyboardInterrupt
    assert out.read_text(encoding="utf-8") == "cũ\n"
    assert (tmp_path / "dap.jsonl.part").read_text(encoding="utf-8") == "mới\n"
    assert "dap.jsonl.part" in capsys.readouterr().err
