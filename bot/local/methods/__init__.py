"""The methods of the Bot API that the server knows, by lower-case name."""

from bot.local.methods.table import METHODS, Method

__all__ = ["METHODS", "Method"]
