"""What Telegram makes live by itself: links, names, hashtags, commands, addresses and telephone numbers.

Source: `find_entities` of TDLib (td/telegram/MessageEntity.cpp); telephone numbers are found by the clients, so their
pattern is an estimate: international numbers, and Vietnamese ones of ten digits.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from bot.local.markup.tlds import TLDS
from bot.local.markup.units import Entity, length

_TAG: Final = r"[\w\u200c\u00b7\u0d80-\u0dff]"  # a letter of a hashtag
_HOST: Final = r"[.A-Za-z0-9_~\-\u00c0-\u167f\u1681-\u1fff\u200c\u200d\u2010-\u2015\u2070-\u2fff\u3001-\U0010ffff]"
_USER: Final = r"[^\s/\[\]{}()'`<>\"@\u00ab\u00bb\u2000-\u200b\u200e\u200f\u2016-\u206f]"
_PATH: Final = r"[^\s<>\"\u00ab\u00bb\u2000-\u200b\u200e\u200f\u2016-\u206f]"

_MENTION: Final = re.compile(r"(?<!\w)@(?:[A-Za-z0-9_]{4,32}|gif|vid|pic)(?!\w)")
_AT: Final = r"@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_])"  # whose command or hashtag it is
_COMMAND: Final = re.compile(rf"(?<![\w/<>])/[A-Za-z0-9_]{{1,64}}(?![A-Za-z0-9_])(?:{_AT}|(?!@))(?![\w/<>])")
_HASHTAG: Final = re.compile(rf"(?<!{_TAG})#(?=[\d_]*[^\W\d_]){_TAG}{{1,256}}+(?!{_TAG}*#)(?:{_AT})?")
_CASHTAG: Final = re.compile(rf"(?<!{_TAG})(?<!\$)\$(?:1INCH|[A-Z]{{1,8}}+)(?!{_TAG}|\$)(?:{_AT})?")
_PHONE: Final = re.compile(r"(?<![\w+.,/-])(?:\+\d(?:[ .()-]{0,2}\d){6,14}|0\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4})(?![\w-])")
_APP: Final = re.compile(rf"(?:tg|ton|tonsite)://[\w-]{{1,253}}(?:[/?#]{_PATH}*)?", re.IGNORECASE | re.ASCII)
_HOST_BEFORE: Final = re.compile(rf"{_HOST}+\Z")
_HOST_HERE: Final = re.compile(rf"(?:{_HOST}|@)+")
_USER_BEFORE: Final = re.compile(rf"{_USER}+\Z")
_PORT: Final = re.compile(r":0*(?P<port>[1-9]\d{0,4})(?!\d)", re.ASCII)
_PATHS: Final = re.compile(rf"[/?#]{_PATH}*")
_PROTOCOL: Final = re.compile(r"(?:[A-Za-z0-9+-]|[^\W\u0000-\u007f])*://\Z")
_EMAIL: Final = re.compile(
    r"(?:[\w-]{0,26}[.+]){0,10}[\w-]{1,35}@(?:[a-z0-9](?:[\w-]{0,28}[a-z0-9])?\.){1,6}[a-z]{2,8}",
    re.IGNORECASE | re.ASCII,
)
_ADDRESS: Final = re.compile(r"(?:(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!\Z)|\Z)){4}")
_LOOSE_ENDS: Final = ".:;,('?!`"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
_CLOSED: Final = ("code", "pre", "text_link", "text_mention", "custom_emoji")

_Span = tuple[int, int, str]


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """The live entities of `text`, outside those of `entities` that clients leave alone, in order."""
    spans = sorted(chain(_simple(text), _urls(text)), key=lambda span: (span[0], -span[1]))
    if not spans:
        return []
    closed = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _CLOSED]
    found: list[Entity] = []
    last = 0
    for start, end, kind in spans:
        if start < last:
            continue
        last = end
        offset = length(text[:start])
        size = length(text[start:end])
        if all(offset + size <= begin or stop <= offset for begin, stop in closed):
            found.append({"type": kind, "offset": offset, "length": size})
    return found


def _simple(text: str) -> Iterator[_Span]:
    for mark, kind, pattern in (
        ("@", "mention", _MENTION),
        ("/", "bot_command", _COMMAND),
        ("#", "hashtag", _HASHTAG),
        ("$", "cashtag", _CASHTAG),
        ("://", "url", _APP),
        ("", "phone_number", _PHONE),
    ):
        if mark in text:
            for match in pattern.finditer(text):
                yield match.start(), match.start() + len(match.group().rstrip(_LOOSE_ENDS)), kind


def _urls(text: str) -> Iterator[_Span]:
    """Links and addresses; each is looked for around the first dot after the one before."""
    begin = 0
    while 0 <= (dot := text.find(".", begin)) < len(text) - 1:
        if text[dot + 1] == " ":
            begin = dot + 2
            continue
        start = _left(_HOST_BEFORE, text, begin, dot)
        host = _HOST_HERE.match(text, dot)
        end = host.end() if host else dot + 1
        has_user = "@" in text[dot:end]
        if has_user:
            start = _left(_USER_BEFORE, text, begin, start)
        stop = max(_end(text, end), dot + 1)
        start, good = _beginning(text, begin, start, has_user)
        if good:
            if stop > dot + 1:
                yield from _kind(text, start, stop)
            while text.startswith(".", stop):
                stop += 1
        else:
            stop = text.rfind(".", dot, stop) + 1
        begin = max(stop, dot + 1)


def _left(pattern: re.Pattern[str], text: str, begin: int, end: int) -> int:
    """Where the run of `pattern` begins that ends at `end`."""
    found = pattern.search(text, begin, end)
    return found.start() if found else end


def _end(text: str, end: int) -> int:
    """Where a link ends whose host ends at `end`: after its port and path."""
    rest = _PORT.match(text, end)
    if rest and int(rest["port"]) <= 65535:
        end = rest.end()
    path = _PATHS.match(text, end)
    if path:
        stop = end + 1 + len(text[end + 1 : path.end()].rstrip(_LOOSE_ENDS))
        end = stop if text[end] == "/" or stop > end + 1 else end
    return end - (len(text[:end]) - len(text[:end].rstrip(".")))


def _beginning(text: str, begin: int, start: int, has_user: bool) -> tuple[int, bool]:
    """Where a link begins whose host begins at `start`, and whether it may stand there."""
    good = True
    if start > begin and text[start - 1] == "@":
        user = _left(_USER_BEFORE, text, begin, start - 1)
        good = not has_user and user < start - 1
        start = user
    before = text[begin:start]
    if before.endswith("://") and len(before.encode()) >= 6:
        protocol = _PROTOCOL.search(before)
        name = protocol.group().lower().removesuffix("://") if protocol else ""
        for known, strangers in (("http", ("shttp",)), ("https", ()), ("ftp", ("tftp", "sftp"))):
            if name.endswith(known) and name not in strangers:
                return start - len(known) - 3, good
        return start, False
    return start, good and not (before and (before[-1].isalnum() or before[-1] in "_/#@"))


def _kind(text: str, start: int, stop: int) -> Iterator[_Span]:
    if text.startswith("mailto:", start) and _EMAIL.fullmatch(text, start + len("mailto:"), stop):
        start += len("mailto:")
    if _EMAIL.fullmatch(text, start, stop):
        yield start, stop, "email"
    elif stop := _checked(text, start, stop):
        yield start, stop, "url"


def _checked(text: str, begin: int, end: int) -> int:
    """Where the link in `text[begin:end]` ends, balanced brackets kept; 0 where it is none."""
    url = text[begin:end]
    head = re.match(r"(?:https?|ftp)://", url, re.IGNORECASE)
    host_at = head.end() if head else 0
    cut = re.search(r"[/?#]", url[host_at:])
    path_at = host_at + cut.start() if cut else len(url)
    host = url[host_at:path_at]
    host = host.partition("@")[2] if "@" in host else host
    host = re.sub(r":\d*\Z", "", host)
    return begin + path_at + _balanced(url[path_at:]) if _is_host(host, head is not None) else 0


def _balanced(path: str) -> int:
    """The length of `path` up to a bracket that nothing opens, without loose ends."""
    balance = dict.fromkeys(_BRACKETS.values(), 0)
    size = len(path)
    for position, letter in enumerate(path):
        if letter in balance:
            balance[letter] += 1
        elif letter in _BRACKETS:
            balance[_BRACKETS[letter]] -= 1
            if balance[_BRACKETS[letter]] < 0:
                size = position
                break
    return len(path[:size].rstrip(_LOOSE_ENDS))


def _is_host(host: str, has_protocol: bool) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or any(not label or len(label.encode()) >= 64 or label.endswith("-") for label in labels):
        return False
    if _ADDRESS.fullmatch(host):
        return True
    tld = labels[-1]
    if host.replace(".", "").isdecimal() or len(tld) < 2 or "_" in labels[-2]:
        return False
    if tld.startswith("xn--"):
        return len(tld) > 5 and tld[4:].isalnum()
    if "_" in tld or "-" in tld:
        return False
    return has_protocol or _is_tld(tld)


def _is_tld(tld: str) -> bool:
    lowered = tld.lower()
    if lowered != tld and lowered[1:] == tld[1:]:  # as in "kết luận.Việc": a new sentence, not a domain
        return False
    if lowered.isascii():
        return lowered in TLDS
    if "\u200c" in lowered or "\u200d" in lowered:
        return False
    try:
        return lowered.encode("idna").decode() in TLDS
    except UnicodeError:
        return False
