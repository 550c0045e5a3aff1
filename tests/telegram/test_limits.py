"""How fast may be sent."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.local import LocalTelegram, User
from bot.telegram.limits import BURST, GAP, GROUP_WINDOW, PER_CHAT, PER_GROUP, ChatPace, Limits
from bot.telegram.passage import Passage

from .office import LAN

_PAUSES = st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=80)


def sent_at(pace: ChatPace, pauses: list[float]) -> list[float]:
    """When messages go that are wanted so many seconds after the one before was wanted."""
    now, times = 0.0, []
    for pause in pauses:
        now = max(now + pause, pace.ready_at(now + pause))
        while (ready := pace.ready_at(now)) > now:
            now = ready
        pace.take(now)
        times.append(now)
    return times


@given(_PAUSES)
def test_a_chat_gets_a_message_a_second_after_a_burst(pauses: list[float]) -> None:
    times = sent_at(ChatPace(is_group=False), pauses)
    for first in range(len(times)):
        for last in range(first, len(times)):
            count = last - first + 1
            assert count <= BURST + (times[last] - times[first]) * PER_CHAT + 1e-6


@given(_PAUSES)
def test_a_group_gets_twenty_messages_a_minute(pauses: list[float]) -> None:
    times = sent_at(ChatPace(is_group=True), pauses)
    for first, start in enumerate(times):
        assert sum(1 for time in times[first:] if time < start + GROUP_WINDOW - 1e-6) <= PER_GROUP


@given(_PAUSES)
def test_nothing_waits_longer_than_the_rules_demand(pauses: list[float]) -> None:
    slow = [pause + 1 / PER_CHAT for pause in pauses]
    wanted = [sum(slow[: number + 1]) for number in range(len(slow))]
    times = sent_at(ChatPace(is_group=False), slow)
    assert all(abs(a - b) < 1e-6 for a, b in zip(times, wanted, strict=True))


async def test_over_all_chats_there_is_a_gap_between_messages() -> None:
    limits, loop = Limits(), asyncio.get_running_loop()
    times: list[float] = []

    async def send(chat_id: int) -> None:
        await limits.turn(chat_id)
        times.append(loop.time())

    started = loop.time()
    await asyncio.gather(*(send(chat_id) for chat_id in range(1, 16)))
    assert times[-1] - started >= 14 * GAP - 0.002


async def test_a_chat_that_is_held_back_does_not_hold_back_others() -> None:
    limits, loop = Limits(), asyncio.get_running_loop()
    limits.pause(1, 0.3)
    held = asyncio.create_task(limits.turn(1))
    started = loop.time()
    await limits.turn(2)
    assert loop.time() - started < 0.1
    assert not held.done()
    await held
    assert loop.time() - started >= 0.29


async def test_what_may_be_left_out_leaves_room_for_what_may_not() -> None:
    limits = Limits()
    shown = sum([limits.free(1) for _ in range(10)])
    assert shown < BURST


async def test_an_earlier_process_counts() -> None:
    limits = Limits()
    for ago in range(PER_GROUP, 0, -1):
        limits.seed(-7, float(ago))
    assert not limits.free(-7)
    waiting = asyncio.create_task(limits.turn(-7))
    await limits.turn(7)
    assert not waiting.done()
    waiting.cancel()


async def test_the_strict_server_has_nothing_to_complain_of() -> None:
    people = [User(900 + number, f"Người {number}") for number in range(12)]
    async with LocalTelegram(limits=True) as telegram:
        for person in (*people, LAN):
            telegram.say(person, "chào")
        limits = Limits()
        for person in people:
            await limits.turn(person.id)
            assert not telegram.world.pace.demand(person.id, telegram.world.clock())
        for _ in range(BURST + 1):
            await limits.turn(LAN.id)
            limits.count(LAN.id)
            assert not telegram.world.pace.demand(LAN.id, telegram.world.clock())


async def test_messages_pass_one_at_a_time_but_are_not_held_up_by_a_slow_one() -> None:
    passage, loop = Passage(moment=0.2), asyncio.get_running_loop()
    passed: list[str] = []
    release = asyncio.Event()

    async def slow() -> None:
        async with passage.way():
            passed.append("slow")
            await release.wait()

    async def quick(name: str) -> None:
        async with passage.way():
            passed.append(name)

    hanging = asyncio.create_task(slow())
    started = loop.time()
    await asyncio.gather(quick("one"), quick("two"))
    assert passed == ["slow", "one", "two"]
    assert 0.15 < loop.time() - started < 0.35  # the slow one is waited for once
    release.set()
    await hanging
    await asyncio.wait_for(quick("three"), 0.1)
