"""Chats, their members and their topics."""

from typing import Final

from bot.local.errors import bad, forbidden
from bot.local.parameters import Parameters
from bot.local.people import Group, Json, User
from bot.local.world import Chat, World

_TITLE_LIMIT: Final = 128


def get_chat(world: World, parameters: Parameters) -> Json:
    """getChat."""
    chat = world.readable(parameters.chat_id())
    full: Json = {**chat.party.as_chat(), "accent_color_id": 0, "max_reaction_count": 11}
    return full | {
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        }
    }


def get_chat_member(world: World, parameters: Parameters) -> Json:
    """getChatMember."""
    chat = world.readable(parameters.chat_id())
    user_id = parameters.integer("user_id")
    if user_id <= 0:
        raise bad("invalid user_id specified")
    user = world.users.get(user_id)
    if user is None:
        raise bad("member not found")
    if user == world.bot:
        return world.member(user, chat.bot)
    private = isinstance(chat.party, User) and chat.id == user.id
    return world.member(user, "member" if private else chat.members.get(user.id, "left"))


def get_chat_administrators(world: World, parameters: Parameters) -> list[Json]:
    """getChatAdministrators: other bots are left out."""
    chat = world.readable(parameters.chat_id())
    if isinstance(chat.party, User):
        raise bad("there are no administrators in the private chat")
    return [
        world.member(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]


def get_chat_member_count(world: World, parameters: Parameters) -> int:
    """getChatMemberCount."""
    chat = world.readable(parameters.chat_id())
    if isinstance(chat.party, User):
        return 2
    return 1 + sum(status not in ("left", "kicked") for status in chat.members.values())


def leave_chat(world: World, parameters: Parameters) -> bool:
    """leaveChat."""
    chat = world.readable(parameters.chat_id())
    if isinstance(chat.party, User):
        raise bad("chat member status can't be changed in private chats")
    if chat.bot in ("left", "kicked"):
        raise forbidden(f"bot is not a member of the {chat.party.kind} chat")
    world.change_bot(chat, "left", world.bot)
    return True


def create_topic(world: World, parameters: Parameters) -> Json:
    """createForumTopic: the bot must be an administrator."""
    chat = _forum(world, parameters)
    name = parameters.text("name").strip()
    if not name:
        raise bad("TOPIC_TITLE_EMPTY")
    thread_id = world.open_topic(chat, name[:_TITLE_LIMIT], world.bot)
    return {"message_thread_id": thread_id, "name": name[:_TITLE_LIMIT], "icon_color": 7322096}


def close_topic(world: World, parameters: Parameters) -> bool:
    """closeForumTopic."""
    chat = _forum(world, parameters)
    thread_id = parameters.integer("message_thread_id")
    if thread_id not in chat.topics:
        raise bad("TOPIC_ID_INVALID")
    chat.closed_topics.add(thread_id)
    return True


def _forum(world: World, parameters: Parameters) -> Chat:
    chat = world.writable(parameters.chat_id())
    if not isinstance(chat.party, Group) or not chat.party.forum:
        raise bad("the chat is not a forum")
    if chat.bot != "administrator":
        raise bad("not enough rights to create a topic")
    return chat
