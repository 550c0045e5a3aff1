"""Who was given what, in running text and lists.

What enters are the lines of a document with its people, day and chairs; what leaves are assignments in reading order,
each with the clause it stands on. Tables and transcripts have rooms of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.extract import speech
from rag.extract.directory import Directory
from rag.extract.due import due_in
from rag.extract.layout import Line
from rag.extract.owners import Owner, bodies, owner_at, split_owner
from rag.extract.rule import fits, meaning
from rag.extract.verbs import TASK_VERB
from rag.language.sentences import clauses, sentences
from rag.language.text import CAPITALS, LETTERS, comparable
from rag.record import Assignment, Deadline, Quote

_LEAD_IN = re.compile(
    r"(?:(?:riêng|trước mắt|đồng thời|ngoài ra|bên cạnh đó|theo đó|trong đó|cụ thể|tiếp theo|thứ (?:nhất|hai|ba|tư|năm)|mặt khác|sau hội nghị|ngay sau (?:hội nghị|cuộc họp)|đối với|còn|rồi|thế|vậy|nhân đây|cũng|và|thì|cuối cùng)\b\s*(?:này|đây|đó)?[,:]?\s+|(?:trong|từ nay|trước|để|nhằm|tại|ở|về|khi|sau|đến|hết|chậm nhất|từ)\s[^,;:.]{2,90}[,:]\s+)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)/]|[-–—*•+]|[a-zđ]\))\s+")
_LABEL_OWNER = re.compile(r"(?P<who>@?[^:;.()]{2,90}?(?:\s*\([^)]*\))?)\s*[:：]\s+")
_SELF = re.compile(
    r"(?<!\w)(?:tôi|em|mình|anh|chị|tớ|tui|cháu)\s+(?:sẽ|tự|xin nhận|nhận|lo|làm|đi|gửi|phụ trách)\b", re.IGNORECASE
)
_NO_OWNER = re.compile(
    r"(?:cuộc họp|hội nghị|phiên họp|biên bản|kết quả|kinh phí|nội dung|báo cáo|tờ trình|phương án|dự án|công trình|kế hoạch|văn bản|nhiệm vụ|số|tổng|việc|thời|chủ đầu tư được|phiếu)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences of a document are read against."""

    text: str
    directory: Directory
    anchor: date | None
    chairs: tuple[str, ...]  # names
    roles: tuple[str, ...]  # their roles, comparable


def prose_assignments(context: Context, rows: Sequence[Line]) -> list[Assignment]:
    """The assignments of running text and of list items."""
    return _Reader(context).read(rows)


class _Reader:
    """Walks the lines once, carrying what the earlier ones set: the zone, the owner above, the last task."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._text = context.text
        self._found: list[Assignment] = []
        self._concluded = False
        self._above: Owner | None = None  # a heading or "yêu cầu các xã:" whose items follow
        self._above_deadline: Deadline | None = None
        self._inside_quote = False

    def read(self, rows: Sequence[Line]) -> list[Assignment]:
        for line in rows:
            if line.kind in ("noise", "row", "turn") or line.caption:
                continue
            if line.kind == "heading":
                self._heading(line)
            elif not line.done:
                self._line(line)
        return self._found

    def _heading(self, line: Line) -> None:
        self._above = self._lone_owner(line.body, line.end) if line.section in ("directive", "none") else None
        due = due_in(line.text, self._context.anchor)
        self._above_deadline = (
            due.fact if due and line.section == "directive" and (due.fact.day or due.fact.recurrence) else None
        )

    def _lone_owner(self, start: int, end: int) -> Owner | None:
        """The owner where a line is nothing but one: "2. Phòng Kinh tế:"."""
        words = self._text[start:end].strip(" :*_")
        if len(words) > 90 or not words:
            return None
        probe = f"{words} chủ trì"
        owner = owner_at(probe, 0, len(probe), self._context.directory)
        if owner is None or owner.name.lower() != re.sub(r"\s*\([^)]*\)", "", words).lower() or owner.name.isupper():
            return None
        return replace(owner, start=start, end=end)

    def _line(self, line: Line) -> None:
        first = True
        above = self._above if line.marked else None
        if not line.marked:
            self._above = None
        for start, end in sentences_in(self._text, line.body if line.kind != "label" else line.start, line.end):
            sentence = self._text[start:end]
            if first and line.kind == "item" and (lone := self._lone_owner(start, end)) and self._zone(line):
                self._above = lone
                return
            if fits(speech.CONCLUDES, sentence):
                self._concluded = True
            if self._skip(sentence, line):
                first = False
                continue
            self._sentence(line, start, end, above, first)
            first = False

    def _zone(self, line: Line) -> bool:
        if line.section in ("directive",):
            return True
        return self._concluded and line.section in ("none", "vote")

    def _skip(self, sentence: str, line: Line) -> bool:
        kind = meaning(speech.REPORTS, sentence)
        if kind is None:
            return sentence.rstrip('”" ').endswith("?")
        if kind == "someone says":
            return not fits(speech.CONCLUDES, sentence) and not self._spoken_by_chair(sentence) and not line.marked
        if kind == "someone speaks":
            return not fits(speech.CONCLUDES, sentence)
        return True

    def _spoken_by_chair(self, words: str) -> bool:
        return any(name in words for name in self._context.chairs) or any(
            role in comparable(words) for role in self._context.roles
        )

    def _sentence(self, line: Line, start: int, end: int, above: Owner | None, first: bool) -> None:
        previous: Assignment | None = None
        carried: tuple[int, Deadline] | None = None  # a deadline of a clause before its owner
        for a, b in clauses(self._text, start, end):
            found = self._clause(line, a, b, above if first or line.marked else None)
            if found:
                if carried and found[0].deadline is None and found[0].quote.text.find("chịu trách nhiệm") >= 0:
                    found[0] = replace(found[0], deadline=carried[1], quote=self._quote(carried[0], found[0].quote.end))
                self._found.extend(found)
                previous = found[-1]
                continue
            due = due_in(self._text[a:b], self._context.anchor)
            if previous is not None and due is not None:
                previous = self._continued(previous, a, b, due.fact)
            elif due is not None:
                carried = (a, due.fact)
                if self._found and speech.ADDS_DEADLINE.match(self._text[a:b]):
                    last = self._found[-1]
                    between = self._text[last.quote.end : a]
                    if last.deadline is None and len(between) < 160 and "\n\n" not in between:
                        self._found[-1] = replace(last, deadline=due.fact)

    def _continued(self, previous: Assignment, a: int, b: int, due: Deadline) -> Assignment:
        if previous.deadline is None:
            grown = replace(previous, deadline=due, quote=self._quote(previous.quote.start, b))
            self._found[-1] = grown
            return grown
        if re.match(r"\W*(?:nếu|sau|khi|trường hợp|quá)\b", self._text[a:b], re.IGNORECASE):
            return previous
        following = replace(previous, task=self._task(a, b), quote=self._quote(a, b), deadline=due)
        self._found.append(following)
        return following

    def _clause(self, line: Line, a: int, b: int, above: Owner | None) -> list[Assignment]:
        zone = self._zone(line)
        begin = self._after_lead_in(a, b)
        if zone and (found := self._by_subject(line, begin, a, b)):
            return [found]
        if found := self._by_trailing(line, a, b, zone):
            return [found]
        if directed := self._by_directive(line, a, b, zone):
            return directed
        if not zone and line.marked and (found := self._hasty(line, begin, a, b)):
            return [found]
        if above is not None and zone and (TASK_VERB.match(self._text[begin:b].lower()) or line.kind == "item"):
            return [self._assignment(above, begin, a, b)]
        return []

    def _after_lead_in(self, a: int, b: int) -> int:
        if mark := _NUMBERED.match(self._text, a, b):
            a = mark.end()
        for _ in range(3):
            match = _LEAD_IN.match(self._text, a, b)
            if match is None:
                break
            a = match.end()
        while a < b and self._text[a] in "*_[]":
            a += 1
        return a

    def _by_subject(self, line: Line, begin: int, a: int, b: int) -> Assignment | None:
        """ "Phòng Kinh tế rà soát ..." and "Phòng Kinh tế: rà soát ..." where tasks are handed out."""
        text = self._text
        if label := _LABEL_OWNER.match(text, begin, b):
            words = label["who"].strip()
            lone = self._lone_owner(label.start("who"), label.end("who"))
            if lone is None and (self._context.directory.knows(words.lstrip("@")) or words.startswith("@")):
                name = self._context.directory.full(words.lstrip("@"))
                lone = Owner(name, begin, label.end(), (name,))
            if lone is None:
                lone = self._titled(words, begin, label.end())
            if lone is not None and label.end() < b:
                return self._assignment(replace(lone, end=label.end()), label.end(), a, b)
            # "Giải phóng mặt bằng: Phòng Kinh tế rà soát ..."
            begin = self._after_lead_in(label.end(), b)
        if _NO_OWNER.match(text, begin):
            return None
        owner = owner_at(text, begin, b, self._context.directory, loose=line.marked or line.section == "directive")
        if owner is None or self._directing(owner, b):
            return None
        return self._assignment(owner, owner.end, a, b)

    def _titled(self, words: str, start: int, end: int) -> Owner | None:
        found = owner_at(f"{words} chủ trì", 0, len(words) + 8, self._context.directory)
        if found is None or found.end < len(words):
            return None
        return replace(found, start=start, end=end)

    def _directing(self, owner: Owner, b: int) -> bool:
        """Whether the one named speaks rather than acts: the chair, or whoever gives tasks."""
        rest = self._text[owner.end : b]
        if re.match(
            r"(?:giao|yêu cầu|đề nghị|phân công|chỉ đạo|thống nhất|đồng ý|kết luận|nhấn mạnh|kiến nghị|đề xuất)\b", rest
        ):
            return True
        spoken = owner.people and owner.people[0] in self._context.chairs
        return (
            bool(spoken)
            and not re.match(r"(?:tự|trực tiếp|phụ trách|thay mặt|chủ trì|gửi|lo|liên hệ|làm)", rest)
            and False
        )

    def _by_trailing(self, line: Line, a: int, b: int, zone: bool) -> Assignment | None:
        """ "Sửa mái kho. Phụ trách: ông Bền" and "việc in ấn do anh Bền phụ trách"."""
        words = self._text[a:b]
        for row in speech.TRAILING:
            match = row.pattern.search(words)
            if match is None or (row.meaning == "arrow to a person" and not line.marked):
                continue
            who = match["who"].strip()
            name, people, supporting = split_owner(who, self._context.directory)
            if not name or not self._is_owner(name):
                continue
            head = words[: match.start()].strip()
            if not head and self._found and row.meaning == "responsible:":
                head = ""
            if not head and row.meaning != "moved to":
                continue
            due = due_in(words, self._context.anchor)
            task = words if row.meaning == "moved to" else head
            return Assignment(
                name, _trim_task(task), self._quote(a, b), people, supporting, due.fact if due else self._above_deadline
            )
        return None

    def _is_owner(self, name: str) -> bool:
        probe = f"{name} chủ trì"
        return (
            self._context.directory.knows(name) or owner_at(probe, 0, len(probe), self._context.directory) is not None
        )

    def _by_directive(self, line: Line, a: int, b: int, zone: bool) -> list[Assignment]:
        text = self._text
        marks = sorted(
            ((m.start(), m.end(), row.meaning) for row in speech.DIRECTIVES for m in row.pattern.finditer(text, a, b)),
            key=lambda mark: mark[0],
        )
        found: list[Assignment] = []
        spans: list[tuple[int, Owner]] = []
        for start, stop, kind in marks:
            if spans and start < spans[-1][1].end:
                continue
            if spans and not re.search(r"[,:]\s*(?:đồng thời\s+|và\s+)?$|\bvà\s+$", text[a:start]):
                continue  # inside the task of the one before: "giao Phòng A đôn đốc, chỉ đạo các xã"
            if speech.is_soft(kind) and not self._may_direct(line, a, start, zone):
                continue
            position = stop
            while position < b and text[position] in " :":
                position += 1
            owner = owner_at(text, position, b, self._context.directory, loose=kind in ("gives", "divides work"))
            if owner is None:
                if text[stop:b].rstrip().endswith(":"):
                    self._above = self._lone_owner(position, b)
                continue
            spans.append((start, owner))
        for number, (start, owner) in enumerate(spans):
            stop = spans[number + 1][0] if number + 1 < len(spans) else b
            found.append(self._assignment(owner, owner.end, a if number == 0 else start, stop))
        return found

    def _may_direct(self, line: Line, a: int, start: int, zone: bool) -> bool:
        """Whether the one who asks or demands here is the chair."""
        before = self._text[a:start]
        if self._spoken_by_chair(before) or fits(speech.CONCLUDES, before):
            return True
        if line.section in ("discussion", "report"):
            return False
        return zone and not self._context.directory.named_in(before)

    def _hasty(self, line: Line, begin: int, a: int, b: int) -> Assignment | None:
        """In notes without zones: a known person, a verb of doing and a deadline."""
        if line.section in ("report", "discussion", "vote"):
            return None
        return None

    def _assignment(self, owner: Owner, task: int, a: int, b: int) -> Assignment:
        words = self._text[task:b]
        due = due_in(words, self._context.anchor) or due_in(self._text[a:b], self._context.anchor)
        if due:
            deadline: Deadline | None = due.fact
        elif speech.SAME_DEADLINE.search(words) and self._found:
            deadline = self._found[-1].deadline
        else:
            deadline = self._above_deadline
        return Assignment(owner.name, self._task(task, b), self._quote(a, b), owner.people, owner.supporting, deadline)

    def _task(self, start: int, end: int) -> str:
        return _trim_task(self._text[start:end])

    def _quote(self, start: int, end: int) -> Quote:
        return Quote(self._text[start:end], start, end)


def _trim_task(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip(" .;,:-–*_")
    words = re.sub(r"\s*\((?:hạn|deadline|trước)[^)]*\)$", "", words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def sentences_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` with offsets into `text`."""
    return [(start + a, start + b) for a, b in sentences(text[start:end])]


__all__ = ["CAPITALS", "LETTERS", "Context", "bodies", "prose_assignments", "sentences_in"]
