"""A meeting record on the screen: each fact with the words it stands on."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot import messages
from bot.cli.screen import one_line
from bot.export.tables import attendee_name, chair_name, owner_name, with_deadline
from rag import Assignment, Attendee, Decision, MeetingRecord, OtherMeeting, Quote


def print_record(record: MeetingRecord, console: Console) -> None:
    """Print the facts of one document; what is unknown is left out, but for chair, day and tasks."""
    _Page(console).print(record)


class _Page:
    def __init__(self, console: Console) -> None:
        self._console = console

    def print(self, record: MeetingRecord) -> None:
        day = messages.day(record.date) or messages.RECORD_UNKNOWN
        self._fact(messages.RECORD_DAY, [day], [record.date_quote])
        if record.time:
            self._fact(messages.RECORD_TIME, [record.time], [record.time_quote])
        if record.body:
            self._fact(messages.RECORD_BODY, [record.body], [])
        places = [part for part in (record.place, "; ".join(record.sites)) if part]
        if record.online:
            places.append(messages.RECORD_ONLINE)
        if places:
            self._fact(messages.RECORD_PLACE, [" · ".join(places)], [record.place_quote])
        chairs = [chair_name(chair) for chair in record.chairs] or [messages.RECORD_UNKNOWN]
        self._fact(messages.RECORD_CHAIRS, chairs, [chair.quote for chair in record.chairs])
        if record.secretary:
            self._people(messages.RECORD_SECRETARY, [record.secretary])
        self._people(messages.RECORD_ATTENDEES, [person for person in record.attendees if person.present])
        self._people(messages.RECORD_ABSENT, [person for person in record.attendees if not person.present])
        self._assignments(record.assignments)
        self._decisions(record.decisions)
        for when, name in (("next", messages.RECORD_NEXT), ("earlier", messages.RECORD_EARLIER)):
            for other in record.others:
                if other.when == when:
                    self._fact(name, [_other(other)], [other.quote])

    def _assignments(self, assignments: Sequence[Assignment]) -> None:
        if not assignments:
            self._fact(messages.RECORD_TASKS, [messages.RECORD_NO_TASKS], [])
            return
        title = messages.RECORD_TASKS_COUNT.format(count=len(assignments), with_deadline=with_deadline(assignments))
        self._line(Text(title, style="bold"))
        for number, assignment in enumerate(assignments, 1):
            line = Text(f"{number}. ").append(owner_name(assignment), style="bold").append(f": {assignment.task}")
            self._line(line, 1)
            if deadline := assignment.deadline:
                text = deadline.text
                if deadline.day and (day := messages.day(deadline.day)) not in text:
                    text = messages.RECORD_DAY_OF.format(text=text, day=day)
                self._line(Text(messages.RECORD_DEADLINE.format(deadline=text)), 2)
            if assignment.supporting:
                self._line(Text(messages.RECORD_SUPPORTING.format(names=", ".join(assignment.supporting))), 2)
            self._quotes([assignment.quote], 2)

    def _decisions(self, decisions: Sequence[Decision]) -> None:
        if not decisions:
            return
        self._line(Text(messages.RECORD_DECISIONS.format(count=len(decisions)), style="bold"))
        for number, decision in enumerate(decisions, 1):
            said = decision.subject.lower()
            rest = [part for part in (decision.outcome, decision.votes) if part and part.lower() not in said]
            self._line(Text(f"{number}. {' · '.join((decision.subject, *rest))}"), 1)
            self._quotes([decision.quote], 2)

    def _people(self, name: str, people: Sequence[Attendee]) -> None:
        if people:
            self._fact(name, ["; ".join(map(attendee_name, people))], [person.quote for person in people])

    def _fact(self, name: str, values: Sequence[str], quotes: Iterable[Quote | None]) -> None:
        if len(values) == 1:
            self._line(Text(f"{name}: ", style="bold").append(values[0], style="not bold"))
        else:
            self._line(Text(f"{name}:", style="bold"))
            for value in values:
                self._line(Text(value), 1)
        self._quotes(quotes, 1)

    def _quotes(self, quotes: Iterable[Quote | None], level: int) -> None:
        """The quotes, each once: facts of one sentence share it."""
        texts = dict.fromkeys(one_line(quote.text) for quote in quotes if quote)
        for text in texts:
            self._line(Text(messages.CITATION.format(quote=text), style="italic dim"), level)

    def _line(self, line: Text, level: int = 0) -> None:
        self._console.print(Padding.indent(line, 2 * level))


def _other(other: OtherMeeting) -> str:
    chair = ", ".join(part for part in (other.chair, other.chair_role) if part)
    parts = (
        messages.day(other.date),
        other.time,
        other.title,
        other.place,
        messages.RECORD_CHAIRED_BY.format(name=chair) if chair else "",
    )
    return " · ".join(part for part in parts if part) or messages.RECORD_UNKNOWN
