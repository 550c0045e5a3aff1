"""/tailieu: the documents that are stored, found again, looked into, brought up to date, moved and removed."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot import messages as words
from bot.store.uploads import Upload
from bot.telegram import cards, messages
from bot.telegram.buttons import on_button, short
from bot.telegram.cards import Maker, Rows
from bot.telegram.commands import ADMIN, Command
from bot.telegram.desk import Context
from bot.telegram.handlers.documents import pressed, remove, seen_or_gone, show, who
from bot.telegram.indexing import name_of
from bot.telegram.keyboard import Button
from bot.telegram.meeting_card import meeting_card
from bot.telegram.originals import KEPT
from bot.telegram.pages import page
from bot.telegram.render import Html, bold, escape, fill, join, link, quiet, quote
from bot.telegram.replies import document_number
from rag import Correction, Document, Meeting

_PAGE: Final = 8  # documents
_CHUNK: Final = 3000  # characters of a chunk that are shown
_SURE: Final = timedelta(minutes=10)


async def shelf(update: Update, context: Context) -> None:
    """The documents, or those that some words fit."""
    text, rows = await _listing(context, " ".join(context.args or ()), 0)
    await context.reply(text, keyboard=rows)


@on_button("shelf.page", who="admin")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page."""
    await context.toast()
    text, rows = await _listing(context, arguments["words"], arguments["page"])
    await context.edit(pressed(update), text, rows)


async def _listing(context: Context, wanted: str, number: int) -> tuple[Html, Rows]:
    documents = await asyncio.to_thread(context.desk.library.documents, matching=wanted or None)
    if not documents:
        return (fill(messages.SHELF_NOT_FOUND, words=wanted) if wanted else escape(messages.SHELF_NONE)), []
    documents.sort(key=lambda one: (one.date or date.min, one.title), reverse=True)
    part = page(documents, number, _PAGE)
    head = messages.SHELF_FOUND if wanted else messages.SHELF_TITLE
    lines = [bold(fill(head, count=len(documents), words=wanted))]
    buttons = []
    for at, document in enumerate(part.shown, part.first):
        lines.append(
            join(" · ", (fill(messages.SHELF_LINE, number=at, title=cards.title(document)), *_details(document)))
        )
        buttons.append(Maker(context.desk.buttons, context.here, document.id)(str(at), "shelf.show"))
    if not wanted:
        lines.append(escape(messages.SHELF_SEARCH))

    def to(label: str, number: int) -> Button:
        arguments = {"words": wanted, "page": number}
        return Button(label, context.desk.buttons.make("shelf.page", context.here, context.here, arguments))

    return join("\n", lines), [buttons[:4], buttons[4:], part.turning(to)]


def _details(document: Document) -> list[Html]:
    return [quiet(one) for one in (words.day(document.date), document.scope) if one]


@on_button("shelf.show", who="admin")
async def one(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """One document."""
    await context.toast()
    await show(context, pressed(update), arguments["document"])


@on_button("shelf.record", who="admin")
async def record(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The facts of a document."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    back = [[_maker(context, arguments)(messages.BUTTON_BACK, "shelf.show")]]
    if seen.record is None:
        await context.edit(pressed(update), escape(messages.SHELF_NO_RECORD), back)
        return
    text = await asyncio.to_thread(context.desk.library.text, seen.document.id)
    card = meeting_card(Meeting(seen.document, seen.record), document_number(text))
    await context.edit(pressed(update), card, back)


@on_button("shelf.chunk", who="admin")
async def chunk(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """One of the chunks that a document was cut into, with buttons to the next."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    chunks = await asyncio.to_thread(context.desk.library.chunks, seen.document.id)
    make = _maker(context, arguments)
    part = page(chunks, arguments["number"], 1)
    lines = [fill(messages.SHELF_CHUNK, number=part.first, count=len(chunks), title=cards.title(seen.document))]
    for shown in part.shown:
        lines.append(quiet(" › ".join(shown.headings)))
        lines.append(quote(quiet(shown.text.strip()[:_CHUNK]), expandable=True))
    turning = part.turning(lambda label, number: make(label, "shelf.chunk", number=number))
    await context.edit(pressed(update), join("\n", lines), [turning, [make(messages.BUTTON_BACK, "shelf.show")]])


@on_button("shelf.original", who="admin")
async def original(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The document as it was sent."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    source = seen.document.source
    if "://" in source:
        await context.reply(fill(messages.SHELF_ADDRESS, link=link(quiet(source), source)))
    elif await asyncio.to_thread(Path(source).is_file):
        await context.send_file(Path(source), seen.document.name)
    else:
        await context.reply(escape(messages.SHELF_NO_ORIGINAL))


@on_button("shelf.reread", who="admin")
async def reread(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Bring one document up to date with its source."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    again = Upload(
        f"{context.update_id}:again",
        f"u{context.update_id}",
        context.here,
        who(update),
        "again",
        seen.document.name,
        scope=seen.document.scope,
        document_id=seen.document.id,
    )
    await context.desk.uploads.take([again])


@on_button("shelf.remove", who="admin")
async def sure(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Ask whether a document is to go."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    context.desk.uploads.demand_free()
    corrections = await asyncio.to_thread(context.desk.library.corrections, seen.document.id)
    what_goes = {
        "title": seen.document.title,
        "source": seen.document.source,
        "scope": seen.document.scope,
        "corrections": [[one.field, one.value, one.number] for one in corrections],
    }
    make = _maker(context, arguments)
    yes = make(messages.SHELF_REMOVE, "shelf.gone", once=True, expires=_SURE, **what_goes)
    rows = [[yes, make(messages.BUTTON_NEVER_MIND, "shelf.show")]]
    await context.edit(pressed(update), fill(messages.SHELF_SURE, title=cards.title(seen.document)), rows)


@on_button("shelf.gone", who="admin")
async def gone(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Remove a document; for a day this can be undone. Where a kill came between, it is gone already."""
    await context.toast()
    context.desk.uploads.demand_free()
    seen = await asyncio.to_thread(cards.look, context.desk.library, arguments["document"])
    if seen is not None:
        await asyncio.to_thread(remove, context, who(update), seen)
    back = {name: arguments[name] for name in ("source", "scope", "corrections")}
    kept = timedelta(seconds=KEPT)
    undo = context.desk.buttons.make("shelf.restore", context.here, who(update), back, once=True, expires=kept)
    text = fill(messages.SHELF_REMOVED, title=bold(quiet(short(arguments["title"], 120))))
    await context.edit(pressed(update), text, [[Button(messages.BUTTON_UNDO, undo)]])


@on_button("shelf.restore", who="admin")
async def restore(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Bring a removed document back, with what was put right in it."""
    await context.toast()
    wanted = Upload(
        f"{context.update_id}:restore",
        f"u{context.update_id}",
        context.here,
        who(update),
        "restore",
        name_of(arguments["source"]),
        source=arguments["source"],
        scope=arguments["scope"],
        corrections=tuple(Correction(*one) for one in arguments["corrections"]),
        message_id=pressed(update),
    )
    await context.desk.uploads.take([wanted])


def _maker(context: Context, arguments: dict[str, Any]) -> Maker:
    return Maker(context.desk.buttons, context.here, arguments["document"])


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("tailieu", shelf, who=ADMIN)]
