"""What a meeting voted on or decided.

What enters are the lines of a document; what leaves are decisions with the votes and the outcome as written.
"""

import re
from collections.abc import Iterator, Sequence

from rag.extract.layout import Line
from rag.extract.rule import Rule, first, fits, rule
from rag.language.sentences import sentences
from rag.record import Decision, Quote

VOTES: tuple[Rule, ...] = (
    rule("share of votes", r"\d+\s*/\s*\d+(?:\s+(?:phiếu|thành viên|đảng viên|ủy viên|uỷ viên|đại biểu|hộ|căn hộ|cổ đông|người)[^;.,(]{0,24})?\s*(?:đồng ý|tán thành|nhất trí|thuận|thống nhất|không tán thành|biểu quyết)?[^;.]{0,20}?(?:\(\s*\d+(?:[.,]\d+)?\s*%\s*\))?", "12/13 đại biểu tán thành (92,3%)", "Ngày họp sau"),
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
    votes = _votes(words)
    if votes and voted and line.section != "discussion":
        subject = re.split(r"(?:kết quả|biểu quyết)\s*:", words, maxsplit=1, flags=re.IGNORECASE)[0]
        subject = subject[: subject.find(votes)] if votes in subject else subject
        subject = re.sub(
            r"^(?:nội dung|vấn đề) (?:thứ \w+|\d+)\s*:\s*", "", subject.strip(" :,.-–("), flags=re.IGNORECASE
        )
        outcome = first(OUTCOMES, words)
        yield Decision(
            subject.strip(" .:,") or heading,
            outcome[1].group() if outcome else None,
            votes,
            Quote(words, offset, offset + len(words)),
        )
        return
    if line.section not in ("directive", "vote") and not heading:
        return
    for a, b in sentences(words):
        sentence = words[a:b]
        if (
            fits(DECIDES, sentence)
            and not _OPINION.match(sentence)
            and not _FORMULA.search(sentence)
            and line.section in ("directive", "vote")
        ):
            outcome = first(OUTCOMES, sentence)
            yield Decision(
                sentence.strip(" ."),
                outcome[1].group() if outcome else None,
                None,
                Quote(sentence, offset + a, offset + b),
            )


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
