"""Thirty questions a second over two hundred chats: how long until the answer goes out, and does memory grow?

    python benchmarks/bot_load.py [--seconds 300] [--rate 30] [--chats 200] [--seed 1]

Questions come at random moments (Poisson) from random people; the server holds the bot to Telegram's rate rules. What counts
is the time from the question to the arrival of its sendMessage at the server, less what the rules impose: the same arrivals
are played through the rules alone, as if answering took no time. Prints the figures, writes benchmarks/results/bot_load.json
and exits 1 where a question is not answered, p95 exceeds 250 ms, or memory grows by more than 5 %.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bot_stage import QUESTIONS, Asked, Stage, percentile, write_result

from bot.telegram.limits import GAP, ChatPace

_LIMIT = 0.25  # seconds
_GROWTH = 0.05
_WARM = 0.2  # of the run, before memory is looked at for the first time
_PATIENCE = 60.0  # seconds after the last question


def imposed(asked: list[Asked]) -> dict[tuple[int, int], float]:
    """When each answer could go out under the rules alone, by chat and message."""
    paces: dict[int, ChatPace] = {}
    free = 0.0
    times: dict[tuple[int, int], float] = {}
    for one in sorted(asked, key=lambda each: each.at):
        pace = paces.setdefault(one.chat, ChatPace(is_group=False, filled_at=one.at))
        at = max(free, pace.ready_at(one.at))
        pace.take(at)
        free = at + GAP
        times[one.chat, one.message_id] = at
    return times


def went_out(calls: list[dict[str, Any]]) -> dict[tuple[int, int], float]:
    """When the first answer to each question arrived at the server, by chat and message."""
    times: dict[tuple[int, int], float] = {}
    for call in calls:
        if call["method"] == "sendMessage" and not call["error"] and "reply_parameters" in call["params"]:
            answered = json.loads(call["params"]["reply_parameters"])["message_id"]
            times.setdefault((int(call["params"]["chat_id"]), answered), call["at"])
    return times


async def measure(seconds: float, rate: float, chats: int, seed: int) -> dict[str, Any]:
    """Ask, wait, compare."""
    chance = random.Random(seed)
    people = list(range(1001, 1001 + chats))
    with tempfile.TemporaryDirectory() as work:
        async with Stage(Path(work), people, limits=True) as stage:
            await stage.start_bot()
            warm_up = [await stage.ask(person, "/moi") for person in people[:20]]
            while len(went_out(await stage.calls())) < len(warm_up):  # noqa: ASYNC110  # in another process
                await asyncio.sleep(0.2)
            asked: list[Asked] = []
            memory: list[tuple[float, int]] = []
            started = time.time()
            due = started
            tasks: set[asyncio.Task[None]] = set()

            async def ask(person: int, text: str) -> None:
                asked.append(await stage.ask(person, text))

            while (due := due + chance.expovariate(rate)) < started + seconds:  # in another process
                await asyncio.sleep(max(0.0, due - time.time()))
                task = asyncio.create_task(ask(chance.choice(people), chance.choice(QUESTIONS)))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                if not memory or time.time() - memory[-1][0] > 1:
                    memory.append((time.time(), stage.memory()))
            await asyncio.gather(*tasks)
            end = time.time() + _PATIENCE
            while len(out := went_out(await stage.calls())) < len(asked) + len(warm_up) and time.time() < end:  # noqa: ASYNC110  # in another process
                await asyncio.sleep(0.5)
            memory.append((time.time(), stage.memory()))
            status = await stage.status()
            refused = sum(1 for call in await stage.calls() if "Too Many" in call["error"])
    least = imposed(asked)
    whole = [out[key] - one.at for one in asked if (key := (one.chat, one.message_id)) in out]
    beyond = [out[key] - at for key, at in least.items() if key in out]
    steady = [size for at, size in memory if at >= started + _WARM * seconds]
    return {
        "asked": len(asked),
        "answered": len(beyond),
        "seconds": seconds,
        "p50": percentile(whole, 0.5),
        "p95": percentile(whole, 0.95),
        "beyond_p50": percentile(beyond, 0.5),
        "beyond_p95": percentile(beyond, 0.95),
        "beyond_most": max(beyond, default=0.0),
        "memory_kb": [steady[0], steady[-1]],
        "growth": steady[-1] / steady[0] - 1,
        "refused_429": refused,
        "complaints": status["complaints"][:5],
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Put thirty questions a second to the bot.")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = asyncio.run(measure(given.seconds, given.rate, given.chats, given.seed))
    write_result("bot_load", found)
    print(
        f"{found['answered']} of {found['asked']} answered in {given.seconds:g} s, {found['refused_429']} refused with 429"
    )
    print(f"from update to sendMessage: p50 {found['p50'] * 1000:.0f} ms, p95 {found['p95'] * 1000:.0f} ms")
    print(
        f"beyond the rate rules: p50 {found['beyond_p50'] * 1000:.0f} ms, p95 {found['beyond_p95'] * 1000:.0f} ms, "
        f"most {found['beyond_most'] * 1000:.0f} ms"
    )
    print(
        f"memory: {found['memory_kb'][0]:,} kB after a fifth, {found['memory_kb'][1]:,} kB at the end ({found['growth']:+.1%})"
    )
    if found["complaints"]:
        print(f"the server complains: {found['complaints']}")
    missed = found["answered"] < found["asked"] or found["beyond_p95"] > _LIMIT or found["growth"] > _GROWTH
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
