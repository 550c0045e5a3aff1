"""What the commands print with `--json`: dictionaries of plain values, made from the values of `rag`."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from rag import Answer, Chunk, Document, FileOutcome, IndexSummary, Meeting, MeetingRecord, Task


def dumps(value: Any) -> str:
    """JSON that a person can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def document_form(document: Document) -> dict[str, Any]:
    """A document without its text."""
    return {
        "id": document.id,
        "scope": document.scope,
        "source": document.source,
        "name": document.name,
        "title": document.title,
        "format": document.format,
        "date": document.date.isoformat() if document.date else None,
    }


def chunk_form(chunk: Chunk) -> dict[str, Any]:
    """A chunk with its text and its span in the document."""
    return {
        "id": chunk.id,
        "ordinal": chunk.ordinal,
        "start": chunk.start,
        "end": chunk.end,
        "headings": list(chunk.headings),
        "tokens": chunk.tokens,
        "text": chunk.text,
    }


def facts_form(record: MeetingRecord) -> dict[str, Any]:
    """All facts of a record, each with its quote and the quote's span; days in ISO form."""
    form: dict[str, Any] = _plain(asdict(record))
    return form


def meeting_form(meeting: Meeting) -> dict[str, Any]:
    """A meeting: its document and its facts."""
    return {"document": document_form(meeting.document), "record": facts_form(meeting.record)}


def task_form(task: Task, today: date) -> dict[str, Any]:
    """One task with the meeting it was given at. `overdue`: its day is before `today`."""
    assignment, document = task.assignment, task.document
    deadline = assignment.deadline
    day = deadline.day if deadline else None
    return {
        "document": document.name,
        "document_id": document.id,
        "scope": document.scope,
        "title": document.title,
        "date": _plain(task.date),
        "number": task.number,
        "owner": assignment.owner,
        "people": list(assignment.people),
        "supporting": list(assignment.supporting),
        "task": assignment.task,
        "deadline_text": deadline.text if deadline else None,
        "deadline": _plain(day),
        "recurrence": deadline.recurrence if deadline else None,
        "overdue": day is not None and day < today,
        "quote": assignment.quote.text,
        "start": assignment.quote.start,
        "end": assignment.quote.end,
    }


def _plain(value: Any) -> Any:
    """`value` with its days in ISO form."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def answer_form(question: str, answer: Answer, seconds: float) -> dict[str, Any]:
    """An answer with its citations and how it was produced."""
    return {
        "question": question,
        "standalone": answer.standalone,
        "answer": answer.text,
        "found": answer.found,
        "citations": [
            {
                "document": citation.document.name,
                "document_id": citation.document.id,
                "title": citation.document.title,
                "date": citation.document.date.isoformat() if citation.document.date else None,
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.citations
        ],
        "mind": answer.mind,
        "model": answer.model,
        "notice": answer.notice,
        "usage": {"input_tokens": answer.usage.input_tokens, "output_tokens": answer.usage.output_tokens}
        if answer.usage
        else None,
        "seconds": round(seconds, 4),
    }


def turn_form(conversation: str, turn: int, answer: Answer, seconds: float) -> dict[str, Any]:
    """One line of an answers file: what a scorer reads."""
    return {
        "id": conversation,
        "turn": turn,
        "answer": answer.text,
        "found": answer.found,
        "citations": [{"document": c.document.name, "quote": c.quote} for c in answer.citations],
        "seconds": round(seconds, 4),
    }


def outcome_form(outcome: FileOutcome) -> dict[str, Any]:
    """What became of one file."""
    return {
        "source": outcome.source,
        "state": outcome.state,
        "document_id": outcome.document.id if outcome.document else None,
        "chunks": outcome.chunks,
        "reason": outcome.reason,
    }


def summary_form(summary: IndexSummary) -> dict[str, Any]:
    """The figures of one run of indexing, with the files that failed."""
    return {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "failed": [outcome_form(outcome) for outcome in summary.failed],
        "seconds": round(summary.seconds, 3),
    }
