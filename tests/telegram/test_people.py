"""Strangers ask, admins decide, and what is decided holds from the next message on."""

from datetime import timedelta

from bot.local import User

from .office import ADMIN, LAN, MINH, STRANGER, Office

QUESTION = "Ai chủ trì họp giao ban tháng 9?"
SECOND = User(105, "Tâm", "Phạm")  # becomes an admin


async def let_a_second_admin_in(office: Office) -> None:
    office.desk.access.people.make_admin(SECOND.id, ADMIN.id, office.clock.now(), name="Phạm Tâm")
    await office.say(SECOND, "/start")
    await office.say(ADMIN, "/start")


async def request(office: Office) -> None:
    await office.say(STRANGER, QUESTION)
    await office.press(STRANGER, "Xin quyền truy cập")


async def test_a_stranger_gets_one_sentence_and_a_button(office: Office) -> None:
    shown = await office.say(STRANGER, QUESTION)
    assert shown.text == "Bạn chưa có quyền hỏi."
    assert shown.labels == ["Xin quyền truy cập"]


async def test_admins_are_told_of_a_request_once_and_let_the_stranger_in(office: Office) -> None:
    await let_a_second_admin_in(office)
    await request(office)
    assert office.last(STRANGER).text.startswith("Đã gửi yêu cầu")
    for admin in (ADMIN, SECOND):
        card = office.last(admin)
        assert "Khách xin quyền truy cập." in card.text
        assert {"Cho phép (phạm vi chung)", "Từ chối"} <= set(card.labels)
    before = len(office.shown(ADMIN))
    assert (await office.say(STRANGER, QUESTION)).text == "Yêu cầu của bạn đang chờ quản trị viên duyệt."
    assert len(office.shown(ADMIN)) == before

    await office.press(ADMIN, "Cho phép (phạm vi chung)")
    assert "cho phép bạn hỏi. Phạm vi: chung" in office.last(STRANGER).text
    assert "Được hỏi" in office.last(ADMIN).text
    await office.say(STRANGER, QUESTION)
    await office.idle()
    assert "họp ngày 3/9/2025" in office.last(STRANGER).text


async def test_a_request_that_another_admin_has_decided_is_not_decided_again(office: Office) -> None:
    await let_a_second_admin_in(office)
    await request(office)
    await office.press(SECOND, "Từ chối")
    await office.press(ADMIN, "Cho phép (phạm vi chung)")
    assert office.telegram.toasts[-1].text == "Việc này đã được quyết định trước đó."
    assert office.desk.access.who(STRANGER.id).status == "denied"
    assert "Đã từ chối" in office.last(ADMIN).text, "the card shows how it stands now"
    assert (await office.say(STRANGER, QUESTION)).text.startswith("Bạn không được cấp quyền")


async def test_scopes_are_chosen_by_buttons_before_the_stranger_is_let_in(office: Office) -> None:
    office.desk.access.people.allow(MINH.id, ADMIN.id, office.clock.now(), scopes=("mat",))
    await office.say(ADMIN, "/start")
    await request(office)
    await office.press(ADMIN, "▫️ chung")
    assert office.desk.access.who(STRANGER.id).scopes == (), "not let in yet"
    await office.press(ADMIN, "Cho phép")
    assert office.desk.access.who(STRANGER.id).scopes == ("chung",)
    await office.press(ADMIN, "✅ chung")
    assert office.desk.access.who(STRANGER.id).scopes == ()
    assert "chưa được xem phạm vi nào" in (await office.say(STRANGER, QUESTION)).text.replace("tài liệu ", "")


async def test_the_lists_count_people_by_standing(office: Office) -> None:
    await office.say(ADMIN, "/start")
    await request(office)
    shown = await office.say(ADMIN, "/nguoidung")
    assert "Chờ duyệt: 1" in shown.text
    assert "Khách" in shown.labels
    assert {"Được hỏi: 2", "Đã từ chối: 0", "Quản trị: 1"} <= set(shown.labels)
    await office.press(ADMIN, "Được hỏi: 2")
    assert {"Lan Nguyễn", "Minh Lê"} <= set(office.last(ADMIN).labels)


async def test_long_lists_have_pages(office: Office) -> None:
    for number in range(20):
        office.desk.access.people.ask(1000 + number, f"Người {number:02}", office.clock.now())
    shown = await office.say(ADMIN, "/nguoidung")
    assert "Trang 1/3" in shown.text
    assert "Người 07" in shown.labels
    await office.press(ADMIN, "Sau ▸")
    await office.press(ADMIN, "Sau ▸")
    last = office.last(ADMIN)
    assert "Trang 3/3" in last.text
    assert "Người 19" in last.labels
    assert "Sau ▸" not in last.labels


async def test_revoking_is_asked_once_more_and_holds_from_the_next_message(office: Office) -> None:
    await office.say(LAN, QUESTION)
    await office.idle()
    answer = office.last(LAN)
    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "Thu hồi quyền")
    assert "Thu hồi quyền của Lan Nguyễn?" in office.last(ADMIN).text
    assert office.desk.access.who(LAN.id).status == "allowed", "only asked so far"
    sure = office.last(ADMIN)
    await office.press(ADMIN, "Đúng vậy")
    assert (await office.say(LAN, QUESTION)).text.startswith("Bạn không được cấp quyền")
    texts = [one.text for one in office.shown(LAN)]
    for label in answer.labels:
        office.telegram.press(LAN, answer.id, label)
        await office.idle()
        assert office.telegram.toasts[-1].text == "Bạn không có quyền dùng nút này."
    assert [one.text for one in office.shown(LAN)] == texts
    assert sure.id == office.last(ADMIN).id


async def test_a_confirmation_works_once_and_not_for_long(office: Office) -> None:
    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "Thu hồi quyền")
    sure = office.last(ADMIN)
    data = next(key.data for row in sure.keyboard for key in row if key.label == "Đúng vậy")
    assert data is not None
    office.clock.move(timedelta(minutes=11))
    await office.press(ADMIN, "Đúng vậy")
    assert office.telegram.toasts[-1].text == "Nút này không còn dùng được."
    assert office.desk.access.who(LAN.id).status == "allowed"

    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "Thu hồi quyền")
    sure = office.last(ADMIN)
    data = next(key.data for row in sure.keyboard for key in row if key.label == "Đúng vậy")
    assert data is not None
    await office.press(ADMIN, "Đúng vậy")
    office.desk.access.people.allow(LAN.id, ADMIN.id, office.clock.now(), scopes=("chung",))
    office.telegram.press_data(ADMIN, sure.id, data)
    await office.idle()
    assert office.telegram.toasts[-1].text == "Nút này đã được dùng."
    assert office.desk.access.who(LAN.id).status == "allowed"


async def test_a_confirmation_is_of_one_person_and_one_chat(office: Office) -> None:
    await let_a_second_admin_in(office)
    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "Thu hồi quyền")
    data = next(key.data for row in office.last(ADMIN).keyboard for key in row if key.label == "Đúng vậy")
    assert data is not None
    for presser in (SECOND, LAN):
        own = await office.say(presser, "/start")
        office.telegram.press_data(presser, own.id, data)
        await office.idle()
    assert office.desk.access.who(LAN.id).status == "allowed"


async def test_who_is_made_an_admin_may_what_admins_may_and_not_after(office: Office) -> None:
    await office.say(LAN, "/start")
    assert (await office.say(LAN, "/nguoidung")).text == "Lệnh này chỉ dành cho quản trị viên."
    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "Đặt làm quản trị")
    await office.press(ADMIN, "Đúng vậy")
    assert "quản trị viên của Giao Ban" in office.last(LAN).text
    card = await office.say(LAN, "/nguoidung")
    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "Thôi làm quản trị")
    await office.press(ADMIN, "Đúng vậy")
    await office.press(LAN, "Quản trị: 2", card)
    assert office.telegram.toasts[-1].text == "Bạn không có quyền dùng nút này."


async def test_the_last_admin_cannot_be_deposed(office: Office) -> None:
    office.desk.access._admin_ids = frozenset()
    office.desk.access.people.make_admin(ADMIN.id, ADMIN.id, office.clock.now(), name="Trần Bình")
    await office.say(ADMIN, f"/nguoidung {ADMIN.id}")
    await office.press(ADMIN, "Thôi làm quản trị")
    await office.press(ADMIN, "Đúng vậy")
    assert office.telegram.toasts[-1].text == "Không thể bỏ quản trị viên cuối cùng."
    assert office.desk.access.is_admin(ADMIN.id)


async def test_an_admin_by_the_settings_has_no_buttons_to_be_deposed_with(office: Office) -> None:
    shown = await office.say(ADMIN, f"/nguoidung {ADMIN.id}")
    assert "TELEGRAM_ADMIN_IDS" in shown.text
    assert shown.labels == ["◂ Danh sách"]


async def test_a_name_cannot_pose_as_a_link_or_a_command(office: Office) -> None:
    office.desk.access.people.ask(9, "<b>/xoa</b> @admin t.me/x", office.clock.now())
    shown = await office.say(ADMIN, "/nguoidung 9")
    assert "<b>/xoa</b> @admin t.me/x" in shown.text
    assert not shown.live


async def test_somebody_is_let_in_by_number_before_they_have_written(office: Office) -> None:
    await office.say(ADMIN, f"/nguoidung {STRANGER.id}")
    await office.press(ADMIN, "Cho phép (phạm vi chung)")
    assert office.desk.access.who(STRANGER.id).scopes == ("chung",)
    assert "dãy số" in (await office.say(ADMIN, "/nguoidung @lan")).text


async def test_every_decision_is_in_the_journal(office: Office) -> None:
    await office.say(ADMIN, f"/nguoidung {LAN.id}")
    await office.press(ADMIN, "✅ chung")
    await office.press(ADMIN, "Thu hồi quyền")
    await office.press(ADMIN, "Đúng vậy")
    await office.press(ADMIN, "Xóa khỏi danh sách")
    await office.press(ADMIN, "Đúng vậy")
    entries, _ = office.desk.journal.page(0, 10)
    assert [(one.actor, one.action, one.subject) for one in entries] == [
        (ADMIN.id, action, f"Lan Nguyễn ({LAN.id})") for action in ("forget", "revoke", "scopes")
    ]
    assert (await office.say(LAN, QUESTION)).labels == ["Xin quyền truy cập"]
