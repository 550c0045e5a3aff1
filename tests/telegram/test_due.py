"""/han: what is due, by the deadlines that hold now, each with its quote; done by a tap, which can be taken back."""

import asyncio
from pathlib import Path

import pytest

from .october import at
from .office import Office


@pytest.fixture
async def tuesday(october: Office) -> Office:
    """The office in the morning of Tuesday, 14/10/2025."""
    october.clock.set(at(14, hour=9))
    return october


async def test_the_week_comes_first_with_quotes_and_below_it_what_is_overdue(tuesday: Office) -> None:
    shown = await tuesday.say(tuesday.lan, "/han")
    assert shown.text.startswith("Tuần 13/10–19/10: 4 việc đến hạn.")
    assert "1. 15/10 (còn 1 ngày) · Đỗ Bảo Vy: Gửi mẫu bưởi đi kiểm tra tồn dư" in shown.text
    assert shown.html.count("<blockquote expandable>") == 4
    overdue = [line for line in shown.text.splitlines() if line.startswith("⚠️ Quá hạn từ")]
    assert overdue[0].startswith("⚠️ Quá hạn từ 10/10 · Phòng Văn hóa - Xã hội: Xác minh 7 ý kiến")
    assert len(overdue) == 3 and shown.text.endswith("… và 1 việc quá hạn nữa.")


async def test_today_and_overdue_are_a_tap_away(tuesday: Office) -> None:
    office = tuesday
    await office.say(office.lan, "/han")
    await office.press(office.lan, "Hôm nay")
    assert office.last(office.lan).text == "Thứ Ba 14/10/2025: không có việc đến hạn."
    await office.press(office.lan, "Quá hạn")
    shown = office.last(office.lan)
    assert shown.text.startswith("Quá hạn: 4 việc.\n\n1. 10/10 (quá 4 ngày) · Phòng Văn hóa - Xã hội")


async def test_what_is_ticked_is_gone_and_comes_back_when_it_is_taken_back(tuesday: Office) -> None:
    office = tuesday
    await office.say(office.lan, "/han")
    await office.press(office.lan, "✔ 1")
    shown = office.last(office.lan)
    assert shown.text.startswith("Tuần 13/10–19/10: 3 việc đến hạn.") and "Gửi mẫu bưởi" not in shown.text
    minh = await office.say(office.minh, "/han")
    assert "Gửi mẫu bưởi" not in minh.text
    await office.press(office.lan, "↩ Chưa xong: Gửi mẫu bưởi đi kiểm tra tồn dư", shown)
    assert "Gửi mẫu bưởi" in office.last(office.lan).text


async def test_a_deadline_that_was_moved_counts_with_its_new_day_alone(tuesday: Office, tmp_path: Path) -> None:
    office = tuesday
    first, second = tmp_path / "thang-9.txt", tmp_path / "thang-10.txt"
    first.write_text(TASK.format(day="4/9", deadline="trước ngày 3/10/2025"), encoding="utf-8")
    second.write_text(TASK.format(day="6/10", deadline="gia hạn đến ngày 16/10/2025"), encoding="utf-8")
    await asyncio.to_thread(lambda: list(office.library.index([str(first), str(second)])))
    shown = await office.say(office.lan, "/han")
    assert "2. 16/10 (còn 2 ngày) · Trung tâm Phát triển quỹ đất: Bàn giao mặt bằng" in shown.text
    await office.press(office.lan, "Quá hạn")
    assert "Trung tâm Phát triển quỹ đất" not in office.last(office.lan).text


TASK = """Thông báo kết luận giao ban của UBND huyện

Ngày {day}/2025, đồng chí Nguyễn Văn Thành, Chủ tịch UBND huyện, chủ trì cuộc họp giao ban.

Giao Trung tâm Phát triển quỹ đất bàn giao mặt bằng đường vành đai phía Đông, {deadline}.
"""


async def test_a_group_sees_what_is_bound_to_it_and_a_press_is_checked_again(tuesday: Office) -> None:
    office = tuesday
    shown = await office.say(office.lan, "/han", chat=office.group)
    assert "Gửi mẫu bưởi" in shown.text
    office.desk.access.groups.bind(office.group.id, ("khác",))
    await office.press(office.minh, "Hôm nay", shown, chat=office.group)
    await office.press(office.minh, "Tuần này", office.last(office.group), chat=office.group)
    assert "Gửi mẫu bưởi" not in office.last(office.group).text
    office.desk.access.people.deny(office.minh.id, office.admin.id, office.clock.now())
    before = office.last(office.group)
    office.telegram.press(office.minh, before.id, "Hôm nay", chat=office.group)
    await office.idle()
    assert office.last(office.group) == before


async def test_a_stranger_is_shown_nothing(tuesday: Office) -> None:
    shown = await tuesday.say(tuesday.stranger, "/han")
    assert "việc đến hạn" not in shown.text


async def test_the_list_goes_into_a_calendar_and_a_sheet(tuesday: Office) -> None:
    office = tuesday
    await office.say(office.lan, "/han")
    shown = office.last(office.lan)
    await office.press(office.lan, "Xuất .ics", shown)
    sent = office.last(office.lan)
    assert sent.document is not None and sent.document.name == "viec-2025-10-14.ics" and sent.text == "4 việc"
    await office.press(office.lan, "Xuất Excel", shown)
    sent = office.last(office.lan)
    assert sent.document is not None and sent.document.name == "viec-2025-10-14.xlsx"
