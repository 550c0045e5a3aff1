"""Buttons: what they may hold, and what pressing them does."""

from typing import Any

import pytest

from bot.local import Group, LocalTelegram, User
from tests.local.conftest import LAN, MINH, Bot, Clock

CANNOT = "can't parse inline keyboard button:"
OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keys(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    ("key", "description"),
    [
        ({"text": "x", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, f"{CANNOT} Text buttons are unallowed in the inline keyboard"),
        ({"text": "x"}, f"{CANNOT} Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, f'{CANNOT} Can\'t find field "text"'),
        ({"text": 5, "callback_data": "x"}, f'{CANNOT} Field "text" must be of type String'),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "url": "khong phai"}, "inline keyboard button URL 'khong phai' is invalid: Wrong HTTP URL"),
        ("x", f"{CANNOT} InlineKeyboardButton must be an Object"),
    ],
)
async def test_a_wrong_button_is_refused(bot: Bot, lan: User, key: Any, description: str) -> None:
    markup = {"inline_keyboard": [[key]]}
    error = await bot.error("sendMessage", chat_id=lan.id, text="x", reply_markup=markup)
    assert error == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        (
            {"inline_keyboard": [{}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
    ],
)
async def test_a_wrong_keyboard_is_refused(bot: Bot, lan: User, markup: Any, description: str) -> None:
    error = await bot.error("sendMessage", chat_id=lan.id, text="x", reply_markup=markup)
    assert error == f"Bad Request: {description}"


async def test_data_of_64_bytes_and_links_are_shown(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    row = [{"text": "Đúng", "callback_data": "đ" * 32}, {"text": "Mở", "url": "https://a.vn"}]
    await bot.result("sendMessage", chat_id=lan.id, text="x", reply_markup=keys(row, []))
    assert telegram.chat(lan)[-1].labels == ["Đúng", "Mở"]
    assert telegram.complaints == []


async def test_what_telegram_would_silently_drop_is_complained_of(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    row = [{"text": "x", "callback_data": "x"}] * 9
    both = [{"text": "x", "callback_data": "x", "url": "https://a.vn"}]
    await bot.result("sendMessage", chat_id=lan.id, text="x", reply_markup=keys(row, both))
    assert telegram.complaints == [
        "a button has ['callback_data', 'url']",
        "reply_markup: more than 8 buttons in a row",
    ]


async def test_a_press_reaches_the_bot_and_its_answer_the_person(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    row = [{"text": "Xem nguồn", "callback_data": "s1"}]
    await bot.result("sendMessage", chat_id=lan.id, text="Đáp", reply_markup=keys(row))
    query = telegram.press(lan, telegram.chat(lan)[-1].id, "Xem nguồn")
    update = telegram.pending[-1]["callback_query"]
    assert (update["id"], update["data"], update["from"]["id"], update["message"]["text"]) == (
        query,
        "s1",
        lan.id,
        "Đáp",
    )
    assert await bot.error("answerCallbackQuery", callback_query_id=query, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    await bot.result("answerCallbackQuery", callback_query_id=query, text="Đã mở", show_alert=True)
    toast = telegram.toasts[-1]
    assert (toast.user_id, toast.text, toast.alert) == (lan.id, "Đã mở", True)
    assert await bot.error("answerCallbackQuery", callback_query_id=query) == OLD


async def test_a_press_is_answered_within_a_minute(telegram: LocalTelegram, bot: Bot, lan: User, clock: Clock) -> None:
    row = [{"text": "Xem", "callback_data": "s1"}]
    await bot.result("sendMessage", chat_id=lan.id, text="Đáp", reply_markup=keys(row))
    query = telegram.press(lan, telegram.chat(lan)[-1].id, "s1")
    clock.time += 61
    assert await bot.error("answerCallbackQuery", callback_query_id=query) == OLD


async def test_only_buttons_that_are_shown_can_be_pressed(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    with pytest.raises(LookupError):
        telegram.press(lan, 1, "Xem")
    telegram.press_data(lan, 1, "gia-mao")
    assert telegram.pending[-1]["callback_query"]["data"] == "gia-mao"


async def test_another_member_may_press_in_a_group(telegram: LocalTelegram, bot: Bot, room: Group) -> None:
    row = [{"text": "Xem", "callback_data": "s1"}]
    sent = await bot.result("sendMessage", chat_id=room.id, text="Đáp", reply_markup=keys(row))
    telegram.press(MINH, sent["message_id"], "Xem")
    update = telegram.pending[-1]["callback_query"]
    assert (update["from"]["id"], update["message"]["chat"]["id"]) == (MINH.id, room.id)
    telegram.press(LAN, sent["message_id"], "Xem", chat=room)
