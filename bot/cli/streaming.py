"""One answer on the screen: pieces as they come on a terminal, the whole text where the output is piped."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Protocol

from rich.console import RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from bot import messages
from bot.cli import screen
from rag import Answer, Delta, Question

_PATIENCE = 0.3  # seconds without a sign of life before a spinner shows


class Streams(Protocol):
    """What can stream an answer: `rag`'s assistant."""

    def stream(self, question: Question) -> AsyncIterator[Delta | Answer]:
        """Pieces of text, then the answer."""


def show_answer(runner: asyncio.Runner, assistant: Streams, question: Question, *, rest: str) -> Answer:
    """Print the answer to `question` with its evidence, and return it; `rest` says how to see all of that.

    Raises:
        KeyboardInterrupt: if the person stopped it; what was shown stays.
    """
    started = time.perf_counter()
    console = screen.output()
    stream = _on_terminal(assistant, question) if console.is_terminal else _whole(assistant, question)
    answer = runner.run(stream)
    screen.print_evidence(answer, time.perf_counter() - started, console, rest=rest)
    return answer


async def _whole(assistant: Streams, question: Question) -> Answer:
    async for event in assistant.stream(question):
        if isinstance(event, Answer):
            screen.output().print(Text(screen.spoken(event.text).plain))
            return event
    raise AssertionError("the stream ended without an answer")


async def _on_terminal(assistant: Streams, question: Question) -> Answer:
    text = ""
    with Live(console=screen.output(), refresh_per_second=12, vertical_overflow="visible") as live:
        waiting = asyncio.create_task(_spin(live))
        try:
            async for event in assistant.stream(question):
                waiting.cancel()
                if isinstance(event, Answer):
                    # The final text may differ from the pieces: markers of no passage are dropped from it.
                    live.update(screen.spoken(event.text), refresh=True)
                    return event
                text += event.text
                live.update(screen.spoken(text))
        except asyncio.CancelledError:
            live.update(screen.spoken(text) if text else Text())
            raise
        finally:
            waiting.cancel()
    raise AssertionError("the stream ended without an answer")


async def _spin(live: Live) -> None:
    await asyncio.sleep(_PATIENCE)
    spinner: RenderableType = Spinner("dots", text=Text(messages.THINKING, style="dim"))
    live.update(spinner, refresh=True)
