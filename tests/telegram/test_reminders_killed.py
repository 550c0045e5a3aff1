"""Reminders of a process that is killed around the time they are due: none is missed, at most one comes twice."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.local import Group, User
from bot.store.reminders import Choice

from .clocked import set_clock
from .october import at, told
from .office import Office

ROOT = Path(__file__).parents[2]
EVERY_DAY = Choice(daily=True, days_before=3, at=7 * 60, mine=False, empty_days=True)


@asynccontextmanager
async def bot(office: Office, data_dir: Path, clock: Path) -> AsyncIterator[Process]:
    """The bot in a process of its own; killed at the end."""
    arguments = (str(data_dir), office.telegram.url, office.telegram.token, str(clock))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram.clocked", *arguments, stdout=PIPE, cwd=ROOT, env={**os.environ}
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()


async def test_kills_around_the_due_time_miss_nothing_and_repeat_one_at_most(data_dir: Path, tmp_path: Path) -> None:
    office, clock = Office(data_dir), tmp_path / "clock"
    office.clock.set(at(13, hour=20))
    chats = (office.group, office.lan, office.minh)

    def days(chat: User | Group) -> list[str]:
        """The days of the messages that a chat has got."""
        return [one.text.split("/10/2025", 1)[0].rpartition(" ")[2] for one in told(office, chat)]

    def go_to(moment: datetime) -> None:
        office.clock.set(moment)
        set_clock(clock, moment)

    async def until_told(day: str, *whom: User | Group) -> None:
        await office.until(lambda: all(day in days(chat) for chat in whom), timeout=20)

    kills = 4
    async with office:
        for chat in chats:
            await office.desk.reminders.choose(chat.id, EVERY_DAY, office.admin.id)
        for person in (office.lan, office.minh):
            office.telegram.say(person, "/start")
        await office.idle()
        await office.stop()

        # Killed a moment before the time, and down for two days.
        go_to(at(14) - timedelta(seconds=30))
        async with bot(office, data_dir, clock):
            pass
        go_to(at(16, hour=9))
        async with bot(office, data_dir, clock):
            await until_told("16", *chats)
            assert all("Gửi muộn" in told(office, chat)[0].text for chat in chats)
            assert all("ngày 14/10, 15/10 cũng" in told(office, chat)[0].text for chat in chats)

            # Killed when Telegram has taken a message and has not said so yet.
            office.telegram.fault("sendMessage", chat=office.lan, kind="lost")
            go_to(at(17))
            await until_told("17", office.lan)
        async with bot(office, data_dir, clock):
            await until_told("17", *chats)

            # Killed when Telegram was asked and has not taken it.
            office.telegram.fault("sendMessage", chat=office.minh, kind="hang")
            go_to(at(18))
            asked = len(office.telegram.calls)
            await office.until(lambda: office.minh.id in [one.chat_id for one in office.telegram.calls[asked:]])
        async with bot(office, data_dir, clock):
            await until_told("18", *chats)

        go_to(at(19))
        await office.start()
        await until_told("19", *chats)
        await office.idle()
        repeated = 0
        for chat in chats:
            assert sorted(set(days(chat))) == ["16", "17", "18", "19"]
            repeated += len(days(chat)) - 4
        assert repeated <= kills
