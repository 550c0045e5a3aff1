"""Asking in groups and topics: only what is said to the bot is answered, in the place where it was said."""

from datetime import UTC, datetime

import pytest

from bot.local import Group
from bot.store.questions import Thread, chain

from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")

CHAIR = "Ai chủ trì phiên họp giao ban tháng 9/2025 của UBND xã Tân Khê?"
FORUM = Group(-1001000000777, "Diễn đàn", forum=True)


@pytest.fixture
def office(office: Office) -> Office:
    """In September 2025."""
    office.clock.set(datetime(2025, 9, 24, 3, tzinfo=UTC))
    return office


@pytest.mark.parametrize(
    "text", ["@giaoban_bot {}", "{} @giaoban_bot", "@GIAOBAN_bot: {}", "/hoi {}", "/hoi@giaoban_bot {}"]
)
async def test_a_mention_or_hoi_is_answered_and_quotes_the_question(office: Office, text: str) -> None:
    shown = await office.say(office.lan, text.format(CHAIR), chat=office.group)
    assert "Vi Thị Nhàn" in shown.text
    assert office.telegram.chat(office.group)[-2].id == shown.reply_to


async def test_a_reply_to_the_bot_goes_on_from_what_it_answers_whoever_replies(office: Office) -> None:
    shown = await office.say(office.lan, f"@giaoban_bot {CHAIR}", chat=office.group)
    await office.say(office.minh, "Hạn của các việc đó là ngày nào?", chat=office.group, reply_to=shown.id)
    await office.idle()
    last = await office.desk.conversations.last(Thread(office.group.id, 0, office.minh.id))
    assert last is not None
    with office.desk.database.read() as connection:
        assert [one.thread.user_id for one in chain(connection, last, 10)] == [office.lan.id, office.minh.id]


async def test_what_is_not_said_to_the_bot_is_not_answered(office: Office) -> None:
    office.telegram.world.privacy = False
    for text in (CHAIR, "@nguoi_khac " + CHAIR, "chào cả nhà", "/hoi@bot_khac " + CHAIR):
        office.telegram.say(office.lan, text, chat=office.group)
    await office.idle()
    assert office.shown(office.group) == []


@pytest.mark.parametrize("text", ["@giaoban_bot", "/hoi", "/hoi@giaoban_bot"])
async def test_a_mention_without_a_question_is_asked_what_is_wanted(office: Office, text: str) -> None:
    assert (await office.say(office.lan, text, chat=office.group)).text.startswith("Bạn muốn hỏi gì?")


async def test_a_topic_is_a_conversation_of_its_own_and_is_answered_in_place(office: Office) -> None:
    office.desk.access.groups.add(FORUM.id, FORUM.title, office.admin.id, office.clock.now())
    office.desk.access.groups.bind(FORUM.id, ("chung",))
    one, other = (office.telegram.topic(FORUM, name, office.lan) for name in ("Một", "Hai"))
    shown = await office.say(office.lan, f"@giaoban_bot {CHAIR}", chat=FORUM, thread=one)
    assert shown.thread_id == one
    await office.idle()
    conversations = office.desk.conversations
    assert await conversations.last(Thread(FORUM.id, one, office.lan.id)) is not None
    assert await conversations.last(Thread(FORUM.id, other, office.lan.id)) is None


async def test_anybody_in_the_group_may_tap_and_it_is_their_question(office: Office) -> None:
    shown = await office.say(office.lan, f"@giaoban_bot {CHAIR}", chat=office.group)
    await office.press(office.minh, "Các việc đã giao", shown, chat=office.group)
    assert office.last(office.group).text.startswith("❓ ")
    assert await office.desk.conversations.last(Thread(office.group.id, 0, office.minh.id)) is not None


async def test_an_edited_question_in_a_group_is_answered_in_place(office: Office) -> None:
    asked = office.telegram.say(office.lan, f"@giaoban_bot {CHAIR}", chat=office.group)
    await office.until(lambda: office.shown(office.group))
    october = "@giaoban_bot Ai chủ trì họp giao ban tháng 10/2025 của UBND xã Tân Khê?"
    office.telegram.say(office.lan, october, chat=office.group, edit_of=asked)
    await office.until(lambda: "họp ngày 2/10/2025" in office.last(office.group).text)
    assert len(office.shown(office.group)) == 1
