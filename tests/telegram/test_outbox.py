"""What goes out: against the strict server, without the rest of the bot."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy import select

from bot.local import Group, LocalTelegram, User
from bot.store.chats import Chats
from bot.store.opening import prepare
from bot.store.outbox import OutboxTable
from bot.store.schema import outbox as outbox_rows
from bot.store.writer import Writer
from bot.telegram import api as bot_api
from bot.telegram.desk import message
from bot.telegram.outbox import Outbox
from bot.telegram.outgoing import Outgoing, Sent
from bot.telegram.render import Html, bold, escape
from rag import Database

from .office import LAN, MINH, MovableClock

ROOM = Group(-5001, "Phòng họp")


class Sender:
    """An outbox on a database of its own."""

    def __init__(self, telegram: LocalTelegram, database: Database, *, patience: float = 15) -> None:
        self.telegram = telegram
        self.database = database
        self.clock = MovableClock()
        self.failures: list[Exception] = []
        self._patience = patience
        self._count = 0
        self._undo = AsyncExitStack()
        self.outbox: Outbox

    async def __aenter__(self) -> Self:
        writer = Writer(self.database)
        self._undo.callback(writer.close)
        url, token = self.telegram.url, self.telegram.token
        api = bot_api.build(token, root=url, proxy=None, poll_seconds=1, patience=self._patience)
        await self._undo.enter_async_context(api)
        table, chats = OutboxTable(self.database, writer), Chats(self.database, writer)
        self.outbox = Outbox(api, table, chats, self.clock, self.failures.append)
        await self.outbox.open()
        self._undo.push_async_callback(self.outbox.close, 0)
        return self

    async def __aexit__(self, *details: object) -> None:
        await self._undo.aclose()

    async def put(self, chat: User | Group, text: str | Html, method: str = "sendMessage", **more: Any) -> Sent:
        """Put a message into the outbox."""
        self._count += 1
        payload = message(text if isinstance(text, Html) else escape(text)) | more.pop("payload", {})
        key = more.pop("key", f"test:{self._count}")
        return await self.outbox.put(Outgoing(chat.id, method, payload, key=key, **more))

    def texts(self, chat: User | Group) -> list[str]:
        """What the bot has said in a chat."""
        return [one.text for one in self.telegram.chat(chat) if one.by_bot]

    async def until(self, chat: User | Group, *texts: str) -> None:
        """Wait until the bot has said just this in a chat."""
        await self.telegram.until(lambda: self.texts(chat) == list(texts))

    def statuses(self) -> dict[str, str]:
        """What became of the messages, by key."""
        with self.database.read() as connection:
            rows = connection.execute(select(outbox_rows.c.key, outbox_rows.c.status).order_by(outbox_rows.c.id))
            return {row.key: row.status for row in rows}


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as telegram:
        for user in (LAN, MINH):
            telegram.say(user, "chào")
        telegram.say(LAN, "chào", chat=ROOM)
        yield telegram
        assert not telegram.complaints


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    prepare(database)
    return database


@pytest.fixture
async def sender(telegram: LocalTelegram, database: Database) -> AsyncIterator[Sender]:
    async with Sender(telegram, database) as sender:
        yield sender
    database.close()


async def test_messages_of_a_chat_arrive_in_their_order(sender: Sender) -> None:
    for number in range(3):
        await sender.put(LAN, f"{number}")
    await sender.until(LAN, "0", "1", "2")


async def test_a_known_key_is_ignored_and_leads_to_the_first_message(sender: Sender) -> None:
    first = await sender.put(LAN, "một", key="k")
    again = await sender.put(LAN, "hai", key="k")
    assert await first.id() == await again.id() is not None
    later = await sender.put(LAN, "ba", key="k")
    assert await later.id() == await first.id()
    assert sender.texts(LAN) == ["một"]


async def test_what_waited_when_the_process_ended_is_sent_by_the_next(
    telegram: LocalTelegram, database: Database
) -> None:
    telegram.fault("sendMessage", kind="429", retry_after=3600)
    async with Sender(telegram, database) as sender:
        await sender.put(LAN, "một", key="a")
        await sender.put(LAN, "hai", key="b")
        await telegram.until(lambda: any(call.method == "sendMessage" for call in telegram.calls))
    assert not sender.texts(LAN)
    telegram.world.pace.hold(LAN.id, 0)
    async with Sender(telegram, database) as sender:
        sender.outbox._limits.pause(LAN.id, 0)  # the hour is over
        await sender.until(LAN, "một", "hai")
    database.close()


async def test_retry_after_holds_back_that_chat_alone(sender: Sender) -> None:
    sender.telegram.fault("sendMessage", chat=LAN, kind="429", retry_after=1)
    await sender.put(LAN, "chậm")
    await sender.put(MINH, "nhanh")
    await sender.until(MINH, "nhanh")
    assert not sender.texts(LAN)
    await sender.until(LAN, "chậm")
    held, done = [call.at for call in sender.telegram.calls if call.chat_id == LAN.id]
    assert done - held >= 1


async def test_retry_after_is_kept_over_a_restart(telegram: LocalTelegram, database: Database) -> None:
    telegram.fault("sendMessage", chat=LAN, kind="429", retry_after=3600)
    async with Sender(telegram, database) as sender:
        await sender.put(LAN, "chậm")
        await telegram.until(lambda: sender.outbox._limits.paused(LAN.id))
        await (await sender.put(MINH, "đã ghi")).id()
    async with Sender(telegram, database) as sender:
        assert sender.outbox._limits.paused(LAN.id)
        await sender.put(MINH, "nhanh", key="b")
        await sender.until(MINH, "đã ghi", "nhanh")
    assert not sender.texts(LAN)
    database.close()


@pytest.mark.parametrize("kind", ["cut", "reset"])
async def test_a_message_whose_fate_is_unknown_is_not_sent_again(sender: Sender, kind: str) -> None:
    sender.telegram.fault("sendMessage", kind=kind)
    sent = await sender.put(LAN, "một", key="a")
    assert await sent.id() is None
    assert sender.statuses() == {"a": "unknown"}
    await sender.put(LAN, "hai")
    await sender.telegram.until(lambda: "hai" in sender.texts(LAN))
    assert sender.texts(LAN).count("một") == (kind == "cut")


async def test_a_message_that_was_done_without_an_answer_is_not_sent_again(
    telegram: LocalTelegram, database: Database
) -> None:
    telegram.fault("sendMessage", kind="lost")
    async with Sender(telegram, database, patience=0.2) as sender:
        assert await (await sender.put(LAN, "một", key="a")).id() is None
        await sender.put(LAN, "hai")
        await sender.until(LAN, "một", "hai")
        assert sender.statuses()["a"] == "unknown"
    database.close()


async def test_an_edit_without_an_answer_is_made_again(sender: Sender) -> None:
    number = await (await sender.put(LAN, "cũ")).id()
    sender.telegram.fault("editMessageText", kind="cut")
    sent = await sender.put(LAN, "mới", "editMessageText", payload={"message_id": number})
    assert await sent.id() == number  # "not modified" the second time, which is no error
    await sender.until(LAN, "mới")


@pytest.mark.parametrize("kind", ["500", "502"])
async def test_a_server_in_trouble_is_tried_again(sender: Sender, kind: str) -> None:
    sender.telegram.fault("sendMessage", kind=kind)
    assert await (await sender.put(LAN, "một")).id() is not None
    await sender.until(LAN, "một")


async def test_a_bot_that_is_blocked_says_nothing_more_until_it_is_spoken_to(sender: Sender) -> None:
    sender.telegram.fault("sendMessage", chat=LAN, kind="403")
    first = await sender.put(LAN, "một", key="a")
    second = await sender.put(LAN, "hai", key="b")
    assert (await first.id(), await second.id()) == (None, None)
    await sender.put(LAN, "ba", key="c")
    assert sender.statuses() == {"a": "dropped", "b": "dropped", "c": "dropped"}
    assert len([call for call in sender.telegram.calls if call.method == "sendMessage"]) == 1
    await sender.outbox.unblock(LAN.id)
    await sender.put(LAN, "bốn")
    await sender.until(LAN, "bốn")


async def test_a_blocked_chat_is_remembered(telegram: LocalTelegram, database: Database) -> None:
    telegram.fault("sendMessage", chat=LAN, kind="403")
    async with Sender(telegram, database) as sender:
        assert await (await sender.put(LAN, "một", key="a")).id() is None
    async with Sender(telegram, database) as sender:
        assert await (await sender.put(LAN, "hai", key="b")).id() is None
    assert sender.statuses() == {"a": "dropped", "b": "dropped"}
    database.close()


async def test_a_migrating_chat_takes_its_messages_along(sender: Sender) -> None:
    sender.telegram.fault("sendMessage", chat=ROOM, kind="migrate")
    for text in ("một", "hai"):
        await sender.put(ROOM, text)
    await sender.telegram.until(lambda: sender.telegram.world.chats[ROOM.id].migrated_to)
    moved = sender.telegram.world.chats[ROOM.id].migrated_to
    assert moved is not None
    await sender.until(Group(moved, ""), "một", "hai")
    await sender.put(ROOM, "ba")  # under the old identifier, as what was begun before would
    await sender.until(Group(moved, ""), "một", "hai", "ba")
    with sender.database.read() as connection:
        assert set(connection.scalars(select(outbox_rows.c.chat_id))) == {moved}


async def test_of_several_edits_the_last_one_stands(sender: Sender) -> None:
    number = await (await sender.put(LAN, "cũ")).id()
    sender.telegram.fault("editMessageText", kind="500")
    for text in ("một", "hai", "ba"):
        await sender.put(LAN, text, "editMessageText", payload={"message_id": number}, key=text)
    await sender.until(LAN, "ba")
    assert sender.statuses()["hai"] == "dropped"


async def test_progress_gives_way_to_the_edit(sender: Sender) -> None:
    number = await (await sender.put(LAN, "cũ")).id()
    assert number is not None
    for percent in range(50):
        sender.outbox.progress(LAN.id, number, message(escape(f"{percent} %")))
    sent = await sender.put(LAN, "xong", "editMessageText", payload={"message_id": number})
    await sent.id()
    await sender.until(LAN, "xong")
    edits = [call for call in sender.telegram.calls if call.method == "editMessageText"]
    assert len(edits) <= 3


async def test_markup_that_telegram_does_not_take_is_left_out(sender: Sender) -> None:
    await sender.put(LAN, Html("<b>đậm &amp; <nghiêng></b>"))
    await sender.telegram.until(lambda: sender.texts(LAN))
    assert sender.texts(LAN) == ["đậm &"]


async def test_a_message_that_telegram_refuses_does_not_hold_up_the_next(sender: Sender) -> None:
    assert await (await sender.put(LAN, bold(escape("x" * 5000)), key="a")).id() is None
    await sender.put(LAN, "hai")
    await sender.until(LAN, "hai")
    assert sender.statuses()["a"] == "failed"


async def test_a_message_waits_for_its_time_and_holds_up_no_other(sender: Sender) -> None:
    due = sender.clock.now() + timedelta(hours=9)
    await sender.put(LAN, "mai", not_before=due)
    await sender.put(LAN, "nay")
    await sender.until(LAN, "nay")
    sender.clock.move(timedelta(hours=9))
    await sender.until(LAN, "nay", "mai")


async def test_files_go_out_from_the_database_or_from_disk(sender: Sender, tmp_path: Path) -> None:
    path = tmp_path / "goc.txt"
    path.write_bytes(b"tren dia")
    stored = Outgoing(LAN.id, "sendDocument", {"file": {"as": "document", "name": "viec.ics"}}, key="a", file=b"ICS")
    on_disk = {"as": "document", "name": "goc.txt", "path": str(path)}
    assert await (await sender.outbox.put(stored)).id()
    assert await (await sender.outbox.put(Outgoing(LAN.id, "sendDocument", {"file": on_disk}, key="b"))).id()
    gone = {**on_disk, "path": str(tmp_path / "mat.txt")}
    assert await (await sender.outbox.put(Outgoing(LAN.id, "sendDocument", {"file": gone}, key="c"))).id() is None
    shown = [one.document for one in sender.telegram.chat(LAN) if one.document]
    assert [(one.name, sender.telegram.file(one.file_id).data) for one in shown] == [
        ("viec.ics", b"ICS"),
        ("goc.txt", b"tren dia"),
    ]


async def test_a_refused_token_is_reported_and_the_message_kept(sender: Sender) -> None:
    sender.telegram.fault("sendMessage", kind="401")
    await sender.put(LAN, "một", key="a")
    await sender.telegram.until(lambda: sender.failures)
    assert sender.statuses() == {"a": "waiting"}


async def test_a_ref_is_found_again_by_the_message(sender: Sender) -> None:
    number = await (await sender.put(LAN, "đáp", ref="câu 7")).id()
    assert number is not None
    assert sender.outbox.ref(LAN.id, number) == "câu 7"
    assert sender.outbox.ref(MINH.id, number) is None


async def test_nothing_of_a_message_is_kept_once_it_is_sent(sender: Sender) -> None:
    await (await sender.put(LAN, "mật")).id()
    with sender.database.read() as connection:
        assert connection.scalar(select(outbox_rows.c.payload)) == ""


async def test_a_chat_that_is_blocked_after_having_to_wait_is_remembered(sender: Sender) -> None:
    sender.telegram.fault("sendMessage", chat=LAN, kind="429", retry_after=1)
    sender.telegram.fault("sendMessage", chat=LAN, kind="403")
    assert await (await sender.put(LAN, "một", key="a")).id() is None
    await sender.put(MINH, "đã ghi")
    await sender.until(MINH, "đã ghi")
    (held,) = sender.outbox._chats.held()
    assert (held.chat_id, held.blocked) == (LAN.id, True)


async def test_a_message_on_its_way_waits_when_its_chat_is_told_to(sender: Sender) -> None:
    async with sender.outbox._passage.way():
        await sender.put(LAN, "chậm")
        await sender.telegram.until(lambda: sender.outbox._passage._taken._waiters)
        sender.telegram.fault("sendChatAction", chat=LAN, kind="429", retry_after=1)
        await sender.outbox.attempt(LAN.id, "sendChatAction", {"action": "typing"})
        assert sender.outbox._limits.paused(LAN.id)
    await sender.until(LAN, "chậm")
    held, done = [call.at for call in sender.telegram.calls if call.chat_id == LAN.id]
    assert done - held >= 1


async def test_an_edit_does_not_follow_a_migrating_chat_nor_does_a_reply(sender: Sender) -> None:
    number = await (await sender.put(ROOM, "cũ")).id()
    sender.telegram.fault("editMessageText", chat=ROOM, kind="429", retry_after=3600)
    edit = await sender.put(ROOM, "mới", "editMessageText", payload={"message_id": number}, key="edit")
    await sender.put(ROOM, "đáp", payload={"reply_parameters": {"message_id": number}})
    await sender.telegram.until(lambda: sender.outbox._limits.paused(ROOM.id))
    moved = sender.telegram.migrate(ROOM)
    sender.outbox._limits.pause(ROOM.id, 0)  # the hour is over
    await sender.outbox.move(ROOM.id, moved.id)
    assert await edit.id() is None
    await sender.until(moved, "đáp")
    assert sender.statuses()["edit"] == "dropped"
    assert not sender.telegram.chat(moved)[-1].reply_to
    with sender.database.read() as connection:
        old = select(outbox_rows.c.message_id).where(outbox_rows.c.key == "test:1")
        assert connection.scalar(old) is None
