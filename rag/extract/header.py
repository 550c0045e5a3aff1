"""When, where and how a meeting was held, and whose it was.

What enters are the title and the lines of a document; what leaves are values as written, each with its quote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.extract.bodies import START
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import Rule, fits, names_one, rule
from rag.language.names import people
from rag.language.sentences import sentences
from rag.language.text import CAPITALS, LETTERS
from rag.record import Quote

ONLINE: tuple[Rule, ...] = (
    rule("online", r"(?<!không )trực tuyến|(?<!\w)(?:zoom|google meet|ms teams|microsoft teams|teams|online|webex)(?!\w)|cuộc gọi nhóm|truyền hình trực tiếp đến|qua nhóm zalo|trên nhóm", "họp trực tuyến qua Zoom", "dịch vụ công"),
)  # fmt: skip
_NOT_THE_MEETING = re.compile(
    r"(?:dịch vụ công|hồ sơ|nộp|đăng ký|bán hàng|khai báo|thanh toán|học)\s+trực tuyến", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<![\d/:.])(?:[01]?\d|2[0-3])\s?(?:giờ|h|g|:)(?:\s?[0-5]\d)?(?:'|\s?phút)?(?![\d/])(?:\s+(?:sáng|chiều|tối))?"
)
_HELD_IN = re.compile(
    r"(?<!\w)tại\s+(?P<place>(?!đây|(?i:các |những |mỗi |nhiều |\d+ |hội nghị|cuộc họp|phiên họp|kỳ họp|buổi|đại hội|thông báo|nghị quyết|kế hoạch)|điểm cầu|mục|khoản|điều|văn bản|thông báo|báo cáo|công văn)[^,.;()\n]{3,70}(?:,\s*(?:trụ sở|số|xã|phường|huyện|thành phố|tỉnh|tầng|khu|thôn|đường)[^,.;()\n]{2,50})*)"
)
_PLACE_ENDS = re.compile(
    r"\s*(?:,|(?<!\w)(?:đã |được )?(?:diễn ra|tổ chức|kết nối|do|với|vì|nên|để|nhằm|bàn|và|có|chủ trì|tiến hành|theo)(?!\w)|\s(?:đồng chí|ông|bà)\s).*$",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"chủ trì|tổ chức|diễn ra|họp|hội nghị|giao ban|sinh hoạt|đại hội|điều hành", re.IGNORECASE)
_SITE = re.compile(
    rf"(?:điểm|đầu) cầu\s+(?P<site>(?:(?:chính\s+)?(?:ở|tại|của)\s+)?(?:[a-zà-ỹđ]+\s+){{0,3}}(?:UBND\s+(?:tỉnh|huyện|xã|phường|thành phố)|[{CAPITALS}][{LETTERS}]*)(?:\s+[{CAPITALS}][{LETTERS}]*)*|điểm cầu\s+(?P<level>tỉnh|huyện|xã|trung ương))"
)
_OF_BODY = re.compile(
    rf"(?:của|họp|giao ban|sinh hoạt|phiên họp|cuộc họp)\s+(?P<body>(?:{START.pattern})[^,;:()–\n]{{0,80}}?)(?:\s+(?:tháng|quý|năm|tuần|ngày|với|bàn|về|lần|–|-)\b.*)?$".replace(
        "?P<many>", "?:"
    )
    .replace("?P<role>", "?:")
    .replace("?P<head>", "?:"),
    re.IGNORECASE,
)
_HOLDER = re.compile(
    rf"(?:^|,\s*)(?P<body>(?:{START.pattern})[^,;:()\n]{{0,80}}?)\s+(?:đã\s+)?(?:tổ chức|họp|tiến hành)(?!\w)".replace(
        "?P<many>", "?:"
    )
    .replace("?P<role>", "?:")
    .replace("?P<head>", "?:"),
    re.IGNORECASE,
)
_HEAD = 2500


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a document says of its meeting."""

    time: str | None = None
    time_quote: Quote | None = None
    place: str | None = None
    place_quote: Quote | None = None
    sites: tuple[str, ...] = ()
    online: bool | None = None
    body: str | None = None


def header(title: str, text: str, rows: Sequence[Line]) -> Header:
    """The header's facts; unknown ones are None."""
    time, time_quote = _time(text, rows)
    place, place_quote = _place(text, rows)
    online: bool | None = True if fits(ONLINE, _NOT_THE_MEETING.sub(" ", f"{title}\n{text[:_HEAD]}")) else None
    if online is None and place:
        online = False
    return Header(time, time_quote, place, place_quote, _sites(text), online, _body(title, text, rows))


def _time(text: str, rows: Sequence[Line]) -> tuple[str | None, Quote | None]:
    for line in _labelled(rows, "time"):
        if match := _CLOCK.search(text, line.body, line.end):
            return match.group(), Quote(line.text, line.start, line.end)
    for line in rows[:12]:
        for a, b in sentences(line.text):
            sentence = line.text[a:b]
            match = re.search(
                rf"(?:vào (?:hồi|lúc)|hồi|lúc|bắt đầu)\s+(?P<time>{_CLOCK.pattern})", sentence, re.IGNORECASE
            )
            if match and _HOLDS.search(sentence) and line.kind != "noise":
                return match["time"], Quote(sentence, line.start + a, line.start + b)
    return None, None


def _place(text: str, rows: Sequence[Line]) -> tuple[str | None, Quote | None]:
    for line in _labelled(rows, "place"):
        value = _NEXT_LABEL.split(text[line.body : line.end])[0].strip(" .*_·|")
        if value:
            return value, Quote(line.text, line.start, line.end)
    for line in rows:
        if line.start > _HEAD or line.kind in ("noise", "row", "turn", "title", "heading") or line.caption:
            continue
        for a, b in sentences(line.text):
            sentence = line.text[a:b]
            if not _HOLDS.search(sentence):
                continue
            inline = re.search(r"(?:nơi họp|địa điểm)\s*:\s*(?P<place>[^|;.\n]{3,70})", sentence, re.IGNORECASE)
            match = inline or _HELD_IN.search(sentence) or _MEETS_AT.search(sentence)
            place = _PLACE_ENDS.sub("", match["place"]).strip() if match else ""
            if len(place) > 2:
                return place, Quote(sentence, line.start + a, line.start + b)
    return _named_place(rows)


def _named_place(rows: Sequence[Line]) -> tuple[str | None, Quote | None]:
    """A room or a house named in the first lines: "7h30 – 8h25, phòng họp lầu 2"; "**Phòng:** ..." within a line."""
    for line in rows[:8]:
        if line.kind in ("row", "turn", "title", "heading"):
            continue
        for label in _INLINE_PLACE.finditer(line.text):
            return label["place"].strip(" .*_"), Quote(line.text, line.start, line.end)
        if (room := _ROOM.search(line.text)) and len(line.text) < 160 and not _NO_ROOM.search(line.text):
            return room["place"].strip(" .*_"), Quote(line.text, line.start, line.end)
    return None, None


_NEXT_LABEL = re.compile(r"\s·\s|\s\|\s|[.;]\s+(?=[^\s:]+(?:\s[^\s:]+){0,2}:)")
_INLINE_PLACE = re.compile(
    r"(?:^|[·|.;]\s*)(?:địa điểm|nơi họp|phòng|phòng họp|ở|tại)\s*:\s*(?P<place>[^·|;\n]{3,80}?)(?=\s*(?:[·|;]|\.\s|\.?$))",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"(?:^|[,–|-]\s+|\d\s*,\s*)(?P<place>(?:phòng (?:họp|hội|sinh|số)|hội trường|sảnh|nhà văn hóa|giảng đường|văn phòng|trụ sở|quán|nhà sinh hoạt|google meet|zoom)(?!\w)[^,;.()·\n]{0,60})",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(r"(?:gửi|của|do)\s+(?:văn phòng|trụ sở)|thành phần|có mặt|vắng|cơ quan", re.IGNORECASE)
# "Lầu 2 đang sơn nên họp tạm ở văn phòng ca"
_MEETS_AT = re.compile(
    r"(?<!\w)(?:họp|diễn ra|tổ chức|sinh hoạt|gặp nhau)(?:\s(?:tạm|ké|nhờ))?\s+(?:ở|tại)\s+(?P<place>(?!đây|đó|điểm cầu)[^,.;()\n]{3,70})",
    re.IGNORECASE,
)


def _labelled(rows: Sequence[Line], meaning: str) -> list[Line]:
    found = []
    for line in rows:
        if line.kind == "label" and label_of(line.label) == meaning:
            found.append(line)
        elif (
            line.kind == "item"
            and (match := re.match(r"[^\w\n]*(?P<label>[^:\n*_]{2,30})[*_]*\s*:[*_]*\s*", line.content))
            and label_of(match["label"]) == meaning
        ):
            found.append(Line(line.start, line.end, line.text, "label", line.body + match.end(), label=match["label"]))
    return found


def _sites(text: str) -> tuple[str, ...]:
    found = (re.sub(r"\s+", " ", m.group()).strip() for m in _SITE.finditer(text))
    return tuple(dict.fromkeys(site[0].lower() + site[1:] for site in found))


def _body(title: str, text: str, rows: Sequence[Line]) -> str | None:
    if (match := _OF_BODY.search(title)) and not _person_or_role(match["body"]):
        return match["body"].strip(" .-–")
    for line in rows[:12]:
        if line.kind in ("noise", "row", "turn"):
            continue
        for a, b in sentences(line.text):
            if (
                names_one(("tổ chức", "họp", "tiến hành"), line.text[a:b].lower())
                and (match := _HOLDER.search(line.text[a:b]))
                and len(match["body"].split()) <= 14
                and not _person_or_role(match["body"])
            ):
                return match["body"].strip()
    return None


def _person_or_role(words: str) -> bool:
    start = START.match(words)
    return bool(start and start["role"]) or bool(people(words))


TABLE = (ONLINE,)
