"""An answer as Telegram shows it: the short answer, the quote in a block that opens, and where it stands.

Everything that comes from a document or a model is data (`render.quiet`).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from bot.messages import day as written_day
from bot.telegram import messages
from bot.telegram.render import Html, fill, italic, join, link, marked, quiet, quote
from rag import Answer, Citation, Document

_QUOTE: Final = 700  # characters of one quote
_QUOTES: Final = 10  # quotes under one answer
_BLOCKS: Final = 3  # documents that get a block of quotes each
_LEAD: Final = 90  # characters of the words that stand in bold
_TITLE: Final = 120  # characters
_HEAD_OF_DOCUMENT: Final = 1500  # characters in which a document tells its number

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LEADING = re.compile(r"[^,:;.(\n]+")
_MARKER = re.compile(r"\[\d+\]")
_MARK = re.compile(r"^(?:[-–•*+]|\d{1,2}[.)])\s+")
_ITEM = re.compile(r"^\d+\. ", re.MULTILINE)
# "58/TB-UBND" after the word for number, whose vowel may be typed in either form.
_NUMBER = re.compile(r"\bS\w{1,3}\s*[:.]?\s*(\d{1,5}\s?/\s?(?:\d{4}/)?[A-Z\u0110][A-Z\u0110\d-]*(?:/[A-Z\u0110-]+)?)")


def reply(answer: Answer, number_of: Callable[[Document], str | None], *, asked: str | None = None) -> Html:
    """The whole reply to a question.

    Args:
        answer: What was answered.
        number_of: The number that a document bears, such as "58/TB-UBND".
        asked: The question, where it is to stand above the answer.
    """
    citations = list({(c.document.id, c.start, c.end): c for c in answer.citations}.values())
    spoken = _one_line(answer.text)
    verbatim = len(citations) == 1 and _one_line(citations[0].quote) == spoken and not _ITEM.search(answer.text)
    said = fill(messages.VERBATIM) if verbatim else _said(answer.text, found=answer.found)
    # Numbers tell which quote is whose, where each row of a list has one.
    numbered = len(_ITEM.findall(answer.text)) == len(citations) > 1 or bool(_MARKER.search(answer.text))
    head = italic(quiet(asked)) if asked else Html("")
    notice = italic(quiet(answer.notice)) if answer.notice else Html("")
    return join("\n\n", (head, join("\n", (said, _evidence(citations, number_of, numbered=numbered))), notice))


def partial(text: str) -> Html:
    """An answer's words as they are, or as far as they are written; its **strong** parts are in bold."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _BOLD.finditer(text):
        pieces += ((text[end : match.start()], False), (match.group(1), True))
        end = match.end()
    return marked(*pieces, (text[end:], False))


def source(document: Document, number: str | None = None) -> Html:
    """Where a quote stands: title, day of the meeting, number. The title of what came from the web leads there."""
    title = quiet(_cut(document.title or document.name, _TITLE))
    parts = [link(title, document.source)]
    if document.date:
        parts.append(fill(messages.SOURCE_HELD, day=written_day(document.date)))
    if number and number not in document.title:
        parts.append(fill(messages.SOURCE_NUMBER, number=number))
    return join(" · ", parts)


def document_number(text: str) -> str | None:
    """The number in the head of an official document, such as "58/TB-UBND"."""
    match = _NUMBER.search(text[:_HEAD_OF_DOCUMENT])
    return re.sub(r"\s", "", match.group(1)) if match else None


def day_of(day: date | None) -> str:
    """A day as it is written, or that none is known."""
    return written_day(day) or messages.NO_DAY


def _said(text: str, *, found: bool) -> Html:
    """The answer's words; where none are in bold, its first ones are: they alone should be enough."""
    if _BOLD.search(text) or not found:
        return partial(text)
    lead = _LEADING.match(text)
    if lead is None or len(lead.group()) > _LEAD:
        return quiet(text)
    return marked((lead.group(), True), (text[lead.end() :], False))


def _evidence(citations: Sequence[Citation], number_of: Callable[[Document], str | None], *, numbered: bool) -> Html:
    shown, left = citations[:_QUOTES], len(citations) - _QUOTES
    documents = list(dict.fromkeys(c.document.id for c in shown))
    more = fill(messages.MORE_QUOTES, count=left) if left > 0 else Html("")
    if len(documents) > _BLOCKS:
        lines = [
            fill(
                messages.QUOTED_FROM if numbered else messages.QUOTED_FROM_PLAIN,
                number=n,
                quote=_quoted(c),
                source=source(c.document, number_of(c.document)),
            )
            for n, c in enumerate(shown, 1)
        ]
        return join("\n", (quote(join("\n", lines)), more))
    blocks = []
    at = 0
    for _, group in groupby(shown, key=lambda c: c.document.id):
        together = list(group)
        lines = []
        for citation in together:
            at += 1
            template = messages.QUOTED_NUMBER if numbered else messages.QUOTED
            lines.append(fill(template, number=at, quote=_quoted(citation)))
        document = together[0].document
        where = fill(messages.SOURCE, source=source(document, number_of(document)))
        blocks.append(join("\n", (quote(join("\n", lines)), where)))
    return join("\n", (*blocks, more))


def _quoted(citation: Citation) -> Html:
    # The marks of Markdown and of lists are no part of what was said.
    return quiet(_cut(_MARK.sub("", _one_line(_BOLD.sub(r"\1", citation.quote))), _QUOTE))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]}…"
