"""Who is to do something: the phrase at the beginning of a clause that names a body, a role or a person.

What enters is a text and a position; what leaves is the owner with where its task begins, or None where no owner
stands there.
"""

import re
from dataclasses import dataclass

from rag.extract.bodies import IN_NAMES, NEEDS_NAME, PART_OF_ROLE, PROPER_TAIL, START
from rag.extract.directory import Directory
from rag.extract.verbs import REPORT_WORD, TASK_VERB, TASK_VERBS
from rag.language.names import FAMILY_NAMES, TITLES
from rag.language.text import CAPITALS, LETTERS, SMALLS

_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_SYLLABLE = rf"(?:[{CAPITALS}]['’][{CAPITALS}]?[{SMALLS}]+|[{CAPITALS}][{SMALLS}]*)"
_NAME = rf"{_SYLLABLE}(?:[^\S\n]{_SYLLABLE}){{0,4}}"
_PERSON = re.compile(
    rf"(?:(?P<title>(?i:{_TITLE}|mấy anh|hai anh|a|c|cháu|sếp|ĐD|ThS|dược sĩ|nữ hộ sinh))\.?\s+)*@?(?P<name>{_NAME})(?![{LETTERS}])"
)
_OFFICE = re.compile(
    r"(?:các )?(?:đồng chí|đ/c|ông|bà|anh|chị|thầy|cô)\s+(?=(?:Phó|Chủ tịch|Bí thư|Giám đốc|Trưởng|Hiệu trưởng|Chánh|Tổng|Ủy viên|Kế toán|Thư ký|Chỉ huy)(?!\w))",
    re.IGNORECASE,
)
# Automatic transcripts write names small: "anh bảo khảo sát giúp".
_LOW_PERSON = re.compile(rf"(?i:anh|chị|cô|thầy|chú|bác|em|bạn|ông|bà)\s+(?P<name>[{SMALLS}]{{2,7}})(?![{LETTERS}])")
_OFFICES = frozenset("Bí Chủ Giám Tổng Trưởng Chánh Hiệu Viện Cục Chi Ban Phòng Công Khoa Thủ".split())
_MENTION = re.compile(rf"@(?P<name>[{LETTERS}]+(?:\s{_SYLLABLE}){{0,4}})")
_FULL_NAME = re.compile(
    rf"(?<![{LETTERS}])(?:{'|'.join(sorted(FAMILY_NAMES, key=len, reverse=True))})(?:\s{_SYLLABLE}){{1,4}}(?![{LETTERS}])"
)
_BRACKET = re.compile(r"\s*\((?P<inside>[^()\n]{2,90})\)")
_APPOSITION = re.compile(rf"\s*[,–-]\s+(?:{START.pattern})(?:[^;:.()\n]{{0,90}}?)\s*[,–:-]\s+", re.IGNORECASE)
# What may stand beside a lone name: a bracket, a role.
_BESIDE = re.compile(
    rf"\s*(?:\([^()]{{1,80}}\)|[,–-]\s*(?:{START.pattern})[^:;.]{{0,70}}|[,–-]\s*[^:;.,]{{1,24}}|(?:{START.pattern})[^:;.,]{{0,30}})?\s*".replace(
        "?P<many>", "?:"
    )
    .replace("?P<role>", "?:")
    .replace("?P<head>", "?:"),
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\s+(?:kế toán|thủ quỹ|thủ kho|thư ký|bảo vệ|tài xế|(?:tổ|đội|nhóm|lớp|ca|xưởng) (?:trưởng|phó)|trưởng [a-zà-ỹ]+|phó [a-zà-ỹ]+|bên [a-zà-ỹ]+)\s+"
)
_CALLED = re.compile(r"\s+(?:ơi|à|nhỉ|nè|hả)(?!\w)")  # "anh Bền ơi": spoken to
_JOIN = re.compile(r"\s*(?:,|;|và|với|cùng với|cùng|&|\+)\s+|\s+(?=@)")
_SUPPORT = re.compile(
    r"(?:,?\s*(?:(?:được (?:giao|phân công)|có trách nhiệm|chịu trách nhiệm)\s+)?(?:chủ trì,?\s*)?(?:và\s+)?(?:phối hợp(?: chặt chẽ)?(?: cùng)?(?: với)?|cùng với|cùng))\s+",
    re.IGNORECASE,
)
_LIKE_REPORT = re.compile(
    r"(?<!\w)(?:đã|đang|vừa|mới|chưa|bị|vẫn|là|cho biết|cho rằng|cảm ơn|nói|nhấn mạnh|khẳng định|bày tỏ|dẫn chứng|nêu|mong|như|được(?!\s+(?:giao|phân công|yêu cầu))|có|đạt|khi|nếu|để|về|trong|với|không|thống nhất|do|nhưng|hết|cũng|ơi|còn(?! (?:nợ|lại|thiếu|chậm|vướng)))(?!\w)"
)
# "Phòng Vật tư - Thiết bị": the name of a body rather than what befell it.
_EQUIPMENT = re.compile(r"(?<!\w)Thiết bị(?!\w)")
_SPEAKS = re.compile(
    r"(?:báo cáo|đề xuất|kiến nghị|đề nghị|giải trình|đánh giá|ghi nhận|dự kiến|cam kết|trả lời|phát hiện|hỏi|nhắc|thông báo|thông tin)\s*[:“\"]|đề nghị|kiến nghị|đánh giá cao|dự,|dự họp|nghỉ|báo cáo (?:kết quả|tình hình)[^.;]*:|thông báo để"
)
_VALID = re.compile(r"[^.!?:\"“”;]+(?:(?<=TP)\.|(?<=Q)\.|(?<=P)\.|(?<=H)\.|(?<=X)\.|(?<=K)\.|(?<=BS)\.)?[^.!?:\"“”;]*$")
_LONGEST = 130


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner as written. `start` is where its phrase begins, `end` where the task begins."""

    name: str
    start: int
    end: int
    people: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()


def owner_at(text: str, start: int, end: int, directory: Directory, *, loose: bool = False) -> Owner | None:
    """The owner whose phrase begins at `start`; the task lies before `end`.

    Args:
        text: A text.
        start: Where the phrase would begin.
        end: The end of the clause.
        directory: The people of the document.
        loose: Whether any word may begin the task after a complete name ("Giao Phòng Kinh tế vá đường").
    """
    if mention := _MENTION.match(text, start, end):
        return _person(text, mention.start(), mention.end(), mention["name"], end, directory, True)
    if office := _OFFICE.match(text, start, end):  # "đồng chí Chủ tịch UBND xã", "đồng chí Phó Chủ tịch Lê Văn An"
        start = office.end()
    head = START.match(text, start, end)
    if head is not None and not head["head"] and (named := _named_role(text, head, end)):
        return _person(text, start, named[1], named[0], end, directory, loose)
    if head is None or text[start : start + 2] == "a " or text[start : start + 2] == "c ":
        return _named(text, start, end, directory, loose)
    return _body(text, start, head, end, directory, loose) or _named(text, start, end, directory, loose)


def lone_owner(words: str, directory: Directory) -> Owner | None:
    """The owner where `words` are nothing but one: "Phòng Kinh tế", "Đồng chí Sìn, Trưởng thôn". Offsets are in `words`."""
    words = words.strip(" :*_")
    if not words or len(words) > 110 or words.isupper():
        return None
    person = _PERSON.match(words)
    if person and (person["title"] or directory.knows(person["name"])):
        rest = words[person.end() :]
        if _BESIDE.fullmatch(rest) and not TASK_VERB.match(rest.lstrip(" ,–-")):
            full = directory.full(person["name"])
            return Owner(full, 0, len(words), (full,))
        if join := _JOIN.match(rest):
            other = lone_owner(rest[join.end() :], directory)
            if other and other.people:
                names = (directory.full(person["name"]), *other.people)
                return Owner(", ".join(names), 0, len(words), names)
    if person and person["title"]:
        return None
    probe = f"{words} chủ trì việc"
    owner = owner_at(probe, 0, len(probe), directory)
    if owner is None or not probe[owner.end :].startswith("chủ trì việc"):
        return None
    return Owner(owner.name, 0, len(words), owner.people, owner.supporting)


def _named(text: str, start: int, end: int, directory: Directory, loose: bool) -> Owner | None:
    if (low := _LOW_PERSON.match(text, start, end)) and directory.knows(low["name"]):
        return _person(text, start, low.end(), low["name"], end, directory, loose)
    person = _PERSON.match(text, start, end)
    if person is None or not (person["title"] or directory.knows(person["name"])):
        return None
    syllables = person["name"].split()
    if START.match(text, person.start("name")) and not (
        len(syllables) > 1 and syllables[0] in FAMILY_NAMES and syllables[1] not in _OFFICES
    ):
        return None
    return _person(text, start, person.end(), person["name"], end, directory, loose)


def _named_role(text: str, head: re.Match[str], end: int) -> tuple[str, int] | None:
    """ "Phó Chủ tịch UBND huyện Lê Văn An": the name that ends a role and where it ends."""
    for match in _FULL_NAME.finditer(text, head.end(), min(end, head.end() + 110)):
        between = text[head.end() : match.start()]
        if re.search(r"[,;:.()\n]", between):
            return None
        if match.group().split()[0] in ("Văn", "Phó", "Đoàn", "Công") and not re.match(
            r"\s+[a-z]", text[match.end() : match.end() + 2]
        ):
            pass
        return match.group(), match.end()
    return None


def _person(text: str, start: int, after: int, name: str, end: int, directory: Directory, loose: bool) -> Owner | None:
    names = [directory.full(name)]
    # "Lan, Minh soạn ...": several people before one verb.
    while join := _JOIN.match(text, after, end):
        other = _PERSON.match(text, join.end(), end)
        if not other or not (other["title"] or directory.knows(other["name"])):
            break
        names.append(directory.full(other["name"]))
        after = other.end()
    if bracket := _BRACKET.match(text, after, end):
        after = bracket.end()
    if apposition := _APPOSITION.match(text, after, end):
        after = apposition.end()
    elif (office := _JOB.match(text, after, end)) and TASK_VERB.match(text, office.end(), end):
        after = office.end()  # "cô Lò Thị Lụa thủ quỹ kiểm lại sổ thu"
    task = _task_start(text, after, end)
    verb = TASK_VERB.match(text, task, end)
    if task >= end or _SPEAKS.match(text, task, end) or _CALLED.match(text, after, end):
        return None
    reports = REPORT_WORD.match(text, after, end)
    if reports and verb and len(reports.group().strip(" ,:")) > len(verb.group()):
        return None
    if not verb and (not loose or reports or not text[task].islower()):
        return None
    supporting, task = _supporting(text, task, end, directory)
    return Owner(", ".join(names), start, task, tuple(names), supporting)


def _task_start(text: str, after: int, end: int) -> int:
    while after < end and text[after] in " \t:,–-=>→":
        after += 1
    return after


def _body(text: str, start: int, head: re.Match[str], end: int, directory: Directory, loose: bool) -> Owner | None:
    stop = min(end, start + _LONGEST)
    bracket = text.find("(", head.end(), stop)
    verb = _first_verb(text, start, head.end(), stop)
    colon = text.find(": ", head.end(), stop)
    people: tuple[str, ...] = ()
    if bracket >= 0 and (verb is None or bracket < verb) and (inside := _BRACKET.match(text, bracket, end)):
        people = directory.named_in(inside["inside"])
        after = inside.end()
        task = _task_start(text, after, end)
        if not TASK_VERB.match(text, task, end) and not (loose and people):
            # "(QLDA) đôn đốc ...", or the bracket stands within the name.
            if verb is None or verb - after > 60:
                return None
            phrase = text[start:verb]
            task = verb
        else:
            phrase = text[start:bracket]
    else:
        if colon >= 0 and (verb is None or colon < verb):
            return None
        if verb is None:
            verb = _proper_end(text, head, stop) if loose else None
        if verb is None:
            return None
        phrase, task = text[start:verb], _task_start(text, verb, end)
    phrase = _clean(_WHEN.sub("", re.sub(r"\([^)]*\)", " ", phrase)))
    if (
        not phrase
        or len(phrase.split()) > 24
        or not _VALID.match(phrase)
        or _LIKE_REPORT.search(_EQUIPMENT.sub(" ", phrase))
        or _SPEAKS.match(text, task, end)
    ):
        return None
    supporting, task = _supporting(text, task, end, directory)
    return Owner(phrase, start, task, people, supporting)


def _first_verb(text: str, start: int, begin: int, stop: int) -> int | None:
    """Where the first verb begins that is no part of a name."""
    for match in TASK_VERB.finditer(text, begin, stop):
        before = text[start : match.start()].rstrip()
        stem = re.search(r"(\w+)\s$", text[max(start, match.start() - 12) : match.start()])
        if stem and stem[1][0].isupper() and f"{stem[1].lower()} {match.group()}" in TASK_VERBS:
            continue  # "Ban Xây dựng Đảng"
        if PART_OF_ROLE.match(text, match.start()) or IN_NAMES.search(f"{before[-40:]} {match.group()}"):
            continue
        last = re.split(r"[,;]|\bvà\b", before)[-1].strip()
        if _MANY.match(before) and last not in ("các", "những", "mỗi", "từng", "lãnh đạo", "người"):
            return match.start()
        if NEEDS_NAME.fullmatch(last) and match.group() not in _STRONG:
            continue
        return match.start()
    return None


_WHEN = re.compile(r"\s(?:đến|tới|trước|chậm nhất|trong|từ nay|hạn)\s[^,;]*\d[^,;]*$", re.IGNORECASE)
_MANY = re.compile(r"(?:các|những|mỗi|từng|tất cả|toàn bộ)\s", re.IGNORECASE)
_STRONG = frozenset(
    "chủ trì,phối hợp,cần,phải,có trách nhiệm,chịu trách nhiệm,khẩn trương,tiếp tục,tập trung,chủ động,được giao,sẽ,nhớ,gửi,báo cáo,rà soát,nộp".split(
        ","
    )
)


_FUNCTION = re.compile(
    r"\s*(?:về|với|cho|khi|nếu|và|theo|từ|trong|để|sau|trước|như|hay|hoặc|trên|vào|đến|tới|ra|nên|mà|thì|nơi|này|đó|ấy|ơi|ạ)(?!\w)"
)


def _proper_end(text: str, head: re.Match[str], stop: int) -> int | None:
    """The end of a name in capitals after its head, where the task's verb is not in the list."""
    match = PROPER_TAIL.match(text, head.end(), stop)
    if (
        match is None
        or not re.match(rf"\s+[{SMALLS}]", text[match.end() : match.end() + 3])
        or REPORT_WORD.match(text, match.end())
    ):
        return None
    return match.end()


def _supporting(text: str, task: int, end: int, directory: Directory) -> tuple[tuple[str, ...], int]:
    """The bodies after "phối hợp với", and where the task begins after them."""
    match = _SUPPORT.match(text, task, end)
    if match is None:
        return (), task
    if not START.match(text, match.end()) and not _PERSON.match(text, match.end()):
        return (), task
    verb = _first_verb(text, match.end(), match.end() + 1, min(end, match.end() + 240))
    if verb is None:
        return (), task
    return tuple(bodies(text[match.end() : verb])), verb


_BETWEEN_BODIES = re.compile(r"(\s*[,;]\s*|\s+và\s+(?=(?:các|UBND|[A-ZĐ][a-zà-ỹ]+ [a-zA-ZĐà-ỹ])))")


def bodies(phrase: str) -> list[str]:
    """The bodies that a phrase lists, each with a head of its own; "các xã A, B" stays one."""
    parts: list[str] = []
    pieces = _BETWEEN_BODIES.split(phrase.strip(" ,;:"))
    for between, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        own = START.match(piece) or (_PERSON.match(piece) and re.match(rf"(?i:{_TITLE})\s", piece))
        if parts and (
            not own or re.match(r"(?:thành ủy|thị ủy|thị trấn|thành phố|huyện|xã|phường|trường|thôn|phó)\b", piece)
        ):
            parts[-1] = f"{parts[-1]}{between}{piece}"
        elif piece:
            parts.append(piece)
    return [re.sub(r"^(?:và|cùng(?: với)?)\s+", "", part).strip(" ,") for part in parts if part.strip(" ,")]


def _clean(phrase: str) -> str:
    phrase = re.sub(r"\s+", " ", phrase).strip(" ,:;-–*_")
    return re.sub(rf"^(?:{_TITLE})\s+", "", phrase, flags=re.IGNORECASE)


_TOGETHER = re.compile(
    r"\s*[,;(]?\s*(?<!\w)(?:phối hợp|p/h|ph|hỗ trợ)(?!\w)\s*(?:với|cùng)?\s*:?\s*(?P<who>[^)]+)\)?", re.IGNORECASE
)
_TOGETHER_AFTER = re.compile(r"[,;]\s*(?P<who>[^,;]+?)\s+phối hợp$", re.IGNORECASE)


def split_owner(cell: str, directory: Directory) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Owner, people and supporting bodies of a cell of a table or the words after "Phụ trách:"."""
    cell = re.sub(r"\s+", " ", cell).strip(" .;*_@")
    supporting: list[str] = []
    if (match := _TOGETHER_AFTER.search(cell)) or ((match := _TOGETHER.search(cell)) and match.start() > 0):
        supporting, cell = bodies(match["who"]), cell[: match.start()]
    cell = cell.strip(" ,;(-")
    people: tuple[str, ...] = ()
    if bracket := re.search(r"\((?P<inside>[^()]+)\)", cell):
        people = directory.named_in(bracket["inside"])
        cell = (cell[: bracket.start()] + cell[bracket.end() :]).strip(" ,;")
    cell = re.sub(r"\s+(?:chủ trì|thực hiện|phụ trách)$", "", cell)
    lone = lone_owner(cell, directory)
    if lone is not None and lone.people and not people:
        return lone.name, lone.people, tuple(supporting)
    cell = re.sub(rf"^(?:(?:{_TITLE}|a|c)\.?\s+)+(?=[{CAPITALS}])", "", cell, flags=re.IGNORECASE)
    if not people and directory.knows(cell):
        people = (directory.full(cell),)
        cell = directory.full(cell)
    return cell, people, tuple(supporting)
