"""One question about several meetings, taken apart into one for each.

Enters: an understanding such as "hạn ở giao ban tháng 3 và giao ban tháng 5". Leaves: the understandings of "hạn ở giao ban
tháng 3" and "hạn ở giao ban tháng 5", each with the tokens that name its meeting.
"""

import re
from dataclasses import dataclass, replace

from rag.language.dates import DateMention, dates
from rag.language.text import LETTERS, clean, fold
from rag.understand import Understanding

_NUMBERED = re.compile(r"\bl[ầa]n\s+(?:th[ứu]\s+)?(?P<number>\d{1,3})\b", re.IGNORECASE)
# What stands before the name of a meeting, or of another one after it: "giao ban tháng 3 và tháng 4".
_BEFORE = re.compile(
    r"(?:hop|giao ban|phien|hoi nghi|buoi|ky|weekly|standup|tuan|thuong truc|ban|va|voi|so voi|den|,|/|\(|sang|chieu|toi)\s*"
    r"(?:ngay|lan|thu)?\s*$"
)
_MOST = 4


@dataclass(frozen=True, slots=True)
class One:
    """The question for one of the meetings."""

    understanding: Understanding
    named: tuple[str, ...]  # tokens by which its document is known, any of them


def meetings_apart(understanding: Understanding) -> list[One]:
    """The questions for each meeting that `understanding` names; none where it names fewer than two."""
    asked = understanding.asked
    spans: dict[str, tuple[int, int]] = {}
    for match in _NUMBERED.finditer(asked):
        spans.setdefault(f"n{int(match.group('number'))}", match.span())
    for mention in dates(asked):
        if _names_a_meeting(mention) and _BEFORE.search(fold(asked[: mention.start])):
            spans.setdefault(mention.token(), (mention.start, mention.end))
    kinds = {re.sub(r"\d.*", "", token) for token in spans}
    if not 2 <= len(spans) <= _MOST or len(kinds) > 1:
        return []
    found = []
    for token in spans:
        others = sorted((span for other, span in spans.items() if other != token), reverse=True)
        text = asked
        for a, b in others:
            text = text[:a] + " " + text[b:]
        one = replace(understanding, asked=_TRAILING.sub(" ", clean(text)), listing=None)
        found.append(One(one, (token,)))
    return found


def _names_a_meeting(mention: DateMention) -> bool:
    return bool(mention.month or mention.quarter or mention.week)


# Conjunctions that are left alone where a name was taken out.
_TRAILING = re.compile(rf"(?<![{LETTERS}])(?:và|va|với|voi)(?![{LETTERS}])(?=\s*(?:[,.?)]|$))", re.IGNORECASE)
