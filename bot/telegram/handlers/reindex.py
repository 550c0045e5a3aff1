"""/reindex: the index brought up to date with what has changed, or made anew; it can be stopped, and the old one serves."""

import asyncio
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.store.uploads import Kind, Upload
from bot.telegram import messages
from bot.telegram.buttons import on_button
from bot.telegram.commands import ADMIN, Command
from bot.telegram.desk import Context
from bot.telegram.handlers.documents import pressed, who
from bot.telegram.keyboard import Button
from bot.telegram.render import escape, fill


async def reindex(update: Update, context: Context) -> None:
    """Ask which way."""
    status = await asyncio.to_thread(context.desk.library.status)

    def button(label: str, action: str, **arguments: Any) -> Button:
        make = context.desk.buttons.make
        return Button(label, make(action, context.here, who(update), arguments, once=True))

    rows = [
        [button(messages.REINDEX_CHANGED, "reindex.run", kind="changed")],
        [button(messages.REINDEX_ALL, "reindex.run", kind="all")],
        [button(messages.BUTTON_NEVER_MIND, "reindex.leave")],
    ]
    text = fill(messages.REINDEX_CHOOSE, documents=status.documents, chunks=status.chunks)
    await context.reply(text, keyboard=rows)


@on_button("reindex.run", who="admin")
async def run(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Begin, and show how far it is in place of the question."""
    await context.toast()
    kind: Kind = arguments["kind"]
    batch = f"u{context.update_id}"
    wanted = Upload(f"{batch}:{kind}", batch, context.here, who(update), kind, message_id=pressed(update))
    await context.desk.uploads.take([wanted])


@on_button("reindex.stop", who="admin")
async def stop(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Stop it."""
    await context.toast()
    await context.desk.uploads.stop(arguments["batch"])


@on_button("reindex.leave", who="admin")
async def leave(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Do not begin."""
    await context.toast()
    await context.edit(pressed(update), escape(messages.REINDEX_NOT_STARTED))


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("reindex", reindex, who=ADMIN)]
