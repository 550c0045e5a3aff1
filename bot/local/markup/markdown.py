"""Parse mode MarkdownV2, with the error sentences of Telegram's parser.

Source: https://core.telegram.org/bots/api#markdownv2-style and `parse_markdown_v2` of TDLib.
"""

import re
from dataclasses import dataclass
from typing import Final

from bot.local.errors import ApiError, bad
from bot.local.markup.links import link
from bot.local.markup.units import Entity, cut, length

_RESERVED: Final = "_*[]()~`>#+-=|{}.!\n"
_QUOTE_END: Final = re.compile(r"\|\|(?:\Z|\n(?!>))")
_EMOJI: Final = re.compile(r"tg://emoji\?id=(\d+)")
_SPACE: Final = " \t\r\n\0\v"
_MARKS: Final = {
    "__": "underline",
    "||": "spoiler",
    "_": "italic",
    "*": "bold",
    "~": "strikethrough",
    "```": "pre",
    "`": "code",
    "[": "text_link",
    "![": "custom_emoji",
}
_ENDS: Final = {kind: mark for mark, kind in _MARKS.items()} | {"text_link": "]", "custom_emoji": "]"}
_NAMES: Final = {
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "pre": "Pre",
    "blockquote": "BlockQuote",
}


def parse(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of `source`.

    Raises:
        ApiError: "Bad Request: can't parse entities: ..." as Telegram says it.
    """
    return _Parser(source).run()


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    at: int
    language: str = ""


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []
        self._fresh = True  # nothing but markup on this line so far: a quote may begin

    def run(self) -> tuple[str, list[Entity]]:
        source = self._source
        while self._at < len(source):
            letter = source[self._at]
            inside = self._open[-1].kind if self._open else ""
            if letter == "\\" and "\x01" <= source[self._at + 1 : self._at + 2] <= "~":
                self._put(source[self._at + 1], 2)
            elif letter not in ("`" if inside in ("code", "pre") else _RESERVED):
                self._put(letter, 1)
            elif letter == "\n":
                self._line_end()
            elif inside and self._closes(inside):
                self._close()
            else:
                self._begin()
        if self._open and self._open[-1].kind == "blockquote":
            self._add(self._open.pop(), {})
        if self._open:
            raise self._unclosed()
        return "".join(self._text), self._entities

    def _put(self, letter: str, taken: int) -> None:
        self._text.append(letter)
        self._fresh = letter == "\n"
        self._units += length(letter)
        self._at += taken

    def _fault(self, sentence: str) -> ApiError:
        return bad(f"can't parse entities: {sentence}")

    def _bytes(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _unclosed(self) -> ApiError:
        last = self._open[-1]
        name = _NAMES.get(last.kind, last.kind.capitalize())
        if last.kind == "pre" and last.language:
            name = "PreCode"
        return self._fault(f"Can't find end of {name} entity at byte offset {self._bytes(last.at)}")

    def _line_end(self) -> None:
        in_quote = any(entity.kind == "blockquote" for entity in self._open)
        goes_on = self._source.startswith("\n>", self._at)
        if in_quote and not goes_on:
            if self._open[-1].kind != "blockquote":
                raise self._unclosed()
            self._put("\n", 1)
            self._add(self._open.pop(), {})
            return
        self._put("\n", 1)
        if goes_on and in_quote:
            self._at += 1

    def _closes(self, kind: str) -> bool:
        if kind == "blockquote":
            return _QUOTE_END.match(self._source, self._at) is not None
        mark = _ENDS[kind]
        here = self._source.startswith(mark, self._at)
        return here and not (kind == "italic" and self._source.startswith("__", self._at))

    def _begin(self) -> None:
        source, at = self._source, self._at
        in_quote = any(entity.kind == "blockquote" for entity in self._open)
        if source[at] == ">" and self._fresh:
            if not in_quote:
                self._open.append(_Open("blockquote", self._units, at))
            self._at += 1
            return
        if in_quote and self._open[-1].kind != "spoiler" and _QUOTE_END.match(source, at):
            raise self._unclosed()
        mark = next(
            (mark for mark in ("```", "__", "||", "![", "_", "*", "~", "`", "[") if source.startswith(mark, at)), ""
        )
        if not mark:
            raise self._fault(f"Character '{source[at]}' is reserved and must be escaped with the preceding '\\'")
        self._at += len(mark)
        entity = _Open(_MARKS[mark], self._units, at)
        if mark == "```":
            entity.language = self._language()
        self._open.append(entity)

    def _language(self) -> str:
        end = self._at
        while end < len(self._source) and self._source[end] not in _SPACE + "`":
            end += 1
        language = ""
        if self._at != end < len(self._source) and self._source[end] != "`":
            language, self._at = self._source[self._at : end], end
        if self._source[self._at : self._at + 2] in ("\r\n", "\n\r"):
            self._at += 2
        elif self._source[self._at : self._at + 1] in ("\r", "\n"):
            self._at += 1
        return language

    def _close(self) -> None:
        entity = self._open.pop()
        if entity.kind == "blockquote":
            self._at += 2
            if self._source.startswith("\n", self._at):
                self._put("\n", 1)
            self._add(entity, {"type": "expandable_blockquote"})
            return
        self._at += len(_ENDS[entity.kind])
        details: Entity | None = {}
        if entity.kind == "text_link":
            details = link(self._target("a URL") or cut("".join(self._text), entity.offset, self._units))
        elif entity.kind == "custom_emoji":
            if not self._source.startswith("(", self._at):
                raise self._fault("The entity must contain a tg://emoji or tg://time URL")
            emoji = _EMOJI.fullmatch(self._target("a custom emoji URL"))
            if not emoji:
                raise self._fault("Invalid tg://emoji or tg://time URL specified")
            details = {"custom_emoji_id": emoji.group(1)}
        elif entity.language:
            details = {"language": entity.language}
        if details is not None:
            self._add(entity, details)

    def _target(self, what: str) -> str:
        """The address in brackets here, having passed it; "" where there is none."""
        if not self._source.startswith("(", self._at):
            return ""
        self._at += 1
        start = self._at
        address: list[str] = []
        while self._at < len(self._source) and self._source[self._at] != ")":
            if self._source[self._at] == "\\":
                self._at += 1
            address.append(self._source[self._at : self._at + 1])
            self._at += 1
        if self._at >= len(self._source):
            raise self._fault(f"Can't find end of {what} at byte offset {self._bytes(start)}")
        self._at += 1
        return "".join(address)

    def _add(self, entity: _Open, details: Entity) -> None:
        if self._units > entity.offset:
            place: Entity = {"type": entity.kind, "offset": entity.offset, "length": self._units - entity.offset}
            self._entities.append(place | details)
