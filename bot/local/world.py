"""The state of the server: chats, members, messages, files, and the log of changes."""

import itertools
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.local.errors import ApiError, bad, forbidden
from bot.local.message import Message
from bot.local.pace import Pace
from bot.local.people import ANONYMOUS_ADMIN, Group, Json, Party, User
from bot.local.queue import Queue
from bot.local.signal import Signal
from bot.local.storage import Storage
from bot.local.webhook import Webhook

_CHANGES_KEPT: Final = 20_000
_DRAFT_SECONDS: Final = 30
_SUPERGROUPS: Final = -(10**12)


@dataclass(slots=True)
class Chat:
    """A chat as the bot meets it.

    Attributes:
        party: The other side: a user, a group or a channel.
        bot: The bot's status there: "member", "administrator", "left" or "kicked"; in a private chat "left" until the
            person has written first, "kicked" once the person blocks the bot.
        members: Status by user id, in groups.
        topics: Names by thread id, in a forum.
        migrated_to: The supergroup this group has become.
        draft: What the bot is writing.
    """

    party: Party
    ids: "itertools.count[int]"
    bot: str = "member"
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    migrated_to: int | None = None
    draft: Message | None = None

    @property
    def id(self) -> int:
        """The chat id."""
        return self.party.id


@dataclass(slots=True)
class Press:
    """A button pressed by a person, until the bot answers."""

    user_id: int
    chat_id: int
    at: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person saw upon pressing a button: a line that fades, or an alert; "" where the bot only confirmed."""

    user_id: int
    text: str
    alert: bool
    press: str  # the id of the callback query


@dataclass(frozen=True, slots=True)
class Change:
    """Something that people would see: kind is message, deleted, action, toast, draft or chat."""

    number: int
    kind: str
    chat_id: int
    message_id: int | None
    detail: Json


class World:
    """Everything the server knows."""

    def __init__(self, bot: User, clock: Callable[[], float] = time.time) -> None:
        self.bot = bot
        self.clock = clock
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, User] = {bot.id: bot}
        self.files = Storage()
        self.queue = Queue()
        self.webhook = Webhook(self.queue, clock)
        self.pace = Pace()
        self.presses: dict[str, Press] = {}
        self.toasts: list[Toast] = []
        self.changed = Signal()  # fires at every call and change
        self.noted = Signal()  # fires at every change that people see
        self.changes: deque[Change] = deque(maxlen=_CHANGES_KEPT)
        self.complaints: list[str] = []
        self.privacy = True  # in groups the bot receives only what is meant for it
        self.texts: dict[tuple[str, str], str] = {}  # name, descriptions, menu buttons: by what and for whom
        self.commands: dict[tuple[str, ...], list[Json]] = {}
        self._account = itertools.count(1)  # messages of private chats and basic groups are counted together
        self._numbers = itertools.count(1)

    def now(self) -> int:
        """Unix time of the server, whole seconds."""
        return int(self.clock())

    def meet(self, party: Party) -> Chat:
        """The chat with `party`, made known to the server if it is new."""
        if isinstance(party, User):
            self.users[party.id] = party
        chat = self.chats.get(party.id)
        if chat is None:
            ids = itertools.count(1) if party.id < _SUPERGROUPS else self._account
            bot = "left" if isinstance(party, User) else "member"
            chat = self.chats[party.id] = Chat(party, ids, bot=bot)
        return chat

    def known(self, chat_id: int) -> Chat:
        """The chat with this id.

        Raises:
            ApiError: 400 for an unknown chat.
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        return chat

    def readable(self, chat_id: int) -> Chat:
        """The chat for a method that only reads.

        Raises:
            ApiError: 400 for an unknown chat, 403 for a supergroup that the bot is not in.
        """
        chat = self.known(chat_id)
        if not isinstance(chat.party, User) and (chat.bot == "kicked" or chat.id < _SUPERGROUPS):
            self._membership(chat)
        return chat

    def writable(self, chat_id: int) -> Chat:
        """The chat for a method that writes into it.

        Raises:
            ApiError: 400 for an unknown or migrated chat, 403 where the bot may not write.
        """
        chat = self.known(chat_id)
        if chat.migrated_to is not None:
            raise ApiError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        if not isinstance(chat.party, User):
            self._membership(chat)
        elif chat.bot == "left":
            raise forbidden("bot can't initiate conversation with a user")
        elif chat.bot == "kicked":
            raise forbidden("bot was blocked by the user")
        return chat

    def _membership(self, chat: Chat) -> None:
        kind = "private" if isinstance(chat.party, User) else chat.party.kind
        if chat.bot == "left":
            raise forbidden(f"bot is not a member of the {kind} chat")
        if chat.bot == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")

    def album(self) -> str:
        """A new `media_group_id`."""
        return str(secrets.randbits(53))

    def update(self, kind: str, content: Json) -> int | None:
        """Queue an update; its id, or None where the bot has not asked for this kind."""
        return self.queue.put(kind, content, self.clock())

    def add(self, chat: Chat, message: Message) -> Message:
        """Keep a new message and tell everyone; one of the bot ends what it was writing."""
        chat.messages[message.id] = message
        if message.by_bot and chat.draft:
            chat.draft = None
        self.note("message", chat.id, message.id)
        return message

    def draft(self, chat: Chat) -> Message | None:
        """What the bot is writing; a draft fades after half a minute."""
        draft = chat.draft
        return draft if draft and self.now() - draft.date < _DRAFT_SECONDS else None

    def show_draft(self, chat: Chat, draft: Message) -> None:
        """Show what the bot is writing."""
        chat.draft = draft
        self.note("draft", chat.id)

    def open_topic(self, chat: Chat, name: str, user: User) -> int:
        """Open a topic in a forum, with its service message; the thread id."""
        message = Message(next(chat.ids), chat.party, self.now(), sender=user, by_bot=user == self.bot)
        message.thread_id = message.id
        message.more = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        chat.topics[message.id] = name
        self.add(chat, message)
        if user != self.bot:
            self.update("message", message.as_json())
        return message.id

    def change_bot(self, chat: Chat, status: str, by: User) -> None:
        """Change the bot's status in a chat: a my_chat_member update."""
        before, chat.bot = chat.bot, status
        self.note("chat", chat.id, bot=status)
        self.update(
            "my_chat_member",
            {
                "chat": chat.party.as_chat(),
                "from": by.as_json(),
                "date": self.now(),
                "old_chat_member": self.member(self.bot, before),
                "new_chat_member": self.member(self.bot, status),
            },
        )

    def member(self, user: User, status: str) -> Json:
        """The Bot API's `ChatMember`."""
        plain: Json = {"user": user.as_json(), "status": status}
        match status:
            case "creator":
                return plain | {"is_anonymous": False}
            case "administrator":
                return plain | dict.fromkeys(_RIGHTS, False) | {"is_anonymous": False}
            case "kicked":
                return plain | {"until_date": 0}
        return plain

    def upgrade(self, chat: Chat) -> Group:
        """Make a basic group a supergroup, with the two service messages; the supergroup."""
        assert isinstance(chat.party, Group)
        group = Group(_SUPERGROUPS + chat.id, chat.party.title, chat.party.forum)
        chat.migrated_to = group.id
        new = self.meet(group)
        new.members, new.bot = dict(chat.members), chat.bot
        for place, name, other in ((chat, "migrate_to_chat_id", new.id), (new, "migrate_from_chat_id", chat.id)):
            message = Message(next(place.ids), place.party, self.now(), sender=ANONYMOUS_ADMIN, more={name: other})
            message.sender_chat = group if place is new else None
            self.add(place, message)
            self.update("message", message.as_json())
        return group

    def note(self, kind: str, chat_id: int, message_id: int | None = None, **detail: Any) -> None:
        """Record a change and wake those who wait for one."""
        self.changes.append(Change(next(self._numbers), kind, chat_id, message_id, detail))
        self.noted.fire()
        self.changed.fire()

    def complain(self, sentence: str) -> None:
        """Record what the real server would let pass but a careful bot would not do."""
        self.complaints.append(sentence)


_RIGHTS: Final = (
    "can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
