"""What admins see again and again: moments, names, pages, and the buttons below them.

An admin's button is bound to the private chat that it is shown in, and to that admin.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from telegram import Update

from bot import messages as words
from bot.store.people import Known
from bot.telegram import messages
from bot.telegram.buttons import short
from bot.telegram.clock import VIETNAM
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.render import Html, clipped, escape, quiet

View = tuple[Html, Keyboard]
_T = TypeVar("_T")

_SURE: Final = timedelta(minutes=10)  # a question whether one is sure stands that long
_NAME: Final = 64  # characters


def when(moment: datetime) -> Html:
    """A moment (aware) as people in Vietnam write it: 09:15 3/4/2024."""
    local = moment.astimezone(VIETNAM)
    return escape(f"{local:%H:%M} {words.day(local.date())}")


def name_of(user_id: int, known: Known | None) -> str:
    """How a person is called: by name, else by number."""
    return short(known.name, _NAME) if known and known.name.strip() else messages.PEOPLE_UNNAMED.format(id=user_id)


def subject(user_id: int, known: Known | None) -> str:
    """How the journal calls a person: by name and number."""
    return f"{name_of(user_id, known)} ({user_id})" if known and known.name.strip() else str(user_id)


def scopes_text(scopes: Sequence[str], *, everything: bool = False) -> Html:
    """Scopes in a sentence."""
    if everything:
        return escape(messages.PEOPLE_ALL_SCOPES)
    return quiet(", ".join(scopes)) if scopes else escape(messages.PEOPLE_NO_SCOPES)


def with_scope(scopes: Sequence[str], scope: str, *, give: bool) -> tuple[str, ...]:
    """The scopes with one of them added or taken away; again is the same as once."""
    others = tuple(one for one in scopes if one != scope)
    if not give:
        return others
    return tuple(scopes) if scope in scopes else (*others, scope)


def page_of(things: Sequence[_T], page: int, size: int) -> tuple[Sequence[_T], int, int]:
    """The things on a page, its number from 0 (the last one where there are fewer), and how many pages there are."""
    pages = max(1, -(-len(things) // size))
    page = min(max(page, 0), pages - 1)
    return things[page * size : (page + 1) * size], page, pages


def choice(context: Context, admin: int, label: str, action: str, *, once: bool = False, **arguments: Any) -> Button:
    """A button of one admin. One that works `once` confirms something, and not for long."""
    expires = _SURE if once else None
    return Button(short(label), context.desk.buttons.make(action, admin, admin, arguments, once=once, expires=expires))


def scope_rows(
    context: Context, admin: int, granted: Sequence[str], known: Sequence[str], action: str, **arguments: Any
) -> list[list[Button]]:
    """A button for each scope, ticked where it is granted; pressing turns that over. Two stand side by side.

    A button holds what is to become of the scope, so that an old one, or one that is handled again, does what it shows.
    """

    def button(scope: str) -> Button:
        there = scope in granted
        label = f"{'✅' if there else '▫️'} {scope}"
        return choice(context, admin, label, action, scope=scope, give=not there, **arguments)

    buttons = [button(scope) for scope in sorted({*granted, *known})]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def page_row(context: Context, admin: int, action: str, page: int, pages: int, **arguments: Any) -> list[Button]:
    """Buttons to the pages before and after, where there are such."""
    row = []
    if page > 0:
        row.append(choice(context, admin, messages.PAGE_BEFORE, action, page=page - 1, **arguments))
    if page + 1 < pages:
        row.append(choice(context, admin, messages.PAGE_AFTER, action, page=page + 1, **arguments))
    return row


def presser(update: Update) -> int:
    """The admin who has pressed the button."""
    assert update.callback_query is not None
    return update.callback_query.from_user.id


async def show(update: Update, context: Context, view: View, toast: str = "") -> None:
    """Let the message whose button was pressed show something else."""
    assert update.callback_query is not None and update.callback_query.message is not None
    text, keyboard = view
    await context.edit(update.callback_query.message.message_id, clipped(text), keyboard)
    await context.toast(toast)
