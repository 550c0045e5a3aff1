"""The handlers put together, in the order in which they see an update."""

from typing import Any, Final

from telegram.ext import Application, ApplicationBuilder, BaseHandler, ContextTypes

from bot.telegram import buttons
from bot.telegram.commands import Command
from bot.telegram.desk import Context, Desk
from bot.telegram.errors import explain
from bot.telegram.handlers import (
    ask,
    corrections,
    documents,
    due,
    feedback,
    figures,
    gate,
    groups,
    journal,
    meetings,
    mine,
    people,
    reindex,
    reminding,
    shelf,
    sources,
    start,
    tasks,
    typed,
    unanswered,
    voice,
)  # fmt: skip

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

# Within each of these, the first handler that fits has the update; then it goes on to the next, unless it is stopped.
_ORDER: Final[tuple[tuple[Any, ...], ...]] = (
    (gate,),  # who may not ask gets no further
    (typed,),  # words that a button has asked for
    (
        start, people, groups, journal, figures, unanswered,
        shelf, corrections, reindex, documents,
        due, reminding, mine, meetings, tasks,
        sources, feedback, voice, ask, buttons,
    ),
)  # fmt: skip


def build_application(desk: Desk) -> AnyApplication:
    """python-telegram-bot's application with all handlers. It does not fetch updates by itself."""
    builder = ApplicationBuilder().bot(desk.api).updater(None).job_queue(None)
    application = builder.context_types(ContextTypes(context=Context)).build()
    application.bot_data["desk"] = desk
    for group, rooms in enumerate(_ORDER):
        for room in rooms:
            handlers: list[BaseHandler[Any, Any, Any]] = room.HANDLERS
            application.add_handlers(handlers, group)
    application.add_error_handler(explain)
    return application


def commands(application: AnyApplication) -> list[Command]:
    """The commands that the application takes, in their order."""
    return [one for group in application.handlers.values() for one in group if isinstance(one, Command)]
