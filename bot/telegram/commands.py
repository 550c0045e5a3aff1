"""Commands: a message that begins with one enters, the right person's function runs.

A command is taken only from a fresh, plain message of a person: not edited, forwarded, sent via a bot, by a channel or by
an anonymous admin. In groups it must not name another bot.
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, Literal

from telegram import BotCommand, Message, MessageEntity, Update
from telegram.ext import BaseHandler

from bot.telegram import messages
from bot.telegram.desk import Context
from bot.telegram.doorstep import turn_away
from bot.telegram.render import escape

Who = Literal["anybody", "user", "admin"]
Where = Literal["private", "any"]
ANYBODY: Final = "anybody"  # also those who may not ask, such as for /start
USER: Final = "user"
ADMIN: Final = "admin"
PRIVATE: Final = "private"
ANY: Final = "any"

Function = Callable[[Update, Context], Coroutine[Any, Any, None]]


class Command(BaseHandler[Update, Context, None]):
    """One command with who may use it and where. The words after it are in `context.args`."""

    def __init__(self, name: str, function: Function, *, who: Who = USER, where: Where = ANY) -> None:
        """An admin's command works in private chats only."""
        super().__init__(function)
        self.name = name
        self.who = who
        self.where: Where = PRIVATE if who == ADMIN else where

    def check_update(self, update: object) -> bool:
        """Whether this is the command that a person gives here."""
        if not isinstance(update, Update) or (message := plain_message(update)) is None:
            return False
        named = _command(message)
        if named is None or named[0] != self.name:
            return False
        if named[1] and named[1] != message.get_bot().username.lower():
            return False
        return self.where == ANY or message.chat.type == "private"

    async def handle_update(self, update: Update, application: Any, check_result: object, context: Context) -> None:
        """Run the function, unless this person may not."""
        assert update.effective_user is not None and update.message is not None and update.message.text is not None
        if self.who != ANYBODY and not context.desk.access.may_ask(update):
            await turn_away(update, context)
            return
        if self.who == ADMIN and not context.desk.access.is_admin(update.effective_user.id):
            await context.reply(escape(messages.ADMINS_ONLY))
            return
        context.args = update.message.text.split()[1:]
        await self.callback(update, context)


def plain_message(update: Update) -> Message | None:
    """The update's message, if a person has just written it here themselves."""
    message, user = update.message, update.effective_user
    if message is None or user is None or user.is_bot:
        return None
    spoofed = (
        message.forward_origin,
        message.via_bot,
        message.sender_chat,
        message.edit_date,
        message.is_automatic_forward,
    )
    return None if any(spoofed) else message


def menu(commands: Sequence[Command], *, admin: bool, private: bool) -> list[BotCommand]:
    """What the menu offers to these people, in the order of registration; only what has a description."""
    return [
        BotCommand(command.name, messages.COMMANDS[command.name])
        for command in commands
        if command.name in messages.COMMANDS and (command.who != ADMIN or admin) and (private or command.where == ANY)
    ]


def _command(message: Message) -> tuple[str, str] | None:
    """The command and the bot it names, in lower case."""
    for entity in message.entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 and message.text:
            name, _, bot = message.text[1 : entity.length].partition("@")
            return name.lower(), bot.lower()
    return None
