"""Buttons: a press counts only where, for whom and as long as the button was made for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.telegram import buttons
from bot.telegram.buttons import on_button, short
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button
from bot.telegram.render import escape

from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def pressed() -> Iterator[list[dict[str, Any]]]:
    """What the button "test" was pressed with; "test.admin" and "test.anyone" are for these."""
    seen: list[dict[str, Any]] = []

    async def handler(update: Update, context: Context, arguments: dict[str, Any]) -> None:
        seen.append(arguments)
        await context.toast("được")

    on_button("test")(handler)
    on_button("test.admin", who="admin")(handler)
    on_button("test.anyone", who="anyone")(handler)
    yield seen
    for name in ("test", "test.admin", "test.anyone"):
        del buttons._ACTIONS[name]


async def offer(office: Office, action: str = "test", **how: Any) -> tuple[int, str]:
    """A message to Lan with a button; the message's number and the button's data."""
    how = {"chat_id": office.lan.id, "user_id": office.lan.id, "arguments": {"số": 1}} | how
    office.telegram.say(office.lan, "/start")
    await office.idle()
    data = office.desk.buttons.make(action, **how)
    message = office.last(office.lan)
    return message.id, data


def toast(office: Office) -> str:
    return office.telegram.toasts[-1].text


async def press(office: Office, message: int, data: str, user: Any = None) -> None:
    office.telegram.press_data(user or office.lan, message, data, chat=office.lan)
    await office.idle()


async def test_a_press_brings_the_arguments_and_is_answered(office: Office, pressed: list[dict[str, Any]]) -> None:
    await press(office, *await offer(office))
    assert pressed == [{"số": 1}] and toast(office) == "được"


async def test_a_button_works_again_unless_it_is_to_work_once(office: Office, pressed: list[dict[str, Any]]) -> None:
    often, once = await offer(office), await offer(office, once=True)
    for message, data in (often, often, once, once):
        await press(office, message, data)
    assert len(pressed) == 3
    assert toast(office) == "Nút này đã được dùng."


async def test_an_expired_or_invented_button_does_nothing(office: Office, pressed: list[dict[str, Any]]) -> None:
    message, data = await offer(office, expires=timedelta(minutes=10))
    office.clock.move(timedelta(minutes=11))
    for attempt in (data, "invented", "x" * 64):
        await press(office, message, attempt)
        assert toast(office) == "Nút này không còn dùng được."
    assert pressed == []


async def test_a_button_of_one_person_does_nothing_for_another(office: Office, pressed: list[dict[str, Any]]) -> None:
    message, data = await offer(office, user_id=office.minh.id)
    await press(office, message, data)
    assert pressed == [] and toast(office) == "Nút này dành cho người khác."


async def test_a_button_of_one_chat_does_nothing_in_another(office: Office, pressed: list[dict[str, Any]]) -> None:
    message, data = await offer(office, chat_id=office.group.id, user_id=None)
    await press(office, message, data)
    assert pressed == [] and toast(office) == "Nút này không còn dùng được."


async def test_a_button_does_nothing_for_who_may_not_ask_any_more(
    office: Office, pressed: list[dict[str, Any]]
) -> None:
    message, data = await offer(office)
    anyone = await offer(office, "test.anyone")
    office.desk.access.people.deny(office.lan.id, office.admin.id, office.clock.now())
    await press(office, message, data)
    assert pressed == [] and toast(office) == "Bạn không có quyền dùng nút này."
    await press(office, *anyone)
    assert len(pressed) == 1


async def test_a_button_of_admins_does_nothing_for_others(office: Office, pressed: list[dict[str, Any]]) -> None:
    message, data = await offer(office, "test.admin")
    await press(office, message, data)
    assert pressed == []
    office.desk.access.people.make_admin(office.lan.id, office.admin.id, office.clock.now())
    await press(office, message, data)
    assert len(pressed) == 1


async def test_a_press_that_fails_stops_turning_and_says_so(office: Office) -> None:
    async def broken(update: Update, context: Context, arguments: dict[str, Any]) -> None:
        raise RuntimeError("a bug")

    on_button("test.broken")(broken)
    try:
        message, data = await offer(office, "test.broken")
        await press(office, message, data)
        assert len(office.telegram.toasts) == 1
        assert office.last(office.lan).text.startswith("Có lỗi khi xử lý")
    finally:
        del buttons._ACTIONS["test.broken"]


async def test_a_press_is_answered_even_where_its_handler_says_nothing(office: Office) -> None:
    async def silent(update: Update, context: Context, arguments: dict[str, Any]) -> None:
        pass

    on_button("test.silent")(silent)
    try:
        await press(office, *await offer(office, "test.silent"))
        assert [one.text for one in office.telegram.toasts] == [""]
    finally:
        del buttons._ACTIONS["test.silent"]


async def test_expired_buttons_are_tidied_away(office: Office) -> None:
    office.desk.buttons.make("test", office.lan.id, expires=timedelta(minutes=1))
    kept = office.desk.buttons.make("test", office.lan.id)
    office.clock.move(timedelta(minutes=2))
    assert await office.desk.buttons.tidy() == 1
    assert await office.desk.buttons.find(kept) is not None


async def test_every_button_that_is_shown_carries_at_most_64_bytes(office: Office) -> None:
    for text in ("/start", "/hop", "/viec", "Tháng 10/2025 có những cuộc họp nào?"):
        shown = await office.say(office.lan, text)
        assert all(len((key.data or "").encode()) <= 64 for row in shown.keyboard for key in row)


def test_two_handlers_for_one_button_are_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        on_button("source")(lambda update, context, arguments: None)  # type: ignore[arg-type, return-value]


@given(st.text(), st.integers(1, 60))
def test_a_label_is_one_line_and_short(text: str, limit: int) -> None:
    label = short(text, limit)
    assert len(label) <= limit and "\n" not in label
    assert Button(label).label == label and escape(label) is not None
