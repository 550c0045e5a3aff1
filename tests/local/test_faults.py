"""Faults on demand, as a bot meets them."""

import asyncio

import aiohttp
import pytest

from bot.local import Group, LocalTelegram, User
from tests.local.conftest import LAN, Bot


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        (500, "Internal Server Error"),
        (401, "Unauthorized"),
        (403, "Forbidden: bot was blocked by the user"),
        (404, "Not Found"),
        (409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
    ],
)
async def test_an_error_comes_as_often_as_asked_and_nothing_is_sent(
    telegram: LocalTelegram, bot: Bot, lan: User, kind: int, description: str
) -> None:
    telegram.fault("sendMessage", kind=kind, times=2)
    for _ in range(2):
        assert await bot("sendMessage", chat_id=lan.id, text="x") == {
            "ok": False,
            "error_code": kind,
            "description": description,
        }
    assert len(telegram.chat(lan)) == 1
    await bot.result("sendMessage", chat_id=lan.id, text="x")


async def test_a_fault_may_befall_one_chat_only(telegram: LocalTelegram, bot: Bot, lan: User, room: Group) -> None:
    telegram.fault("*", chat=room, kind=403)
    await bot.result("sendMessage", chat_id=lan.id, text="x")
    error = await bot.error("sendChatAction", chat_id=room.id, action="typing")
    assert error == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_gateway_error_has_no_json(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.fault("getMe", kind=502)
    async with bot.session.get(f"{telegram.url}/bot{telegram.token}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize(("kind", "sent"), [("hang", 0), ("lost", 1)])
async def test_silence_leaves_the_bot_in_the_dark_whether_the_message_went(
    telegram: LocalTelegram, bot: Bot, lan: User, kind: str, sent: int
) -> None:
    telegram.fault("sendMessage", kind=kind)
    call = asyncio.create_task(bot("sendMessage", chat_id=lan.id, text="x"))
    await telegram.until(lambda: telegram.calls)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(call, 0.2)
    assert len(telegram.chat(lan)) == 1 + sent


@pytest.mark.parametrize(("kind", "sent"), [("reset", 0), ("cut", 1)])
async def test_a_connection_is_reset_before_or_after_the_deed(
    telegram: LocalTelegram, bot: Bot, lan: User, kind: str, sent: int
) -> None:
    telegram.fault("sendMessage", kind=kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot("sendMessage", chat_id=lan.id, text="x")
    assert len(telegram.chat(lan)) == 1 + sent


async def test_a_group_becomes_a_supergroup_under_the_bots_hands(telegram: LocalTelegram, bot: Bot) -> None:
    group = Group(-4242, "Tổ soạn thảo")
    telegram.add(group, LAN)
    telegram.fault("sendMessage", chat=group, kind="migrate")
    answer = await bot("sendMessage", chat_id=group.id, text="x")
    assert (answer["error_code"], answer["description"]) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    new = answer["parameters"]["migrate_to_chat_id"]
    assert [u["message"].get("migrate_to_chat_id") for u in telegram.pending] == [new, None]
    assert telegram.pending[-1]["message"]["migrate_from_chat_id"] == group.id
    await bot.result("sendMessage", chat_id=new, text="x")
    assert telegram.chat(new)[-1].text == "x"


async def test_a_download_may_fail_too(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    telegram.upload(lan, "a.txt", b"x")
    file = await bot.result("getFile", file_id=telegram.pending[-1]["message"]["document"]["file_id"])
    telegram.fault("download", kind=500)
    url = f"{telegram.url}/file/bot{telegram.token}/{file['file_path']}"
    assert [(await bot.session.get(url)).status for _ in range(2)] == [500, 200]


async def test_faults_can_be_called_off(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.fault("getMe", kind=500, times=9)
    telegram.clear_faults()
    await bot.result("getMe")
