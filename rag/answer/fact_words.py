"""How facts read: people, bodies and deadlines in the words of an answer."""

import re

from rag.language.text import comparable
from rag.record import Assignment, Attendee, Chair, MeetingRecord

CORRECTED = " (đã đính chính)"  # what a person put right: the quote may say otherwise


def due_words(task: Assignment) -> str:
    """The deadline as written, with its day where that is not written out; empty where none is set."""
    deadline = task.deadline
    if deadline is None:
        return ""
    written = bool(re.search(r"\d\s?[/.-]\s?\d|\d\s+tháng\s+\d", deadline.text))
    day = deadline.day
    return deadline.text + (f" (tức {day.day}/{day.month}/{day.year})" if day and not written else "")


def who_words(task: Assignment) -> str:
    """Who has a task: the body with its people, or the people; empty where it was given to nobody."""
    people = ", ".join(task.people)
    if not task.owner:
        return capital(people)
    known = not people or comparable(people) in comparable(task.owner)
    return capital(_called(task.owner, task.quote.text)) + ("" if known else f" ({people})")


def _called(name: str, quote: str) -> str:
    """A given name with the form of address that it has in the quote: "chị Ngân" for "Ngân"."""
    if " " in name:
        return name
    match = re.search(rf"\b(?:anh|chị|em|cô|chú|bác|thầy|ông|bà|cậu|mợ|dì) {re.escape(name)}\b", quote, re.IGNORECASE)
    return match.group().lower().replace(name.lower(), name) if match else name


def task_words(task: Assignment) -> str:
    """Who has to do what, without the deadline where the task's own words end with it."""
    what = task.task.rstrip(" .;,")
    if task.deadline and what.endswith(task.deadline.text):
        what = _DANGLING.sub("", what.removesuffix(task.deadline.text)) or what
    who = who_words(task)
    return f"{who}: {lowered(_GIVEN.sub('', what))}" if who else capital(what)


# What the owner before it says already: "Công an xã: được giao tuần tra".
_GIVEN = re.compile(
    r"^(?:được giao|được phân công|được yêu cầu|có trách nhiệm|chịu trách nhiệm)\s+(?=\w)", re.IGNORECASE
)


# What a deadline leaves behind when it is taken from the end: ", hoàn thành", ", xong".
_DANGLING = re.compile(r"(?:[ ,;(–-]+(?:hoàn thành|xong))?[ ,;(–-]*$")


def person_words(fact: Attendee | Chair) -> str:
    """A person with their role and, where absent, why."""
    text = fact.name + (f", {fact.role}" if fact.role else "")
    return text + (f" ({fact.reason})" if isinstance(fact, Attendee) and fact.reason else "")


def capital(text: str) -> str:
    """`text` as a sentence begins."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """`text` as a sentence goes on: an abbreviation or a code at its beginning keeps its case."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() or any(c.isdigit() for c in first) else text[:1].lower() + text[1:]


def marked(text: str, corrected: bool) -> str:
    """`text` with the mark of what a person put right, before its full stop."""
    if not corrected:
        return text
    return f"{text[:-1]}{CORRECTED}." if text.endswith(".") else f"{text}{CORRECTED}"


def corrections(record: MeetingRecord) -> list[str]:
    """What a person put right, each in a line."""
    day = f"{record.date.day}/{record.date.month}/{record.date.year}" if record.date else "không rõ"
    held = {"date": f"họp ngày {day}", "time": f"họp lúc {record.time}", "place": f"họp tại {record.place}"}
    lines = [held[field] for field in record.corrected]
    lines += [f"{person_words(chair)} chủ trì" for chair in record.chairs if chair.corrected]
    for task in record.assignments:
        if task.corrected:
            lines.append(f"{task_words(task)}; hạn: {due_words(task) or 'không nêu'}")
    return lines
