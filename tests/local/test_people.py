"""What people do, as updates that python-telegram-bot reads."""

from typing import Any

import pytest
from telegram import Message, Update

from bot.local import Channel, Group, LocalTelegram, User
from tests.local.conftest import LAN, MINH, ROOM, Bot, Clock

HELPER = User(55, "Giúp việc", username="giup_viec_bot", is_bot=True)
PAPER = Channel(-1009999999999, "Bảng tin")


def newest(telegram: LocalTelegram) -> Update:
    update = Update.de_json(telegram.pending[-1], None)
    content = update.effective_message or update.my_chat_member
    assert content and not content.api_kwargs, "nothing that the library would not know"
    return update


def message(telegram: LocalTelegram) -> Message:
    update = newest(telegram)
    assert update.effective_message
    return update.effective_message


def test_names_commands_and_links_are_marked_in_what_people_write(telegram: LocalTelegram) -> None:
    telegram.say(LAN, "/hoi@giaoban_bot 😀 @lan_nguyen xem a.vn #họp")
    found = message(telegram).parse_entities()
    assert {str(entity.type): words for entity, words in found.items()} == {
        "bot_command": "/hoi@giaoban_bot",
        "mention": "@lan_nguyen",
        "url": "a.vn",
        "hashtag": "#họp",
    }


def test_edited_forwarded_and_borrowed_messages_look_as_in_telegram(telegram: LocalTelegram, clock: Clock) -> None:
    said = telegram.say(LAN, "/hop")
    telegram.say(LAN, "/viec", edit_of=said)
    update = newest(telegram)
    assert update.edited_message and update.edited_message.text == "/viec" and update.edited_message.edit_date
    assert telegram.chat(LAN)[0].edits == 1
    for origin, kind in ((MINH, "user"), ("Người ẩn danh", "hidden_user"), (PAPER, "channel"), (ROOM, "chat")):
        telegram.say(LAN, "/hop", forward_of=origin)
        sent = message(telegram)
        assert sent.forward_origin and sent.forward_origin.type == kind
    telegram.say(LAN, "/hop", via_bot=HELPER)
    sent = message(telegram)
    assert sent.via_bot and sent.via_bot.id == HELPER.id
    telegram.say(LAN, "cũ", date=1_700_000_000)
    assert message(telegram).date.year == 2023


def test_anonymous_admins_and_channels_speak_in_anothers_name(telegram: LocalTelegram, room: Group) -> None:
    telegram.say(LAN, "/hop", chat=room, sender_chat=room)
    sent = message(telegram)
    assert sent.sender_chat and sent.sender_chat.id == room.id
    assert sent.from_user and sent.from_user.username == "GroupAnonymousBot"
    telegram.say(LAN, "/hop", chat=room, sender_chat=PAPER)
    sent = message(telegram)
    assert sent.from_user and sent.from_user.username == "Channel_Bot"
    telegram.say(None, "/hop", chat=PAPER)
    post = newest(telegram).channel_post
    assert post and post.from_user is None and post.sender_chat and post.sender_chat.id == PAPER.id


async def test_in_groups_the_bot_hears_only_what_is_meant_for_it(
    telegram: LocalTelegram, bot: Bot, room: Group
) -> None:
    mine = await bot.result("sendMessage", chat_id=room.id, text="Tôi đây")
    said = telegram.say(MINH, "chuyện riêng", chat=room)
    for text, extra in (
        ("@giaoban_bot ai chủ trì?", {}),
        ("/hoi việc gì?", {}),
        ("/hoi@giaoban_bot việc gì?", {}),
        ("còn ai nữa?", {"reply_to": mine["message_id"]}),
    ):
        telegram.say(LAN, text, chat=room, **extra)
    telegram.say(LAN, "/hoi@bot_khac việc gì?", chat=room)
    telegram.say(LAN, "ừ", chat=room, reply_to=said)
    assert [u["message"]["text"] for u in telegram.pending] == [
        "@giaoban_bot ai chủ trì?",
        "/hoi việc gì?",
        "/hoi@giaoban_bot việc gì?",
        "còn ai nữa?",
    ]
    telegram.world.privacy = False
    telegram.say(LAN, "nghe hết", chat=room)
    assert telegram.pending[-1]["message"]["text"] == "nghe hết"


def test_the_bot_comes_and_goes_with_updates(telegram: LocalTelegram) -> None:
    telegram.invite(ROOM, LAN)
    changes: list[Any] = [u.get("my_chat_member") or u["message"] for u in telegram.pending]
    assert (changes[0]["old_chat_member"]["status"], changes[0]["new_chat_member"]["status"]) == ("left", "member")
    assert changes[1]["new_chat_members"][0]["id"] == telegram.bot.id
    telegram.invite(ROOM, LAN, "administrator")
    change = newest(telegram).my_chat_member
    assert change and change.new_chat_member.status == "administrator" and change.from_user.id == LAN.id
    telegram.join(ROOM, MINH)
    assert message(telegram).new_chat_members[0].id == MINH.id
    telegram.leave(ROOM, MINH)
    left = message(telegram).left_chat_member
    assert left and left.id == MINH.id
    telegram.expel(ROOM, LAN)
    change = newest(telegram).my_chat_member
    assert change and change.new_chat_member.status == "kicked"
    count = len(telegram.pending)
    telegram.say(LAN, "/hop", chat=ROOM)
    assert len(telegram.pending) == count, "who is not there hears nothing"


async def test_topics_keep_their_messages_together(telegram: LocalTelegram, bot: Bot) -> None:
    forum = Group(-1005550001111, "Diễn đàn", forum=True)
    telegram.add(forum, LAN)
    thread = telegram.topic(forum, "Mặt bằng", LAN)
    said = telegram.say(LAN, "/hoi tiến độ?", chat=forum, thread=thread)
    asked = message(telegram)
    assert (asked.message_thread_id, asked.is_topic_message) == (thread, True)
    assert asked.reply_to_message and asked.reply_to_message.forum_topic_created, "as Telegram has it"
    answer = await bot.result("sendMessage", chat_id=forum.id, text="60%", reply_parameters={"message_id": said})
    assert answer["message_thread_id"] == thread, "an answer goes where the question stands"
    assert [m.thread_id for m in telegram.chat(forum)] == [thread] * 3
    assert telegram.chat(forum)[1].reply_to is None
    error = await bot.error("sendMessage", chat_id=forum.id, text="x", message_thread_id=99)
    assert error == "Bad Request: message thread not found"
    telegram.invite(forum, LAN, "administrator")
    mine = await bot.result("createForumTopic", chat_id=forum.id, name="Ngân sách")
    await bot.result("closeForumTopic", chat_id=forum.id, message_thread_id=mine["message_thread_id"])
    error = await bot.error("sendMessage", chat_id=forum.id, text="x", message_thread_id=mine["message_thread_id"])
    assert error == "Bad Request: TOPIC_CLOSED"


async def test_chats_and_members_can_be_looked_up(telegram: LocalTelegram, bot: Bot, room: Group, lan: User) -> None:
    telegram.add(room, LAN, "creator")
    assert (await bot.result("getChat", chat_id=room.id))["title"] == room.title
    member = await bot.result("getChatMember", chat_id=room.id, user_id=LAN.id)
    assert member["status"] == "creator"
    assert [m["user"]["id"] for m in await bot.result("getChatAdministrators", chat_id=room.id)] == [LAN.id]
    assert await bot.result("getChatMemberCount", chat_id=room.id) == 3
    assert await bot.error("getChatMember", chat_id=room.id, user_id=77) == "Bad Request: member not found"
    assert await bot.error("getChat", chat_id=-1) == "Bad Request: chat not found"


def test_a_client_sends_at_most_4096_units_at_once(telegram: LocalTelegram) -> None:
    with pytest.raises(ValueError, match="4096"):
        telegram.say(LAN, "x" * 4097)
