"""The Bot API as we call it: a method's name and JSON enter, its JSON result or one of a few errors leaves.

python-telegram-bot makes the requests. What it cannot tell apart is told apart here: a request that never reached
Telegram may be made again, one whose fate is unknown may not.
"""

import json
import logging
import os
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

_CONNECTIONS = 64
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.WriteError,  # the body was not handed over whole, so it was not acted upon
    httpx.WriteTimeout,
)
# python-telegram-bot is about to give waits as timedeltas; until then it warns each time, unless told so.
os.environ.setdefault("PTB_TIMEDELTA", "true")
SILENCED: Final = ("telegram", "httpx", "httpcore", "aiohttp", "asyncio")


class Request(HTTPXRequest):
    """A request whose failures put no content into the log."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The server's JSON.

        Raises:
            TelegramError: when it is none.
        """
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("invalid response") from None


class Api(ExtBot[None]):
    """The bot's end of the Bot API."""

    async def call(self, method: str, parameters: dict[str, Any], *, read_timeout: float | None = None) -> Any:
        """Call a method and return its result as JSON.

        Args:
            method: The Bot API's name, such as "sendMessage".
            parameters: As JSON; an `InputFile` is uploaded.
            read_timeout: Seconds to wait for the reply, where the usual ones are not right.

        Raises:
            TelegramError: as python-telegram-bot sorts them.
        """
        waits = {} if read_timeout is None else {"read_timeout": read_timeout}
        return await self._post(method, parameters, **waits)  # type: ignore[arg-type]


def build(token: str, *, root: str, proxy: str | None, poll_seconds: float, patience: float = 15) -> Api:
    """A bot that has made no request yet.

    Args:
        token: The bot's token.
        root: The server's address before `/bot<token>`.
        proxy: An http or socks5 proxy.
        poll_seconds: How long the server holds a request for updates.
        patience: Seconds to wait for any other answer.
    """
    silence_loggers()
    # Idle connections are given up before servers give them up: a request on a dead one has an unknown fate.
    # And few are kept: all are looked at before each request.
    limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=8, keepalive_expiry=4.0)
    # A proxy of the environment leads out of the house, not to this machine.
    kwargs: dict[str, Any] = {"limits": limits, "trust_env": urlsplit(root).hostname not in _LOOPBACK}
    request = Request(
        read_timeout=patience, write_timeout=15, connect_timeout=10, pool_timeout=10, proxy=proxy, httpx_kwargs=kwargs
    )
    polling = Request(
        read_timeout=poll_seconds + 10, connect_timeout=10, pool_timeout=10, proxy=proxy, httpx_kwargs=kwargs
    )
    root = root.rstrip("/")
    return Api(
        token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request, get_updates_request=polling
    )


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def never_sent(error: TelegramError) -> bool:
    """Whether the request did not reach the server."""
    return isinstance(error.__cause__, _NEVER_SENT)


def fate_unknown(error: TelegramError) -> bool:
    """Whether the server may have done what it was asked without having said so."""
    if isinstance(error.__cause__, httpx.HTTPError):
        return not never_sent(error)
    return isinstance(error, NetworkError) and "(504)" in str(error)


def silence_loggers() -> None:
    """Keep libraries from writing tokens, addresses and content into any log."""
    for name in SILENCED:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
