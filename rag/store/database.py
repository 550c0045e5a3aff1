"""The ledger's connection: an SQLAlchemy URL enters, an engine with the newest schema leaves.

SQLite runs with write-ahead log and synchronous=FULL, so what is committed survives a power cut, and a writer takes its
lock when it begins, so two of them wait for each other instead of failing half-way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from rag.errors import StoreError
from rag.store.schema import HEAD

BUSY_TIMEOUT = 10.0  # seconds to wait for another connection's lock
# Packages that are not called as the module of the driver in them.
_PACKAGES = {
    "psycopg": "psycopg[binary]",
    "psycopg2": "psycopg2-binary",
    "pymysql": "PyMySQL",
    "MySQLdb": "mysqlclient",
    "mysql": "mysql-connector-python",
}
_NO_DRIVER = (
    'Chưa cài trình điều khiển cho cơ sở dữ liệu trong DATABASE_URL; hãy chạy `pip install "{package}"` rồi thử lại.'
)
_UNKNOWN_KIND = "Không biết loại cơ sở dữ liệu nêu trong DATABASE_URL; hãy kiểm tra phần đứng trước `://`."
_WRITE = "ledger_write"
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """An engine with reading and writing transactions whose errors are `StoreError`. Thread-safe."""

    def __init__(self, url: str, *, busy_timeout: float = BUSY_TIMEOUT) -> None:
        """Open, and create or migrate the tables.

        Raises:
            StoreError: when it cannot be opened, or a newer program has written it.
        """
        with translated():
            self._engine = _engine(url, busy_timeout)
            self._writing = self._engine.execution_options(**{_WRITE: True})
            try:
                self._migrate()
            except BaseException:
                self._engine.dispose()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger."""
        with translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or rolled back when anything is raised."""
        with translated(), self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _migrate(self) -> None:
        with self._engine.connect() as connection:
            current = _revision(connection)
        if current == HEAD:
            return
        if current is not None and current > HEAD:
            raise StoreError(
                "Dữ liệu này do một bản Giao Ban mới hơn tạo ra; hãy cập nhật chương trình hoặc đổi thư mục dữ liệu."
            )
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self._writing.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def _engine(url: str, busy_timeout: float) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    engine = create_engine(parsed, connect_args={"timeout": busy_timeout, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # Python's sqlite3 would begin transactions by itself, and not before reads or changes of the schema.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={int(busy_timeout * 1000)}",
            "wal_autocheckpoint=4000",  # pages; one batch of documents fits in
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another has written in between.
        writes = connection.get_execution_options().get(_WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Turns the database's errors into `StoreError`."""
    try:
        yield
    except NoSuchModuleError as error:
        raise StoreError(_UNKNOWN_KIND) from error
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        raise StoreError(_NO_DRIVER.format(package=_PACKAGES.get(name, name))) from error
    except SQLAlchemyError as error:
        raise StoreError(_explained(str(getattr(error, "orig", None) or error).lower())) from error
    except OSError as error:
        raise StoreError(f"Không dùng được thư mục dữ liệu: {error.strerror or error}.") from error


def _explained(cause: str) -> str:
    if "locked" in cause or "busy" in cause:
        return "Sổ dữ liệu đang bị một chương trình khác giữ; hãy thử lại sau giây lát."
    if "full" in cause or "disk i/o" in cause:
        return "Đĩa đã đầy hoặc không ghi được; hãy giải phóng dung lượng rồi chạy lại lệnh vừa rồi."
    if "readonly" in cause or "read-only" in cause or "unable to open" in cause or "permission" in cause:
        return "Không ghi được vào sổ dữ liệu; hãy kiểm tra quyền ghi vào thư mục dữ liệu."
    if "malformed" in cause or "not a database" in cause:
        return "Sổ dữ liệu bị hỏng; hãy khôi phục từ bản sao lưu hoặc lập chỉ mục lại vào thư mục dữ liệu mới."
    return "Không dùng được sổ dữ liệu; hãy kiểm tra thư mục dữ liệu hoặc địa chỉ cơ sở dữ liệu."
