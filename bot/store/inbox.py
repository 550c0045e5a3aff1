"""Updates that came in: committed before Telegram is told so, handled once, and then forgotten but for their number."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.schema import inbox
from bot.store.writer import Writer

STALE_AFTER: Final = timedelta(hours=24)  # what waited longer is not answered
_KEPT: Final = timedelta(days=3)  # how long a number is remembered. Telegram repeats an update for a day at most
_AT_ONCE = 500  # variables of one statement; SQLite's least limit is 999

Lane = tuple[int, int]  # chat and topic (0: none): where updates are handled one after the other


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it was received."""

    update_id: int
    lane: Lane
    raw: dict[str, Any]


def arrived(raw: dict[str, Any]) -> Arrived:
    """An update's number and lane, read from its JSON.

    Raises:
        ValueError: when it is no update.
    """
    update_id = raw.get("update_id")
    if not isinstance(update_id, int):
        raise ValueError("no update")
    return Arrived(update_id, _lane(raw), raw)


def moved_on(raw: dict[str, Any], moved: Mapping[int, int]) -> dict[str, Any]:
    """An update as it would have come had its group been a supergroup already: `moved` has new identifiers by the old.

    The messages in it get negative numbers, as theirs mean others in the new chat. What is told about the old group
    itself, that it moves or that the bot is no longer in it, stays.
    """
    message = raw.get("message")
    if not moved or "my_chat_member" in raw or "chat_member" in raw:
        return raw
    if isinstance(message, dict) and "migrate_to_chat_id" in message:
        return raw
    return {name: _moved_on(value, moved) for name, value in raw.items()}


class Inbox:
    """The table of updates."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def add(self, updates: Sequence[Arrived], at: datetime) -> list[Arrived]:
        """Commit updates; those that were not known yet, in their order.

        Raises:
            StoreError: when they could not be committed, so that none may be confirmed.
        """
        return await self._writer.write(lambda connection: _add(connection, updates, at))

    async def done(self, update_id: int) -> None:
        """Note that an update needs no handling any more, and forget what was in it."""
        change = update(inbox).where(inbox.c.update_id == update_id).values(status="done", raw="")
        await self._writer.write(lambda connection: connection.execute(change) and None)

    async def open(self, now: datetime) -> list[Arrived]:
        """What is still to be handled, in order; what is too old for that is marked so, what is long done is removed."""
        return await self._writer.write(lambda connection: _open(connection, now))


def _add(connection: Connection, updates: Sequence[Arrived], at: datetime) -> list[Arrived]:
    known = _known(connection, [one.update_id for one in updates])
    fresh = {one.update_id: one for one in updates if one.update_id not in known}
    if fresh:
        rows = [
            {
                "update_id": one.update_id,
                "chat_id": one.lane[0],
                "thread_id": one.lane[1],
                "status": "new",
                "raw": json.dumps(one.raw, ensure_ascii=False),
                "received_at": at,
            }
            for one in fresh.values()
        ]
        connection.execute(insert(inbox), rows)
    return list(fresh.values())


def _known(connection: Connection, numbers: Collection[int]) -> set[int]:
    found: set[int] = set()
    listed = list(numbers)
    for start in range(0, len(listed), _AT_ONCE):
        some = inbox.c.update_id.in_(listed[start : start + _AT_ONCE])
        found.update(connection.scalars(select(inbox.c.update_id).where(some)))
    return found


def _open(connection: Connection, now: datetime) -> list[Arrived]:
    waiting = inbox.c.status == "new"
    old = update(inbox).where(waiting, inbox.c.received_at < now - STALE_AFTER).values(status="stale", raw="")
    connection.execute(old)
    for update_id, raw in connection.execute(select(inbox.c.update_id, inbox.c.raw).where(waiting)).all():
        if 0 < _said_at(json.loads(raw)) < (now - STALE_AFTER).timestamp():  # it was late already when it came
            this = update(inbox).where(inbox.c.update_id == update_id)
            connection.execute(this.values(status="stale", raw=""))
    connection.execute(delete(inbox).where(inbox.c.status != "new", inbox.c.received_at < now - _KEPT))
    rows = connection.execute(
        select(inbox.c.update_id, inbox.c.chat_id, inbox.c.thread_id, inbox.c.raw)
        .where(waiting)
        .order_by(inbox.c.update_id)
    )
    return [Arrived(row.update_id, (row.chat_id, row.thread_id), json.loads(row.raw)) for row in rows]


def _said_at(raw: dict[str, Any]) -> float:
    """When somebody wrote or did what an update tells; 0 where it does not say."""
    for body in raw.values():
        if isinstance(body, dict) and isinstance(at := body.get("edit_date", body.get("date")), int):
            return at
    return 0


def _moved_on(value: Any, moved: Mapping[int, int]) -> Any:
    if isinstance(value, list):
        return [_moved_on(one, moved) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _moved_on(one, moved) for name, one in value.items()}
    chat = inner.get("chat")
    if isinstance(chat, dict) and (new := moved.get(chat.get("id", 0))) is not None:
        inner["chat"] = chat | {"id": new, "type": "supergroup"}
        if isinstance(number := inner.get("message_id"), int):
            inner["message_id"] = -number
    return inner


def _lane(raw: dict[str, Any]) -> Lane:
    for kind, body in raw.items():
        if kind == "update_id" or not isinstance(body, dict):
            continue
        message = body.get("message") if kind == "callback_query" else body
        if isinstance(message, dict) and isinstance(message.get("chat"), dict):
            topic = message.get("message_thread_id", 0) if message.get("is_topic_message") else 0
            return int(message["chat"].get("id", 0)), int(topic)
        if isinstance(body.get("from"), dict):
            return int(body["from"].get("id", 0)), 0
    return 0, 0
