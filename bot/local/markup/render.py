"""Text with entities as HTML: what the page draws, and what a test reads."""

from html import escape
from typing import Final

from bot.local.markup.units import Entity, length

_TAGS: Final = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}


def as_html(text: str, entities: list[Entity]) -> str:
    """`text` escaped, with the tags of its formatting; entities that clients find themselves have none."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        if tags := _tags(entity):
            opening.setdefault(entity["offset"], []).append(tags[0])
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    parts: list[str] = []
    done = unit = start = 0
    marks = sorted({*opening, *closing})
    for mark in marks:
        while unit < mark and done < len(text):
            unit += length(text[done])
            done += 1
        parts += [escape(text[start:done], quote=False), *closing.get(mark, ()), *opening.get(mark, ())]
        start = done
    return "".join([*parts, escape(text[start:], quote=False)])


def _tags(entity: Entity) -> tuple[str, str] | None:
    kind = entity["type"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "pre":
        if language := entity.get("language"):
            return f'<pre><code class="language-{escape(language)}">', "</code></pre>"
        return "<pre>", "</pre>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(entity["custom_emoji_id"])}">', "</tg-emoji>"
    return None
