"""How updates reach a bot that polls."""

import asyncio

from bot.local import LocalTelegram, User
from tests.local.conftest import LAN, Bot, Clock

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def texts(bot: Bot, **parameters: object) -> list[str]:
    return [update["message"]["text"] for update in await bot.result("getUpdates", **parameters)]


async def test_updates_come_again_until_a_higher_offset_confirms_them(telegram: LocalTelegram, bot: Bot) -> None:
    for text in ("một", "hai", "ba"):
        telegram.say(LAN, text)
    first = (await bot.result("getUpdates"))[0]["update_id"]
    assert await texts(bot) == ["một", "hai", "ba"]
    assert await texts(bot, offset=first + 1) == ["hai", "ba"]
    assert await texts(bot, offset=first) == ["hai", "ba"], "what is confirmed does not come back"
    assert await texts(bot, offset=first + 1, limit=1) == ["hai"]
    assert await texts(bot, offset=first + 3) == []
    assert telegram.pending == []


async def test_update_ids_rise_by_one_and_a_negative_offset_forgets_what_lies_before(
    telegram: LocalTelegram, bot: Bot
) -> None:
    for number in range(5):
        telegram.say(LAN, f"câu {number}")
    ids = [update["update_id"] for update in await bot.result("getUpdates")]
    assert ids == list(range(ids[0], ids[0] + 5))
    assert await texts(bot, offset=-2) == ["câu 3", "câu 4"]
    assert await texts(bot) == ["câu 3", "câu 4"]


async def test_at_most_a_hundred_updates_come_at_once(telegram: LocalTelegram, bot: Bot) -> None:
    for number in range(120):
        telegram.say(LAN, f"câu {number}")
    assert len(await bot.result("getUpdates", limit=500)) == 100
    assert len(await bot.result("getUpdates", limit=0)) == 1


async def test_a_long_poll_ends_as_soon_as_somebody_writes(telegram: LocalTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(texts(bot, timeout=30))
    await telegram.until(lambda: telegram.calls)
    telegram.say(LAN, "chào")
    assert await asyncio.wait_for(poll, 5) == ["chào"]


async def test_a_long_poll_without_updates_ends_empty_after_its_timeout(bot: Bot) -> None:
    assert await asyncio.wait_for(texts(bot, timeout=1), 5) == []


async def test_a_second_poller_ends_the_first_with_a_conflict(telegram: LocalTelegram, bot: Bot) -> None:
    first = asyncio.create_task(bot("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.calls)
    second = asyncio.create_task(bot("getUpdates", timeout=30))
    assert await asyncio.wait_for(first, 5) == {"ok": False, "error_code": 409, "description": OTHER}
    telegram.say(LAN, "chào")
    assert len((await second)["result"]) == 1


async def test_only_kinds_that_were_asked_for_are_queued(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    sent = await bot.result("sendMessage", chat_id=lan.id, text="chào")
    telegram.react(lan, sent["message_id"], "👍")
    assert [[*u][1] for u in await bot.result("getUpdates")] == ["message"]
    await bot.result("getUpdates", allowed_updates=["message_reaction"])
    telegram.react(lan, sent["message_id"], "👎")
    telegram.say(lan, "bị bỏ qua")
    await bot.result("getUpdates")  # without allowed_updates the setting stays
    assert [[*u][1] for u in telegram.pending] == ["message", "message_reaction"]
    await bot.result("getUpdates", allowed_updates=[])
    telegram.say(lan, "lại nghe")
    assert [[*u][1] for u in telegram.pending] == ["message", "message_reaction", "message"]


async def test_updates_wait_for_a_day(telegram: LocalTelegram, bot: Bot, clock: Clock) -> None:
    telegram.say(LAN, "hôm qua")
    clock.time += 24 * 3600 + 1
    telegram.say(LAN, "hôm nay")
    assert await texts(bot) == ["hôm nay"]


async def test_an_update_can_come_twice_under_the_same_id(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.say(LAN, "chào")
    update = telegram.pending[0]
    await bot.result("getUpdates", offset=update["update_id"] + 1)
    telegram.again(update)
    assert await bot.result("getUpdates") == [update]


async def test_requests_need_the_token_and_a_known_method(telegram: LocalTelegram, bot: Bot) -> None:
    assert (await bot("getme"))["result"]["username"] == telegram.bot.username
    assert await bot("sendHug") == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    assert telegram.complaints == ["unknown method sendHug"]
    async with bot.session.post(f"{telegram.url}/bot1:wrong/getMe") as response:
        assert (response.status, await response.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )


async def test_an_unknown_parameter_is_passed_over_and_complained_of(telegram: LocalTelegram, bot: Bot) -> None:
    await bot.result("getMe", verbose=True)
    assert telegram.complaints == ["getMe: unknown parameter verbose"]


async def test_parameters_may_come_in_the_query_or_as_json(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with bot.session.get(url, params={"chat_id": str(lan.id), "text": "một"}) as response:
        assert response.status == 200
    async with bot.session.post(url, json={"chat_id": lan.id, "text": "hai"}) as response:
        assert response.status == 200
    async with bot.session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400
    assert [m.text for m in telegram.chat(lan)][1:] == ["một", "hai"]


async def test_no_arrival_is_missed_between_two_polls(telegram: LocalTelegram) -> None:
    async def poll(offset: int) -> list[dict[str, int]]:
        return await telegram.world.queue.poll(offset, 100, 5)

    offset = 0
    for number in range(50):
        waiting = asyncio.create_task(poll(offset))
        for _ in range(number % 4):  # arrive at any step of the poll
            await asyncio.sleep(0)
        telegram.say(LAN, f"câu {number}")
        updates = await asyncio.wait_for(waiting, 2)
        assert len(updates) == 1
        offset = updates[-1]["update_id"] + 1
