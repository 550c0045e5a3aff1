"""What a clause is read against: the people and chairs of its document, and where it stands.

What enters are a document's facts so far; what leaves are the views of them that the readers of tasks share.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rag.extract import speech
from rag.extract.directory import Directory
from rag.extract.due import due_in
from rag.extract.owners import Owner
from rag.language.names import TITLES
from rag.language.text import comparable
from rag.record import Assignment, Deadline, Quote

MARK = re.compile(r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)/]|[-–—*•+]|[a-zđ]\))\s+")


GIVES = re.compile(
    r"(?:giao|yêu cầu|đề nghị|phân công|chỉ đạo|thống nhất|đồng ý|kết luận|nhấn mạnh|kiến nghị|đề xuất|lưu ý|biểu dương|cảm ơn)(?!\w)"
)


TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))


AWAY = re.compile(r"(?:nghỉ|đi công tác|xin nghỉ|về quê|đi học|ốm)(?!\w)")


_HANGING = re.compile(r"[,;]\s*(?:và\s+)?(?:phải\s+)?(?:hoàn thành|hoàn tất|làm xong|xong)$", re.IGNORECASE)


_IS_CHAIR = re.compile(
    r"(?<!\w)(?:chủ tọa|chủ toạ|(?:người|đồng chí|đ/c) (?:chủ trì|điều hành|đứng đầu))(?!\w)", re.IGNORECASE
)


_key = lru_cache(maxsize=2048)(comparable)  # the same clause is asked about several times


@dataclass(frozen=True, slots=True)
class Context:
    """What the clauses of a document are read against."""

    text: str
    directory: Directory
    anchor: date | None
    chairs: tuple[str, ...]  # names
    roles: tuple[str, ...]  # their roles, comparable
    called: re.Pattern[str] | None = None  # how the text calls them: "bà Ngần"
    speakers: tuple[tuple[str, str], ...] = ()  # labels of a transcript with the names that they gave

    def by_chair(self, words: str) -> bool:
        """Whether `words` name a chair, or a chair's role."""
        if any(name in words for name in self.chairs):
            return True
        if _IS_CHAIR.search(words) or (self.called and self.called.search(words)):
            return True
        if not self.roles:
            return False
        key = _key(words)
        return any(role in key for role in self.roles)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a clause stands."""

    zone: bool  # tasks are handed out here
    marked: bool  # an item of a list
    discussion: bool  # people talk or report here
    structured: bool = False  # the document has labels, headings or lists: it is no article
    above: Owner | None = None  # whose list this is
    deadline: Deadline | None = None  # set above
    last: Assignment | None = None  # the task before
    author: str = ""  # whom "em" and "mình" mean


def assigned(context: Context, setting: Setting, owner: Owner, task: int, a: int, b: int) -> Assignment:
    """The task of the clause `a:b` that begins at `task`, with the deadline told there, else the one set above."""
    words = context.text[task:b]
    due = due_in(words, context.anchor, bare=setting.marked) or due_in(context.text[a:b], context.anchor)
    if due:
        deadline: Deadline | None = due.fact
    elif speech.SAME_DEADLINE.search(words) and setting.last:
        deadline = setting.last.deadline
    else:
        deadline = setting.deadline
    return Assignment(owner.name, trimmed(words), quote(context.text, a, b), owner.people, owner.supporting, deadline)


def quote(text: str, start: int, end: int) -> Quote:
    """The words of a span with the span."""
    return Quote(text[start:end], start, end)


def trimmed(words: str) -> str:
    """A task without the marks around it, its first letter a capital."""
    words = re.sub(r"\s+", " ", words).strip(" .;,:-–*_/")
    cut = re.sub(r"\s*\((?:hạn|deadline|trước)[^)]*\)$", "", words, flags=re.IGNORECASE)
    words = _HANGING.sub("", cut) if cut != words else words  # no "…, hoàn thành" left of "…, hoàn thành (trước 5/8)"
    return words[:1].upper() + words[1:]
