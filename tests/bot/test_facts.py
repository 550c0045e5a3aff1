"""`meetings` and `tasks` on the indexed samples."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from bot import messages

from .conftest import SAMPLES, Program

Captured = pytest.CaptureFixture[str]
SEPTEMBER = "02-thong-bao-giao-ban-thang-9.txt"


def rows(shelf: Program, capsys: Captured, *arguments: str) -> list[dict[str, Any]]:
    assert shelf(*arguments, "--json") == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def names(meetings: list[dict[str, Any]]) -> list[str]:
    return [meeting["document"]["name"] for meeting in meetings]


# meetings


def test_meetings_are_listed_newest_first_with_chair_and_id(shelf: Program, capsys: Captured) -> None:
    meetings = rows(shelf, capsys, "meetings")
    days = [meeting["record"]["date"] for meeting in meetings]
    assert days == sorted(days, reverse=True)
    assert len(meetings) == len(list(SAMPLES.iterdir()))
    assert shelf("meetings") == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{len(meetings)} cuộc họp\n")
    for meeting in meetings:
        assert meeting["document"]["id"][:8] in text
        assert meeting["record"]["chairs"][0]["name"] in text


def test_meetings_can_be_asked_for_by_chair_topic_and_day(shelf: Program, capsys: Captured) -> None:
    assert names(rows(shelf, capsys, "meetings", "--chair", "vi thi nhan")) == [SEPTEMBER]
    assert SEPTEMBER in names(rows(shelf, capsys, "meetings", "--topic", "giao ban"))
    assert names(rows(shelf, capsys, "meetings", "--from", "1/9/2025", "--to", "2025-09-30")) == [SEPTEMBER]
    assert rows(shelf, capsys, "meetings", "--scope", "khac") == []


def test_a_limit_keeps_the_newest_and_says_how_many_there_are(shelf: Program, capsys: Captured) -> None:
    everything = names(rows(shelf, capsys, "meetings"))
    assert names(rows(shelf, capsys, "meetings", "--limit", "2")) == everything[:2]
    assert shelf("meetings", "--limit", "2") == 0
    assert capsys.readouterr().out.startswith(f"{len(everything)} cuộc họp, đây là 2 cuộc mới nhất\n")


def test_records_are_written_in_the_form_of_the_evaluation_sets(
    shelf: Program, tmp_path: Path, capsys: Captured
) -> None:
    assert shelf("meetings", "--records", "su-kien.jsonl") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip() == "Đã ghi 6 cuộc họp vào su-kien.jsonl."
    written = [json.loads(line) for line in (tmp_path / "su-kien.jsonl").read_text(encoding="utf-8").splitlines()]
    evals = Path(__file__).parents[2] / "evals" / "dev" / "records.jsonl"
    gold = json.loads(evals.read_text(encoding="utf-8").splitlines()[0])
    assert all(row.keys() == gold.keys() for row in written)
    assert [row["document"] for row in written] == sorted(path.name for path in SAMPLES.iterdir())


def test_meetings_go_to_csv_and_excel(shelf: Program, tmp_path: Path) -> None:
    assert shelf("meetings", "--csv", "hop.csv", "--xlsx", "hop.xlsx") == 0
    with (tmp_path / "hop.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == list(messages.EXPORT_MEETING_COLUMNS)
    assert load_workbook(tmp_path / "hop.xlsx").active.max_row == len(lines) == 7


# tasks


def test_tasks_come_by_deadline_with_their_quote_and_source(shelf: Program, capsys: Captured) -> None:
    tasks = rows(shelf, capsys, "tasks")
    days = [task["deadline"] for task in tasks if task["deadline"]]
    assert days == sorted(days)
    assert [task["deadline"] is None for task in tasks] == sorted(task["deadline"] is None for task in tasks)
    text = (SAMPLES / SEPTEMBER).read_text(encoding="utf-8")
    september = [task for task in tasks if task["document"] == SEPTEMBER]
    assert september
    assert all(text[task["start"] : task["end"]] == task["quote"] for task in september)


def test_tasks_can_be_asked_for_by_owner_and_by_days(shelf: Program, capsys: Captured) -> None:
    owned = rows(shelf, capsys, "tasks", "--owner", "tram y te", "--to", "3/9/2025")
    assert [(task["owner"], task["deadline"]) for task in owned] == [("Trạm Y tế xã", "2025-09-25")]
    due = rows(shelf, capsys, "tasks", "--due-from", "20/9/2025", "--due-before", "25/9/2025")
    assert {task["deadline"] for task in due} == {"2025-09-20", "2025-09-25"}
    without = rows(shelf, capsys, "tasks", "--no-deadline")
    assert without
    assert all(task["deadline_text"] is None for task in without)


def test_overdue_is_counted_from_the_day_that_is_today(shelf: Program, capsys: Captured) -> None:
    assert rows(shelf, capsys, "tasks", "--overdue", "--today", "19/9/2025") == []
    late = rows(shelf, capsys, "tasks", "--overdue", "--today", "26/9/2025")
    assert {task["deadline"] for task in late} == {"2025-09-20", "2025-09-25"}
    assert all(task["overdue"] for task in late)
    assert not any(task["overdue"] for task in rows(shelf, capsys, "tasks", "--today", "20/9/2025"))


def test_the_table_of_tasks_counts_them_and_names_owner_task_and_document(shelf: Program, capsys: Captured) -> None:
    assert shelf("tasks", "--owner", "Trạm Y tế", "--due-before", "30/9/2025", "--today", "26/9/2025") == 0
    text = capsys.readouterr().out
    assert text.startswith("1 việc: 1 việc có hạn, 1 việc quá hạn tính đến 26/9/2025\n")
    for part in ("25/9/2025", "Trạm Y tế xã", "vắc-xin", "3/9/2025"):
        assert part in text


def test_tasks_go_to_csv_excel_and_a_calendar(shelf: Program, tmp_path: Path, capsys: Captured) -> None:
    tasks = rows(shelf, capsys, "tasks")
    due = [task for task in tasks if task["deadline"]]
    assert shelf("tasks", "--csv", "viec.csv", "--xlsx", "viec.xlsx", "--ics", "viec.ics") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"Đã ghi {len(due)} việc vào viec.ics." in captured.err
    assert f"{len(tasks) - len(due)} việc không có ngày hạn" in captured.err
    assert load_workbook(tmp_path / "viec.xlsx").active.max_row == len(tasks) + 1
    entries = Calendar.from_ical((tmp_path / "viec.ics").read_bytes()).walk("VEVENT")
    assert [entry["DTSTART"].dt for entry in entries] == [date.fromisoformat(task["deadline"]) for task in due]
    again = tmp_path / "lai.ics"
    assert shelf("tasks", "--ics", again) == 0
    uids = [str(entry["UID"]) for entry in Calendar.from_ical(again.read_bytes()).walk("VEVENT")]
    assert uids == [str(entry["UID"]) for entry in entries]
    assert len(set(uids)) == len(uids)


@pytest.mark.parametrize(
    ("command", "sentence"), [("meetings", messages.MEETINGS_NONE), ("tasks", messages.TASKS_NONE)]
)
def test_nothing_that_fits_and_nothing_at_all_are_told_apart(
    command: str, sentence: str, shelf: Program, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shelf(command, "--from", "1/1/2050") == 0
    assert capsys.readouterr().out.strip() == sentence
    monkeypatch.setenv("GIAOBAN_DATA_DIR", str(tmp_path / "trong"))
    assert shelf(command) == 0
    assert capsys.readouterr().out.strip() == messages.DOCUMENTS_NONE


def test_a_file_that_cannot_be_written_is_said_so(shelf: Program, capsys: Captured) -> None:
    assert shelf("tasks", "--ics", "khong/co/viec.ics") == 1
    assert capsys.readouterr().err.strip() == "Không dùng được khong/co/viec.ics: không tìm thấy."
