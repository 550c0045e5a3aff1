"""Rate rules, and the waits that a 429 demands."""

from typing import Any

import pytest

from bot.local import Group, LocalTelegram, User
from tests.local.conftest import Bot, Clock


async def send(bot: Bot, chat_id: int, **parameters: Any) -> int:
    """Send a message; the seconds to wait, 0 where it went through."""
    answer = await bot("sendMessage", chat_id=chat_id, text="x", **parameters)
    if answer["ok"]:
        return 0
    seconds: int = answer["parameters"]["retry_after"]
    assert answer["description"] == f"Too Many Requests: retry after {seconds}"
    assert answer["error_code"] == 429
    return seconds


async def test_without_limits_a_bot_sends_as_it_likes(bot: Bot, lan: User) -> None:
    assert [await send(bot, lan.id) for _ in range(40)] == [0] * 40


async def test_a_chat_takes_a_short_burst_and_then_one_message_a_second(
    telegram: LocalTelegram, bot: Bot, lan: User, clock: Clock
) -> None:
    telegram.world.pace.on = True
    assert [await send(bot, lan.id) for _ in range(4)] == [0, 0, 0, 1]
    clock.time += 1
    assert [await send(bot, lan.id) for _ in range(2)] == [0, 1]
    await bot.result("sendChatAction", chat_id=lan.id, action="typing")


async def test_a_group_takes_20_messages_a_minute(telegram: LocalTelegram, bot: Bot, room: Group, clock: Clock) -> None:
    telegram.world.pace.on = True
    for _ in range(20):
        assert await send(bot, room.id) == 0
        clock.time += 1
    assert await send(bot, room.id) == 40
    clock.time += 40
    assert await send(bot, room.id) == 0


async def test_all_chats_together_take_30_messages_a_second(telegram: LocalTelegram, bot: Bot, clock: Clock) -> None:
    people = [User(100 + number, "Ai") for number in range(31)]
    for person in people:
        telegram.say(person, "/start")
    telegram.world.pace.on = True
    waits = [await send(bot, person.id) for person in people]
    assert waits == [0] * 30 + [1]
    clock.time += 1
    assert await send(bot, people[30].id) == 0


async def test_edits_count_as_messages(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    sent = await bot.result("sendMessage", chat_id=lan.id, text="0")
    telegram.world.pace.on = True
    place = {"chat_id": lan.id, "message_id": sent["message_id"]}
    answers = [await bot("editMessageText", **place, text=str(number)) for number in range(1, 5)]
    assert [answer["ok"] for answer in answers] == [True, True, True, False]


async def test_a_429_on_demand_holds_that_chat_alone_and_sends_meanwhile_are_complained_of(
    telegram: LocalTelegram, bot: Bot, lan: User, room: Group, clock: Clock
) -> None:
    telegram.fault("sendMessage", chat=lan, kind=429, retry_after=7)
    assert await send(bot, room.id) == 0
    assert await send(bot, lan.id) == 7
    assert telegram.complaints == []
    clock.time += 5
    assert await send(bot, lan.id) == 2
    assert telegram.complaints == [f"sendMessage to {lan.id} within the wait demanded by a 429"]
    assert await send(bot, room.id) == 0
    clock.time += 2
    assert await send(bot, lan.id) == 0


@pytest.mark.parametrize("kind", ["teapot", 418])
def test_an_unknown_fault_is_a_mistake_of_the_test(kind: str | int) -> None:
    with pytest.raises(ValueError, match="no fault"):
        LocalTelegram().fault("sendMessage", kind=kind)
