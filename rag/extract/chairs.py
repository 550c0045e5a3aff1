"""Who chaired the meeting or one venue of it.

What enters are the lines of a document with its people and the day of its meeting; what leaves are the chairs, each
with the sentence that says so, once per person and venue.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rag.extract.directory import Directory
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import Rule, fits, names_one, rule
from rag.extract.tables import cells
from rag.language.dates import dates
from rag.language.names import ROLE_HEAD, TITLES, Person, people, role_of
from rag.language.sentences import sentences
from rag.language.text import CAPITALS, LETTERS, SMALLS, comparable
from rag.record import Chair, Quote

_MEETING = r"(?:phiên|cuộc|buổi|hội nghị|họp|giao ban|đại hội|kỳ họp|hội thảo|tọa đàm|sinh hoạt|lễ|điểm cầu)"

# A person chairs here. The person stands before the verb unless the row's meaning says otherwise.
CHAIRING: tuple[Rule, ...] = (
    rule("of whom", r"do\s+(?P<who>[^.;\n]{4,160}?)\s*[-–,]?\s*(?:đồng )?(?:chủ trì|chủ tọa|chủ toạ|điều hành)(?!\s*,?\s*(?:phối hợp|xây dựng|thực hiện|tham mưu))", "Hội nghị do đồng chí Tạ Văn Bền chủ trì.", "Đề án do Sở Xây dựng chủ trì xây dựng"),
    rule("under", r"dưới sự (?:đồng )?(?:chủ trì|điều hành|chủ tọa|chủ toạ) của\s+(?P<who>[^.;\n]{4,160})", "dưới sự chủ trì của ông Tạ Văn Bền, Giám đốc", "dưới sự chỉ đạo của ông Bền"),
    rule("after", r"(?<!cơ quan )(?<!đơn vị )(?:đồng\s+)?(?:chủ trì|chủ tọa|chủ toạ|điều hành|host)(?:\s+(?:hội nghị|phiên họp|cuộc họp|buổi [a-zà-ỹ ]{2,15}|đại hội|cuộc giao ban|giao ban))?(?:\s+(?:tại|ở)\s[^:,.;]{3,50})?\s*(?:có|là|gồm(?: có)?|:)\s*(?P<who>[^.;\n]{3,200}(?:;[^.;\n]{3,120})*)", "Chủ trì hội nghị là đồng chí Tạ Văn Bền.", "Cơ quan chủ trì: Sở Xây dựng"),
    rule("before", rf"(?:đồng chủ trì|chủ trì|chủ tọa|chủ toạ|cầm trịch|cầm chịch|chủ xị|làm chủ tọa|làm chủ toạ|điều khiển|dẫn (?:họp|buổi)|điều phối (?:cuộc |buổi )?họp|lead (?:buổi|họp))(?!\w)(?=\s*(?:[.;)(“\"”–-]|,(?!\s*(?:phối hợp|xây dựng|tham mưu|chịu))|$|{_MEETING}|(?:tại|ở|và|nhé|nha|thay|luôn|ạ|hôm|giúp|ấy|đã|nghe|từ|vì|do|toàn bộ|chung|để|trao đổi|nội dung|chương trình|phần|online|trên|sinh|các|thảo luận)(?!\w)))", "Đồng chí Tạ Văn Bền chủ trì hội nghị.", "Sở Xây dựng chủ trì, phối hợp với các xã"),
    rule("before", rf"điều hành(?:\s+thay)?(?=\s+(?:nội dung |chương trình )?{_MEETING}|\s+thay|\s*[.,;]|$)", "Ông Tạ Văn Bền điều hành phiên họp.", "Trung tâm Điều hành thông minh"),
    rule("before", r"(?<!\w)host(?!\w)(?!\s*:)", "Bền host thay chị Lụa", "Hosting đã hết hạn"),
)  # fmt: skip

# The sentence speaks of another meeting than this one.
ELSEWHERE: tuple[Rule, ...] = (
    rule("earlier", r"trước đó|lần (?:họp )?trước|(?:họp|phiên|kỳ|buổi|hội nghị) trước|tuần trước|tháng trước|năm ngoái|khi đó|hôm nọ|hôm trước|hôm kia|đợt trước|lần rồi|(?:tuần|tháng|hôm|đợt|buổi) rồi|năm trước|lúc ấy|hôm \d|nhắc lại|từng (?:chủ trì|chủ tọa)|thường niên tháng|kể lại", "Lần trước do thầy Bền chủ trì", "Trước hội nghị, ông Bền đón khách"),
    rule("next", r"sẽ (?:chủ trì|điều hành|chủ tọa|host|họp)|(?:buổi|tuần|tháng|kỳ|phiên|lần|cuộc họp|họp) (?:sau|tới|tiếp theo|kế tiếp)|lúc đó|dự kiến", "Buổi sau chị Lụa chủ trì", "Sau buổi họp, ông Bền chủ trì tiếp khách"),
    rule("a task", r"(?:giao|yêu cầu|đề nghị|phân công)\s[^.;]{2,90}\s(?:chủ trì|điều hành)|(?:cơ quan|đơn vị|bộ phận|sở|phòng|ban) chủ trì|chủ trì (?:và )?(?:phối hợp|chịu trách nhiệm)|được giao chủ trì", "Giao Sở Xây dựng chủ trì rà soát", "Đồng chí Bền chủ trì và phát biểu"),
)  # fmt: skip

# "do ... chủ trì" where the words between say why somebody else chairs.
REASON: tuple[Rule, ...] = (
    rule("kept away", r"(?<!\w)(?:đi (?:học|công tác|họp|dự|vắng|khám|chữa|tập huấn|khảo sát|kiểm tra|xa|phép|nước)|đang|bận|vắng|nghỉ (?:phép|ốm|chế độ|hưu|thai)|bị|phải|chưa|không thể|nằm viện|ốm)(?!\w)[^;]*,", "Chủ tịch UBND xã Tạ Văn Bền đi học nghiệp vụ, ông Bùi Lở", "đồng chí Tạ Văn Bền - Trưởng Ban Công tác Mặt trận, bà Lụa"),
)  # fmt: skip

# What the chair of a recorded meeting says first.
OPENING: tuple[Rule, ...] = (
    rule("opens", r"(?:ta|mình|chúng ta|cả nhà|cuộc họp|mọi người|bà con|xin phép|chúng mình|em xin|tôi xin)\s+(?:xin )?(?:bắt đầu|vào việc|họp nhé|khai mạc|họp luôn|đi vào)|bắt đầu (?:họp|cuộc họp|nhé|thôi|luôn)|đủ (?:người|mặt) rồi|chào (?:mọi người|cả nhà|bà con|cả lớp|các (?:anh|chị|bác|thầy|cô|đồng chí|bạn|em))|vào việc luôn", "Rồi, ta bắt đầu họp nhé.", "Tháng sau bắt đầu sửa mái."),
)  # fmt: skip

# Why somebody else chaired.
STAND_IN: tuple[Rule, ...] = (
    rule("by mandate", r"(?:được|theo)\s+(?:ủy|uỷ) quyền|thừa (?:ủy|uỷ) quyền", "được ủy quyền chủ trì", "giấy ủy quyền của hộ dân"),
    rule("instead of", r"(?:chủ trì|điều hành|host|cầm trịch|chủ tọa|chủ toạ)\s+thay|thay(?:\s+(?:mặt|cho))?\s+(?=(?:anh|chị|cô|thầy|ông|bà|đồng chí|đ/c|bác)\s)|(?:họp|hội nghị)\s+thay", "Host: Bền (thay chị Lụa)", "thay thiết bị"),
    rule("the chair was away", r"(?:do|vì)\s[^.;]{4,90}\s(?:đi|bận|vắng|nghỉ|ốm|dự|công tác)|(?:đi công tác|đi họp|bận|nghỉ phép|đang đi|bay)(?:\s[^.;]{0,60})?(?:nên|,)", "Do Chủ tịch đi công tác", "Do mưa lớn nên hoãn"),
)  # fmt: skip

_SITE = re.compile(
    rf"(?P<site>điểm cầu\s+(?:chính\s+)?(?:(?:ở|tại|của)\s+)?(?:[{LETTERS}0-9]+\s*)+?)(?=\s*(?:[,.;:()\n-]|do\s|chủ trì|có\s|còn\s|là\s|dự\s|$|ảnh|kết nối|và\s))",
    re.IGNORECASE,
)
# Without one of these a sentence need not be read further.
_MENTIONS = ("chủ t", "chủ xị", "điều", "host", "cầm", "dẫn", "lead")
# "Chủ trì: bà Sìn; Thư ký: ông Lở": another label in the same line.
_OTHER_ROLE = re.compile(
    r"[;|.,–-]?\s*(?<!\w)(?:thư ký|ghi chép|ghi biên bản|note|vắng|thành phần|tham dự|tham gia|có mặt|cùng dự|dự họp|khách mời|thời gian|địa điểm)(?:\s+[^\s:]+){0,2}\s*[:：]",
    re.IGNORECASE,
)
_INSTEAD_OF = re.compile(r"(?:thay(?: mặt| cho)?|(?:ủy|uỷ) quyền của)(?!\w)[^,;.]*$", re.IGNORECASE)
_HANDED_ON = re.compile(r"(?:vắng|bận|đi công tác|(?:ủy|uỷ) quyền cho|đi họp)", re.IGNORECASE)
_ROLE_ALONE = re.compile(rf"(?:^|[,.:]\s*|\s)(?P<role>{ROLE_HEAD}[^,.;:()]{{0,50}})$")
_SENT = re.compile(rf"{_MEETING}(?!\w).*\sđược\s+$", re.IGNORECASE | re.DOTALL)
_OF_MEETING = re.compile(rf"\s*(?:{_MEETING}|tại|thay)", re.IGNORECASE)
_CONCLUSION_OF = re.compile(r"kết luận của\s+(?P<who>[^.;\n]{4,140}?)(?=\s+tại\s|\s*\n|$)", re.IGNORECASE)
_CONCLUDING = re.compile(
    r"(?:kết luận (?:hội nghị|phiên họp|cuộc họp|buổi [^,]{2,30}|tại [^,]{3,60})|phát biểu kết luận[^,]{0,60}),\s*(?P<who>[^.;\n]{4,140})",
    re.IGNORECASE,
)
_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_NAME = rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,4}}"
_INTRODUCES = re.compile(rf"(?<!\w)(?:tôi|em|mình) (?:là|tên(?: là)?) (?:(?i:{_TITLE})\s+)?(?P<name>{_NAME})")
_SHORT = re.compile(rf"(?:(?i:{_TITLE}|a|c|sếp)\.?\s+)?(?P<name>{_NAME})\s*$")
_LABEL_NAME = re.compile(
    rf"^\W*(?:(?i:{_TITLE})\.?\s+)*(?P<name>{_NAME})\s*(?:[-–,(]\s*(?P<role>[^();\n]{{2,120}}?)\)?)?\s*(?:[;.(]|$)"
)


def chairs(text: str, rows: Sequence[Line], directory: Directory, day: date | None) -> tuple[Chair, ...]:
    """The chairs, those of the meeting before those of its venues where the text has that order."""
    found: dict[tuple[str, str], Chair] = {}
    for chair in _all(text, rows, directory, day):
        key = comparable(chair.name)
        known = next((k for k in found if k[0] == key or k[0].endswith(f" {key}") or key.endswith(f" {k[0]}")), None)
        if known is None:
            found[(key, "")] = chair
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
        found = {(c.name, ""): c for c in [*_signing(rows, directory), *_concluding(text, directory)][:1]}
    return tuple(found.values())


def _all(text: str, rows: Sequence[Line], directory: Directory, day: date | None) -> Iterator[Chair]:
    for line in rows:
        if line.kind in ("noise", "row"):
            continue
        if (line.kind == "label" or (line.kind == "item" and ":" in line.text)) and (
            labelled := _labelled(text, line, directory)
        ):
            yield from labelled
            continue
        if line.kind == "turn" and (speaking := _speaking(text, line, directory)):
            yield speaking
            continue
        for a, b in sentences(line.text):
            yield from _in_sentence(text, line, line.start + a, line.start + b, directory, day)


def _labelled(text: str, line: Line, directory: Directory) -> list[Chair]:
    label, body = line.label, line.body
    if line.kind == "item":
        match = re.match(rf"[^\w\n]*(?P<label>[{LETTERS} /]{{3,40}}?)[*_]*\s*:[*_]*\s*", line.content)
        if match is None:
            return []
        label, body = match["label"], line.body + match.end()
    if label_of(label) != "chair":
        return []
    value = _OTHER_ROLE.split(text[body : line.end])[0]
    quote = Quote(line.text, line.start, line.end)
    found = [p for p in people(value) if p.title or len(p.name.split()) > 1]
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


def _bracket_role(value: str, person: Person) -> str | None:
    match = re.compile(r"\s*(?:\((?P<a>[^()]{2,60})\)|[-–,]\s*(?P<b>[^;,()\n]{2,90}))").match(value, person.end)
    return (match["a"] or match["b"]).strip() if match else None


def _absent(words: str, directory: Directory) -> str | None:
    named = directory.named_in(words)
    return named[0] if named else None


def _speaking(text: str, line: Line, directory: Directory) -> Chair | None:
    match = re.search(
        r"(?<!\w)(?:tôi|mình|em|anh|chị|tớ|cô|thầy|tui)\s+(?:là\s[^,.]{2,40}\s|xin phép\s+|xin\s+|sẽ\s+|được\s+\w+ ?\w* ?)?(?:chủ trì|điều hành|host|cầm trịch)",
        line.content,
        re.IGNORECASE,
    )
    if match is None:
        return None
    a, b = next((line.body + a, line.body + b) for a, b in sentences(line.content) if b > match.start())
    name = _INTRODUCES.search(line.content) or _SHORT.search(re.sub(r"\s*\([^)]*\)$", "", line.label))
    if name is None or (fits(ELSEWHERE[:2], text[a:b])):
        return None
    return Chair(directory.full(name["name"]), None, None, Quote(text[a:b], a, b), _absent(text[a:b], directory))


def _in_sentence(
    text: str, line: Line, start: int, end: int, directory: Directory, day: date | None
) -> Iterator[Chair]:
    sentence = text[start:end]
    if not names_one(_MENTIONS, sentence.lower()) or fits(ELSEWHERE[:2], sentence) or _other_day(sentence, day):
        return
    done: set[str] = set()
    for row in CHAIRING:
        for match in row.pattern.finditer(sentence):
            if row.meaning == "of whom" and (fits(REASON, match["who"]) or fits(STAND_IN[2:], match["who"])):
                continue
            if row.meaning == "before":
                named = _before(sentence, match.start(), directory)
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
                role = role_of(sentence, person) or None
                yield Chair(
                    directory.full(person.name),
                    role,
                    _site(sentence, match.start()),
                    Quote(sentence, start, end),
                    absent,
                )


def _is_task(sentence: str, start: int, end: int) -> bool:
    given = re.search(
        r"(?:giao|yêu cầu|đề nghị|phân công|cơ quan|đơn vị)\s[^.;]{0,90}$", sentence[:start], re.IGNORECASE
    )
    if given is None or re.match(rf"\s*(?:tại|{_MEETING})", sentence[end:]):
        return False
    # "Tại điểm cầu xã, ông Bền được phân công chủ trì."
    sent = re.fullmatch(r"(?:giao|phân công)\s+", given.group(), re.IGNORECASE)
    return not (sent and _SENT.search(sentence[: given.start()]))


def _before(sentence: str, position: int, directory: Directory) -> list[Person]:
    """The person or persons who are the subject of the verb at `position`."""
    near = [p for p in people(sentence[:position]) if position - p.end < 230]
    if not near:
        before = sentence[:position].rstrip()
        short = _SHORT.search(before)
        if short and directory.knows(short["name"]):
            return [Person(short["name"], short.start("name"), short.end("name"), "")]
        role = _ROLE_ALONE.search(before)
        name = directory.holder(role["role"]) if role else None
        return [Person(name, role.end(), role.end(), "")] if role and name else []
    last = near[-1]
    if len(near) > 1 and _INSTEAD_OF.search(sentence[near[-2].end : last.start]):
        last, near = near[-2], near[:-1]  # "ông Y thay mặt Chủ tịch X chủ trì"
    between = sentence[last.end : position]
    if not _belongs(between):
        return []
    subject = [last]
    for person in reversed(near[:-1]):
        gap = sentence[person.end : subject[0].start]
        if (
            re.search(r"đồng chủ trì|cùng chủ trì|đồng chủ", sentence[position - 6 : position + 20])
            and re.search(r"(?:,|và|;)", gap)
            and len(gap) < 120
        ):
            subject.insert(0, person)
        else:
            break
    return subject


def _belongs(between: str) -> bool:
    """Whether nothing but the person's role, a venue or an adverb stands before the verb."""
    if re.search(r"[.!?;]\s|\b(?:yêu cầu|phát biểu|cho biết|báo cáo|và các|cùng các|dự|giao|đề nghị)\b", between):
        return False
    words = re.sub(r"\([^)]*\)", "", between)
    return len(words) < 200


def _within(sentence: str, start: int, end: int, directory: Directory, *, several: bool) -> list[Person]:
    words = sentence[start:end]
    cut = re.search(r"(?:cùng )?(?:dự|tham dự|tham gia|thư ký)\b|cùng (?:với )?(?:các|đại diện)", words)
    if cut:
        words = words[: cut.start()]
    found = [Person(p.name, p.start + start, p.end + start, p.title) for p in people(words)]
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


TABLE = (CHAIRING, ELSEWHERE, REASON, STAND_IN, OPENING)
