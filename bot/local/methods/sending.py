"""Messages that the bot sends."""

from typing import Any, Final

from bot.local.errors import bad
from bot.local.keyboards import inline_keyboard
from bot.local.markup import wording
from bot.local.markup.units import length
from bot.local.message import Markup, Message
from bot.local.parameters import Parameters, whole
from bot.local.people import Group, Json, User
from bot.local.world import Chat, World

_ACTIONS: Final = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
_PREVIEW: Final = frozenset("is_disabled url prefer_small_media prefer_large_media show_above_text".split())
_REPLY: Final = frozenset(
    "message_id chat_id allow_sending_without_reply quote quote_parse_mode quote_entities quote_position "
    "checklist_task_id".split()
)


def send_message(world: World, parameters: Parameters) -> Json:
    """sendMessage."""
    words = text_of(world, parameters)
    keyboard = inline_keyboard(parameters, world.complaints)
    chat = world.writable(parameters.chat_id())
    message = outgoing(world, chat, parameters, keyboard)
    message.write(*words)
    return world.add(chat, message).as_json()


def text_of(world: World, parameters: Parameters) -> wording.Words:
    """The text of a message, with its link preview options read.

    Raises:
        ApiError: Where it is empty, too long or not well marked up.
    """
    if not parameters.text("text"):
        raise bad("message text is empty")
    (text, entities), spare = wording.read(parameters, "text", "entities", world.users)
    if spare:
        world.complain(f"a text has {spare} entities more than Telegram keeps")
    _preview(world, parameters)
    if not text:
        raise bad("message text is empty")
    if length(text) > wording.TEXT_LIMIT:
        raise bad("message is too long")
    return text, entities


def _preview(world: World, parameters: Parameters) -> None:
    options: Any = parameters.json("link_preview_options", "link preview options")
    if options is None:
        return
    if not isinstance(options, dict):
        raise bad("object expected as link preview options")
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(options.get(name, False), bool):
            raise bad(f'can\'t parse link preview options: Field "{name}" must be of type Boolean')
    if set(options) - _PREVIEW:
        world.complain(f"link_preview_options: unknown {sorted(set(options) - _PREVIEW)}")


def caption_of(world: World, parameters: Parameters) -> wording.Words:
    """The caption of a file.

    Raises:
        ApiError: Where it is too long or not well marked up.
    """
    (text, entities), spare = wording.read(parameters, "caption", "caption_entities", world.users)
    if spare:
        world.complain(f"a caption has {spare} entities more than Telegram keeps")
    if length(text) > wording.CAPTION_LIMIT:
        raise bad("message caption is too long")
    return text, entities


def outgoing(world: World, chat: Chat, parameters: Parameters, keyboard: Markup) -> Message:
    """A new message of the bot in `chat`, with what all send methods share."""
    thread_id = _thread(world, chat, parameters)
    reply_to, quote = _answered(world, chat, parameters)
    if reply_to and thread_id is None and isinstance(chat.party, Group):
        thread_id = reply_to.thread_id  # an answer goes into the topic of what it answers
    message = Message(
        id=next(chat.ids),
        chat=chat.party,
        date=world.now(),
        sender=world.bot,
        by_bot=True,
        keyboard=keyboard,
        thread_id=thread_id,
        reply_to=reply_to or chat.messages.get(thread_id or 0),  # the first message of a topic, as Telegram has it
    )
    if quote:
        message.more["quote"] = quote
    return message


def _thread(world: World, chat: Chat, parameters: Parameters) -> int | None:
    thread_id = parameters.integer("message_thread_id")
    if not thread_id:
        return None
    if not isinstance(chat.party, Group) or thread_id not in chat.topics:
        raise bad("message thread not found")
    if thread_id in chat.closed_topics:
        raise bad("TOPIC_CLOSED")
    return thread_id


def _answered(world: World, chat: Chat, parameters: Parameters) -> tuple[Message | None, Json | None]:
    """The message answered, and the part of it that is quoted."""
    reply: Any = parameters.json("reply_parameters", "reply parameters")
    if reply is None:
        return None, None
    if not isinstance(reply, dict):
        raise bad("object expected as reply parameters")
    if set(reply) - _REPLY:
        world.complain(f"reply_parameters: unknown {sorted(set(reply) - _REPLY)}")
    number = reply.get("message_id")
    if not isinstance(number, int):
        raise bad("can't parse reply parameters: Can't find field \"message_id\"")
    if reply.get("chat_id", chat.id) != chat.id:
        chat = world.readable(whole(reply["chat_id"]))
    target = chat.messages.get(number)
    if target is None:
        if reply.get("allow_sending_without_reply"):
            return None, None
        raise bad("message to be replied not found")
    quote = str(reply.get("quote", ""))
    if quote and quote not in target.text:
        raise bad("QUOTE_TEXT_INVALID")
    position = length(target.text[: target.text.find(quote)])
    return target, {"text": quote, "position": position, "is_manual": True} if quote else None


def chat_action(world: World, parameters: Parameters) -> bool:
    """sendChatAction."""
    action = parameters.text("action").lower()
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat = world.writable(parameters.chat_id())
    _thread(world, chat, parameters)
    world.note("action", chat.id, action=action, thread_id=parameters.integer("message_thread_id") or None)
    return True


def send_draft(world: World, parameters: Parameters) -> bool:
    """sendMessageDraft: what is being written, in private chats; an empty text is a placeholder."""
    if not parameters.integer("draft_id"):
        raise bad("draft_id must be non-zero")
    words, _ = wording.read(parameters, "text", "entities", world.users)
    if length(words[0]) > wording.TEXT_LIMIT:
        raise bad("message is too long")
    chat = world.writable(parameters.chat_id())
    if not isinstance(chat.party, User):
        raise bad("TEXTDRAFT_PEER_INVALID")
    draft = Message(parameters.integer("draft_id"), chat.party, world.now(), sender=world.bot, by_bot=True)
    draft.write(*words)
    world.show_draft(chat, draft)
    return True
