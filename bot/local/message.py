"""One message of a chat: what the server keeps, what an update carries, what a test sees."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.local.markup.detect import detect
from bot.local.markup.render import as_html
from bot.local.markup.units import Entity, cut
from bot.local.people import Channel, Group, Json, User

Markup = list[list[Json]]  # rows of the Bot API's `InlineKeyboardButton`


@dataclass(slots=True)
class Message:
    """A message as the chat has it now."""

    id: int
    chat: User | Group | Channel
    date: int
    sender: User | None = None
    sender_chat: Group | Channel | None = None
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    live: list[Entity] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    keyboard: Markup = field(default_factory=list)
    thread_id: int | None = None
    reply_to: "Message | None" = None
    more: Json = field(default_factory=dict)
    edits: int = 0
    edit_date: int | None = None
    by_bot: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    def write(self, text: str, entities: list[Entity]) -> None:
        """Give the message these words; what Telegram finds in them by itself is found here."""
        self.text = text
        self.live = detect(text, entities)
        self.entities = sorted([*entities, *self.live], key=lambda e: (e["offset"], -e["length"]))

    def as_json(self, *, with_reply: bool = True) -> Json:
        """The Bot API's `Message`."""
        data: Json = {"message_id": self.id}
        if self.sender:
            data["from"] = self.sender.as_json()
        if self.sender_chat:
            data["sender_chat"] = self.sender_chat.as_chat()
        data |= {"date": self.date, "chat": self.chat.as_chat()}
        if self.edit_date:
            data["edit_date"] = self.edit_date
        if self.thread_id:
            data |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.reply_to and with_reply:
            data["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        words = ("caption", "caption_entities") if self.media else ("text", "entities")
        data |= self.media
        if self.text:
            data[words[0]] = self.text
        if self.entities:
            data[words[1]] = self.entities
        if self.keyboard:
            data["reply_markup"] = {"inline_keyboard": self.keyboard}
        return data | self.more


@dataclass(frozen=True, slots=True)
class Key:
    """One button under a message."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The file of a message."""

    file_id: str
    name: str
    size: int
    mime: str
    kind: str  # "document", "photo", "voice"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person sees it in the chat.

    Attributes:
        text: Text or caption, without markup.
        html: The same with its markup.
        entities: The Bot API's `MessageEntity` objects, those that Telegram finds by itself among them.
        live: Entities that a tap would open or run though nobody marked them up as links: url, mention, hashtag,
            cashtag, bot_command, email, phone_number. Nothing within code or a link is among them.
        keyboard: Rows of buttons.
        document: Its file, if any.
        reply_to: The id of the message it answers.
        edits: How often the text or the file was edited.
        date: When it was sent, in UTC.
        sender: Who sent it; None in the name of a chat.
        by_bot: Whether the bot under test sent it.
        thread_id: Its topic.
        reactions: The emoji under it, of all people.
        media_group_id: The album it belongs to.
        service: The name of a service message's field, e.g. "new_chat_members"; "" for others.
        forwarded: Whose message it was, where it is forwarded; "" for others.
    """

    id: int
    text: str
    html: str
    entities: tuple[Entity, ...]
    live: tuple[Entity, ...]
    keyboard: tuple[tuple[Key, ...], ...]
    document: Sheet | None
    reply_to: int | None
    edits: int
    date: datetime
    sender: int | None
    name: str
    by_bot: bool
    thread_id: int | None
    reactions: tuple[str, ...]
    media_group_id: str | None
    service: str
    forwarded: str

    @property
    def labels(self) -> list[str]:
        """The words on all buttons, row by row."""
        return [key.label for row in self.keyboard for key in row]

    def parts(self, kind: str) -> list[str]:
        """The pieces of the text that entities of this kind cover, e.g. "bold"."""
        return [cut(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    def as_json(self) -> Json:
        """The same for the page."""
        return {
            "id": self.id,
            "text": self.text,
            "html": self.html,
            "entities": list(self.entities),
            "live": list(self.live),
            "keyboard": [[{"label": k.label, "data": k.data, "url": k.url} for k in row] for row in self.keyboard],
            "document": self.document
            and {
                "file_id": self.document.file_id,
                "name": self.document.name,
                "size": self.document.size,
                "mime": self.document.mime,
                "kind": self.document.kind,
            },
            "reply_to": self.reply_to,
            "edits": self.edits,
            "date": self.date.isoformat(),
            "sender": self.sender,
            "name": self.name,
            "by_bot": self.by_bot,
            "thread_id": self.thread_id,
            "reactions": list(self.reactions),
            "media_group_id": self.media_group_id,
            "service": self.service,
            "forwarded": self.forwarded,
        }


_SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "forum_topic_created",
    "forum_topic_edited",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
)


def shown(message: Message) -> Shown:
    """How people see `message` now."""
    sender = message.sender_chat or message.sender
    return Shown(
        id=message.id,
        text=message.text,
        html=as_html(message.text, message.entities),
        entities=tuple(message.entities),
        live=tuple(message.live),
        keyboard=tuple(
            tuple(Key(b["text"], b.get("callback_data"), b.get("url")) for b in row) for row in message.keyboard
        ),
        document=_sheet(message.media),
        reply_to=message.reply_to.id if message.reply_to and message.reply_to.id != message.thread_id else None,
        edits=message.edits,
        date=datetime.fromtimestamp(message.date, UTC),
        sender=message.sender.id if message.sender else None,
        name=_name(sender),
        by_bot=message.by_bot,
        thread_id=message.thread_id,
        reactions=tuple(r["emoji"] for given in message.reactions.values() for r in given if "emoji" in r),
        media_group_id=message.more.get("media_group_id"),
        service=next((name for name in _SERVICE if name in message.more), ""),
        forwarded=_origin(message.more.get("forward_origin", {})),
    )


def _name(sender: User | Group | Channel | None) -> str:
    if sender is None:
        return ""
    return f"{sender.first_name} {sender.last_name}".strip() if isinstance(sender, User) else sender.title


def _origin(origin: Json) -> str:
    """The name in a `MessageOrigin`."""
    party = origin.get("sender_user") or origin.get("sender_chat") or origin.get("chat") or {}
    name = f"{party.get('first_name', '')} {party.get('last_name', '')}".strip()
    return str(origin.get("sender_user_name") or party.get("title") or name)


def _sheet(media: dict[str, Any]) -> Sheet | None:
    for kind in ("document", "voice", "audio", "photo", "video"):
        if kind in media:
            file = media[kind][-1] if kind == "photo" else media[kind]
            return Sheet(
                file["file_id"], file.get("file_name", kind), file["file_size"], file.get("mime_type", ""), kind
            )
    return None
