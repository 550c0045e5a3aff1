"""The embedded extractor: rules, no model, no network.

What enters are a title and a text; what leaves is the record that the rooms of this folder read out of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.extract.assignments import prose_assignments
from rag.extract.attendees import attendees, secretary
from rag.extract.chairs import chairs
from rag.extract.context import Context
from rag.extract.decisions import decisions
from rag.extract.directory import Directory
from rag.extract.gate import tells_of_a_meeting
from rag.extract.header import header
from rag.extract.layout import is_transcript, lines
from rag.extract.merge import merged
from rag.extract.others import other_meetings
from rag.extract.plain import plain
from rag.extract.tables import table_assignments
from rag.extract.turns import turn_assignments
from rag.language.dates import MeetingDay, dates, meeting_day, written_day
from rag.language.deadlines import resolve
from rag.language.sentences import sentences
from rag.language.text import comparable
from rag.record import Assignment, Attendee, Chair, MeetingRecord, Quote


class RuleExtractor:
    """Reads records by rule. Stateless: one serves all threads."""

    version = "rules-7"

    def extract(self, title: str, text: str) -> MeetingRecord:
        """The facts of one document. Unknown stays None or empty; a text about no meeting has none."""
        if not tells_of_a_meeting(title, text):
            return MeetingRecord(title)
        words = plain(text)
        return words.restored(_record(title, words.text))


def _record(title: str, text: str) -> MeetingRecord:
    """What the rooms read out of plain words."""
    rows = lines(text)
    directory = Directory(text)
    said = meeting_day(title, text)
    day = said.day if said else None  # deadlines count from the day of writing where nothing better is known
    chaired = chairs(text, rows, directory, day)
    context = Context(
        text,
        directory,
        day,
        tuple(chair.name for chair in chaired),
        tuple(part for chair in chaired for part in _role_parts(chair.role)),
        _called(chaired, directory),
    )
    found = [*prose_assignments(context, rows), *table_assignments(rows, directory, day)]
    spoken = turn_assignments(context, rows) if is_transcript(rows) else []
    found.extend(spoken)
    head = header(title, text, rows)
    return MeetingRecord(
        title=title,
        date=said.day if said and said.sure else None,
        time=head.time,
        place=head.place,
        sites=head.sites,
        online=head.online,
        body=head.body,
        chairs=chaired,
        secretary=secretary(text, rows, directory),
        attendees=_with_spoken_to(attendees(text, rows, directory, context.chairs), spoken, context.chairs),
        assignments=tuple(_from_notice(given, text) for given in merged(found)),
        decisions=decisions(rows),
        others=other_meetings(text, rows, directory, day),
        date_quote=_date_quote(text, said),
        time_quote=head.time_quote,
        place_quote=head.place_quote,
    )


# A sentence that speaks of the meeting itself, or a label whose value is its day.
_OF_MEETING = re.compile(
    r"(?<!\w)(?:họp|hội nghị|giao ban|sinh hoạt|đại hội|hội thảo|tọa đàm|phiên|buổi làm việc|chủ trì|khai mạc)(?!\w)|^[^:.]{2,30}:",
    re.IGNORECASE,
)


def _date_quote(text: str, said: MeetingDay | None) -> Quote | None:
    """The sentence that gives the day, one about the meeting before another; none where only the title does."""
    if said is None or not said.sure or said.start == said.end:
        return None
    head = text[: said.end + 1500]
    spans = sentences(head)
    own = next(((a, b) for a, b in spans if a <= said.start < b), None)
    if own is None:
        return None
    start, end = own
    if not _OF_MEETING.search(text[start:end]):
        days = [m for m in dates(head) if (m.day, m.month) == (said.day.day, said.day.month)]
        days = [m for m in days if m.year in (None, said.day.year)]
        about = ((a, b) for a, b in spans if any(a <= m.start < b for m in days) and _OF_MEETING.search(text[a:b]))
        start, end = next(about, own)
    return Quote(text[start:end], start, end)


# "trong vòng 10 ngày kể từ ngày ban hành Thông báo này"
_SINCE_NOTICE = re.compile(
    r"(?P<term>.+?)\s+(?:kể|tính)\s+từ\s+(?:ngày\s+)?(?:ban hành|ký|ra|phát hành|có)\s+(?:thông báo|kết luận|văn bản|biên bản|nghị quyết)",
    re.IGNORECASE,
)


def _from_notice(given: Assignment, text: str) -> Assignment:
    """The assignment with its day where the term counts from the day of the notice itself."""
    due = given.deadline
    match = _SINCE_NOTICE.match(due.text) if due and due.day is None else None
    written = written_day(text) if match else None
    if due is None or match is None or written is None:
        return given
    return replace(given, deadline=replace(due, day=resolve(match["term"], written)))


def _with_spoken_to(
    there: tuple[Attendee, ...], spoken: Sequence[Assignment], chaired: Sequence[str]
) -> tuple[Attendee, ...]:
    """Whoever is told in a recorded meeting what to do was there."""
    known = {*chaired, *(attendee.name for attendee in there)}
    told = {name: given.quote for given in reversed(spoken) for name in given.people if " " in name}
    return (*there, *(Attendee(name, None, quote) for name, quote in reversed(told.items()) if name not in known))


_TITLES = ("ông", "bà", "anh", "chị", "cô", "thầy", "bác", "chú", "sếp", "đồng chí", "đ/c")


def _called(chaired: Sequence[Chair], directory: Directory) -> re.Pattern[str] | None:
    """The chairs by their given names, where nobody else has them: "bà Ngần"."""
    short = {chair.name.split()[-1]: chair.name for chair in chaired}
    own = [name for name, full in short.items() if directory.full(name) == directory.full(full)]
    if not own:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(_TITLES)})\s+(?-i:{'|'.join(map(re.escape, own))})(?!\w)", re.IGNORECASE)


def _role_parts(role: str | None) -> list[str]:
    """The offices of a chair, by each of which the text may mean the chair."""
    parts = [comparable(part) for part in re.split(r"[,;]|\s[-–]\s", role or "")]
    return [part for part in parts if len(part.split()) >= 2]
