"""Facts in the files that spreadsheet programs open."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import messages
from bot.export.sheets import write_csv, write_xlsx
from bot.export.tables import Table, meeting_table, task_table

from .facts import QUOTE, meeting, task

DANGEROUS = ("=1+1", "+84 912", "-5", "@SUM(A1)", "\t=1", "  =1", "\r\n=1", "＝1", "- Giao Tổ 3")
HARMLESS = ("Phòng Kinh tế", "a=1", "1+1", "3-5", "", "5 %")


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_looks_like_a_formula_stays_text(text: str, tmp_path: Path) -> None:
    table = Table("Bảng", ("Cột",), ((text,),))
    write_csv(table, tmp_path / "a.csv")
    assert read_csv(tmp_path / "a.csv")[1] == [f"'{text}"]
    write_xlsx(table, tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.replace("\r", "") == text.replace("\r", "")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_written_as_it_is(text: str, tmp_path: Path) -> None:
    table = Table("Bảng", ("Cột", "Số"), ((text, 1),))
    write_csv(table, tmp_path / "a.csv")
    assert read_csv(tmp_path / "a.csv")[1] == [text, "1"]
    write_xlsx(table, tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert not cell.quotePrefix
    assert (cell.value or "") == text


def test_control_characters_of_a_document_do_not_stop_the_sheet(tmp_path: Path) -> None:
    write_xlsx(Table("Bảng", ("Cột",), (("a\x07b\x0cc\nd",),)), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").active["A2"].value == "abc\nd"


def test_csv_begins_with_the_mark_by_which_excel_knows_the_encoding(tmp_path: Path) -> None:
    write_csv(task_table([task()]), tmp_path / "viec.csv")
    raw = (tmp_path / "viec.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "Đội Thủy nông".encode() in raw


def test_a_task_row_has_its_days_its_words_and_its_source(tmp_path: Path) -> None:
    write_csv(task_table([task(), task(deadline=None, owner=None, people=())]), tmp_path / "viec.csv")
    header, first, second = read_csv(tmp_path / "viec.csv")
    assert tuple(header) == messages.EXPORT_TASK_COLUMNS
    row = dict(zip(header, first, strict=True))
    assert row["Ngày hạn"] == "2025-06-12"
    assert row["Hạn (nguyên văn)"] == "trước ngày 12/6/2025"
    assert (row["Giao cho"], row["Người"], row["Phối hợp"]) == ("Đội Thủy nông", "Khúc Văn Ngạn", "xã Mường Lạnh")
    assert row["Câu trích"] == QUOTE
    assert (row["Ngày họp"], row["Tệp"]) == ("2025-06-03", "giao-ban.txt")
    assert second[:3] == ["", "", ""]


def test_days_of_a_sheet_are_days_that_sort(tmp_path: Path) -> None:
    write_xlsx(task_table([task()]), tmp_path / "viec.xlsx")
    sheet = load_workbook(tmp_path / "viec.xlsx").active
    assert sheet.title == messages.EXPORT_TASKS
    assert sheet["A2"].value == datetime(2025, 6, 12)
    assert sheet["A2"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A2"


def test_a_meeting_row_counts_its_tasks_and_tells_who_was_absent() -> None:
    table = meeting_table([meeting()])
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["Ngày họp"] == date(2025, 6, 3)
    assert row["Chủ trì"] == "Chẩu Thị Vân, Phó Giám đốc (thay Ma Văn Lình)"
    assert (row["Dự họp"], row["Vắng"]) == ("Khúc Văn Ngạn, Đội trưởng", "Trạm Thú y (bận tiêm phòng)")
    assert (row["Số việc"], row["Việc có hạn"], row["Quyết định"]) == (2, 1, 1)


def test_a_table_without_rows_still_has_its_columns(tmp_path: Path) -> None:
    write_csv(meeting_table([]), tmp_path / "a.csv")
    assert read_csv(tmp_path / "a.csv") == [list(messages.EXPORT_MEETING_COLUMNS)]
    write_xlsx(meeting_table([]), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").active.max_row == 1
