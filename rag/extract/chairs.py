"""Who chaired the meeting or one venue of it.

What enters are the lines of a document with its people and the day of its meeting; what leaves are the chairs, each
with the sentence that says so, once per person and venue.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rag.extract.chairing import CHAIRING, CONVENES, ELSEWHERE, HANDS_OVER, MEETING, OPENING, REASON, STAND_IN
from rag.extract.directory import Directory
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import first, fits, names_one
from rag.extract.tables import cells
from rag.language.dates import dates
from rag.language.names import ROLE_HEAD, TITLES, Person, people, role_of
from rag.language.sentences import sentences
from rag.language.text import CAPITALS, LETTERS, SMALLS, comparable
from rag.record import Chair, Quote

_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_SITE = re.compile(
    rf"(?P<site>điểm cầu\s+(?:chính\s+)?(?:(?:ở|tại|của)\s+)?(?:[{LETTERS}0-9]+\s*)+?)(?=\s*(?:[,.;:()\n-]|do\s|chủ trì|có\s|còn\s|là\s|dự\s|$|ảnh|kết nối|và\s))",
    re.IGNORECASE,
)
# Without one of these a sentence need not be read further.
_MENTIONS = ("chủ t", "chủ xị", "điều", "host", "cầm", "dẫn", "lead", "chair", "ghế", "đứng ra")
_ROLE_START = re.compile(rf"\W*(?:các )?(?:(?i:{_TITLE})[\s:]\s*)?(?:{ROLE_HEAD}|[{CAPITALS}])", re.IGNORECASE)
_GONE = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[-–,]\s*)?(?:đi |vắng|bận|nghỉ|ốm|xin)", re.IGNORECASE)
_BUT = re.compile(r"(?<!\w)(?:nhưng|song|tuy nhiên|thế mà|nên)(?!\w)", re.IGNORECASE)
# "Đề án do ông Bền chủ trì"
_OF_TASK = re.compile(
    r"(?<!\w)(?:đề án|đề tài|dự án|nhiệm vụ|việc|công việc|nội dung|phần việc|tổ công tác|nhóm|gói thầu|công trình|mô hình)[^.;,]{0,60}$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
# "do ông cầm trịch": whoever the sentence before named.
_PRONOUN = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|cô|thầy|bác|đồng chí|đ/c|ông này|bà này|ông ấy|bà ấy|anh ấy|chị ấy|ảnh|chỉ|ổng|bả)(?:\s+(?:đã|cũng|là người|trực tiếp|tiếp tục|vẫn|sẽ))?\s*$",
    re.IGNORECASE,
)
# "Chủ trì: bà Sìn; Thư ký: ông Lở": another label in the same line.
_OTHER_ROLE = re.compile(
    r"[;|.,–·•/-]?\s*(?<!\w)(?:thư ký|ghi chép|ghi biên bản|người ghi|ghi|note|ngày|giờ|phòng|ở|đi họp|xin nghỉ|vắng|thành phần|tham dự|tham gia|có mặt|cùng dự|dự họp|khách mời|thời gian|địa điểm)(?:\s+[^\s:]+){0,2}\s*[:：]",
    re.IGNORECASE,
)
_INSTEAD_OF = re.compile(r"(?:thay(?: mặt| cho)?|(?:ủy|uỷ) quyền của)(?!\w)[^,;.]*$", re.IGNORECASE)
_HANDED_ON = re.compile(r"(?:vắng|bận|đi công tác|(?:ủy|uỷ) quyền cho|đi họp)", re.IGNORECASE)
_ROLE_ALONE = re.compile(rf"(?:^|[,.:]\s*|\s)(?P<role>{ROLE_HEAD}[^,.;:()]{{0,50}})$")
_SENT = re.compile(rf"{MEETING}(?!\w).*\sđược\s+$", re.IGNORECASE | re.DOTALL)
_OF_MEETING = re.compile(rf"\s*(?:{MEETING}|tại|thay)", re.IGNORECASE)
_CONCLUSION_OF = re.compile(r"kết luận của\s+(?P<who>[^.;\n]{4,140}?)(?=\s+tại\s|\s*\n|$)", re.IGNORECASE)
_CONCLUDING = re.compile(
    r"(?:kết luận (?:hội nghị|phiên họp|cuộc họp|buổi [^,]{2,30}|tại [^,]{3,60})|phát biểu kết luận[^,]{0,60}),\s*(?P<who>[^.;\n]{4,140})",
    re.IGNORECASE,
)
_NAME = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}"
_NAME_TWO = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{1,4}}"
# Who says their name: the speaker of a turn.
INTRODUCES = re.compile(
    rf"(?<!\w)(?:(?i:tôi|em|mình) (?:là|tên(?: là)?) (?:(?i:{_TITLE})\s+)?(?P<name>{_NAME})|(?i:tôi|em|mình) (?P<full>{_NAME_TWO}))"
)
_SHORT = re.compile(rf"(?:(?i:{_TITLE}|a|c|sếp)\.?\s+)?(?P<name>{_NAME})\s*$")
_LABEL_NAME = re.compile(
    rf"^\W*(?:(?i:{_TITLE})\.?\s+)*(?P<name>{_NAME})\s*(?:[-–,(]\s*(?P<role>[^();\n]{{2,120}}?)\)?)?\s*(?:[;.(]|$)"
)


def chairs(text: str, rows: Sequence[Line], directory: Directory, day: date | None) -> tuple[Chair, ...]:
    """The chairs, those of the meeting before those of its venues where the text has that order."""
    found: dict[tuple[str, str], Chair] = {}
    last: Chair | None = None
    for chair in _all(text, rows, directory, day):
        key = comparable(chair.name)
        known = next((k for k in found if k[0] == key or k[0].endswith(f" {key}") or key.endswith(f" {k[0]}")), None)
        if known is None:
            if last is None or _beside(text, last, chair):
                found[(key, "")] = last = chair
            continue
        old = found[known]
        found[known] = replace(
            old,
            name=max(old.name, chair.name, key=len),
            role=old.role or chair.role,
            site=old.site or chair.site,
            stands_in_for=old.stands_in_for or chair.stands_in_for,
        )
    if not found:
        found = {(c.name, ""): c for c in _opening(text, rows, directory)}
    if not found:
        fallback = [*_signing(rows, directory), *_concluding(text, directory), *_convening(rows, directory, day)]
        found = {(c.name, ""): c for c in fallback[:1]}
    return tuple(found.values())


def _beside(text: str, last: Chair, chair: Chair) -> bool:
    """Whether a further person chairs the same meeting: named together, at another venue, or taking over."""
    if chair.site or last.site or chair.quote.start <= last.quote.end:
        return True
    between = text[last.quote.end : chair.quote.start]
    return not any(map(str.isalpha, between)) or fits(HANDS_OVER, chair.quote.text)


def _all(text: str, rows: Sequence[Line], directory: Directory, day: date | None) -> Iterator[Chair]:
    listing = False  # under "Chủ tọa đoàn:"
    for line in rows:
        if line.kind in ("noise", "row"):
            continue
        if (line.kind == "label" or (line.kind == "item" and ":" in line.text)) and (
            labelled := _labelled(text, line, directory)
        ):
            yield from labelled
            continue
        if line.kind == "heading":
            listing = label_of(line.content) == "chair"
        elif listing and line.kind == "item" and (named := people(line.content)):
            quote = Quote(line.text, line.start, line.end)
            yield Chair(directory.full(named[0].name), role_of(line.content, named[0]) or None, None, quote)
            continue
        if line.kind == "turn" and (speaking := _speaking(text, line, directory)):
            yield speaking
            continue
        meant: Person | None = None  # whom a pronoun means
        for a, b in sentences(line.text):
            yield from _in_sentence(text, line, line.start + a, line.start + b, directory, day, meant)
            named = [p for p in people(line.text[a:b]) if len(p.name.split()) > 1]
            meant = Person(named[0].name, 0, 0) if len({p.name for p in named}) == 1 else meant if not named else None


def _labelled(text: str, line: Line, directory: Directory) -> list[Chair]:
    label, body = line.label, line.body
    if line.kind == "item":
        match = re.match(rf"[^\w\n]*(?P<label>[{LETTERS} /]{{3,40}}?)[*_]*\s*:[*_]*\s*", line.content)
        if match is None:
            return []
        label, body = match["label"], line.body + match.end()
    if label_of(label) != "chair" or line.section == "directive" or "phối hợp" in line.text.lower():
        return []
    value = _OTHER_ROLE.split(text[body : line.end])[0]
    quote = Quote(line.text, line.start, line.end)
    found = [p for p in people(value) if p.title or len(p.name.split()) > 1]
    found = [p for p in found if not _GONE.match(value, p.end)] if len(found) > 1 else found
    stand = fits(STAND_IN, value)
    if len(found) > 1 and _HANDED_ON.search(value[found[0].end :]):
        last = found[-1]
        return [
            Chair(
                directory.full(last.name),
                role_of(value, last) or _bracket_role(value, last),
                None,
                quote,
                directory.full(found[0].name),
            )
        ]
    if found and not (stand and value.find("(") != -1 and found[0].start > value.find("(")):
        first_bracket = value.find("(")
        keep = [p for p in found if not stand or first_bracket < 0 or p.start < first_bracket]
        absent = next((directory.full(p.name) for p in found if p not in keep), None)
        return [
            Chair(directory.full(p.name), role_of(value, p) or _bracket_role(value, p), None, quote, absent)
            for p in keep
        ]
    if match := _LABEL_NAME.match(value):
        role = None if stand else match["role"]
        absent = _absent(value[match.end("name") :], directory) if stand else None
        return [Chair(directory.full(match["name"]), role, None, quote, absent)]
    return []


_VERB_ON = re.compile(
    r"\s*,?\s*(?<!\w)(?:đã|đang|được|làm|sẽ|là|thay|(?:đồng )?chủ trì|chủ tọa|chủ toạ|điều hành|điều khiển|cầm|ngồi|giữ|dẫn|host|trực tiếp)(?!\w).*$",
    re.DOTALL,
)


def _bracket_role(value: str, person: Person) -> str | None:
    match = re.compile(r"\s*(?:\((?P<a>[^()]{2,60})\)|(?:,|\s[-–])\s*(?P<b>[^;,()\n]{2,90}))").match(value, person.end)
    return _VERB_ON.sub("", (match["a"] or match["b"]).strip(" -–")) or None if match else None


def _absent(words: str, directory: Directory) -> str | None:
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
    rf"(?:nhắn|nhờ|bảo|kêu|giao(?: cho| lại cho)?|dặn|cử|để|ủy quyền(?: cho)?|phân công)\s+(?:(?i:{_TITLE})\s+)?(?P<name>[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}|(?:mình|em|tôi|tui|tớ|chị|anh))\s+{_STEERS}"
)


# "Người nói 1 (chủ tọa Tạ Văn Bền): ..."
_LABELLED_CHAIR = re.compile(
    rf"\((?i:chủ trì|chủ tọa|chủ toạ|điều hành|host)[\s:,-]+(?:(?i:{_TITLE})\s+)?(?P<name>{_NAME})"
)


def _speaking(text: str, line: Line, directory: Directory) -> Chair | None:
    """The speaker of a turn who says that they chair."""
    if not names_one(_MENTIONS, f"{line.label} {line.content}".lower()):
        return None
    if chair := _LABELLED_CHAIR.search(line.label):
        return Chair(directory.full(chair["name"]), None, None, Quote(line.text, line.start, line.end))
    speaker = _SHORT.search(re.sub(r"\s*\([^)]*\)$", "", line.label))
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
    return Chair(directory.full(name), None, None, Quote(text[a:b], a, b), _absent(text[a:b], directory))


def _in_sentence(
    text: str, line: Line, start: int, end: int, directory: Directory, day: date | None, meant: Person | None
) -> Iterator[Chair]:
    sentence = text[start:end]
    if not names_one(_MENTIONS, sentence.lower()) or _other_day(sentence, day):
        return
    least = 0
    if other := first(ELSEWHERE[:3], _BRACKETS.sub(lambda m: " " * len(m.group()), sentence)):
        but = _BUT.search(sentence, other[1].end())
        if but is None:
            return
        least = but.end()  # "Theo lịch là bà Lụa chủ trì, nhưng ..."
    done: set[str] = set()
    for row in CHAIRING:
        for match in row.pattern.finditer(sentence):
            if match.start() < least or (row.meaning == "of whom" and _OF_TASK.search(sentence[: match.start()])):
                continue
            if row.meaning == "of whom" and (fits(REASON, match["who"]) or fits(STAND_IN[2:], match["who"])):
                continue
            if row.meaning.startswith("before"):
                verb = match.start("verb") if "verb" in match.re.groupindex else match.start()
                named = _before(sentence, verb, directory)
                if not named and meant and _PRONOUN.search(sentence[:verb]):
                    named = [meant]
            else:
                if row.meaning == "after" and re.search(
                    r"(?:cơ quan|đơn vị|giao|bộ phận)\s*$", sentence[: match.start()], re.IGNORECASE
                ):
                    continue
                named = _within(
                    sentence,
                    match.start("who"),
                    match.end("who"),
                    directory,
                    several=row.meaning == "after" or "đồng chủ trì" in match.group().lower(),
                )
                if not named and meant and row.meaning == "of whom" and _PRONOUN.search(match["who"]):
                    named = [meant]
            if _is_task(sentence, match.start(), match.end()) or (
                line.marked and line.section == "directive" and not _OF_MEETING.match(sentence, match.end())
            ):
                continue
            together = {directory.full(person.name) for person in named}
            for person in named:
                if person.name in done:
                    continue
                done.add(person.name)
                stand = fits(STAND_IN, sentence)
                absent = (
                    next(
                        (directory.full(p.name) for p in people(sentence) if directory.full(p.name) not in together),
                        None,
                    )
                    if stand
                    else None
                )
                role = role_of(sentence, person) if person.end else ""
                yield Chair(
                    directory.full(person.name),
                    role or _bracket_role(sentence, person) or directory.role(person.name),
                    _site(sentence, match.start()),
                    Quote(sentence, start, end),
                    absent,
                )


def _is_task(sentence: str, start: int, end: int) -> bool:
    if fits(STAND_IN[2:], sentence[:start]):
        return False  # "anh Bền bận nên giao chị Lụa chủ trì"
    given = re.search(
        r"(?:giao|yêu cầu|đề nghị|phân công|cơ quan|đơn vị)\s[^.;]{0,90}$", sentence[:start], re.IGNORECASE
    )
    if given is None or re.match(rf"\s*(?:tại|{MEETING})", sentence[end:]):
        return False
    # "Tại điểm cầu xã, ông Bền được phân công chủ trì."
    sent = re.fullmatch(r"(?:giao|phân công)\s+", given.group(), re.IGNORECASE)
    return not (sent and _SENT.search(sentence[: given.start()]))


def _before(sentence: str, position: int, directory: Directory) -> list[Person]:
    """The person or persons who are the subject of the verb at `position`."""
    near = [p for p in people(sentence[:position]) if position - p.end < 230]
    before = sentence[:position].rstrip(" (–-,:")
    short = _SHORT.search(before)
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
    rf"\s*(?:[,–-]\s*[^,;.:]{{3,110}}|\([^()]{{3,80}}\))?,?\s*(?:và|cùng(?: với)?)\s+(?:(?i:{_TITLE})\s+)?(?:{ROLE_HEAD}[^,;.:]{{0,70}}\s)?"
)
_LISTED = re.compile(rf"\s*(?:[,–-]\s*[^;.:]{{3,110}})?[;,]\s*(?:và\s+)?(?:(?i:{_TITLE})\s+)?")
_OPENS = re.compile(
    rf"^\W*(?:[^,]{{0,60}},\s*){{0,3}}(?:(?i:các đồng chí|{_TITLE})[:\s]\s*)?(?:{ROLE_HEAD}[^,;.:]{{0,70}}\s)?$"
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


def _within(sentence: str, start: int, end: int, directory: Directory, *, several: bool) -> list[Person]:
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
    if not found and (match := _LABEL_NAME.match(words)) and directory.knows(match["name"]):
        found = [Person(match["name"], start + match.start("name"), start + match.end("name"), "")]
    return found if several else found[:1]


def _site(sentence: str, position: int) -> str | None:
    best: tuple[int, str] | None = None
    for match in _SITE.finditer(sentence):
        distance = abs(match.start() - position)
        if best is None or distance < best[0]:
            best = (distance, match["site"].strip())
    if best is None:
        return None
    site = re.sub(r"\s+", " ", best[1])
    return site[0].lower() + site[1:]


def _other_day(sentence: str, day: date | None) -> bool:
    """Whether the sentence dates a meeting, and on another day."""
    if day is None:
        return False
    days = [m for m in dates(sentence) if m.day and m.month]
    return bool(days) and all((m.day, m.month) != (day.day, day.month) or (m.year and m.year != day.year) for m in days)


def _signing(rows: Sequence[Line], directory: Directory) -> Iterator[Chair]:
    """Where only the signatures say it: the name under "CHỦ TỌA"."""
    for line, following in pairwise(rows):
        if line.kind != "row" or following.kind != "row":
            continue
        titles, names = cells(line), list(cells(following))
        for index, cell in enumerate(titles):
            if label_of(cell.text) == "chair" and len(names) == len(titles) and directory.knows(names[index].text):
                yield Chair(names[index].text, None, None, Quote(following.text, following.start, following.end))


def _opening(text: str, rows: Sequence[Line], directory: Directory) -> list[Chair]:
    """Where nobody says who chairs a recorded meeting: who opens it."""
    for line in [row for row in rows if row.kind == "turn"][:6]:
        name = _SHORT.search(re.sub(r"\s*\([^)]*\)$", "", line.label))
        if name and fits(OPENING, line.content):
            return [Chair(directory.full(name["name"]), None, None, Quote(line.text, line.start, line.end))]
    return []


def _convening(rows: Sequence[Line], directory: Directory, day: date | None) -> Iterator[Chair]:
    """Where nobody is said to chair: who called the meeting, near the head."""
    for line in rows[:8]:
        if line.kind in ("noise", "row", "title"):
            continue
        for a, b in sentences(line.text):
            sentence = line.text[a:b]
            found = first(CONVENES, sentence)
            if found is None or _other_day(sentence, day) or fits(ELSEWHERE[:2], sentence):
                continue
            for person in _before(sentence, found[1].start(), directory):
                role = role_of(sentence, person) or directory.role(person.name)
                quote = Quote(sentence, line.start + a, line.start + b)
                yield Chair(directory.full(person.name), role, None, quote)


def _concluding(text: str, directory: Directory) -> list[Chair]:
    """Where no sentence says who chaired: who concluded."""
    for pattern in (_CONCLUSION_OF, _CONCLUDING):
        for match in pattern.finditer(text):
            found = people(match["who"])
            if found and found[0].start < 90:
                person = found[0]
                start, end = next(((a, b) for a, b in sentences(text) if a <= match.start("who") < b), match.span())
                return [
                    Chair(
                        directory.full(person.name),
                        role_of(match["who"], person) or None,
                        None,
                        Quote(text[start:end], start, end),
                    )
                ]
    return []
