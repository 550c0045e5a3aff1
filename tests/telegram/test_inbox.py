"""What comes in: committed before it is confirmed, handled in order, once."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.local import Group, User
from bot.store.inbox import Arrived, arrived
from bot.store.schema import inbox as inbox_rows
from bot.telegram.commands import Function
from bot.telegram.desk import Context
from bot.telegram.render import escape
from rag import Database

from .office import AnyApplication, Office

PEOPLE = [User(800 + number, f"Người {number}") for number in range(4)]


def echo(application: AnyApplication) -> None:
    """Have the bot repeat what it is told, to whomever, before its other handlers see it."""

    async def repeat(update: Update, context: Context) -> None:
        assert update.message is not None
        await asyncio.sleep(random.uniform(0, 0.01))  # each takes as long as it takes
        await context.reply(escape(update.message.text or ""))

    first(application, "^số ", repeat)


def first(application: AnyApplication, pattern: str, function: Function) -> None:
    """Have a function take messages of a pattern before everybody else, also from strangers."""

    async def alone(update: Update, context: Context) -> None:
        await function(update, context)
        raise ApplicationHandlerStop

    application.add_handler(MessageHandler(filters.Regex(pattern), alone), min(application.handlers) - 1)


def statuses(database: Database) -> dict[int, str]:
    """What became of the updates."""
    with database.read() as connection:
        rows = connection.execute(select(inbox_rows.c.update_id, inbox_rows.c.status))
        return {row.update_id: row.status for row in rows}


def texts(office: Office, chat: User | Group) -> list[str]:
    """What the bot has said in a chat."""
    return [one.text for one in office.shown(chat)]


async def test_a_person_is_answered(office: Office) -> None:
    shown = await office.say(office.lan, "ai chủ trì họp giao ban tháng 9 xã Tân Khê?")
    assert "Vi Thị Nhàn" in shown.text


async def test_each_chat_is_answered_in_order(bare_office: Office) -> None:
    office = bare_office
    echo(office.service.application)
    for number in range(3):
        for person in PEOPLE:
            office.telegram.say(person, f"số {number}")
    await office.until(lambda: all(len(office.shown(person)) == 3 for person in PEOPLE))
    assert all(texts(office, person) == ["số 0", "số 1", "số 2"] for person in PEOPLE)


async def test_a_slow_chat_holds_up_no_other(bare_office: Office) -> None:
    office = bare_office
    echo(office.service.application)
    release = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        await release.wait()

    first(office.service.application, "^chờ", wait)
    office.telegram.say(PEOPLE[0], "chờ")
    office.telegram.say(PEOPLE[0], "số 1")
    shown = await office.say(PEOPLE[1], "số 2")
    assert shown.text == "số 2"
    assert not office.shown(PEOPLE[0])
    release.set()
    await office.until(lambda: texts(office, PEOPLE[0]) == ["số 1"])


async def test_topics_of_a_group_are_handled_side_by_side() -> None:
    def lane(**message: Any) -> tuple[int, int]:
        return arrived({"update_id": 1, "message": {"chat": {"id": -5}, **message}}).lane

    assert lane(message_thread_id=7, is_topic_message=True) == (-5, 7)
    assert lane() == lane(message_thread_id=7) == (-5, 0)  # a thread of replies is no topic
    pressed = {"from": {"id": 3}, "message": {"chat": {"id": -5}, "message_thread_id": 7, "is_topic_message": True}}
    assert arrived({"update_id": 1, "callback_query": pressed}).lane == (-5, 7)
    assert arrived({"update_id": 1, "callback_query": {"from": {"id": 3}}}).lane == (3, 0)


async def test_an_update_is_not_confirmed_before_it_is_committed(bare_office: Office) -> None:
    office = bare_office
    echo(office.service.application)
    with office.desk.database.write() as connection:
        connection.execute(text("ALTER TABLE bot_inbox RENAME TO away"))
    office.telegram.say(PEOPLE[0], "số 1")
    asked = len([call for call in office.telegram.calls if call.method == "getUpdates"])
    await office.until(lambda: len([c for c in office.telegram.calls if c.method == "getUpdates"]) > asked)
    assert len(office.telegram.pending) == 1
    with office.desk.database.write() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO bot_inbox"))
    await office.until(lambda: texts(office, PEOPLE[0]) == ["số 1"])
    await office.until(lambda: not office.telegram.pending)


async def test_the_same_update_twice_is_answered_once(bare_office: Office) -> None:
    office = bare_office
    echo(office.service.application)
    office.telegram.say(PEOPLE[0], "số 1")
    (update,) = office.telegram.pending
    await office.until(lambda: texts(office, PEOPLE[0]) == ["số 1"])
    office.telegram.world.queue.again(update, office.clock.now().timestamp())
    await office.say(PEOPLE[0], "số 2")
    await office.idle()
    assert texts(office, PEOPLE[0]) == ["số 1", "số 2"]


async def test_what_was_not_done_is_handled_by_the_next_process(tmp_path: Path) -> None:
    async with Office(tmp_path / "data") as office:
        echo(office.service.application)
        held = asyncio.Event()
        started = asyncio.Event()

        async def hang(update: Update, context: Context) -> None:
            await context.reply(escape("đang làm"))
            started.set()
            await held.wait()

        first(office.service.application, "^chờ", hang)
        office.telegram.say(PEOPLE[0], "chờ")
        await office.until(started.is_set)
        await office.until(lambda: texts(office, PEOPLE[0]) == ["đang làm"])
        office.service._worker._tasks.copy().pop().cancel()  # as a kill would
        await office.stop()

        async def again(update: Update, context: Context) -> None:
            await context.reply(escape("làm lại"))  # its key is known: the first reply stands
            await context.reply(escape("xong"))

        await office.start(lambda application: first(application, "^chờ", again))
        await office.until(lambda: texts(office, PEOPLE[0]) == ["đang làm", "xong"])
        await office.idle()
        assert set(statuses(office.desk.database).values()) == {"done"}


async def test_what_waited_for_more_than_a_day_is_not_answered(tmp_path: Path) -> None:
    async with Office(tmp_path / "data") as office:
        old, young = (
            arrived(
                {
                    "update_id": number,
                    "message": {
                        "message_id": number,
                        "date": 0,
                        "chat": {"id": 801, "type": "private"},
                        "from": PEOPLE[1].as_json(),
                        "text": f"số {number}",
                    },
                }
            )
            for number in (1, 2)
        )
        inbox = office.service._inbox
        await inbox.add([old], office.clock.now() - timedelta(hours=25))
        await inbox.add([young], office.clock.now() - timedelta(hours=23))
        office.telegram.world.meet(PEOPLE[1]).bot = "member"
        await office.stop()
        await office.start(echo)
        await office.until(lambda: texts(office, PEOPLE[1]) == ["số 2"])
        await office.idle()
        assert statuses(office.desk.database) == {1: "stale", 2: "done"}


async def test_nothing_of_an_update_is_kept_once_it_is_done(bare_office: Office) -> None:
    office = bare_office
    echo(office.service.application)
    await office.say(PEOPLE[0], "số 1")
    await office.idle()
    with office.desk.database.read() as connection:
        assert list(connection.scalars(select(inbox_rows.c.raw))) == [""]


async def test_an_update_that_nobody_can_read_does_not_stop_the_bot(bare_office: Office) -> None:
    office = bare_office
    echo(office.service.application)
    broken = Arrived(7, (PEOPLE[0].id, 0), {"update_id": 7, "message": {"chat": {"id": PEOPLE[0].id}}})
    office.service._worker.take(await office.service._inbox.add([broken], office.clock.now()))
    shown = await office.say(PEOPLE[0], "số 1")
    assert shown.text == "số 1"
    await office.idle()
    assert statuses(office.desk.database)[7] == "done"


async def test_a_handler_that_fails_says_so_with_an_incident_and_the_next_update_is_handled(
    bare_office: Office,
) -> None:
    office = bare_office
    echo(office.service.application)

    async def fail(update: Update, context: Context) -> None:
        raise ValueError("bí mật")

    first(office.service.application, "^hỏng", fail)
    shown = await office.say(PEOPLE[0], "hỏng")
    assert "mã" in shown.text
    assert "bí mật" not in shown.text
    assert (await office.say(PEOPLE[0], "số 1")).text == "số 1"


async def test_a_message_that_came_late_and_then_waited_is_not_answered(tmp_path: Path) -> None:
    async with Office(tmp_path / "data") as office:
        now = office.clock.now()
        said = [now - timedelta(hours=46), now - timedelta(hours=23)]
        come = [
            arrived(
                {
                    "update_id": number,
                    "message": {
                        "message_id": number,
                        "date": int(moment.timestamp()),
                        "chat": {"id": 801, "type": "private"},
                        "from": PEOPLE[1].as_json(),
                        "text": f"số {number}",
                    },
                }
            )
            for number, moment in enumerate(said, 1)
        ]
        await office.service._inbox.add(come, now - timedelta(hours=23))
        office.telegram.world.meet(PEOPLE[1]).bot = "member"
        await office.stop()
        await office.start(echo)
        await office.until(lambda: texts(office, PEOPLE[1]) == ["số 2"])
        await office.idle()
        assert statuses(office.desk.database) == {1: "stale", 2: "done"}
