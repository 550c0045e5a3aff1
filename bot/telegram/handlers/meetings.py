"""/hop: the meetings, newest first, filtered and paged by buttons; one meeting with its facts.

A list is told by its filters alone, so a press reads the ledger anew: what was removed or forbidden since is gone.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.telegram import messages
from bot.telegram.answered import number_of
from bot.telegram.buttons import on_button, short
from bot.telegram.commands import USER, Command
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.meeting_card import meeting_card
from bot.telegram.pages import page
from bot.telegram.render import Html, bold, fill, lines, paragraphs
from bot.telegram.replies import day_of
from rag import Meeting

_SIZE: Final = 6  # meetings on a page
_CHOICES: Final = 12  # values of a filter on a page
_VALUE: Final = 200  # characters of a filter's value
_FILTERS: Final = {
    "month": messages.FILTER_MONTH,
    "body": messages.FILTER_BODY,
    "chair": messages.FILTER_CHAIR,
}

_View = tuple[Html, Keyboard]


@dataclass(frozen=True, slots=True)
class _List:
    """What a list shows."""

    month: str | None = None  # "2025-10"
    body: str | None = None
    chair: str | None = None
    page: int = 0

    def with_filter(self, key: str, value: str | None) -> "_List":
        """The first page with one filter set or taken away."""
        changed: dict[str, Any] = {"page": 0, key: value}
        return replace(self, **changed)

    def fits(self, meeting: Meeting) -> bool:
        record = meeting.record
        return (
            (self.month is None or _month(record.date) == self.month)
            and (self.body is None or _value(record.body) == self.body)
            and (self.chair is None or self.chair in (_value(chair.name) for chair in record.chairs))
        )


async def command(update: Update, context: Context) -> None:
    """/hop."""
    text, keyboard = await asyncio.to_thread(_listing, update, context, _List())
    await context.reply(text, keyboard=keyboard)


@on_button("meetings")
async def turn(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Another page, or another filter."""
    await _show(update, context, await asyncio.to_thread(_listing, update, context, _List(**arguments)))


@on_button("meetings.filter")
async def choose(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """The values of a filter to choose from."""
    shown = _List(**arguments["list"])
    view = await asyncio.to_thread(_values, update, context, shown, arguments["filter"], arguments["page"])
    await _show(update, context, view)


@on_button("meeting")
async def one(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """One meeting."""
    view = await asyncio.to_thread(_card, update, context, str(arguments["document"]), arguments.get("list"))
    if view is None:
        await context.toast(messages.SOURCE_GONE, alert=True)
        return
    if arguments.get("list") is None:
        await context.toast()
        await context.reply(view[0], keyboard=view[1])
    else:
        await _show(update, context, view)


async def _show(update: Update, context: Context, view: _View) -> None:
    await context.toast()
    assert update.callback_query is not None and update.callback_query.message is not None
    await context.edit(update.callback_query.message.message_id, *view)


def _listing(update: Update, context: Context, wanted: _List) -> _View:
    scopes = context.desk.access.scopes(update)
    found = [m for m in context.desk.library.meetings(scopes) if wanted.fits(m)] if scopes else []
    here = page(found, wanted.page, _SIZE)
    wanted = replace(wanted, page=here.number)
    texts = [bold(fill(messages.MEETINGS_TITLE, count=len(found))) if found else fill(messages.MEETINGS_NONE)]
    chosen = [name for name in (_label("month", wanted.month), wanted.body, wanted.chair) if name]
    if chosen:
        texts[0] = lines([texts[0], fill(messages.FILTERED, filters=" · ".join(chosen))])
    texts += [_line(number, meeting) for number, meeting in enumerate(here.shown, here.first)]
    numbers = [
        _button(context, str(number), "meeting", {"document": m.document.id, "list": asdict(wanted)})
        for number, m in enumerate(here.shown, here.first)
    ]
    turns = here.turning(lambda label, to: _button(context, label, "meetings", asdict(replace(wanted, page=to))))
    filters = [
        _button(
            context,
            messages.FILTER_MENU.format(name=name),
            "meetings.filter",
            {"list": asdict(wanted), "filter": key, "page": 0},
        )
        for key, name in _FILTERS.items()
    ]
    clear = [_button(context, messages.FILTER_CLEAR, "meetings", asdict(_List()))] if chosen else []
    return paragraphs(texts), [row for row in (numbers, turns, filters, clear) if row]


def _values(update: Update, context: Context, wanted: _List, key: str, number: int) -> _View:
    """What a filter can be set to: the values among the meetings that fit the other filters, most frequent first."""
    scopes = context.desk.access.scopes(update)
    others = wanted.with_filter(key, None)
    found = [m for m in context.desk.library.meetings(scopes) if others.fits(m)] if scopes else []
    counts: dict[str, int] = {}
    for meeting in found:
        for value in _values_of(meeting, key):
            counts[value] = counts.get(value, 0) + 1
    values = (
        sorted(counts, reverse=True) if key == "month" else sorted(counts, key=lambda value: (-counts[value], value))
    )
    here = page(values, number, _CHOICES)
    buttons = [
        _button(
            context,
            f"{short(_label(key, value) or '', 40)} ({counts[value]})",
            "meetings",
            asdict(others.with_filter(key, value)),
        )
        for value in here.shown
    ]
    width = 3 if key == "month" else 1
    rows = [buttons[at : at + width] for at in range(0, len(buttons), width)]
    turns = here.turning(
        lambda label, to: _button(
            context, label, "meetings.filter", {"list": asdict(wanted), "filter": key, "page": to}
        ),
    )
    back = _button(context, messages.FILTER_ALL, "meetings", asdict(others))
    return bold(fill(messages.FILTER_CHOOSE, name=_FILTERS[key])), [row for row in (*rows, turns, [back]) if row]


def _card(update: Update, context: Context, document_id: str, back: dict[str, Any] | None) -> _View | None:
    library = context.desk.library
    document = library.document(document_id)
    if document is None or document.scope not in context.desk.access.scopes(update):
        return None
    record = library.record(document_id)
    if record is None:
        return None
    rows = []
    if record.assignments:
        rows.append(
            [
                _button(
                    context,
                    messages.MEETING_SHOW_TASKS,
                    "tasks",
                    {"view": "meeting", "document": document_id, "fresh": True},
                )
            ]
        )
    if back is not None:
        rows.append([_button(context, messages.BACK_TO_LIST, "meetings", back)])
    return meeting_card(Meeting(document, record), number_of(library, document)), rows


def _line(number: int, meeting: Meeting) -> Html:
    record = meeting.record
    title = record.title or meeting.document.title or meeting.document.name
    tasks = messages.TASKS_TITLES["all"].format(count=len(record.assignments))
    first = fill(messages.MEETINGS_LINE, number=number, day=day_of(record.date), title=short(title, 160))
    chairs = ", ".join(chair.name for chair in record.chairs)
    second = (
        fill(messages.MEETINGS_CHAIR, chair=short(chairs, 160), tasks=tasks)
        if chairs
        else fill(messages.MEETINGS_NO_CHAIR, tasks=tasks)
    )
    return lines([first, second])


def _values_of(meeting: Meeting, key: str) -> Sequence[str]:
    record = meeting.record
    if key == "month":
        return [_month(record.date)] if record.date else []
    if key == "body":
        return [_value(record.body)] if record.body else []
    return list(dict.fromkeys(_value(chair.name) for chair in record.chairs))


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _label(key: str, value: str | None) -> str | None:
    if key != "month" or value is None:
        return value
    year, _, month = value.partition("-")
    return messages.MONTH.format(month=int(month), year=year)


def _value(text: str | None) -> str:
    return (text or "")[:_VALUE]


def _button(context: Context, label: str, action: str, arguments: dict[str, Any]) -> Button:
    return Button(short(label), context.desk.buttons.make(action, context.here, None, arguments))


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("hop", command, who=USER)]
