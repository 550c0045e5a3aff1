"""Every method by name: its function and the parameters it knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.local.methods import chats, editing, files, sending, settings, updates
from bot.local.parameters import Parameters
from bot.local.world import World

Function = Callable[[World, Parameters], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its name as documented, what runs, and the parameters it takes."""

    name: str
    run: Function
    parameters: frozenset[str]


_SEND = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup"
)
_TEXT = "text parse_mode entities link_preview_options"
_CAPTION = "caption parse_mode caption_entities show_caption_above_media"
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup"

_ALL: tuple[tuple[str, Function, str], ...] = (
    ("getMe", settings.get_me, ""),
    ("logOut", settings.done, ""),
    ("close", settings.done, ""),
    ("getUpdates", updates.get_updates, "offset limit timeout allowed_updates"),
    (
        "setWebhook",
        updates.set_webhook,
        "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    ),
    ("deleteWebhook", updates.delete_webhook, "drop_pending_updates"),
    ("getWebhookInfo", updates.get_webhook_info, ""),
    ("sendMessage", sending.send_message, f"{_SEND} {_TEXT}"),
    ("sendMessageDraft", sending.send_draft, "chat_id message_thread_id draft_id text parse_mode entities"),
    ("editMessageText", editing.edit_text, f"{_EDIT} {_TEXT}"),
    ("editMessageCaption", editing.edit_caption, f"{_EDIT} {_CAPTION}"),
    ("editMessageReplyMarkup", editing.edit_markup, _EDIT),
    ("deleteMessage", editing.delete_message, "chat_id message_id"),
    ("deleteMessages", editing.delete_messages, "chat_id message_ids"),
    ("setMessageReaction", editing.react, "chat_id message_id reaction is_big"),
    ("sendChatAction", sending.chat_action, "business_connection_id chat_id message_thread_id action"),
    (
        "answerCallbackQuery",
        editing.answer_callback,
        "callback_query_id text show_alert url cache_time",
    ),
    (
        "sendDocument",
        files.send_document,
        f"{_SEND} {_CAPTION} document thumbnail disable_content_type_detection",
    ),
    ("sendPhoto", files.send_photo, f"{_SEND} {_CAPTION} photo has_spoiler"),
    ("sendMediaGroup", files.send_media_group, f"{_SEND} media"),
    ("getFile", files.get_file, "file_id"),
    ("getChat", chats.get_chat, "chat_id"),
    ("getChatMember", chats.get_chat_member, "chat_id user_id"),
    ("getChatAdministrators", chats.get_chat_administrators, "chat_id"),
    ("getChatMemberCount", chats.get_chat_member_count, "chat_id"),
    ("leaveChat", chats.leave_chat, "chat_id"),
    ("createForumTopic", chats.create_topic, "chat_id name icon_color icon_custom_emoji_id"),
    ("closeForumTopic", chats.close_topic, "chat_id message_thread_id"),
    ("setMyCommands", settings.set_commands, "commands scope language_code"),
    ("getMyCommands", settings.get_commands, "scope language_code"),
    ("deleteMyCommands", settings.delete_commands, "scope language_code"),
    ("setMyName", partial(settings.set_text, "name"), "name language_code"),
    ("getMyName", partial(settings.get_text, "name"), "language_code"),
    ("setMyDescription", partial(settings.set_text, "description"), "description language_code"),
    ("getMyDescription", partial(settings.get_text, "description"), "language_code"),
    ("setMyShortDescription", partial(settings.set_text, "short_description"), "short_description language_code"),
    ("getMyShortDescription", partial(settings.get_text, "short_description"), "language_code"),
    ("setChatMenuButton", settings.set_menu_button, "chat_id menu_button"),
    ("getChatMenuButton", settings.get_menu_button, "chat_id"),
)

METHODS = {name.lower(): Method(name, run, frozenset(parameters.split())) for name, run, parameters in _ALL}
