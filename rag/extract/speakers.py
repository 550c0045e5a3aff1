"""Who chairs a recorded meeting: a speaker who says so, is handed it, or opens.

What enters are turns with the people of the document; what leaves are chairs, each with the words that say so.
"""

import re
from collections.abc import Sequence

from rag.extract.chairing import ELSEWHERE, OPENING
from rag.extract.directory import Directory
from rag.extract.layout import Line
from rag.extract.rule import fits, names_one
from rag.language.names import TITLES
from rag.language.sentences import sentences
from rag.language.text import CAPITALS, SMALLS
from rag.record import Chair, Quote

TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))


# Without one of these a sentence need not be read further.
MENTIONS = ("chủ t", "chủ xị", "điều", "host", "cầm", "dẫn", "lead", "chair", "ghế", "đứng ra")


NAME = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}"


_NAME_TWO = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{1,4}}"


# Who says their name: the speaker of a turn.
INTRODUCES = re.compile(
    rf"(?<!\w)(?:(?i:tôi|em|mình) (?:là|tên(?: là)?) (?:(?i:{TITLE})\s+)?(?P<name>{NAME})|(?i:tôi|em|mình) (?P<full>{_NAME_TWO}))"
)


SHORT = re.compile(rf"(?:(?i:{TITLE}|a|c|sếp)\.?\s+)?(?P<name>{NAME})\s*$")


def absent_named(words: str, directory: Directory) -> str | None:
    """The first person whom `words` name: the one who is stood in for."""
    named = directory.named_in(words)
    return named[0] if named else None


_I = r"(?<!\w)(?:tôi|mình|em|anh|chị|tớ|cô|thầy|tui|bác|chú)"


_STEERS = r"(?:chủ trì|chủ tọa|chủ toạ|điều hành|điều khiển|host|cầm (?:trịch|chịch|cái|mic|lái|buổi|cuộc|phiên)|dẫn (?:họp|buổi|cuộc)|lead (?:buổi|họp))(?!\w)"


# "Tôi xin phép chủ trì", "tôi Tạ Văn Bền thay mặt ban quản trị xin điều hành buổi này"
SPEAKS_AS_CHAIR = re.compile(
    rf"{_I}\s+(?:(?i:là|tên là)\s+[^,.]{{2,40}}[\s,]+|(?:(?<=tôi )|(?<=mình )|(?<=tui )|(?<=em ))[{CAPITALS}][{SMALLS}]+(?:\s[{CAPITALS}][{SMALLS}]+){{1,4}}\s+(?:[^\s,.;?]+\s+){{0,8}}?)?"
    rf"(?:(?:xin phép|xin|sẽ|tạm|đứng ra|phải|lại|thay mặt [^,.;]{{2,40}}?|được \w+ ?\w*)\s+){{0,3}}{_STEERS}"
)


# "Anh Bền nhắn Lụa cầm buổi này giùm": who speaks may be the one it is handed to.
_HANDED_TO = re.compile(
    rf"(?:nhắn|nhờ|bảo|kêu|giao(?: cho| lại cho)?|dặn|cử|để|ủy quyền(?: cho)?|phân công)\s+(?:(?i:{TITLE})\s+)?(?P<name>[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}|(?:mình|em|tôi|tui|tớ|chị|anh))\s+{_STEERS}"
)


# "Người nói 1 (chủ tọa Tạ Văn Bền): ..."
_LABELLED_CHAIR = re.compile(
    rf"\((?i:chủ trì|chủ tọa|chủ toạ|điều hành|host)[\s:,-]+(?:(?i:{TITLE})\s+)?(?P<name>{NAME})"
)


def speaking_chair(text: str, line: Line, directory: Directory) -> Chair | None:
    """The speaker of a turn who says that they chair."""
    if not names_one(MENTIONS, f"{line.label} {line.content}".lower()):
        return None
    if chair := _LABELLED_CHAIR.search(line.label):
        return Chair(directory.full(chair["name"]), None, None, Quote(line.text, line.start, line.end))
    speaker = SHORT.search(re.sub(r"\s*\([^)]*\)$", "", line.label))
    match = SPEAKS_AS_CHAIR.search(line.content)
    if match is None:
        handed = _HANDED_TO.search(line.content)
        if handed is None or speaker is None:
            return None
        if handed["name"][0].isupper() and directory.full(handed["name"]) != directory.full(speaker["name"]):
            return None
        match = handed
    a, b = next((line.body + a, line.body + b) for a, b in sentences(line.content) if b > match.start())
    introduced = INTRODUCES.search(line.content)
    name = (introduced["name"] or introduced["full"]) if introduced else speaker["name"] if speaker else None
    if name is None or (fits(ELSEWHERE[:2], text[a:b]) and introduced is None):
        return None
    return Chair(directory.full(name), None, None, Quote(text[a:b], a, b), absent_named(text[a:b], directory))


def opening_chair(text: str, rows: Sequence[Line], directory: Directory) -> list[Chair]:
    """Where nobody says who chairs a recorded meeting: who opens it."""
    for line in [row for row in rows if row.kind == "turn"][:6]:
        name = SHORT.search(re.sub(r"\s*\([^)]*\)$", "", line.label))
        if name and fits(OPENING, line.content):
            return [Chair(directory.full(name["name"]), None, None, Quote(line.text, line.start, line.end))]
    return []
