"""Which line names a document.

What enters is lines of text; what leaves is one line of at most 200 characters, or "".
"""

import re
from collections.abc import Iterable

LONGEST = 200  # characters

_MARKDOWN_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>.+?)\s*#*\s*$")
_MARKDOWN_SIGNS = re.compile(r"[*_`]{1,3}")
_SPACE = re.compile(r"\s+")
# The letterhead of an official document, and what stands between it and the name.
_LETTERHEAD = re.compile(
    r"cộng h[oò][àa] xã hội|độc lập\s*[-–—]|số\s*:|.*\bngày\b.*\btháng\b.*\bnăm\b|đảng cộng sản việt nam"
    r"|[-–—_*=.\s]+$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?:\d+|[IVX]+|[A-Za-z])[.)/]")
# A line that says only what kind of document this is: its subject follows on the next line.
_KIND = re.compile(
    r"(?:thông báo|biên bản|kết luận|báo cáo|kế hoạch|quyết định|nghị quyết|chỉ thị|công văn|tờ trình|chương trình"
    r"|giấy mời|lịch công tác|ghi nhớ)(?: họp| cuộc họp| hội nghị| giao ban)?\s*:?",
    re.IGNORECASE,
)


def shortened(title: str) -> str:
    """`title` on one line, cut at a word where it is too long."""
    title = _SPACE.sub(" ", title).strip()
    if len(title) <= LONGEST:
        return title
    return title[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:-– ") + "…"


def first_line(text: str, *, markdown: bool = False) -> str:
    """The first heading of a Markdown text near its beginning, else the first line that has a letter or digit."""
    lines = text[:20_000].split("\n")
    if markdown:
        for line in lines[:40]:
            if heading := _MARKDOWN_HEADING.match(line):
                return shortened(_MARKDOWN_SIGNS.sub("", heading["title"]))
    first = next((line for line in lines if any(map(str.isalnum, line))), "")
    if first.isupper() and _BODY.match(first.strip()) and any(_KIND.fullmatch(line.strip()) for line in lines[:_HEAD]):
        return official_title(lines)
    return shortened(first)


_HEAD = 15  # lines at the top of a document
_BODY = re.compile(
    r"(?:ủy ban|uỷ ban|ubnd|hội đồng|đảng|tỉnh ủy|thành ủy|huyện ủy|sở|bộ|cục|công ty|tổng công ty|trường|bệnh viện|ban|văn phòng"
    r"|công an|chi bộ|trung tâm|phòng|ngân hàng|hợp tác xã)\b",
    re.IGNORECASE,
)


def official_title(lines: Iterable[str], heading: str = "") -> str:
    """The name of an official document under its letterhead: "THÔNG BÁO" and the subject below it, as one line.

    Where no line names a kind of document, it is `heading`, else the first line below the letterhead. A numbered
    heading ("I. Thành phần") opens a part and names nothing.
    """
    written = [line.strip() for line in lines if any(map(str.isalnum, line))][:40]
    for position, line in enumerate(written[:-1]):
        if _KIND.fullmatch(line):
            subject, kind = written[position + 1], line.rstrip(": ")
            return shortened(kind if _LETTERHEAD.match(subject) else f"{kind} {subject}")
    if heading.strip() and not _NUMBERED.match(heading):
        return shortened(heading)
    return shortened(next((line for line in written if not _LETTERHEAD.match(line)), written[0] if written else ""))
