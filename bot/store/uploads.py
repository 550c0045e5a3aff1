"""What admins give the index to do: sources to index, documents or all of them to bring up to date. Times are UTC."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, or_, select, update

from bot.store.schema import uploads
from rag import Correction

# file: to be fetched from Telegram; source: a path or an address; restore: the same, of a document that was removed;
# again: one document; changed, all: runs over all
Kind = Literal["file", "source", "restore", "again", "changed", "all"]
State = Literal["waiting", "working", "done", "failed", "stopped"]
_OPEN = ("waiting", "working")


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of it."""

    state: str = ""  # added, updated, unchanged: of one document
    reason: str = ""  # in Vietnamese, why it failed
    seconds: float = 0.0
    chunks: int = 0
    counts: Mapping[str, int] = field(
        default_factory=dict
    )  # of a run: how many were added, updated, unchanged, removed
    failed: tuple[tuple[str, str], ...] = ()  # of a run: name and reason
    lost: tuple[str, ...] = ()  # titles of documents whose corrections no longer hold
    twins: tuple[str, ...] = ()  # ids of the documents of the same name and scope that were there before


@dataclass(frozen=True, slots=True)
class Upload:
    """One thing to do."""

    key: str  # the same again is ignored
    batch: str  # what is shown in one message
    chat_id: int
    user_id: int
    kind: Kind
    name: str = ""
    file_id: str = ""
    source: str = ""
    scope: str = ""
    corrections: tuple[Correction, ...] = ()  # to be made afterwards
    message_id: int | None = None  # that shows it, where there is one already
    document_id: str = ""
    id: int = 0
    state: State = "waiting"
    attempts: int = 0
    known: bool = False  # the document was there before
    shown: bool = False  # its end has been told
    result: Result = Result()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in _OPEN

    @property
    def is_source(self) -> bool:
        """Whether it brings in one document."""
        return self.kind in ("file", "source", "restore")


def add(connection: Connection, wanted: Iterable[Upload], at: datetime) -> None:
    """Keep what is to be done; what is known by its key stays as it is."""
    for one in wanted:
        if connection.scalar(select(uploads.c.id).where(uploads.c.key == one.key)) is None:
            row = {name: getattr(one, name) for name in _PLAIN} | _coded(one)
            connection.execute(insert(uploads).values(**row, created_at=at.astimezone(UTC)))


def change(connection: Connection, one: Upload, *, at: datetime | None = None, **changes: Any) -> Upload:
    """Change some fields, and note the end where it is given; returns it as it is then."""
    new = replace(one, **changes)
    values = {name: getattr(new, name) for name in _PLAIN} | _coded(new)
    if at is not None:
        values["finished_at"] = at.astimezone(UTC)
    connection.execute(update(uploads).where(uploads.c.id == one.id).values(**values))
    return new


def get(connection: Connection, upload_id: int) -> Upload | None:
    """The one with this number."""
    row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).one_or_none()
    return None if row is None else _upload(row)


def next_waiting(connection: Connection) -> Upload | None:
    """The one that has waited longest."""
    query = select(uploads).where(uploads.c.state == "waiting").order_by(uploads.c.id).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _upload(row)


def batch(connection: Connection, name: str) -> list[Upload]:
    """Everything that is shown in one message, in the order in which it came."""
    return [
        _upload(row)
        for row in connection.execute(select(uploads).where(uploads.c.batch == name).order_by(uploads.c.id))
    ]


def unsettled(connection: Connection) -> list[Upload]:
    """What is not done, or not told."""
    query = select(uploads).where(or_(uploads.c.state.in_(_OPEN), uploads.c.shown.is_(False)))
    return [_upload(row) for row in connection.execute(query.order_by(uploads.c.id))]


_PLAIN = (
    "key", "batch", "chat_id", "user_id", "message_id", "kind", "name", "file_id", "source", "scope", "state", "attempts",
    "known", "shown", "document_id",
)  # fmt: skip


def _coded(one: Upload) -> dict[str, str]:
    return {
        "corrections": json.dumps([asdict(each) for each in one.corrections], ensure_ascii=False),
        "result": json.dumps(asdict(one.result), ensure_ascii=False),
    }


def _upload(row: Row[Any]) -> Upload:
    result = json.loads(row.result)
    result |= {"failed": tuple((name, reason) for name, reason in result["failed"]), "lost": tuple(result["lost"])}
    result["twins"] = tuple(result.get("twins", ()))
    return Upload(
        **{name: getattr(row, name) for name in _PLAIN},
        id=row.id,
        corrections=tuple(Correction(**each) for each in json.loads(row.corrections)),
        result=Result(**result),
    )
