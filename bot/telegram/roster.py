"""What admins see of people: lists by standing, and a card of each person with what can be decided.

Enters: what the database holds now, for one admin. Leaves: text and buttons. Reads the database, so it is called in a
thread.
"""

from typing import Final

from bot.store.people import Known
from bot.telegram import messages
from bot.telegram.choices import View, choice, name_of, page_of, page_row, scope_rows, scopes_text, when
from bot.telegram.desk import Context
from bot.telegram.keyboard import Button
from bot.telegram.render import bold, escape, fill, lines, quiet
from rag import DEFAULT_SCOPE

_PAGE: Final = 8  # people
_LISTS: Final = ("waiting", "allowed", "denied", "admin")
_OUTRIGHT: Final = ("allow", "deny")  # what is done without asking whether one is sure: it can be turned round
_DECISIONS: Final = {
    "stranger": ("allow",),
    "waiting": ("allow", "deny"),
    "allowed": ("promote", "revoke"),
    "denied": ("allow", "forget"),
    "admin": ("demote", "revoke"),
}


def standing(known: Known | None) -> str:
    """What the database makes of a person: "stranger", "waiting", "allowed", "denied" or "admin"."""
    if known is None:
        return "stranger"
    return "admin" if known.admin and known.status == "allowed" else known.status


def roster(context: Context, admin: int, show: str | None = None, page: int = 0) -> View:
    """The people of one standing; by default those who wait, or else those who may ask."""
    access = context.desk.access
    known = {one.id: one for one in access.people.listed()}
    ids: dict[str, list[int]] = {one: [] for one in _LISTS} | {"admin": list(access.admins())}
    for one in known.values():
        if one.status in ids and one.id not in ids["admin"]:
            ids[one.status].append(one.id)
    show = show or ("waiting" if ids["waiting"] else "allowed")
    shown, page, pages = page_of(ids[show], page, _PAGE)
    text = [bold(escape(messages.PEOPLE_TITLE))]
    text.append(fill(messages.PEOPLE_COUNT, label=escape(messages.PEOPLE_STATUS[show]), count=len(ids[show])))
    if pages > 1:
        text.append(fill(messages.PAGE, number=page + 1, count=pages))
    tabs = [choice(context, admin, _tab(one, len(ids[one])), "people.list", show=one) for one in _LISTS if one != show]
    rows = [[choice(context, admin, name_of(one, known.get(one)), "people.card", user=one)] for one in shown]
    return lines(text), [*rows, page_row(context, admin, "people.list", page, pages, show=show), tabs]


def card(context: Context, admin: int, user_id: int) -> View:
    """One person with what may be decided about them."""
    access = context.desk.access
    known, person = access.people.get(user_id), access.who(user_id)
    now = standing(known)
    status = messages.PEOPLE_STATUS["admin" if person.admin else person.status]
    text = [bold(quiet(name_of(user_id, known))), fill(messages.PEOPLE_ID, id=user_id)]
    text.append(fill(messages.PEOPLE_STANDING, status=escape(status)))
    if known and known.asked_at and now == "waiting":
        text.append(fill(messages.PEOPLE_ASKED_AT, at=when(known.asked_at)))
    if known and known.decided_at and known.decided_by is not None:
        by = name_of(known.decided_by, access.people.get(known.decided_by))
        text.append(fill(messages.PEOPLE_DECIDED, by=by, at=when(known.decided_at)))
    granted = known.scopes if known else ()
    text.append(fill(messages.PEOPLE_SCOPES, scopes=scopes_text(granted, everything=person.admin)))
    rows: list[list[Button]] = []
    if access.is_set_admin(user_id):
        text.append(escape(messages.PEOPLE_SET_ADMIN))
    else:
        if now in ("waiting", "allowed"):
            rows += scope_rows(context, admin, granted, access.all_scopes(), "people.scope", user=user_id)
        rows.append([_decision(context, admin, user_id, do, now, bool(granted)) for do in _DECISIONS[now]])
    return lines(text), [*rows, [choice(context, admin, messages.PEOPLE_BACK, "people.list")]]


def _tab(show: str, count: int) -> str:
    return messages.PEOPLE_COUNT.format(label=messages.PEOPLE_STATUS[show], count=count)


def _decision(context: Context, admin: int, user_id: int, do: str, was: str, granted: bool) -> Button:
    label = messages.PEOPLE_DO[do]
    if do == "allow" and not granted:
        label = messages.PEOPLE_ALLOW_DEFAULT.format(scope=DEFAULT_SCOPE)
    action = "people.do" if do in _OUTRIGHT else "people.sure"
    return choice(context, admin, label, action, user=user_id, do=do, was=was)
