"""/nhatky: what admins did, newest first, page by page."""

import asyncio
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.store.journal import Entry
from bot.telegram import messages
from bot.telegram.buttons import on_button, short
from bot.telegram.choices import View, name_of, page_row, presser, show, when
from bot.telegram.commands import ADMIN, PRIVATE, Command
from bot.telegram.desk import Context
from bot.telegram.render import Html, bold, escape, fill, join, lines, paragraphs, quiet

_PAGE: Final = 10  # entries
_SUBJECT: Final = 120  # characters shown, so that a page fits into one message
_DETAIL: Final = 120


async def journal(update: Update, context: Context) -> None:
    """/nhatky."""
    assert update.effective_user is not None
    text, keyboard = await asyncio.to_thread(_view, context, update.effective_user.id, 0)
    await context.reply(text, keyboard=keyboard)


@on_button("journal.page", who="admin")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page."""
    await show(update, context, await asyncio.to_thread(_view, context, presser(update), arguments["page"]))


def _view(context: Context, admin: int, page: int) -> View:
    entries, count = context.desk.journal.page(page, _PAGE)
    if not entries and page == 0:
        return escape(messages.JOURNAL_NONE), []
    pages = max(1, -(-count // _PAGE))
    head = [bold(fill(messages.JOURNAL_TITLE, count=count)), fill(messages.PAGE, number=page + 1, count=pages)]
    text = paragraphs([lines(head), *(_line(context, entry) for entry in entries)])
    return text, [page_row(context, admin, "journal.page", page, pages)]


def _line(context: Context, entry: Entry) -> Html:
    actor = messages.JOURNAL_PROGRAM
    if entry.actor is not None:
        actor = name_of(entry.actor, context.desk.access.people.get(entry.actor))
    action = escape(messages.ACTIONS.get(entry.action, entry.action))
    subject = bold(quiet(short(entry.subject, _SUBJECT)))
    line = fill(messages.JOURNAL_LINE, at=when(entry.at), actor=actor, action=action, subject=subject)
    detail = fill(messages.JOURNAL_DETAIL, detail=short(entry.detail, _DETAIL)) if entry.detail else escape("")
    return join(" ", [line, detail])


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("nhatky", journal, who=ADMIN, where=PRIVATE)]
