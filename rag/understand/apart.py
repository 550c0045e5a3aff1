"""One question about several meetings, taken apart into one for each.

Enters: an understanding such as "hạn ở giao ban tháng 3 và giao ban tháng 5". Leaves: the understandings of "hạn ở giao ban
tháng 3" and "hạn ở giao ban tháng 5", each with the tokens that name its meeting.
"""

import re
from dataclasses import dataclass, replace

from rag.language.dates import DateMention, dates
from rag.language.text import LETTERS, clean, fold, fold_aligned
from rag.understand import Understanding
from rag.understand.kinds import kind_of

_NUMBERED = re.compile(r"\bl[ầa]n\s+(?:th[ứu]\s+)?(?P<number>\d{1,3})\b", re.IGNORECASE)
_MEETING = r"(?:cuoc hop|hoi nghi|phien|buoi|giao ban|hop|ky|weekly|standup|ban tin|sinh hoat)"
# What stands before the name of a meeting ("giao ban toàn viện tháng 9"), or of another one after it.
_BEFORE = re.compile(rf"\b{_MEETING}\b(?: \S+){{0,4}} *$")
_AND = re.compile(r"^\s*(?:,|va|voi|so voi|den|/|-)\s*(?:\S+\s+){0,3}$")
_TWO_OF_A_KIND = re.compile(r"\b(tuan|thang|quy|lan) \d{1,2},? (?:va|voi|so voi) \1 \d{1,2}\b")
_EACH = re.compile(r"\blan luot\b|\bso voi\b")
# Before a date that is not the name of a meeting: "trước 15/4 và trước 20/4".
_DUE = re.compile(r"\b(?:truoc|han|den|het|xong|cham nhat|tu)(?: ngay)? *$")
# "cuộc họp tháng 12 của HTX A và cuộc họp tháng 8 của HTX B"
_JOINED = re.compile(
    rf"\b{_MEETING}\b(?P<first>(?:(?!\b(?:va|voi)\b).)+?)\b(?:va|voi)\b(?: o| tai| cua)? (?={_MEETING}\b)"
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
    each, last = bool(_EACH.search(fold(asked)) or _TWO_OF_A_KIND.search(fold(asked))), None
    for mention in dates(asked):
        before = fold(asked[: mention.start])
        if not _names_a_meeting(mention) or _DUE.search(before):
            continue
        joined_on = last is not None and _AND.search(fold(asked[last : mention.start]) + " ") is not None
        if each or joined_on or _BEFORE.search(before):
            spans.setdefault(mention.token(), (mention.start, mention.end))
            last = mention.end
    kinds = {re.sub(r"\d.*", "", token) for token in spans}
    if not 2 <= len(spans) <= _MOST or len(kinds) > 1:
        return []
    joined = _JOINED.search(fold_aligned(asked))
    found = []
    for number, token in enumerate(spans):
        if joined and len(spans) == 2:
            # Each meeting has words of its own: only the one half of them is kept.
            text = asked[: joined.end()] if number == 0 else asked[: joined.start()] + asked[joined.end() :]
        else:
            text = asked
            for a, b in sorted((span for other, span in spans.items() if other != token), reverse=True):
                text = text[:a] + " " + text[b:]
        one = replace(understanding, asked=_TRAILING.sub(" ", clean(text)), listing=None)
        found.append(One(one, (token,)))
    return found


_ASKS = r"(?:ai|nao|gi|dau|may gio|bao nhieu|bao gio)"
_TWO_QUESTIONS = re.compile(rf"^(?P<first>.*\b{_ASKS}\b.*?)[,;?]? (?:va|con|voi) (?P<second>.*\b{_ASKS}\b.*)$")


def questions_apart(understanding: Understanding) -> list[Understanding]:
    """The two questions that are asked in one ("ai chủ trì họp A, và ai chủ trì họp B?"); none where it is one."""
    asked = understanding.asked
    match = _TWO_QUESTIONS.match(fold_aligned(asked))
    if match is None or understanding.context:
        return []
    parts = [clean(asked[slice(*match.span(name))]) for name in ("first", "second")]
    if any(len(part.split()) < _LEAST_WORDS for part in parts):
        return []
    return [
        replace(understanding, asked=part, kind=kind_of(part) or understanding.kind, listing=None) for part in parts
    ]


_LEAST_WORDS = 5  # of a question that names what it is about


def _names_a_meeting(mention: DateMention) -> bool:
    return bool(mention.month or mention.quarter or mention.week)


# Conjunctions that are left alone where a name was taken out.
_TRAILING = re.compile(rf"(?<![{LETTERS}])(?:và|va|với|voi)(?![{LETTERS}])(?=\s*(?:[,.?)]|$))", re.IGNORECASE)
