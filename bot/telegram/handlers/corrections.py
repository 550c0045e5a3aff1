"""Facts put right: an admin chooses what is wrong in a document, types what is right, and it holds from then on."""

import asyncio
from typing import Any, Final, get_args

from telegram import Update
from telegram.ext import BaseHandler

from bot import messages as words
from bot.store.awaited import Awaited
from bot.telegram import cards, messages
from bot.telegram.buttons import on_button
from bot.telegram.cards import Maker, Seen
from bot.telegram.desk import Context
from bot.telegram.handlers.documents import move_to, pressed, seen_or_gone, show, who
from bot.telegram.handlers.expecting import expect, expected, settle
from bot.telegram.meeting_card import due_words
from bot.telegram.pages import page
from bot.telegram.render import bold, fill, join, quiet
from rag import Correctable, Correction, MeetingRecord, RagError

_OF_MEETING: Final = ("title", "date", "time", "place", "chair")
_OF_TASK: Final = ("owner", "deadline", "task")
_TASKS: Final = 8  # on one page
_NOTHING: Final = frozenset("-–—")  # typed where the document does not say

HANDLERS: list[BaseHandler[Any, Any, Any]] = []  # buttons, and words that `typed` hands over


@on_button("document.fix", who="admin")
async def choose(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Offer what can be put right."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    make = _maker(context, arguments)
    fields = [make(messages.FIX_FIELDS[field], "document.field", field=field) for field in _OF_MEETING]
    rows = [fields[:3], fields[3:]]
    last = [make(messages.BUTTON_BACK, "document.show")]
    if seen.record is not None and seen.record.assignments:
        last.insert(0, make(messages.FIX_TASKS, "document.tasks", page=0))
    text = join("\n", (cards.shown(seen), cards.understood(seen), bold(fill(messages.FIX_CHOOSE))))
    await context.edit(pressed(update), text, [*rows, last])


@on_button("document.tasks", who="admin")
async def choose_task(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Offer the tasks of a meeting, page by page."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None or seen.record is None:
        return
    await context.toast()
    make = _maker(context, arguments)
    part = page(seen.record.assignments, arguments["page"], _TASKS)
    lines = [
        fill(messages.FIX_TASK_LINE, number=number, task=" ".join(task.task.split())[:200])
        for number, task in enumerate(part.shown, part.first)
    ]
    numbers = [make(str(part.first + at), "document.task", number=part.first + at) for at in range(len(part.shown))]
    turning = part.turning(lambda label, number: make(label, "document.tasks", page=number))
    rows = [numbers[:4], numbers[4:], turning, [make(messages.BUTTON_BACK, "document.fix")]]
    await context.edit(pressed(update), join("\n", (bold(fill(messages.FIX_CHOOSE_TASK)), *lines)), rows)


@on_button("document.task", who="admin")
async def choose_of_task(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Offer what can be put right in one task."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    make, number = _maker(context, arguments), arguments["number"]
    rows = [
        [make(messages.FIX_FIELDS[field], "document.field", field=field, number=number) for field in _OF_TASK],
        [make(messages.BUTTON_BACK, "document.tasks", page=(number - 1) // _TASKS)],
    ]
    lines = [fill(messages.FIX_TASK, number=number, task=_value(seen, "task", number))]
    for field in ("owner", "deadline"):
        value = _value(seen, field, number) or messages.FIX_NOTHING
        lines.append(fill(messages.FIX_VALUE, field=messages.FIX_FIELDS[field], value=value))
    await context.edit(pressed(update), join("\n", lines), rows)


@on_button("document.field", who="admin")
async def ask(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Ask for the right value."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    field, number = arguments["field"], arguments.get("number")
    template = messages.FIX_TYPE if number is None else messages.FIX_TYPE_TASK
    prompt = join(
        "\n",
        (
            bold(fill(template, field=messages.FIX_FIELDS[field], number=number)),
            fill(messages.FIX_NOW, value=_value(seen, field, number) or messages.FIX_NOTHING),
            fill(messages.FIX_HINTS[field]),
        ),
    )
    document_id, upload = arguments["document"], arguments["upload"]
    await expect(
        context, Awaited(context.here, who(update), field, document_id, number, pressed(update), upload), prompt
    )


async def take_value(update: Update, context: Context) -> bool:
    """Take a message for the value that was asked for; whether one was."""
    assert update.message is not None and update.message.text is not None
    admin, text = who(update), update.message.text.strip()
    wanted = await expected(context, admin)
    if wanted is None:
        return False
    try:
        if wanted.what == "scope":
            said = await move_to(
                context, admin, wanted.message_id, wanted.document_id, " ".join(text.split()), wanted.upload
            )
        else:
            value = "" if text in _NOTHING else text
            said = await _correct(context, admin, wanted, value)
    except RagError as error:  # they may type it again
        await context.reply(quiet(getattr(error, "reason", str(error))))
        return True
    await settle(context, admin)
    await context.reply(said)
    return True


async def _correct(context: Context, admin: int, wanted: Awaited, value: str) -> Any:
    assert wanted.what in get_args(Correctable)
    context.desk.uploads.demand_free()
    change = Correction(wanted.what, value, wanted.number)  # type: ignore[arg-type]
    library, journal = context.desk.library, context.desk.journal
    await asyncio.to_thread(library.correct, wanted.document_id, [change])
    seen = await asyncio.to_thread(cards.look, library, wanted.document_id)
    assert seen is not None, "it was corrected just now"
    field = messages.FIX_FIELDS[wanted.what]
    await asyncio.to_thread(journal.note, admin, "correct", seen.document.title, field)
    await show(context, wanted.message_id, wanted.document_id, wanted.upload)
    template = messages.FIX_DONE if wanted.number is None else messages.FIX_DONE_TASK
    now = _value(seen, wanted.what, wanted.number) or messages.FIX_EMPTY
    return fill(template, field=field, number=wanted.number, value=bold(quiet(now)))


def _maker(context: Context, arguments: dict[str, Any]) -> Maker:
    return Maker(context.desk.buttons, context.here, arguments["document"], arguments["upload"])


def _value(seen: Seen, field: str, number: int | None) -> str:
    """What a field holds now, as people read it."""
    record = seen.record or MeetingRecord(seen.document.title)
    if number is None:
        return {
            "title": seen.document.title,
            "date": words.day(seen.document.date),
            "time": record.time or "",
            "place": record.place or "",
            "chair": "; ".join(", ".join(filter(None, (chair.name, chair.role))) for chair in record.chairs),
        }[field]
    if number > len(record.assignments):
        return ""
    task = record.assignments[number - 1]
    return {"owner": task.owner or ", ".join(task.people), "task": task.task, "deadline": due_words(task)}[field]
