"""Which of the facts that a model reports stand in the document.

Enters: replies about the parts of a document. Leaves: a `MeetingRecord` of what could be checked. A fact is dropped
where its quote is not in the part, or where its own words (a name, an owner, a deadline) are not in or beside the
quote. Days are worked out from the words, never taken from the model.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rag.extract.model_join import join
from rag.extract.model_quotes import Source
from rag.extract.model_reply import (
    Reply,
    SaidAssignment,
    SaidAttendance,
    SaidChair,
    SaidDecision,
    SaidMeeting,
    SaidSecretary,
    Stated,
)
from rag.language.dates import dates, document_date
from rag.language.deadlines import deadlines, resolve
from rag.language.names import TITLES, people
from rag.language.sentences import Span
from rag.language.text import CAPITALS, clean, comparable, words
from rag.record import (
    Assignment,
    Attendee,
    Chair,
    Deadline,
    Decision,
    MeetingRecord,
    OtherMeeting,
    Quote,
)

_SHORT = 4  # syllables: a shorter quote is the name alone, and its sentence is quoted instead
_FIRST = 15  # characters: who is named within them begins the quote, a title and a list mark left aside
_SHARED = 0.6  # of a reworded task's syllables that its quote must have
_NEGATIONS = frozenset({"không", "chưa", "đừng", "trừ", "ngoại"})

_TITLE = re.compile(
    # "CN" before the name of a place is a branch, not a bachelor.
    rf"^(?:(?:{'|'.join(re.escape(t) for t in sorted(set(TITLES) - {'CN'}, key=len, reverse=True))})\.?\s+)+",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_RECURRING = re.compile(r"(?:h[ằà]ng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)", re.IGNORECASE)
# A quote that names whom it hands a task to, or begins with a body: nobody beside it is the owner.
_NAMED = re.compile(
    rf"(?i:(?<!\w)(?:giao|phân công|yêu cầu|đề nghị)(?: cho| thêm)?)\s+(?:[{CAPITALS}]|các\s)"
    r"|^\W*(?:\d+[.)]\s*)?(?:Riêng )?(?:Các |Đội ngũ )?(?i:sở|phòng|ban|bộ|vụ|cục|chi cục|ubnd|hđnd|ủy ban|uỷ ban|văn phòng|công an|trung tâm"
    r"|điện lực|đài|hội|trạm|hạt|công ty|chi nhánh|cơ quan|tổ|đội|đoàn|trường|bệnh viện|khoa|đảng ủy|đảng uỷ|mttq|ngân hàng)\s"
)
_ONLINE = re.compile(r"trực tuyến|điểm cầu|đầu cầu|truyền hình|online|zoom|teams|meet|webex", re.IGNORECASE)
_FACE_TO_FACE = re.compile(r"trực tiếp|tập trung|offline", re.IGNORECASE)


def record_of(title: str, source: Source, parts: Sequence[tuple[Span, Reply]]) -> MeetingRecord:
    """What the replies about the parts (spans of the text) say that stands there; the first to say it counts."""
    written = document_date(title, source.text)
    readers = [(_Reader(source, span, written), reply) for span, reply in parts]
    days = (reader.meeting_day(reply.date) for reader, reply in readers)
    day, quote = next((found for found in days if found is not None), (None, None))
    record = MeetingRecord(title, date=day, date_quote=quote)
    for reader, reply in readers:
        record = join(record, reader.record(title, reply, day or written))
    return record


class _Reader:
    """Checks one reply against the part of the text that the model was shown."""

    def __init__(self, source: Source, part: Span, written: date | None) -> None:
        self._source = source
        self._part = part
        self._year = written.year if written else None

    def record(self, title: str, reply: Reply, anchor: date | None) -> MeetingRecord:
        """All of `reply` that stands in the part, but for the day of the meeting."""
        time, time_quote = self._stated(reply.time)
        place, place_quote = self._stated(reply.place)
        return MeetingRecord(
            title,
            time=time,
            place=place,
            sites=tuple(site for said in reply.sites if (site := self._stated(said)[0])),
            online=self._online(reply),
            body=self._stated(reply.body)[0],
            chairs=tuple(chair for said in reply.chairs if (chair := self._chair(said))),
            secretary=self._secretary(reply.secretary),
            attendees=tuple(person for said in reply.attendees for person in self._attendance(said)),
            assignments=tuple(task for said in reply.assignments if (task := self._assignment(said, anchor))),
            decisions=tuple(decision for said in reply.decisions if (decision := self._decision(said))),
            others=tuple(other for said in reply.others if (other := self._other(said))),
            time_quote=time_quote,
            place_quote=place_quote,
        )

    def meeting_day(self, said: Stated | None) -> tuple[date, Quote] | None:
        """The day that the words fix, its year from the document where they leave it out."""
        quote = self._quote(said.quote) if said else None
        if said is None or quote is None:
            return None
        day = self._day(said.words, quote)
        return None if day is None else (day, quote)

    def _quote(self, quoted: str | None) -> Quote | None:
        span = self._source.find(quoted, self._part) if quoted else None
        if span is None:
            return None
        if len(words(self._source.text[slice(*span)])) < _SHORT:
            span = self._source.sentence(span)
        return Quote(self._source.text[slice(*span)], *span)

    def _place(self, said: str | None, quote: Quote, *, after: bool = False) -> tuple[Span, Span] | None:
        """Where `said` stands in or beside the quote (after it too where asked), and the region it was found in."""
        if said:
            for region in self._source.near((quote.start, quote.end), after=after):
                if found := self._source.find(said, region):
                    return found, region
        return None

    def _beside(self, said: str | None, quote: Quote) -> str | None:
        """`said` as the text has it in or beside the quote."""
        found = self._place(said, quote)
        return clean(self._source.text[slice(*found[0])]) if found else None

    def _inside(self, said: str | None, quote: Quote) -> str | None:
        """`said` as the quote has it."""
        found = self._source.find(said, (quote.start, quote.end)) if said else None
        return clean(self._source.text[slice(*found)]) if found else None

    def _stated(self, said: Stated | None) -> tuple[str, Quote] | tuple[None, None]:
        quote = self._quote(said.quote) if said else None
        if said is None or quote is None:
            return None, None
        found = self._inside(said.words, quote)
        return (found, quote) if found else (None, None)

    def _day(self, said: str | None, quote: Quote) -> date | None:
        found = self._place(said, quote)
        if found is None:
            return None
        (start, end), (begin, stop) = found
        for mention in dates(self._source.text[begin:stop]):
            if start < begin + mention.end and begin + mention.start < end and (day := mention.on(self._year)):
                return day
        return None

    def _online(self, reply: Reply) -> bool | None:
        quote = self._quote(reply.online.quote) if reply.online else None
        if reply.online is None or quote is None or reply.online.value is None:
            return None
        told = _ONLINE if reply.online.value else _FACE_TO_FACE
        return reply.online.value if told.search(clean(quote.text)) else None

    def _chair(self, said: SaidChair) -> Chair | None:
        quote = self._quote(said.quote)
        name = self._person(_bare(said.name), quote) if quote else None
        if quote is None or name is None:
            return None
        role, site = self._beside(said.role, quote), self._beside(said.site, quote)
        return Chair(name, role, site, quote, stands_in_for=self._beside(_bare(said.stands_in_for), quote))

    def _secretary(self, said: SaidSecretary | None) -> Attendee | None:
        quote = self._quote(said.quote) if said else None
        name = self._person(_bare(said.name), quote) if said and quote else None
        if said is None or quote is None or name is None:
            return None
        return Attendee(name, self._beside(said.role, quote), quote)

    def _attendance(self, said: SaidAttendance) -> Iterator[Attendee]:
        quote = self._quote(said.quote)
        if quote is None:
            return
        reason = None if said.present else self._beside(said.reason, quote)
        site = self._beside(said.site, quote)
        for person in said.people:
            if name := self._inside(_bare(person.name), quote):
                yield Attendee(name, self._inside(person.role, quote), quote, said.present, reason, site)

    def _assignment(self, said: SaidAssignment, anchor: date | None) -> Assignment | None:
        quote = self._quote(said.quote)
        task = self._worded(said.task, quote) if quote else None
        if quote is None or task is None:
            return None
        owner = self._owner(_bare(said.owner), quote)
        deadline = self._deadline(said.deadline, quote, anchor)
        if (said.owner and owner is None) or (said.deadline and deadline is None):
            return None
        people = tuple(name for one in said.people if (name := self._beside(_bare(one), quote)))
        supporting = tuple(name for one in said.supporting if (name := self._beside(_bare(one), quote)))
        return Assignment(owner, task, quote, people, supporting, deadline)

    def _owner(self, said: str | None, quote: Quote) -> str | None:
        if owner := self._person(said, quote):
            return owner
        named = _NAMED.search(quote.text) or any(person.start <= _FIRST for person in people(quote.text))
        return None if named else self._beside(said, quote)

    def _person(self, said: str | None, quote: Quote) -> str | None:
        return self._inside(said, quote) or self._called_by_given_name(said, quote)

    def _called_by_given_name(self, said: str | None, quote: Quote) -> str | None:
        """The full name from elsewhere in the text, where the quote has the given name and nobody shares it."""
        found = self._source.find(said) if said else None
        if found is None:
            return None
        name = clean(self._source.text[slice(*found)])
        given = name.split()[-1]
        shared = {comparable(one) for one in self._source.people() if one.split()[-1] == given and " " in one}
        called = re.search(rf"(?<!\w){re.escape(given)}(?!\w)", clean(quote.text))
        return name if called and shared == {comparable(name)} else None

    def _deadline(self, said: str | None, quote: Quote, anchor: date | None) -> Deadline | None:
        found = self._place(said, quote, after=True)
        if found is None or (found[0][0] not in range(quote.start, quote.end) and deadlines(quote.text)):
            return None  # not said, or that of another task: this one has its own
        (start, end), (begin, stop) = found
        text = clean(self._source.text[start:end])
        day = resolve(text, anchor)
        # "15/4" is said within "trước ngày 15/4", which says more of the day.
        for one in deadlines(self._source.text[begin:stop], anchor):
            if begin + one.start <= start and end <= begin + one.end:
                text, day = clean(one.text), one.day
                break
        if recurring := _RECURRING.search(text):
            return Deadline(text, None, recurring.group())
        return Deadline(text, day)

    def _decision(self, said: SaidDecision) -> Decision | None:
        quote = self._quote(said.quote)
        subject = self._worded(said.subject, quote) if quote else None
        if quote is None or subject is None:
            return None
        outcome, votes = self._inside(said.outcome, quote), self._inside(said.votes, quote)
        if (said.votes and votes is None) or (outcome and _denied(outcome, quote.text)):
            return None
        return Decision(subject, outcome, votes, quote)

    def _other(self, said: SaidMeeting) -> OtherMeeting | None:
        quote = self._quote(said.quote)
        if quote is None:
            return None
        chair, day = self._beside(_bare(said.chair), quote), self._day(said.date, quote)
        if (said.chair and chair is None) or (said.date and self._place(said.date, quote) is None):
            return None
        return OtherMeeting(
            said.when,
            quote,
            title=self._beside(said.title, quote),
            date=day,
            time=self._beside(said.time, quote),
            place=self._beside(said.place, quote),
            chair=chair,
            chair_role=self._beside(said.chair_role, quote) if chair else None,
        )

    def _worded(self, said: str | None, quote: Quote) -> str | None:
        """`said` where it says no more and no less than the text beside the quote, else the quote, else None."""
        wanted = words(said or "")
        if said is None or not wanted:
            return None
        for region in self._source.near((quote.start, quote.end)):
            if _follows(wanted, words(self._source.text[slice(*region)])):
                return clean(said)
        has = set(words(quote.text))
        shared = sum(word in has for word in wanted) / len(wanted)
        return clean(quote.text) if shared >= _SHARED else None


def _follows(wanted: Sequence[str], text: Sequence[str]) -> bool:
    """Whether all of `wanted` comes in `text` in this order, without leaving out a negation."""
    for at in range(len(text) - len(wanted) + 1):
        if text[at : at + len(wanted)] == wanted and (at == 0 or text[at - 1] not in _NEGATIONS):
            return True
    rest = enumerate(text)
    places = [next((at for at, word in rest if word == one), -1) for one in wanted]
    if -1 in places:
        return False
    passed = text[max(0, places[0] - 1) : places[-1]]
    return sum(w in _NEGATIONS for w in passed) <= sum(w in _NEGATIONS for w in wanted)


def _denied(outcome: str, text: str) -> bool:
    """Whether the text says `outcome` only after a negation: "thông qua" in "không thông qua"."""
    wanted, has = words(outcome), words(text)
    at = [i for i in range(len(has)) if has[i : i + len(wanted)] == wanted]
    return bool(at) and all(i > 0 and has[i - 1] in _NEGATIONS for i in at)


def _bare(name: str | None) -> str | None:
    """A name without the title before it and the brackets behind it."""
    if name is None:
        return None
    return _TITLE.sub("", _BRACKETS.sub("", name.strip())) or name
