"""`ask`: one question on the screen or as JSON, or a file of conversations to a file of answers."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import messages
from bot.cli import screen
from bot.cli.failures import UsageError
from bot.cli.forms import answer_form, dumps, turn_form
from bot.cli.session import local_today, open_library, readable_scopes
from bot.cli.streaming import show_answer
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


def parse_day(value: str | None) -> date | None:
    """A day as 2024-04-03 or 3/4/2024.

    Raises:
        UsageError: if it is neither.
    """
    if value is None:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    raise UsageError(messages.USAGE_BAD_DAY.format(value=value))


def ask_once(text: str, *, today: date | None, scopes: Sequence[str] | None, as_json: bool) -> int:
    """Answer `text`. An answer that the documents do not hold it is an answer: 0."""
    with open_library() as library, asyncio.Runner() as runner:
        question = Question(text=text, today=today or local_today(), scopes=readable_scopes(library, scopes))
        assistant = library.assistant()
        if as_json:
            started = time.perf_counter()
            answer = runner.run(assistant.ask(question))
            form = answer_form(text, answer, time.perf_counter() - started)
            screen.output().print(dumps(form))
        else:
            show_answer(runner, assistant, question)
    return 0


def ask_batch(batch: Path, out: Path | None, *, today: date | None, scopes: Sequence[str] | None) -> int:
    """Answer the conversations of `batch`, a line of `out` (or stdout) a turn; 1 where a turn met an error."""
    conversations = read_conversations(batch)
    started = time.perf_counter()
    turns = failed = 0
    with ExitStack() as stack:
        target = stack.enter_context(out.open("w", encoding="utf-8")) if out else None
        library = stack.enter_context(open_library())
        searched = readable_scopes(library, scopes)
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
    conversations = []
    for number, row in read_lines(path):

        def problem(reason: str, number: int = number) -> UsageError:
            return UsageError(messages.BATCH_BAD_LINE.format(path=path, line=number, reason=reason))

        turns = row.get("turns") if isinstance(row, dict) else None
        texts = [turn.get("question") if isinstance(turn, dict) else None for turn in turns or ()]
        if not isinstance(turns, list) or "id" not in row or not all(isinstance(text, str) for text in texts):
            raise problem(messages.BATCH_NOT_CONVERSATION)
        try:
            today = date.fromisoformat(row["today"]) if row.get("today") else None
        except (TypeError, ValueError):
            raise problem(messages.BATCH_BAD_TODAY) from None
        conversations.append(Conversation(id=row["id"], today=today, questions=tuple(map(str, texts))))
    return conversations


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The values of a JSONL file with their line numbers; blank lines are skipped.

    Raises:
        UsageError: naming the first line that is not JSON.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, json.loads(line)
    except UnicodeDecodeError:
        reason = messages.BATCH_NOT_TEXT
        raise UsageError(messages.BATCH_BAD_LINE.format(path=path, line=number + 1, reason=reason)) from None
    except ValueError:
        reason = messages.BATCH_NOT_JSON
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
