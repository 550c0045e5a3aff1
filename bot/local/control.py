"""The JSON interface for the page and for tests that keep the server in a process of its own.

Everything lies under /local/ and answers only to loopback names and to the page itself: other pages that a browser
shows cannot speak to it. What people do is posted; what they see is polled by number.

    GET  /local/state                        bot, people, chats, commands, number of the newest change
    GET  /local/changes?since=N&timeout=25   what has changed since N, waiting for it
    GET  /local/chats/ID                     what the chat shows
    GET  /local/files/FILE_ID                a file
    GET  /local/calls?since=N                calls of methods from the Nth
    GET  /local/status                       updates waiting, complaints, webhook
    POST /local/people | groups              {"id", "first_name" | "title", ...}
    POST /local/say | press | upload | react | delete | block | unblock | invite | expel | topic | migrate
    POST /local/fault | limits
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from bot.local.acting import Acting
from bot.local.calls import Calls
from bot.local.faults import Fault, Faults
from bot.local.message import shown
from bot.local.people import Group, Json, Party, User
from bot.local.world import Change, Chat, World

_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
_LONGEST: Final = 50.0  # seconds
_GONE: Final = {"error": "no such thing"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """The routes under /local/."""

    def __init__(self, acting: Acting, world: World, calls: Calls, faults: Faults) -> None:
        self._acting = acting
        self._world = world
        self._calls = calls
        self._faults = faults

    def add_to(self, application: web.Application) -> None:
        """Add the routes."""
        for path, handler in (
            ("state", self._state),
            ("changes", self._changes),
            ("chats/{chat}", self._chat),
            ("files/{file_id}", self._file),
            ("calls", self._calls_since),
            ("status", self._status),
        ):
            application.router.add_get(f"/local/{path}", guarded(handler))
        application.router.add_post("/local/upload", guarded(self._upload))
        application.router.add_post("/local/{action}", guarded(self._post))

    async def _state(self, request: web.Request) -> web.Response:
        world = self._world
        people = [user.as_json() for user in world.users.values() if not user.is_bot]
        return _json(
            {
                "bot": world.bot.as_json(),
                "people": people,
                "chats": [_chat_json(chat) for chat in world.chats.values()],
                "commands": {":".join(scope): commands for scope, commands in world.commands.items()},
                "number": world.changes[-1].number if world.changes else 0,
            }
        )

    async def _changes(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        timeout = min(float(request.query.get("timeout", "0")), _LONGEST)
        changes = self._world.changes
        if timeout > 0 and (not changes or changes[-1].number <= since):
            await self._world.noted.wait(timeout)
        lost = bool(changes) and changes[0].number > since + 1
        fresh = [self._change_json(change) for change in changes if change.number > since]
        number = changes[-1].number if changes else since
        return _json({"number": number, "lost": lost, "changes": fresh})

    def _change_json(self, change: Change) -> Json:
        chat = self._world.chats.get(change.chat_id)
        message = chat.messages.get(change.message_id) if chat and change.message_id else None
        if chat and change.kind == "draft":
            message = chat.draft
        return {
            "number": change.number,
            "kind": change.kind,
            "chat_id": change.chat_id,
            "message_id": change.message_id,
            "message": shown(message).as_json() if message else None,
            **change.detail,
        }

    async def _chat(self, request: web.Request) -> web.Response:
        chat = self._world.chats.get(int(request.match_info["chat"]))
        if chat is None:
            return _json(_GONE, 404)
        messages = [shown(chat.messages[number]).as_json() for number in sorted(chat.messages)]
        draft = self._world.draft(chat)
        return _json({**_chat_json(chat), "messages": messages, "draft": draft and shown(draft).as_json()})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["file_id"])
        if file is None:
            return _json(_GONE, 404)
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.data, content_type="application/octet-stream", headers=headers)

    async def _calls_since(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        fresh = [{"method": c.method, "params": c.params, "at": c.at, "error": c.error} for c in self._calls[since:]]
        return _json({"number": len(self._calls), "calls": fresh})

    async def _status(self, request: web.Request) -> web.Response:
        world = self._world
        return _json(
            {
                "waiting": len(world.queue.waiting),
                "complaints": world.complaints,
                "webhook": world.webhook.address.url if world.webhook.address else "",
                "calls": len(self._calls),
                "number": world.changes[-1].number if world.changes else 0,
            }
        )

    async def _post(self, request: web.Request) -> web.Response:
        action = getattr(self, f"_do_{request.match_info['action']}", None)
        if action is None:
            return _json(_GONE, 404)
        body = json.loads(await request.text() or "{}")
        return _json(action(body) or {})

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        user = self._user(form["user"])
        files = [value for value in form.getall("file") if isinstance(value, web.FileField)]
        album = self._world.album() if len(files) > 1 else None
        ids: list[int] = []
        for file in files:
            caption = str(form.get("caption", "")) if not ids else ""
            chat = self._party(form.get("chat"))
            ids.append(self._acting.upload(user, file.filename, file.file.read(), caption, album, chat=chat))
            file.file.close()
        return _json({"message_ids": ids})

    def _do_people(self, body: Json) -> None:
        self._acting.meet(User(**body))

    def _do_groups(self, body: Json) -> None:
        members = body.pop("members", [])
        group = Group(**body)
        self._acting.meet(group)
        for member in members:
            self._acting.add(group, self._user(member))

    def _do_say(self, body: Json) -> Json:
        user = self._user(body.pop("user"))
        chat = self._party(body.pop("chat", None))
        text = body.pop("text")
        for name in ("forward_of", "sender_chat"):
            if isinstance(body.get(name), int):
                body[name] = self._party(body[name])
        if body.get("via_bot"):
            body["via_bot"] = User(**body["via_bot"])
        return {"message_id": self._acting.say(user, text, chat=chat, **body)}

    def _do_press(self, body: Json) -> Json:
        user, chat = self._user(body["user"]), self._party(body.get("chat"))
        return {"query_id": self._acting.press(user, body["message_id"], body["button"], chat=chat)}

    def _do_react(self, body: Json) -> None:
        chat = self._party(body.get("chat"))
        self._acting.react(self._user(body["user"]), body["message_id"], body["emoji"], chat=chat)

    def _do_delete(self, body: Json) -> None:
        self._acting.delete(self._user(body["user"]), body["message_id"], chat=self._party(body.get("chat")))

    def _do_block(self, body: Json) -> None:
        self._acting.block(self._user(body["user"]))

    def _do_unblock(self, body: Json) -> None:
        self._acting.unblock(self._user(body["user"]))

    def _do_invite(self, body: Json) -> None:
        self._acting.invite(self._group(body["chat"]), self._user(body["user"]), body.get("status", "member"))

    def _do_expel(self, body: Json) -> None:
        self._acting.expel(self._group(body["chat"]), self._user(body["user"]))

    def _do_topic(self, body: Json) -> Json:
        return {"thread": self._acting.topic(self._group(body["chat"]), body["name"], self._user(body["user"]))}

    def _do_migrate(self, body: Json) -> Json:
        return {"chat": self._acting.migrate(self._group(body["chat"])).id}

    def _do_fault(self, body: Json) -> None:
        self._faults.append(Fault(**body))

    def _do_limits(self, body: Json) -> None:
        self._world.pace.on = bool(body["on"])

    def _user(self, user_id: Any) -> User:
        return self._world.users[int(user_id)]

    def _group(self, chat_id: Any) -> Group:
        party = self._world.chats[int(chat_id)].party
        if not isinstance(party, Group):
            raise LookupError(chat_id)
        return party

    def _party(self, chat_id: Any) -> Party | None:
        if chat_id in (None, ""):
            return None
        chat = self._world.chats.get(int(chat_id))
        return chat.party if chat else self._user(chat_id)


def guarded(handler: Handler) -> Handler:
    """`handler` for requests to a loopback name that no foreign page has made; wrong arguments are answered with 400."""

    async def guard(request: web.Request) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        origin = request.headers.get("Origin", f"http://{host}")
        if host.rpartition(":")[0] not in _NAMES or origin != f"http://{host}":
            return _json({"error": "only for the page of this server"}, 403)
        try:
            return await handler(request)
        except (LookupError, ValueError, TypeError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)

    return guard


def _chat_json(chat: Chat) -> Json:
    return {
        **chat.party.as_chat(),
        "bot": chat.bot,
        "members": {str(user_id): status for user_id, status in chat.members.items()},
        "topics": {str(thread_id): name for thread_id, name in chat.topics.items()},
        "migrated_to": chat.migrated_to,
    }


def _json(body: Json, status: int = 200) -> web.Response:
    return web.json_response(body, status=status)
