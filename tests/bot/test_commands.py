"""The commands on a real library in a folder of the test's own."""

import json
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest

from bot import messages
from bot.cli.dashboard import _HEALTH_STYLES
from bot.cli.session import open_library
from rag import Correction
from rag.library import Health

from .conftest import SAMPLES, Program

Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured) -> Any:
    return json.loads(capsys.readouterr().out)


# index


def test_index_adds_then_keeps_then_updates_one(program: Program, tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "hop"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Họp tổ {name}\n\nÔng Lò Văn Én chủ trì cuộc họp.\n", encoding="utf-8")
    assert program("index", folder, "--json") == 0
    assert printed(capsys)["added"] == 2
    assert program("index", folder, "--json") == 0
    assert printed(capsys)["unchanged"] == 2
    (folder / "a.txt").write_text("Họp tổ a\n\nBà Vi Thị Ó chủ trì cuộc họp.\n", encoding="utf-8")
    assert program("index", folder, "--json") == 0
    summary = printed(capsys)
    assert (summary["updated"], summary["unchanged"], summary["failed"]) == (1, 1, [])


def test_corrections_that_a_new_text_replaces_are_told(program: Program, tmp_path: Path, capsys: Captured) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text("Họp tổ\n\nÔng Lò Văn Én chủ trì cuộc họp.\n", encoding="utf-8")
    assert program("index", "a.txt") == 0
    with open_library() as library:
        library.correct(library.documents()[0].id, [Correction("chair", "Vi Thị Ó")])
    paper.write_text("Họp tổ\n\nÔng Lò Văn Ến chủ trì cuộc họp.\n", encoding="utf-8")
    capsys.readouterr()
    assert program("reindex") == 0
    assert "các đính chính cũ không còn hiệu lực: a.txt" in capsys.readouterr().err
    assert program("reindex") == 0
    assert "đính chính" not in capsys.readouterr().err


def test_index_says_each_file_and_a_table_where_nobody_watches(
    program: Program, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "a.txt").write_text("Họp tổ\n\nÔng Lò Văn Én chủ trì cuộc họp.\n", encoding="utf-8")
    assert program("index", "a.txt") == 0
    captured = capsys.readouterr()
    assert "thêm mới: a.txt" in captured.err
    assert "Lập chỉ mục xong sau" in captured.out
    assert "giữ nguyên" in captured.out


def test_index_with_a_bad_file_reads_the_others_and_exits_one(
    program: Program, tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "hop"
    folder.mkdir()
    (folder / "a.txt").write_text("Họp tổ\n\nÔng Lò Văn Én chủ trì cuộc họp.\n", encoding="utf-8")
    (folder / "b.pdf").write_bytes(b"khong phai pdf")
    assert program("index", folder) == 1
    captured = capsys.readouterr()
    assert "thêm mới: a.txt" in captured.err
    assert messages.INDEX_FAILED_TITLE in captured.out
    assert captured.out.count("b.pdf") == 1
    assert "b.pdf" not in captured.err
    assert program("documents", "--json") == 0
    assert [row["name"] for row in printed(capsys)] == ["a.txt"]


def test_prune_removes_what_the_folder_no_longer_has(program: Program, tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "hop"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Họp tổ {name}\n\nÔng Lò Văn Én chủ trì.\n", encoding="utf-8")
    program("index", folder)
    (folder / "b.txt").unlink()
    capsys.readouterr()
    assert program("index", folder, "--prune", "--json") == 0
    assert printed(capsys)["removed"] == 1


# documents, remove, reindex, status


def test_documents_lists_the_samples(shelf: Program, capsys: Captured) -> None:
    assert shelf("documents") == 0
    text = capsys.readouterr().out
    for path in SAMPLES.iterdir():
        assert path.name in text


def test_documents_of_an_empty_shelf_say_how_to_fill_it(program: Program, capsys: Captured) -> None:
    assert program("documents") == 0
    assert capsys.readouterr().out.strip() == messages.DOCUMENTS_NONE


def test_a_document_is_shown_with_chunks_that_cover_its_text(shelf: Program, capsys: Captured) -> None:
    shelf("documents", "--json")
    document = printed(capsys)[0]
    assert shelf("documents", "--show", document["id"][:12], "--json") == 0
    shown = printed(capsys)
    assert shown["id"] == document["id"]
    assert [chunk["ordinal"] for chunk in shown["chunks"]] == list(range(len(shown["chunks"])))
    assert all(len(chunk["text"]) == chunk["end"] - chunk["start"] for chunk in shown["chunks"])
    assert shelf("documents", "--show", document["id"]) == 0
    assert shown["chunks"][0]["text"].split("\n")[0] in capsys.readouterr().out


def test_a_document_is_shown_with_the_facts_of_its_meeting_and_their_quotes(shelf: Program, capsys: Captured) -> None:
    shelf("documents", "--json")
    document = next(row for row in printed(capsys) if row["name"].startswith("02-"))
    assert shelf("documents", "--show", document["id"], "--json") == 0
    shown = printed(capsys)
    text = "".join(chunk["text"] for chunk in shown["chunks"])
    facts = [*shown["record"]["chairs"], *shown["record"]["assignments"]]
    assert shown["record"]["date"] == "2025-09-03"
    assert all(text[f["quote"]["start"] : f["quote"]["end"]] == f["quote"]["text"] for f in facts)
    assert shelf("documents", "--show", document["id"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Ngày họp: 3/9/2025" in lines
    assert any("Vi Thị Nhàn, Phó Chủ tịch UBND xã" in line for line in lines)
    assert any("Trạm Y tế" in line and "vắc-xin" in line for line in lines)
    assert "    Hạn: trước ngày 25/9/2025" in lines
    assert any(line.startswith("    ▸ “Giao Trạm Y tế xã tiêm bổ sung") for line in lines)


def test_an_unknown_document_is_said_to_be_unknown(shelf: Program, capsys: Captured) -> None:
    assert shelf("documents", "--show", "khong-co") == 2
    assert capsys.readouterr().err.strip() == messages.DOCUMENT_UNKNOWN.format(id="khong-co")


def test_remove_takes_a_document_off_the_shelf_and_leaves_the_file(shelf: Program, capsys: Captured) -> None:
    shelf("documents", "--json")
    document = printed(capsys)[0]
    assert shelf("remove", document["id"]) == 0
    assert document["name"] in capsys.readouterr().out
    shelf("documents", "--json")
    assert document["id"] not in [row["id"] for row in printed(capsys)]
    assert Path(document["source"]).is_file()
    assert shelf("remove", document["id"]) == 2


def test_too_few_characters_of_an_id_remove_nothing(shelf: Program, capsys: Captured) -> None:
    shelf("documents", "--json")
    before = printed(capsys)
    prefix = before[0]["id"][:5]
    assert shelf("remove", prefix) == 2
    assert capsys.readouterr().err.strip() == messages.DOCUMENT_PREFIX_SHORT.format(id=prefix, least=6)
    shelf("documents", "--json")
    assert printed(capsys) == before
    assert shelf("remove", before[0]["id"][:6]) == 0


def test_a_piped_table_is_as_wide_as_columns_says(
    shelf: Program, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    for command in ("documents", "meetings", "tasks", "status"):
        assert shelf(command) == 0
        table = [line for line in capsys.readouterr().out.splitlines() if line[:1] in "┏┃┡│└├╭╰"]
        assert max(map(len, table)) <= 70
    assert shelf("documents", "--json") == 0
    assert len(printed(capsys)) == 6


@pytest.mark.parametrize("options", [[], ["--rebuild"]])
def test_reindex_of_unchanged_documents_changes_nothing(options: list[str], shelf: Program, capsys: Captured) -> None:
    assert shelf("reindex", "--json", *options) == 0
    summary = printed(capsys)
    assert (summary["added"], summary["removed"], summary["failed"]) == (0, 0, [])


def test_status_names_what_is_stored_and_what_is_in_use(shelf: Program, capsys: Captured) -> None:
    assert shelf("status") == 0
    text = capsys.readouterr().out
    for row in ("data_dir", "documents", "health", "mind", "disk", "versions"):
        assert messages.STATUS_ROWS[row] in text
    assert messages.MIND_EMBEDDED in text


def test_status_as_json_counts_the_documents(shelf: Program, capsys: Captured) -> None:
    assert shelf("status", "--json") == 0
    status = printed(capsys)
    assert status["documents"] == status["meetings"] == len(list(SAMPLES.iterdir()))
    assert 0 < status["tasks_with_deadline"] < status["tasks"]


def test_status_shows_no_password_of_an_address(
    shelf: Program, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://ten:matkhau@127.0.0.1:9/v1")
    monkeypatch.setenv("CHROMA_URL", "http://ten:matkhau@127.0.0.1:9")
    for options in ([], ["--json"]):
        shelf("status", *options)
        captured = capsys.readouterr()
        assert "matkhau" not in captured.out + captured.err


def test_every_health_has_its_words_and_colour() -> None:
    assert set(get_args(Health)) == set(messages.STATUS_HEALTH) == set(_HEALTH_STYLES)


# ask


def test_ask_answers_with_a_quote_a_source_and_the_time(shelf: Program, capsys: Captured) -> None:
    assert shelf("ask", "ai chu tri hop giao ban thang 9 cua xa Tan Khe") == 0
    text = capsys.readouterr().out
    assert "Vi Thị Nhàn" in text.splitlines()[0]
    assert "📄" in text
    assert "02-thong-bao-giao-ban-thang-9.txt" in text
    assert "giây" in text


def test_ask_as_json_cites_verbatim(shelf: Program, capsys: Captured) -> None:
    assert shelf("ask", "Ai chủ trì cuộc họp trực tuyến ứng phó bão số 11 tại điểm cầu UBND tỉnh?", "--json") == 0
    answer = printed(capsys)
    assert answer["found"]
    assert "Quách Đình Lượng" in answer["answer"]
    citation = answer["citations"][0]
    text = (SAMPLES / citation["document"]).read_text(encoding="utf-8")
    assert citation["quote"] in text
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_what_the_documents_do_not_hold_is_an_answer_and_exits_zero(shelf: Program, capsys: Captured) -> None:
    assert shelf("ask", "Giá vé tàu cao tốc ra đảo Hòn Mun là bao nhiêu?", "--json") == 0
    answer = printed(capsys)
    assert not answer["found"]
    assert answer["citations"] == []


def test_a_list_that_is_cut_says_where_all_of_it_is(shelf: Program, capsys: Captured) -> None:
    assert shelf("ask", "những việc nào đã quá hạn?", "--today", "2026-06-01") == 0
    text = capsys.readouterr().out
    assert "mục nữa" in text
    assert messages.LIST_MORE.format(command="tasks --overdue") in text


def test_a_question_with_half_a_character_is_refused(program: Program, capsys: Captured) -> None:
    assert program("ask", "ai\udcff chủ trì") == 2
    assert capsys.readouterr().err.strip() == messages.USAGE_NOT_TEXT


def test_a_scope_that_is_not_there_is_named_with_those_that_are(shelf: Program, capsys: Captured) -> None:
    assert shelf("ask", "Ai chủ trì giao ban tháng 9?", "--scope", "khac", "--json") == 2
    told = capsys.readouterr().err
    assert "khac" in told
    assert "chung" in told


# eval


@pytest.fixture
def evaluation_set(tmp_path: Path) -> Path:
    """A set of one sample and two turns, one of which expects what no answer can have."""
    folder = tmp_path / "bo"
    (folder / "documents").mkdir(parents=True)
    name = "02-thong-bao-giao-ban-thang-9.txt"
    shutil.copy(SAMPLES / name, folder / "documents")
    turn = {
        "question": "Ai chủ trì phiên họp giao ban tháng 9/2025 của UBND xã Tân Khê?",
        "kind": "chair",
        "style": "plain",
        "answerable": True,
        "answer": "Đồng chí Vi Thị Nhàn.",
        "facts": [["Vi Thị Nhàn"]],
        "forbid": [],
        "documents": [name],
    }
    rows = [
        {"id": "c1", "today": "2025-09-10", "turns": [turn]},
        {"id": "c2", "today": "2025-09-10", "turns": [{**turn, "kind": "number", "facts": [["một chuỗi không có"]]}]},
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_eval_prints_figures_and_puts_only_its_report_into_the_data_directory(
    program: Program, evaluation_set: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert program("eval", evaluation_set, "--failures") == 0
    text = capsys.readouterr().out
    assert "50,0 % (1/2)" in text
    assert "c2/0 [con số, thường] thiếu một chuỗi không có" in text
    report = tmp_path / "data" / "bao-cao-bo.html"
    assert text.splitlines()[-1].endswith(str(report))
    assert "thiếu một chuỗi không có" in report.read_text(encoding="utf-8")
    assert list((tmp_path / "data").iterdir()) == [report]


def test_the_report_goes_where_it_is_told_to(
    program: Program, evaluation_set: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert program("eval", evaluation_set, "--report", "trang.html", "--json") == 0
    assert printed(capsys)["report"] == "trang.html"
    assert (tmp_path / "trang.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not (tmp_path / "data").exists()
    assert program("eval", evaluation_set, "--report", "khong/co/trang.html") == 1
    assert capsys.readouterr().err.strip() == "Không dùng được khong/co/trang.html: không tìm thấy."


def test_eval_as_json_has_the_figures_and_failures(program: Program, evaluation_set: Path, capsys: Captured) -> None:
    assert program("eval", evaluation_set, "--json", "--failures") == 0
    report = printed(capsys)
    assert (report["turns"], report["correct"], report["citation_ok"]) == (2, 1, 2)
    assert report["quotes_not_verbatim"] == 0
    assert [row["id"] for row in report["failures"]] == ["c2"]


def test_a_set_whose_turns_lack_something_is_named(program: Program, evaluation_set: Path, capsys: Captured) -> None:
    (evaluation_set / "questions.jsonl").write_text('{"id": "c7", "turns": [{"question": "Ai?"}]}', encoding="utf-8")
    assert program("eval", evaluation_set) == 2
    assert "c7" in capsys.readouterr().err
