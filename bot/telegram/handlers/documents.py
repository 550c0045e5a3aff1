"""Documents from admins: files, albums, addresses and forwarded texts enter the queue; what was understood is put right.

The buttons under a document that was just indexed are here: right, another scope, take it back, instead of the old one.
"""

import asyncio
import mimetypes
import re
from dataclasses import replace
from typing import Any, Final

from telegram import Message, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot import messages as words
from bot.store import done
from bot.store.awaited import Awaited
from bot.store.uploads import Upload
from bot.telegram import cards, messages
from bot.telegram.buttons import on_button, short
from bot.telegram.cards import Maker, Seen
from bot.telegram.desk import Context
from bot.telegram.handlers.expecting import expect
from bot.telegram.indexing import name_of
from bot.telegram.originals import safe_name
from bot.telegram.render import Html, escape, fill, join
from rag import DEFAULT_SCOPE

_MOST: Final = 20 * 1024 * 1024  # bytes. Source: https://core.telegram.org/bots/api#getfile
_LONG: Final = 300  # characters from which a forwarded text is a document
_TITLE: Final = 80  # characters of a text's first line that name it
_ADDRESSES = re.compile(r"\s*(?:https?://[^\s<>\"]+\s*)+", re.IGNORECASE)


async def take_file(update: Update, context: Context) -> None:
    """A file from an admin."""
    message = update.message
    assert message is not None and message.document is not None and message.from_user is not None
    if not context.desk.access.is_admin(message.from_user.id):
        await context.reply(escape(messages.DOCUMENTS_FOR_ADMINS))
        return
    document = message.document
    suffix = mimetypes.guess_extension(document.mime_type or "") or ""
    name = safe_name(document.file_name or f"tai-lieu{suffix}")
    if (document.file_size or 0) > _MOST:
        size = words.decimal((document.file_size or 0) / 1024**2, 0)
        await context.reply(fill(messages.DOCUMENT_TOO_BIG, name=name, size=size))
        return
    album = message.media_group_id
    batch = f"g{message.chat.id}:{album}" if album else f"u{context.update_id}"
    await context.desk.uploads.take(
        [_upload(context, message, batch, kind="file", name=name, file_id=document.file_id)]
    )


async def take_picture(update: Update, context: Context) -> None:
    """A picture, which has no text."""
    assert update.effective_user is not None
    admin = context.desk.access.is_admin(update.effective_user.id)
    await context.reply(escape(messages.DOCUMENT_PICTURE if admin else messages.DOCUMENTS_FOR_ADMINS))


async def take_text(update: Update, context: Context) -> bool:
    """A message of an admin that is nothing but addresses, or a long text forwarded from elsewhere; whether it was."""
    message = update.message
    if message is None or message.text is None:
        return False
    batch = f"u{context.update_id}"
    if _ADDRESSES.fullmatch(message.text):
        addresses = dict.fromkeys(message.text.split())
        wanted = [
            _upload(context, message, batch, number, kind="source", name=name_of(one), source=one)
            for number, one in enumerate(addresses)
        ]
    elif message.forward_origin is not None and len(message.text) >= _LONG:
        first = message.text.strip().splitlines()[0]
        name = safe_name(f"{short(first, _TITLE)}.txt")
        path = await asyncio.to_thread(context.desk.uploads.originals.keep, message.text.encode(), name)
        wanted = [_upload(context, message, batch, kind="source", name=name, source=str(path))]
    else:
        return False
    await context.desk.uploads.take(wanted)
    return True


def _upload(context: Context, message: Message, batch: str, number: int = 0, **fields: Any) -> Upload:
    assert message.from_user is not None
    key = f"{context.update_id}:{number}"
    return Upload(key, batch, message.chat.id, message.from_user.id, scope=DEFAULT_SCOPE, **fields)


async def show(
    context: Context, message_id: int, document_id: str, upload: int = 0, *, confirmed: bool = False
) -> None:
    """Make a message show a document as it is now."""
    seen = await asyncio.to_thread(cards.look, context.desk.library, document_id)
    if seen is None:
        await context.edit(message_id, escape(messages.DOCUMENT_GONE))
        return
    make = Maker(context.desk.buttons, context.here, document_id, upload)
    known = await context.desk.uploads.find(upload) if upload else None
    if known is None:
        text, keyboard = cards.from_shelf(make, seen)
    else:
        text, keyboard = cards.fresh(make, seen, known.result, confirmed=confirmed)
    await context.edit(message_id, text, keyboard)


async def seen_or_gone(update: Update, context: Context, document_id: str) -> Seen | None:
    """The document that a button is about; where it is gone, the message says so."""
    seen = await asyncio.to_thread(cards.look, context.desk.library, document_id)
    if seen is None:
        await context.toast(messages.DOCUMENT_GONE)
        await context.edit(pressed(update), escape(messages.DOCUMENT_GONE))
    return seen


def pressed(update: Update) -> int:
    """The message whose button was pressed."""
    assert update.callback_query is not None and update.callback_query.message is not None
    return update.callback_query.message.message_id


def who(update: Update) -> int:
    """The admin who acts."""
    assert update.effective_user is not None
    return update.effective_user.id


@on_button("document.show", who="admin")
async def back(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Back to the document."""
    await context.toast()
    await show(context, pressed(update), arguments["document"], arguments["upload"])


@on_button("document.right", who="admin")
async def right(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """What was understood is right."""
    await context.toast()
    await show(context, pressed(update), arguments["document"], arguments["upload"], confirmed=True)


def _free(context: Context) -> None:
    context.desk.uploads.demand_free()


@on_button("document.undo", who="admin", check=_free)
async def undo(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Take a document back that was just indexed, with its original."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    await asyncio.to_thread(_remove, context, who(update), seen, keep_original=False)
    await context.edit(pressed(update), fill(messages.DOCUMENT_UNDONE, title=cards.title(seen.document)))


@on_button("document.replace", who="admin", check=_free)
async def instead(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Remove the documents of the same name that were there before."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    older = [twin for twin in seen.twins if twin.id in arguments["twins"]]
    for twin in older:
        await asyncio.to_thread(_remove, context, who(update), replace(seen, document=twin), keep_original=True)
    await show(context, pressed(update), arguments["document"], arguments["upload"])
    removed = join("; ", (cards.title(twin) for twin in older))
    template = messages.DOCUMENT_REPLACED if older else messages.DOCUMENT_REPLACED_NONE
    await context.reply(fill(template, title=cards.title(seen.document), removed=removed))


def _remove(context: Context, admin: int, seen: Seen, *, keep_original: bool) -> None:
    desk, document = context.desk, seen.document
    if not desk.library.remove(document.id):
        return
    desk.journal.note(admin, "remove", document.title)
    if keep_original:
        desk.uploads.originals.touch(document.source)
    elif not desk.library.documents(source=document.source):
        desk.uploads.originals.discard(document.source)


def remove(context: Context, admin: int, seen: Seen) -> None:
    """Remove a document so that this can be undone: its original stays for a while. Blocks."""
    _remove(context, admin, seen, keep_original=True)


@on_button("document.scope", who="admin")
async def choose_scope(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Offer the scopes that there are."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    make = Maker(context.desk.buttons, context.here, arguments["document"], arguments["upload"])
    scopes = await asyncio.to_thread(context.desk.access.all_scopes)
    here, source = seen.document.scope, seen.document.source
    options = [make(scope, "document.move", scope=scope, source=source) for scope in scopes if scope != here]
    rows = [options[at : at + 2] for at in range(0, len(options), 2)]
    rows.append([make(messages.BUTTON_OTHER_SCOPE, "document.rescope"), make(messages.BUTTON_BACK, "document.show")])
    text = join("\n", (cards.shown(seen), fill(messages.SCOPE_CHOOSE)))
    await context.edit(pressed(update), text, rows)


@on_button("document.move", who="admin")
async def move(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Bring a document into another scope."""
    library, scope = context.desk.library, arguments["scope"]
    there = await asyncio.to_thread(library.at, arguments["source"], scope=scope)
    if there is not None and await asyncio.to_thread(library.document, arguments["document"]) is None:
        await context.toast()  # it was moved before a kill
        await show(context, pressed(update), there.id, arguments["upload"])
        return
    if await seen_or_gone(update, context, arguments["document"]) is None:
        return
    await context.toast()
    await move_to(context, who(update), pressed(update), arguments["document"], scope, arguments["upload"])


async def move_to(context: Context, admin: int, message_id: int, document_id: str, scope: str, upload: int = 0) -> Html:
    """Bring a document into a scope, and show it there; returns the sentence that says so."""
    context.desk.uploads.demand_free()
    moved = await asyncio.to_thread(context.desk.library.move, document_id, scope)
    await context.desk.writer.write(lambda connection: done.move(connection, document_id, moved.id))
    await asyncio.to_thread(context.desk.journal.note, admin, "move", moved.title, scope)
    await show(context, message_id, moved.id, upload)
    return fill(messages.DOCUMENT_MOVED, title=cards.title(moved), scope=scope)


@on_button("document.rescope", who="admin")
async def type_scope(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Ask for the name of a scope that there is not yet."""
    seen = await seen_or_gone(update, context, arguments["document"])
    if seen is None:
        return
    await context.toast()
    awaited = Awaited(
        context.here, who(update), "scope", arguments["document"], None, pressed(update), arguments["upload"]
    )
    await expect(context, awaited, fill(messages.SCOPE_TYPE, title=cards.title(seen.document)))


_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.VIA_BOT

HANDLERS: list[BaseHandler[Any, Any, Any]] = [
    MessageHandler(_PRIVATE & filters.Document.ALL, take_file),
    MessageHandler(_PRIVATE & (filters.PHOTO | filters.VIDEO | filters.VIDEO_NOTE), take_picture),
]
