"""Who stands before or after a verb of chairing.

What enters is a sentence with the place of its verb; what leaves are the people whom the verb is about.
"""

import re

from rag.extract.directory import Directory
from rag.extract.speakers import NAME, SHORT, TITLE
from rag.language.names import ROLE_HEAD, Person, people
from rag.language.text import CAPITALS

_ROLE_START = re.compile(rf"\W*(?:các )?(?:(?i:{TITLE})[\s:]\s*)?(?:{ROLE_HEAD}|[{CAPITALS}])", re.IGNORECASE)


_INSTEAD_OF = re.compile(r"(?:thay(?: mặt| cho)?|(?:ủy|uỷ) quyền của)(?!\w)[^,;.]*$", re.IGNORECASE)


_ROLE_ALONE = re.compile(rf"(?:^|[,.:]\s*|\s)(?P<role>{ROLE_HEAD}[^,.;:()]{{0,50}})$")


LABEL_NAME = re.compile(
    rf"^\W*(?:(?i:{TITLE})\.?\s+)*(?P<name>{NAME})\s*(?:[-–,(]\s*(?P<role>[^();\n]{{2,120}}?)\)?)?\s*(?:[;.(]|$)"
)


def subjects_before(sentence: str, position: int, directory: Directory) -> list[Person]:
    """The person or persons who are the subject of the verb at `position`."""
    near = [p for p in people(sentence[:position]) if position - p.end < 230]
    before = sentence[:position].rstrip(" (–-,:")
    short = SHORT.search(before)
    if short and directory.knows(short["name"]) and not any(p.end > short.start("name") for p in near):
        return [Person(short["name"], short.start("name"), short.end("name"), "")]
    if not near:
        role = _ROLE_ALONE.search(before)
        name = directory.holder(role["role"]) if role else None
        return [Person(name, role.end(), role.end(), "")] if role and name else []
    last = near[-1]
    if len(near) > 1 and _INSTEAD_OF.search(sentence[near[-2].end : last.start]):
        last, near = near[-2], near[:-1]  # "ông Y thay mặt Chủ tịch X chủ trì"
    between = sentence[last.end : position]
    if not _belongs(between):
        return []
    several = re.search(r"(?<!\w)các (?:đồng chí|ông|bà|anh|chị)(?!\w)", sentence[: near[0].start], re.IGNORECASE)
    subject = [last]
    for person in reversed(near[:-1]):
        gap = sentence[person.end : subject[0].start]
        if (
            (_AND.fullmatch(gap) or (several and _LISTED.fullmatch(gap))) and _OPENS.search(sentence[: person.start])
        ) or (
            re.search(r"đồng chủ trì|cùng chủ trì|đồng chủ", sentence[position - 6 : position + 20])
            and re.search(r"(?:,|và|;)", gap)
            and len(gap) < 120
        ):
            subject.insert(0, person)
        else:
            break
    return subject


# "ông An, Bí thư Tỉnh ủy và ông Bền, Chủ tịch UBND tỉnh chủ trì": both, where the first opens the sentence.
_AND = re.compile(
    rf"\s*(?:[,–-]\s*[^,;.:]{{3,110}}|\([^()]{{3,80}}\))?,?\s*(?:và|cùng(?: với)?)\s+(?:(?i:{TITLE})\s+)?(?:{ROLE_HEAD}[^,;.:]{{0,70}}\s)?"
)


_LISTED = re.compile(rf"\s*(?:[,–-]\s*[^;.:]{{3,110}})?[;,]\s*(?:và\s+)?(?:(?i:{TITLE})\s+)?")


_OPENS = re.compile(
    rf"^\W*(?:[^,]{{0,60}},\s*){{0,3}}(?:(?i:các đồng chí|{TITLE})[:\s]\s*)?(?:{ROLE_HEAD}[^,;.:]{{0,70}}\s)?$"
)


def _belongs(between: str) -> bool:
    """Whether nothing but the person's role, a venue or an adverb stands before the verb."""
    if re.search(
        r"[.!?;]\s|\b(?:yêu cầu|phát biểu|cho biết|báo cáo|và các|cùng các|dự|giao|đề nghị|xin|mời|phục vụ|bị|vi phạm)\b",
        between,
    ):
        return False
    words = re.sub(r"\([^)]*\)", "", between)
    return len(words) < 200


def people_within(sentence: str, start: int, end: int, directory: Directory, *, several: bool) -> list[Person]:
    """The people named in `start:end`, the first alone unless `several` are meant."""
    words = sentence[start:end]
    cut = re.search(
        r"(?:cùng )?(?:dự|tham dự|tham gia|thư ký|chứ|thay cho|thay mặt|ghi biên bản)\b|cùng (?:với )?(?:các|đại diện)",
        words,
    )
    if cut:
        words = words[: cut.start()]
    found = [Person(p.name, p.start + start, p.end + start, p.title) for p in people(words)]
    if found and "," in (lead := sentence[start : found[0].start]) and not _ROLE_START.match(lead):
        found = []  # "dưới sự chủ trì của Việt Nam, lần đầu tiên ..."
    if not found and (match := LABEL_NAME.match(words)) and directory.knows(match["name"]):
        found = [Person(match["name"], start + match.start("name"), start + match.end("name"), "")]
    return found if several else found[:1]
