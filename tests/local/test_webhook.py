"""Delivery to a webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.local import LocalTelegram, User
from tests.local.conftest import LAN, MINH, Bot

URL = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


class Hook:
    """A webhook that answers with `status` and `body`, once `gate` is open."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.body = ""
        self.gate = asyncio.Event()
        self.gate.set()
        self.seen: list[tuple[str, str]] = []

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        update: dict[str, Any] = await request.json()
        self.seen.append((update["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        await self.gate.wait()
        return web.Response(status=self.status, text=self.body)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.seen]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    runner = web.ServerRunner(web.Server(hook), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret_in_order(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    telegram.say(LAN, "trước")
    answer = await bot("setWebhook", url=hook.url, secret_token="bi-mat_1")
    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    for number in range(3):
        telegram.say(LAN, f"câu {number}")
    await telegram.until(lambda: not telegram.pending)
    assert hook.seen == [(text, "bi-mat_1") for text in ("trước", "câu 0", "câu 1", "câu 2")]


async def test_a_chat_waits_for_its_own_answers_only(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    hook.gate.clear()
    await bot.result("setWebhook", url=hook.url)
    telegram.say(LAN, "Lan 1")
    telegram.say(LAN, "Lan 2")
    telegram.say(MINH, "Minh 1")
    await telegram.until(lambda: len(hook.seen) == 2)
    assert sorted(hook.texts) == ["Lan 1", "Minh 1"]
    hook.gate.set()
    await telegram.until(lambda: not telegram.pending)
    assert hook.texts[-1] == "Lan 2"


async def test_what_the_webhook_refuses_comes_again(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    hook.status = 503
    await bot.result("setWebhook", url=hook.url)
    telegram.say(LAN, "câu")
    await telegram.until(lambda: len(hook.seen) >= 2)
    info = await bot.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (hook.url, 1)
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    hook.status = 200
    await telegram.until(lambda: not telegram.pending)


async def test_a_webhook_that_is_down_gets_its_updates_later(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    await bot.result("setWebhook", url="http://127.0.0.1:9/hook")
    telegram.say(LAN, "câu")
    await telegram.until(lambda: telegram.world.webhook.last_error)
    assert (await bot.result("getWebhookInfo"))["last_error_message"] == "Connection refused"
    await bot.result("setWebhook", url=hook.url)
    await telegram.until(lambda: not telegram.pending)
    assert hook.texts == ["câu"]


async def test_the_answer_may_ask_for_a_method(telegram: LocalTelegram, bot: Bot, hook: Hook, lan: User) -> None:
    hook.body = f'{{"method": "sendMessage", "chat_id": {lan.id}, "text": "đáp"}}'
    await bot.result("setWebhook", url=hook.url)
    await telegram.until(lambda: telegram.chat(lan)[-1].text == "đáp")


async def test_a_webhook_and_polling_exclude_each_other(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    poll = asyncio.create_task(bot.error("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.calls)
    await bot.result("setWebhook", url=hook.url)
    assert await poll == "Conflict: terminated by setWebhook request"
    assert await bot.error("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert (await bot("setWebhook", url=hook.url))["description"] == "Webhook is already set"
    assert (await bot("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await bot("deleteWebhook"))["description"] == "Webhook is already deleted"
    assert await bot.result("getUpdates") == []


async def test_pending_updates_can_be_dropped(telegram: LocalTelegram, bot: Bot, hook: Hook) -> None:
    telegram.say(LAN, "cũ")
    await bot.result("setWebhook", url=hook.url, drop_pending_updates=True, allowed_updates=["message"])
    telegram.say(LAN, "mới")
    await telegram.until(lambda: hook.seen)
    assert hook.texts == ["mới"]
    assert (await bot.result("getWebhookInfo"))["allowed_updates"] == ["message"]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "http://example.vn/hook"}, URL),
        ({"url": "ftp://127.0.0.1/hook"}, URL),
        ({"url": "https://a.vn", "secret_token": "có dấu"}, "Bad Request: secret token contains unallowed characters"),
        ({"url": "https://a.vn", "secret_token": "x" * 257}, "Bad Request: secret token is too long"),
        ({"url": "https://a.vn", "allowed_updates": "["}, "Bad Request: can't parse allowed updates JSON object"),
    ],
)
async def test_a_wrong_webhook_is_refused(bot: Bot, parameters: dict[str, str], description: str) -> None:
    assert await bot.error("setWebhook", **parameters) == description
    assert (await bot.result("getWebhookInfo"))["url"] == ""
