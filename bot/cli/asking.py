"""`ask` with one question: its answer on the screen or as JSON."""

import asyncio
import time
from collections.abc import Sequence
from datetime import date, datetime

from bot import messages
from bot.cli import screen
from bot.cli.failures import UsageError
from bot.cli.forms import answer_form
from bot.cli.session import local_today, open_library, readable_scopes
from bot.cli.streaming import show_answer
from rag import Question


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


def is_text(value: str) -> bool:
    """Whether `value` is text that can be written: a command line or JSON may hold halves of characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def ask_once(text: str, *, today: date | None, scopes: Sequence[str] | None, as_json: bool) -> int:
    """Answer `text`. An answer that the documents do not hold it is an answer: 0."""
    with open_library() as library, asyncio.Runner() as runner:
        question = Question(text=text, today=today or local_today(), scopes=readable_scopes(library, scopes))
        assistant = library.assistant()
        if as_json:
            started = time.perf_counter()
            answer = runner.run(assistant.ask(question))
            form = answer_form(text, answer, time.perf_counter() - started)
            screen.print_json(form)
        else:
            show_answer(runner, assistant, question, rest=messages.REST_AS_JSON)
    return 0
