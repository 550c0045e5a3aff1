"""/nguoidung: who wants in, who is in and what they may see; and the button by which a stranger asks.

Lists and cards are shown in one message that changes with each press. What shuts somebody out or makes somebody an admin
is asked once more. Every decision is in the journal.
"""

import asyncio
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler

from bot.store.people import Known
from bot.telegram import messages
from bot.telegram.buttons import on_button
from bot.telegram.choices import choice, name_of, presser, scopes_text, show, subject, with_scope
from bot.telegram.commands import ADMIN, PRIVATE, Command
from bot.telegram.desk import Context, message
from bot.telegram.outgoing import Outgoing
from bot.telegram.render import Html, bold, escape, fill, lines, quiet
from bot.telegram.roster import card, roster, standing
from rag import DEFAULT_SCOPE

_ID_DIGITS: Final = 16  # Telegram's numbers have fewer


async def people(update: Update, context: Context) -> None:
    """/nguoidung, or /nguoidung NUMBER for one person, whether or not they have written before."""
    user = update.effective_user
    assert user is not None
    await asyncio.to_thread(context.desk.access.people.know, user.id, user.full_name)
    wanted = context.args[0] if context.args else None
    if wanted is None:
        text, keyboard = await asyncio.to_thread(roster, context, user.id)
    elif wanted.isascii() and wanted.isdecimal() and len(wanted) <= _ID_DIGITS:
        text, keyboard = await asyncio.to_thread(card, context, user.id, int(wanted))
    else:
        await context.reply(fill(messages.PEOPLE_USAGE, example="/nguoidung 123456789"))
        return
    await context.reply(text, keyboard=keyboard)


@on_button("access.ask", who="anyone")
async def ask(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """A stranger asks to be let in: the admins are told, once for as long as nobody has decided."""
    query, access = update.callback_query, context.desk.access
    assert query is not None and query.message is not None
    user = query.from_user
    if not access.admins():
        await context.toast(messages.ACCESS_NO_ADMIN, alert=True)
        return
    if not access.is_admin(user.id):
        await asyncio.to_thread(access.people.ask, user.id, user.full_name, context.desk.now())
    known = access.people.get(user.id)
    if known is None or known.asked_at is None or known.status != "waiting":
        await context.toast(
            messages.ACCESS_DENIED if access.who(user.id).status == "denied" else messages.ACCESS_ALREADY
        )
        return
    for admin in access.admins():
        text, keyboard = await asyncio.to_thread(card, context, admin, user.id)
        text = lines([fill(messages.ACCESS_REQUEST, name=bold(quiet(name_of(user.id, known)))), text])
        key = f"asked:{user.id}:{known.asked_at:%Y%m%d%H%M%S}:{admin}"
        await context.desk.outbox.put(Outgoing(admin, "sendMessage", message(text, keyboard), key=key))
    await context.edit(query.message.message_id, escape(messages.ACCESS_ASKED))
    await context.toast()


@on_button("people.list", who="admin")
async def show_roster(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """One of the lists, or another page of it."""
    await show(update, context, await asyncio.to_thread(roster, context, presser(update), **arguments))


@on_button("people.card", who="admin")
async def show_card(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """One person."""
    await show(update, context, await asyncio.to_thread(card, context, presser(update), arguments["user"]))


@on_button("people.scope", who="admin")
async def set_scope(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Grant a scope or take it away."""
    desk, user_id = context.desk, arguments["user"]
    known = desk.access.people.get(user_id)
    if known is None or known.status == "denied":
        await _refresh(update, context, user_id, messages.PEOPLE_ALREADY)
        return
    scopes = with_scope(known.scopes, arguments["scope"], give=arguments["give"])

    def work() -> None:
        desk.access.people.grant(user_id, scopes)
        desk.journal.note(presser(update), "scopes", subject(user_id, known), ", ".join(scopes))

    await asyncio.to_thread(work)
    await _refresh(update, context, user_id, messages.PEOPLE_SAVED)


@on_button("people.sure", who="admin")
async def ask_whether_sure(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """What has consequences is asked once more."""
    admin, user_id = presser(update), arguments["user"]
    name = bold(quiet(name_of(user_id, context.desk.access.people.get(user_id))))
    yes = choice(context, admin, messages.SURE_YES, "people.do", once=True, **arguments)
    no = choice(context, admin, messages.SURE_NO, "people.card", user=user_id)
    await show(update, context, (fill(messages.PEOPLE_SURE[arguments["do"]], name=name), [[yes, no]]))


@on_button("people.do", who="admin")
async def decide(update: Update, context: Context, arguments: dict[str, Any]) -> None:
    """Decide about a person, unless somebody has decided since the button was shown."""
    access, do, user_id = context.desk.access, arguments["do"], arguments["user"]
    known = access.people.get(user_id)
    if standing(known) != arguments["was"]:
        await _refresh(update, context, user_id, messages.PEOPLE_ALREADY)
        return
    if arguments["was"] == "admin" and access.admins() == (user_id,):
        await _refresh(update, context, user_id, messages.PEOPLE_LAST_ADMIN)
        return
    await asyncio.to_thread(_do, context, presser(update), user_id, known, do)
    news = _news(context, user_id, do, arguments["was"])
    if news:
        key = f"{context.update_id}:{do}"
        await context.desk.outbox.put(Outgoing(user_id, "sendMessage", message(news), key=key))
    await _refresh(update, context, user_id, messages.PEOPLE_SAVED)


def _do(context: Context, admin: int, user_id: int, known: Known | None, do: str) -> None:
    people, now = context.desk.access.people, context.desk.now()
    if do == "allow":
        people.allow(user_id, admin, now, scopes=known.scopes if known and known.scopes else (DEFAULT_SCOPE,))
    elif do in ("deny", "revoke"):
        people.deny(user_id, admin, now)
    elif do in ("promote", "demote"):
        people.make_admin(user_id, admin, now, admin=do == "promote")
    elif do == "forget":
        people.forget(user_id)
    after = people.get(user_id)
    context.desk.journal.note(admin, do, subject(user_id, known), ", ".join(after.scopes) if after else "")


def _news(context: Context, user_id: int, do: str, was: str) -> Html:
    """What the person concerned is told, if anything."""
    if do == "allow":
        return fill(messages.ACCESS_GRANTED, scopes=scopes_text(context.desk.access.who(user_id).scopes))
    if do == "promote":
        return escape(messages.ACCESS_NOW_ADMIN)
    return escape(messages.ACCESS_REFUSED if do == "deny" and was == "waiting" else "")


async def _refresh(update: Update, context: Context, user_id: int, toast: str) -> None:
    await show(update, context, await asyncio.to_thread(card, context, presser(update), user_id), toast)


HANDLERS: list[BaseHandler[Any, Any, Any]] = [Command("nguoidung", people, who=ADMIN, where=PRIVATE)]
