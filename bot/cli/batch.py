"""`ask --batch`: a file of conversations to a file of answers."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import messages
from bot.cli import screen
from bot.cli.asking import is_text
from bot.cli.failures import UsageError
from bot.cli.forms import turn_form
from bot.cli.replacing import replacing
from bot.cli.session import local_today, open_library, readable_scopes
from rag import Answer, Question, RagError, Turn

Row = TypeVar("Row")


class Asks(Protocol):
    """What can answer a question: `rag`'s assistant."""

    async def ask(self, question: Question) -> Answer:
        """The answer to `question`."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One line of a questions file."""

    id: str
    today: date | None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one turn. `error` is what it met, if it could not be answered."""

    conversation: str
    turn: int
    answer: Answer
    seconds: float
    error: RagError | None = None

    @property
    def row(self) -> dict[str, Any]:
        """Its line of an answers file."""
        return turn_form(self.conversation, self.turn, self.answer, self.seconds)


def ask_batch(batch: Path, out: Path | None, *, today: date | None, scopes: Sequence[str] | None) -> int:
    """Answer the conversations of `batch`, a line of `out` (or stdout) a turn; 1 where a turn met an error.

    Raises:
        UsageError: if `out` is `batch`, or a line of `batch` is no conversation.
    """
    if out and out.exists() and out.samefile(batch):
        raise UsageError(messages.USAGE_OUT_IS_BATCH)
    conversations = read_conversations(batch)
    started = time.perf_counter()
    turns = failed = 0
    with ExitStack() as stack:
        # The library first: where it cannot be opened, nothing has been touched.
        library = stack.enter_context(open_library())
        searched = readable_scopes(library, scopes)
        target = stack.enter_context(replacing(out)) if out else None
        answers = answer_all(library.assistant(), conversations, today=today or local_today(), scopes=searched)
        for reply in with_progress(answers, sum(len(c.questions) for c in conversations)):
            line = json.dumps(reply.row, ensure_ascii=False)
            if target:
                target.write(line + "\n")
            else:
                screen.output().print(line, soft_wrap=True)
            turns += 1
            failed += reply.error is not None
    console = screen.progress()
    if out:
        elapsed = messages.seconds(time.perf_counter() - started)
        console.print(messages.BATCH_WRITTEN.format(turns=turns, path=out, seconds=elapsed))
    if failed:
        console.print(messages.BATCH_FAILED.format(failed=failed))
    return 1 if failed else 0


def read_conversations(path: Path) -> list[Conversation]:
    """The conversations of a questions file.

    Raises:
        UsageError: naming the first line that is not one.
    """
    return [_conversation(path, number, row) for number, row in read_lines(path)]


def _conversation(path: Path, number: int, row: Any) -> Conversation:
    def problem(reason: str) -> UsageError:
        return UsageError(messages.BATCH_BAD_LINE.format(path=path, line=number, reason=reason))

    identity, turns = (row.get("id"), row.get("turns")) if isinstance(row, dict) else (None, None)
    if not isinstance(identity, str) or not isinstance(turns, list):
        raise problem(messages.BATCH_NOT_CONVERSATION)
    texts = [turn.get("question") if isinstance(turn, dict) else None for turn in turns]
    if not all(isinstance(text, str) for text in texts):
        raise problem(messages.BATCH_NOT_CONVERSATION)
    questions = tuple(map(str, texts))
    if not all(map(is_text, (identity, *questions))):
        raise problem(messages.BATCH_NOT_TEXT)
    try:
        today = date.fromisoformat(row["today"]) if row.get("today") else None
    except (TypeError, ValueError):
        raise problem(messages.BATCH_BAD_TODAY) from None
    return Conversation(id=identity, today=today, questions=questions)


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The values of a JSONL file with their line numbers; blank lines are skipped.

    Raises:
        UsageError: naming the first line that is not JSON.
    """
    with path.open("rb") as lines:
        # Decoded line by line, so that the one named is the one that is wrong.
        for number, line in enumerate(lines, 1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if text.strip():
                    yield number, json.loads(text)
            except (ValueError, RecursionError) as error:
                reason = messages.BATCH_NOT_TEXT if isinstance(error, UnicodeError) else messages.BATCH_NOT_JSON
                raise UsageError(messages.BATCH_BAD_LINE.format(path=path, line=number, reason=reason)) from None


def answer_all(
    assistant: Asks, conversations: Sequence[Conversation], *, today: date, scopes: tuple[str, ...]
) -> Iterator[Reply]:
    """The replies, turn by turn, each turn knowing those before it.

    A turn that meets a `RagError` gets its sentence as the answer, and the others go on.
    """
    with asyncio.Runner() as runner:
        for conversation in conversations:
            turns: tuple[Turn, ...] = ()
            for number, text in enumerate(conversation.questions):
                question = Question(text=text, today=conversation.today or today, scopes=scopes, turns=turns)
                started = time.perf_counter()
                try:
                    answer = runner.run(assistant.ask(question))
                except RagError as error:
                    answer = Answer(text=str(error), found=False, citations=(), mind="embedded", standalone=text)
                    yield Reply(conversation.id, number, answer, time.perf_counter() - started, error)
                    continue
                yield Reply(conversation.id, number, answer, time.perf_counter() - started)
                turns = (*turns, Turn(text, answer.standalone, answer.text, answer.citations))


def with_progress(rows: Iterator[Row], total: int) -> Iterator[Row]:
    """The same rows, counted on a bar where a person watches."""
    console = screen.progress()
    if not console.is_terminal:
        yield from rows
        return
    columns = (TextColumn(messages.BATCH_PROGRESS), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(rows, total=total)
