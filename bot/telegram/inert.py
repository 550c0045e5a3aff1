"""What in a text Telegram would make live by itself: links, addresses, @names and /commands.

Enters: any text. Leaves: the same text without what cannot be sent, and the spans in it that must not stay live. More is
found than Telegram would link: it knows every top level domain, this module takes any Latin word after a dot for one.
Source: the matchers of https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp
"""

import re
from typing import Final

_MOST = 24  # spans of one text; where there are more, one span covers them all
_LONG = 1000  # characters of a word that may be cut between two messages, where its second half could become live

_SPACES = dict.fromkeys(map(ord, "\t\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_DROPPED = dict.fromkeys(
    [n for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\n\t\v\f\r\x1c\x1d\x1e\x1f\x85"]
    # What hides text or turns its direction.
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF, 0x2060, *range(0xE0000, 0xE0080)],
    None,
)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_TABLE: Final = {**_SPACES, **_DROPPED, **_SURROGATES}

_LIVE = re.compile(
    r"""
      ://
    | (?:tg|ton|tonsite|mailto|tel):            # addresses that Telegram opens itself
    | @\w                                       # names and e-mail addresses
    | (?<![\w/<>])/\w                           # commands
    | (?<!\d)(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)   # machines by number
    | [\w~\-\u0080-\U0010ffff]\.(?!HCM\b)(?:[A-Za-z]{2,}(?![A-Za-z\u00c0-\u024f\u1e00-\u1eff])|xn--)  # hosts that end in Latin letters
    | [\w~\-\u0080-\U0010ffff]\.(?=[^\W\d_])(?![A-Za-z\u00c0-\u024f\u1e00-\u1eff])                     # and in other scripts
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOKEN = re.compile(r"\S+")
_LEADING = "([{<«“\"'‘*_~`|,;:!?.…—–-+=•"
_TRAILING = ")]}>»”\"'’*~`|,;:!?.…—–+=•"


def cleaned(text: str) -> str:
    """`text` without control characters, half characters and marks that turn the direction of writing."""
    return text.replace("\r\n", "\n").translate(_TABLE)


def live_spans(text: str) -> list[tuple[int, int]]:
    """Where `text` would be live, as spans of whole words; they do not touch each other."""
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        if len(word) < _LONG and not _LIVE.search(word):
            continue
        start = token.start() + len(word) - len(word.lstrip(_LEADING))
        end = token.end() - (len(word) - len(word.rstrip(_TRAILING)))
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)  # side by side: one span
        else:
            spans.append((start, end))
    if len(spans) > _MOST:
        return [(spans[0][0], spans[-1][1])]
    return spans
