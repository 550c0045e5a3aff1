"""Documents from the web.

What enters is a URL; what leaves is the bytes of a page or file with what its server says of it, or `Unreadable`. The
name is resolved once per hop, every address it has is checked, and the connection goes to a checked address, so that a
name that changes its mind between the check and the connection gains nothing. Proxies of the environment are not
used: a proxy would resolve the name again, out of our sight.
"""

import asyncio
import ipaddress
import ssl
import threading
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import unquote

import httpx

from rag.load.addresses import AddressPolicy, Resolver
from rag.load.reasons import (
    BAD_URL,
    BROKEN_REPLY,
    CREDENTIALS,
    EMPTY_PAGE,
    NO_CONNECTION,
    NO_SUCH_HOST,
    REDIRECTS,
    SCHEME,
    TLS,
    WEB_TOO_SLOW,
    Unreadable,
    content_type,
    http_status,
    too_large,
)

MAX_REDIRECTS = 5
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_UNSAID = ("", "application/octet-stream", "binary/octet-stream")  # the content tells
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; GiaoBan/0.1)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent."""

    data: bytes
    format: str | None  # of `Loaded`; None where the server does not say
    encoding: str | None  # as declared
    name: str  # the last part of the path, else the host


class Fetcher:
    """Reads URLs within limits. `policy` refuses addresses, `resolve` finds them."""

    def __init__(self, *, max_bytes: int, timeout: float, policy: AddressPolicy, resolve: Resolver) -> None:
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._policy = policy
        self._resolve = resolve

    def fetch(self, url: str) -> Fetched:
        """Reads one URL. Must not be called in a thread that runs an event loop.

        Raises:
            Unreadable: With the reason.
        """
        return asyncio.run(self._fetch_in_time(url))

    async def _fetch_in_time(self, url: str) -> Fetched:
        # One deadline over resolving, redirects and the slowest drip: the time limits of a client start anew with
        # every byte.
        try:
            async with asyncio.timeout(self._timeout):
                return await self._fetch(_parsed(url))
        except (TimeoutError, httpx.TimeoutException):
            raise Unreadable(WEB_TOO_SLOW) from None

    async def _fetch(self, url: httpx.URL) -> Fetched:
        transport = httpx.AsyncHTTPTransport(trust_env=False, retries=0)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=self._timeout) as client:
            for _ in range(MAX_REDIRECTS + 1):
                request = await self._request(client, url)
                try:
                    response = await client.send(request, stream=True)
                    try:
                        if response.has_redirect_location:
                            url = _parsed(str(url.join(response.headers["location"])))
                            continue
                        return await self._received(response, url)
                    finally:
                        await response.aclose()
                except (httpx.ConnectError, httpx.NetworkError) as error:
                    raise Unreadable(TLS if _is_tls(error) else _network_reason(error)) from None
                except (httpx.ProtocolError, httpx.InvalidURL, UnicodeError, zlib.error):
                    raise Unreadable(BROKEN_REPLY) from None
        raise Unreadable(REDIRECTS)

    async def _request(self, client: httpx.AsyncClient, url: httpx.URL) -> httpx.Request:
        """The request for `url`, to an address that was checked."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            addresses = [ipaddress.ip_address(found) for found in await self._addresses(url.host, port)]
        except (OSError, UnicodeError, ValueError):
            raise Unreadable(NO_SUCH_HOST) from None
        # One private address among public ones is no mistake: nothing is tried.
        refusal = next(filter(None, (self._policy(address, port) for address in addresses)), None)
        if refusal or not addresses:
            raise Unreadable(refusal or NO_SUCH_HOST)
        # Where there is a choice, IPv4: a machine without an IPv6 route would have to wait for the failure.
        pinned = min(addresses, key=lambda address: address.version)
        return client.build_request(
            "GET",
            url.copy_with(host=str(pinned)),
            headers=_HEADERS | {"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )

    async def _addresses(self, host: str, port: int) -> list[str]:
        # In a thread of its own: the event loop's would have to be waited for when the resolver hangs.
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def settle(found: list[str] | None, error: Exception | None) -> None:
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(found or [])

        def look_up() -> None:
            found, failure = None, None
            try:
                found = self._resolve(host, port)
            except Exception as error:
                failure = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, found, failure)

        threading.Thread(target=look_up, name="resolve", daemon=True).start()
        return await answer

    async def _received(self, response: httpx.Response, url: httpx.URL) -> Fetched:
        if response.status_code != 200:
            raise Unreadable(http_status(response.status_code))
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES and kind not in _UNSAID:
            raise Unreadable(content_type(kind))
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._max_bytes:
            raise Unreadable(too_large(self._max_bytes))
        data = bytearray()
        async for piece in self._pieces(response):
            data += piece
            if len(data) > self._max_bytes:
                raise Unreadable(too_large(self._max_bytes))
        if not data:
            raise Unreadable(EMPTY_PAGE)
        name = unquote(url.path.rstrip("/").rpartition("/")[2]) or url.host
        return Fetched(bytes(data), _TYPES.get(kind), response.charset_encoding, name)

    async def _pieces(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """The body, unpacked within the size limit; httpx unpacks without one."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding in ("", "identity"):
            async for piece in response.aiter_raw(65_536):
                yield piece
            return
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise Unreadable(BROKEN_REPLY)
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, by its header
        async for piece in response.aiter_raw(65_536):
            while piece:
                yield unpack.decompress(piece, 65_536)
                piece = unpack.unconsumed_tail
        yield unpack.flush()
        if not unpack.eof:
            raise Unreadable(BROKEN_REPLY)


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise Unreadable(BAD_URL) from None
    if parsed.scheme not in ("http", "https"):
        raise Unreadable(SCHEME)
    if parsed.userinfo:
        raise Unreadable(CREDENTIALS)
    if not parsed.host or (parsed.port or 0) > 65535:
        raise Unreadable(BAD_URL)
    return parsed


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError) or "SSL" in str(error) or "TLS" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _network_reason(error: httpx.HTTPError) -> str:
    return NO_CONNECTION if isinstance(error, httpx.ConnectError) else BROKEN_REPLY
