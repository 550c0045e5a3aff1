"""`chat`: a conversation in the terminal, or one question a line where stdin is no terminal.

The turns are kept in memory for as long as the conversation lasts; `/moi` forgets them.
"""

import asyncio
import contextlib
import sys
from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.session import local_today, open_library, readable_scopes
from bot.cli.streaming import Streams, show_answer
from rag import Answer, Library, Question, RagError, Turn

_TURNS_KEPT = 10  # a follow-up refers to what was said just before
_CONTEXT = 240  # characters shown on either side of a quote


def converse(*, today: date | None, scopes: Sequence[str] | None) -> int:
    """Talk until the person leaves or the input ends."""
    with open_library() as library, asyncio.Runner() as runner:
        count = len(library.documents())
        interactive = sys.stdin.isatty()
        if not count:
            screen.output().print(messages.CHAT_EMPTY)
        elif interactive:
            screen.output().print(messages.CHAT_WELCOME.format(name=messages.NAME, documents=count))
        chat = Chat(library, runner, today=today, scopes=readable_scopes(library, scopes))
        for line in _typed() if interactive else _piped():
            try:
                if not chat.hear(line):
                    break
            except KeyboardInterrupt:
                screen.progress().print(Text(messages.CUT, style="yellow"))
    return 0


class Chat:
    """One conversation: what was said so far, and what to do with a line."""

    def __init__(
        self, library: Library, runner: asyncio.Runner, *, today: date | None, scopes: tuple[str, ...]
    ) -> None:
        self._library = library
        self._assistant: Streams = library.assistant()
        self._runner = runner
        self._today = today
        self._scopes = scopes
        self._turns: tuple[Turn, ...] = ()
        self._last: Answer | None = None
        self._commands = {
            "/moi": self._forget,
            "/nguon": self._show_sources,
            "/trogiup": self._show_help,
        }

    def hear(self, line: str) -> bool:
        """Do what `line` says; False if the person wants to leave."""
        line = line.strip()
        if not line:
            return True
        if not line.startswith("/"):
            self._answer(line)
            return True
        command = line.split()[0].lower()
        if command == "/thoat":
            screen.output().print(messages.CHAT_BYE)
            return False
        if command in self._commands:
            self._commands[command]()
        else:
            screen.output().print(messages.CHAT_UNKNOWN.format(command=command))
        return True

    def _answer(self, text: str) -> None:
        question = Question(
            text=text, today=self._today or local_today(), scopes=self._scopes, turns=self._turns[-_TURNS_KEPT:]
        )
        try:
            answer = show_answer(self._runner, self._assistant, question, rest=messages.REST_AS_SOURCES)
        except RagError as error:
            screen.progress().print(Text(str(error), style="red"))
            return
        screen.output().print()
        self._last = answer
        self._turns = (*self._turns, Turn(text, answer.standalone, answer.text, answer.citations))

    def _forget(self) -> None:
        self._turns = ()
        self._last = None
        screen.output().print(messages.CHAT_NEW)

    def _show_help(self) -> None:
        for command, meaning in messages.CHAT_HELP:
            screen.output().print(Text(command.ljust(10), style="bold cyan").append(meaning, style="default"))
        screen.output().print(messages.CHAT_HELP_CANCEL)

    def _show_sources(self) -> None:
        citations = self._last.citations if self._last else ()
        if not citations:
            screen.output().print(messages.CHAT_NO_SOURCES)
        for number, citation in enumerate(citations, 1):
            document = citation.document
            title = messages.SOURCES_TITLE.format(number=number, title=document.title or document.name)
            screen.output().print(Text(title, style="bold"))
            screen.output().print(Text(messages.SOURCES_FILE.format(source=document.source), style="cyan"))
            screen.output().print(_around(self._library.text(document.id), citation.start, citation.end))
            screen.output().print()


def _around(text: str, start: int, end: int) -> Text:
    """The quote with some whole words before and after it."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if start > _CONTEXT:
        before = "…" + before.partition(" ")[2]
    if end + _CONTEXT < len(text):
        after = after.rpartition(" ")[0] + "…"
    quoted = Text(before.lstrip(), style="dim").append(text[start:end], style="not dim bold")
    return quoted.append(after.rstrip())


def _typed() -> Iterator[str]:
    """Lines from the keyboard, with editing and history. Ctrl-C clears the line, Ctrl-D ends."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  # input() uses it once it is there
    while True:
        try:
            yield input(f"{messages.YOU}: ")
        except KeyboardInterrupt:
            screen.output().print()
        except EOFError:
            screen.output().print()
            return


def _piped() -> Iterator[str]:
    """Lines from a file or another program, each shown above its answer."""
    # Whatever the locale says, our files are UTF-8; a stray byte costs a letter, not the conversation.
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        if line.strip():
            screen.output().print(Text(f"{messages.YOU}: {line.strip()}"))
        yield line
