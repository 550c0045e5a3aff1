"""What the ledger's rows are outside of it: rows enter, values of `rag.types` leave. No I/O."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from rag.record import MeetingRecord
from rag.store.schema import chunks, documents
from rag.types import Chunk, Document

DOCUMENT_COLUMNS = [column for column in documents.c if column.name != "text"]
CHUNK_COLUMNS = [column for column in chunks.c if column.name != "embedding"]

EMBEDDING = np.dtype("<f4")


@dataclass(frozen=True, slots=True, eq=False)
class StoredChunk:
    """A chunk with its embedding and what tells whether that still holds."""

    chunk: Chunk
    text_hash: str  # of what was embedded
    embedder: str  # fingerprint
    embedding: np.ndarray  # float32 [dimension]


@dataclass(frozen=True, slots=True)
class Extracted:
    """The facts of a document, and the version of what extracted them."""

    record: MeetingRecord
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class StoredDocument:
    """A document as it is written to the ledger."""

    document: Document
    text: str
    size: int  # bytes of the source
    splitter: str  # fingerprint of what cut the text
    indexed_at: datetime  # aware
    chunks: tuple[StoredChunk, ...]
    extracted: Extracted | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What tells whether a source has changed since it was stored."""

    document_id: str
    content_hash: str
    splitter: str
    date: date | None
    extraction: str = ""  # version of its record


def document_id(scope: str, source: str) -> str:
    """The id of the document from `source` in `scope`: the same each time it is indexed."""
    return _digest(scope, source)[:16]


def chunk_id(document: str, text: str, occurrence: int) -> str:
    """The id of a document's chunk: it outlives changes elsewhere in the document.

    Args:
        document: The document's id.
        text: The chunk's text.
        occurrence: How many earlier chunks of the document have the same text.
    """
    return _digest(document, text, str(occurrence))[:32]


def text_hash(searched: str) -> str:
    """Tells whether an embedding was made of `searched`."""
    return _digest(searched)[:32]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def to_document(row: Any) -> Document:
    """A row of `DOCUMENT_COLUMNS` as a value."""
    return Document(
        id=row.id,
        scope=row.scope,
        source=row.source,
        name=row.name,
        title=row.title,
        format=row.format,
        content_hash=row.content_hash,
        date=row.date,
    )


def to_chunk(row: Any, text: str) -> Chunk:
    """A row of `CHUNK_COLUMNS` as a value; `text` is the document's text between its start and end."""
    return Chunk(
        id=row.id,
        document_id=row.document_id,
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        headings=tuple(row.headings),
        text=text,
        tokens=row.tokens,
    )


def to_embedding(data: bytes) -> np.ndarray:
    """The stored bytes of an embedding as float32 [dimension]."""
    return np.frombuffer(data, dtype=EMBEDDING)
