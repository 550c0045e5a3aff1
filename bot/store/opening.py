"""The bot's tables brought to the newest schema: a ledger's database enters, the same with the tables leaves."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot import messages
from bot.store.schema import HEAD
from rag import Database, StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(database: Database) -> None:
    """Create or migrate the bot's tables.

    Raises:
        StoreError: when a newer program has written them, or they cannot be written.
    """
    with database.read() as connection:
        current = _revision(connection)
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise StoreError(messages.NEWER_DATA)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("bot_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM bot_version")).scalar()
    return None if revision is None else str(revision)
