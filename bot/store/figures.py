"""What the table of questions tells admins: how many, how quick, how dear, and which were left unanswered.

Reads what asking has written (`questions`, `feedback`) and changes nothing. Times are UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.store.journal import aware
from bot.store.schema import feedback, questions
from rag import Database

_MOST: Final = 50_000  # rows read for one view


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with what its answer took."""

    at: datetime
    user_id: int
    found: bool
    seconds: float
    model: str | None  # None: the embedded mind answered
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that was not answered, or whose answer somebody called bad."""

    at: datetime
    text: str  # as understood, so that a follow-up stands by itself
    found: bool
    reasons: tuple[str, ...]  # of each 👎; empty where no reason was given
    bad: int  # how many 👎


class Figures:
    """Reads the table of questions. Thread-safe."""

    def __init__(self, database: Database) -> None:
        """`database` holds the bot's tables."""
        self._database = database

    def tokens(self, since: datetime) -> list[tuple[str | None, int, int]]:
        """The tokens that entered and left each model since a time (aware)."""
        query = (
            select(questions.c.model, func.sum(questions.c.input_tokens), func.sum(questions.c.output_tokens))
            .where(_since(since))
            .group_by(questions.c.model)
        )
        with self._database.read() as connection:
            return [(model, entering, leaving) for model, entering, leaving in connection.execute(query)]

    def asked(self, since: datetime) -> list[Answered]:
        """The questions since a time (aware), newest first."""
        columns = [questions.c[name] for name in _ASKED]
        query = select(*columns).where(_since(since)).order_by(questions.c.asked_at.desc()).limit(_MOST)
        with self._database.read() as connection:
            return [Answered(aware(at), *rest) for at, *rest in connection.execute(query)]

    def failed(self, since: datetime) -> list[Failed]:
        """The questions since a time (aware) that were not answered or badly, newest first."""
        bad = and_(feedback.c.question_id == questions.c.id, feedback.c.good.is_(False))
        query = (
            select(questions.c.id, questions.c.asked_at, questions.c.standalone, questions.c.found)
            .add_columns(feedback.c.user_id, feedback.c.reason)
            .select_from(questions.outerjoin(feedback, bad))
            .where(_since(since), or_(questions.c.found.is_(False), feedback.c.user_id.is_not(None)))
            .order_by(questions.c.asked_at.desc(), questions.c.id)
            .limit(_MOST)
        )
        found: dict[str, Failed] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                before = found.get(row.id)
                bad_ones = (before.bad if before else 0) + (row.user_id is not None)
                reasons = (before.reasons if before else ()) + ((row.reason,) if row.reason else ())
                found[row.id] = Failed(aware(row.asked_at), row.standalone, row.found, reasons, bad_ones)
        return list(found.values())


_ASKED: Final = ("asked_at", "user_id", "found", "seconds", "model", "input_tokens", "output_tokens")


def _since(moment: datetime) -> ColumnElement[bool]:
    return questions.c.asked_at >= moment.astimezone(UTC)
