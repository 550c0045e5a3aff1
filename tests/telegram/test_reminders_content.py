"""What reminders tell: what the chat may see at the moment of sending, undone, by the deadlines that hold then."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

from bot.local import Group, User
from bot.store import done
from bot.store.reminders import Choice
from rag import DEFAULT_SCOPE

from .october import DAILY, DUE_15, DUE_17, NOTICES, SEVEN, at, go_to, index, told, until_planned
from .office import Office


async def test_what_was_taken_away_before_the_moment_of_sending_is_not_sent(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    office.telegram.fault("sendMessage", chat=office.lan, kind=429, retry_after=1)
    office.clock.set(at(15))
    await until_planned(office, office.lan, 15)
    office.desk.access.people.deny(office.lan.id, office.admin.id, office.clock.now())
    await office.idle()
    assert not told(office, office.lan)
    await go_to(office, at(17), office.lan)
    assert not told(office, office.lan)


async def test_nobody_is_told_of_tasks_in_scopes_that_the_chat_does_not_see(october: Office, tmp_path: Path) -> None:
    office = october
    await index(office, tmp_path, "mat.txt", SECRET, "mật")
    office.desk.access.people.allow(office.lan.id, office.admin.id, office.clock.now(), scopes=("mật",))
    chats: tuple[User | Group, ...] = (office.admin, office.lan, office.minh, office.group)
    for chat in chats:
        await office.desk.reminders.choose(chat.id, DAILY, office.admin.id)
    await go_to(office, at(15), *chats)
    seen = {chat.id: "hồ sơ Bạch Tuyết" in told(office, chat)[0].text for chat in (office.admin, office.lan)}
    assert seen == {office.admin.id: True, office.lan.id: True}
    assert DUE_15 not in told(office, office.lan)[0].text
    for chat in chats[2:]:
        assert "Bạch Tuyết" not in told(office, chat)[0].text and DUE_15 in told(office, chat)[0].text
    office.desk.access.groups.bind(office.group.id, ())
    await go_to(office, at(17), office.group)
    assert len(told(office, office.group)) == 1


SECRET = """Thông báo kết luận giao ban tháng 10 của Ban Quản lý dự án

Ngày 6/10/2025, đồng chí Trần Văn Tám, Giám đốc Ban Quản lý dự án, chủ trì cuộc họp giao ban tháng 10.

Giao Phòng Kế hoạch niêm phong hồ sơ Bạch Tuyết trước ngày 15/10/2025.
"""
SEPTEMBER = """Thông báo kết luận giao ban tháng 9 của UBND huyện

Ngày 4/9/2025, đồng chí Nguyễn Văn Thành, Chủ tịch UBND huyện, chủ trì cuộc họp giao ban tháng 9.

Giao Trung tâm Phát triển quỹ đất bàn giao mặt bằng đường vành đai phía Đông trước ngày 15/10/2025.
"""
MOVED = """Thông báo kết luận giao ban tháng 10 của UBND huyện

Ngày 6/10/2025, đồng chí Nguyễn Văn Thành, Chủ tịch UBND huyện, chủ trì cuộc họp giao ban tháng 10.

Giao Trung tâm Phát triển quỹ đất bàn giao mặt bằng đường vành đai phía Đông, gia hạn đến ngày 17/10/2025.
"""


async def test_only_the_deadline_that_holds_now_counts(october: Office, tmp_path: Path) -> None:
    office = october
    await index(office, tmp_path, "thang-9.txt", SEPTEMBER)
    await office.desk.reminders.choose(office.lan.id, NOTICES, office.lan.id)
    await go_to(office, at(14), office.lan)
    assert "mặt bằng đường vành đai phía Đông" in told(office, office.lan)[0].text
    await index(office, tmp_path, "thang-10.txt", MOVED)
    await office.desk.reminders.choose(office.minh.id, DAILY, office.minh.id)
    await go_to(office, at(15), office.lan, office.minh)
    assert "vành đai" not in told(office, office.minh)[0].text.split("Trong 7 ngày tới")[0]
    assert "17/10 (còn 2 ngày) · Trung tâm Phát triển quỹ đất" in told(office, office.lan)[1].text  # moved: told again
    await go_to(office, at(17), office.minh)
    assert "vành đai" in told(office, office.minh)[-1].text.split("Vừa quá hạn")[0]
    assert len([one for one in told(office, office.lan) if "vành đai" in one.text]) == 2


async def test_what_is_done_is_left_out(october: Office) -> None:
    office = october
    for task in office.library.tasks([DEFAULT_SCOPE], due_from=date(2025, 10, 15), due_to=date(2025, 10, 15)):
        key = done.task_key(task)
        await office.desk.writer.write(lambda c, key=key: done.tick(c, key, office.lan.id, datetime.now(UTC)))  # type: ignore[misc]
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await go_to(office, at(15), office.lan)
    assert not told(office, office.lan)


async def test_only_ones_own_tasks_come_where_that_is_chosen(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(
        office.lan.id, Choice(True, None, SEVEN, mine=True, empty_days=False), office.lan.id
    )
    await office.desk.bindings.ask(office.lan.id, "Kim Liên Sơn", office.clock.now())
    await go_to(office, at(15), office.lan)
    await go_to(office, at(17), office.lan)
    assert not told(office, office.lan)  # nobody has confirmed the name
    await office.desk.bindings.confirm(office.lan.id, "Kim Liên Sơn", office.admin.id, office.clock.now())
    await go_to(office, at(18), office.lan)
    (shown,) = told(office, office.lan)
    assert "17/10 (quá 1 ngày)" in shown.text and DUE_17 in shown.text and DUE_15 not in shown.text


async def test_a_chat_that_has_blocked_the_bot_holds_up_nobody(october: Office) -> None:
    office = october
    for person in (office.lan, office.minh):
        await office.desk.reminders.choose(person.id, DAILY, person.id)
    office.telegram.fault("sendMessage", chat=office.lan, kind=403)
    await go_to(office, at(15), office.minh)
    assert len(told(office, office.minh)) == 1 and not told(office, office.lan)


async def test_dozens_of_tasks_on_one_day_make_one_message(october: Office, tmp_path: Path) -> None:
    office = october
    paths = [tmp_path / f"{number}.txt" for number in range(60)]
    for number, path in enumerate(paths):
        text = SECRET.replace("hồ sơ Bạch Tuyết", f"kho vật tư số {number} của thôn Nà Pục").replace("15/10", "16/10")
        path.write_text(text, encoding="utf-8")
    await asyncio.to_thread(lambda: list(office.library.index(list(map(str, paths)))))
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await go_to(office, at(16), office.lan)
    (shown,) = told(office, office.lan)
    assert shown.text.startswith("🔔 Thứ Năm 16/10/2025: 60 việc đến hạn hôm nay, 1 việc vừa quá hạn.")
    await office.press(office.lan, "Mở danh sách, đánh dấu xong", shown)
    assert office.last(office.lan).text.startswith("Tuần 13/10–19/10: 64 việc đến hạn.")


async def test_a_group_that_becomes_a_supergroup_goes_on_being_told(october: Office) -> None:
    office, basic = october, Group(-5005, "Tổ một")
    office.telegram.world.meet(basic)
    office.desk.access.groups.add(basic.id, basic.title, office.admin.id, office.clock.now())
    office.desk.access.groups.bind(basic.id, (DEFAULT_SCOPE,))
    await office.desk.reminders.choose(basic.id, DAILY, office.admin.id)
    await go_to(office, at(15), basic)
    new = office.telegram.migrate(basic)
    await office.idle()
    await go_to(office, at(17), new)
    (shown,) = told(office, new)
    assert DUE_17 in shown.text and len(told(office, basic)) == 1
