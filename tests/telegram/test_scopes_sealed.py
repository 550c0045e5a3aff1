"""Twenty scopes, each asked for from all others in every way there is: nothing of one reaches another.

Not in what is said, shown under buttons, put into files or toasts, and not in what a model is sent.
"""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.local import User
from bot.store.reminders import Choice
from bot.store.schema import buttons
from bot.telegram import limits
from bot.telegram.clock import VIETNAM
from rag import Library, RagSettings

from ..openai_server import Exchange, OpenAIServer
from .office import ADMIN, Office
from .scopes import (
    SCOPES,
    Sealed,
    all_say,
    crawl,
    groups_in,
    index,
    keys,
    leaked,
    people_in,
    secrets_in,
    settled,
    write,
)

MEETING_DAY = datetime(2026, 4, 1, 9, 0, tzinfo=VIETNAM)
COMMANDS = ("/hop", "/viec", "/han", "/toi", "/nhacviec", "/tailieu")
OF_ADMINS = ("/tailieu Quazim", "/nguoidung", "/nhom", "/thongke", "/khongtraloi", "/nhatky", "/reindex")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram's pace is not what is tested here."""
    for name, value in {"PER_CHAT": 1000.0, "BURST": 1000, "PER_GROUP": 1000, "GAP": 0.0}.items():
        monkeypatch.setattr(limits, name, value)


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the twenty documents, each in its scope; not to be written to."""
    folder = tmp_path_factory.mktemp("sealed")
    with Library.open(RagSettings(data_dir=folder / "data")) as library:
        for path, scope in write(folder / "minutes"):
            for _ in library.index([path], scope=scope):
                pass
    return folder / "data"


@pytest.fixture
async def sealed(twenty: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """The bot with the twenty scopes and their people, on the day after the meetings."""
    async with Office(shutil.copytree(twenty, tmp_path / "data")) as office:
        office.clock.set(MEETING_DAY)
        await people_in(office)
        yield office
        assert not office.telegram.complaints


def assert_sealed(office: Office, some: list[Sealed] = SCOPES) -> None:
    """Nobody was sent anything of others, and everybody something of their own."""
    assert {one.number: leaked(office, one.user.id, one) for one in some} == {one.number: [] for one in some}
    for one in some:
        assert one.secret in leaked(office, one.user.id, None), "what is asked does not find anything at all"


async def test_words_find_nothing_of_other_scopes(sealed: Office) -> None:
    for at in range(0, len(SCOPES), 10):
        topics = ", ".join(one.topic for one in SCOPES[at : at + 10])
        await all_say(sealed, SCOPES, f"Ai chủ trì họp giao ban về các dự án {topics}?")
    for one in SCOPES:
        other = SCOPES[(one.number + 7) % len(SCOPES)]
        sealed.telegram.say(one.user, f"Dự án {other.topic} giao việc gì cho ai, hạn bao giờ?")
    await settled(sealed)
    await all_say(sealed, SCOPES, "Việc đó giao ai, hạn bao giờ?")
    assert_sealed(sealed)


async def test_commands_buttons_files_and_deep_links_show_nothing_of_other_scopes(sealed: Office) -> None:
    documents = {one.scope: one.id for one in sealed.library.documents()}
    some = SCOPES[:2]
    for text in ("Ai chủ trì họp giao ban?", *COMMANDS):
        await all_say(sealed, SCOPES, text)
    for text in ("Việc nào đến hạn tháng này?", *OF_ADMINS):
        await all_say(sealed, some, text)
    for one in SCOPES:
        other = SCOPES[(one.number + 1) % len(SCOPES)]
        sealed.telegram.say(one.user, f"/start {documents[other.scope]}")
    await settled(sealed)
    assert await crawl(sealed, some, 2) > 50 * len(some)
    assert_sealed(sealed)


async def test_stolen_buttons_do_nothing(sealed: Office) -> None:
    some = SCOPES[:3]
    await all_say(sealed, some, "Ai chủ trì họp giao ban?")
    for text in ("/hop", "/viec", "/han"):
        await all_say(sealed, some, text)
    with sealed.desk.database.read() as connection:
        rows = connection.execute(select(buttons.c.token, buttons.c.chat_id)).all()
    calls = len(sealed.telegram.calls)
    for one in some:
        own = sealed.shown(one.user)[0]
        for token, chat_id in rows:
            if chat_id != one.user.id:
                sealed.telegram.press_data(one.user, own.id, token)
    await settled(sealed)
    assert {call.method for call in sealed.telegram.calls[calls:]} <= {"answerCallbackQuery", "getUpdates"}
    assert_sealed(sealed, some)


async def test_a_digest_tells_only_what_the_chat_may_see(sealed: Office) -> None:
    some = SCOPES[:3]
    await groups_in(sealed, some)
    daily = Choice(daily=True, days_before=30, at=8 * 60, mine=False, empty_days=True)
    for one in SCOPES:
        await sealed.desk.reminders.choose(one.user.id, daily, one.user.id)
    for one in some:
        await sealed.desk.reminders.choose(one.group.id, daily, ADMIN.id)
    calls = len(sealed.telegram.calls)
    sealed.clock.move(timedelta(days=1))
    chats = {one.user.id for one in SCOPES} | {one.group.id for one in some}
    await sealed.until(lambda: chats <= {call.chat_id for call in sealed.telegram.calls[calls:]}, 30)
    await settled(sealed)
    assert_sealed(sealed)
    for one in some:
        assert leaked(sealed, one.group.id, one) == []
        assert one.secret in leaked(sealed, one.group.id, None)


async def test_a_group_sees_its_scope_whoever_asks(sealed: Office) -> None:
    own, other = SCOPES[:2]
    await groups_in(sealed, [own])
    for user in (ADMIN, other.user):
        for text in (
            f"@giaoban_bot Dự án {other.topic} giao việc gì cho ai?",
            "@giaoban_bot Ai chủ trì họp giao ban?",
            "/hop",
            "/viec",
            "/han",
        ):
            sealed.telegram.say(user, text, chat=own.group)
            await settled(sealed)
    for shown in sealed.shown(own.group)[-3:]:
        for key in keys(shown):
            if key.data:
                sealed.telegram.press_data(other.user, shown.id, key.data, chat=own.group)
    await settled(sealed)
    assert leaked(sealed, own.group.id, own) == []
    assert own.secret in leaked(sealed, own.group.id, None)


async def test_revocation_holds_for_memory_buttons_edits_and_reminders(sealed: Office) -> None:
    kept, lost = SCOPES[:2]
    user = kept.user
    sealed.desk.access.people.grant(user.id, (kept.scope, lost.scope))
    daily = Choice(daily=True, days_before=30, at=8 * 60, mine=False, empty_days=True)
    await sealed.desk.reminders.choose(user.id, daily, user.id)
    asked = sealed.telegram.say(user, f"Ai chủ trì họp giao ban dự án {lost.topic}?")
    await settled(sealed)
    answer = sealed.last(user)
    for text in (f"Dự án {lost.topic} giao việc gì cho ai?", "/hop", "/viec", "/han"):
        sealed.telegram.say(user, text)
        await settled(sealed)
    assert lost.secret in leaked(sealed, user.id, kept), "it could be seen before"

    sealed.desk.access.people.grant(user.id, (kept.scope,))
    del sealed.telegram.calls[:]
    sealed.telegram.toasts.clear()
    for shown in sealed.shown(user):
        for key in keys(shown):
            if key.data:
                sealed.telegram.press_data(user, shown.id, key.data)
    await settled(sealed)
    for text in ("Việc đó giao ai?", "Người chủ trì đó còn giao việc gì nữa?", "/hop", "/viec"):
        sealed.telegram.say(user, text)
        await settled(sealed)
    sealed.telegram.say(user, "Người đó còn được giao việc gì?", reply_to=answer.id)
    sealed.telegram.say(user, f"Ai dự họp giao ban dự án {lost.topic}?", edit_of=asked)
    await settled(sealed)
    sealed.clock.move(timedelta(days=1))
    await sealed.until(lambda: [call for call in sealed.telegram.calls if kept.secret in json.dumps(call.params)], 30)
    await settled(sealed)
    said = [json.dumps(one.params, ensure_ascii=False) for one in sealed.telegram.calls if one.chat_id == user.id]
    said += [toast.text for toast in sealed.telegram.toasts]
    assert said
    assert secrets_in("\n".join(said), kept) == []


async def test_a_document_that_was_moved_is_gone_from_where_it_was(sealed: Office) -> None:
    old, new = SCOPES[:2]
    document = next(one for one in sealed.library.documents([old.scope]))
    for text in (f"Ai chủ trì họp giao ban dự án {old.topic}?", "/hop", "/viec"):
        sealed.telegram.say(old.user, text)
        await settled(sealed)
    await asyncio.to_thread(sealed.library.move, document.id, new.scope)
    shown = sealed.shown(old.user)
    del sealed.telegram.calls[:]
    for one in shown:
        for key in keys(one):
            if key.data:
                sealed.telegram.press_data(old.user, one.id, key.data)
    await settled(sealed)
    for text in ("Việc đó giao ai?", f"Dự án {old.topic} giao việc gì?", "/hop", "/viec"):
        sealed.telegram.say(old.user, text)
        await settled(sealed)
    assert secrets_in(json.dumps([call.params for call in sealed.telegram.calls], ensure_ascii=False), None) == []


def parrot(exchange: Exchange) -> None:
    """A model that says what it was told, each line with its number, so that all of it is found to be supported."""
    told = re.findall(r"^\[(\d+)\] (.+)$", exchange.request["messages"][-1]["content"], re.MULTILINE)
    exchange.chat(iter(["TÌM THẤY: ", *(f"{line[:200]} [{number}]\n" for number, line in reversed(told))]))


async def test_what_a_model_is_sent_holds_nothing_of_other_scopes(tmp_path: Path) -> None:
    documents, asking = write(tmp_path / "minutes"), SCOPES[::4]
    with OpenAIServer() as server:
        model: dict[str, Any] = {"openai_api_key": server.api_key, "openai_base_url": server.base_url}
        async with Office(tmp_path / "data", **model) as office:
            office.clock.set(MEETING_DAY)
            await index(office, documents)
            await people_in(office)
            server.default = parrot
            prompted = 0
            for one in asking:
                others = [SCOPES[(one.number + step) % len(SCOPES)] for step in (1, 2, 3, 4)]
                topics = ", ".join(other.topic for other in others)
                before = len(server.requests)
                for text in (f"Các dự án {topics} giao việc gì cho ai?", "Việc đó hạn bao giờ?"):
                    office.telegram.say(one.user, text)
                    await settled(office)
                sent = [json.dumps(each.body, ensure_ascii=False) for each in server.requests[before:]]
                assert secrets_in("\n".join(sent), one) == []
                prompted += sum(one.secret in each for each in sent)
            assert prompted >= len(asking), "the model was shown what each may see"
            assert_sealed(office, asking)
            assert await _remembered_after_revocation(office, server, *SCOPES[:2]) == []


async def _remembered_after_revocation(office: Office, server: OpenAIServer, kept: Sealed, lost: Sealed) -> list[str]:
    """What a model is still told of a scope that was taken away in the middle of a conversation about it."""
    office.desk.access.people.grant(kept.user.id, (kept.scope, lost.scope))
    before = len(server.requests)
    for text in (f"Dự án {lost.topic} giao việc gì cho ai?", "Việc đó hạn bao giờ?"):
        office.telegram.say(kept.user, text)
        await settled(office)
    asked = json.dumps([each.body for each in server.requests[before:]], ensure_ascii=False)
    assert secrets_in(asked, kept) == [lost.secret], "it could be seen before"
    office.desk.access.people.grant(kept.user.id, (kept.scope,))
    before = len(server.requests)
    office.telegram.say(kept.user, "Việc đó giao cho ai?")
    await settled(office)
    asked = json.dumps([each.body for each in server.requests[before:]], ensure_ascii=False)
    assert kept.secret in asked
    return secrets_in(asked, kept)


def test_the_secrets_are_told_apart() -> None:
    for one in SCOPES:
        text = f"{one.secret} {one.topic}"
        assert secrets_in(text, one) == []
        assert secrets_in(text.upper(), None) == [one.secret]
    assert len({one.user for one in SCOPES} | {User(1, "x")}) == 21
