"""Who was there, who was not and why, and who took the minutes.

What enters are the lines of a document with its people; what leaves are attendees in reading order, chairs left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.extract.bodies import START
from rag.extract.directory import Directory
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import Rule, meaning, rule
from rag.language.names import TITLES, people, role_of
from rag.language.sentences import sentences
from rag.language.text import CAPITALS, SMALLS, comparable
from rag.record import Attendee, Quote

# A sentence that lists who was there, or says who was not. What follows the match is the list.
LISTS: tuple[Rule, ...] = (
    rule("absent", r"(?<!\w)vắng(?: mặt)?(?: có lý do| không phép)?\s*(?:\(\d+\))?\s*[:：]\s*", "Vắng mặt: ông Tạ Văn Bền", "Chỗ vắng người"),
    rule("present", r"(?:^|[.;,]\s*)(?:cùng |tham |về |đến )?dự(?: và theo dõi| và chỉ đạo)?(?: họp| hội nghị| phiên họp| cuộc họp| buổi họp| giao ban| sinh hoạt| tại đây| buổi làm việc| đại hội| lễ)?(?: tại (?:điểm cầu )?[^,;:]{2,50})?(?: còn| cùng)? (?:có|gồm)(?: có)?(?: các)?(?: đồng chí| ông, bà| ông| bà)?\s*:?\s*", "Cùng dự có Giám đốc Sở Xây dựng", "Dự án có 3 hợp phần"),
    rule("present", r"^(?:tham dự|tham gia|cùng dự|dự họp|dự)(?: (?:cuộc |phiên |buổi |hội )?(?:họp|nghị|làm việc|giao ban))?(?: có|:| gồm)\s*(?:các (?:đồng chí|ông, bà)\s*:?\s*)?", "Tham dự cuộc họp có lãnh đạo các sở", "Tham dự án"),
    rule("present", r"(?:có mặt|đủ mặt)\s*:\s*", "đủ mặt: Sìn, Mẩy", "Có mặt tại hiện trường"),
)  # fmt: skip
# One person who stayed away, in a sentence of its own.
AWAY: tuple[Rule, ...] = (
    rule("absent", r"(?<!\w)(?:vắng mặt|vắng(?! (?:khách|vẻ|người|bóng|tanh))|xin vắng|xin nghỉ họp|không dự(?: họp)?)(?!\w)", "Ông Tạ Văn Bền vắng mặt do ốm", "Chợ vắng khách"),
)  # fmt: skip
# Without one of these a sentence need not be read further.
_MENTIONS = re.compile(r"(?<!\w)(?:dự|vắng|tham|mặt|nghỉ)(?!\w)", re.IGNORECASE)
_REASON = re.compile(
    r"\((?P<a>[^()]+)\)|(?:do|vì|lý do:?)\s+(?P<b>[^.;()]+)|\s[-–]\s+(?P<c>[^.;()]+)|,\s*(?P<d>(?:nghỉ|ốm|đi|bận|công tác|họp)[^.;()]*)"
)
_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_NAME = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}"
_SHORT = re.compile(rf"^(?:(?:thêm )?(?i:{_TITLE}|a|c)\.?\s+)?(?P<name>{_NAME})(?:\s*\((?P<role>[^()]+)\))?$")
_BESIDE = re.compile(r"\s*(?:\((?P<a>[^()]{2,90})\)|[-–]\s*(?P<b>[^;()]{2,90}))")
_CUT = re.compile(r"\.\s|(?<!\w)(?:chủ trì|vắng(?: mặt)?\s*:)", re.IGNORECASE)


def attendees(text: str, rows: Sequence[Line], directory: Directory, chairs: Sequence[str]) -> tuple[Attendee, ...]:
    """The named people and bodies that were there or were not, each once."""
    found: dict[str, Attendee] = {}
    absent_chair = {comparable(name) for name in chairs}
    for attendee in _all(text, rows, directory):
        key = comparable(attendee.name)
        if key in absent_chair or len(key) < 2:
            continue
        if key not in found or (found[key].present and not attendee.present):
            found[key] = attendee
        elif found[key].role is None and attendee.role:
            found[key] = replace(found[key], role=attendee.role)
    return tuple(found.values())


def secretary(text: str, rows: Sequence[Line], directory: Directory) -> Attendee | None:
    """Who took the minutes."""
    for line in rows:
        label, body = _label(line)
        if label == "secretary":
            for attendee in _people(text, line, body, line.end, directory, present=True):
                return attendee
    return None


def _label(line: Line) -> tuple[str | None, int]:
    if line.kind == "label":
        return label_of(line.label), line.body
    if line.kind == "item" and (
        match := re.match(r"[^\w\n]*(?P<label>[^:\n*_]{2,45}?)[*_]*\s*:[*_]*\s*", line.content)
    ):
        return label_of(match["label"]), line.body + match.end()
    return None, line.body


def _all(text: str, rows: Sequence[Line], directory: Directory) -> Iterator[Attendee]:
    heading = None
    for line in rows:
        if line.kind == "heading":
            heading = label_of(line.content) or (
                "present" if re.match(r"\W*thành phần", line.content, re.IGNORECASE) else None
            )
            continue
        if line.kind in ("noise", "row", "turn", "title") or line.caption:
            continue
        label, body = _label(line)
        if label in ("present", "absent", "secretary"):
            yield from _listed(text, line, body, line.end, directory, present=label != "absent")
            continue
        if heading in ("present", "absent") and line.kind in ("item", "label") and label is None:
            yield from _listed(
                text,
                line,
                line.body if line.kind == "item" or START.match(line.label) is None else line.start,
                line.end,
                directory,
                present=heading == "present",
            )
            continue
        for a, b in sentences(line.text):
            yield from _sentence(text, line, line.start + a, line.start + b, directory)


def _sentence(text: str, line: Line, a: int, b: int, directory: Directory) -> Iterator[Attendee]:
    sentence = text[a:b]
    if not _MENTIONS.search(sentence):
        return
    for row in LISTS:
        if match := row.pattern.search(sentence):
            part = Line(a, b, sentence, "text", a)
            yield from _listed(text, part, a + match.end(), b, directory, present=row.meaning == "present")
            return
    if meaning(AWAY, sentence) and (named := people(sentence)) and line.section not in ("directive", "discussion"):
        away = re.search(AWAY[0].pattern, sentence)
        first = named[0]
        if away and first.end <= away.start() < first.end + 90:
            reason = _REASON.search(sentence, away.start())
            yield Attendee(
                directory.full(first.name),
                role_of(sentence, first) or None,
                Quote(sentence, a, b),
                False,
                _group(reason),
            )


def _listed(text: str, line: Line, start: int, end: int, directory: Directory, *, present: bool) -> Iterator[Attendee]:
    """The entries of a list: people, else bodies, between semicolons and commas."""
    away = re.compile(r"(?<!\w)vắng(?: mặt)?\s*:", re.IGNORECASE).search(text, start, end) if present else None
    if away:
        yield from _listed(text, line, away.end(), end, directory, present=False)
        end = away.start()
    for match in re.compile(r"[^;]+").finditer(text, start, end):
        yield from _people(text, line, match.start(), match.end(), directory, present=present)


def _people(text: str, line: Line, start: int, end: int, directory: Directory, *, present: bool) -> Iterator[Attendee]:
    words = text[start:end]
    quote = Quote(line.text, line.start, line.end)
    named = people(words)
    if not named:
        yield from _short_or_bodies(words, quote, directory, present=present)
        return
    for index, person in enumerate(named):
        stop = named[index + 1].start if index + 1 < len(named) else len(words)
        beside = _BESIDE.match(words[:stop], person.end)
        role = role_of(words, person) or (_group(beside) if present else None)
        reason = None
        if not present:
            reason = _group(_REASON.search(words[:stop], person.end))
        yield Attendee(directory.full(person.name), role or None, quote, present, reason)
    tail = re.split(
        r"(?<!\w)(?:cùng(?: với)?|và)\s+(?=(?:các|toàn thể|đại diện|lãnh đạo|trưởng))", words[named[-1].end :]
    )
    for piece in tail[1:]:
        yield from _short_or_bodies(piece, quote, directory, present=present)


def _short_or_bodies(words: str, quote: Quote, directory: Directory, *, present: bool) -> Iterator[Attendee]:
    words = _CUT.split(words)[0].strip(" .,:-–*_")
    parts = [part.strip(" .") for part in re.split(r",\s*(?![^()]*\))|\s+và\s+(?=[A-ZĐ])", words)]
    for part in parts:
        short = _SHORT.match(part)
        if short and (directory.knows(short["name"]) or len(parts) > 1) and not START.match(part):
            yield Attendee(
                directory.full(short["name"]), short["role"], quote, present, None if present else short["role"]
            )
    if any(_SHORT.match(part) and not START.match(part) for part in parts):
        return
    from rag.extract.owners import bodies

    for body in bodies(re.sub(r"^(?:đại diện|có)\s+", "", words)):
        if START.match(body) and 2 <= len(body.split()) <= 16:
            yield Attendee(body, None, quote, present)


def _group(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return next((value.strip(" .,") for value in match.groups() if value), None)


TABLE = (LISTS, AWAY)
