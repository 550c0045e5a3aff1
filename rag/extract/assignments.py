"""Who was given what, in running text and lists.

What enters are the lines of a document; what leaves are assignments in reading order, each with the clause it stands
on. Tables and transcripts have rooms of their own; `clause` reads a single clause.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.extract import speech
from rag.extract.clause import Context, Setting, clause_assignments, quote, trimmed
from rag.extract.due import Due, due_in
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.owners import Owner, lone_owner, split_owner
from rag.extract.rule import fits, meaning
from rag.language.sentences import clauses, sentences
from rag.record import Assignment, Deadline

_LISTS = re.compile(r"(?:yêu cầu|đề nghị|giao|phân công|chỉ đạo)(?: cho)?\s+(?P<who>[^:;]{3,110}):\s*$", re.IGNORECASE)
_FIELD = re.compile(
    r"[\s*_•+-]*(?:(?P<who>(?:người |đơn vị |bộ phận |cơ quan )?(?:phụ trách|thực hiện|chủ trì|chịu trách nhiệm|đầu mối|được giao)|owner|assignee|pic|giao cho|ai làm)|(?P<due>(?:thời )?hạn(?: chót| hoàn thành| cuối)?|deadline|due|thời gian hoàn thành|hoàn thành))[*_]*\s*[:：][*_]*\s*(?P<value>[^\n]+)$",
    re.IGNORECASE,
)
_ALL_TASKS = re.compile(
    r"\W*(?:tất cả|toàn bộ|các)\s+(?:các\s+)?(?:việc|nhiệm vụ|nội dung|công việc|đầu việc)(?: (?:nêu )?trên| này| còn lại)?(?!\w)[^.;]{0,40}(?:xong|hoàn thành|báo cáo|hạn|trước)",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"(?:phát biểu|kết thúc|chỉ đạo)(?:\s+(?:kết luận|chỉ đạo))?(?: tại| từ)? ?(?:buổi|hội nghị|cuộc|phiên|lễ|đây)?",
    re.IGNORECASE,
)
# Without one of these a sentence concludes nothing.
_MAY_CONCLUDE = re.compile(r"kết (?:luận|thúc)|phát biểu|chỉ đạo|phân công|thống nhất|:\s*$", re.IGNORECASE)
_CONDITION = re.compile(r"\W*(?:nếu|sau|khi|trường hợp|quá|không|đây là|để)(?!\w)", re.IGNORECASE)


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
        self._structured = False
        self._above: Owner | None = None  # a heading or "yêu cầu các xã:" whose items follow
        self._above_line: Line | None = None
        self._item: Line | None = None  # the last item or heading that may be a task told over several lines
        self._above_deadline: Deadline | None = None

    def read(self, rows: Sequence[Line]) -> list[Assignment]:
        """All tasks of the lines."""
        self._structured = sum(line.kind in ("heading", "label", "item") for line in rows) >= 4
        for line in rows:
            if line.kind in ("title", "noise", "row", "turn") or line.caption or _signed(line):
                continue
            if self._above and line.kind != "text" and not self._below(line):
                self._above = None
            if self._field(line):
                continue
            if line.kind == "heading" or line.marked:
                self._item = line
            if line.kind == "heading":
                self._heading(line)
            elif not line.done:
                self._line(line)
        return self._found

    def _field(self, line: Line) -> bool:
        """ "Phụ trách: ông Bền" and "Hạn: 5/8" in lines of their own under a task."""
        match = _FIELD.match(line.content if line.kind == "item" else line.text)
        if match is None or self._item is None or not self._zone(line):
            return False
        words = match["value"].strip(" .*_")
        if match["due"]:
            last = self._found[-1] if self._found else None
            due = due_in(words, self._context.anchor, bare=True)
            if last is None or due is None or last.deadline is not None or line.start - last.quote.end > 200:
                return False
            self._found[-1] = replace(last, deadline=due.fact, quote=quote(self._text, last.quote.start, line.end))
            return True
        name, people, supporting = split_owner(words, self._context.directory)
        if not name or (lone_owner(name, self._context.directory) is None and not people):
            return False
        task = self._item
        if self._found and self._found[-1].quote.start >= task.start:
            return True
        found = Assignment(
            name, trimmed(task.content), quote(self._text, task.start, line.end), people, supporting, None
        )
        due = due_in(task.content, self._context.anchor, bare=True)
        self._found.append(replace(found, deadline=due.fact) if due else found)
        return True

    def _heading(self, line: Line) -> None:
        if line.section in ("directive", "none", "vote"):
            self._owns(lone_owner(line.content, self._context.directory), line)
        due = due_in(line.text, self._context.anchor)
        self._above_deadline = (
            due.fact if due and line.section == "directive" and (due.fact.day or due.fact.recurrence) else None
        )

    def _owns(self, owner: Owner | None, line: Line) -> None:
        self._above, self._above_line = owner, line

    def _below(self, line: Line) -> bool:
        """Whether a line belongs to the list of the owner above."""
        above = self._above_line
        if above is None or line.level > above.level or line.indent > above.indent + 1:
            return True
        return line.level == above.level == 90 and line.text[:1] != above.text[:1]

    def _line(self, line: Line) -> None:
        if self._above and not line.marked and line.kind == "text" and not self._follows(line):
            self._above = None
        begin = line.body if line.kind == "item" else line.start
        for start, end in sentences_in(self._text, begin, line.end):
            sentence = self._text[start:end]
            if line.marked and (lone := lone_owner(sentence, self._context.directory)) and self._zone(line):
                self._owns(lone, line)
                return
            if self._concludes(sentence):
                self._concluded = True
            if self._skip(sentence, line) or self._for_all(sentence):
                continue
            self._sentence(line, start, end)

    def _follows(self, line: Line) -> bool:
        return self._text[: line.start].rstrip("\n").endswith(":") or line.text[:1].islower()

    def _zone(self, line: Line) -> bool:
        if line.section == "directive":
            return True
        return self._concluded and line.section in ("none", "vote")

    def _skip(self, sentence: str, line: Line) -> bool:
        kind = meaning(speech.REPORTS, sentence)
        if kind is None:
            return sentence.rstrip('”" ').endswith("?")
        if kind == "someone says":
            return not (
                fits(speech.CONCLUDES, sentence)
                or self._context.by_chair(sentence)
                or (line.marked and self._zone(line))
            )
        if kind == "someone speaks":
            return not self._concludes(sentence)
        return True

    def _concludes(self, sentence: str) -> bool:
        """Whether the chair's decisions begin here."""
        if not _MAY_CONCLUDE.search(sentence):
            return False
        if fits(speech.CONCLUDES, sentence):
            return True
        return bool(_SPEECH.match(sentence)) and self._context.by_chair(sentence)

    def _sentence(self, line: Line, start: int, end: int) -> None:
        previous: Assignment | None = None
        carried: tuple[int, Deadline] | None = None  # a deadline of a clause before its owner
        for a, b in clauses(self._text, start, end):
            setting = Setting(
                self._zone(line) or (previous is not None and line.section not in ("discussion", "report")),
                line.marked,
                line.section in ("discussion", "report"),
                self._structured,
                self._above,
                self._above_deadline,
                self._found[-1] if self._found else None,
            )
            if found := clause_assignments(self._context, setting, a, b):
                if carried and found[0].deadline is None and "chịu trách nhiệm" in found[0].quote.text:
                    found[0] = replace(
                        found[0], deadline=carried[1], quote=quote(self._text, carried[0], found[0].quote.end)
                    )
                self._found.extend(found)
                previous = found[-1]
                continue
            if self._text[a:b].rstrip().endswith(":") and (match := _LISTS.search(self._text[a:b])):
                self._owns(lone_owner(match["who"], self._context.directory), line)
            due = due_in(self._text[a:b], self._context.anchor)
            if due is None:
                continue
            if previous is not None:
                previous = self._continued(previous, a, b, due.fact)
            else:
                carried = (a, due.fact)
                self._completes_last(a, b, due)

    def _continued(self, previous: Assignment, a: int, b: int, due: Deadline) -> Assignment:
        """A clause without an owner after a task: its deadline, or a second task of the same owner."""
        if previous.deadline is None:
            self._found[-1] = replace(previous, deadline=due, quote=quote(self._text, previous.quote.start, b))
            return self._found[-1]
        if _CONDITION.match(self._text[a:b]) or (due.day is None and due.recurrence is None):
            return previous
        self._found.append(
            replace(previous, task=trimmed(self._text[a:b]), quote=quote(self._text, a, b), deadline=due)
        )
        return self._found[-1]

    def _for_all(self, sentence: str) -> bool:
        """ "Tất cả các việc trên xong trước 30/9": for every task that has no deadline of its own."""
        due = due_in(sentence, self._context.anchor) if _ALL_TASKS.match(sentence) else None
        if due is None:
            return False
        self._found = [a if a.deadline else replace(a, deadline=due.fact) for a in self._found]
        return True

    def _completes_last(self, a: int, b: int, due: Due) -> None:
        """ "Thời hạn: ..." in a sentence of its own after the task."""
        if not self._found or not speech.ADDS_DEADLINE.match(self._text[a:b]):
            return
        last = self._found[-1]
        between = self._text[last.quote.end : a]
        if last.deadline is None and len(between) < 160 and "\n\n" not in between:
            self._found[-1] = replace(last, deadline=due.fact, quote=quote(self._text, last.quote.start, b))


def _signed(line: Line) -> bool:
    """ "THƯ KÝ: ..." in capitals: who signs, in the head or at the foot of minutes."""
    return line.kind == "label" and line.label.isupper() and label_of(line.label) in ("chair", "secretary")


def sentences_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` with offsets into `text`."""
    return [(start + a, start + b) for a, b in sentences(text[start:end])]
