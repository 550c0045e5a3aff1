"""The two consoles, and how an answer looks on them.

Results go to stdout, progress to stderr. What is piped is not wrapped: programs read lines.
"""

import re
from functools import cache

from rich.console import Console
from rich.text import Text

from bot import messages
from rag import Answer, Citation

_PIPED_WIDTH = 10_000
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SPACE = re.compile(r"\s+")


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


def print_evidence(answer: Answer, seconds: float, console: Console) -> None:
    """What stands under an answer: quotes with their sources, the notice, the time taken."""
    # One sentence may carry several facts: it is shown once.
    citations = list({(c.document.id, c.start, c.end): c for c in answer.citations}.values())
    for number, citation in enumerate(citations):
        quote = styled(one_line(citation.quote))
        verbatim = styled(one_line(answer.text)).plain in quote.plain
        if not verbatim:  # else it stands above already
            console.print(Text(messages.CITATION.format(quote=quote.plain), style="italic"))
        following = citations[number + 1 : number + 2]
        if not following or following[0].document.id != citation.document.id:
            console.print(Text(source_line(citation, verbatim=verbatim), style="cyan"))
    if answer.notice:
        console.print(Text(answer.notice, style="yellow"))
    console.print(Text(messages.TOOK.format(seconds=messages.seconds(seconds)), style="dim"))


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
