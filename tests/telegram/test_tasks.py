"""/viec: tasks in several views, each with its quote; done and undone; as files."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from .minutes import LONG, SECRET, found, index
from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def office(office: Office) -> Office:
    """In September 2025."""
    office.clock.set(datetime(2025, 9, 24, 3, tzinfo=UTC))
    return office


def count(office: Office) -> int:
    """How many tasks the samples give."""
    return len(office.library.tasks(("chung",)))


async def test_all_tasks_are_counted_paged_and_shown_with_deadline_owner_and_quote(office: Office) -> None:
    shown = await office.say(office.lan, "/viec")
    assert shown.text.startswith(
        f"{count(office)} việc đã giao\n\n1. ⚠️ trước ngày 20/9/2025 · Phòng Văn hóa - Xã hội (Cù Thị Hảo): "
    )
    assert shown.parts("expandable_blockquote")[0].startswith("“Giao Phòng Văn hóa - Xã hội")
    assert shown.labels == [
        "✔ 1", "✔ 2", "✔ 3", "✔ 4", "✔ 5", "1/8", "Sau ▸", "Của tôi", "Theo người", "Tuần này", "Quá hạn",
        "Xuất .ics", "Xuất Excel",
    ]  # fmt: skip
    await office.press(office.lan, "Sau ▸")
    assert "\n6. " in office.last(office.lan).text


async def test_a_task_is_done_and_undone_by_a_tap(office: Office) -> None:
    await office.say(office.lan, "/viec")
    await office.press(office.lan, "✔ 2")
    shown = office.last(office.lan)
    assert office.telegram.toasts[-1].text == "Đã đánh dấu xong việc 2."
    assert shown.text.startswith(f"{count(office)} việc đã giao, đã xong 1") and "\n2. ✅ " in shown.text
    assert shown.parts("strikethrough")[0].startswith("Tiêm bổ sung vắc-xin sởi")
    await office.press(office.lan, "↩ 2")
    assert office.last(office.lan).text.startswith(f"{count(office)} việc đã giao\n")


async def test_what_is_done_stays_done_when_its_document_is_indexed_anew(office: Office) -> None:
    await index(office, "cho.txt", SECRET)
    await office.say(office.lan, "/viec")
    await office.press(office.lan, "✔ 1")
    assert "\n1. ✅ trước ngày 20/8/2025" in office.last(office.lan).text
    await index(office, "cho.txt", "Văn phòng sao gửi các thôn.\n\n" + SECRET)
    assert "\n1. ✅ trước ngày 20/8/2025" in (await office.say(office.lan, "/viec")).text


async def test_the_week_and_what_is_overdue_are_views_of_their_own(office: Office) -> None:
    await office.say(office.lan, "/viec")
    await office.press(office.lan, "Tuần này")
    assert office.last(office.lan).text.startswith(
        "1 việc đến hạn tuần 22/9–28/9/2025\n\n1. trước ngày 25/9/2025 · Trạm Y tế xã"
    )
    await office.press(office.lan, "Quá hạn")
    assert office.last(office.lan).text.startswith("1 việc quá hạn tính đến 24/9/2025\n\n1. ⚠️ trước ngày 20/9/2025")
    await office.press(office.lan, "✔ 1")
    assert office.last(office.lan).text == "Không có việc nào quá hạn tính đến 24/9/2025."
    await office.press(office.lan, "↩ Bỏ dấu vừa đánh")
    assert office.last(office.lan).text.startswith("1 việc quá hạn")


async def test_tasks_are_shown_by_owner(office: Office) -> None:
    await office.say(office.lan, "/viec")
    await office.press(office.lan, "Theo người")
    assert "Phòng Kinh tế (2)" in office.last(office.lan).labels
    await office.press(office.lan, "Phòng Kinh tế (2)")
    assert office.last(office.lan).text.startswith("2 việc giao cho Phòng Kinh tế\n")


async def test_mine_are_the_tasks_of_the_names_that_an_admin_has_confirmed(office: Office) -> None:
    await office.say(office.lan, "/viec")
    await office.press(office.lan, "Của tôi")
    assert office.last(office.lan).text.startswith("Bạn chưa gắn tên hay đơn vị nào")
    now = office.clock.now()
    await office.desk.bindings.ask(office.lan.id, "Phòng Kinh tế", now)
    await office.press(office.lan, "Tất cả")
    await office.press(office.lan, "Của tôi")
    assert office.last(office.lan).text.startswith("Bạn chưa gắn")
    await office.desk.bindings.confirm(office.lan.id, "Phòng Kinh tế", office.admin.id, now)
    await office.press(office.lan, "Tất cả")
    await office.press(office.lan, "Của tôi")
    assert office.last(office.lan).text.startswith("2 việc của bạn\n")


async def test_the_whole_list_goes_into_a_calendar_and_a_sheet(office: Office) -> None:
    shown = await office.say(office.lan, "/viec")
    await office.press(office.lan, "Xuất .ics", shown)
    calendar = office.last(office.lan)
    assert calendar.document is not None and calendar.document.name == "viec-2025-09-24.ics"
    stored = office.telegram.world.files.get(calendar.document.file_id)
    assert stored is not None
    events = Calendar.from_ical(stored.data).walk("VEVENT")
    assert calendar.text == f"{len(events)} việc có ngày hạn" and len(events) > 20
    await office.press(office.lan, "Xuất Excel", shown)
    sheet = office.last(office.lan)
    assert sheet.document is not None and sheet.document.name == "viec-2025-09-24.xlsx"
    stored = office.telegram.world.files.get(sheet.document.file_id)
    assert stored is not None
    rows = load_workbook(BytesIO(stored.data)).active.max_row
    assert rows == count(office) + 1 and sheet.text == f"{count(office)} việc"


async def test_tasks_of_other_scopes_are_neither_listed_nor_ticked_nor_exported(office: Office) -> None:
    people, now = office.desk.access.people, office.clock.now()
    await index(office, "cho.txt", SECRET, scope="cho")
    assert f"{count(office)} việc đã giao" in (await office.say(office.lan, "/viec")).text
    people.allow(office.lan.id, office.admin.id, now, scopes=("cho",))
    shown = await office.say(office.lan, "/viec")
    assert shown.text.startswith("1 việc đã giao") and "camera" in shown.text
    people.grant(office.lan.id, ("chung",))
    await office.press(office.lan, "✔ 1", shown)
    assert office.telegram.toasts[-1].text == "Việc này không còn trong tài liệu."
    await office.press(office.lan, "Xuất Excel", shown)
    assert office.last(office.lan).text == f"{count(office)} việc"


async def test_a_task_that_is_gone_is_not_ticked(office: Office) -> None:
    await index(office, "cho.txt", SECRET)
    shown = await office.say(office.lan, "/viec")
    office.library.remove(found(office.library, "cho.txt"))
    await office.press(office.lan, "✔ 1", shown)
    assert office.telegram.toasts[-1].text == "Việc này không còn trong tài liệu."


async def test_a_page_put_in_the_place_of_another_holds_nothing_that_a_tap_would_run(bare_office: Office) -> None:
    office = bare_office
    live = " ".join(f"a{number} /stop{number}" for number in range(12))
    await index(office, "xa.txt", "\n".join(line.replace(", hoàn", f" {live}, hoàn") for line in LONG.splitlines()))
    await office.say(office.lan, "/viec")
    await office.idle()
    await office.press(office.lan, "Sau ▸")
    shown = office.last(office.lan)
    assert "/stop3" in shown.text and len(shown.entities) <= 100
    assert not shown.live
