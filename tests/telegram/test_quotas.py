"""Questions are counted by person and day, money by the tokens of the model."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.figures import Figures
from bot.store.opening import prepare
from bot.store.quotas import Questions
from bot.store.writer import Writer
from bot.telegram.clock import Clock
from bot.telegram.quotas import Quotas, cost
from rag import Database

from ..openai_server import OpenAIServer, text
from .asked import asked
from .office import Office

SAMPLE = Path(__file__).parents[2] / "samples" / "02-thong-bao-giao-ban-thang-9.txt"
LATE = datetime(2026, 4, 3, 16, 50, tzinfo=UTC)  # ten minutes before midnight in Vietnam


class Stopped(Clock):
    """A clock that stands still until it is set."""

    moment = LATE

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    prepare(opened)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Stopped:
    return Stopped()


@pytest.fixture
def quotas(database: Database, clock: Stopped) -> Iterator[Quotas]:
    writer = Writer(database)
    yield Quotas(Questions(writer), Figures(database), clock, questions_a_day=2, money_a_day=0.01)
    writer.close()


async def test_a_person_asks_so_many_questions_a_day_and_again_the_next(quotas: Quotas, clock: Stopped) -> None:
    assert [await quotas.take(7, update) for update in (1, 2, 3)] == [True, True, False]
    assert await quotas.take(8, 4), "others have their own"
    clock.moment += timedelta(minutes=11)
    assert await quotas.take(7, 5)


async def test_an_update_that_is_handled_again_counts_once(quotas: Quotas) -> None:
    assert [await quotas.take(7, update) for update in (1, 1, 1, 2, 2, 3)] == [True] * 5 + [False]


def test_a_model_costs_what_the_table_says_and_the_embedded_mind_nothing() -> None:
    assert cost("gpt-6-luna", 1_000_000, 1_000_000) == pytest.approx(0.60)
    assert cost("gpt-4.1-mini-2025-04-14", 1_000_000, 0) == pytest.approx(0.40)
    assert cost("openai/gpt-5-mini", 0, 1_000_000) == pytest.approx(2.00)
    assert cost(None, 1_000_000, 1_000_000) == 0


def test_a_model_that_is_not_in_the_table_is_not_taken_for_cheap() -> None:
    assert cost("gpt-9-whatever", 1_000_000, 1_000_000) > cost("gpt-5-mini", 1_000_000, 1_000_000)


def test_the_model_is_not_used_once_todays_money_is_spent(quotas: Quotas, clock: Stopped, database: Database) -> None:
    asked(database, 1, LATE - timedelta(days=1), model="gpt-6-luna", input_tokens=10_000_000)
    assert quotas.may_use_model(), "yesterday's money does not count"
    asked(database, 2, LATE - timedelta(hours=2), model="gpt-6-luna", input_tokens=60_000)
    assert quotas.may_use_model()
    asked(database, 3, LATE - timedelta(hours=1), model="gpt-6-luna", input_tokens=60_000)
    assert quotas.spent_today() == pytest.approx(0.012)
    assert not quotas.may_use_model()
    clock.moment += timedelta(minutes=11)
    assert quotas.may_use_model(), "the day begins in Vietnam"


async def test_who_has_asked_enough_is_told_to_come_back(data_dir: Path) -> None:
    async with Office(data_dir, questions_a_day=1) as office:
        await office.say(office.lan, "Ai chủ trì họp giao ban tháng 10?")
        shown = await office.say(office.lan, "Ai chủ trì họp giao ban tháng 9?")
        assert shown.text == "Hôm nay bạn đã hỏi đủ 1 câu. Mời bạn hỏi tiếp vào ngày mai."
        office.clock.move(timedelta(days=1))
        assert "đã hỏi đủ" not in (await office.say(office.lan, "Ai chủ trì họp giao ban tháng 9?")).text


async def test_the_embedded_mind_answers_when_the_money_is_spent(tmp_path: Path) -> None:
    with OpenAIServer() as server:
        server.default = text("TÌM THẤY: Xin chào.", usage=(9_000, 1_000))
        model = {"openai_api_key": server.api_key, "openai_base_url": server.base_url}
        async with Office(tmp_path / "data", money_a_day=0.001, **model) as office:
            await asyncio.to_thread(lambda: list(office.library.index([str(SAMPLE)])))
            await office.say(office.lan, "Ai chủ trì họp giao ban tháng 9?")
            await office.idle()
            assert office.desk.quotas.spent_today() > 0.001
            asked = len(server.requests)
            shown = await office.say(office.lan, "Ai chủ trì họp giao ban tháng 9?")
            await office.idle()
            assert "mức chi của hôm nay đã hết" in office.last(office.lan).text, shown
            assert not [one for one in server.requests[asked:] if one.path.endswith("/chat/completions")]
