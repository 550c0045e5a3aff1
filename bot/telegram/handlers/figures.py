"""/thongke: how much is asked, how often an answer is found, how quick and how dear it is, and how the index is."""

import asyncio
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot import messages as words
from bot.store.figures import Answered, Figures
from bot.telegram import messages
from bot.telegram.buttons import on_button
from bot.telegram.choices import View, choice, presser, show
from bot.telegram.clock import VIETNAM
from bot.telegram.commands import ADMIN, PRIVATE, Command
from bot.telegram.desk import Context
from bot.telegram.quotas import PRICED_ON, cost, is_priced
from bot.telegram.render import Html, bold, escape, fill, lines, paragraphs

_SPANS: Final = (7, 30)  # days
_LINES: Final = 14  # days that get a line of their own


async def figures(update: Update, context: Context) -> None:
    """/thongke."""
    assert update.effective_user is not None
    text, keyboard = await asyncio.to_thread(_view, context, update.effective_user.id, _SPANS[0])
    await context.reply(text, keyboard=keyboard)


@on_button("figures.span", who="admin")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The same over another number of days."""
    await show(update, context, await asyncio.to_thread(_view, context, presser(update), arguments["days"]))


def _view(context: Context, admin: int, days: int) -> View:
    today = context.desk.today()
    first = today - timedelta(days=days - 1)
    asked = Figures(context.desk.database).asked(datetime.combine(first, time(), VIETNAM))
    span = fill(messages.FIGURES_TITLE, days=days, first=words.day(first), last=words.day(today))
    text = [bold(span), *(_all(asked), _by_day(asked)), _spent(context), _index(context)]
    row = [
        choice(context, admin, messages.FIGURES_DAYS.format(days=one), "figures.span", days=one)
        for one in _SPANS
        if one != days
    ]
    return paragraphs(text), [row]


def _all(asked: Sequence[Answered]) -> Html:
    if not asked:
        return escape(messages.FIGURES_NONE)
    seconds = sorted(one.seconds for one in asked)
    p95 = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    minds = Counter(one.model or messages.FIGURES_EMBEDDED for one in asked)
    models = ", ".join(messages.FIGURES_MODEL.format(name=name, count=count) for name, count in minds.most_common())
    unpriced = sorted({one.model for one in asked if one.model and not is_priced(one.model)})
    return lines(
        [
            fill(
                messages.FIGURES_QUESTIONS,
                count=len(asked),
                people=len({one.user_id for one in asked}),
                share=words.percent(_share(asked)),
            ),
            fill(
                messages.FIGURES_LATENCY,
                median=words.seconds(statistics.median(seconds)),
                p95=words.seconds(p95),
            ),
            fill(
                messages.FIGURES_TOKENS,
                entering=words.decimal(sum(one.input_tokens for one in asked), 0),
                leaving=words.decimal(sum(one.output_tokens for one in asked), 0),
                money=_dollars(asked),
                priced=words.day(PRICED_ON),
            ),
            fill(messages.FIGURES_MODELS, models=models),
            fill(messages.FIGURES_UNPRICED, models=", ".join(unpriced)) if unpriced else escape(""),
        ]
    )


def _by_day(asked: Sequence[Answered]) -> Html:
    days: dict[date, list[Answered]] = {}
    for one in asked:
        days.setdefault(one.at.astimezone(VIETNAM).date(), []).append(one)
    if len(days) < 2:
        return escape("")
    found = [
        fill(
            messages.FIGURES_DAY,
            day=words.day(day),
            count=len(those),
            share=words.percent(_share(those)),
            median=words.seconds(statistics.median(one.seconds for one in those)),
            tokens=words.decimal(sum(one.input_tokens + one.output_tokens for one in those), 0),
            money=_dollars(those),
        )
        for day, those in sorted(days.items(), reverse=True)[:_LINES]
    ]
    return lines([bold(escape(messages.FIGURES_BY_DAY)), *found])


def _spent(context: Context) -> Html:
    limit = context.desk.settings.money_a_day
    if limit is None:
        return escape("")
    spent = words.decimal(context.desk.quotas.spent_today(), 4)
    return fill(messages.FIGURES_SPENT, spent=spent, limit=words.decimal(limit, 2))


def _index(context: Context) -> Html:
    status = context.desk.library.status()
    return fill(
        messages.FIGURES_INDEX,
        health=messages.FIGURES_HEALTH[status.health],
        documents=words.decimal(status.documents, 0),
        chunks=words.decimal(status.chunks, 0),
        meetings=words.decimal(status.meetings, 0),
        tasks=words.decimal(status.tasks, 0),
    )


def _share(asked: Sequence[Answered]) -> float:
    return sum(one.found for one in asked) / len(asked)


def _dollars(asked: Sequence[Answered]) -> str:
    return words.decimal(sum(cost(one.model, one.input_tokens, one.output_tokens) for one in asked), 4)


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("thongke", figures, who=ADMIN, where=PRIVATE)]
