"""A strict Bot API server of our own: Telegram on loopback, for tests and for trying the bot without a token."""

from bot.local.calls import Call
from bot.local.message import Key, Sheet, Shown
from bot.local.people import Channel, Group, User
from bot.local.telegram import LocalTelegram
from bot.local.world import Toast

__all__ = ["Call", "Channel", "Group", "Key", "LocalTelegram", "Sheet", "Shown", "Toast", "User"]
