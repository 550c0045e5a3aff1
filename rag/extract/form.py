"""A meeting record as one row of the evaluation form: what `giaoban meetings --records` writes."""

from typing import Any

from rag.record import Assignment, MeetingRecord


def record_form(record: MeetingRecord, document_name: str) -> dict[str, Any]:
    """The row of `records.jsonl` for a document: plain values that JSON can hold, days in ISO form."""
    return {
        "document": document_name,
        "title": record.title,
        "date": record.date.isoformat() if record.date else None,
        "place": record.place,
        "chairs": [{"name": chair.name, "role": chair.role, "site": chair.site} for chair in record.chairs],
        "attendees": [attendee.name for attendee in record.attendees if attendee.present],
        "assignments": [_assignment(assignment) for assignment in record.assignments],
    }


def _assignment(assignment: Assignment) -> dict[str, Any]:
    deadline = assignment.deadline
    return {
        "owner": assignment.owner,
        "task": assignment.task,
        "deadline_text": deadline.text if deadline else None,
        "deadline": deadline.day.isoformat() if deadline and deadline.day else None,
        "quote": assignment.quote.text,
    }
