"""What the commands print with `--json`: dictionaries of plain values, made from the values of `rag`."""

import json
from typing import Any

from rag import Answer, Chunk, Document, FileOutcome, IndexSummary


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
