"""👍 and 👎: kept once for each person, with what was wrong by button or in words."""

import pytest

from bot.store.feedback import Opinion, of_question
from bot.store.questions import Thread

from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")

CHAIR = "Ai chủ trì phiên họp giao ban tháng 9/2025 của UBND xã Tân Khê?"


async def opinions(office: Office) -> list[Opinion]:
    """What is thought of Lan's last answer."""
    await office.idle()
    question = await office.desk.conversations.last(Thread(office.lan.id, 0, office.lan.id))
    assert question is not None
    with office.desk.database.read() as connection:
        return of_question(connection, question)


async def test_a_thumb_up_is_thanked_and_kept_once(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    for _ in range(2):
        await office.press(office.lan, "👍", shown)
    assert office.telegram.toasts[-1].text == "Cảm ơn bạn."
    assert [(one.user_id, one.good) for one in await opinions(office)] == [(office.lan.id, True)]


async def test_a_thumb_down_asks_what_was_wrong_and_keeps_the_choice(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    await office.press(office.lan, "👎", shown)
    asked = office.last(office.lan)
    assert asked.labels == [
        "Sai người, đơn vị", "Sai hạn, ngày", "Nhầm cuộc họp", "Còn thiếu", "Không có trong tài liệu", "Ý khác",
    ]  # fmt: skip
    assert [one.reason for one in await opinions(office)] == [None]  # a thumb alone counts
    await office.press(office.lan, "Sai hạn, ngày", asked)
    assert office.last(office.lan).text == "Đã ghi nhận, cảm ơn bạn."
    assert office.last(office.lan).labels == []
    assert [(one.good, one.reason) for one in await opinions(office)] == [(False, "deadline")]


async def test_words_in_reply_are_kept_and_not_taken_for_a_question(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    await office.press(office.lan, "👎", shown)
    await office.press(office.lan, "Ý khác")
    asked = office.last(office.lan)
    assert asked.text == "Bạn trả lời tin này bằng vài chữ giúp: chưa đúng ở đâu?"
    said = await office.say(office.lan, "Người này đã nghỉ hưu", reply_to=asked.id)
    assert said.text == "Đã ghi nhận, cảm ơn bạn."
    (opinion,) = await opinions(office)
    assert (opinion.good, opinion.reason, opinion.comment) == (False, "other", "Người này đã nghỉ hưu")


async def test_a_change_of_mind_takes_the_place_of_the_first_thought(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    await office.press(office.lan, "👎", shown)
    await office.press(office.lan, "👍", shown)
    assert [(one.good, one.reason) for one in await opinions(office)] == [(True, None)]


async def test_what_was_wrong_is_asked_once(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    for _ in range(3):
        await office.press(office.lan, "👎", shown)
    assert len(office.shown(office.lan)) == 2
