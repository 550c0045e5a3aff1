"""From text to what Telegram shows: escaped HTML, nothing in it that a tap would run, parts that fit into messages.

Enters: text of documents, people and models, which is data, and our own templates. Leaves: `Html`, which nothing else
makes. Lengths are UTF-16 code units of the text without its tags, as Telegram counts them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape as _escaped
from typing import Final

from bot.telegram.inert import cleaned, live_spans

MESSAGE: Final = 4096  # units of a message. Source: https://core.telegram.org/bots/api#sendmessage
CAPTION: Final = 1024  # units of a file's caption. Source: https://core.telegram.org/bots/api#senddocument
ENTITIES: Final = 100  # of a message; further ones are dropped. Source: https://limits.tginfo.me/en


class Html(str):
    """Text that Telegram's HTML parser takes as it is. Only this module makes it."""

    __slots__ = ()


def escape(text: str) -> Html:
    """`text` as it stands; what looks like a link or a command stays one. For words of our own."""
    return Html(_escaped(cleaned(text), quote=False))


def quiet(text: str) -> Html:
    """Text of a document, a person or a model: links, commands and names in it are set as code, so that no tap runs them."""
    return marked((text, False))


def marked(*pieces: tuple[str, bool], style: Callable[[Html], Html] | None = None) -> Html:
    """The same for a text in pieces, some of them marked (in bold, or as `style` does).

    It is looked at as a whole: what is harmless in two pieces may be a link once they stand side by side.
    """
    texts = [(cleaned(text), mark) for text, mark in pieces]
    whole = "".join(text for text, _ in texts)
    found: list[str] = []
    done = 0
    for start, end in (*live_spans(whole), (len(whole), len(whole))):
        found += _cut_out(texts, done, start, style or bold)
        if end > start:
            found.append(code(whole[start:end]))
        done = end
    return Html("".join(found))


def fill(template: str, /, **values: object) -> Html:
    """A template of ours (plain text) with its values: `Html` as it is, everything else quieted."""
    safe = {name: value if isinstance(value, Html) else quiet(str(value)) for name, value in values.items()}
    return Html(_escaped(template, quote=False).format(**safe))


def bold(text: Html) -> Html:
    """In bold, but for code in it: the two cannot stand together."""
    return _around(text, "b")


def italic(text: Html) -> Html:
    """In italics, but for code in it."""
    return _around(text, "i")


def struck(text: Html) -> Html:
    """Struck through, but for code in it."""
    return _around(text, "s")


def underlined(text: Html) -> Html:
    """Underlined, but for code in it."""
    return _around(text, "u")


def code(text: str) -> Html:
    """In the style of code: nothing in it is live, and a tap copies it."""
    return Html(f"<code>{_escaped(cleaned(text), quote=False)}</code>")


def quote(text: Html, *, expandable: bool = True) -> Html:
    """A block quote, which shows three lines until it is opened where it is `expandable`."""
    return Html(f"<blockquote expandable>{text}</blockquote>" if expandable else f"<blockquote>{text}</blockquote>")


def link(label: Html, url: str) -> Html:
    """A live link, only to a source of ours: anything but http and https is left as its label."""
    if not re.match(r"https?://[^\s/]", url):
        return label
    return Html(f'<a href="{_escaped(cleaned(url))}">{label}</a>')


def join(separator: str, texts: Iterable[Html]) -> Html:
    """The texts that are not empty, with `separator` (of ours, plain) between them."""
    return Html(_escaped(separator, quote=False).join(text for text in texts if text))


def lines(texts: Iterable[Html]) -> Html:
    """One below the other."""
    return join("\n", texts)


def paragraphs(texts: Iterable[Html]) -> Html:
    """With an empty line between them."""
    return join("\n\n", texts)


def length(text: Html) -> int:
    """The units that Telegram counts."""
    return sum(_units(atom) for atom in _ATOM.findall(text) if not _is_tag(atom))


def parts(text: Html, limit: int = MESSAGE) -> list[Html]:
    """`text` in messages of at most `limit` units and 100 entities, cut at paragraphs, lines, sentences or words.

    Tags are balanced in each part. A part that would show nothing is left out, so there may be none.
    """
    atoms = _ATOM.findall(text)
    found: list[Html] = []
    opened: list[str] = []
    start = 0
    while start < len(atoms):
        end = _cut(atoms, start, limit, len(opened))
        body = atoms[start:end]
        closing = list(opened)
        for tag in filter(_is_tag, body):
            if tag.startswith("</"):
                closing.pop()
            else:
                closing.append(tag)
        part = _trimmed([*opened, *body, *(f"</{_name(tag)}>" for tag in reversed(closing))])
        if part:
            found.append(part)
        opened, start = closing, end
    return found


def clipped(text: Html, limit: int = MESSAGE) -> Html:
    """The first part of `text`, ended by "…" where there is more."""
    if length(text) <= limit and text.count("<") - text.count("</") <= ENTITIES:
        return text
    first = parts(text, limit - 2)
    return Html(f"{first[0]} …" if first else "")


_ATOM = re.compile(r"<[^>]*>|&(?:amp|lt|gt);|.", re.DOTALL)
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters that show nothing
_EMPTY = re.compile(r"<(\w+)[^>]*></\1>")
_BREAKS = (("\n", "\n"), ("\n",), (".", " "), (" ",))  # where to cut, best first


def _around(text: Html, tag: str) -> Html:
    pieces = re.split(r"(<code>[^<]*</code>)", text)
    return Html("".join(p if not p.strip() or p.startswith("<code>") else f"<{tag}>{p}</{tag}>" for p in pieces))


def _cut_out(pieces: Sequence[tuple[str, bool]], start: int, end: int, style: Callable[[Html], Html]) -> Iterator[Html]:
    """What stands between two places of a text in pieces."""
    at = 0
    for text, mark in pieces:
        part = escape(text[max(0, start - at) : max(0, end - at)])
        at += len(text)
        if part:
            yield style(part) if mark else part


def _is_tag(atom: str) -> bool:
    return len(atom) > 1 and atom[0] == "<"


def _is_seen(atom: str) -> bool:
    if len(atom) > 1:
        return atom[0] == "&"
    return not atom.isspace() and unicodedata.category(atom) != "Cf" and atom not in _BLANKS


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag[1:], maxsplit=1)[0]


def _units(atom: str) -> int:
    return 2 if len(atom) == 1 and ord(atom) > 0xFFFF else 1


def _cut(atoms: list[str], start: int, limit: int, opened: int) -> int:
    """The end of the part that begins at `start`."""
    units, entities, end = 0, opened, start
    while end < len(atoms):
        if _is_tag(atoms[end]):
            entities += not atoms[end].startswith("</")
        else:
            units += _units(atoms[end])
        if units > limit or entities > ENTITIES:
            break
        end += 1
    else:
        return end
    for wanted in _BREAKS:
        width = len(wanted)
        for at in range(end, start + (end - start) // 2, -1):
            if tuple(atoms[at - width : at]) == wanted and _within_no_tag(atoms, at):
                return at
    return max(end, start + 1)


def _within_no_tag(atoms: list[str], at: int) -> bool:
    """Whether nothing that stays together is cut at `at`: a tag is one atom, and a closing one belongs to what it closes."""
    return at >= len(atoms) or not atoms[at].startswith("</")


def _trimmed(atoms: list[str]) -> Html:
    """Without white space at the ends and without tags around nothing; empty where nothing would be seen."""
    shown = [number for number, atom in enumerate(atoms) if _is_seen(atom)]
    if not shown:
        return Html("")
    first, last = shown[0], shown[-1]
    kept = (a for n, a in enumerate(atoms) if _is_tag(a) or first <= n <= last)
    text = "".join(kept)
    while (less := _EMPTY.sub("", text)) != text:
        text = less
    return Html(text)
