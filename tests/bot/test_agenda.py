"""Tasks in a calendar file."""

from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar

from bot.export.agenda import agenda
from rag import Deadline

from .facts import QUOTE, document, task

NOW = datetime(2025, 6, 4, 1, 30, tzinfo=UTC)


def entries(*tasks: Any, now: datetime = NOW) -> list[Any]:
    return list(Calendar.from_ical(agenda(tasks, now)).walk("VEVENT"))


def test_a_task_is_an_entry_for_the_whole_day_of_its_deadline() -> None:
    (entry,) = entries(task())
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2025, 6, 12), date(2025, 6, 13))
    assert entry["SUMMARY"] == "Đội Thủy nông (Khúc Văn Ngạn): Nạo vét kênh Nà Lốc"
    assert entry["TRANSP"] == "TRANSPARENT"


def test_an_entry_has_the_quote_and_the_source() -> None:
    description = str(entries(task())[0]["DESCRIPTION"])
    assert QUOTE in description
    assert "trước ngày 12/6/2025" in description
    assert "xã Mường Lạnh" in description
    assert "Giao ban tuần 23 · họp ngày 3/6/2025 · giao-ban.txt" in description


def test_tasks_without_a_day_have_no_entry() -> None:
    assert entries(task(deadline=None), task(deadline=Deadline("hằng tháng", None, "hằng tháng"))) == []


def test_the_same_task_keeps_its_id_wherever_it_stands_and_whenever_it_is_written() -> None:
    (first,) = entries(task())
    moved = task(number=5, deadline=Deadline("trước ngày 20/6/2025", date(2025, 6, 20)))
    _, second = entries(task(number=4, task="Sửa cống"), moved, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert first["UID"] == second["UID"]
    assert second["DTSTART"].dt == date(2025, 6, 20)


def test_different_tasks_and_twins_have_ids_of_their_own() -> None:
    tasks = (task(), task(number=2), task(task="Sửa cống"), task(owner="Đội Điện"), task(of=document(id="khac")))
    assert len({str(entry["UID"]) for entry in entries(*tasks)}) == 5


def test_lines_are_short_and_text_cannot_add_properties() -> None:
    raw = agenda([task(task="Sửa\x0c cống; đắp bờ,\nSUMMARY:giả " + "dài " * 60)], NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (entry,) = Calendar.from_ical(raw).walk("VEVENT")
    assert "SUMMARY:giả" in entry["SUMMARY"]
    assert b"\x0c" not in raw
