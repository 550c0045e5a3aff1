"""Who chaired the meeting or one venue of it.

What enters are the lines of a document with its people and the day of its meeting; what leaves are the chairs, each
with the sentence that says so, once per person and venue.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rag.extract.chairing import CHAIRING, ELSEWHERE, HANDS_OVER, MEETING, REASON, STAND_IN
from rag.extract.concluding import concluding_chair, convening_chair, dated_otherwise, signing_chair
from rag.extract.directory import Directory
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import first, fits, names_one
from rag.extract.speakers import MENTIONS, absent_named, opening_chair, speaking_chair
from rag.extract.subjects import LABEL_NAME, people_within, subjects_before
from rag.language.names import Person, people, role_of
from rag.language.sentences import sentences
from rag.language.text import LETTERS, comparable
from rag.record import Chair, Quote

_SITE = re.compile(
    rf"(?P<site>(?:điểm|đầu) cầu\s+(?:chính\s+)?(?:(?:ở|tại|của)\s+)?(?:[{LETTERS}0-9]+\s*)+?)(?=\s*(?:[,.;:()\n-]|do\s|chủ trì|có\s|còn\s|là\s|dự\s|$|ảnh|kết nối|và\s))",
    re.IGNORECASE,
)


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


_HANDED_ON = re.compile(r"(?:vắng|bận|đi công tác|(?:ủy|uỷ) quyền cho|đi họp)", re.IGNORECASE)


_SENT = re.compile(rf"{MEETING}(?!\w).*\sđược\s+$", re.IGNORECASE | re.DOTALL)


_OF_MEETING = re.compile(rf"\s*(?:{MEETING}|tại|thay)", re.IGNORECASE)


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
        found = {(c.name, ""): c for c in opening_chair(text, rows, directory)}
    if not found:
        fallback = [
            *signing_chair(rows, directory),
            *concluding_chair(text, directory),
            *convening_chair(rows, directory, day),
        ]
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
        if line.kind == "turn" and (speaking := speaking_chair(text, line, directory)):
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
    if match := LABEL_NAME.match(value):
        role = None if stand else match["role"]
        absent = absent_named(value[match.end("name") :], directory) if stand else None
        return [Chair(directory.full(match["name"]), role, None, quote, absent)]
    return []


_VERB_ON = re.compile(
    r"\s*,?\s*(?<!\w)(?:đã|đang|được|làm|sẽ|là|thay|(?:đồng )?chủ trì|chủ tọa|chủ toạ|điều hành|điều khiển|cầm|ngồi|giữ|dẫn|host|trực tiếp)(?!\w).*$",
    re.DOTALL,
)


def _bracket_role(value: str, person: Person) -> str | None:
    match = re.compile(r"\s*(?:\((?P<a>[^()]{2,60})\)|(?:,|\s[-–])\s*(?P<b>[^;,()\n]{2,90}))").match(value, person.end)
    return _VERB_ON.sub("", (match["a"] or match["b"]).strip(" -–")) or None if match else None


def _in_sentence(
    text: str, line: Line, start: int, end: int, directory: Directory, day: date | None, meant: Person | None
) -> Iterator[Chair]:
    sentence = text[start:end]
    if not names_one(MENTIONS, sentence.lower()) or dated_otherwise(sentence, day):
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
                named = subjects_before(sentence, verb, directory)
                if not named and meant and _PRONOUN.search(sentence[:verb]):
                    named = [meant]
            else:
                if row.meaning == "after" and re.search(
                    r"(?:cơ quan|đơn vị|giao|bộ phận)\s*$", sentence[: match.start()], re.IGNORECASE
                ):
                    continue
                named = people_within(
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
