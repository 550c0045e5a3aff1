"""HTTP: calls of methods, downloads of files, and the faults that befall them."""

import asyncio
import json
import math
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from bot.local.calls import Call, Calls
from bot.local.errors import ApiError
from bot.local.faults import Fault, Faults
from bot.local.methods import METHODS, Method
from bot.local.methods.files import UP_LIMIT
from bot.local.methods.outcome import Outcome
from bot.local.pace import COUNTED
from bot.local.parameters import Parameters, Upload
from bot.local.people import Group, Json, User
from bot.local.world import World

_BODY_LIMIT: Final = UP_LIMIT + 64 * 1024
_ERRORS: Final = {
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "500": "Internal Server Error",
}
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers HTTP requests with what the methods make of the world."""

    def __init__(self, world: World, token: str, calls: Calls) -> None:
        self.faults = Faults()
        self._world = world
        self._token = token
        self._calls = calls
        self._closing = asyncio.Event()
        world.webhook.answered = self._answer_of_webhook

    def application(self) -> web.Application:
        """The aiohttp application, to which other routes may be added before it runs."""
        application = web.Application(client_max_size=_BODY_LIMIT)
        application.router.add_get("/file/{bot:bot[^/]+}/{path:.+}", self._download)
        application.router.add_route("*", "/{bot:bot[^/]+}/{method}", self._method)
        return application

    def close(self) -> None:
        """End what hangs or polls."""
        self._closing.set()
        self._world.webhook.stop()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        file = self._world.files.at(request.match_info["path"])
        if request.match_info["bot"] != f"bot{self._token}":
            return _refused(ApiError(401, "Unauthorized"))
        if file is None:
            return _refused(ApiError(404, "Not Found"))
        fault = self.faults.take(Call("download", {"file_path": file.path}, self._world.clock()))
        if fault and fault.kind in ("reset", "cut"):
            return await self._reset(request)
        if fault and fault.kind in _ERRORS:
            return _refused(ApiError(int(fault.kind), _ERRORS[fault.kind]))
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _method(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["bot"] != f"bot{self._token}":
            return _refused(ApiError(401, "Unauthorized"))
        method = METHODS.get(request.match_info["method"].lower())
        if method is None:
            self._world.complain(f"unknown method {request.match_info['method']}")
            return _refused(ApiError(404, "Not Found: method not found"))
        try:
            parameters = await _parameters(request)
        except web.HTTPRequestEntityTooLarge:
            return _refused(ApiError(413, "Request Entity Too Large"))
        except ValueError:
            return _refused(ApiError(400, "Bad Request: can't parse JSON object"))
        call = self._calls.arrived(method.name, parameters)
        fault = self.faults.take(call)
        kind = fault.kind if fault else ""
        if kind in ("hang", "reset"):
            call.error = kind
            return await self._silence(request, kind)
        answer = await self._run(method, call, parameters, fault)
        if kind in ("lost", "cut"):
            return await self._silence(request, "hang" if kind == "lost" else "reset")
        return answer

    async def _run(self, method: Method, call: Call, parameters: Parameters, fault: Fault | None) -> web.Response:
        try:
            if fault:
                self._befall(call, fault)
            result = await self._result(method, call, parameters)
        except ApiError as refusal:
            call.error = str(refusal)
            return _refused(refusal)
        finally:
            self._world.changed.fire()
        if isinstance(result, Outcome):
            return _json(200, {"ok": True, "result": result.result, "description": result.description})
        return _json(200, {"ok": True, "result": result})

    async def _result(self, method: Method, call: Call, parameters: Parameters) -> Any:
        for name in parameters.values:
            if name not in method.parameters:
                self._world.complain(f"{method.name}: unknown parameter {name}")
        if method.name in COUNTED:
            self._keep_pace(method, call)
        result = method.run(self._world, parameters)
        return await result if asyncio.iscoroutine(result) else result

    def _keep_pace(self, method: Method, call: Call) -> None:
        if call.chat_id is None:
            return
        now = self._world.clock()
        wait = self._world.pace.held(call.chat_id, now)
        if wait:
            self._world.complain(f"{method.name} to {call.chat_id} within the wait demanded by a 429")
        wait = wait or self._world.pace.demand(call.chat_id, now)
        if wait:
            raise _too_many(wait)

    def _befall(self, call: Call, fault: Fault) -> None:
        """Do what the fault does before the method runs.

        Raises:
            ApiError: Where the method does not run at all.
        """
        if fault.kind == "429":
            if call.chat_id is not None:
                self._world.pace.hold(call.chat_id, self._world.clock() + fault.retry_after)
            raise _too_many(fault.retry_after)
        if fault.kind == "migrate" and call.chat_id is not None:
            chat = self._world.known(call.chat_id)
            if isinstance(chat.party, Group) and chat.migrated_to is None:
                self._world.upgrade(chat)
        if fault.kind == "403" and call.chat_id in self._world.chats:
            party = self._world.chats[call.chat_id].party
            if not isinstance(party, User):
                raise ApiError(403, f"Forbidden: bot was kicked from the {party.kind} chat")
        if fault.kind in _ERRORS:
            raise ApiError(int(fault.kind), _ERRORS[fault.kind])
        if fault.kind == "502":
            raise ApiError(502, "Bad Gateway")

    async def _silence(self, request: web.Request, kind: str) -> web.StreamResponse:
        if kind == "reset":
            return await self._reset(request)
        await self._closing.wait()
        return web.Response(status=504)

    async def _reset(self, request: web.Request) -> web.StreamResponse:
        if request.transport:
            connection = request.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            request.transport.abort()
        return web.Response(status=504)

    async def _answer_of_webhook(self, answer: Json) -> None:
        """Run the method that the bot put into its answer to an update; nobody learns the outcome."""
        method = METHODS.get(str(answer.pop("method")).lower())
        if method:
            parameters = Parameters(answer)
            call = self._calls.arrived(method.name, parameters)
            await self._run(method, call, parameters, None)


def _too_many(seconds: float) -> ApiError:
    wait = math.ceil(seconds)
    return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


async def _parameters(request: web.Request) -> Parameters:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, dict):
            raise ValueError
        values |= body
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
                value.file.close()
            else:
                values[name] = value
    return Parameters(values, files)


def _refused(refusal: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
    if refusal.code == 502:
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
    return _json(refusal.code, {**body, "parameters": refusal.parameters} if refusal.parameters else body)


def _json(status: int, body: Json) -> web.Response:
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=status, body=data, content_type="application/json")
