"""Questions that want everything of a kind: meetings, tasks, what is due, how a deadline moved, who bears a name.

Enter: the question as understood and the ledger's facts. Leaves: counted rows in the order of their days, each with its
source. Passages are no count, so nothing here is retrieved.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from rag.answer.fact_words import capital, due_words, lowered, marked, person_words, task_words, who_words
from rag.language.names import people
from rag.language.terms import is_date_token, tokens
from rag.language.text import clean, comparable, fold, has_diacritics
from rag.record import Assignment, Attendee, Chair, Meeting, MeetingRecord, Quote, Task
from rag.types import Document
from rag.understand import Understanding

_MOST = 8  # rows in one answer
_TITLE = 90  # characters


class Facts(Protocol):
    """The meeting records of a library. Names match as `Library.meetings` and `Library.tasks` say."""

    def meetings(
        self, scopes: Sequence[str] | None = None, *, chair: str | None = None, attendee: str | None = None,
        date_from: date | None = None, date_to: date | None = None,
    ) -> list[Meeting]:  # fmt: skip
        """Meetings, newest first."""
        ...

    def tasks(
        self, scopes: Sequence[str] | None = None, *, owner: str | None = None, text: str | None = None,
        due_from: date | None = None, due_to: date | None = None, overdue_on: date | None = None,
        date_from: date | None = None, date_to: date | None = None,
    ) -> list[Task]:  # fmt: skip
        """Tasks by deadline, then by the day of their meeting."""
        ...

    def history(self, task: Task) -> list[Task]:
        """The same task over several meetings, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, and the words it stands on."""

    text: str
    document: Document
    quote: Quote


@dataclass(frozen=True, slots=True)
class Listed:
    """A counted list; no rows say that there is none."""

    head: str
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that fit into one answer."""
        return self.rows[:_MOST]

    @property
    def text(self) -> str:
        """The list as it is read."""
        lines = [self.head, *(f"{n}. {row.text}" for n, row in enumerate(self.shown, 1))]
        if len(self.rows) > _MOST:
            lines.append(f"… và {len(self.rows) - _MOST} mục nữa.")
        return "\n".join(lines)


def listed(understanding: Understanding, scopes: Sequence[str], facts: Facts) -> Listed | None:
    """The list that the question wants; None where the ledger's facts cannot tell which."""
    makers: dict[str, Callable[[Understanding, Sequence[str], Facts], Listed | None]] = {
        "meetings": _meetings,
        "tasks": _tasks,
        "due": _due,
        "overdue": _overdue,
        "roles": _roles,
    }
    maker = makers.get(understanding.listing or "")
    return maker(understanding, scopes, facts) if maker else None


def history(task: Task, facts: Facts) -> Listed:
    """How the deadline and the owner of a task moved from meeting to meeting."""
    tasks = facts.history(task)
    rows = [
        Row(marked(f"{_held(t.document, t.date)}: {due_words(t.assignment) or 'không nêu hạn'} — {who_words(t.assignment) or 'chưa giao cho ai'}", t.assignment.corrected),
            t.document, t.assignment.quote)
        for t in tasks
    ]  # fmt: skip
    return Listed(f"{capital(task.assignment.task)} — {len(rows)} lần được nêu:", tuple(rows))


def _meetings(understanding: Understanding, scopes: Sequence[str], facts: Facts) -> Listed | None:
    asked, days = understanding.asked, understanding.window
    first, last = (days.first, days.last) if days else (None, None)
    chairs = bool(re.search(r"\b(?:chu tri|chu toa|dieu hanh|host|cam trich)\b", fold(asked)))
    if chairs and (names := _named(asked)):
        found = facts.meetings(scopes, chair=names[0], date_from=first, date_to=last)
        rows = [
            Row(f"{_held(m.document, m.record.date)}{_at(chair)}", m.document, chair.quote)
            for m in reversed(found)
            for chair in m.record.chairs
            if _same_person(names[0], chair.name)
        ]
        return Listed(
            _counted(
                f"{names[0]} chủ trì", rows, "cuộc họp", f"Tài liệu không nêu cuộc họp nào do {names[0]} chủ trì."
            ),
            _once(rows),
        )
    if not chairs and (names := _named(asked)):
        return _attended(names[0], facts.meetings(scopes, attendee=names[0], date_from=first, date_to=last), asked)
    if match := re.search(
        r"không (?:phải )?do (?:đồng chí |ông |bà )?(?P<role>.+?) (?:chủ trì|điều hành)", asked, re.IGNORECASE
    ):
        held = _of_question(facts.meetings(scopes, date_from=first, date_to=last), asked)
        rows = [
            Row(f"{_held(m.document, m.record.date)}: {person_words(chair)} chủ trì", m.document, chair.quote)
            for m in reversed(held)
            for chair in m.record.chairs[:1]
            if not _has_role(chair, match.group("role"))
        ]
        return Listed(_counted("Có", rows, f"cuộc họp không do {match.group('role')} chủ trì"), tuple(rows))
    if days is None:
        return None
    rows = [
        Row(f"{_held(m.document, m.record.date)}" + (f" — {person_words(m.record.chairs[0])} chủ trì" if m.record.chairs else ""),
            m.document, _stands_on(m.record))
        for m in reversed(facts.meetings(scopes, date_from=first, date_to=last))
    ]  # fmt: skip
    return Listed(_counted("Có", rows, f"cuộc họp {_days(days.first, days.last)}"), tuple(rows))


def _attended(name: str, found: Sequence[Meeting], asked: str) -> Listed:
    """The meetings at which someone was, or was not where only that is asked."""
    absent, present = (
        bool(re.search(rf"\b(?:{words})\b", fold(asked))) for words in ("vang", "du|tham du|co mat|co ten")
    )
    rows = []
    for meeting in reversed(found):
        record = meeting.record
        chair = next((c for c in record.chairs if _same_person(name, c.name)), None)
        someone = next((p for p in record.attendees if _same_person(name, p.name)), None)
        if chair is not None and (present or not absent):
            rows.append(Row(f"{_held(meeting.document, record.date)}: chủ trì", meeting.document, chair.quote))
        elif someone is not None and (present if someone.present else absent or not present):
            how = "dự" if someone.present else "vắng" + (f" ({someone.reason})" if someone.reason else "")
            rows.append(Row(f"{_held(meeting.document, record.date)}: {how}", meeting.document, someone.quote))
    return Listed(
        _counted(f"{name} có tên trong", rows, "cuộc họp", f"Tài liệu không nêu cuộc họp nào có {name}."), _once(rows)
    )


def _tasks(understanding: Understanding, scopes: Sequence[str], facts: Facts) -> Listed | None:
    asked = understanding.asked
    names = _named(asked)
    if names:
        found = _of_meetings(facts.tasks(scopes, owner=names[0]), asked)
        head, none = f"{names[0]} được giao", f"Tài liệu không nêu việc nào giao cho {names[0]}."
    else:
        place = _topic(asked)
        if not place:
            return None
        found = _of_meetings(facts.tasks(scopes, text=place), asked)
        head, none = f"Liên quan đến {place} có", f"Tài liệu không nêu việc nào liên quan đến {place}."
    found = sorted(found, key=lambda task: (task.date or date.min, task.number))
    rows = [
        Row(
            marked(
                f"{_held(t.document, t.date)}: {lowered(t.assignment.task)}{_until(t.assignment)}",
                t.assignment.corrected,
            ),
            t.document,
            t.assignment.quote,
        )
        for t in found
    ]
    return Listed(_counted(head, rows, "việc", none), tuple(rows))


def _due(understanding: Understanding, scopes: Sequence[str], facts: Facts) -> Listed | None:
    days = understanding.window
    if days is None:
        return None
    names = _named(understanding.asked)
    first: date | None = days.first
    last: date | None = days.last
    when = _days(days.first, days.last)
    if match := _BEFORE_OR_AFTER.search(fold(understanding.asked)):
        before = match.group() == "truoc"
        first, last = (None, days.first - timedelta(days=1)) if before else (days.last + timedelta(days=1), None)
        when = f"{'trước' if before else 'sau'} {when}"
    found = facts.tasks(scopes, due_from=first, due_to=last, owner=names[0] if names else None)
    whose = f"{names[0]} có" if names else "Có"
    rows = tuple(_task_row(task) for task in found)
    return Listed(_counted(whose, rows, f"việc đến hạn {when}"), rows)


_BEFORE_OR_AFTER = re.compile(r"\b(?:truoc|sau)(?= (?:ngay )?\d)")


def _overdue(understanding: Understanding, scopes: Sequence[str], facts: Facts) -> Listed | None:
    if understanding.today is None:
        return None
    names = _named(understanding.asked)
    found = facts.tasks(scopes, overdue_on=understanding.today, owner=names[0] if names else None)
    whose = f"{names[0]} có" if names else "Có"
    rows = tuple(_task_row(task) for task in found)
    today = understanding.today
    return Listed(_counted(whose, rows, f"việc đã quá hạn tính đến {today.day}/{today.month}/{today.year}"), rows)


def _roles(understanding: Understanding, scopes: Sequence[str], facts: Facts) -> Listed | None:
    names = _named(understanding.asked)
    if not names:
        return None
    rows = []
    for meeting in facts.meetings(scopes):
        record = meeting.record
        everyone: list[Chair | Attendee] = [*record.chairs, *record.attendees]
        if record.secretary:
            everyone.append(record.secretary)
        rows += [
            Row(f"{person_words(someone)} — {_held(meeting.document, record.date)}", meeting.document, someone.quote)
            for someone in everyone
            if someone.role and _same_person(names[0], someone.name)
        ]
    unique = _once(rows)
    return Listed(
        _counted(f"Tên {names[0]} có trong", unique, "tài liệu", f"Không tài liệu nào nêu chức vụ của {names[0]}."),
        unique,
    )


def _task_row(task: Task) -> Row:
    due = due_words(task.assignment)
    text = f"{due} · {task_words(task.assignment)} ({_held(task.document, task.date)})"
    return Row(marked(text, task.assignment.corrected), task.document, task.assignment.quote)


def _named(asked: str) -> list[str]:
    """People that a question names; without a title or a full name, a given name before "có", "được", "bị"."""
    found = [person.name for person in people(asked)]
    if found:
        return found
    if match := re.search(
        r"(?:^|(?<![A-ZĐ]\w)(?<![A-ZĐ]\w\w)(?<![A-ZĐ]\w\w\w)\s)(?P<name>[A-ZĐÂÊÔƠƯĂÁÀẢẠÉÈÍÌÓÒÚÙÝ]\w+)(?:\s\([^)]*\)|\s+bên\s+\w+)?\s+(?:có|được|bị|phải|đc)\b",
        asked,
    ):
        return [match.group("name")] if fold(match.group("name")) not in {"viec", "ai", "tuan", "hom", "thang"} else []
    if not has_diacritics(asked) and (
        match := re.search(
            r"\b(?:ong|ba|anh|chi|co|thay|dong chi|d/c) (?P<name>\w+(?: \w+){0,3}?) (?:da|duoc|co|bi|chu tri)\b",
            fold(asked),
        )
    ):
        return [match.group("name")]
    return []


_TOPIC = re.compile(r"(?:^|\s)(?P<topic>[A-ZĐ][\w]*(?:\s[A-ZĐÂÊÔƠƯ]\w*)+)")


def _topic(asked: str) -> str:
    match = _TOPIC.search(asked)
    return match.group("topic") if match else ""


def _of_meetings(tasks: Sequence[Task], asked: str) -> list[Task]:
    """The tasks of the meetings that a question names by month, week or day; all where it names none."""
    wanted = [token for token in tokens(asked) if is_date_token(token) and not token.startswith("y")]
    if not wanted:
        return list(tasks)
    return [task for task in tasks if any(_is_called(task.document, task.date, token) for token in wanted)]


def _of_question(meetings: Sequence[Meeting], asked: str) -> list[Meeting]:
    """The meetings whose title holds the words of the question that titles hold at all."""
    words = {word for word in tokens(asked) if not is_date_token(word)}
    scored = [(len(words & set(tokens(m.document.title))), m) for m in meetings]
    best = max((score for score, _ in scored), default=0)
    return [m for score, m in scored if score >= 0.7 * best]


def _is_called(document: Document, day: date | None, token: str) -> bool:
    if day and token in {f"{day.day}/{day.month}", f"m{day.month}", f"q{(day.month + 2) // 3}"}:
        return True
    return token in tokens(document.title)


def _same_person(asked: str, name: str) -> bool:
    one, other = (comparable, comparable) if has_diacritics(asked) else (fold, fold)
    return f" {other(name)}".endswith(f" {one(asked)}")


def _has_role(chair: Chair, role: str) -> bool:
    return bool(chair.role) and fold(chair.role or "").startswith(fold(role).split(" cua ")[0])


def _at(chair: Chair) -> str:
    return f" ({chair.site})" if chair.site else ""


def _stands_on(record: MeetingRecord) -> Quote:
    chair = record.chairs[0].quote if record.chairs else None
    return record.date_quote or chair or Quote(record.title, 0, len(record.title))


def _held(document: Document, day: date | None) -> str:
    title = clean(document.title)
    if len(title) > _TITLE:
        title = title[: title.rfind(" ", 0, _TITLE)] + "…"
    return f"{day.day}/{day.month}/{day.year} · {title}" if day else title


def held(document: Document) -> str:
    """A meeting by its day and title."""
    return _held(document, document.date)


def _days(first: date, last: date) -> str:
    if first == last:
        return f"ngày {first.day}/{first.month}/{first.year}"
    if first.day == 1 and (last.month, last.year) == (first.month, first.year) and last.day >= 28:
        return f"trong tháng {first.month}/{first.year}"
    return f"từ {first.day}/{first.month} đến {last.day}/{last.month}/{last.year}"


def _until(task: Assignment) -> str:
    due = due_words(task)
    return f" ({due})" if due else ""


def _counted(head: str, rows: Sequence[Row], what: str, none: str = "") -> str:
    if rows:
        return f"{head} {len(rows)} {what}:"
    return none or (f"Không có {what}." if head == "Có" else f"{head.removesuffix(' có')} không có {what}.")


def _once(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple({row.text: row for row in rows}.values())
