"""Records of parts of a document made into one.

Enters: records in the order of the text, or a model's one and the rules' one. Leaves: a record that says each fact once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from rag.language.sentences import Span
from rag.language.text import comparable, words
from rag.record import Assignment, Attendee, Chair, Decision, MeetingRecord, OtherMeeting

Fact = TypeVar("Fact", Chair, Attendee, Assignment, Decision, OtherMeeting)


def join(one: MeetingRecord, other: MeetingRecord) -> MeetingRecord:
    """`one` with what only `other` knows."""
    chairs = _distinct((*one.chairs, *other.chairs))
    names = {comparable(chair.name) for chair in chairs}
    people = _distinct((*one.attendees, *other.attendees))
    filled = replace(
        one,
        sites=tuple(dict.fromkeys((*one.sites, *other.sites))),
        online=other.online if one.online is None else one.online,
        body=one.body or other.body,
        secretary=one.secretary or other.secretary,
        chairs=chairs,
        attendees=tuple(person for person in people if not (person.present and comparable(person.name) in names)),
        assignments=_distinct((*one.assignments, *other.assignments)),
        decisions=_distinct((*one.decisions, *other.decisions)),
        others=_distinct((*one.others, *other.others)),
    )
    if filled.date is None:
        filled = replace(filled, date=other.date, date_quote=other.date_quote)
    if filled.time is None:
        filled = replace(filled, time=other.time, time_quote=other.time_quote)
    if filled.place is None:
        filled = replace(filled, place=other.place, place_quote=other.place_quote)
    return filled


def within(record: MeetingRecord, spans: Sequence[Span], lacking: MeetingRecord) -> MeetingRecord:
    """`record` with the facts that stand in `spans`, and those of the kinds of which `lacking` has none at all."""

    def kept(own: tuple[Fact, ...], had: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(fact for fact in own if not had or any(a <= fact.quote.start < b for a, b in spans))

    return replace(
        record,
        sites=() if lacking.sites else record.sites,
        chairs=kept(record.chairs, lacking.chairs),
        attendees=kept(record.attendees, lacking.attendees),
        assignments=kept(record.assignments, lacking.assignments),
        decisions=kept(record.decisions, lacking.decisions),
        others=kept(record.others, lacking.others),
    )


def _distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, each of them once."""
    seen: dict[object, Fact] = {}
    for fact in facts:
        seen.setdefault(_identity(fact), fact)
    return tuple(seen.values())


def _identity(fact: Chair | Attendee | Assignment | Decision | OtherMeeting) -> object:
    match fact:
        case Chair(name=name):
            return comparable(name)
        case Attendee(name=name, present=present):
            return comparable(name), present
        case Assignment(owner=owner, task=task):
            return comparable(owner or ""), tuple(words(task))
        case Decision(subject=subject):
            return tuple(words(subject))
        case OtherMeeting(when=when, quote=quote):
            return when, quote.start
