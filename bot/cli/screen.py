"""The two consoles, and how tables and answers look on them.

Results go to stdout, progress to stderr. What is piped is not wrapped: programs read lines. Only tables keep to the
width that `COLUMNS` asks for.
"""

import os
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text

from bot import messages
from bot.cli.forms import dumps
from rag import Answer, Citation

_PIPED_WIDTH = 10_000
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SPACE = re.compile(r"\s+")
_QUOTES = 5  # under an answer whose text does not say which quote is whose
_ITEM = re.compile(r"^\d+\. ", re.MULTILINE)
_MARKER = re.compile(r"\[\d+\]")
_COUNTED = re.compile(messages.LIST_COUNTED)
_CUT_LIST = re.compile(messages.LIST_CUT, re.MULTILINE)


@cache
def output() -> Console:
    """The console for results."""
    return _console(stderr=False)


@cache
def progress() -> Console:
    """The console for progress and notes."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    return (
        console
        if console.is_terminal
        else Console(stderr=stderr, highlight=False, emoji=False, markup=False, width=_PIPED_WIDTH)
    )


def print_table(table: RenderableType) -> None:
    """Print a table as wide as the terminal; piped, as wide as `COLUMNS` says, else as it needs."""
    columns = os.environ.get("COLUMNS", "")
    piped = not output().is_terminal and columns.isdecimal() and int(columns) > 0
    output().print(table, width=int(columns) if piped else None)


def print_json(value: Any) -> None:
    """Print `value` for a program: never wrapped, on a terminal neither."""
    output().print(dumps(value), soft_wrap=True)


def styled(text: str) -> Text:
    """`text` with its **strong** parts in bold."""
    result = Text()
    end = 0
    for match in _BOLD.finditer(text):
        result.append(text[end : match.start()]).append(match.group(1), style="bold")
        end = match.end()
    return result.append(text[end:])


def spoken(text: str) -> Text:
    """An answer's text with the speaker before it."""
    return Text(f"{messages.NAME}: ", style="bold green").append_text(styled(text))


def print_evidence(answer: Answer, seconds: float, console: Console, *, rest: str) -> None:
    """What stands under an answer: where its whole list is, quotes with their sources, the notice, the time taken.

    Args:
        answer: Whose text is on the screen already.
        seconds: Taken.
        console: Where to.
        rest: How to see the quotes that are left out.
    """
    if _CUT_LIST.search(answer.text) and (counted := _COUNTED.search(answer.text)):
        command = messages.LIST_COMMANDS[counted.group("what")]
        console.print(Text(messages.LIST_MORE.format(command=command), style="dim"))
    # One sentence may carry several facts: it is shown once.
    citations = list({(c.document.id, c.start, c.end): c for c in answer.citations}.values())
    numbered = len(citations) > 1 and len(citations) == len(answer.citations) and _is_numbered(answer)
    shown = citations if numbered else citations[:_QUOTES]
    _print_quotes(shown, one_line(styled(answer.text).plain), console, numbered=numbered)
    if left := len(citations) - len(shown):
        console.print(Text(messages.CITATIONS_MORE.format(count=left, rest=rest), style="dim"))
    if answer.notice:
        console.print(Text(answer.notice, style="yellow"))
    console.print(Text(messages.TOOK.format(seconds=messages.seconds(seconds)), style="dim"))


def _is_numbered(answer: Answer) -> bool:
    """Whether the text tells its quotes by their numbers: markers of a model, or a list with a quote an item."""
    return bool(_MARKER.search(answer.text)) or len(_ITEM.findall(answer.text)) == len(answer.citations)


def _print_quotes(citations: Sequence[Citation], answer: str, console: Console, *, numbered: bool) -> None:
    for number, citation in enumerate(citations, 1):
        quote = styled(one_line(citation.quote)).plain
        verbatim = answer in quote
        if not verbatim:  # else it stands above already
            template = messages.CITATION_NUMBERED if numbered else messages.CITATION
            console.print(Text(template.format(number=number, quote=quote), style="italic"))
        following = citations[number : number + 1]
        if not following or following[0].document.id != citation.document.id:
            console.print(Text(source_line(citation, verbatim=verbatim), style="cyan"))


def source_line(citation: Citation, *, verbatim: bool) -> str:
    """Where a quote stands: the document's title, day and file. `verbatim`: it is the answer itself."""
    document = citation.document
    parts = [document.title or document.name]
    if document.date:
        parts.append(messages.SOURCE_DAY.format(day=messages.day(document.date)))
    if document.name != parts[0]:
        parts.append(document.name)
    template = messages.SOURCE_VERBATIM if verbatim else messages.SOURCE
    return template.format(parts=" · ".join(parts))


def one_line(text: str) -> str:
    """`text` with its white space folded."""
    return _SPACE.sub(" ", text).strip()
