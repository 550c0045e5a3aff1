"""Tasks that stand in tables: Markdown pipes, tab-separated rows, columns set with spaces.

What enters are the lines of a document; what leaves are assignments, each with its row as the quote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.extract.directory import Directory
from rag.extract.due import due_in
from rag.extract.layout import Line
from rag.extract.owners import split_owner
from rag.extract.rule import Rule, meaning, rule
from rag.extract.speech import MOVES
from rag.language.dates import dates
from rag.language.deadlines import resolve
from rag.record import Assignment, Deadline, Quote

# What a column holds, by the words of its head. The first row that fits counts.
COLUMNS: tuple[Rule, ...] = (
    rule("number", r"^(?:stt|tt|#|no\.?|số tt|số thứ tự)$", "STT", "Số hộ"),
    rule("done", r"^(?:trạng thái|tình trạng|status|xong)", "Trạng thái", "Nội dung"),
    rule("old deadline", r"(?:hạn|hẹn|mốc|deadline|thời hạn)\s+(?:cũ|trước|ban đầu|đã hẹn)", "Hẹn cũ", "Hạn mới"),
    rule("state", r"nay ra sao|kết quả|hiện (?:tại|trạng)|tiến độ|tới đâu|đến đâu|thực hiện đến", "Nay ra sao", "Nội dung"),
    rule("deadline", r"hạn|deadline|due|ngày (?:xong|hoàn thành)|khi nào|bao giờ|hoàn thành|mốc|thời gian", "Thời hạn", "Nội dung"),
    rule("supporting", r"phối hợp|hỗ trợ", "Đơn vị phối hợp", "Đơn vị chủ trì"),
    rule("owner", r"chủ trì|owner|phụ trách|người|đơn vị|thực hiện|ai làm|ai lo|ai nhận|đầu mối|assignee|pic|^ai$|trách nhiệm|cơ quan|bộ phận|cá nhân|giao cho|họ tên", "Đơn vị, người thực hiện", "Nội dung công việc"),
    rule("task", r"việc|nội dung|nhiệm vụ|task|công việc|hạng mục|đầu việc|to-?do|action", "Nội dung", "Ghi chú"),
)  # fmt: skip
_RULER = re.compile(r"[\s|:=_*+-]+$")
_EMPTY = re.compile(r"^(?:-+|—|–|chưa (?:chốt|rõ|có|định|xác định)|không|n/a|tbd|\?+)?$", re.IGNORECASE)
_DONE = re.compile(r"^(?:đã )?(?:xong|done|hoàn thành|hoàn tất|đóng|closed|✓|✔|✅|x)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and offsets in the text."""

    text: str
    start: int
    end: int


def cells(line: Line) -> list[Cell]:
    """The cells of a row, in order."""
    text = line.text
    if text.startswith("|") or text.count(" | ") >= 2:
        separator, body = r"\|", text.strip().strip("|")
        shift = text.find(body) if body else 0
    elif "\t" in text:
        separator, body, shift = r"\t", text, 0
    else:
        separator, body, shift = r"\s{2,}", text, 0
    found: list[Cell] = []
    at = 0
    for piece in [*re.finditer(separator, body), None]:
        end = piece.start() if piece else len(body)
        raw = body[at:end]
        left = len(raw) - len(raw.lstrip())
        start = line.start + shift + at + left
        words = raw.strip()
        found.append(Cell(words.strip("*_ "), start, start + len(words)))
        at = piece.end() if piece else end
    return found


def tables(rows: Sequence[Line]) -> Iterator[tuple[list[Cell], list[tuple[Line, list[Cell]]]]]:
    """Head and body of each table: neighbouring rows."""
    block: list[Line] = []
    for line in [*rows, None]:
        if line is not None and line.kind == "row":
            block.append(line)
            continue
        if len(block) >= 2:
            filled = [(row, cells(row)) for row in block if not _RULER.match(row.text)]
            if len(filled) >= 2:
                yield filled[0][1], filled[1:]
        block = []


def table_assignments(rows: Sequence[Line], directory: Directory, anchor: date | None) -> list[Assignment]:
    """The tasks of every table whose head names a task and an owner."""
    found: list[Assignment] = []
    for head, body in tables(rows):
        kinds = [meaning(COLUMNS, cell.text) for cell in head]
        if "owner" not in kinds or len(head) < 2:
            continue
        if "task" not in kinds and "\t" not in body[0][0].text and "|" not in body[0][0].text:
            continue  # columns set with spaces: signatures and letterheads look alike
        if "task" not in kinds:
            free = [i for i, kind in enumerate(kinds) if kind is None]
            if not free:
                continue
            kinds[free[0]] = "task"
        previous: list[Cell] = []
        for line, row in body:
            if assignment := _row(line, row, kinds, directory, anchor, previous):
                found.append(assignment)
            previous = row
    return found


def _row(
    line: Line,
    row: list[Cell],
    kinds: Sequence[str | None],
    directory: Directory,
    anchor: date | None,
    previous: list[Cell],
) -> Assignment | None:
    values: dict[str, str] = {}
    for cell, kind in zip(row, kinds, strict=False):
        if kind and cell.text:
            values[kind] = f"{values[kind]}; {cell.text}" if kind in values and kind != "deadline" else cell.text
    task = values.get("task", "")
    if "old deadline" in kinds:
        state = values.get("state", "")
        moved = next((m for r in MOVES if r.may_fit(state.lower()) for m in [r.pattern.search(state)] if m), None)
        if moved is None:
            return None  # a look back at earlier tasks
        values["deadline"] = state[moved.start() :]
    if len(task) < 3 or _DONE.match(values.get("done", "")):
        return None
    owner, people, supporting = split_owner(values.get("owner", ""), directory)
    if more := values.get("supporting"):
        supporting = (
            *supporting,
            *(part.strip() for part in re.split(r"[,;]", more) if not _EMPTY.match(part.strip())),
        )
    written = values.get("deadline", "")
    return Assignment(
        None if _EMPTY.match(owner) else owner,
        task,
        Quote(line.text, line.start, line.end),
        people,
        supporting,
        # A column for deadlines that is left empty says that there is none, whatever day the task names.
        _deadline(written, "" if "deadline" in kinds else task, anchor),
    )


def _deadline(written: str, task: str, anchor: date | None) -> Deadline | None:
    if _EMPTY.match(written):
        due = due_in(task, anchor)
        return due.fact if due else None
    if due := due_in(written, anchor):
        return due.fact
    if re.match(r"(?:kể |bắt đầu )?từ\s", written, re.IGNORECASE):
        return Deadline(written)  # a start
    bare = next((m for m in dates(written.replace(".", "/").replace("-", "/")) if m.day), None)
    if bare:
        return Deadline(written, resolve(f"trước {written}", anchor))
    return Deadline(
        written,
        resolve(f"hết {written}", anchor)
        if not re.match(r"(?:họp|giao ban|phiên|kỳ)", written, re.IGNORECASE)
        else None,
    )


TABLE = (COLUMNS,)
