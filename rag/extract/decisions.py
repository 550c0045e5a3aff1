"""What a meeting voted on or decided.

What enters are the lines of a document; what leaves are decisions with the votes and the outcome as written.
"""

import re
from collections.abc import Iterator, Sequence

from rag.extract.layout import Line
from rag.extract.rule import Rule, first, fits, rule
from rag.language.sentences import sentences
from rag.record import Decision, Quote

_VOTED = r"(?:(?:biểu quyết )?(?:đồng ý|tán thành|nhất trí|thuận|thống nhất|không tán thành)(?: thông qua)?|biểu quyết(?! (?:đồng|tán|nhất|thuận|thống|không)))(?!\w)"
VOTES: tuple[Rule, ...] = (
    rule("share of votes", rf"\d+\s*/\s*\d+(?:\s+(?:phiếu|thành viên|đảng viên|ủy viên|uỷ viên|đại biểu|hộ|căn hộ|cổ đông|người)(?:(?:\s+[^\W\d]+){{0,7}}?\s+{_VOTED}|(?:\s+[^\W\d]+){{0,4}}(?!\w)|)|\s*{_VOTED}|)(?:\s*\(\s*\d+(?:[.,]\d+)?\s*%\s*\))?", "12/13 đại biểu tán thành (92,3%)", "Ngày họp sau"),
    rule("percentage", r"\d+(?:[.,]\d+)?\s*%", "tỷ lệ 92,3% tán thành", "mười phần"),
)  # fmt: skip
OUTCOMES: tuple[Rule, ...] = (
    rule("Không thông qua", r"không (?:được )?thông qua|bác bỏ|không nhất trí|không đồng ý thông qua", "Không thông qua.", "Thông qua."),
    rule("Thông qua", r"thông qua(?! kết quả| báo cáo của)|nhất trí(?= |\.|$)|tán thành|thống nhất (?:chủ trương|trình|tổ chức|mức|chọn|bầu|giữ)|đồng ý", "Hội nghị thông qua.", "Ông Bền thông tin."),
)  # fmt: skip
# A decision without a vote.
DECIDES: tuple[Rule, ...] = (
    rule("decides", r"(?<!\w)(?:quyết định|thống nhất(?: chủ trương)?|chốt|nhất trí|đồng ý|chọn|không thông qua|thông qua|dời|lùi|hoãn|giữ nguyên|bầu)(?!\w)", "Chốt mua máy bơm mới.", "Nội quy mới"),
)  # fmt: skip
_OPINION = re.compile(
    r"^(?:[-•*]\s*)?(?:ông|bà|anh|chị|đồng chí|đ/c|thầy|cô)\s[^:]{2,40}(?::|(?:đề nghị|nhất trí|đồng ý|không đồng ý|cho biết))",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"biên bản|thông báo để|nhất trí\.?$|căn cứ", re.IGNORECASE)
# What is left of "Không đồng ý" or "Cả nhóm đồng ý, riêng chị Lụa chờ thêm báo giá" says nothing of the matter.
_OUTCOME_ALONE = re.compile(
    r"^\W*(?:(?:cả|toàn thể|tất cả|mọi|các|hội nghị|cuộc họp)[^,.;:]{0,24}\s)?(?:đều |đã |không )*(?:đồng ý|thông qua|nhất trí|tán thành|thống nhất|bác bỏ)\W*(?:[,;].*)?$",
    re.IGNORECASE | re.DOTALL,
)
# A task, which is told as one.
_GIVEN = re.compile(r"\W*(?:giao|yêu cầu|đề nghị|phân công)\s", re.IGNORECASE)


def decisions(rows: Sequence[Line]) -> tuple[Decision, ...]:
    """The decisions in reading order."""
    found: list[Decision] = []
    subject = ""
    for line in rows:
        if line.kind in ("noise", "row", "turn", "title") or line.caption:
            continue
        if line.kind == "heading":
            subject = line.content.strip(" :*_#")
            continue
        for decision in _line(line, subject):
            found.append(decision)
    return tuple(found)


def _line(line: Line, heading: str) -> Iterator[Decision]:
    words = line.content if line.kind == "item" else line.text
    offset = line.body if line.kind == "item" else line.start
    voted = re.search(r"phiếu|tán thành|biểu quyết|nhất trí|thuận|thông qua", words, re.IGNORECASE)
    votes = _votes(words) if voted and line.section != "discussion" else None
    if votes:
        yield from _voted(words, offset, votes, heading)
        return
    if line.section not in ("directive", "vote"):
        return
    before: tuple[int, int] | None = None
    for a, b in sentences(words):
        sentence = words[a:b]
        if fits(DECIDES, sentence) and not _OPINION.match(sentence) and not _FORMULA.search(sentence):
            outcome = first(OUTCOMES, sentence)
            about = (a, b) if _says_what(sentence) else before
            if about and not _GIVEN.match(sentence):
                begin = about[0]
                yield Decision(
                    words[begin : about[1]].strip(" .:;,"),
                    outcome[1].group() if outcome else None,
                    None,
                    Quote(words[begin:b], offset + begin, offset + b),
                )
        before = (a, b)


def _voted(words: str, offset: int, votes: str, heading: str) -> Iterator[Decision]:
    """The decision of a line with votes. What it is about stands before them, else in the heading."""
    at = words.index(votes)
    start, end = next(((a, b) for a, b in sentences(words) if a <= at < b), (0, len(words)))
    if _FORMULA.search(words[start:end]):
        return  # the minutes themselves are agreed on
    subject = re.split(r"(?:kết quả|biểu quyết)\s*:", words[:at], maxsplit=1, flags=re.IGNORECASE)[0]
    subject = re.sub(r"^(?:nội dung|vấn đề) (?:thứ \w+|\d+)\s*:\s*", "", subject.strip(" :,.-–("), flags=re.IGNORECASE)
    subject = subject.strip(" .:,") or heading
    if subject:
        outcome = first(OUTCOMES, words)
        yield Decision(
            subject, outcome[1].group() if outcome else None, votes, Quote(words, offset, offset + len(words))
        )


def _says_what(sentence: str) -> bool:
    """Whether a sentence tells what was decided, not only that something was ("Thông qua.", "Cả nhóm đồng ý, ...")."""
    return len(_OUTCOME_ALONE.sub("", sentence, count=1).split()) > 1


def _votes(words: str) -> str | None:
    for row in VOTES:
        match = row.pattern.search(words)
        if match and re.search(
            r"phiếu|tán thành|nhất trí|thuận|đồng ý|biểu quyết|thông qua",
            words[max(0, match.start() - 60) : match.end() + 60],
            re.IGNORECASE,
        ):
            return match.group().strip(" ,")
    return None


TABLE = (VOTES, OUTCOMES, DECIDES)
