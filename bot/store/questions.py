"""Questions with their answers: what conversations go on from, and what was asked at all. Times are UTC.

A conversation is a chain: each question names the one before it, so that a reply to an older answer goes on from there.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, func, insert, literal, select, update

from bot.store.schema import questions, threads


class Thread(NamedTuple):
    """Whose conversation it is, and where. Topic 0: none."""

    chat_id: int
    thread_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation by its document's id."""

    document_id: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list that an answer leaves out, and what it stands on."""

    text: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer."""

    id: str
    update_id: int
    thread: Thread
    message_id: int | None
    parent_id: str | None
    asked_at: datetime  # aware
    text: str
    standalone: str
    answer: str
    found: bool
    mind: str
    model: str | None
    input_tokens: int
    output_tokens: int
    seconds: float
    citations: tuple[Cited, ...]
    rest: tuple[Row, ...]  # of a long list
    stands_on: tuple[str, ...]  # ids of all documents that the answer was made from


def put(connection: Connection, asked: Asked) -> None:
    """Keep a question, over the same one where it is asked anew, and make it the last of its conversation.

    What it has cost before stays counted: the tokens add up, under the name of the last model that took any.
    """
    row = {
        "id": asked.id,
        "update_id": asked.update_id,
        **asked.thread._asdict(),
        "message_id": asked.message_id,
        "parent_id": asked.parent_id,
        "asked_at": asked.asked_at.astimezone(UTC),
        "text": asked.text,
        "standalone": asked.standalone,
        "answer": asked.answer,
        "found": asked.found,
        "mind": asked.mind,
        "model": asked.model,
        "input_tokens": asked.input_tokens,
        "output_tokens": asked.output_tokens,
        "seconds": asked.seconds,
        "citations": [asdict(one) for one in asked.citations],
        "rest": [asdict(one) for one in asked.rest],
        "stands_on": list(asked.stands_on),
    }
    spent = {
        "model": func.coalesce(asked.model, questions.c.model),
        "input_tokens": questions.c.input_tokens + asked.input_tokens,
        "output_tokens": questions.c.output_tokens + asked.output_tokens,
    }
    again = update(questions).where(questions.c.id == asked.id).values(**row | spent)
    if not connection.execute(again).rowcount:
        connection.execute(insert(questions).values(**row))
    set_head(connection, asked.thread, asked.id)


def get(connection: Connection, question_id: str) -> Asked | None:
    """The question with this id."""
    row = connection.execute(select(questions).where(questions.c.id == question_id)).one_or_none()
    return None if row is None else _asked(row._mapping)


def by_message(connection: Connection, chat_id: int, message_id: int) -> Asked | None:
    """The question that a person's message asked."""
    query = select(questions).where(questions.c.chat_id == chat_id, questions.c.message_id == message_id)
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else _asked(row._mapping)


def head(connection: Connection, thread: Thread) -> str | None:
    """The question that a conversation goes on from."""
    return connection.scalar(select(threads.c.question_id).where(_is(thread)))


def set_head(connection: Connection, thread: Thread, question_id: str | None) -> None:
    """Go on from a question, or from none."""
    if not connection.execute(update(threads).where(_is(thread)).values(question_id=question_id)).rowcount:
        connection.execute(insert(threads).values(**thread._asdict(), question_id=question_id))


def chain(connection: Connection, question_id: str, limit: int) -> list[Asked]:
    """A question and those before it in its conversation, at most `limit`, oldest first."""
    start = select(questions.c.id, questions.c.parent_id, literal(1).label("depth"))
    line = start.where(questions.c.id == question_id).cte("line", recursive=True)
    before = select(questions.c.id, questions.c.parent_id, (line.c.depth + 1).label("depth"))
    line = line.union_all(before.join(line, questions.c.id == line.c.parent_id).where(line.c.depth < limit))
    query = select(questions).join(line, questions.c.id == line.c.id).order_by(line.c.depth.desc())
    return [_asked(row._mapping) for row in connection.execute(query)]


def _is(thread: Thread) -> Any:
    return (
        (threads.c.chat_id == thread.chat_id)
        & (threads.c.thread_id == thread.thread_id)
        & (threads.c.user_id == thread.user_id)
    )


def _asked(values: RowMapping) -> Asked:
    return Asked(
        id=values["id"],
        update_id=values["update_id"],
        thread=Thread(values["chat_id"], values["thread_id"], values["user_id"]),
        message_id=values["message_id"],
        parent_id=values["parent_id"],
        asked_at=values["asked_at"].replace(tzinfo=values["asked_at"].tzinfo or UTC),
        text=values["text"],
        standalone=values["standalone"],
        answer=values["answer"],
        found=values["found"],
        mind=values["mind"],
        model=values["model"],
        input_tokens=values["input_tokens"],
        output_tokens=values["output_tokens"],
        seconds=values["seconds"],
        citations=tuple(Cited(**cited) for cited in values["citations"]),
        rest=tuple(Row(row["text"], Cited(**row["cited"])) for row in values["rest"]),
        stands_on=tuple(values["stands_on"]),
    )
