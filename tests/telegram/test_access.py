"""Who may do what: deny by default, a person's scopes in private, a group's in the group, and nothing remembered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.store.opening import prepare
from bot.telegram.access import Access
from rag import Database

NOW = datetime(2026, 4, 3, 2, 0, tzinfo=UTC)
ADMIN, LAN, MINH, GROUP = 101, 102, 103, -1001000000001
CHANNEL = {"id": -1009, "type": "channel", "title": "Kênh"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    prepare(opened)
    yield opened
    opened.close()


@pytest.fixture
def access(database: Database) -> Access:
    return Access(database, lambda: ("chung", "mat", "van-phong"), {ADMIN})


def said(user_id: int, chat_id: int | None = None, **more: Any) -> Update:
    """A message as Telegram would deliver it."""
    chat = {"id": chat_id or user_id, "type": "private" if (chat_id or user_id) > 0 else "supergroup"}
    sender = {"id": user_id, "is_bot": False, "first_name": "A"}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": chat, "from": sender, "text": "Ai chủ trì?"} | more
    update = Update.de_json({"update_id": 1, "message": message}, None)
    assert update is not None
    return update


def test_nobody_sees_anything_unless_it_was_decided(access: Access) -> None:
    assert access.who(LAN).status == "stranger"
    assert access.scopes(said(LAN)) == ()
    assert not access.may_ask(said(LAN))
    access.people.ask(LAN, "Lan", NOW)
    assert access.who(LAN).status == "waiting"
    assert not access.may_ask(said(LAN))


def test_who_is_let_in_without_a_scope_sees_nothing(access: Access) -> None:
    access.people.allow(LAN, ADMIN, NOW)
    assert access.who(LAN).status == "allowed"
    assert not access.may_ask(said(LAN))


def test_a_person_sees_what_was_granted_and_an_admin_all_there_is(access: Access) -> None:
    access.people.allow(LAN, ADMIN, NOW, scopes=("van-phong", "chung"))
    assert access.scopes(said(LAN)) == ("chung", "van-phong")
    assert access.scopes(said(ADMIN)) == ("chung", "mat", "van-phong")


def test_scopes_chosen_before_the_decision_count_only_after_it(access: Access) -> None:
    access.people.ask(LAN, "Lan", NOW)
    access.people.grant(LAN, ("mat",))
    assert access.scopes(said(LAN)) == ()
    access.people.allow(LAN, ADMIN, NOW)
    assert access.scopes(said(LAN)) == ("mat",)


def test_a_group_sees_its_scopes_whoever_asks(access: Access) -> None:
    access.people.allow(LAN, ADMIN, NOW, scopes=("mat",))
    access.groups.add(GROUP, "Văn phòng", ADMIN, NOW)
    assert access.scopes(said(ADMIN, GROUP)) == ()
    access.groups.bind(GROUP, ("chung",))
    for user in (ADMIN, LAN, MINH):
        assert access.scopes(said(user, GROUP)) == ("chung",)


def test_an_unknown_group_sees_nothing_and_cannot_be_bound(access: Access) -> None:
    assert not access.groups.bind(GROUP, ("chung",))
    assert access.scopes(said(ADMIN, GROUP)) == ()


def test_who_was_shut_out_is_not_let_in_again_by_way_of_a_group(access: Access) -> None:
    access.groups.add(GROUP, "Văn phòng", ADMIN, NOW)
    access.groups.bind(GROUP, ("chung",))
    access.people.deny(LAN, ADMIN, NOW)
    assert access.scopes(said(LAN, GROUP)) == ()
    assert access.scopes(said(MINH, GROUP)) == ("chung",)


def test_revocation_holds_for_the_next_look(access: Access) -> None:
    access.people.make_admin(LAN, ADMIN, NOW)
    assert access.is_admin(LAN)
    access.people.deny(LAN, ADMIN, NOW)
    person = access.who(LAN)
    assert (person.status, person.admin, person.scopes) == ("denied", False, ())
    access.people.allow(LAN, ADMIN, NOW)
    assert access.who(LAN).scopes == (), "what was granted before is not back"
    assert not access.is_admin(LAN)


def test_an_admin_by_the_settings_stays_one_whatever_the_database_says(access: Access) -> None:
    access.people.deny(ADMIN, LAN, NOW)
    assert access.is_admin(ADMIN)
    assert access.admins() == (ADMIN,)


def test_the_name_alone_gives_nothing(access: Access) -> None:
    access.people.know(LAN, "Lan")
    assert (access.who(LAN).name, access.who(LAN).status) == ("Lan", "stranger")
    assert access.people.ask(LAN, "Lan", NOW)


def test_who_was_denied_cannot_ask_again_until_forgotten(access: Access) -> None:
    access.people.ask(LAN, "Lan", NOW)
    access.people.deny(LAN, ADMIN, NOW)
    assert not access.people.ask(LAN, "Lan", NOW)
    access.people.forget(LAN)
    assert access.people.ask(LAN, "Lan", NOW)


def test_a_private_chat_is_of_one_person_only(access: Access) -> None:
    access.people.allow(LAN, ADMIN, NOW, scopes=("mat",))
    assert access.scopes_at(LAN) == ("mat",)
    assert access.scopes_at(LAN, MINH) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "Văn phòng"}},
        {"sender_chat": CHANNEL},
        {"from": {"id": ADMIN, "is_bot": True, "first_name": "Bot"}},
    ],
    ids=["anonymous admin", "channel", "bot"],
)
def test_whom_telegram_does_not_vouch_for_sees_nothing(access: Access, more: dict[str, Any]) -> None:
    access.groups.add(GROUP, "Văn phòng", ADMIN, NOW)
    access.groups.bind(GROUP, ("chung",))
    assert access.scopes(said(ADMIN, GROUP, **more)) == ()


def test_a_channels_post_sees_nothing(access: Access) -> None:
    post = {"message_id": 1, "date": 1_700_000_000, "chat": CHANNEL, "text": "/nguoidung"}
    update = Update.de_json({"update_id": 1, "channel_post": post}, None)
    assert update is not None
    assert access.scopes(update) == ()


def test_a_forgotten_group_leaves_no_scope_behind(access: Access) -> None:
    access.groups.add(GROUP, "Văn phòng", ADMIN, NOW)
    access.groups.bind(GROUP, ("chung",))
    assert access.groups.remove(GROUP)
    access.groups.add(GROUP, "Văn phòng", ADMIN, NOW)
    assert access.groups.scopes(GROUP) == ()
