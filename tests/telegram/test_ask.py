"""Asking: a question enters as people type it, one message with the answer, its quote and buttons leaves."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.local import User
from bot.store.questions import Asked, Thread, chain
from bot.telegram import answering
from bot.telegram.answered import view
from bot.telegram.keyboard import Keyboard
from bot.telegram.render import Html, escape, paragraphs

from .minutes import LONG, SECRET, index
from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")

CHAIR = "Ai chủ trì phiên họp giao ban tháng 9/2025 của UBND xã Tân Khê?"
CHAIR_OCTOBER = "Ai chủ trì họp giao ban tháng 10/2025 của UBND xã Tân Khê?"
TODAY = datetime(2025, 9, 24, 3, tzinfo=UTC)


@pytest.fixture
def office(office: Office) -> Office:
    """In September 2025."""
    office.clock.set(TODAY)
    return office


async def test_an_answer_shows_the_quote_and_where_it_stands(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    assert "Vi Thị Nhàn" in shown.text
    assert shown.parts("expandable_blockquote")[0].startswith("“Do Chủ tịch UBND xã Bế Văn Đoan đi học")
    source = (
        "📄 Thông báo kết luận phiên họp giao ban tháng 9/2025 của UBND xã Tân Khê · họp ngày 3/9/2025 · số 47/TB-UBND"
    )
    assert shown.text.endswith(source)
    assert shown.labels == ["Xem nguồn", "Các việc đã giao", "Phiên sau · 2/10/2025", "👍", "👎"]


async def test_the_bot_is_seen_typing_before_it_answers(office: Office) -> None:
    await office.say(office.lan, CHAIR)
    methods = [call.method for call in office.telegram.calls if call.method in ("sendChatAction", "sendMessage")]
    assert methods == ["sendChatAction", "sendMessage"]


async def test_a_question_is_answered_by_one_message_in_a_private_chat_without_quoting_it(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    await office.idle()
    assert office.shown(office.lan) == [shown]
    assert shown.reply_to is None


async def test_what_is_not_in_the_documents_is_said_and_shows_no_quote(office: Office) -> None:
    shown = await office.say(office.lan, "Giá vé tàu đi Hà Giang là bao nhiêu?")
    assert not shown.parts("expandable_blockquote")
    assert shown.labels == ["👍", "👎"]


@pytest.mark.parametrize("label", ["Các việc đã giao", "Phiên sau · 2/10/2025"])
async def test_a_tapped_follow_up_is_asked_shown_and_answered(office: Office, label: str) -> None:
    await office.say(office.lan, CHAIR)
    await office.press(office.lan, label)
    shown = office.last(office.lan)
    assert shown.text.startswith("❓ ")
    assert "Xem nguồn" in shown.labels
    day = "3/9/2025" if label == "Các việc đã giao" else "2/10/2025"
    assert f"họp ngày {day}" in shown.text.splitlines()[-1]


async def test_a_follow_up_is_understood_from_what_was_said_before(office: Office) -> None:
    await office.say(
        office.lan, "Phòng Kinh tế được giao việc gì ở phiên họp giao ban tháng 9/2025 của UBND xã Tân Khê?"
    )
    shown = await office.say(office.lan, "Hạn của việc đó là ngày nào?")
    assert "30/9/2025" in shown.text
    assert "họp ngày 3/9/2025" in shown.text.splitlines()[-1]


async def test_conversations_are_each_persons_own(office: Office) -> None:
    await office.say(office.lan, CHAIR)
    await office.say(office.minh, "Hạn của việc đó là ngày nào?")
    assert await remembered(office, office.minh) == 1


async def test_moi_starts_afresh(office: Office) -> None:
    await office.say(office.lan, CHAIR)
    assert (await office.say(office.lan, "/moi")).text == "Đã sang chuyện mới. Bạn hỏi đi."
    await office.say(office.lan, CHAIR_OCTOBER)
    assert await remembered(office) == 1


async def test_replying_to_an_older_answer_goes_on_from_that_one(office: Office) -> None:
    older = await office.say(office.lan, CHAIR)
    await office.say(office.lan, CHAIR_OCTOBER)
    await office.say(office.lan, "Còn thư ký thì ai?", reply_to=older.id)
    assert await remembered(office) == 2


async def test_ten_turns_are_remembered(office: Office) -> None:
    await office.say(office.lan, CHAIR)
    await office.idle()
    conversations = office.desk.conversations
    first = await last(office)
    for number in range(12):
        before = await last(office)
        await conversations.keep(
            replace(first, id=str(number), update_id=-number, parent_id=before.id, text=f"Câu {number}")
        )
    past = await conversations.past(office.lan.id, (await last(office)).id, ("chung",))
    assert [turn.question for turn in past.turns] == [f"Câu {number}" for number in range(2, 12)]


async def last(office: Office, user: User | None = None) -> Asked:
    """Somebody's last question, Lan's by default."""
    await office.idle()
    person = user or office.lan
    question_id = await office.desk.conversations.last(Thread(person.id, 0, person.id))
    assert question_id is not None
    asked = await office.desk.conversations.question(question_id)
    assert asked is not None
    return asked


async def remembered(office: Office, user: User | None = None) -> int:
    """How many questions somebody's last one goes back to, itself among them."""
    asked = await last(office, user)
    with office.desk.database.read() as connection:
        return len(chain(connection, asked.id, 10))


async def test_an_edited_question_is_answered_anew_in_place(office: Office) -> None:
    asked = office.telegram.say(office.lan, CHAIR)
    await office.until(lambda: office.shown(office.lan))
    office.telegram.say(office.lan, CHAIR_OCTOBER, edit_of=asked)
    await office.until(lambda: "họp ngày 2/10/2025" in office.last(office.lan).text)
    assert len(office.shown(office.lan)) == 1
    office.telegram.say(office.lan, CHAIR_OCTOBER, edit_of=asked)  # nothing has changed
    office.telegram.say(office.lan, "/hop", edit_of=asked)
    await office.idle()
    assert len(office.shown(office.lan)) == 1


async def test_a_long_list_is_paged_by_buttons_and_each_page_has_its_quotes(office: Office) -> None:
    await index(office, "ban-ho.txt", LONG)
    first = await office.say(office.lan, "Việc gì đến hạn trong tháng 4/2026?")
    assert first.text.startswith("Có 21 việc đến hạn trong tháng 4/2026:\n1. ")
    assert first.labels[:2] == ["1/3", "Sau ▸"]
    await office.press(office.lan, "Sau ▸")
    second = office.last(office.lan)
    assert second.id == first.id
    assert "\n9. trước ngày 9/4/2026 · Thôn Bản 9" in second.text and "\n17. " not in second.text
    assert "“Giao thôn Bản 16" in second.parts("expandable_blockquote")[0]
    await office.press(office.lan, "Sau ▸")
    third = office.last(office.lan)
    assert "\n21. trước ngày 21/4/2026" in third.text and third.labels[:2] == ["◂ Trước", "3/3"]
    await office.press(office.lan, "◂ Trước")
    await office.press(office.lan, "◂ Trước")
    assert office.last(office.lan).text == first.text


async def test_what_may_not_be_read_any_more_is_neither_remembered_nor_paged_nor_shown(office: Office) -> None:
    people, now = office.desk.access.people, office.clock.now()
    await index(office, "cho.txt", SECRET, scope="cho")
    people.allow(office.lan.id, office.admin.id, now, scopes=("chung", "cho"))
    shown = await office.say(office.lan, "Ai chủ trì họp giao ban tháng 8/2025 của Ban quản lý chợ Nậm Khoang?")
    assert "Sùng A Páo" in shown.text
    people.grant(office.lan.id, ("chung",))
    assert (await office.desk.conversations.past(office.lan.id, (await last(office)).id, ("chung",))).turns == ()
    before = len(office.shown(office.lan))
    for label in ("Xem nguồn", "Các việc đã giao"):
        await office.press(office.lan, label, shown)
        assert len(office.shown(office.lan)) == before
        assert office.telegram.toasts[-1].text == "Tài liệu này không còn, hoặc bạn không còn quyền xem."
    assert "Nậm Khoang" not in (await office.say(office.lan, "Hạn của việc đó là ngày nào?")).text


async def test_a_spent_quota_is_said_and_asked_no_further(data_dir: Path) -> None:
    async with Office(data_dir, questions_a_day=1) as office:
        await office.say(office.lan, CHAIR)
        assert (
            await office.say(office.lan, CHAIR)
        ).text == "Hôm nay bạn đã hỏi đủ 1 câu. Mời bạn hỏi tiếp vào ngày mai."


async def test_an_unknown_command_is_told_so(office: Office) -> None:
    assert (await office.say(office.lan, "/khong_co")).text.startswith("Không có lệnh này.")


async def test_start_greets_with_questions_to_tap(office: Office) -> None:
    shown = await office.say(office.lan, "/start")
    assert shown.labels == [
        "Tháng này có những cuộc họp nào?",
        "Tuần này có việc gì đến hạn?",
        "Có việc nào quá hạn không?",
    ]
    await office.press(office.lan, "Tháng này có những cuộc họp nào?")
    assert "Có 1 cuộc họp" in office.last(office.lan).text


async def test_help_lists_the_commands_that_a_person_may_use(office: Office) -> None:
    assert "/hop – các cuộc họp" in (await office.say(office.lan, "/trogiup")).text
    assert "/reindex" not in office.last(office.lan).text
    assert "/reindex" in (await office.say(office.admin, "/trogiup")).text


async def test_an_update_that_is_handled_again_is_answered_and_kept_once(office: Office) -> None:
    raw = {
        "update_id": 4711,
        "message": {
            "message_id": office.telegram.say(office.lan, "/moi"),
            "date": int(TODAY.timestamp()),
            "chat": office.lan.as_chat(),
            "from": office.lan.as_json(),
            "text": CHAIR,
        },
    }
    await office.idle()
    before = len(office.shown(office.lan))
    for _ in range(2):
        await office.service.application.process_update(Update.de_json(raw, office.desk.api))
    await office.idle()
    assert len(office.shown(office.lan)) == before + 1
    assert await remembered(office) == 1


async def test_a_question_edited_behind_hoi_is_answered_anew_in_place(office: Office) -> None:
    asked = office.telegram.say(office.lan, f"/hoi {CHAIR}")
    await office.until(lambda: office.shown(office.lan))
    office.telegram.say(office.lan, f"/hoi@giaoban_bot {CHAIR_OCTOBER}", edit_of=asked)
    await office.until(lambda: "họp ngày 2/10/2025" in office.last(office.lan).text)
    office.telegram.say(office.lan, f"/hoi@another_bot {CHAIR}", edit_of=asked)
    await office.idle()
    assert len(office.shown(office.lan)) == 1
    assert "họp ngày 2/10/2025" in office.last(office.lan).text


async def test_the_further_messages_of_an_answer_go_when_its_question_is_edited(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = iter(("MỘT", "HAI", ""))

    def long(*given: Any, **named: Any) -> tuple[Html, Keyboard]:
        text, keyboard = view(*given, **named)
        end = next(ends)
        return (paragraphs((text, escape("đoạn văn dài. " * 400), escape(end))) if end else text), keyboard

    monkeypatch.setattr(answering, "view", long)
    asked = office.telegram.say(office.lan, CHAIR)
    await office.idle()
    assert [one.text[-3:] for one in office.shown(office.lan)][1:] == ["MỘT"]
    office.telegram.say(office.lan, CHAIR_OCTOBER, edit_of=asked)
    await office.idle()
    assert [one.text[-3:] for one in office.shown(office.lan)][1:] == ["HAI"]
    office.telegram.say(office.lan, CHAIR, edit_of=asked)
    await office.idle()
    [left] = office.shown(office.lan)
    assert left.labels
