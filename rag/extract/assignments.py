"""Who was given what, in running text and lists.

What enters are the lines of a document; what leaves are assignments in reading order, each with the clause it stands
on. Tables and transcripts have rooms of their own; `clause` reads a single clause.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.extract import speech
from rag.extract.clause import clause_assignments
from rag.extract.context import Context, Setting, quote, trimmed
from rag.extract.directory import Directory
from rag.extract.due import Due, due_in
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.owners import Owner, lone_owner, owner_at, split_owner
from rag.extract.rule import first, fits, meaning
from rag.extract.verbs import TASK_VERB
from rag.language.dates import dates
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
_MAY_CONCLUDE = re.compile(
    r"kết (?:luận|thúc)|phát biểu|chỉ đạo|phân công|thống nhất|như sau|thế này|chia việc|:\s*$", re.IGNORECASE
)
# A second task of the same owner, in a sentence or a clause of its own.
_MORE = re.compile(
    r"\W*(?:đồng thời|ngoài ra|bên cạnh đó|cùng với đó|tiếp đó|sau đó|mặt khác|cùng lúc)(?!\w),?\s+", re.IGNORECASE
)
# "Bà Lụa đã giao ...": told of this meeting, as news does.
_HAS_GIVEN = re.compile(r"(?<!\w)đã (?:yêu cầu|giao|chỉ đạo|phân công|đề nghị)(?!\w)", re.IGNORECASE)
_MEETING_OF = re.compile(
    r"[^,.;:]{0,30}?(?:họp|giao ban|phiên|kỳ|hội nghị|sinh hoạt)\s+(?:ngày|hôm|tối|sáng|chiều)\s+(?P<day>\d{1,2}\s?[/-]\s?\d{1,2}(?:\s?[/-]\s?\d{4})?|\d{1,2} tháng \d{1,2})",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"(?<!\w)(?:xin|đề nghị|đề xuất|muốn|mong|kiến nghị|từ chối|hỏi)(?!\w)", re.IGNORECASE)
_TOPIC = re.compile(r"\W*(?:(?:về|việc|vụ|riêng|đối với)\s+)?(?P<topic>[^:.;]{3,90}?)\s*[:：]\s+", re.IGNORECASE)
_TO = re.compile(r"(?:cho(?: phép)?|để)\s+(?P<who>[^,.;:]{2,50}?)\s+(?:được\s+)?$", re.IGNORECASE)
_WORD_START = re.compile(r"(?:(?<=[\s(])|^)(?=\S)")
_SELF = re.compile(r"(?:em|mình|tôi|tui|tớ)\s+(?:đang|sẽ|vẫn|còn|chưa|làm|nhận|lo)(?!\w)", re.IGNORECASE)
_ORDERS = re.compile(
    r"[“\"](?P<words>[^”\"]{12,240}?(?<!\w)(?:phải|cần|có trách nhiệm|chậm nhất|trước|xong)(?!\w)[^”\"]*?)[,.!]?[”\"],?\s*[-–]?\s*(?P<by>[^”\"“.;:]{3,80})\.?$"
)
_NARRATES = re.compile(r"[“\"][^”\"]+[”\"],?\s[^:.;]{3,90}?[”\"]?\s*:\s+(?=[^\s“\"])")
_VAGUE = re.compile(
    r"(?:quan tâm|chú ý|tăng cường|nâng cao|tránh|bảo đảm|đảm bảo|không để|không được|phát huy|chủ động|nghiêm túc|quyết liệt|đẩy mạnh|tích cực|kịp thời|thường xuyên|bám sát|rút kinh nghiệm|ưu tiên|tập trung|cần|phải|sẽ|để|nhớ|đừng|đồng ý|dự kiến|xin)(?!\w)",
    re.IGNORECASE,
)
_VOID = re.compile(r"(?:hết|không còn) hiệu lực|đã lỡ|(?:mốc|hạn|hẹn) cũ|mốc \S+ trong", re.IGNORECASE)
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
        self._author = ""

    def read(self, rows: Sequence[Line]) -> list[Assignment]:
        """All tasks of the lines."""
        self._structured = sum(line.kind in ("heading", "label", "item") for line in rows) >= 4
        self._author = author_of(rows, self._context.directory)
        for line in rows:
            if line.kind in ("title", "noise", "row", "turn") or line.caption or _signed(line):
                continue
            if self._above and line.kind != "text" and not self._below(line):
                self._above = None
            if self._field(line) or _tells_who(line):
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
        last: Assignment | None = None  # of the sentence before
        for start, end in sentences_in(self._text, begin, line.end):
            sentence = self._text[start:end]
            if line.marked and (lone := lone_owner(sentence, self._context.directory)) and self._zone(line):
                self._owns(lone, line)
                return
            if self._concludes(sentence):
                self._concluded = True
            if self._moved(line, start, end):
                last = self._found[-1]
                continue
            start = self._behind_quotation(start, end)
            start, end = self._ordered(start, end)
            sentence = self._text[start:end]
            if self._skip(sentence, line) or self._for_all(sentence):
                last = None
                continue
            before = len(self._found)
            if last is not None and self._zone(line) and _MORE.match(sentence) and self._adds(start, end):
                due = due_in(sentence, self._context.anchor)
                again = replace(last, task=trimmed(_MORE.sub("", sentence)), quote=quote(self._text, start, end))
                self._found.append(replace(again, supporting=(), deadline=due.fact if due else None))
            else:
                self._sentence(line, start, end)
            last = self._found[-1] if len(self._found) > before else None

    def _moved(self, line: Line, start: int, end: int) -> bool:
        """ "Máy số 5: ... Chị Lụa cho anh Bền lùi tới 28/3": an earlier task with a new deadline."""
        text, directory = self._text, self._context.directory
        lowered = text[start:end].lower()
        move = next(
            (m for row in speech.MOVES if row.may_fit(lowered) for m in [row.pattern.search(text, start, end)] if m),
            None,
        )
        if move is None:
            return False
        due = due_in(text[move.start() : end], self._context.anchor)
        if due is None or not due.fact.day or due.start > 40 or _FURTHER.search(text[start : move.start()]):
            return False
        begin = line.body if line.kind == "item" else line.start
        given = next((a for a in reversed(self._found) if a.quote.start >= begin), None)
        if given is not None:  # told just before: only its deadline changes
            self._found[self._found.index(given)] = replace(
                given, deadline=due.fact, quote=quote(text, given.quote.start, end)
            )
            return True
        topic = _TOPIC.match(text, begin, end)
        to = _TO.search(text, max(start, move.start() - 40), move.start()) if topic else None
        named = lone_owner(to["who"], directory) if to else None
        if topic is None or (self._zone(line) and not to and owner_at(text, start, end, directory)):
            return False
        owner = named or self._doer(topic.end(), move.start(), line)
        if owner is None:
            return False
        said = text[topic.start("topic") : topic.end("topic")]
        self._found.append(Assignment(owner.name, trimmed(said), quote(text, start, end), owner.people, (), due.fact))
        return True

    def _doer(self, start: int, end: int, line: Line) -> Owner | None:
        """Who works on what a line tells of: the last person or body that does something there."""
        text, directory = self._text, self._context.directory
        found: Owner | None = None
        for mark in _WORD_START.finditer(text, start, end):
            if own := _SELF.match(text, mark.end(), end):
                name = line.author or self._author
                found = Owner(directory.full(name), own.start(), own.end(), (directory.full(name),)) if name else found
            elif (owner := owner_at(text, mark.end(), end, directory, loose=True)) and not self._context.by_chair(
                owner.name
            ):
                found = owner
        return found

    def _ordered(self, start: int, end: int) -> tuple[int, int]:
        """What the chair orders in “Phòng Kinh tế phải trình trước 20/9”, bà Lụa yêu cầu; else the span as it is."""
        quoted = _ORDERS.match(self._text, start, end)
        if quoted is None or not self._context.by_chair(f"{quoted['by']} "):
            return start, end
        return quoted.start("words"), quoted.end("words")

    def _behind_quotation(self, start: int, end: int) -> int:
        """Where the narrator's words begin in “...”, bà nói và ra “tối hậu thư”: xã Mường Hoa sơ tán trước 15 giờ."""
        if self._text[start] not in '“"':
            return start
        behind = _NARRATES.match(self._text, start, end)
        return behind.end() if behind else start

    def _follows(self, line: Line) -> bool:
        return self._text[: line.start].rstrip("\n").endswith(":") or line.text[:1].islower()

    def _zone(self, line: Line) -> bool:
        if line.section == "directive":
            return True
        return self._concluded and line.section in ("none", "vote")

    def _skip(self, sentence: str, line: Line) -> bool:
        if self._recalls(sentence):
            return True
        kind = meaning(speech.REPORTS, sentence)
        if kind is None:
            return sentence.rstrip('”" ').endswith("?")
        if kind == "someone says":
            return not (
                self._does_first(sentence)
                or fits(speech.CONCLUDES, sentence)
                or self._context.by_chair(sentence)
                or (line.marked and self._zone(line))
            )
        if kind == "an earlier meeting" and (done := _HAS_GIVEN.search(sentence)):
            before = sentence[: done.start()]
            return not (self._context.by_chair(before) and not fits(speech.REPORTS[2:3], before))
        if kind == "someone speaks":
            return not self._concludes(sentence)
        return True

    def _does_first(self, sentence: str) -> bool:
        """Whether a body or a person does something before the word by which another would speak."""
        owner = owner_at(sentence, 0, len(sentence), self._context.directory)
        verb = TASK_VERB.match(sentence, owner.end) if owner else None
        row = first(speech.REPORTS, sentence)
        return bool(owner and verb and row and not owner.people and row[1].start() >= verb.end())

    def _recalls(self, sentence: str) -> bool:
        """ "Kỳ họp ngày 14/11 có giao ...": what an earlier meeting gave."""
        anchor = self._context.anchor
        named = _MEETING_OF.match(sentence) if anchor else None
        if named is None or anchor is None:
            return False
        day = next((m.on(m.year or anchor.year) for m in dates(named["day"]) if m.day), None)
        return day is not None and (day < anchor or (day - anchor).days > 180)

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
                line.author or self._author,
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
            if (
                previous is not None
                and setting.zone
                and self._adds(a, b, firm=bool(due and due.fact.day) or bool(previous.deadline))
            ):
                words = trimmed(self._text[a:b])
                again = replace(previous, task=words, quote=quote(self._text, a, b), deadline=due.fact if due else None)
                self._found.append(replace(again, supporting=()))
                previous = self._found[-1]
                continue
            if due is None:
                continue
            if previous is not None:
                previous = self._continued(previous, a, b, due.fact)
            else:
                carried = (a, due.fact)
                self._completes_last(a, b, due)

    def _adds(self, a: int, b: int, *, firm: bool = True) -> bool:
        """Whether a clause without an owner begins a task of its own: "...; tham mưu kế hoạch khai giảng"."""
        lead = _MORE.match(self._text, a, b)
        begin = lead.end() if lead else a
        words = self._text[begin:b]
        return (
            firm
            and bool(TASK_VERB.match(words[:1].lower() + words[1:]))
            and not _VAGUE.match(words)
            and not speech.ADDS_DEADLINE.match(words)
            and len(words.split()) >= 4
            and not _CONDITION.match(words)
        )

    def _continued(self, previous: Assignment, a: int, b: int, due: Deadline) -> Assignment:
        """A clause without an owner after a task: its deadline, or a second task of the same owner."""
        if previous.deadline is None:
            self._found[-1] = replace(previous, deadline=due, quote=quote(self._text, previous.quote.start, b))
            return self._found[-1]
        if _CONDITION.match(self._text[a:b]) or (due.day is None and due.recurrence is None):
            return previous
        words = self._text[a:b]
        if _VOID.search(words) or not (TASK_VERB.match(words) or speech.ADDS_DEADLINE.match(words)):
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


_BY = re.compile(
    r"\W*(?:từ|from|người (?:gửi|ghi|tóm|viết|note|tổng hợp)|ghi chép|ghi lại|thư ký|note(?: của)?|tóm tắt bởi)\s*[:：]\s*(?P<name>[^\n<·|(]{2,40})",
    re.IGNORECASE,
)


def author_of(rows: Sequence[Line], directory: Directory) -> str:
    """Who wrote the minutes, where the head says so; else an empty string."""
    for line in rows[:8]:
        if (match := _BY.match(line.text)) and (named := directory.named_in(match["name"])):
            return named[0]
    return ""


def _tells_who(line: Line) -> bool:
    """ "- Có mặt: ..." and other lines of the head, which give no task."""
    if line.kind == "label":
        return label_of(line.label) in ("chair", "secretary", "present", "absent", "time", "place")
    head, colon, _ = line.content[:50].partition(":")
    return bool(colon) and line.kind == "item" and label_of(head) in ("chair", "secretary", "present", "absent")


def _signed(line: Line) -> bool:
    """ "THƯ KÝ: ..." in capitals: who signs, in the head or at the foot of minutes."""
    return line.kind == "label" and line.label.isupper() and label_of(line.label) in ("chair", "secretary")


def sentences_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` with offsets into `text`."""
    return [(start + a, start + b) for a, b in sentences(text[start:end])]
