"""/nhacviec: reminders are chosen with buttons, for oneself, and by admins for groups."""

from bot.store.reminders import Choice

from .october import DAILY, at, go_to, told, until_planned, until_told
from .office import Office


async def test_reminders_are_chosen_with_buttons(october: Office) -> None:
    office = october
    shown = await office.say(office.lan, "/nhacviec")
    assert "Nhắc việc đang tắt." in shown.text
    await office.press(office.lan, "Bật nhắc việc")
    assert "Lần tới: 07:00, thứ Ba 14/10/2025" in office.last(office.lan).text
    await office.press(office.lan, "Giờ: 07:00 ▾")
    await office.press(office.lan, "13:30")
    await office.press(office.lan, "Báo trước: 3 ngày ▾")
    await office.press(office.lan, "5 ngày")
    reminder = office.desk.reminders.of(office.lan.id)
    assert reminder is not None and reminder.choice == Choice(True, 5, 13 * 60 + 30, mine=False, empty_days=False)
    assert "Lần tới: 13:30, thứ Ba 14/10/2025" in office.last(office.lan).text
    await office.stop()
    await office.start()
    office.clock.set(at(14, hour=13, minute=30))
    await office.until(lambda: told(office, office.lan))
    await office.press(office.lan, "Tắt nhắc việc", shown)
    assert office.desk.reminders.of(office.lan.id) is None


async def test_an_earlier_hour_that_is_past_today_holds_from_tomorrow(october: Office) -> None:
    office = october
    await office.desk.reminders.choose(office.lan.id, Choice(True, None, 22 * 60, False, False), office.lan.id)
    office.clock.set(at(14, hour=20))
    await until_planned(office, office.lan, 13)
    await office.desk.reminders.choose(office.lan.id, DAILY, office.lan.id)
    await until_told(office, 14, office.lan)
    await go_to(office, at(15), office.lan)
    (shown,) = told(office, office.lan)
    assert "Gửi muộn" not in shown.text


async def test_an_admin_chooses_for_a_group_and_nobody_else_can(october: Office) -> None:
    office = october
    await office.say(office.admin, "/nhacviec")
    await office.press(office.admin, "Nhắc việc cho nhóm ▾")
    await office.press(office.admin, "Văn phòng")
    assert "Nhắc việc cho nhóm Văn phòng" in office.last(office.admin).text
    await office.press(office.admin, "Bật nhắc việc")
    assert office.desk.reminders.of(office.group.id) is not None
    shown = await office.say(office.lan, "/nhacviec", chat=office.group)
    assert "Danh sách hằng ngày: có" in shown.text and not shown.keyboard
    forged = office.desk.buttons.make("remind.set", office.lan.id, None, {"chat": office.group.id, "choice": CHOSEN})
    await office.say(office.lan, "/nhacviec")
    office.telegram.press_data(office.lan, office.last(office.lan).id, forged)
    await office.idle()
    reminder = office.desk.reminders.of(office.group.id)
    assert reminder is not None and reminder.choice.days_before == 3
    await go_to(office, at(15), office.group)
    assert told(office, office.group)


CHOSEN = {"daily": True, "days_before": 9, "at": 0, "mine": False, "empty_days": True}
