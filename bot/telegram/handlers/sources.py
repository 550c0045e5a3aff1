"""The source of an answer: the passage with the quote marked, in its context; on to the next one, up and down the document.

What is shown is checked at each press: the document may have changed, or be out of reach by now.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.store.questions import Asked, Cited
from bot.telegram import messages
from bot.telegram.answered import number_of
from bot.telegram.buttons import on_button
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button
from bot.telegram.render import Html, bold, fill, italic, marked, paragraphs, quiet, underlined
from bot.telegram.replies import source as source_line
from rag import Chunk, Document

_AROUND: Final = 500  # characters before and after the quote
_WINDOW: Final = 1800  # characters of a passage without the quote


@dataclass(frozen=True, slots=True)
class _Place:
    """What to show: a citation of an answer, or a passage so many above or below it."""

    question: str
    at: int = 0  # number of the citation, from 0
    shift: int = 0  # passages


@on_button("source")
async def show(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The source in a message of its own, or in the one that shows sources already."""
    place = _Place(str(arguments["question"]), int(arguments["at"]), int(arguments.get("shift", 0)))
    asked = await context.desk.conversations.question(place.question)
    scopes = await asyncio.to_thread(context.desk.access.scopes, update)
    page = await asyncio.to_thread(_page, context, asked, place, scopes) if asked is not None else None
    if asked is None or page is None:
        await context.toast(messages.SOURCE_GONE, alert=True)
        return
    await context.toast()
    keyboard = _keyboard(context, asked, place, page)
    assert update.callback_query is not None and update.callback_query.message is not None
    if arguments.get("here"):
        await context.edit(update.callback_query.message.message_id, page.text, keyboard)
    else:
        await context.reply(page.text, keyboard=keyboard)


@dataclass(frozen=True, slots=True)
class _Page:
    text: Html
    above: bool  # there is a passage above
    below: bool


def _page(context: Context, asked: Asked, place: _Place, scopes: Sequence[str]) -> _Page | None:
    """What a place shows; None where it may not or cannot be shown. Reads the ledger."""
    library = context.desk.library
    citations = _distinct(asked)
    if place.at >= len(citations):
        return None
    cited = citations[place.at]
    document = library.document(cited.document_id)
    if document is None or document.scope not in scopes:
        return None
    text = library.text(document.id)
    span = _find(text, cited)
    start = span[0] if span else min(cited.start, len(text))
    chunks = library.chunks(document.id)
    here = _at(chunks, start)
    wanted = here + place.shift
    if chunks and not 0 <= wanted < len(chunks):
        return None
    if place.shift == 0 and span is not None:
        shown = _around(text, *span)
    elif chunks:
        shown = quiet(_cut(chunks[wanted].text.strip()))
    else:
        shown = quiet(_cut(text[start : start + _WINDOW]))
    head = [_head(place, citations, document, number_of(library, document))]
    if span is None:
        head.append(italic(fill(messages.SOURCE_CHANGED)))
    headings = " › ".join(chunks[wanted].headings) if chunks else ""
    body = [bold(quiet(headings)), shown] if headings else [shown]
    return _Page(paragraphs([*head, *body]), bool(chunks) and wanted > 0, wanted < len(chunks) - 1)


def _head(place: _Place, citations: Sequence[Cited], document: Document, number: str | None) -> Html:
    where = fill(messages.SOURCE, source=source_line(document, number))
    if len(citations) == 1:
        return where
    position = fill(messages.SOURCE_POSITION, number=place.at + 1, count=len(citations))
    return fill("{position}\n{where}", position=bold(position), where=where)


def _keyboard(context: Context, asked: Asked, place: _Place, page: _Page) -> list[list[Button]]:
    count = len(_distinct(asked))

    def to(label: str, at: int, shift: int = 0) -> Button:
        arguments = {"question": place.question, "at": at, "shift": shift, "here": True}
        return Button(label, context.desk.buttons.make("source", context.here, None, arguments))

    across = []
    if place.at > 0:
        across.append(to(messages.PREVIOUS, place.at - 1))
    if place.at + 1 < count:
        across.append(to(messages.NEXT, place.at + 1))
    along = []
    if page.above:
        along.append(to(messages.SOURCE_BEFORE, place.at, place.shift - 1))
    if page.below:
        along.append(to(messages.SOURCE_AFTER, place.at, place.shift + 1))
    return [row for row in (across, along) if row]


def _distinct(asked: Asked) -> list[Cited]:
    citations = (*asked.citations, *(row.cited for row in asked.rest))
    return list({(c.document_id, c.start, c.end): c for c in citations}.values())


def _find(text: str, cited: Cited) -> tuple[int, int] | None:
    """Where the quote stands now."""
    if text[cited.start : cited.end] == cited.quote:
        return cited.start, cited.end
    start = text.find(cited.quote)
    return (start, start + len(cited.quote)) if start >= 0 else None


def _at(chunks: Sequence[Chunk], position: int) -> int:
    return next((number for number, chunk in enumerate(chunks) if position < chunk.end), max(0, len(chunks) - 1))


def _around(text: str, start: int, end: int) -> Html:
    """The quote, marked, with whole words before and after it."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    if first > 0:
        before = "…" + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + "…"
    pieces = ((before.lstrip(), False), (text[start:end], True), (after.rstrip(), False))
    return marked(*pieces, style=lambda quoted: underlined(bold(quoted)))


def _cut(text: str) -> str:
    return text if len(text) <= _WINDOW else f"{text[:_WINDOW].rsplit(' ', 1)[0]}…"


HANDLERS: list[BaseHandler[Any, Any, Any]] = []
