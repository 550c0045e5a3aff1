"""Who is where: people and the bot joining, leaving, blocking; groups that change."""

from bot.local.message import Message
from bot.local.people import Channel, Group, Json, Party, User
from bot.local.world import Chat, World


class Members:
    """Membership as people change it, each with the updates and service messages of Telegram."""

    def __init__(self, world: World) -> None:
        self.world = world

    def meet(self, party: Party) -> None:
        """Make a party known to the server, without any update. A group then has the bot as its member."""
        self.world.meet(party)

    def add(self, group: Group, user: User, status: str = "member") -> None:
        """Have `user` in `group` with this status, without any update."""
        self.world.users[user.id] = user
        self.world.meet(group).members[user.id] = status

    def invite(self, group: Group | Channel, by: User, status: str = "member") -> None:
        """Add the bot to a group (or make it an administrator): my_chat_member, and new_chat_members in a group."""
        chat = self.world.meet(group)
        self.world.users[by.id] = by
        chat.members.setdefault(by.id, "creator")
        if chat.bot in ("member", "administrator") and not chat.messages:
            chat.bot = "left"  # met just now
        was_there = chat.bot in ("member", "administrator")
        self.world.change_bot(chat, status, by)
        if not was_there and isinstance(group, Group):
            self._service(chat, by, {"new_chat_members": [self.world.bot.as_json()]})

    def expel(self, group: Group | Channel, by: User) -> None:
        """Remove the bot from a group: my_chat_member."""
        chat = self.world.meet(group)
        self.world.users[by.id] = by
        self.world.change_bot(chat, "kicked", by)

    def join(self, group: Group, user: User) -> None:
        """Have a person join a group: new_chat_members."""
        chat = self.world.meet(group)
        self.add(group, user)
        self._service(chat, user, {"new_chat_members": [user.as_json()]})

    def leave(self, group: Group, user: User) -> None:
        """Have a person leave a group: left_chat_member."""
        chat = self.world.meet(group)
        chat.members[user.id] = "left"
        self._service(chat, user, {"left_chat_member": user.as_json()})

    def block(self, user: User) -> None:
        """Block the bot: my_chat_member, and 403 for what it sends."""
        self.world.change_bot(self.world.meet(user), "kicked", user)

    def unblock(self, user: User) -> None:
        """Unblock the bot."""
        self.world.change_bot(self.world.meet(user), "member", user)

    def migrate(self, group: Group) -> Group:
        """Make a basic group a supergroup, which has another id; the supergroup."""
        chat = self.world.meet(group)
        return self.world.upgrade(chat)

    def topic(self, group: Group, name: str, user: User) -> int:
        """Open a topic in a forum; its thread id."""
        return self.world.open_topic(self.world.meet(group), name, user)

    def _service(self, chat: Chat, sender: User, content: Json) -> None:
        message = Message(next(chat.ids), chat.party, self.world.now(), sender=sender, more=content)
        self.world.add(chat, message)
        if chat.bot in ("member", "administrator"):
            self.world.update("message", message.as_json())
