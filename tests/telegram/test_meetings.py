"""/hop: meetings newest first, filtered by buttons; one meeting with its facts."""

import pytest

from .minutes import SECRET, found, index
from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")


async def test_meetings_are_listed_newest_first_with_day_title_chair_and_tasks(office: Office) -> None:
    shown = await office.say(office.lan, "/hop")
    lines = [line for line in shown.text.splitlines() if line]
    assert lines[:3] == [
        "6 cuộc họp",
        "1. 18/10/2025 · Sơn Hải họp trực tuyến ứng phó bão số 11, sơ tán hơn 1.900 hộ ven biển",
        "   Chủ trì: Quách Đình Lượng, Mạc Thị Uyên, Tống Văn Khải · 7 việc đã giao",
    ]
    assert lines[-2].startswith("6. 3/9/2025 · ")
    assert shown.labels == ["1", "2", "3", "4", "5", "6", "Tháng ▾", "Cơ quan ▾", "Chủ trì ▾"]


async def test_filters_narrow_the_list_and_are_taken_away_again(office: Office) -> None:
    await office.say(office.lan, "/hop")
    await office.press(office.lan, "Cơ quan ▾")
    assert office.last(office.lan).labels[0] == "UBND xã Tân Khê (2)"
    await office.press(office.lan, "UBND xã Tân Khê (2)")
    assert office.last(office.lan).text.startswith("2 cuộc họp\nLọc: UBND xã Tân Khê")
    await office.press(office.lan, "Tháng ▾")
    assert office.last(office.lan).labels == ["10/2025 (1)", "9/2025 (1)", "Tất cả"]
    await office.press(office.lan, "9/2025 (1)")
    assert office.last(office.lan).text.startswith("1 cuộc họp\nLọc: 9/2025 · UBND xã Tân Khê")
    await office.press(office.lan, "Chủ trì ▾")
    await office.press(office.lan, "Vi Thị Nhàn (1)")
    assert office.last(office.lan).text.startswith("1 cuộc họp")
    await office.press(office.lan, "Bỏ lọc")
    assert office.last(office.lan).text.startswith("6 cuộc họp\n\n")
    assert len(office.shown(office.lan)) == 1  # all in one message


async def test_one_meeting_shows_its_facts_and_leads_back_and_to_its_tasks(office: Office) -> None:
    await office.say(office.lan, "/hop")
    await office.press(office.lan, "2")
    shown = office.last(office.lan)
    for line in (
        "Giao ban tuần 42 – Công ty Cổ phần Nông sản Hương Đồi",
        "Ngày họp: 13/10/2025, 8h30",
        "Chủ trì: Âu Thị Dương, Giám đốc vận hành",
        "Thư ký: Lý Thu Cúc",
        "Vắng (1): Thạch Gia Bảo (marketing)",
        "Việc đã giao (5)",
        "2. Trần Hữu Tịnh: Sửa kho lạnh số 2 · hạn: 24/10/2025",
    ):
        assert line in shown.text.splitlines()
    assert "Quyết định (" in shown.text and "Dự họp (5): " in shown.text and "Nơi họp: phòng họp Mây Ngàn" in shown.text
    await office.press(office.lan, "Các việc, đánh dấu xong")
    assert office.last(office.lan).text.startswith("5 việc giao tại cuộc họp")
    await office.press(office.lan, "◂ Danh sách", shown)
    assert office.shown(office.lan)[0].text.startswith("6 cuộc họp")


async def test_meetings_of_other_scopes_are_neither_listed_nor_opened(office: Office) -> None:
    people, now = office.desk.access.people, office.clock.now()
    await index(office, "cho.txt", SECRET, scope="cho")
    assert "6 cuộc họp" in (await office.say(office.lan, "/hop")).text
    people.allow(office.lan.id, office.admin.id, now, scopes=("cho",))
    shown = await office.say(office.lan, "/hop")
    assert shown.text.startswith("1 cuộc họp") and "CHỢ NẬM KHOANG" in shown.text.upper()
    people.grant(office.lan.id, ("chung",))
    await office.press(office.lan, "1", shown)
    assert office.telegram.toasts[-1].text.startswith("Tài liệu này không còn")
    await office.press(office.lan, "Cơ quan ▾", shown)
    assert "Nậm Khoang" not in " ".join(office.last(office.lan).labels)


async def test_a_removed_meeting_is_gone_from_lists_that_are_shown_already(office: Office) -> None:
    await index(office, "cho.txt", SECRET)
    shown = await office.say(office.lan, "/hop")
    assert shown.text.startswith("7 cuộc họp")
    office.library.remove(found(office.library, "cho.txt"))
    await office.press(office.lan, "Sau ▸", shown)
    assert office.last(office.lan).text.startswith("6 cuộc họp")


async def test_an_empty_library_says_that_there_is_none(bare_office: Office) -> None:
    shown = await bare_office.say(bare_office.lan, "/hop")
    assert shown.text == "Không có cuộc họp nào như vậy."
