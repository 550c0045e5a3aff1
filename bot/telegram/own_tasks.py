"""One's own tasks: "việc của tôi tuần này?" enters, the answer from the ledger leaves.

Who asks is known to the bot alone, so neither the rules nor a model of `rag` can answer this. Anything else is not for here.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from bot.messages import day as written_day
from bot.telegram import messages
from bot.telegram.bulletin import AHEAD
from bot.telegram.deadlines import day_of, due_tasks, undone
from bot.telegram.digest import left, short_day
from rag import Answer, Citation, Item, Question, Task, fold, window

if TYPE_CHECKING:
    from bot.telegram.desk import Desk

_ROWS: Final = 8  # in the answer itself
_TASK: Final = 200  # characters
_MINE: Final = r"(?:toi|minh|tui|em)"
_TASKS: Final = r"(?:viec|nhiem vu|cong viec|dau viec|deadline|han)"
_OWN: Final = (
    re.compile(rf"\b{_TASKS}\b(?: \w+){{0,4}} (?:cua|giao cho|giao) {_MINE}\b(?P<after>.*)"),
    re.compile(
        rf"\b{_MINE}(?P<after>) (?:(?:con|dang|se|da|co|phai|can|duoc|bi|no|nhung|bao nhieu|may) )+"
        rf"(?:lam|nop|xong|hoan thanh|bao cao|giao|{_TASKS})\b(?!.*\b(?:de|cho ai|giao ai)\b)"
    ),
)
# A follow-up to such a question names nothing but other days: "còn tuần sau?", "thế quá hạn thì sao?".
_GOES_ON: Final = frozenset(
    """con the vay roi thi sao nua viec nao gi co den toi han qua tre tuan thang quy nam hom ngay mai nay sau truoc sap
    trong mot hai ba bon""".split()
)
_OVERDUE: Final = re.compile(r"\b(?:qua|tre|cham|het) han\b|\bcham\b")
_SOON: Final = re.compile(r"\bsap (?:den |toi )?han\b")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which of one's tasks are meant."""

    title: str
    first: date | None = None
    last: date | None = None  # None: also what has no day


def is_own(text: str) -> bool:
    """Whether a question is about the tasks of who asks it."""
    folded = " ".join(re.findall(r"[\w/]+", fold(text)))
    return any((match := one.search(folded)) is not None and not _names_somebody(text, match) for one in _OWN)


def answer_own(desk: "Desk", user_id: int, question: Question) -> Answer | None:
    """The answer to a question about the asker's own tasks; None where it is about something else. Reads the ledger."""
    if not is_own(question.text):
        before = question.turns[-1].question if question.turns else ""
        words = re.findall(r"[^\W\d]+", fold(question.text))
        if not (is_own(before) and _GOES_ON.issuperset(words) and _names_days(question)):
            return None
    names = desk.bindings.names(user_id)
    if not names:
        return Answer(messages.NO_NAME, True, (), "embedded", question.text)  # no document is missing
    wanted = _wanted(question)
    tasks = _tasks(desk, question.scopes, names, wanted)
    whose = ", ".join(names)
    standalone = messages.OWN_STANDALONE.format(names=whose, title=wanted.title)
    if not tasks:
        return Answer(messages.OWN_NONE.format(title=wanted.title, names=whose), True, (), "embedded", standalone)
    items = [Item(_row(task, question.today), _citation(task)) for task in tasks]
    lines = [messages.OWN_HEAD.format(count=len(tasks), title=wanted.title, names=whose)]
    lines += [f"{number}. {item.text}" for number, item in enumerate(items[:_ROWS], 1)]
    shown, rest = items[:_ROWS], tuple(items[_ROWS:])
    if rest:
        lines.append(messages.DUE_MORE.format(count=len(rest)))
    cited = tuple(item.citation for item in shown)
    return Answer("\n".join(lines), True, cited, "embedded", standalone, rest=rest)


def _names_somebody(text: str, match: re.Match[str]) -> bool:
    """Whether the word that seems to mean the asker goes on with a name: "việc của em Hoa"."""
    after = match.group("after").split()
    if not after:
        return False
    return any(word[:1].isupper() and fold(word) == after[0] for word in re.findall(r"[\w/]+", text)[1:])


def _names_days(question: Question) -> bool:
    return window(question.text, question.today) is not None or bool(_OVERDUE.search(fold(question.text)))


def _wanted(question: Question) -> _Wanted:
    folded, today = fold(question.text), question.today
    days = window(question.text, today)
    if days is not None:
        template = messages.OWN_ON if days.first == days.last else messages.OWN_BETWEEN
        title = template.format(first=short_day(days.first), last=written_day(days.last))
        return _Wanted(title, days.first, days.last)
    if _OVERDUE.search(folded):
        return _Wanted(messages.OWN_OVERDUE, None, today - timedelta(days=1))
    if _SOON.search(folded):
        last = today + timedelta(days=AHEAD)
        return _Wanted(messages.OWN_BETWEEN.format(first=short_day(today), last=written_day(last)), today, last)
    return _Wanted(messages.OWN_OPEN)


def _tasks(desk: "Desk", scopes: Sequence[str], names: Collection[str], wanted: _Wanted) -> list[Task]:
    """What is meant, by day; what has no day comes last."""
    tasks = due_tasks(desk.library, desk.database, scopes, names, wanted.first, wanted.last or date(9999, 1, 1))
    if wanted.last is not None:
        return tasks
    found = [task for name in names for task in desk.library.tasks(scopes, owner=name) if day_of(task) == date.max]
    once = {(task.document.id, task.number): task for task in found}
    return [*tasks, *undone(desk.database, list(once.values()))]


def _row(task: Task, today: date) -> str:
    words = " ".join(task.assignment.task.split())
    if len(words) > _TASK:
        words = f"{words[:_TASK].rsplit(' ', 1)[0]}…"
    deadline = task.assignment.deadline
    if deadline is None:
        return words
    day = deadline.day
    due = messages.DUE_WHEN.format(day=short_day(day), left=left(day, today)) if day else deadline.text
    return f"**{due}** · {words}"


def _citation(task: Task) -> Citation:
    quote = task.assignment.quote
    return Citation(task.document, quote.text, quote.start, quote.end)
