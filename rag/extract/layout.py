"""The lines of a document and what each is for.

What enters is the text; what leaves are its lines in order with their kind (heading, label, row of a table, turn of a
transcript, item of a list, running text, noise around an article) and the kind of section they stand in.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rag.extract.labels import label_of
from rag.extract.rule import Rule, fits, meaning, rule
from rag.language.sentences import paragraphs
from rag.language.text import CAPITALS, LETTERS, SMALLS

Kind = Literal["title", "heading", "label", "row", "turn", "item", "text", "noise"]

# What a heading promises about the lines under it.
SECTIONS: tuple[Rule, ...] = (
    rule("vote", r"biểu quyết|bỏ phiếu", "III. BIỂU QUYẾT", "Phiếu khảo sát"),
    rule(
        "report",
        r"^\W*(?:\w+[.)]\s*)?(?:tình hình |việc |kết quả )?thực hiện (?:các )?(?:kết luận|nghị quyết|thông báo)|nhìn lại|nhắc lại|kiểm lại|(?:lần|tuần|kỳ|tháng|đợt|buổi) trước|(?:tới|đến) đâu|tình hình|đánh giá|kiểm điểm|review|rà soát tuần trước|kết quả (?!họp)|thành phần|lý do|tồn tại|hạn chế|rủi ro"
        r"|số liệu|số má|báo cáo|khai mạc|đã làm|đã xong|hoàn thành|việc cũ|tuần qua|tháng qua|có mặt|tham dự",
        "1. Kết quả thực hiện nhiệm vụ tháng 4",
        "Kết luận",
    ),
    rule(
        "discussion",
        r"ngã ngũ|(?:chưa|còn) (?:chốt|quyết|thống nhất|bàn|ngã ngũ)|còn treo|để (?:lại|sau|lần)|bên lề|linh tinh|thông tin (?:thêm|khác)|chuyện đáng|đáng chú ý|nói gì",
        "V. Còn treo",
        "III. Chốt việc",
    ),
    rule(
        "directive",
        r"kết luận|phân công|quyết nghị|nghị quyết|nhiệm vụ|chỉ đạo|giao việc|việc (?:cần|phải|được|đã)? ?(?:làm|giao)|action|chia việc|to-?do"
        r"|đầu việc|việc tuần (?:này|tới|sau)|tổ chức thực hiện|phương hướng|next steps?|giải pháp|ai làm gì|thực hiện"
        r"|việc (?:cho|sau|của|đã|nào|gì|gấp|nóng|tiếp|để lại)|(?:mấy|các|những) (?:việc|mốc)|ai (?:làm|lo|nhận|phụ trách)|kế hoạch (?:tháng|tuần|quý|triển khai|thời gian|sắp)|bước tiếp theo|phân (?:vai|thế|từng|nhau)|lời kết|tóm lại|kết lại|cần (?:nhớ|theo)|(?:dặn|giao|chốt|lưu ý|nhắc|quyết|phân|nhắn)(?: lại| thêm| hạ| nhanh)?$|(?:phân|chia|dặn|nhận|giao) việc|dặn dò|việc (?:mới|chung|riêng|tháng|phải)|công việc (?:tháng|tuần)|ai lo|ai nhận|công tác phối hợp|cần làm|làm gì tiếp|phụ trách|thời hạn|quyết định|thống nhất|chốt|yêu cầu",
        "IV. PHÂN CÔNG NHIỆM VỤ",
        "II. Ý kiến đại biểu",
    ),
    rule(
        "discussion",
        r"thảo luận|ý kiến|trao đổi|góp ý|phát biểu|diễn biến|tham luận|kiến nghị|đề xuất|hỏi",
        "II. THẢO LUẬN",
        "Phân công",
    ),
)  # fmt: skip

# Lines around an article or a letter that state no fact of the meeting.
NOISE: tuple[Rule, ...] = (
    rule("reading list", r"^(?:tin (?:mới|liên quan|khác)|xem thêm|>>|đọc (?:nhiều|thêm)|tags?\s*:|từ khóa\s*:|bài (?:viết )?(?:liên quan|cùng)|có thể bạn quan tâm|bình luận|gửi bình luận|liên hệ quảng cáo|chia sẻ)", "Tin mới | Đọc nhiều", "Tin nhắn đã gửi cho các hộ dân"),
    rule("letterhead", r"cộng h[oò][àa]a? xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc|^đảng cộng sản việt nam", "Độc lập - Tự do - Hạnh phúc", "Hạnh phúc của nhân dân"),
    rule("number of a notice", r"^số\s*:\s*[\w./-]*", "Số: 12/TB-UBND", "Số hộ tham gia là 12"),
    rule("place and day of a letter", rf"^(?-i:[{CAPITALS}][{LETTERS}.]*(?:\s[{CAPITALS}][{LETTERS}.]*){{0,5}}),\s*ngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+\d{{4}}$", "Mường Hoa, ngày 05 tháng 8 năm 2031", "Sáng sớm, ngày 5 tháng 8 năm 2031 họp"),
    rule("closing words of a letter", r"^(?:trân trọng(?: cảm ơn)?|kính (?:thư|chào)|thân (?:ái|mến)|best regards|regards|(?:em |tôi |mình )?(?:xin )?(?:chân thành )?(?:cảm|cám) ơn(?: (?:anh chị|các anh chị|mọi người|quý vị|quý anh chị|cả nhà))*(?: ạ| nhiều)*)\W*$", "Em cảm ơn anh chị.", "Ban quản trị cảm ơn anh chị đã góp tiền", needs="trân|kính|thân|regards|ơn"),
    rule("recipients", r"^\W*(?:nơi nhận|lưu)\s*[:：]", "Nơi nhận:", "Nơi nhận hồ sơ đặt tại nhà văn hóa"),
)  # fmt: skip
_NOISE_ROW_EXCEPTION = re.compile(r"nơi nhận\s+(?!:)[a-zà-ỹ]", re.IGNORECASE)

_MARKER = re.compile(
    r"(?:\s|>)*(?:(?P<check>[-*+•]?\s*\[(?P<done>[ xX✓✔]?)\]\s*)|(?P<bullet>[-–—*•+●▪◦→]|=>|->)\s+"
    r"|(?P<number>\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXLC]{1,5}|[a-zđ])(?:[.)/:](?!\d)|\.\s)\s*))"
)
_TIME = r"(?:\d{1,2}:)?\d{1,2}[:h]\d{2}(?:[.,]\d+)?(?:\s?(?:AM|PM|SA|CH))?"
_DATE = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_SPEAKER = rf"(?P<speaker>[{LETTERS}][^:\n\[\]]{{0,60}}?)"
# "[00:12] Lan:", "Lan (00:12):", "[08:15, 12/9/2025] Lan:", "12/9/2025, 08:15 - Lan:", "Lan: ..." (see `_dialogue`)
_TURNS = (
    re.compile(
        rf"\s*[\[(]?(?:{_DATE},?\s*)?{_TIME}(?:\s*(?:-->|-|–)\s*{_TIME})?(?:,?\s*{_DATE})?[\])]?\s*[-–,|]?\s*{_SPEAKER}\s*[:：]\s+(?=\S)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\s*(?:\*\*)?{_SPEAKER}(?:\*\*)?\s*[-–,]?\s*[\[(]?(?:{_DATE},?\s*)?{_TIME}(?:,?\s*{_DATE})?[\])]?\s*(?:\*\*)?\s*[:：](?:\*\*)?\s+(?=\S)",
        re.IGNORECASE,
    ),
)
_ORNAMENT = re.compile(r"^[^\w\n(\[]+")  # "**", "📅 "
_HAS_TIME = re.compile(r"\d[:hH]\d\d")
_SAYS = re.compile(
    rf"\s*(?:[-–•*]\s+)?(?:\*\*)?(?P<speaker>[{LETTERS}][{LETTERS}0-9 .()/_-]{{0,40}}?)(?:\*\*)?\s*[:：](?:\*\*)?\s+(?=\S)"
)
_LABEL = re.compile(rf"(?P<label>[{LETTERS}][{LETTERS}0-9 ,/&()-]{{1,45}}?)\s*(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*")
# A table of two columns in the head of minutes: "| Chủ trì | Bà Sìn |".
_PAIR = re.compile(r"(?:\|\s*)?(?P<label>[^|\t]{2,40}?)\s*[|\t]\s*(?P<value>[^|\t]*[^|\t\s])\s*\|?\s*$")
_HEADING_MARK = re.compile(r"\s{0,3}(#{1,6})\s+")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<words>[^*_]+)(?:\*\*|__)\s*:?\s*$")
_COLUMNS = re.compile(r"\S\s{3,}\S")
_CLOSED = re.compile(r"[.!?…;,][\"'”’)\]*_\s]*$")
_CAPTION = re.compile(r"(?:Ảnh|Ảnh minh họa|Nguồn ảnh)\s*:\s*[^.]{2,40}\.?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `start:end` is the line without white space around it; `body` is where its marker or label ends."""

    start: int
    end: int
    text: str
    kind: Kind
    body: int
    section: str = "none"
    label: str = ""  # of a label; the speaker of a turn
    heading: str = ""  # the innermost heading above, or the line's own
    done: bool = False  # "[x]"
    marked: bool = False  # begins with a bullet or a number
    level: int = 0  # of headings and items, the outermost lowest
    indent: int = 0  # white space before the line
    caption: bool = False  # under a photograph
    author: str = ""  # who posted the minutes that the line belongs to: their "em" and "mình"

    @property
    def content(self) -> str:
        """The line without its marker or label."""
        return self.text[self.body - self.start :]


def lines(text: str) -> list[Line]:
    """The lines of `text` with their kinds and sections."""
    raw = list(_raw(text))
    marked: list[Line] = []
    for i, line in enumerate(raw):
        marked.append(_kind(line, raw[i + 1] if i + 1 < len(raw) else None, i, marked[-1] if marked else None))
    return list(_sectioned(_without_tail(_recorded(_dialogue(_announced(marked))))))


def _raw(text: str) -> Iterator[Line]:
    for start, end in paragraphs(text):
        while start < end and text[start].isspace() and text[start] != "\t":
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Line(start, end, text[start:end], "text", start, indent=start - text.rfind("\n", 0, start) - 1)


def _kind(line: Line, following: Line | None, position: int, previous: Line | None) -> Line:
    text = line.text
    if position == 0 and len(text) < 200:
        return replace(line, kind="title")
    if mark := _HEADING_MARK.match(text):
        return replace(line, kind="heading", body=line.start + mark.end(), level=len(mark[1]))
    label = _LABEL.match(text)
    if pair := _PAIR.match(text):
        words = pair["label"].strip("*_ ")
        if label_of(words) is not None:
            return replace(
                line,
                kind="label",
                level=70,
                label=words,
                body=line.start + pair.start("value"),
                end=line.start + pair.end("value"),
                text=text[: pair.end("value")],
            )
    if _MARKER.match(text) and not text.startswith("|") and "\t" not in text and re.match(r"\s*[-*•+]\s", text):
        pass  # "- Soạn hợp đồng | Lụa | 5/8": an item
    elif text.startswith("|") or (text.count("\t") and "\t" in text.strip()) or text.count(" | ") >= 2:
        return replace(line, kind="row")
    if fits(NOISE, text):
        return replace(line, kind="noise")
    for pattern in _TURNS if _HAS_TIME.search(text) else ():
        # "Người nói 1" is a speaker, "Người nói" a label
        if (turn := pattern.match(text)) and (label_of(turn["speaker"]) is None or turn["speaker"][-1].isdigit()):
            return replace(line, kind="turn", label=turn["speaker"].strip(), body=line.start + turn.end())
    if _COLUMNS.search(text) and not (label and text[label.end() - 1].isspace()):
        return replace(line, kind="row")
    marker = _MARKER.match(text)
    body = marker.end() if marker and marker.end() < len(text) else 0
    content = text[body:]
    if not _goes_on(marker, previous) and (level := _heading_level(text, content, marker, following, position)):
        return replace(line, kind="heading", body=line.start + body, level=level)
    if body and marker:
        done = bool(marker["check"]) and bool((marker["done"] or "").strip())
        number = (marker["number"] or "").strip("(). :/")
        return replace(
            line,
            kind="item",
            body=line.start + body,
            done=done,
            marked=True,
            level=_number_level(number) if number else 99,
        )
    if label := _LABEL.match(_ORNAMENT.sub("", text)):
        shift = len(text) - len(_ORNAMENT.sub("", text))
        if label.end() + shift < len(text):
            return replace(
                line, kind="label", level=70, label=label["label"].strip(), body=line.start + shift + label.end()
            )
    return replace(line, caption=bool(_CAPTION.search(text)))


def _goes_on(marker: re.Match[str] | None, previous: Line | None) -> bool:
    """Whether a numbered line is the next item of the list that the line before it belongs to."""
    if marker is None or not marker["number"] or previous is None or previous.kind != "item":
        return False
    before, here = _MARKER.match(previous.text), marker["number"].strip("(). :/")
    last = (before["number"] or "").strip("(). :/") if before else ""
    return last.isdigit() and here.isdigit() and int(here) == int(last) + 1


def _heading_level(text: str, content: str, marker: re.Match[str] | None, following: Line | None, position: int) -> int:
    """The level of a heading without #, 0 where the line is none."""
    if position == 0 or following is None or len(text) > 110 or not content.strip():
        return 0
    if _BOLD_LINE.match(text):
        return 15
    number = (marker["number"] or "").strip("(). :/") if marker else ""
    bare = content.rstrip(" :*_")
    if _CLOSED.search(content) or (marker and not number):
        return 0
    if number:
        upper = bare.upper() == bare
        after = _MARKER.match(following.text)
        sibling = bool(
            after and after["number"] and _number_level(after["number"].strip("(). :/")) <= _number_level(number)
        )
        if sibling and after and after["number"].strip("(). :/") == "1" and number.isdigit() and number != "1":
            sibling = False  # a list of its own begins under it
        if upper or content.startswith("Về ") or (not sibling and ":" not in content.rstrip(" :") and len(bare) < 90):
            return _number_level(number)
        return 0
    if ":" in bare or "\t" in text or len(bare) > 70:
        return 0
    if sum(c.isalpha() for c in bare) >= 4 and bare.upper() == bare:
        return 10
    words = bare.split()
    listed = bool(_MARKER.match(following.text)) or following.text.startswith("|") or "\t" in following.text
    known = meaning(SECTIONS, bare) is not None
    if content.rstrip().endswith(":") and (listed or known) and len(words) <= 9:
        return 20
    return 20 if (known and len(words) <= 9) or (listed and len(words) <= 7) else 0


def _number_level(number: str) -> int:
    if number.isdigit():
        return 50
    if re.fullmatch(r"[IVXLC]+", number):
        return 30
    return 50 + number.count(".") if "." in number else 60


def _dialogue(marked: list[Line]) -> list[Line]:
    """Lines that begin with a speaker who comes back, where a transcript keeps no times."""
    said = {
        id(line): match
        for line in marked
        if line.kind in ("text", "label", "item") and (match := _SAYS.match(line.text))
    }
    speakers = Counter(match["speaker"].strip() for match in said.values() if label_of(match["speaker"]) is None)
    often = {name for name, count in speakers.items() if count >= 2}
    if marked and _RECORDING.search(marked[0].text):
        often |= {name for name in speakers if _NAME_LIKE.fullmatch(name)}
    if len(often) < 2 or sum(speakers[name] for name in often) < max(4, len(marked) // 3):
        return marked
    return [
        replace(line, kind="turn", label=match["speaker"].strip(), body=line.start + match.end(), marked=False)
        if (match := said.get(id(line))) and label_of(match["speaker"]) is None
        else line
        for line in marked
    ]


# A speaker in a line of its own: "Chị Lụa 00:12", "[00:12] Người nói 1", "00:00:05.000 --> 00:00:09.000".
_SPEAKER_LINE = re.compile(
    rf"(?:\*\*)?(?:{_SPEAKER}(?:\*\*)?\s*[-–,|]?\s*[\[(]?{_TIME}[\])]?|[\[(]?{_TIME}[\])]?\s*[-–,|:]?\s*(?P<after>[{LETTERS}][^:\n\[\]]{{0,40}})?|{_TIME}\s*-->\s*{_TIME}.*)(?:\*\*)?\s*:?$",
    re.IGNORECASE,
)


# A message of more lines than these is no speech: somebody wrote the minutes into the chat.
_WRITTEN = 5
_NAME_LIKE = re.compile(rf"[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{LETTERS}]*){{0,5}}(?:\s*\([^()]*\))?")


def _announced(marked: list[Line]) -> list[Line]:
    """Turns whose speaker or time stands in the line above. Minutes that somebody posted keep their lines."""
    heads = [
        _SPEAKER_LINE.fullmatch(line.text)
        if line.kind in ("text", "heading", "label", "title") and len(line.text) < 60 and _HAS_TIME.search(line.text)
        else None
        for line in marked
    ]
    few = sum(head is not None for head in heads) < 3
    if few:
        heads = [head if head and _NAME_LIKE.fullmatch((head["speaker"] or "").strip()) else None for head in heads]
    if not any(heads):
        return marked
    found: list[Line] = []
    speaker: str | None = None
    at = 0
    while at < len(marked):
        head, line = heads[at], marked[at]
        if head is not None:
            speaker = (head["speaker"] or head["after"] or speaker or "").strip(" *")
            found.append(replace(line, kind="noise"))
            at += 1
            continue
        end = next((i for i in range(at, len(marked)) if heads[i] is not None), len(marked))
        posted = end - at >= _WRITTEN
        for line in marked[at:end]:
            if speaker is not None and posted:
                found.append(replace(line, author=_named(speaker)))
            elif speaker is not None and not few and line.kind in ("text", "heading", "label"):
                found.append(replace(line, kind="turn", label=speaker, body=line.start, marked=False))
            else:
                found.append(line)
        at = end
    return found


def _named(speaker: str) -> str:
    """The name of a speaker, the one in brackets where it is fuller: "Mẹ Bảo Lụa (Lò Thị Bền)"."""
    outside, _, inside = speaker.partition("(")
    inside = inside.strip(" )")
    return inside if inside[:1].isupper() and " " in inside else outside.strip()


_RECORDING = re.compile(r"gỡ băng|bản ghi|ghi âm|transcript|phiên âm|bóc băng", re.IGNORECASE)


def _recorded(marked: list[Line]) -> list[Line]:
    """The text of a recording without speakers: one voice."""
    if not marked or not _RECORDING.search(marked[0].text) or sum(line.kind == "turn" for line in marked) >= 3:
        return marked
    found: list[Line] = []
    for line in marked:
        if line.kind != "text":
            found.append(line)
            continue
        for match in re.finditer(r"[^\n]+", line.text):  # speech is broken where it pauses, not by a margin
            start = line.start + match.start()
            found.append(
                replace(line, kind="turn", start=start, end=start + len(match.group()), text=match.group(), body=start)
            )
    return found


def _without_tail(marked: list[Line]) -> Iterator[Line]:
    """After the reading list of an article, or the recipients of a letter, nothing speaks of the meeting."""
    tail = False
    for position, line in enumerate(marked):
        if (
            line.kind == "noise"
            and position > len(marked) // 2
            and meaning(NOISE, line.text) in ("reading list", "recipients", "closing words of a letter")
        ):
            tail = True
        yield replace(line, kind="noise") if tail else line


def _sectioned(marked: Iterator[Line]) -> Iterator[Line]:
    stack: list[tuple[int, str, str]] = []
    for line in marked:
        if line.kind == "heading":
            while stack and stack[-1][0] >= line.level:
                stack.pop()
            words = line.content.strip(" :*_#")
            kind = meaning(SECTIONS, words) or (stack[-1][1] if stack else "none")
            stack.append((line.level, kind, words))
        section, heading = (stack[-1][1], stack[-1][2]) if stack else ("none", "")
        yield replace(line, section=section, heading=heading)


def is_transcript(rows: list[Line]) -> bool:
    """Whether most of a document is what people said, turn by turn."""
    return sum(line.kind == "turn" for line in rows) >= 2


TABLE = (SECTIONS, NOISE)
__all__ = ["CAPITALS", "SMALLS", "TABLE", "Kind", "Line", "is_transcript", "lines"]
