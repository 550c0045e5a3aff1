"""Records as JSON and back, exactly. No I/O."""

from functools import cache
from typing import TYPE_CHECKING

from rag.record import Assignment, Correction, MeetingRecord

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def _records() -> "TypeAdapter[MeetingRecord]":
    from pydantic import TypeAdapter  # here because only who reads or writes records pays for its import

    return TypeAdapter(MeetingRecord)


@cache
def _assignments() -> "TypeAdapter[Assignment]":
    from pydantic import TypeAdapter

    return TypeAdapter(Assignment)


@cache
def _corrections() -> "TypeAdapter[tuple[Correction, ...]]":
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Correction, ...])


def record_to_json(record: MeetingRecord) -> str:
    """The whole record; fields that have their default are left out."""
    return _records().dump_json(record, exclude_defaults=True).decode()


def record_from_json(data: str | bytes) -> MeetingRecord:
    """The record that `record_to_json` was given."""
    return _records().validate_json(data)


def assignment_to_json(assignment: Assignment) -> str:
    """The whole assignment; fields that have their default are left out."""
    return _assignments().dump_json(assignment, exclude_defaults=True).decode()


def assignment_from_json(data: str) -> Assignment:
    """The assignment that `assignment_to_json` was given."""
    return _assignments().validate_json(data)


def corrections_to_json(corrections: tuple[Correction, ...]) -> str:
    """The corrections, in their order."""
    return _corrections().dump_json(corrections).decode()


def corrections_from_json(data: str) -> tuple[Correction, ...]:
    """The corrections that `corrections_to_json` was given."""
    return _corrections().validate_json(data)
