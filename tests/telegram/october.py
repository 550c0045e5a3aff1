"""The office in October 2025, when the samples have tasks due, and what its chats are told by themselves."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.local import Group, Shown, User
from bot.store.reminders import Choice
from bot.telegram.bulletin import moment
from rag import DEFAULT_SCOPE

from .office import Office

SEVEN = 7 * 60
DAILY = Choice(daily=True, days_before=None, at=SEVEN, mine=False, empty_days=False)
NOTICES = Choice(daily=False, days_before=3, at=SEVEN, mine=False, empty_days=False)
DUE_15 = "Gửi mẫu bưởi đi kiểm tra tồn dư"
DUE_17 = "Ký hợp đồng với chuỗi An Phú Tây"


def at(day: int, month: int = 10, hour: int = 7, minute: int = 0) -> datetime:
    """A moment of 2025 in Vietnam, as UTC."""
    return moment(date(2025, month, day), hour * 60 + minute)


def told(office: Office, chat: User | Group) -> list[Shown]:
    """The reminders that a chat has got."""
    return [one for one in office.shown(chat) if one.text.startswith("🔔") and "/2025: " in one.text]


async def until_planned(office: Office, chat: User | Group, day: int) -> None:
    """Wait until the message of a day in October is in the outbox, or found needless."""

    def planned() -> bool:
        reminder = office.desk.reminders.of(chat.id)
        return reminder is not None and reminder.planned >= date(2025, 10, day)

    await office.until(planned)


async def until_told(office: Office, day: int, *chats: User | Group) -> None:
    """Wait until chats are told what is to be told for a day in October."""
    for chat in chats:
        await until_planned(office, chat, day)
    await office.idle()


async def go_to(office: Office, moment: datetime, *chats: User | Group) -> None:
    """Make it this moment, and wait until the chats are told what is to be told by then."""
    office.clock.set(moment)
    local = moment + timedelta(hours=7)
    await until_told(office, local.day if local.hour >= 7 else local.day - 1, *chats)


async def index(office: Office, folder: Path, name: str, text: str, scope: str = DEFAULT_SCOPE) -> None:
    """Have a document indexed."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    await asyncio.to_thread(lambda: list(office.library.index([str(path)], scope=scope)))
