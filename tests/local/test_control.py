"""The JSON interface, and the server as a process of its own."""

import asyncio
import json
import signal
import sys
from typing import Any

import aiohttp
import pytest

from bot.local import LocalTelegram, User
from tests.local.conftest import LAN, Bot, Clock


class Page:
    """What the page in the browser does."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def get(self, path: str, **query: Any) -> Any:
        async with self.session.get(f"{self.url}/local/{path}", params=query) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/local/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()


@pytest.fixture
def page(telegram: LocalTelegram, bot: Bot) -> Page:
    return Page(telegram.url, bot.session)


async def test_people_talk_to_the_bot_through_the_page(telegram: LocalTelegram, bot: Bot, page: Page) -> None:
    await page.post("people", id=21, first_name="Hoa")
    await page.post("groups", id=-1002, title="Tổ", members=[21])
    said = await page.post("say", user=21, text="chào")
    keys = {"inline_keyboard": [[{"text": "Xem", "callback_data": "s"}]]}
    await bot.result(
        "sendMessage", chat_id=21, text="<b>đây</b>", parse_mode="HTML", reply_markup=keys, reply_parameters=said
    )
    chat = await page.get("chats/21")
    shown = chat["messages"][-1]
    assert (shown["html"], shown["reply_to"], shown["by_bot"]) == ("<b>đây</b>", said["message_id"], True)
    await page.post("press", user=21, message_id=shown["id"], button="Xem")
    assert telegram.pending[-1]["callback_query"]["data"] == "s"
    await page.post("say", user=21, chat=-1002, text="/hop")
    await page.post("say", user=21, text="/hop", edit_of=said["message_id"])
    await page.post("say", user=21, text="/hop", forward_of=21)
    await page.post("react", user=21, message_id=said["message_id"], emoji="👍")
    await page.post("delete", user=21, message_id=said["message_id"])
    state = await page.get("state")
    assert [person["first_name"] for person in state["people"]] == ["Hoa"]
    assert {chat["id"] for chat in state["chats"]} == {21, -1002}
    assert telegram.token not in str(state), "a page needs no token"


async def test_the_page_learns_of_every_change_in_order(
    telegram: LocalTelegram, bot: Bot, page: Page, lan: User
) -> None:
    start = (await page.get("changes"))["number"]
    waiting = asyncio.create_task(page.get("changes", since=start, timeout=30))
    sent = await bot.result("sendMessage", chat_id=lan.id, text="một")
    changes = await asyncio.wait_for(waiting, 5)
    assert [c["message"]["text"] for c in changes["changes"]] == ["một"]
    place = {"chat_id": lan.id, "message_id": sent["message_id"]}
    await bot.result("sendChatAction", chat_id=lan.id, action="typing")
    await bot.result("sendMessageDraft", chat_id=lan.id, draft_id=1, text="đang viết")
    await bot.result("editMessageText", **place, text="hai")
    query = telegram.press_data(lan, 1, "x")
    await bot.result("answerCallbackQuery", callback_query_id=query, text="xong")
    await bot.result("deleteMessage", **place)
    fresh = await page.get("changes", since=changes["number"])
    assert [c["kind"] for c in fresh["changes"]] == ["action", "draft", "message", "toast", "deleted"]
    assert fresh["changes"][1]["message"]["text"] == "đang viết"
    assert (fresh["changes"][0]["action"], fresh["changes"][3]["text"]) == ("typing", "xong")
    assert await page.get("changes", since=fresh["number"]) == {
        "number": fresh["number"],
        "lost": False,
        "changes": [],
    }


async def test_files_go_up_as_an_album_and_come_down(telegram: LocalTelegram, page: Page) -> None:
    telegram.meet(LAN)
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("user", str(LAN.id))
    form.add_field("caption", "hai tệp")
    for name in ("một.txt", "hai.txt"):
        form.add_field("file", name.encode(), filename=name)
    async with page.session.post(f"{telegram.url}/local/upload", data=form) as response:
        assert len((await response.json())["message_ids"]) == 2
    first, second = telegram.chat(LAN)
    assert first.media_group_id == second.media_group_id is not None
    assert (first.text, second.text) == ("hai tệp", "")
    assert first.document and first.document.name == "một.txt"
    async with page.session.get(f"{telegram.url}/local/files/{first.document.file_id}") as response:
        assert await response.read() == "một.txt".encode()


async def test_faults_limits_and_membership_are_set_from_outside(
    telegram: LocalTelegram, bot: Bot, page: Page, lan: User
) -> None:
    await page.post("fault", method="getMe", kind="500")
    assert await bot.error("getMe") == "Internal Server Error"
    calls = await page.get("calls", since=0)
    assert [(c["method"], c["error"]) for c in calls["calls"]] == [("getMe", "Internal Server Error")]
    await page.post("block", user=lan.id)
    assert await bot.error("sendMessage", chat_id=lan.id, text="x") == "Forbidden: bot was blocked by the user"
    await page.post("unblock", user=lan.id)
    await page.post("limits", on=True)
    answers = [await bot("sendMessage", chat_id=lan.id, text="x") for _ in range(4)]
    assert answers[-1]["error_code"] == 429
    await page.post("groups", id=-77, title="Tổ", members=[lan.id])
    await page.post("invite", chat=-77, user=lan.id)
    assert (await page.post("migrate", chat=-77))["chat"] == -1000000000077
    await page.post("groups", id=-1000000000088, title="Diễn đàn", forum=True)
    assert (await page.post("topic", chat=-1000000000088, name="Việc", user=lan.id))["thread"] == 1
    await page.post("expel", chat=-1000000000088, user=lan.id)
    status = await page.get("status")
    assert (status["complaints"], status["webhook"]) == ([], "")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example:80"}, 403),
    ],
)
async def test_other_pages_in_the_browser_are_kept_out(
    telegram: LocalTelegram, bot: Bot, headers: dict[str, str], status: int
) -> None:
    async with bot.session.get(f"{telegram.url}/local/state", headers=headers) as response:
        assert response.status == status


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("say", {"user": 404, "text": "x"}, 400),
        ("say", {"text": "x"}, 400),
        ("press", {"user": 11, "message_id": 5, "button": "x"}, 400),
        ("fault", {"kind": "teapot"}, 400),
        ("dance", {}, 404),
    ],
)
async def test_wrong_requests_are_answered_with_a_reason(
    telegram: LocalTelegram, bot: Bot, lan: User, path: str, body: dict[str, Any], status: int
) -> None:
    async with bot.session.post(f"{telegram.url}/local/{path}", json=body) as response:
        assert response.status == status
        assert (await response.json())["error"]


async def test_it_runs_as_a_process_of_its_own_and_ends_when_told(clock: Clock) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.local", "--token", "1:one", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    told = json.loads(await process.stdout.readline())
    async with aiohttp.ClientSession() as session:
        page = Page(told["url"], session)
        await page.post("people", id=21, first_name="Hoa")
        await page.post("say", user=21, text="chào")
        async with session.get(f"{told['url']}/bot{told['token']}/getUpdates") as response:
            assert (await response.json())["result"][0]["message"]["text"] == "chào"
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
