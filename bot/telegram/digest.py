"""How a reminder reads: a bulletin enters, one message leaves. The first line alone is enough in a lift.

Rows carry their quotes as long as these fit into one message.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bot.export.tables import owner_name
from bot.messages import day as written_day
from bot.telegram import messages
from bot.telegram.bulletin import AHEAD, Bulletin
from bot.telegram.deadlines import day_of
from bot.telegram.render import ENTITIES, MESSAGE, Html, bold, clipped, fill, join, length, quiet, quote
from bot.telegram.replies import source
from rag import Document, Task

NumberOf = Callable[[Document], str | None]

# Characters of a quote, rows of a section, rows of what comes later: the first that fits into one message is taken.
_ROOM: Final = ((400, 30, 12), (160, 30, 8), (0, 30, 20), (0, 8, 0), (0, 4, 0))
_TASK: Final = 220  # characters


def digest(bulletin: Bulletin, older: int, number_of: NumberOf) -> Html:
    """The message.

    Args:
        bulletin: What it tells.
        older: How many tasks were overdue before.
        number_of: Gives the number that a document bears.
    """
    for quoted, rows, coming in _ROOM:
        text = _digest(bulletin, older, number_of, quoted, rows, coming)
        if length(text) <= MESSAGE and text.count("<") <= 2 * ENTITIES:
            return text
    return clipped(text)


def task_line(task: Task, number: int, when: str, number_of: NumberOf, quoted: int) -> Html:
    """A task in a list, with its quote and where that stands below it.

    Args:
        task: The task.
        number: Its place in the list.
        when: Its day, as the list has it; may be empty.
        number_of: Gives the number that a document bears.
        quoted: Characters of the quote at most; 0: only where it stands.
    """
    template = messages.DUE_LINE if when else messages.DUE_LINE_TODAY
    what = fill(
        template,
        number=number,
        when=bold(quiet(when)),
        owner=owner_name(task.assignment),
        task=_cut(task.assignment.task, _TASK),
    )
    if task.assignment.corrected:
        what = join(" ", (what, fill(messages.DUE_CORRECTED)))
    where = fill(messages.SOURCE, source=source(task.document, number_of(task.document)))
    if not quoted:
        return join("\n", (what, where))
    words = fill(messages.QUOTED, quote=_cut(task.assignment.quote.text, quoted))
    return join("\n", (what, quote(join("\n", (words, where)))))


def short_day(day: date) -> str:
    """A day without its year: 11/6."""
    return f"{day.day}/{day.month}"


def long_day(day: date) -> str:
    """A day with its weekday: thứ Ba 11/6/2024."""
    return f"{messages.WEEKDAYS[day.weekday()]} {written_day(day)}"


def clock_time(at: int) -> str:
    """A minute of the day: 07:30."""
    return f"{at // 60:02d}:{at % 60:02d}"


def left(day: date, today: date) -> str:
    """How long there is until a day, or how long it is past."""
    days = (day - today).days
    if days < 0:
        return messages.DUE_PAST.format(count=-days)
    return messages.DUE_LEFT.format(count=days) if days else messages.DUE_TODAY


def _digest(bulletin: Bulletin, older: int, number_of: NumberOf, quoted: int, most: int, coming: int) -> Html:
    today = bulletin.today
    count = 0

    def section(title: str, tasks: Sequence[Task], quoted: int, *, days: bool = True) -> Html:
        nonlocal count
        if not tasks:
            return Html("")
        rows = []
        for task in tasks[:most]:
            count += 1
            due = day_of(task)
            when = messages.DUE_WHEN.format(day=short_day(due), left=left(due, today)) if days else ""
            rows.append(task_line(task, count, when, number_of, quoted))
        if len(tasks) > most:
            rows.append(fill(messages.DUE_MORE, count=len(tasks) - most))
        return join("\n", (bold(quiet(title)), *rows))

    shown = bulletin.coming[:coming]
    return join(
        "\n\n",
        (
            join("\n", (_head(bulletin), _late(bulletin))),
            section(messages.DIGEST_DUE, bulletin.due, quoted, days=False),
            section(messages.DIGEST_OVERDUE, bulletin.overdue, quoted),
            section(messages.DIGEST_AHEAD, bulletin.ahead, quoted),
            section(messages.DIGEST_COMING.format(count=AHEAD), shown, 0),
            _rest(len(bulletin.coming) - len(shown), older),
        ),
    )


def _head(bulletin: Bulletin) -> Html:
    counted = [
        template.format(count=len(tasks))
        for template, tasks in (
            (messages.DIGEST_COUNT_DUE, bulletin.due),
            (messages.DIGEST_COUNT_OVERDUE, bulletin.overdue),
            (messages.DIGEST_COUNT_AHEAD, bulletin.ahead),
        )
        if tasks
    ]
    what = ", ".join(counted) or messages.DIGEST_NOTHING
    return fill(messages.DIGEST_HEAD, day=bold(quiet(capital(long_day(bulletin.today)))), what=bold(quiet(what)))


def _late(bulletin: Bulletin) -> Html:
    days = list(map(short_day, bulletin.missed))
    span = ", ".join(days) if len(days) <= 3 else f"{days[0]}–{days[-1]}"
    if not bulletin.late:
        return fill(messages.DIGEST_MISSED_ONLY, days=span) if days else Html("")
    told = fill(messages.DIGEST_LATE, at=clock_time(bulletin.at), day=short_day(bulletin.day))
    return join(" ", (told, fill(messages.DIGEST_MISSED, days=span))) if days else told


def _rest(coming: int, older: int) -> Html:
    lines = []
    if coming:
        lines.append(fill(messages.DIGEST_MORE, count=coming))
    if older:
        lines.append(fill(messages.DIGEST_OLDER, count=older))
    return join("\n", lines)


def capital(text: str) -> str:
    """`text` as a sentence begins."""
    return text[:1].upper() + text[1:]


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]}…"
