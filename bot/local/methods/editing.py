"""Messages that the bot changes, deletes and reacts to."""

from typing import Any, Final

from bot.local.errors import ApiError, bad
from bot.local.keyboards import inline_keyboard
from bot.local.markup import wording
from bot.local.message import Message
from bot.local.methods.sending import caption_of, text_of
from bot.local.parameters import Parameters, whole
from bot.local.people import Json, User
from bot.local.world import Chat, Toast, World

_DELETABLE: Final = 48 * 3600  # seconds
_TOAST_LIMIT: Final = 200  # characters
_TOAST_WITHIN: Final = 60.0  # seconds in which Telegram waits for the answer to a pressed button


def edit_text(world: World, parameters: Parameters) -> Json:
    """editMessageText."""
    words = text_of(world, parameters)
    chat, message = _own(world, parameters)
    if message.media:
        raise bad("there is no text in the message to edit")
    return _edit(world, chat, message, parameters, words)


def edit_caption(world: World, parameters: Parameters) -> Json:
    """editMessageCaption."""
    words = caption_of(world, parameters)
    chat, message = _own(world, parameters)
    if not message.media:
        raise bad("there is no caption in the message to edit")
    return _edit(world, chat, message, parameters, words)


def edit_markup(world: World, parameters: Parameters) -> Json:
    """editMessageReplyMarkup."""
    chat, message = _own(world, parameters)
    return _edit(world, chat, message, parameters, None)


def _own(world: World, parameters: Parameters) -> tuple[Chat, Message]:
    """The message that is to be edited."""
    if not parameters.has("chat_id") or not parameters.has("message_id"):
        raise bad("message identifier is not specified")
    chat, message = _message(world, parameters, "message to edit")
    if not message.by_bot:
        raise bad("message can't be edited")
    return chat, message


def _message(world: World, parameters: Parameters, what: str) -> tuple[Chat, Message]:
    chat = world.writable(parameters.chat_id())
    message = chat.messages.get(parameters.integer("message_id"))
    if message is None:
        raise bad(f"{what} not found")
    return chat, message


def _edit(world: World, chat: Chat, message: Message, parameters: Parameters, words: wording.Words | None) -> Json:
    """Change words (None leaves them) and buttons: without reply_markup an edit takes the buttons away."""
    keyboard = inline_keyboard(parameters, world.complaints)
    before = (message.text, message.entities, message.keyboard)
    if words is not None:
        message.write(*words)
    message.keyboard = keyboard
    if before == (message.text, message.entities, message.keyboard):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current "
            "content and reply markup of the message"
        )
    if before[:2] != (message.text, message.entities):
        message.edits += 1
        message.edit_date = world.now()
    world.note("message", chat.id, message.id)
    return message.as_json()


def delete_message(world: World, parameters: Parameters) -> bool:
    """deleteMessage."""
    chat, message = _message(world, parameters, "message to delete")
    if refusal := _undeletable(world, chat, message):
        raise refusal
    _delete(world, chat, message.id)
    return True


def delete_messages(world: World, parameters: Parameters) -> bool:
    """deleteMessages: those that are not there are passed over."""
    numbers: Any = parameters.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    chat = world.writable(parameters.chat_id())
    for number in numbers:
        message = chat.messages.get(whole(number))
        if message and not _undeletable(world, chat, message):
            _delete(world, chat, message.id)
    return True


def _undeletable(world: World, chat: Chat, message: Message) -> ApiError | None:
    if not message.by_bot and not isinstance(chat.party, User) and chat.bot != "administrator":
        return bad("message can't be deleted")
    if world.now() - message.date > _DELETABLE and chat.bot != "administrator":
        return bad("message can't be deleted for everyone")
    return None


def _delete(world: World, chat: Chat, message_id: int) -> None:
    del chat.messages[message_id]
    world.note("deleted", chat.id, message_id)


def react(world: World, parameters: Parameters) -> bool:
    """setMessageReaction."""
    reactions: Any = parameters.json("reaction", "reaction types")
    if reactions is not None and not isinstance(reactions, list):
        raise bad("expected an Array of ReactionType")
    if any(not isinstance(r, dict) or "type" not in r for r in reactions or ()):
        raise bad("can't parse reaction type: Can't find field \"type\"")
    if len(reactions or ()) > 1:
        raise bad("REACTIONS_TOO_MANY")
    chat, message = _message(world, parameters, "message to react")
    message.reactions[world.bot.id] = reactions or []
    world.note("message", chat.id, message.id)
    return True


def answer_callback(world: World, parameters: Parameters) -> bool:
    """answerCallbackQuery."""
    text = parameters.text("text")
    if len(text) > _TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    query_id = parameters.text("callback_query_id")
    press = world.presses.get(query_id)
    if press is None or press.answered or world.clock() - press.at > _TOAST_WITHIN:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    press.answered = True
    alert = parameters.flag("show_alert")
    world.toasts.append(Toast(press.user_id, text, alert, query_id))
    world.note("toast", press.chat_id, user_id=press.user_id, text=text, alert=alert)
    return True
