"""What is said to the bot: a message enters, the question in it leaves, or None where it is not for the bot.

In a private chat everything is. In a group a mention of the bot, a reply to one of its messages, or the command /hoi is.
"""

import re
from typing import Final

from telegram import Message, MessageEntity

_HOI: Final = re.compile(r"/hoi(?:@(\w+))?(?!\S)", re.IGNORECASE)


def question_in(message: Message) -> str | None:
    """The question that a message asks the bot, without the mention or the command; empty where nothing follows it."""
    text = message.text or ""
    if text.startswith("/"):
        return None
    if message.chat.type == "private":
        return text.strip()
    mention = _mention(message)
    if mention is not None:
        return " ".join((text[: mention[0]] + " " + text[mention[1] :]).split())
    return text.strip() if is_reply_to_us(message) else None


def question_now_in(message: Message) -> str | None:
    """The same for a message that was edited, where nobody else takes /hoi."""
    asked = _HOI.match(message.text or "")
    if asked is None:
        return question_in(message)
    ours = message.get_bot().username.lower()
    if (asked[1] or ours).lower() != ours:
        return None
    return " ".join((message.text or "")[asked.end() :].split())


def is_reply_to_us(message: Message) -> bool:
    """Whether it answers a message of the bot. What is merely written in a topic that the bot has opened does not."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created is not None:
        return False
    return replied.from_user.id == message.get_bot().id


def _mention(message: Message) -> tuple[int, int] | None:
    """Where the bot is named, as characters."""
    bot = message.get_bot()
    for entity, words in message.parse_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION]).items():
        named = entity.user is not None and entity.user.id == bot.id
        if named or words.lower() == f"@{bot.username}".lower():
            before = (message.text or "").encode("utf-16-le")[: entity.offset * 2].decode("utf-16-le", "ignore")
            return len(before), len(before) + len(words)
    return None
