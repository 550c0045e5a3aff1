"""The words of a call: text or caption, its parse mode, its entities, its limits."""

import re
from collections.abc import Iterable
from typing import Any, Final

from bot.local.errors import bad
from bot.local.markup import html, markdown
from bot.local.markup.links import link
from bot.local.markup.nesting import nested
from bot.local.markup.units import Entity, length
from bot.local.parameters import Parameters, whole
from bot.local.people import User

TEXT_LIMIT: Final = 4096  # UTF-16 units, after the markup is parsed
CAPTION_LIMIT: Final = 1024
_REMOVED: Final = re.compile("[\r\u2028-\u202e]")
_BLANKED: Final = re.compile("[\0-\x09\x0b-\x0c\x0e-\x1f]")
_SPACE: Final = " \n"
_ENTITIES: Final = 100  # per message; Telegram drops further ones without a word
_OF_CALLERS: Final = frozenset(
    "bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention "
    "custom_emoji".split()
)
_FOUND: Final = frozenset("mention hashtag cashtag bot_command url email phone_number".split())

Words = tuple[str, list[Entity]]


def read(parameters: Parameters, name: str, entities_name: str, people: dict[int, User]) -> tuple[Words, int]:
    """Text and entities as they will be kept, and how many entities were too many.

    Raises:
        ApiError: Where the markup cannot be parsed.
    """
    source = parameters.text(name)
    mode = parameters.text("parse_mode").lower()
    if mode == "html":
        text, entities = html.parse(source)
    elif mode == "markdownv2":
        text, entities = markdown.parse(source)
    elif mode in ("", "none"):
        text, entities = source, _given(parameters.json(entities_name, "message entities"))
    else:
        raise bad("unsupported parse_mode")
    text, entities = trimmed(text, nested(list(_known(entities, people))))
    return (text, entities[:_ENTITIES]), max(0, len(entities) - _ENTITIES)


def _given(entities: Any) -> list[Entity]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad("expected an Array of MessageEntity")
    for entity in entities:
        if not isinstance(entity, dict):
            raise bad("can't parse MessageEntity: Expected an Object")
        if entity.get("type") not in (*_OF_CALLERS, *_FOUND):
            raise bad("can't parse MessageEntity: Unsupported type specified")
        for name in ("offset", "length"):
            if not isinstance(entity.get(name), int):
                raise bad(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
        if not isinstance(entity.get("url", ""), str):
            raise bad('can\'t parse MessageEntity: Field "url" must be of type String')
        if not isinstance(entity.get("user", {}), dict):
            raise bad('can\'t parse MessageEntity: Field "user" must be of type Object')
    return [dict(entity) for entity in entities if entity["type"] in _OF_CALLERS and _complete(entity)]


def _complete(entity: Entity) -> bool:
    """Whether a given entity says all that its type needs; Telegram passes over those that do not."""
    if entity["type"] == "text_link":
        target = link(entity.get("url", ""))
        entity.update(target or {})
        return target is not None
    needed = {"text_mention": "user", "custom_emoji": "custom_emoji_id"}.get(entity["type"])
    return needed is None or needed in entity


def _known(entities: Iterable[Entity], people: dict[int, User]) -> Iterable[Entity]:
    """Without mentions of people whom the bot has never met; the others with who they are."""
    for entity in entities:
        if entity["type"] == "text_mention":
            user = people.get(whole(entity["user"].get("id")))
            if user is None:
                continue
            entity["user"] = user.as_json()
        yield entity


def trimmed(text: str, entities: list[Entity]) -> Words:
    """Without white space at both ends and without control characters; entities follow."""
    entities = list(_moved(text, entities)) if _REMOVED.search(text) else entities
    text = _BLANKED.sub(" ", _REMOVED.sub("", text))
    left = length(text) - length(text.lstrip(_SPACE))
    text = text.strip(_SPACE)
    size = length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] + entity["length"] - left, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def _moved(text: str, entities: list[Entity]) -> Iterable[Entity]:
    gone = [length(text[: match.start()]) for match in _REMOVED.finditer(text)]
    for entity in entities:
        start = entity["offset"] - sum(at < entity["offset"] for at in gone)
        end = entity["offset"] + entity["length"]
        end -= sum(at < end for at in gone)
        if end > start:
            yield {**entity, "offset": start, "length": end - start}
