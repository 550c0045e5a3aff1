"""Kill -9 of the bot at random moments while questions come in: none may be lost, and each chat is answered in order.

    python benchmarks/bot_kills.py [--kills 30] [--updates 100] [--mode polling|webhook|both] [--seed 1]

Each round puts the questions to the bot in twenty chats within a few seconds, kills it somewhere in between, starts it
again and waits until nothing more comes. Prints a table, writes benchmarks/results/bot_kills_MODE.json and exits 1 where a
question was lost, a chat was answered out of order, or a kill made more than one duplicate.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bot_stage import QUESTIONS, Asked, Stage, write_result

_CHATS = 20
_SENDING = 3.0  # seconds in which the questions of a round are put
_PATIENCE = 120.0  # seconds until what is not answered counts as lost


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill did."""

    number: int
    after: float  # seconds from the first question to the kill
    answered_before: int  # questions that were answered when it came
    lost: int
    duplicates: int  # answers beyond the first
    disordered: int  # chats whose first answers are not in the order of their questions


def judge(asked: list[Asked], shown: dict[int, list[dict]]) -> tuple[int, int, int]:
    """Lost questions, duplicate answers, chats out of order."""
    lost = duplicates = disordered = 0
    for chat, messages in shown.items():
        answers = [one["reply_to"] for one in messages if one["by_bot"] and one["reply_to"]]
        mine = [one.message_id for one in asked if one.chat == chat]
        lost += len(set(mine) - set(answers))
        duplicates += len(answers) - len(set(answers))
        first = list(dict.fromkeys(answers))
        disordered += first != sorted(first)
    return lost, duplicates, disordered


async def answers(stage: Stage, people: list[int]) -> dict[int, list[dict]]:
    """What all chats show."""
    return {person: await stage.chat(person) for person in people}


async def one_round(stage: Stage, number: int, updates: int, people: list[int], chance: random.Random) -> Round:
    """Ask, kill, start again, wait, judge."""
    before = judge([], await answers(stage, people))
    asked: list[Asked] = []
    started = time.monotonic()
    after = chance.uniform(0, _SENDING + updates / 30)

    async def ask_all() -> None:
        for step in range(updates):
            await asyncio.sleep(max(0.0, started + step * _SENDING / updates - time.monotonic()))
            asked.append(await stage.ask(chance.choice(people), chance.choice(QUESTIONS)))

    asking = asyncio.create_task(ask_all())
    await asyncio.sleep(max(0.0, started + after - time.monotonic()))
    await stage.kill_bot()
    left, _, _ = judge(asked, await answers(stage, people))
    done = len(asked) - left
    await stage.start_bot()
    await asking
    end = time.monotonic() + _PATIENCE
    while True:
        shown = await answers(stage, people)
        lost, duplicates, disordered = judge(asked, shown)
        if not lost or time.monotonic() > end:
            break
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.0)  # for a late duplicate
    lost, duplicates, disordered = judge(asked, await answers(stage, people))
    return Round(number, round(after, 3), done, lost, duplicates - before[1], disordered)


async def measure(mode: str, kills: int, updates: int, seed: int) -> list[Round]:
    """All rounds of one mode."""
    chance = random.Random(seed)
    people = list(range(1001, 1001 + _CHATS))
    with tempfile.TemporaryDirectory() as work:
        async with Stage(Path(work), people, webhook=mode == "webhook") as stage:
            await stage.start_bot()
            for person in people:
                await stage.ask(person, "/moi")
            while True:
                shown = await answers(stage, people)
                if all(any(one["by_bot"] for one in messages) for messages in shown.values()):
                    break
                await asyncio.sleep(0.2)
            done = []
            for number in range(1, kills + 1):
                done.append(await one_round(stage, number, updates, people, chance))
                one = done[-1]
                print(
                    f"{mode:8} {one.number:5}  {one.after:7.3f}  {one.answered_before:8}  {one.lost:4}  {one.duplicates:10}"
                    f"  {one.disordered:10}",
                    flush=True,
                )
            complaints = (await stage.status())["complaints"]
    if complaints:
        print(f"the server complains: {complaints[:3]}")
    return done


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Kill the bot while it answers.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--mode", choices=("polling", "webhook", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    bad = False
    print("mode     round  after s  answered  lost  duplicates  disordered")
    for mode in ("polling", "webhook") if arguments.mode == "both" else (arguments.mode,):
        done = asyncio.run(measure(mode, arguments.kills, arguments.updates, arguments.seed))
        lost, disordered = sum(one.lost for one in done), sum(one.disordered for one in done)
        most = max(one.duplicates for one in done)
        total = sum(one.duplicates for one in done)
        print(
            f"{mode}: {len(done)} kills, {len(done) * arguments.updates} questions, {lost} lost, {total} duplicates "
            f"(at most {most} a kill), {disordered} chats out of order"
        )
        bad |= bool(lost or disordered or most > 1)
        result = {"kills": len(done), "updates": arguments.updates, "lost": lost, "most_duplicates": most}
        write_result(f"bot_kills_{mode}", result | {"disordered": disordered, "rounds": [asdict(one) for one in done]})
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
