"""Whose tasks "việc của tôi" means: asked for with /toi, confirmed by an admin, and then understood everywhere."""

import pytest

from bot.telegram.own_tasks import is_own

from .october import at
from .office import Office


@pytest.fixture
async def tuesday(october: Office) -> Office:
    """The office in the morning of Tuesday, 14/10/2025."""
    october.clock.set(at(14, hour=9))
    return october


async def bind(office: Office, name: str = "Kim Liên Sơn") -> None:
    """Let Lan stand for a name."""
    await office.desk.bindings.ask(office.lan.id, name, office.clock.now())
    await office.desk.bindings.confirm(office.lan.id, name, office.admin.id, office.clock.now())


async def test_a_name_is_chosen_and_an_admin_confirms_it(tuesday: Office) -> None:
    office = tuesday
    office.telegram.say(office.admin, "/start")
    shown = await office.say(office.lan, "/toi trạm y tế")
    assert shown.keyboard[0][0].label == "Trạm Y tế xã"
    await office.press(office.lan, "Trạm Y tế xã")
    assert "⏳ Trạm Y tế xã (chờ quản trị viên xác nhận)" in office.last(office.lan).text
    assert office.desk.bindings.names(office.lan.id) == ()
    request = office.last(office.admin)
    assert request.text == "Lan Nguyễn xin được coi việc giao cho Trạm Y tế xã là việc của mình."
    await office.press(office.admin, "Đúng", request)
    assert office.desk.bindings.names(office.lan.id) == ("Trạm Y tế xã",)
    assert office.last(office.admin).text.endswith("✅ Đã xác nhận.")
    assert office.last(office.lan).text.startswith("Quản trị viên đã xác nhận: việc giao cho Trạm Y tế xã")
    entries, _ = office.desk.journal.page(0, 5)
    assert (entries[0].action, entries[0].actor, entries[0].detail) == ("bind", office.admin.id, "Trạm Y tế xã")


async def test_a_refused_name_is_not_theirs_and_a_confirmed_one_can_be_taken_back(tuesday: Office) -> None:
    office = tuesday
    office.telegram.say(office.admin, "/start")
    await office.idle()
    for label in ("Không phải", "Đúng"):
        await office.say(office.lan, "/toi Phòng Kinh tế")
        await office.press(office.lan, "Phòng Kinh tế")
        await office.press(office.admin, label)
    assert office.desk.bindings.names(office.lan.id) == ("Phòng Kinh tế",)
    await office.press(office.admin, "Gỡ xác nhận")
    assert office.desk.bindings.names(office.lan.id) == ()
    assert office.last(office.lan).text.startswith("Việc giao cho Phòng Kinh tế không được tính là việc của bạn")


async def test_only_an_admin_decides_and_nobody_for_others(tuesday: Office) -> None:
    office = tuesday
    await office.desk.bindings.ask(office.lan.id, "Phòng Kinh tế", office.clock.now())
    arguments = {"user": office.lan.id, "name": "Phòng Kinh tế", "yes": True}
    forged = office.desk.buttons.make("mine.decide", office.lan.id, None, arguments)
    shown = await office.say(office.lan, "/toi")
    office.telegram.press_data(office.lan, shown.id, forged)
    await office.idle()
    assert office.desk.bindings.names(office.lan.id) == ()


async def test_an_admin_needs_nobodys_word_and_drops_a_name_again(tuesday: Office) -> None:
    office = tuesday
    await office.say(office.admin, "/toi Đỗ Bảo Vy")
    await office.press(office.admin, "Đỗ Bảo Vy")
    assert office.desk.bindings.names(office.admin.id) == ("Đỗ Bảo Vy",)
    await office.press(office.admin, "Bỏ: Đỗ Bảo Vy")
    assert office.desk.bindings.names(office.admin.id) == ()


async def test_names_are_offered_from_what_the_person_may_see(tuesday: Office) -> None:
    office = tuesday
    office.desk.access.people.allow(office.lan.id, office.admin.id, office.clock.now(), scopes=("khác",))
    shown = await office.say(office.lan, "/toi")
    assert not shown.keyboard and "Gõ /toi kèm tên" in shown.text


async def test_a_question_about_ones_own_tasks_is_answered_from_the_ledger(tuesday: Office) -> None:
    office = tuesday
    shown = await office.say(office.lan, "việc của tôi tuần này?")
    assert "/toi" in shown.text
    await bind(office)
    shown = await office.say(office.lan, "viec cua toi tuan nay")
    first = shown.text.splitlines()[0]
    assert first == "Bạn có 1 việc đến hạn từ 13/10 đến 19/10/2025 (Kim Liên Sơn):"
    assert "17/10 (còn 3 ngày) · Ký hợp đồng với chuỗi An Phú Tây" in shown.text
    assert "Giao ban tuần 42" in shown.text and "<blockquote expandable>" in shown.html
    shown = await office.say(office.lan, "còn tuần sau?")
    assert shown.text.startswith("Bạn không có việc nào đến hạn từ 20/10 đến 26/10/2025 (Kim Liên Sơn).")
    shown = await office.say(office.lan, "còn Trạm Y tế xã tuần sau?")
    assert "Kim Liên Sơn" not in shown.text
    shown = await office.say(office.minh, "việc của tôi tuần này?")
    assert "An Phú Tây" not in shown.text


async def test_overdue_and_all_open_tasks_can_be_asked_for(tuesday: Office) -> None:
    office = tuesday
    await bind(office, "Trạm Y tế xã")
    shown = await office.say(office.lan, "tôi có việc nào quá hạn không?")
    assert shown.text.startswith("Bạn có 1 việc đã quá hạn (Trạm Y tế xã):") and "25/9 (quá 19 ngày)" in shown.text
    shown = await office.say(office.lan, "tôi được giao việc gì?")
    assert shown.text.startswith("Bạn có 2 việc chưa xong (Trạm Y tế xã):")


async def test_a_name_that_was_taken_away_means_nothing_for_the_very_next_question(tuesday: Office) -> None:
    office = tuesday
    await bind(office)
    await office.desk.bindings.remove(office.lan.id, "Kim Liên Sơn")
    shown = await office.say(office.lan, "việc của tôi tuần này?")
    assert "An Phú Tây" not in shown.text


async def test_ones_own_tasks_stay_within_what_the_chat_sees(tuesday: Office) -> None:
    office = tuesday
    await bind(office)
    office.desk.access.people.allow(office.lan.id, office.admin.id, office.clock.now(), scopes=("khác",))
    shown = await office.say(office.lan, "việc của tôi tuần này?")
    assert "An Phú Tây" not in shown.text


async def test_lists_know_what_is_mine(tuesday: Office) -> None:
    office = tuesday
    await bind(office)
    await office.say(office.lan, "/han")
    await office.press(office.lan, "Việc của tôi")
    shown = office.last(office.lan)
    assert shown.text.splitlines()[:2] == ["Tuần 13/10–19/10: 1 việc đến hạn.", "Việc của bạn: Kim Liên Sơn"]
    for words in ("/viec của tôi", "/viec cua toi"):
        assert "1 việc của bạn" in (await office.say(office.lan, words)).text


@pytest.mark.parametrize(
    "text",
    [
        "việc của tôi tuần này?",
        "viec cua minh thang nay",
        "Tôi có việc gì đến hạn?",
        "tuần này tôi phải làm gì?",
        "những việc giao cho tôi",
        "việc nào của mình sắp đến hạn",
        "nhiệm vụ của em tháng này",
        "mình còn bao nhiêu việc quá hạn?",
        "hạn của tôi là bao giờ",
    ],
)
def test_a_question_about_the_asker_is_known(text: str) -> None:
    assert is_own(text)


@pytest.mark.parametrize(
    "text",
    [
        "việc của em Hoa tuần này?",
        "ai chủ trì cuộc họp gần nhất",
        "cho tôi biết việc giải phóng mặt bằng giao ai",
        "tôi cần hỏi việc giải phóng mặt bằng giao ai",
        "tôi cần làm gì để xin quyền?",
        "việc cho em bé ăn trưa giao ai",
        "cho mình hỏi việc đó hạn bao giờ",
        "tuần này có việc gì đến hạn",
    ],
)
def test_a_question_about_others_is_left_to_the_rest(text: str) -> None:
    assert not is_own(text)
