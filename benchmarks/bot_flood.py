"""One chat is told to wait seven seconds (429): nothing goes to it meanwhile, and the others are answered as before.

    python benchmarks/bot_flood.py [--floods 5] [--rate 10] [--chats 50] [--seed 1]

Prints the figures, writes benchmarks/results/bot_flood.json and exits 1 where anything was sent to the flooded chat within
the wait, a question was not answered, or the p95 of the others moved by more than a fifth (and 20 ms).
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bot_load import went_out
from bot_stage import QUESTIONS, Asked, Stage, percentile, write_result

_WAIT = 7  # seconds
_SHARE, _FLOOR = 0.2, 0.02  # by how much the others' p95 may move; seconds below which a difference is noise


async def measure(floods: int, rate: float, chats: int, seed: int) -> dict[str, Any]:
    """Spans of seven seconds in which one chat is held back, between spans in which none is."""
    chance = random.Random(seed)
    people = list(range(1001, 1001 + chats))
    flooded = people[0]
    with tempfile.TemporaryDirectory() as work:
        async with Stage(Path(work), people) as stage:
            await stage.start_bot()
            warm_up = [await stage.ask(person, "/moi") for person in people]
            while len(went_out(await stage.calls())) < len(warm_up):  # noqa: ASYNC110  # in another process
                await asyncio.sleep(0.2)
            calm: list[Asked] = []
            during: list[Asked] = []
            in_flooded: list[Asked] = []

            async def span(seconds: float, into: list[Asked]) -> None:
                end = time.time() + seconds
                while time.time() < end:  # in another process
                    await asyncio.sleep(chance.expovariate(rate))
                    into.append(await stage.ask(chance.choice(people[1:]), chance.choice(QUESTIONS)))

            await span(3, [])
            for _ in range(floods):
                await span(_WAIT, calm)
                await stage.control("fault", method="sendMessage", chat=flooded, kind="429", times=1, retry_after=_WAIT)
                in_flooded += [await stage.ask(flooded, chance.choice(QUESTIONS)) for _ in range(2)]
                await span(_WAIT, during)
                await span(3, [])
            wanted = [*calm, *during, *in_flooded]
            end = time.time() + 60
            while time.time() < end:
                calls = await stage.calls()
                out = went_out(calls)
                if all((one.chat, one.message_id) in out for one in wanted):
                    break
                await asyncio.sleep(0.5)
    mine = [call for call in calls if call["params"].get("chat_id") == str(flooded)]
    starts = [call["at"] for call in mine if "Too Many" in call["error"]]
    within = sum(1 for call in mine for start in starts if start < call["at"] < start + _WAIT)

    def p95(asked: list[Asked]) -> float:
        return percentile([out[key] - one.at for one in asked if (key := (one.chat, one.message_id)) in out], 0.95)

    return {
        "floods": len(starts),
        "within": within,
        "unanswered": sum((one.chat, one.message_id) not in out for one in wanted),
        "p95_calm": p95(calm),
        "p95_during": p95(during),
        "questions": len(wanted),
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Hold one chat back and look at the others.")
    parser.add_argument("--floods", type=int, default=5)
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = asyncio.run(measure(given.floods, given.rate, given.chats, given.seed))
    write_result("bot_flood", found)
    print(f"{found['floods']} floods of {_WAIT} s: {found['within']} calls to the flooded chat within the wait")
    print(f"{found['questions']} questions, {found['unanswered']} unanswered")
    print(f"p95 of the others: {found['p95_calm'] * 1000:.0f} ms before, {found['p95_during'] * 1000:.0f} ms during")
    moved = abs(found["p95_during"] - found["p95_calm"])
    bad = found["within"] or found["unanswered"] or found["floods"] != given.floods
    return int(bool(bad) or moved > max(_FLOOR, _SHARE * found["p95_calm"]))


if __name__ == "__main__":
    sys.exit(main())
