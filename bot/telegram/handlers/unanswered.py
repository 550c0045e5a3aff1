"""/khongtraloi: what people asked in vain, so that admins see which documents are missing.

Questions that differ only in diacritics, case or marks are one; those asked most often come first.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot import messages as words
from bot.store.figures import Failed, Figures
from bot.telegram import messages
from bot.telegram.buttons import on_button, short
from bot.telegram.choices import View, page_of, page_row, presser, show
from bot.telegram.clock import VIETNAM
from bot.telegram.commands import ADMIN, PRIVATE, Command
from bot.telegram.desk import Context
from bot.telegram.render import Html, bold, fill, italic, join, lines, paragraphs, quiet
from rag import fold

_DAYS: Final = 30
_PAGE: Final = 10  # groups of questions
_TEXT: Final = 200  # characters of a question, so that a page fits into one message
_MARKS: Final = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Missed:
    """Questions that are the same but for their spelling."""

    text: str  # the spelling with the most diacritics
    count: int  # how often it was asked in vain
    last: datetime  # aware
    missing: bool  # some answer said that the documents do not tell
    bad: int  # how many 👎
    reasons: tuple[str, ...]  # the most frequent first


async def unanswered(update: Update, context: Context) -> None:
    """/khongtraloi."""
    assert update.effective_user is not None
    text, keyboard = await asyncio.to_thread(_view, context, update.effective_user.id, 0)
    await context.reply(text, keyboard=keyboard)


@on_button("unanswered.page", who="admin")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page."""
    await show(update, context, await asyncio.to_thread(_view, context, presser(update), arguments["page"]))


def grouped(failed: Iterable[Failed]) -> list[Missed]:
    """The questions by what they ask, the most frequent first, among equals the latest."""
    groups: dict[str, list[Failed]] = {}
    for one in failed:
        groups.setdefault(_MARKS.sub(" ", fold(one.text)).strip(), []).append(one)
    return sorted((_together(those) for those in groups.values()), key=lambda one: (-one.count, -one.last.timestamp()))


def _together(those: Sequence[Failed]) -> Missed:
    reasons = Counter(reason for one in those for reason in one.reasons)
    return Missed(
        text=max((one.text for one in those), key=lambda text: sum(not letter.isascii() for letter in text)),
        count=len(those),
        last=max(one.at for one in those),
        missing=any(not one.found for one in those),
        bad=sum(one.bad for one in those),
        reasons=tuple(reason for reason, _ in reasons.most_common()),
    )


def _view(context: Context, admin: int, page: int) -> View:
    since = context.desk.now() - timedelta(days=_DAYS)
    missed = grouped(Figures(context.desk.database).failed(since))
    if not missed:
        return fill(messages.UNANSWERED_NONE, days=_DAYS), []
    shown, page, pages = page_of(missed, page, _PAGE)
    head = [bold(fill(messages.UNANSWERED_TITLE, days=_DAYS, count=len(missed)))]
    if pages > 1:
        head.append(fill(messages.PAGE, number=page + 1, count=pages))
    text = paragraphs([lines(head), *(_line(page * _PAGE + at, one) for at, one in enumerate(shown, 1))])
    return text, [page_row(context, admin, "unanswered.page", page, pages)]


def _line(number: int, missed: Missed) -> Html:
    day = words.day(missed.last.astimezone(VIETNAM).date())
    facts = [fill(messages.UNANSWERED_TIMES, count=missed.count, day=day)]
    if missed.missing:
        facts.append(quiet(messages.UNANSWERED_MISSING))
    if missed.bad:
        facts.append(fill(messages.UNANSWERED_BAD, count=missed.bad))
    facts += [quiet(messages.WRONG.get(reason, reason)) for reason in missed.reasons]
    question = fill(messages.UNANSWERED_LINE, number=number, text=short(missed.text, _TEXT))
    return lines([question, italic(join(" · ", facts))])


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("khongtraloi", unanswered, who=ADMIN, where=PRIVATE)]
