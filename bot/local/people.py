"""Who takes part: users, groups and channels, and how the Bot API writes them."""

from dataclasses import dataclass
from typing import Any, Final

_SUPERGROUPS: Final = -(10**12)  # identifiers of supergroups and channels lie below, those of basic groups above

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """A person, or a bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "vi"
    is_bot: bool = False

    def as_json(self) -> Json:
        """The Bot API's `User`."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        if self.is_bot:
            del optional["language_code"]
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **{name: value for name, value in optional.items() if value},
        }

    def as_chat(self) -> Json:
        """The Bot API's `Chat` of the private chat with this user."""
        optional = {"last_name": self.last_name, "username": self.username}
        return {
            "id": self.id,
            "type": "private",
            "first_name": self.first_name,
            **{name: value for name, value in optional.items() if value},
        }


@dataclass(frozen=True, slots=True)
class Group:
    """A group: a supergroup where its id is below -1,000,000,000,000, else a basic group, which can migrate."""

    id: int
    title: str
    forum: bool = False

    @property
    def kind(self) -> str:
        """Either "supergroup" or "group"."""
        return "supergroup" if self.id < _SUPERGROUPS else "group"

    def as_chat(self) -> Json:
        """The Bot API's `Chat`."""
        chat: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return {**chat, "is_forum": True} if self.forum else chat


@dataclass(frozen=True, slots=True)
class Channel:
    """A broadcast channel."""

    id: int
    title: str

    @property
    def kind(self) -> str:
        """Always "channel"."""
        return "channel"

    def as_chat(self) -> Json:
        """The Bot API's `Chat`."""
        return {"id": self.id, "type": "channel", "title": self.title}


Party = User | Group | Channel

# In whose name Telegram signs messages that are sent as a chat.
ANONYMOUS_ADMIN: Final = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
AS_CHANNEL: Final = User(136817688, "Channel", username="Channel_Bot", is_bot=True)
