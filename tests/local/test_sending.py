"""What the bot may send, and with which words it is refused."""

from typing import Any

import pytest

from bot.local import Group, LocalTelegram, User
from tests.local.conftest import LAN, MINH, Bot, Clock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


async def test_a_message_is_shown_with_its_markup(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    sent = await bot.result("sendMessage", chat_id=lan.id, text=" <b>Hạn</b>: 30/6 😀\n", parse_mode="HTML")
    assert (sent["text"], sent["entities"]) == ("Hạn: 30/6 😀", [{"type": "bold", "offset": 0, "length": 3}])
    shown = telegram.chat(lan)[-1]
    assert (shown.text, shown.html, shown.parts("bold")) == ("Hạn: 30/6 😀", "<b>Hạn</b>: 30/6 😀", ["Hạn"])
    assert (shown.id, shown.by_bot, shown.name) == (sent["message_id"], True, "Giao Ban")


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "bbcode"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 404}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "entities": "["}, "can't parse message entities JSON object"),
        ({"text": "x", "reply_parameters": "["}, "can't parse reply parameters JSON object"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"message_id": 1, "quote": "không có"}}, "QUOTE_TEXT_INVALID"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "link_preview_options": []}, "object expected as link preview options"),
        (
            {"text": "x", "link_preview_options": {"is_disabled": "yes"}},
            'can\'t parse link preview options: Field "is_disabled" must be of type Boolean',
        ),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_a_wrong_message_is_refused_with_the_words_of_telegram(
    telegram: LocalTelegram, bot: Bot, lan: User, parameters: dict[str, Any], description: str
) -> None:
    assert await bot.error("sendMessage", **{"chat_id": lan.id, **parameters}) == f"Bad Request: {description}"
    assert len(telegram.chat(lan)) == 1, "nothing was sent"
    assert telegram.calls[-1].error == f"Bad Request: {description}"


async def test_length_counts_utf_16_units_after_the_markup(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    await bot.result("sendMessage", chat_id=lan.id, text="<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
    await bot.result("sendMessage", chat_id=lan.id, text="😀" * 2048)


async def test_more_than_a_hundred_entities_are_cut_and_complained_of(
    telegram: LocalTelegram, bot: Bot, lan: User
) -> None:
    sent = await bot.result("sendMessage", chat_id=lan.id, text="<b>a</b> " * 103, parse_mode="HTML")
    assert len(sent["entities"]) == 100
    assert telegram.complaints == ["a text has 3 entities more than Telegram keeps"]


async def test_a_person_must_have_written_first_and_may_block(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    telegram.meet(MINH)
    error = await bot.error("sendMessage", chat_id=MINH.id, text="chào")
    assert error == "Forbidden: bot can't initiate conversation with a user"
    telegram.block(lan)
    assert telegram.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await bot.error("sendMessage", chat_id=lan.id, text="x") == "Forbidden: bot was blocked by the user"
    telegram.unblock(lan)
    await bot.result("sendMessage", chat_id=lan.id, text="chào lại")


async def test_a_group_without_the_bot_takes_no_message(telegram: LocalTelegram, bot: Bot, room: Group) -> None:
    await bot.result("leaveChat", chat_id=room.id)
    error = await bot.error("sendMessage", chat_id=room.id, text="x")
    assert error == "Forbidden: bot is not a member of the supergroup chat"
    telegram.invite(room, LAN)
    telegram.expel(room, LAN)
    error = await bot.error("sendMessage", chat_id=room.id, text="x")
    assert error == "Forbidden: bot was kicked from the supergroup chat"


async def test_an_answer_names_what_it_answers(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    question = telegram.say(lan, "ai chủ trì phiên họp?")
    reply = {"message_id": question, "quote": "chủ trì"}
    sent = await bot.result("sendMessage", chat_id=lan.id, text="đồng chí Sáu", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "ai chủ trì phiên họp?"
    assert sent["quote"] == {"text": "chủ trì", "position": 3, "is_manual": True}
    assert telegram.chat(lan)[-1].reply_to == question
    telegram.delete(lan, question)
    loose = {"message_id": question, "allow_sending_without_reply": True}
    sent = await bot.result("sendMessage", chat_id=lan.id, text="đồng chí Sáu", reply_parameters=loose)
    assert "reply_to_message" not in sent


async def test_an_edit_changes_words_and_takes_the_buttons_unless_they_are_given_again(
    telegram: LocalTelegram, bot: Bot, lan: User
) -> None:
    keys = {"inline_keyboard": [[{"text": "Dừng", "callback_data": "stop"}]]}
    sent = await bot.result("sendMessage", chat_id=lan.id, text="Đang đọc", reply_markup=keys)
    place = {"chat_id": lan.id, "message_id": sent["message_id"]}
    assert await bot.error("editMessageText", **place, text="Đang đọc", reply_markup=keys) == NOT_MODIFIED
    await bot.result("editMessageText", **place, text="Đang tách", reply_markup=keys)
    assert telegram.chat(lan)[-1].labels == ["Dừng"]
    await bot.result("editMessageText", **place, text="Xong")
    shown = telegram.chat(lan)[-1]
    assert (shown.text, shown.labels, shown.edits) == ("Xong", [], 2)
    assert await bot.error("editMessageReplyMarkup", **place) == NOT_MODIFIED
    await bot.result("editMessageReplyMarkup", **place, reply_markup=keys)


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": 1, "text": ""}, "message text is empty"),
        ("editMessageCaption", {"message_id": 1, "caption": "x"}, "message can't be edited"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("setMessageReaction", {"message_id": 99}, "message to react not found"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendMessageDraft", {"draft_id": 0, "text": "x"}, "draft_id must be non-zero"),
    ],
)
async def test_a_wrong_change_is_refused_with_the_words_of_telegram(
    bot: Bot, lan: User, method: str, parameters: dict[str, Any], description: str
) -> None:
    assert await bot.error(method, chat_id=lan.id, **parameters) == f"Bad Request: {description}"


async def test_messages_of_others_are_deleted_only_where_the_bot_may(
    telegram: LocalTelegram, bot: Bot, lan: User, room: Group
) -> None:
    await bot.result("deleteMessage", chat_id=lan.id, message_id=1)
    assert telegram.chat(lan) == []
    said = telegram.say(lan, "/hop", chat=room)
    error = await bot.error("deleteMessage", chat_id=room.id, message_id=said)
    assert error == "Bad Request: message can't be deleted"
    telegram.invite(room, lan, "administrator")
    await bot.result("deleteMessages", chat_id=room.id, message_ids=[said, 404])
    assert all(message.id != said for message in telegram.chat(room))


async def test_old_messages_stay(telegram: LocalTelegram, bot: Bot, lan: User, clock: Clock) -> None:
    sent = await bot.result("sendMessage", chat_id=lan.id, text="x")
    clock.time += 48 * 3600 + 1
    error = await bot.error("deleteMessage", chat_id=lan.id, message_id=sent["message_id"])
    assert error == "Bad Request: message can't be deleted for everyone"


async def test_a_reaction_stands_under_the_message(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await bot.result("setMessageReaction", chat_id=lan.id, message_id=1, reaction=thumb)
    assert telegram.chat(lan)[0].reactions == ("👍",)
    assert (
        await bot.error("setMessageReaction", chat_id=lan.id, message_id=1, reaction=thumb * 2)
        == "Bad Request: REACTIONS_TOO_MANY"
    )


async def test_a_draft_is_seen_in_private_until_the_message_comes(
    telegram: LocalTelegram, bot: Bot, lan: User, room: Group, clock: Clock
) -> None:
    draft = {"draft_id": 7, "text": "<i>Đang viết</i>", "parse_mode": "HTML"}
    await bot.result("sendMessageDraft", chat_id=lan.id, **draft)
    seen = telegram.draft(lan)
    assert seen and seen.html == "<i>Đang viết</i>"
    await bot.result("sendMessage", chat_id=lan.id, text="Đã viết")
    assert telegram.draft(lan) is None
    await bot.result("sendMessageDraft", chat_id=lan.id, **draft)
    clock.time += 30
    assert telegram.draft(lan) is None, "it has faded"
    error = await bot.error("sendMessageDraft", chat_id=room.id, **draft)
    assert error == "Bad Request: TEXTDRAFT_PEER_INVALID"
