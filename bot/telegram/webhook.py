"""Updates by webhook: Telegram posts them to a small server here, which says "OK" once they are committed.

Listens on loopback unless told otherwise: a reverse proxy with the certificate stands before it. Every request must bear
the secret. `GET /health` tells a monitor whether the bot is well.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.store.inbox import Inbox, arrived
from bot.telegram import messages
from bot.telegram.api import Api, seconds_to_wait
from bot.telegram.clock import Clock
from bot.telegram.polling import KINDS
from bot.telegram.worker import Worker
from rag import SettingsError, StoreError

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_SIZE: Final = 1024 * 1024  # bytes of one update; the longest are a few tens of kilobytes
# Requests of Telegram at a time. Those of one chat come one after the other, each once the one before is confirmed.
# Source: https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.cpp (queue_id)
_CONNECTIONS: Final = 40
_AGAIN: Final = 5.0  # seconds until the address is registered again after a failure
_LOOK: Final = 60.0  # seconds between looks at what Telegram says of the address

logger = logging.getLogger(__name__)


class Webhook:
    """The server that Telegram posts to."""

    def __init__(
        self,
        api: Api,
        inbox: Inbox,
        worker: Worker,
        clock: Clock,
        say: Callable[[str], None],
        *,
        url: str,
        secret: str,
        listen: tuple[str, int],
        look: float = _LOOK,
    ) -> None:
        """Prepare the server.

        Args:
            api: Where the address is registered.
            inbox: Where updates are committed.
            worker: Who handles them then.
            clock: The time.
            say: Tells the console a sentence.
            url: What Telegram calls.
            secret: What it has to send along.
            listen: Host and port where the path of `url` is served.
            look: Seconds between looks at what Telegram says of the address.
        """
        self._api = api
        self._inbox = inbox
        self._worker = worker
        self._clock = clock
        self._say = say
        self._url = url
        self._secret = secret.encode()
        self._listen = listen
        self._look = look

    def application(self) -> web.Application:
        """The routes."""
        application = web.Application(client_max_size=_SIZE)
        application.router.add_get("/health", self._health)
        application.router.add_post(urlsplit(self._url).path or "/", self._update)
        return application

    async def run(self) -> None:
        """Serve until cancelled.

        Raises:
            SettingsError: when the token is refused or the address cannot be listened on.
        """
        runner = web.AppRunner(self.application(), access_log=None)
        await runner.setup()
        try:
            host, port = self._listen
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError:
                raise SettingsError(messages.WEBHOOK_NOT_LISTENING.format(host=host, port=port)) from None
            await self._register()
            await self._watch()
        finally:
            await runner.cleanup()

    async def _register(self) -> None:
        parameters = {
            "url": self._url,
            "secret_token": self._secret.decode(),
            "allowed_updates": list(KINDS),
            "max_connections": _CONNECTIONS,
        }
        told = False
        while True:
            try:
                await self._api.call("setWebhook", parameters)
                return
            except InvalidToken:
                raise SettingsError(messages.TOKEN_REFUSED) from None
            except TelegramError as error:
                logger.warning("setWebhook: %s", type(error.__cause__ or error).__name__)
                if not told:
                    self._say(messages.WEBHOOK_NOT_SET)
                    told = True
                wait = seconds_to_wait(error) if isinstance(error, RetryAfter) else _AGAIN
                await asyncio.sleep(wait)

    async def _watch(self) -> None:
        """Look whether Telegram still calls here, and gets through."""
        told = False
        while True:
            await asyncio.sleep(self._look)
            try:
                known = await self._api.call("getWebhookInfo", {})
            except TelegramError as error:
                logger.warning("getWebhookInfo: %s", type(error.__cause__ or error).__name__)
                continue
            if known["url"] != self._url:
                self._say(messages.WEBHOOK_TAKEN)
                await self._register()
            failed = self._clock.now().timestamp() - known.get("last_error_date", 0) <= 2 * self._look
            if failed and known["pending_update_count"] and not told:
                self._say(messages.WEBHOOK_NOT_REACHED)
            told = failed

    async def _update(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            return web.Response(status=403)
        try:
            update = arrived(json.loads(await request.read()))
        except (ValueError, AttributeError):
            return web.Response(status=400)
        if self._worker.full:
            return web.Response(status=503)
        try:
            fresh = await self._inbox.add([update], self._clock.now())
        except StoreError:
            return web.Response(status=503)  # not committed, so to be posted again
        self._worker.take(fresh)
        return web.Response()

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": not self._worker.full, "waiting": self._worker.waiting})
