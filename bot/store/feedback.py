"""What people think of answers. Times are UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from bot.store.schema import feedback


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's opinion of one answer; a later one of theirs takes its place."""

    question_id: str
    user_id: int
    good: bool
    given_at: datetime  # aware
    reason: str | None = None
    comment: str | None = None


def put(connection: Connection, opinion: Opinion) -> None:
    """Keep an opinion. Without a comment, the one given before stays where the verdict does."""
    mine = (feedback.c.question_id == opinion.question_id) & (feedback.c.user_id == opinion.user_id)
    known = connection.execute(select(feedback).where(mine)).one_or_none()
    reason, comment = opinion.reason, opinion.comment
    if known is not None and known.good == opinion.good:
        reason, comment = reason or known.reason, comment or known.comment
    values = {"good": opinion.good, "reason": reason, "comment": comment, "given_at": opinion.given_at.astimezone(UTC)}
    if known is not None:
        connection.execute(update(feedback).where(mine).values(**values))
    else:
        key = {"question_id": opinion.question_id, "user_id": opinion.user_id}
        connection.execute(insert(feedback).values(**key, **values))


def of_question(connection: Connection, question_id: str) -> list[Opinion]:
    """The opinions of an answer, oldest first."""
    query = select(feedback).where(feedback.c.question_id == question_id).order_by(feedback.c.given_at)
    return [
        Opinion(
            row.question_id,
            row.user_id,
            row.good,
            row.given_at.replace(tzinfo=row.given_at.tzinfo or UTC),
            row.reason,
            row.comment,
        )
        for row in connection.execute(query)
    ]
