"""What people do in their chats, each put into an update exactly as Telegram would."""

import mimetypes
import secrets

from bot.local.markup.units import Entity, cut, length
from bot.local.markup.wording import TEXT_LIMIT
from bot.local.members import Members
from bot.local.message import Message
from bot.local.methods.files import media
from bot.local.people import ANONYMOUS_ADMIN, AS_CHANNEL, Channel, Group, Json, Party, User
from bot.local.world import Chat, Press


class Acting(Members):
    """The people's side of the server."""

    def say(
        self,
        user: User | None,
        text: str,
        *,
        chat: Party | int | None = None,
        reply_to: int | None = None,
        edit_of: int | None = None,
        forward_of: Party | str | None = None,
        via_bot: User | None = None,
        sender_chat: Group | Channel | None = None,
        entities: list[Entity] | None = None,
        date: int | None = None,
        thread: int | None = None,
        quote: str | None = None,
    ) -> int:
        """Write a message, or edit one's own.

        Args:
            user: Who writes; None for a post of the channel `chat`.
            text: The words. Commands, mentions and links in them become entities.
            chat: Where; the private chat with the bot by default.
            reply_to: The message answered.
            edit_of: The message whose words are replaced: an edited_message update.
            forward_of: Whose message this is: a party, or the name of someone who hides theirs.
            via_bot: The bot through which it is sent.
            sender_chat: In whose name it is sent: the group itself for an anonymous admin, else a channel.
            entities: Formatting beyond what is found in `text`.
            date: Unix time; the server's clock by default.
            thread: The topic.
            quote: The part of the answered message that is quoted.

        Returns:
            The message id.

        Raises:
            ValueError: For a text longer than a client sends in one message.
        """
        if not 0 < length(text) <= TEXT_LIMIT:
            raise ValueError(f"a message has 1 to {TEXT_LIMIT} units, not {length(text)}")
        place = self._enter(user, chat)
        if edit_of is not None:
            return self._edit(place, edit_of, text, entities or [])
        message = self._message(place, user, date=date, reply_to=reply_to, thread=thread, sender_chat=sender_chat)
        message.write(text, entities or [])
        message.more |= self._origin(forward_of, message.date)
        if via_bot:
            message.more["via_bot"] = via_bot.as_json()
        if quote:
            message.more["quote"] = {"text": quote, "position": 0, "is_manual": True}
        self._deliver(place, message)
        return message.id

    def press(self, user: User, message_id: int, label_or_data: str, *, chat: Party | int | None = None) -> str:
        """Press the button with this label (or callback data) under a message; the id of the callback query.

        Raises:
            LookupError: If no such button is shown.
        """
        place = self._holding(user, message_id, chat)
        message = place.messages[message_id]
        keys = [key for row in message.keyboard for key in row if "callback_data" in key]
        for key in keys:
            if label_or_data in (key["text"], key["callback_data"]):
                return self._press(user, place, message, key["callback_data"])
        raise LookupError(f"no button {label_or_data!r} among {[key['text'] for key in keys]}")

    def press_data(self, user: User, message_id: int, data: str, *, chat: Party | int | None = None) -> str:
        """Send callback data that no button shows, as a modified client can."""
        place = self._holding(user, message_id, chat)
        return self._press(user, place, place.messages[message_id], data)

    def _press(self, user: User, place: Chat, message: Message, data: str) -> str:
        query_id = str(secrets.randbits(62))
        self.world.users[user.id] = user
        self.world.presses[query_id] = Press(user.id, place.id, self.world.clock())
        self.world.update(
            "callback_query",
            {
                "id": query_id,
                "from": user.as_json(),
                "message": message.as_json(),
                "chat_instance": str(abs(place.id) * 7919),
                "data": data,
            },
        )
        return query_id

    def upload(
        self,
        user: User,
        name: str,
        data: bytes,
        caption: str = "",
        group_id: str | None = None,
        *,
        chat: Party | int | None = None,
        mime: str | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        forward_of: Party | str | None = None,
    ) -> int:
        """Send a file; files with the same `group_id` are an album."""
        place = self._enter(user, chat)
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        message = self._message(place, user, reply_to=reply_to, thread=thread)
        message.media = media("document", self.world.files.put(name, data, mime))
        message.write(caption, [])
        message.more |= self._origin(forward_of, message.date)
        if group_id:
            message.more["media_group_id"] = group_id
        self._deliver(place, message)
        return message.id

    def voice(self, user: User, data: bytes, *, chat: Party | int | None = None, reply_to: int | None = None) -> int:
        """Send a voice message (OGG)."""
        place = self._enter(user, chat)
        message = self._message(place, user, reply_to=reply_to)
        message.media = media("voice", self.world.files.put("voice.oga", data, "audio/ogg", "voice"))
        self._deliver(place, message)
        return message.id

    def photo(self, user: User, data: bytes, caption: str = "", *, chat: Party | int | None = None) -> int:
        """Send a picture."""
        place = self._enter(user, chat)
        message = self._message(place, user)
        message.media = media("photo", self.world.files.put("photo.jpg", data, "image/jpeg", "photo"))
        message.write(caption, [])
        self._deliver(place, message)
        return message.id

    def _enter(self, user: User | None, chat: Party | int | None) -> Chat:
        """The chat, with `user` in it; writing to the bot in private starts it."""
        if user:
            self.world.users[user.id] = user
        if chat is None:
            assert user is not None, "a channel post needs its channel"
            chat = user
        place = self.world.chats[chat] if isinstance(chat, int) else self.world.meet(chat)
        if user and isinstance(place.party, User):
            place.bot = "member"
        elif user:
            place.members.setdefault(user.id, "member")
        return place

    def _holding(self, user: User, message_id: int, chat: Party | int | None) -> Chat:
        if chat is not None:
            return self._enter(user, chat)
        own = self.world.chats.get(user.id)
        if own and message_id in own.messages:
            return own
        holding = [c for c in self.world.chats.values() if message_id in c.messages and user.id in c.members]
        if len(holding) != 1:
            raise LookupError(f"message {message_id} is in {len(holding)} groups of {user.id}: name the chat")
        return holding[0]

    def _message(
        self,
        place: Chat,
        user: User | None,
        *,
        date: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        sender_chat: Group | Channel | None = None,
    ) -> Message:
        if sender_chat:
            user = ANONYMOUS_ADMIN if sender_chat == place.party else AS_CHANNEL
        elif isinstance(place.party, Channel):
            sender_chat = place.party
        return Message(
            id=next(place.ids),
            chat=place.party,
            date=self.world.now() if date is None else date,
            sender=user,
            sender_chat=sender_chat,
            thread_id=thread,
            reply_to=place.messages.get(reply_to or thread or 0),
        )

    def _origin(self, party: Party | str | None, date: int) -> Json:
        origin: Json
        if party is None:
            return {}
        if isinstance(party, str):
            origin = {"type": "hidden_user", "sender_user_name": party}
        elif isinstance(party, User):
            origin = {"type": "user", "sender_user": party.as_json()}
        elif isinstance(party, Group):
            origin = {"type": "chat", "sender_chat": party.as_chat()}
        else:
            origin = {"type": "channel", "chat": party.as_chat(), "message_id": 1}
        return {"forward_origin": {**origin, "date": date - 60}}

    def _edit(self, place: Chat, message_id: int, text: str, entities: list[Entity]) -> int:
        message = place.messages[message_id]
        message.write(text, entities)
        message.edits += 1
        message.edit_date = self.world.now()
        self.world.note("message", place.id, message_id)
        self._queue(place, message, "edited_")
        return message_id

    def _deliver(self, place: Chat, message: Message) -> None:
        self.world.add(place, message)
        self._queue(place, message, "")

    def _queue(self, place: Chat, message: Message, prefix: str) -> None:
        kind = "channel_post" if isinstance(place.party, Channel) else "message"
        if place.bot in ("member", "administrator") and self._reaches(place, message):
            self.world.update(prefix + kind, message.as_json())

    def _reaches(self, place: Chat, message: Message) -> bool:
        """Whether the bot receives the message: in groups, privacy mode keeps from it what is not meant for it."""
        if not isinstance(place.party, Group) or place.bot == "administrator" or not self.world.privacy:
            return True
        if message.reply_to and message.reply_to.by_bot and message.reply_to.id != message.thread_id:
            return True
        name = f"@{self.world.bot.username}".lower()
        pieces: list[tuple[str, str]] = [
            (e["type"], cut(message.text, e["offset"], e["length"]).lower()) for e in message.entities
        ]
        return any(
            (kind == "mention" and piece == name)
            or (kind == "bot_command" and ("@" not in piece or piece.endswith(name)))
            for kind, piece in pieces
        ) or any(e["type"] == "text_mention" and e["user"]["id"] == self.world.bot.id for e in message.entities)

    def react(self, user: User, message_id: int, emoji: str, *, chat: Party | int | None = None) -> None:
        """React to a message ("" takes the reaction back): a message_reaction update, where the bot asked for them."""
        place = self._holding(user, message_id, chat)
        message = place.messages[message_id]
        before = message.reactions.get(user.id, [])
        after = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[user.id] = after
        self.world.note("message", place.id, message_id)
        content = {"chat": place.party.as_chat(), "message_id": message_id, "date": self.world.now()}
        people = {"user": user.as_json(), "old_reaction": before, "new_reaction": after}
        self.world.update("message_reaction", content | people)

    def delete(self, user: User, message_id: int, *, chat: Party | int | None = None) -> None:
        """Delete a message; no update tells the bot."""
        place = self._holding(user, message_id, chat)
        del place.messages[message_id]
        self.world.note("deleted", place.id, message_id)

    def again(self, update: Json) -> None:
        """Deliver an update once more, as Telegram may."""
        self.world.queue.again(update, self.world.clock())

    def raw_update(self, kind: str, content: Json) -> int | None:
        """Queue an update as it is; its id, or None where the bot has not asked for this kind."""
        return self.world.update(kind, content)
