"""Parse mode HTML, with the error sentences of Telegram's parser.

Source: https://core.telegram.org/bots/api#html-style and `do_parse_html` of TDLib.
"""

import re
from typing import Final

from bot.local.errors import ApiError, bad
from bot.local.markup.links import link
from bot.local.markup.units import Entity, cut, length

_KINDS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_SPACE: Final = " \t\r\n\0\v"
_CHARACTER: Final = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+))|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_MARK: Final = re.compile("[<&]")


def parse(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of `source`.

    Raises:
        ApiError: "Bad Request: can't parse entities: ..." with the byte offset, as Telegram says it.
    """
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[tuple[str, str, int]] = []  # tag, argument, offset in units
        self._entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        source = self._source
        while mark := _MARK.search(source, self._at):
            self._put(source[self._at : mark.start()])
            self._at = mark.start()
            if mark.group() == "&":
                self._put(self._character() or self._take())
            elif source.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        self._put(source[self._at :])
        if self._open:
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1][0]}\"")
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)  # known only within pre
        return "".join(self._text), self._entities

    def _put(self, text: str) -> None:
        self._text.append(text)
        self._units += length(text)

    def _take(self) -> str:
        self._at += 1
        return self._source[self._at - 1]

    def _peek(self) -> str:
        """The character here; "" past the end, which a NUL is for Telegram."""
        return self._source[self._at : self._at + 1].rstrip("\0")

    def _skip(self, characters: str = _SPACE) -> None:
        while (c := self._peek()) and c in characters:
            self._at += 1

    def _until(self, characters: str) -> str:
        start = self._at
        while (c := self._peek()) and c not in characters:
            self._at += 1
        return self._source[start : self._at]

    def _character(self) -> str:
        """The character of a reference such as `&lt;` or `&#39;` here, having passed it; "" where there is none."""
        found = _CHARACTER.match(self._source, self._at)
        if not found:
            return ""
        hexadecimal, decimal, name = found.groups()
        code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
        if not name and (code in (0, 0xFFFF) or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF):
            return ""
        self._at = found.end()
        return _NAMED[name] if name else chr(code)

    def _fault(self, sentence: str, at: int) -> ApiError:
        return bad(f"can't parse entities: {sentence.format(at=len(self._source[:at].encode()))}")

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._until(_SPACE + ">").lower()
        if not self._peek():
            raise self._fault("Unclosed start tag at byte offset {at}", begin)
        if tag not in _KINDS:
            raise self._fault(f'Unsupported start tag "{_braced(tag)}" at byte offset {{at}}', begin)
        argument = ""
        while True:
            self._skip()
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler" at byte offset {at}', begin)
        self._open.append((tag, argument, self._units))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        name = self._until(_SPACE + "=>/\"'")
        if not name:
            raise self._fault(f'Empty attribute name in the tag "{tag}" at byte offset {{at}}', begin)
        self._skip()
        if self._peek() != "=":
            if not self._peek():
                raise self._fault(f'Unclosed start tag "{tag}" at byte offset {{at}}', begin)
            return name, None
        self._at += 1
        self._skip()
        if not self._peek():
            raise self._fault(f'Unclosed start tag "{tag}" at byte offset {{at}}', begin)
        if self._peek() in "\"'":
            return name, self._quoted(begin)
        start = self._at
        while (c := self._peek()) and ((c.isascii() and c.isalnum()) or c in ".-"):
            self._at += 1
        if self._peek() not in (*_SPACE, ">"):
            raise self._fault("Unexpected end of name token at byte offset {at}", start)
        return name, self._source[start : self._at].lower()

    def _quoted(self, begin: int) -> str:
        quote = self._take()
        value: list[str] = []
        while (c := self._peek()) and c != quote:
            value.append((self._character() if c == "&" else "") or self._take())
        self._at += self._peek() == quote
        if not self._peek():
            raise self._fault("Unclosed start tag at byte offset {at}", begin)
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise self._fault("Unexpected end tag at byte offset {at}", begin)
        self._at += 2
        name = self._until(_SPACE + ">").lower()
        self._skip()
        if self._peek() != ">":
            raise self._fault("Unclosed end tag at byte offset {at}", begin)
        self._at += 1
        tag, argument, offset = self._open.pop()
        if name and name != tag:
            words = f'Unmatched end tag at byte offset {{at}}, expected "</{tag}>", found "</{_braced(name)}>"'
            raise self._fault(words, begin)
        if self._units > offset:
            self._close(tag, argument, offset)

    def _close(self, tag: str, argument: str, offset: int) -> None:
        entity: Entity = {"type": _KINDS[tag], "offset": offset, "length": self._units - offset}
        if tag == "a":
            target = link(argument or cut("".join(self._text), offset, self._units - offset))
            if not target:
                return
            entity |= target
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = argument
        elif tag == "pre":
            inner = self._entities[-1] if self._entities else None
            if inner and inner["type"] == "code" and _same_place(inner, entity):
                self._entities.pop()
                entity |= {"language": inner["language"]} if "language" in inner else {}
        elif tag == "code":
            if self._entities and self._entities[-1]["type"] == "pre" and _same_place(self._entities[-1], entity):
                self._entities[-1] = ({"language": argument} if argument else {}) | self._entities[-1]
                return
            entity |= {"language": argument} if argument else {}
        self._entities.append(entity)


def _argument(tag: str, name: str, value: str | None) -> str:
    match tag, name.lower():
        case "a", "href":
            return value or ""
        case "code", "class" if value and value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value and value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "tg-emoji", "emoji-id":
            return value or ""
        case "blockquote", "expandable":
            return "1"
    return ""


def _same_place(one: Entity, other: Entity) -> bool:
    return (one["offset"], one["length"]) == (other["offset"], other["length"])


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
