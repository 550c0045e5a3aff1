"""The code on the console makes the first admin, once, and cannot be guessed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.opening import prepare
from bot.telegram.access import Access
from bot.telegram.pairing import Pairing
from rag import Database

from .office import Office

NOW = datetime(2026, 4, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def access(tmp_path: Path) -> Access:
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    prepare(database)
    return Access(database, tuple, ())


def test_the_right_code_makes_the_first_admin_once(access: Access) -> None:
    pairing = Pairing(access)
    code = pairing.code
    assert code is not None
    assert pairing.redeem(7, "Lan", f" {code.lower()} ", NOW)
    assert access.admins() == (7,)
    assert pairing.code is None
    assert not pairing.redeem(8, "Minh", code, NOW)


def test_every_code_is_another(access: Access) -> None:
    assert len({Pairing(access).code for _ in range(50)}) == 50


def test_there_is_no_code_where_there_is_an_admin(access: Access) -> None:
    waiting = Pairing(access)
    access.people.make_admin(7, 7, NOW)
    assert Pairing(access).code is None
    assert waiting.code is not None
    assert not waiting.redeem(8, "Minh", waiting.code, NOW), "somebody has become an admin in the meantime"
    assert access.admins() == (7,)


def test_one_person_may_guess_five_times(access: Access) -> None:
    pairing = Pairing(access)
    assert pairing.code is not None
    for _ in range(5):
        assert not pairing.redeem(7, "Lan", "WRONG", NOW)
    assert not pairing.redeem(7, "Lan", pairing.code, NOW)
    assert pairing.redeem(8, "Minh", pairing.code, NOW)


def test_the_code_is_void_after_too_many_guesses_of_all(access: Access) -> None:
    pairing = Pairing(access)
    code = pairing.code
    assert code is not None
    for guesser in range(50):
        assert not pairing.redeem(100 + guesser, "Khách", "đoán mò", NOW)
    assert pairing.code is None
    assert not pairing.redeem(8, "Minh", code, NOW)


@pytest.fixture
async def new_office(tmp_path: Path) -> AsyncIterator[Office]:
    """A bot that nobody has paired yet."""
    async with Office(tmp_path / "data", telegram_admin_ids=()) as office:
        yield office


async def test_start_with_the_code_makes_the_first_admin_in_private_only(new_office: Office) -> None:
    office = new_office
    code = office.desk.pairing.code
    assert code is not None
    office.telegram.say(office.lan, f"/start {code}", chat=office.group)
    await office.idle()
    assert not office.desk.access.admins()
    assert "quản trị viên đầu tiên" in (await office.say(office.stranger, f"/start {code}")).text
    assert office.desk.access.is_admin(office.stranger.id)
    await office.say(office.minh, f"/start {code}")
    assert not office.desk.access.is_admin(office.minh.id)
    entries, _ = office.desk.journal.page(0, 10)
    assert [(one.actor, one.action) for one in entries] == [(office.stranger.id, "pair")]


async def test_a_wrong_code_is_answered_as_a_stranger_is(new_office: Office) -> None:
    assert (await new_office.say(new_office.stranger, "/start AAAAAAAAAA")).text == "Bạn chưa có quyền hỏi."
