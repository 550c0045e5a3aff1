"""Kill -9 the bot around the time reminders are due, start it again: is anything missed, does anything come twice?

    python benchmarks/bot_reminders.py [--kills 80] [--chats 60] [--seed 1]

The bot runs as a process of its own on the samples, its clock moved by a file; our strict Bot API server stands for
Telegram. Every chat wants a list each day, also on empty days, and notices three days ahead. Each round a day begins, the
bot is killed at a random moment around seven, in a quarter of the rounds it then stays down for two more days, and is
started again. Prints a table, writes benchmarks/results/bot_reminders.json and exits 1 where a day or a task was missed or
a kill had more than one message repeated.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # for the bot's process under tests/

from bot.local import LocalTelegram, User  # noqa: E402
from bot.store import reminders  # noqa: E402
from bot.store.opening import prepare  # noqa: E402
from bot.store.people import People  # noqa: E402
from bot.store.reminders import Choice  # noqa: E402
from bot.telegram.bulletin import moment  # noqa: E402
from rag import DEFAULT_SCOPE, Library, RagSettings  # noqa: E402
from tests.telegram.clocked import set_clock  # noqa: E402

RESULTS = HERE / "results"
SEVEN = 7 * 60
FIRST = date(2025, 9, 13)  # before the first deadline of the samples
EVERY_DAY = Choice(daily=True, days_before=3, at=SEVEN, mine=False, empty_days=True)
_HEAD = re.compile(r"^🔔 [^\d]+(\d+)/(\d+)/(\d+): ")
_MISSED = re.compile(r"[Tt]in của ngày ([\d/, –]+) (?:cũng )?chưa gửi được")


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill did."""

    number: int
    day: str
    after: float  # seconds from the due time to the kill
    down: int  # further days without the bot
    sent: int  # messages for the day that were out at the kill
    repeated: int  # messages for the same day and chat beyond the first
    late: int  # messages that say so


class Bench:
    """The office of all rounds."""

    def __init__(self, work: Path, chats: int, telegram: LocalTelegram) -> None:
        self.data_dir, self.clock = work / "data", work / "clock"
        self.people = [User(1000 + number, f"Người {number}") for number in range(chats)]
        self.telegram = telegram
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The office's time."""
        return datetime.now(UTC) + self._ahead

    def go_to(self, at: datetime) -> None:
        """Make it this moment."""
        self._ahead = at - datetime.now(UTC)
        set_clock(self.clock, at)

    def prepare(self) -> list[str]:
        """Index the samples, let everybody in, choose; the tasks with a day."""
        with Library.open(RagSettings(data_dir=self.data_dir)) as library:
            for _ in library.index([str(HERE.parent / "samples")]):
                pass
            prepare(library.database)
            people = People(library.database)
            for person in self.people:
                people.allow(person.id, 1, self.now(), scopes=(DEFAULT_SCOPE,))
            with library.database.write() as connection:
                for person in self.people:
                    reminders.put(connection, person.id, EVERY_DAY, 1, FIRST - timedelta(days=1))
            return [
                " ".join(t.assignment.task.split()) for t in library.tasks(due_from=FIRST, due_to=date(2026, 1, 31))
            ]

    async def start(self) -> Process:
        """The bot's process, once it runs."""
        arguments = (str(self.data_dir), self.telegram.url, self.telegram.token, str(self.clock))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.telegram.clocked", *arguments, stdout=PIPE, cwd=HERE.parent, env={**os.environ}
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        return process

    async def kill(self, process: Process) -> None:
        """As it is."""
        process.send_signal(signal.SIGKILL)
        await process.communicate()

    def texts(self, person: User) -> list[str]:
        """The reminders that somebody got."""
        return [one.text for one in self.telegram.chat(person) if one.by_bot and one.text.startswith("🔔")]

    def days(self, person: User) -> list[date]:
        """The day of each."""
        return [day_of(text) for text in self.texts(person)]

    async def until_told(self, day: date) -> None:
        """Until everybody has the message of a day."""
        await self.telegram.until(lambda: all(day in self.days(person) for person in self.people), timeout=60)


def day_of(text: str) -> date:
    """The day that a reminder is about."""
    match = _HEAD.search(text)
    assert match is not None, text[:40]
    return date(int(match[3]), int(match[2]), int(match[1]))


def told_late(text: str) -> set[date]:
    """The earlier days that a late message stands for too."""
    match = _MISSED.search(text)
    if match is None:
        return set()
    last = day_of(text)
    days = [date(last.year - (int(m) > last.month), int(m), int(d)) for d, m in re.findall(r"(\d+)/(\d+)", match[1])]
    return {days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)}


async def rounds(bench: Bench, kills: int, seed: int) -> list[Round]:
    """Kill that many times."""
    chance, day, done = random.Random(seed), FIRST - timedelta(days=1), []
    bench.go_to(moment(day, SEVEN - 60))
    for person in bench.people:
        bench.telegram.say(person, "/start")
    process = await bench.start()
    for number in range(1, kills + 1):
        day += timedelta(days=1)
        after = chance.uniform(-0.2, len(bench.people) / 30 + 0.5)
        bench.go_to(moment(day, SEVEN) - timedelta(seconds=0.2))
        await asyncio.sleep(after + 0.2)
        await bench.kill(process)
        sent = sum(day in bench.days(person) for person in bench.people)
        down = 2 if chance.random() < 0.25 else 0
        day += timedelta(days=down)
        bench.go_to(moment(day, SEVEN + chance.randint(1, 180)))
        process = await bench.start()
        await bench.until_told(day)
        today = [bench.days(person) for person in bench.people]
        first = day - timedelta(days=down)
        repeated = sum(max(0, days.count(one) - 1) for days in today for one in {first, day})
        late = sum("Gửi muộn" in bench.texts(person)[-1] for person in bench.people)
        done.append(Round(number, day.isoformat(), round(after, 3), down, sent, repeated, late))
        print(f"{number:5}  {day}  {after:7.3f}  {down:4}  {sent:4}  {repeated:8}  {late:4}", flush=True)
    await bench.kill(process)
    return done


async def run(kills: int, chats: int, seed: int) -> int:
    """All rounds and what they come to."""
    with tempfile.TemporaryDirectory() as work:
        ahead: list[Bench] = []
        clock = lambda: (ahead[0].now() if ahead else datetime.now(UTC)).timestamp()  # noqa: E731
        async with LocalTelegram(clock=clock) as telegram:
            bench = Bench(Path(work), chats, telegram)
            ahead.append(bench)
            bench.go_to(moment(FIRST, 0))
            tasks = bench.prepare()
            print("round  day         after s  down  sent  repeated  late")
            done = await rounds(bench, kills, seed)
            last = date.fromisoformat(done[-1].day)
            wanted = {FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)}
            missed_days = missed_tasks = 0
            for person in bench.people:
                texts = bench.texts(person)
                missed_days += len(wanted - {day_of(text) for text in texts}.union(*map(told_late, texts)))
                whole = " ".join(" ".join(texts).split())
                missed_tasks += sum(task not in whole for task in tasks) if last >= date(2025, 12, 31) else 0
    repeated = sum(one.repeated for one in done)
    most = max(one.repeated for one in done)
    print(
        f"{len(done)} kills, {chats} chats, {len(wanted)} days: {missed_days} days and {missed_tasks} tasks missed, ",
        end="",
    )
    print(f"{repeated} messages repeated in all, {most} at most by one kill")
    RESULTS.mkdir(exist_ok=True)
    result = {
        "chats": chats,
        "missed_days": missed_days,
        "missed_tasks": missed_tasks,
        "rounds": [asdict(o) for o in done],
    }
    (RESULTS / "bot_reminders.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0 if not missed_days and not missed_tasks and most <= 1 else 1


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Kill the bot around the time reminders are due.")
    parser.add_argument("--kills", type=int, default=80)
    parser.add_argument("--chats", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    return asyncio.run(run(arguments.kills, arguments.chats, arguments.seed))


if __name__ == "__main__":
    sys.exit(main())
