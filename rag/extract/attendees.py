"""Who was there, who was not and why, and who took the minutes.

What enters are the lines of a document with its people; what leaves are attendees in reading order, chairs left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.extract.assignments import author_of
from rag.extract.bodies import START
from rag.extract.directory import Directory
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import Rule, first, meaning, names_one, rule
from rag.language.names import ROLE_HEAD, TITLES, Person, people, role_of
from rag.language.sentences import sentences
from rag.language.text import CAPITALS, SMALLS, comparable
from rag.record import Attendee, Quote

# A sentence that lists who was there, or says who was not. What follows the match is the list.
LISTS: tuple[Rule, ...] = (
    rule("absent", r"(?<!\w)vắng(?: mặt)?(?: có lý do| có phép| không phép)?\s*(?:\(\d+\))?\s*[:：]\s*", "Vắng mặt: ông Tạ Văn Bền", "Chỗ vắng người"),
    rule("present", r"(?:^|[.;,]\s*)(?:cùng |tham |về |đến |tới )?dự(?: và theo dõi| và chỉ đạo)?(?: họp| hội nghị| phiên họp| cuộc họp| buổi họp| giao ban| sinh hoạt| tại đây| buổi làm việc| đại hội| lễ)?(?: tại (?:điểm cầu )?[^,;:]{2,50})?(?: còn| cùng)? (?:có|gồm)(?: có)?(?: các)?(?: đồng chí| ông, bà| ông| bà)?\s*:?\s*", "Cùng dự có Giám đốc Sở Xây dựng", "Dự án có 3 hợp phần"),
    rule("present", r"^(?:tham dự|tham gia|cùng dự|tới dự|dự họp|dự|thành phần|đi họp|họp)(?: (?:cuộc |phiên |buổi |hội )?(?:họp|nghị|làm việc|giao ban))?(?: còn)?(?: có|:| gồm)\s*(?:các (?:đồng chí|ông, bà)\s*:?\s*)?", "Tham dự cuộc họp có lãnh đạo các sở", "Tham dự án"),
    rule("present", r"(?:có mặt|đủ mặt)\s*:\s*", "đủ mặt: Sìn, Mẩy", "Có mặt tại hiện trường"),
    rule("present", r"^(?:hôm nay |bữa nay |buổi này |phía [^,.;]{2,40} |bên [^,.;]{2,40} )?có(?: mặt)?\s+(?=(?:các )?(?:anh|chị|ông|bà|cô|thầy|đồng chí|đ/c|bác|chú)\s)", "Có anh Bền, Lụa và em", "Có mưa nắng"),
)  # fmt: skip
# One person who stayed away, in a sentence of its own.
AWAY: tuple[Rule, ...] = (
    rule("absent", r"(?<!\w)(?:vắng mặt|vắng(?! (?:khách|vẻ|người|bóng|tanh))|xin vắng|xin nghỉ họp|không (?:dự|đến|tới|qua)(?: họp| được)?|báo (?:bận|vắng|ốm)|nghỉ phép|nghỉ ốm|đi vắng|thai sản)(?!\w)", "Ông Tạ Văn Bền vắng mặt do ốm", "Chợ vắng khách"),
)  # fmt: skip
# The person before these was there: they came, stood in, took the minutes, or spoke.
CAME: tuple[Rule, ...] = (
    rule("came", r"(?<!\w)(?:cùng dự|tham dự|ghé dự|ghé qua|được mời (?:dự|họp|tham gia)|(?:dự|họp|đi|đi họp|đi dự) thay|dự(?= họp| hội nghị| cuộc| buổi|[.,;]|$)|có mặt)(?!\w)", "Anh Bền ghé dự 30 phút đầu", "Dự án có 3 hợp phần", needs="dự|ghé|thay|mời|có mặt"),
    rule("took the minutes", r"(?<!\w)(?:(?:làm|là) thư ký|ghi (?:biên bản|chép)|ghi lại biên bản)(?!\w)", "Bà Lụa ghi biên bản.", "Thư ký đoàn đọc báo cáo", needs="thư ký|ghi "),
    rule("spoke", r"(?<!\w)(?:cho biết|cho rằng|cho hay|phát biểu|nêu|phản ánh|thừa nhận|giải trình|thông tin|đề xuất|đề nghị|kiến nghị|báo cáo|đọc báo cáo|trình bày|ý kiến|nói|hỏi|kể|chia sẻ|góp ý|bày tỏ|giải thích|than|phàn nàn|gợi ý|nhắc|khẳng định|trả lời|hứa|đồng tình|phản đối|bảo|xin|lưu ý|nhấn mạnh)(?!\w)", "Bà Lụa cho biết xã còn 31 hộ.", "Bà Lụa rời xã năm ngoái."),
)  # fmt: skip
# How many of how many came.
SHARE: tuple[Rule, ...] = (
    rule("a share of them", r"(?<![\d/])(?P<who>\d{1,4}\s?(?:/|trên|trong số)\s?\d{1,4}\s+(?:đồng chí |đ/c )?(?:ủy viên|uỷ viên|đồng chí|hộ(?: dân)?|nhà|căn(?: hộ)?|đại biểu|thành viên|người|đảng viên|cổ đông|phụ huynh|cán bộ|giáo viên|nhân viên|xã|thôn|bản|trưởng (?:bản|thôn|khoa)|đơn vị|hội viên|đoàn viên)(?!\w)(?:, (?:giáo viên|nhân viên|công chức|viên chức))*)(?=[^.;]{0,60}(?:dự|có mặt|tham|đến|tới|đi|đại diện|điều kiện)|\s*[.,;(]|$)", "36/41 nhà có mặt", "đạt 36/41 điểm"),
)  # fmt: skip
# Without one of these a sentence need not be read further.
_MENTIONS = re.compile(r"(?<!\w)(?:dự|vắng|tham|mặt|nghỉ|họp|có|bận|không|thai|ghé)(?!\w)", re.IGNORECASE)
_HERE = re.compile(r"(?<!\w)(?:có mặt|dự|tham (?:dự|gia)|đại diện|đủ điều kiện)(?!\w)", re.IGNORECASE)
_REASON = re.compile(
    r"\((?P<a>[^()]+)\)|(?:do|vì|lý do:?)\s+(?P<b>[^.;()]+)|\s[-–]\s+(?P<c>[^.;()]+)|,\s*(?P<d>(?:nghỉ|ốm|đi|bận|công tác|họp)[^.;()]*)"
)
_GONE = re.compile(
    r"[\s,(–-]*(?:(?:xin|đang|đi) )?(?:vắng|nghỉ|báo bận|bận|ốm|thai sản|đi (?:công tác|học|họp|viện))(?!\w)",
    re.IGNORECASE,
)
_STANDS_IN = re.compile(
    r"(?:cử|nhờ|thay bằng|thay là|có)\s+(?:\w+\.?\s+)?$|(?<!\w)thay\s*[:,]?\s*(?:\w+\.?\s+)?$", re.IGNORECASE
)
_ROLE_BESIDE = re.compile(r"\s*[,–-]\s*(?:Trưởng|Phó|Giám|Chủ|Bí|Kế|Hiệu|Tổ|Ủy)[^,;.()]*")
_INSTEAD = re.compile(r"[^.;]{0,60}?(?:dự|họp|đi) thay", re.IGNORECASE)
_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_NAME = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}"
_SHORT = re.compile(
    rf"^(?:(?:và |với )?(?:thêm )?(?i:{_TITLE}|a|c)\.?\s+)?(?P<name>{_NAME})(?:\s*\((?P<role>[^()]+)\))?(?:\s[a-zà-ỹđ ]{{2,30}})?$"
)
_SPEAKER = re.compile(rf"[\s*•-]*(?:(?i:{_TITLE})\.?\s+)?(?P<name>{_NAME})\s*(?:\([^()]{{2,60}}\))?\s*:\s+\S")
# "Khoa Dược (DS. Tạ Văn Bền): ...", "Căn 1204 (bà Bùi Thị Lụa): ..."
_SPOKESMAN = re.compile(rf"[^:(\n]{{2,60}}\((?:(?i:{_TITLE})\.?\s+)?(?P<name>{_NAME})(?:[,–-][^()]*)?\)\s*:\s+\S")
_BESIDE = re.compile(r"\s*(?:\((?P<a>[^()]{2,90})\)|[-–]\s*(?P<b>[^;()]{2,90}))")
_COUNTED = re.compile(
    r"(?:^|(?<=, )|(?<=và ))(?:\d{1,4}|hai|ba|bốn|năm)\s(?:thành viên|bạn|kỹ thuật viên|cán bộ|đại biểu|đảng viên|giáo viên|phụ huynh|hộ|chuyên viên|hội viên|trưởng thôn|trưởng bản)(?:\s[^,;.()]{1,30})?"
)
_ROLE_FIRST = re.compile(rf"\W*{ROLE_HEAD}")
_CUT = re.compile(r"\.\s|(?<!\w)(?:chủ trì|vắng(?: mặt)?\s*:)", re.IGNORECASE)
_INLINE = re.compile(r"(?:^|(?<=[.;·|]\s)|(?<=·\s))[\s*•-]*(?P<label>[^\W\d][^:.;·|\n]{1,40}?)\s*:\s*")


def attendees(text: str, rows: Sequence[Line], directory: Directory, chairs: Sequence[str]) -> tuple[Attendee, ...]:
    """The named people and bodies that were there or were not, each once. Who took the minutes or spoke was there."""
    found: dict[str, Attendee] = {}
    absent_chair = {comparable(name) for name in chairs}
    author = next((line for line in rows if line.author), None)
    wrote = author.author if author else author_of(rows, directory)
    by = [Attendee(directory.full(wrote), None, _quoted(text, wrote))] if wrote and wrote in text else []
    for attendee in [*_all(text, rows, directory), *_heard(rows, directory), *by]:
        key = comparable(attendee.name)
        if key in absent_chair or len(key) < 2:
            continue
        if key not in found or (found[key].present and not attendee.present and attendee.reason is not _HEARD):
            found[key] = attendee
        elif found[key].role is None and attendee.role:
            found[key] = replace(found[key], role=attendee.role)
    return tuple(found.values())


_HEARD = ""


def _quoted(text: str, words: str) -> Quote:
    start = text.index(words)
    return Quote(words, start, start + len(words))


def _heard(rows: Sequence[Line], directory: Directory) -> Iterator[Attendee]:
    """Who spoke: the speakers of a transcript, of opinions set down by name, and of sentences."""
    for line in rows:
        if line.kind == "turn":
            name = re.sub(r"\s*\([^)]*\)", "", line.label).strip(" *")
            name = re.sub(rf"^(?:{_TITLE})\.?\s+", "", name, flags=re.IGNORECASE)
            if directory.knows(name) and not name[-1:].isdigit():
                yield Attendee(directory.full(name), None, Quote(line.text, line.start, line.end))
            continue
        if line.kind not in ("text", "item", "label") or line.caption or line.section == "directive":
            continue
        speaker = _SPOKESMAN.match(line.text) or _SPEAKER.match(line.text)
        if speaker and line.section in ("discussion", "report") and directory.knows(speaker["name"]):
            yield Attendee(directory.full(speaker["name"]), None, Quote(line.text, line.start, line.end))
        for a, b in sentences(line.text):
            sentence = line.text[a:b]
            if _EARLIER.search(sentence):
                continue
            for person in _subjects(sentence, CAME[2]):
                full = directory.full(person.name)
                if " " in full:
                    yield Attendee(
                        full, role_of(sentence, person) or None, Quote(sentence, line.start + a, line.start + b)
                    )


_EARLIER = re.compile(
    r"(?<!\w)(?:trước đó|nhắc lại|lần trước|kỳ trước|hôm trước|điện thoại|qua điện|nguyên|từng)(?!\w)", re.IGNORECASE
)
_ROLE_ONLY = re.compile(
    r"\s*(?:\([^()]{2,80}\)|[,–-]\s*[^,;.:]{2,80}\s*[,–-]?)?\s*(?:thì |cũng |đã |vẫn |lại |có |nói |là người )?$",
    re.IGNORECASE,
)


def _subjects(sentence: str, row: Rule) -> Iterator[Person]:
    """The people who are subjects of the verb of `row`."""
    if not row.may_fit(sentence.lower()) or not (marks := list(row.pattern.finditer(sentence))):
        return
    if not (named := people(sentence)):
        return
    for mark in marks:
        before = [p for p in named if p.end <= mark.start()]
        if before and _ROLE_ONLY.match(sentence[before[-1].end : mark.start()]):
            yield before[-1]


def secretary(text: str, rows: Sequence[Line], directory: Directory) -> Attendee | None:
    """Who took the minutes."""
    for line in rows:
        if line.kind in ("noise", "turn", "title"):
            continue
        for label, start, end in _segments(line):
            if label == "secretary":
                for attendee in _people(text, line, start, end, directory, present=True):
                    return attendee
        if names_one(("thư ký", "ghi "), line.text.lower()):
            for a, b in sentences(line.text):
                for person in _subjects(line.text[a:b], CAME[1]):
                    quote = Quote(line.text[a:b], line.start + a, line.start + b)
                    return Attendee(directory.full(person.name), role_of(line.text[a:b], person) or None, quote)
    return None


def _segments(line: Line) -> list[tuple[str | None, int, int]]:
    """The parts of a line that labels in it set apart: "Host: Bền · Note: Lụa", "Cùng dự: ... Vắng: ...".

    Each with what its label introduces, None for what stands under no known label.
    """
    text = line.text
    if ":" not in text and line.kind != "label":
        return [(None, line.start, line.end)]
    marks = [
        (found, match.start(), match.end())
        for match in _INLINE.finditer(text)
        if (found := label_of(match["label"])) is not None
    ]
    if line.kind == "label" and (own := label_of(line.label)) and not any(m[1] < line.body - line.start for m in marks):
        marks.insert(0, (own, 0, line.body - line.start))
    parts: list[tuple[str | None, int, int]] = []
    if not marks or marks[0][1] > 0:
        parts.append((None, line.start, line.start + (marks[0][1] if marks else len(text))))
    for index, (found, _, begin) in enumerate(marks):
        stop = marks[index + 1][1] if index + 1 < len(marks) else len(text)
        parts.append((found, line.start + begin, line.start + stop))
    return parts


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
        parts = _segments(line)
        if heading in ("present", "absent") and line.kind in ("item", "label") and parts[0][0] is None:
            start = line.body if line.kind == "item" or START.match(line.label) is None else line.start
            yield from _listed(text, line, start, line.end, directory, present=heading == "present")
            continue
        for label, start, end in parts:
            first = True
            for a, b in sentences(text[start:end]):
                if first and label in ("present", "absent", "secretary"):
                    yield from _listed(text, line, start + a, start + b, directory, present=label != "absent")
                else:
                    yield from _sentence(text, line, start + a, start + b, directory)
                first = False


def _sentence(text: str, line: Line, a: int, b: int, directory: Directory) -> Iterator[Attendee]:
    sentence = text[a:b]
    if not _MENTIONS.search(sentence) and not names_one(("thư ký", "ghi "), sentence.lower()):
        return
    quote = Quote(sentence, a, b)
    if line.section in ("none", "report") and _HERE.search(sentence):
        for share in SHARE[0].pattern.finditer(sentence):
            yield Attendee(re.sub(r"\s+", " ", share["who"]), None, quote)
    listed = first(LISTS, sentence)
    if listed and (listed[1].end() < len(sentence)):
        part = Line(a, b, sentence, "text", a)
        yield from _listed(text, part, a + listed[1].end(), b, directory, present=listed[0].meaning == "present")
    if line.section in ("directive", "discussion"):
        return
    for row in CAME[:2]:
        for person in _subjects(sentence, row):
            yield Attendee(directory.full(person.name), role_of(sentence, person) or None, quote)
    if listed is None and meaning(AWAY, sentence) and (named := people(sentence)):
        away = AWAY[0].pattern.search(sentence)
        one = named[0]
        if away and one.end <= away.start() < one.end + 90:
            reason = _REASON.search(sentence, away.start())
            role = role_of(sentence, one) or None
            yield Attendee(directory.full(one.name), role, quote, False, _group(reason))


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
        away = bool(_GONE.match(_ROLE_BESIDE.sub("", words[person.end : stop], count=1)))
        instead = _STANDS_IN.search(words[: person.start]) or _INSTEAD.match(words[person.end : stop])
        here = bool(instead) or (present and not away)
        reason = None if here else _group(_REASON.search(words[:stop], person.end))
        yield Attendee(directory.full(person.name), role or None, quote, here, reason)
    opening = words[: named[0].start - len(named[0].title) - 1]
    for piece in re.split(r",\s+", opening)[:-1]:
        if not _ROLE_FIRST.match(piece):
            yield from _short_or_bodies(piece, quote, directory, present=present)
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
    for counted in _COUNTED.finditer(words):
        yield Attendee(counted.group().strip(), None, quote, present)
    from rag.extract.owners import bodies

    for body in bodies(re.sub(r"^(?:đại diện|có)\s+", "", words)):
        if START.match(body) and 2 <= len(body.split()) <= 16:
            yield Attendee(body, None, quote, present)


def _group(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return next((value.strip(" .,") for value in match.groups() if value), None)


TABLE = (LISTS, AWAY, CAME, SHARE)
