"""A group that becomes a supergroup keeps everything under its new identifier."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.local import Group
from bot.store.chats import Chats, chat_columns
from bot.store.opening import prepare
from bot.store.schema import groups, inbox, metadata, threads
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
