"""The menu of commands that Telegram shows: one for private chats, one for groups, one for each admin."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from telegram import Chat
from telegram.error import TelegramError

from bot.telegram.access import Access
from bot.telegram.api import Api
from bot.telegram.commands import Command, menu


class Menus:
    """Offers commands. The bot works without, so what Telegram refuses is left."""

    def __init__(self, api: Api, access: Access, commands: Sequence[Command]) -> None:
        self._api = api
        self._access = access
        self._commands = commands
        self._admins: set[int] = set()  # who has an admin's menu

    async def offer(self) -> None:
        """Tell Telegram all menus; an admin who has not written to the bot yet gets none."""
        await self._set({"type": "all_private_chats"}, admin=False, private=True)
        await self._set({"type": "all_group_chats"}, admin=False, private=False)
        for user_id in self._access.admins():
            await self._fit(user_id)

    async def fit(self, chat: Chat) -> None:
        """Give a person who writes in private the menu that is theirs now."""
        if chat.type == chat.PRIVATE:
            await self._fit(chat.id)

    async def _fit(self, user_id: int) -> None:
        admin = self._access.is_admin(user_id)
        if admin == (user_id in self._admins):
            return
        scope = {"type": "chat", "chat_id": user_id}
        if admin and await self._set(scope, admin=True, private=True):
            self._admins.add(user_id)
        elif not admin:
            self._admins.discard(user_id)
            with suppress(TelegramError):
                await self._api.call("deleteMyCommands", {"scope": scope})

    async def _set(self, scope: dict[str, Any], *, admin: bool, private: bool) -> bool:
        listed = [one.to_dict() for one in menu(self._commands, admin=admin, private=private)]
        try:
            await self._api.call("setMyCommands", {"commands": listed, "scope": scope})
        except TelegramError:
            return False
        return True
