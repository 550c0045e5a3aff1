"""A group that becomes a supergroup keeps everything under its new identifier."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.local import Group
from bot.store.chats import Chats, chat_columns
from bot.store.inbox import moved_on
from bot.store.opening import prepare
from bot.store.schema import groups, inbox, metadata, outbox, threads
from bot.store.writer import Writer
from rag import DEFAULT_SCOPE, Database

from .office import Office

OLD, NEW = -500, -1000000000500
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    prepare(database)
    yield database
    database.close()


def test_every_column_with_a_chat_is_registered() -> None:
    named = {
        (table.name, column.name) for table in metadata.sorted_tables for column in table.c if "chat" in column.name
    }
    assert {(table.name, column.name) for table, column in chat_columns()} == named


async def test_rows_move_and_where_the_new_chat_has_its_own_these_stand(database: Database) -> None:
    thread = {"thread_id": 0, "question_id": None}
    with database.write() as connection:
        for chat_id, title in ((OLD, "cũ"), (NEW, "mới")):
            connection.execute(insert(groups).values(chat_id=chat_id, title=title, added_by=1, added_at=AT))
        connection.execute(insert(threads).values(chat_id=OLD, user_id=1, **thread))
        connection.execute(insert(threads).values(chat_id=OLD, user_id=2, **thread))
        connection.execute(insert(threads).values(chat_id=NEW, user_id=2, **(thread | {"question_id": "mới"})))
        row = {"thread_id": 0, "status": "new", "raw": "{}", "received_at": AT}
        connection.execute(insert(inbox).values(update_id=1, chat_id=OLD, **row))
    writer = Writer(database)
    await Chats(database, writer).move(OLD, NEW)
    writer.close()
    with database.read() as connection:
        assert list(connection.scalars(select(groups.c.title))) == ["mới"]
        assert list(connection.scalars(select(inbox.c.chat_id))) == [NEW]
        moved = connection.execute(select(threads.c.chat_id, threads.c.user_id, threads.c.question_id))
        assert sorted(map(tuple, moved), key=str) == [(NEW, 1, None), (NEW, 2, "mới")]


async def test_a_group_that_migrates_goes_on_being_served(bare_office: Office) -> None:
    office = bare_office
    group = Group(OLD, "Tổ dân phố")
    office.telegram.add(group, office.lan)
    office.desk.access.groups.add(OLD, group.title, office.admin.id, office.clock.now())
    office.desk.access.groups.bind(OLD, (DEFAULT_SCOPE,))
    first = await office.say(office.lan, "/trogiup", chat=group)
    moved = office.telegram.migrate(group)
    await office.idle()
    assert office.desk.access.groups.scopes(moved.id) == (DEFAULT_SCOPE,)
    assert not office.desk.access.groups.scopes(OLD)
    again = await office.say(office.lan, "/trogiup", chat=moved)
    assert again.text == first.text


def bound(office: Office) -> Group:
    """A basic group that is served."""
    group = Group(OLD, "Tổ dân phố")
    office.telegram.add(group, office.lan)
    office.desk.access.groups.add(OLD, group.title, office.admin.id, office.clock.now())
    office.desk.access.groups.bind(OLD, (DEFAULT_SCOPE,))
    return group


async def test_what_was_said_before_a_group_migrated_is_answered_where_it_is_now(bare_office: Office) -> None:
    office = bare_office
    group = bound(office)
    await office.idle()
    await office.stop()
    for _ in range(3):
        office.telegram.say(office.lan, "/trogiup", chat=group)
    moved = office.telegram.migrate(group)
    await office.start()
    await office.idle()
    assert office.telegram.world.chats[moved.id].bot != "left"
    assert office.desk.access.groups.scopes(moved.id) == (DEFAULT_SCOPE,)
    texts = [one.text for one in office.shown(moved)]
    assert len(texts) == 3
    assert len(set(texts)) == 1
    assert not any("rời nhóm" in text for text in texts)


async def test_where_a_group_has_gone_is_known_after_a_restart(bare_office: Office) -> None:
    office = bare_office
    group = bound(office)
    moved = office.telegram.migrate(group)
    await office.idle()
    await office.stop()
    await office.start()
    assert office.desk.outbox.moved == {OLD: moved.id}


def test_an_update_of_before_is_read_as_one_of_the_new_group() -> None:
    before = {"id": OLD, "type": "group"}
    after = {"id": NEW, "type": "supergroup"}
    message = {"message_id": 7, "chat": before, "reply_to_message": {"message_id": 3, "chat": before}}
    read = {"message_id": -7, "chat": after, "reply_to_message": {"message_id": -3, "chat": after}}
    assert moved_on({"update_id": 1, "message": message}, {OLD: NEW}) == {"update_id": 1, "message": read}
    elsewhere = {"update_id": 1, "message": {"message_id": 7, "chat": {"id": 5, "type": "private"}}}
    assert moved_on(elsewhere, {OLD: NEW}) == elsewhere
    for told in ({"message": {"chat": before, "migrate_to_chat_id": NEW}}, {"my_chat_member": {"chat": before}}):
        assert moved_on(told, {OLD: NEW}) == told


async def test_numbers_of_messages_do_not_move_as_the_new_chat_counts_again(bare_office: Office) -> None:
    office = bare_office
    group = bound(office)
    old = []
    for number in range(2):
        old.append(office.telegram.say(office.lan, f"@giaoban_bot câu hỏi cũ số {number}", chat=group))
        await office.idle()
    assert await office.desk.conversations.of_message(OLD, old[0]) is not None
    moved = office.telegram.migrate(group)
    await office.idle()
    for message_id in old:
        assert await office.desk.conversations.of_message(moved.id, message_id) is None
    with office.desk.database.read() as connection:
        assert not list(connection.scalars(select(outbox.c.id).where(outbox.c.message_id.in_(old))))
