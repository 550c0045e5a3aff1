"""When reminders come: the clock moves, and each chat is told what is due, once, in time or marked late."""

from collections import Counter
from datetime import date

from bot.local import Shown
from bot.store.reminders import Choice
from bot.telegram.clock import VIETNAM
from rag import DEFAULT_SCOPE, Task

from .october import DAILY, DUE_15, DUE_17, NOTICES, SEVEN, at, go_to, told, until_planned, until_told
from .office import Office


async def test_a_list_comes_once_in_the_minute_that_was_chosen(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await go_to(office, at(14), office.lan)
    await go_to(office, at(15, hour=6, minute=59), office.lan)
    assert not told(office, office.lan)
    await go_to(office, at(15), office.lan)
    (shown,) = told(office, office.lan)
    assert shown.text.startswith("🔔 Thứ Tư 15/10/2025: 1 việc đến hạn hôm nay.")
    assert DUE_15 in shown.text and "Gửi muộn" not in shown.text
    assert at(15) <= shown.date < at(15, minute=1)
    await office.stop()
    await office.start()
    await go_to(office, at(15, hour=23), office.lan)
    assert len(told(office, office.lan)) == 1


async def test_a_row_has_its_quote_and_where_that_stands(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await go_to(office, at(30), office.lan)
    await go_to(office, at(31), office.lan)
    shown = told(office, office.lan)[-1]
    assert "Phòng Kinh tế: Bàn giao toàn bộ mặt bằng đường Nà Tấu - Khau Vạc" in shown.text
    assert (
        "📄 Biên bản họp giao ban tháng 10/2025 của UBND xã Tân Khê · họp ngày 2/10/2025 · số 21/BB-UBND" in shown.text
    )
    assert "<blockquote expandable>“1 Bàn giao toàn bộ mặt bằng đường Nà Tấu - Khau Vạc" in shown.html


async def test_a_day_without_anything_due_is_passed_over_unless_it_is_wanted(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await office.desk.reminders.choose(
        office.minh.id, Choice(True, None, SEVEN, False, empty_days=True), office.minh.id
    )
    await go_to(office, at(14), office.lan)
    await until_told(office, 14, office.minh)
    assert not told(office, office.lan)
    (shown,) = told(office, office.minh)
    assert shown.text.startswith("🔔 Thứ Ba 14/10/2025: không có việc đến hạn.")
    await go_to(office, at(15), office.lan)
    assert "cũng chưa gửi được" not in told(office, office.lan)[-1].text  # the 14th was not missed


async def test_each_task_is_announced_once_and_so_many_days_before(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, NOTICES, office.lan.id)
    for day in range(14, 26):
        await go_to(office, at(day), office.lan)
    tasks = office.library.tasks([DEFAULT_SCOPE], due_from=date(2025, 10, 14), due_to=date(2025, 10, 28))
    assert len(tasks) == 9
    counted = Counter(task.assignment.task for task in tasks for one in told(office, office.lan) if _names(one, task))
    assert counted == {task.assignment.task: 1 for task in tasks}
    by_day = {one.date: one.text for one in told(office, office.lan)}
    assert sorted(when.astimezone(VIETNAM).day for when in by_day) == [14, 16, 17, 21, 22]
    assert "17/10 (còn 3 ngày)" in by_day[min(by_day)]


def _names(shown: Shown, task: Task) -> bool:
    return " ".join(task.assignment.task.split()) in " ".join(shown.text.split())


async def test_two_days_of_standstill_miss_nothing_and_say_that_it_is_late(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await office.desk.reminders.choose(office.minh.id, NOTICES, office.minh.id)
    await go_to(office, at(14), office.lan, office.minh)
    await office.stop()
    office.clock.set(at(17, hour=9))
    await office.start()
    await until_told(office, 17, office.lan, office.minh)
    (shown,) = told(office, office.lan)
    first, second = shown.text.splitlines()[:2]
    assert first == "🔔 Thứ Sáu 17/10/2025: 1 việc đến hạn hôm nay, 1 việc vừa quá hạn."
    assert second.startswith("⏰ Gửi muộn: tin này lẽ ra đến lúc 07:00 ngày 17/10. Tin của ngày 15/10, 16/10 cũng")
    assert DUE_15 in shown.text and DUE_17 in shown.text
    notices = told(office, office.minh)
    assert len(notices) == 2  # on the 14th, and late: of what has come within three days since
    assert "19/10 (còn 2 ngày)" in notices[1].text and "Gửi muộn" in notices[1].text and DUE_15 not in notices[1].text


async def test_a_notice_that_no_day_was_left_for_comes_all_the_same(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, NOTICES, office.lan.id)
    await office.stop()
    office.clock.set(at(16, hour=9))
    await office.start()
    await until_told(office, 16, office.lan)
    (shown,) = told(office, office.lan)
    assert "15/10 (quá 1 ngày)" in shown.text and "Gửi muộn" in shown.text


async def test_a_clock_that_jumps_while_the_bot_runs_is_a_standstill_too(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await go_to(office, at(17, hour=9), office.lan)
    (shown,) = told(office, office.lan)
    assert "Gửi muộn" in shown.text and DUE_15 in shown.text and DUE_17 in shown.text


async def test_messages_that_waited_for_the_network_become_one(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    office.telegram.fault("sendMessage", chat=office.lan, kind=429, retry_after=1)
    office.clock.set(at(15))
    await office.until(lambda: any(call.method == "sendMessage" for call in office.telegram.calls[-3:]))
    await until_planned(office, office.lan, 15)
    office.clock.set(at(17))
    await until_planned(office, office.lan, 17)
    await office.idle()
    (shown,) = told(office, office.lan)
    assert "⏰ Gửi muộn: tin của ngày 14/10, 15/10, 16/10 chưa gửi được nên gộp vào đây." in shown.text
    assert DUE_15 in shown.text and DUE_17 in shown.text
