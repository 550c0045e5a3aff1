"""What admins did is kept, shown newest first and page by page, and to admins only."""

from datetime import UTC, datetime

from .office import ADMIN, LAN, Office


async def test_the_newest_comes_first_with_who_what_and_when_in_vietnam(office: Office) -> None:
    office.clock.set(datetime(2026, 4, 3, 2, 15, tzinfo=UTC))
    office.desk.access.people.know(ADMIN.id, "Trần Bình")
    office.desk.journal.note(ADMIN.id, "remove", "Thông báo 12")
    office.desk.journal.note(None, "group_refused", "-100777")
    shown = await office.say(ADMIN, "/nhatky")
    assert shown.text.splitlines() == [
        "Nhật ký quản trị (2)",
        "Trang 1/1",
        "",
        "09:15 3/4/2026 · Giao Ban: rời nhóm lạ -100777",
        "",
        "09:15 3/4/2026 · Trần Bình: xóa tài liệu Thông báo 12",
    ]


async def test_long_journals_have_pages(office: Office) -> None:
    for number in range(25):
        office.desk.journal.note(ADMIN.id, "scopes", f"người {number:02}", "chung")
    shown = await office.say(ADMIN, "/nhatky")
    assert "người 24 (chung)" in shown.text
    assert "người 14" not in shown.text
    await office.press(ADMIN, "Sau ▸")
    await office.press(ADMIN, "Sau ▸")
    last = office.last(ADMIN)
    assert "Trang 3/3" in last.text
    assert "người 00" in last.text
    assert last.labels == ["◂ Trước"]


async def test_an_empty_journal_says_so(office: Office) -> None:
    assert (await office.say(ADMIN, "/nhatky")).text == "Nhật ký còn trống."


async def test_only_admins_read_it(office: Office) -> None:
    assert (await office.say(LAN, "/nhatky")).text == "Lệnh này chỉ dành cho quản trị viên."


async def test_what_was_noted_is_not_live_and_is_cut_where_it_is_long(office: Office) -> None:
    for _ in range(10):
        office.desk.journal.note(ADMIN.id, "index", "/xoa @admin t.me/x " * 20, "chi tiết dài " * 200)
    shown = await office.say(ADMIN, "/nhatky")
    await office.idle()
    assert not any(one.live for one in office.shown(ADMIN))
    assert shown.text.count("lập chỉ mục") == 10
