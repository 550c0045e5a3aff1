"""Commands of admins that Telegram delivers but that no admin gives here and now: none of them is executed."""

from collections.abc import Callable
from typing import Any

from telegram import Update

from bot.local import Channel, User
from bot.telegram.commands import Command
from bot.telegram.desk import Context

from .office import GROUP, Office

CHANNEL = Channel(-1001000000888, "Kênh tin")
OTHER_BOT = User(800000002, "Bot khác", username="other_bot", is_bot=True)
OURS = "@giaoban_bot"
Spoof = Callable[[Office, User, str], Any]


def edited(office: Office, admin: User, command: str) -> None:
    message_id = office.telegram.say(admin, "chào bạn")
    office.telegram.say(admin, command, edit_of=message_id)


def edited_in_a_channel(office: Office, admin: User, command: str) -> None:
    message_id = office.telegram.say(None, "chào", chat=CHANNEL)
    office.telegram.say(None, command, chat=CHANNEL, edit_of=message_id)


def raw(office: Office, admin: User, command: str) -> dict[str, Any]:
    """A message with a command as Telegram would deliver it, to be made into something else."""
    sent = office.telegram.say(admin, "chào")
    message = office.telegram.world.meet(admin).messages[sent].as_json()
    entity = {"type": "bot_command", "offset": 0, "length": len(command)}
    return message | {"message_id": sent + 5000, "text": command, "entities": [entity]}


def automatic_forward(office: Office, admin: User, command: str) -> None:
    more = {"sender_chat": CHANNEL.as_chat(), "is_automatic_forward": True}
    office.telegram.raw_update("message", raw(office, admin, command) | more)


def for_a_business(office: Office, admin: User, command: str) -> None:
    more = {"business_connection_id": "b1"}
    office.telegram.raw_update("business_message", raw(office, admin, command) | more)


def pressed(office: Office, admin: User, command: str) -> None:
    office.telegram.press_data(admin, office.telegram.say(admin, "chào"), command)


def as_code(office: Office, admin: User, command: str) -> None:
    office.telegram.say(admin, command, entities=[{"type": "code", "offset": 0, "length": len(command)}])


def by_an_asker(office: Office, admin: User, command: str) -> None:
    asker = User(admin.id + 100, "Lan")
    office.desk.access.people.allow(asker.id, admin.id, office.clock.now(), scopes=("chung",))
    office.telegram.say(asker, command)


SPOOFS: dict[str, Spoof] = {
    "edited": edited,
    "edited in a channel": edited_in_a_channel,
    "forwarded from an admin": lambda o, a, c: o.telegram.say(a, c, forward_of=a),
    "forwarded from a hidden user": lambda o, a, c: o.telegram.say(a, c, forward_of="Ai đó"),
    "forwarded from a channel": lambda o, a, c: o.telegram.say(a, c, forward_of=CHANNEL),
    "via a bot": lambda o, a, c: o.telegram.say(a, c, via_bot=OTHER_BOT),
    "channel post": lambda o, a, c: o.telegram.say(None, c, chat=CHANNEL),
    "as a channel in a group": lambda o, a, c: o.telegram.say(a, c, chat=GROUP, sender_chat=CHANNEL),
    "anonymous group admin": lambda o, a, c: o.telegram.say(a, c, chat=GROUP, sender_chat=GROUP),
    "automatic forward": automatic_forward,
    "caption of a file": lambda o, a, c: o.telegram.upload(a, "ghi-chu.txt", b"Xin chao.", c),
    "caption of a picture": lambda o, a, c: o.telegram.photo(a, b"\xff\xd8\xff", c),
    "in a group": lambda o, a, c: o.telegram.say(a, c, chat=GROUP),
    "in a group to this bot": lambda o, a, c: o.telegram.say(a, f"{c}{OURS}", chat=GROUP),
    "to another bot in a group": lambda o, a, c: o.telegram.say(a, f"{c}@other_bot", chat=GROUP),
    "to another bot": lambda o, a, c: o.telegram.say(a, f"{c}@other_bot"),
    "after other words": lambda o, a, c: o.telegram.say(a, f"xin chào {c}"),
    "as code": as_code,
    "by somebody who may only ask": by_an_asker,
    "by a stranger": lambda o, a, c: o.telegram.say(User(a.id + 100, "Khách"), c),
    "for a business": for_a_business,
    "as the data of a button": pressed,
}


def spy(office: Office) -> tuple[list[str], list[str]]:
    """The names of all admin commands, and a list that grows by the name of each that is executed."""
    executed: list[str] = []
    handlers = [one for group in office.service.application.handlers.values() for one in group]
    commands = [one for one in handlers if isinstance(one, Command) and one.who == "admin"]

    def watched(command: Command) -> Any:
        run = command.callback

        async def note(update: Update, context: Context) -> None:
            executed.append(command.name)
            await run(update, context)

        return note

    for command in commands:
        command.callback = watched(command)
    return [command.name for command in commands], executed


def admins(office: Office, count: int, first: int = 2000) -> list[User]:
    """So many admins, so that each command has a chat of its own and none waits for the pace of another."""
    found = [User(first + number, f"Quản trị {number}") for number in range(count)]
    for one in found:
        office.desk.access.people.make_admin(one.id, one.id, office.clock.now(), name=one.first_name)
    return found


async def test_an_admins_own_commands_in_private_are_executed(office: Office) -> None:
    names, executed = spy(office)
    assert {"nguoidung", "nhom", "thongke", "khongtraloi", "nhatky", "tailieu", "reindex"} <= set(names)
    for admin, name in zip(admins(office, len(names)), names, strict=True):
        await office.say(admin, f"/{name}")
    assert executed == names


async def test_no_spoofed_command_is_executed(office: Office) -> None:
    names, executed = spy(office)
    office.telegram.meet(CHANNEL)
    for number, (kind, spoof) in enumerate(SPOOFS.items()):
        for admin, name in zip(admins(office, len(names), 2000 + 1000 * number), names, strict=True):
            spoof(office, admin, f"/{name}")
        await office.idle()
        assert executed == [], kind
        entries, _ = office.desk.journal.page(0, 100)
        assert {one.action for one in entries} <= {"index", "group_refused"}, kind
