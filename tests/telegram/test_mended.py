"""What is pressed, edited, switched or taken away once more has the effect of once, and none that is past."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.local import Shown
from bot.store.figures import Figures
from bot.store.opening import prepare
from bot.store.reminders import Choice
from bot.telegram.conversations import Past, stands_on
from rag import Answer, Database, Question
from rag.types import Candidate

from ..openai_server import OpenAIServer, error, text
from .october import DAILY, SEVEN, at, go_to, told, until_planned
from .office import ADMIN, GROUP, LAN, Office

OFF = Choice(daily=False, days_before=None, at=SEVEN, mine=False, empty_days=False)
AT_NINE = Choice(daily=True, days_before=None, at=9 * 60, mine=False, empty_days=False)


def scope_button(card: Shown) -> str:
    (label,) = (one for one in card.labels if one.endswith(" chung"))
    return label


async def test_an_answer_that_asks_back_stands_on_every_document_that_it_was_found_in(office: Office) -> None:
    question = Question("Ai chủ trì họp giao ban tháng 9?", office.desk.today(), ("chung",))
    (said,) = [one async for one in office.desk.assistant.stream(question) if isinstance(one, Answer)]
    assert said.mind == "embedded"
    found = {passage.document.id for passage in said.passages}
    assert found
    asking_back = replace(said, citations=(), candidates=(Candidate("Họp tháng 9", question.text),))
    assert set(stands_on(asking_back, Past())) == found


async def test_a_press_that_is_handled_again_after_a_kill_does_not_turn_the_scope_back(
    bare_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = bare_office
    office.telegram.say(ADMIN, "/start")
    await office.idle()
    card = await office.say(ADMIN, f"/nguoidung {LAN.id}")

    async def never(update_id: int) -> None:
        """As where the process ends before it notes that the update is done."""

    monkeypatch.setattr(office.service._inbox, "done", never)
    office.telegram.press(ADMIN, card.id, scope_button(card))
    await office.idle()
    assert office.desk.access.who(LAN.id).scopes == ()
    await office.stop()
    await office.start()
    await office.idle()
    assert office.desk.access.who(LAN.id).scopes == ()


async def test_an_old_card_takes_a_persons_scope_away_and_does_not_grant_it(bare_office: Office) -> None:
    office = bare_office
    office.telegram.say(ADMIN, "/start")
    await office.idle()
    cards = [await office.say(ADMIN, f"/nguoidung {LAN.id}") for _ in range(2)]
    for card in cards:
        await office.press(ADMIN, scope_button(card), card)
        assert office.desk.access.who(LAN.id).scopes == ()


async def test_an_old_card_takes_a_groups_scope_away_and_does_not_bind_it(bare_office: Office) -> None:
    office = bare_office
    office.telegram.say(ADMIN, "/start")
    await office.idle()
    cards = []
    for _ in range(2):
        await office.say(ADMIN, "/nhom")
        await office.press(ADMIN, "Văn phòng")
        cards.append(office.last(ADMIN))
    for card in cards:
        await office.press(ADMIN, scope_button(card), card)
        assert office.desk.access.groups.scopes(GROUP.id) == ()


async def test_a_chat_is_reminded_on_the_day_on_which_another_one_switched_its_reminder_off(october: Office) -> None:
    office = october
    reminders = office.desk.reminders
    await reminders.choose(office.lan.id, DAILY, office.lan.id)
    await go_to(office, at(15), office.lan)
    assert len(told(office, office.lan)) == 1
    await reminders.choose(office.lan.id, OFF, office.lan.id)
    await reminders.choose(office.minh.id, AT_NINE, office.minh.id)
    office.clock.set(at(15, hour=9, minute=1))
    await until_planned(office, office.minh, 15)
    await office.until(lambda: len(told(office, office.minh)) == 1)


def test_the_number_of_a_reminder_is_not_given_out_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    prepare(database)
    values = "1, NULL, 420, 0, 0, 1, '2026-01-01', '2026-01-01', '2026-01-01'"
    with database.write() as connection:
        connection.execute(sql(f"INSERT INTO bot_reminders VALUES (7, -5, {values})"))
        connection.execute(sql("DELETE FROM bot_reminders"))
        connection.execute(sql(f"INSERT INTO bot_reminders VALUES (NULL, -6, {values})"))
    with database.read() as connection:
        assert connection.execute(sql("SELECT id FROM bot_reminders")).scalars().all() == [8]
    database.close()


async def test_what_an_edited_question_has_cost_stays_counted(office_with_model: Office, openai: OpenAIServer) -> None:
    office = office_with_model
    answer = "Giao Tổ bảo vệ chợ Nậm Khoang lắp 12 camera, hoàn thành trước ngày 20/8/2025 [1]."
    openai.default = text(answer, usage=(1000, 100))
    figures, long_ago = Figures(office.desk.database), datetime(2020, 1, 1, tzinfo=UTC)

    def entered() -> int:
        return sum(tokens for _, tokens, _ in figures.tokens(long_ago))

    message = office.telegram.say(LAN, "chợ Nậm Khoang lắp bao nhiêu camera?")
    await office.idle()
    once, spent = entered(), office.desk.quotas.spent_today()
    assert once and spent
    for number in range(2, 4):
        office.telegram.say(LAN, f"chợ Nậm Khoang lắp mấy camera {number}?", edit_of=message)
        await office.idle()
        assert entered() == number * once
    openai.default = error(400)
    office.telegram.say(LAN, "chợ Nậm Khoang lắp camera ở đâu?", edit_of=message)
    await office.idle()
    assert office.desk.quotas.spent_today() >= 3 * spent, "the embedded mind's answer makes nothing free"
