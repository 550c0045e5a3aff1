"""The ledger: documents, their text, chunks and embeddings, conversations and the state of the indexes, in SQL.

It is the truth. What the derived indexes hold and return is checked against it.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from rag.store.corrections import Corrected, Corrections, drop_corrections, keep_corrections
from rag.store.database import BUSY_TIMEOUT, Database
from rag.store.entry import Entry, Within
from rag.store.facts import Facts, insert_records, replace_records
from rag.store.rows import (
    CHUNK_COLUMNS,
    DOCUMENT_COLUMNS,
    EMBEDDING,
    Extracted,
    Known,
    StoredChunk,
    StoredDocument,
    to_chunk,
    to_document,
    to_embedding,
)
from rag.store.schema import chunks, documents, index_state, scopes
from rag.store.turns import Turns
from rag.types import Chunk, Document

_MANY = 500  # ids in one statement, below every database's limit of parameters


@dataclass(frozen=True, slots=True)
class IndexState:
    """How the derived indexes stand to the ledger."""

    uid: str
    dirty: bool
    embedder: str | None
    dimension: int | None
    vectors: int
    words: int
    words_schema: str
    files: dict[str, int]
    location: str
    mixed: bool

    def with_changes(self, changes: Mapping[str, Any]) -> "IndexState":
        """The state with other values in some fields."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the ledger holds."""

    documents: int
    chunks: int
    scopes: dict[str, int]  # scope to its documents


class Ledger:
    """One ledger. Thread-safe; every method is one transaction and raises `StoreError` where it cannot be done.

    Attributes:
        database: Where the tables are; those of others may live there too.
        turns: The conversations.
        facts: The meeting records.
        corrections: What people put right in them.
    """

    def __init__(self, url: str, *, busy_timeout: float = BUSY_TIMEOUT) -> None:
        """Open the ledger at an SQLAlchemy URL; its tables are created or migrated."""
        self.database = Database(url, busy_timeout=busy_timeout)
        self.turns = Turns(self.database)
        self.facts = Facts(self.database)
        self.corrections = Corrections(self.database)

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    # Documents

    def known(self, scope: str) -> dict[str, Known]:
        """The stored sources of a scope."""
        columns = [documents.c[name] for name in ("source", "id", "content_hash", "splitter", "date", "extraction")]
        with self.database.read() as connection:
            rows = connection.execute(select(*columns).where(documents.c.scope == scope))
            return {source: Known(*rest) for source, *rest in rows}

    def scopes(self) -> list[str]:
        """The scopes that documents have been stored in, in alphabetical order."""
        with self.database.read() as connection:
            return list(connection.scalars(select(scopes.c.name).order_by(scopes.c.name)))

    def documents(
        self, scopes: Collection[str] | None = None, *, name: str | None = None, source: str | None = None
    ) -> list[Document]:
        """The documents of the given scopes, or all, of this name or source where one is given, by scope, name and source."""
        query = select(*DOCUMENT_COLUMNS).order_by(documents.c.scope, documents.c.name, documents.c.source)
        if scopes is not None:
            query = query.where(documents.c.scope.in_(list(scopes)))
        if name is not None:
            query = query.where(documents.c.name == name)
        if source is not None:
            query = query.where(documents.c.source == source)
        with self.database.read() as connection:
            return [to_document(row) for row in connection.execute(query)]

    def document(self, document_id: str) -> Document | None:
        """The document with this id."""
        with self.database.read() as connection:
            row = connection.execute(select(*DOCUMENT_COLUMNS).where(documents.c.id == document_id)).one_or_none()
        return None if row is None else to_document(row)

    def at(self, scope: str, source: str) -> Document | None:
        """The document from a source in a scope."""
        query = select(*DOCUMENT_COLUMNS).where(documents.c.scope == scope, documents.c.source == source)
        with self.database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else to_document(row)

    def stored(self, document_id: str) -> StoredDocument | None:
        """A document with all that belongs to it but its corrections."""
        with self.database.read() as connection:
            row = connection.execute(select(documents).where(documents.c.id == document_id)).one_or_none()
            if row is None:
                return None
            query = select(chunks).where(chunks.c.document_id == document_id).order_by(chunks.c.ordinal)
            held = tuple(
                StoredChunk(
                    to_chunk(one, row.text[one.start : one.end]),
                    one.text_hash,
                    one.embedder,
                    to_embedding(one.embedding),
                )
                for one in connection.execute(query)
            )
        extracted = self.facts.extracted([document_id]).get(document_id)
        return StoredDocument(to_document(row), row.text, row.size, row.splitter, row.indexed_at, held, extracted)

    def text(self, document_id: str) -> str | None:
        """A document's whole text."""
        with self.database.read() as connection:
            return connection.scalar(select(documents.c.text).where(documents.c.id == document_id))

    def chunks(self, document_id: str) -> list[Chunk]:
        """A document's chunks in their order."""
        with self.database.read() as connection:
            text = connection.scalar(select(documents.c.text).where(documents.c.id == document_id))
            query = select(*CHUNK_COLUMNS).where(chunks.c.document_id == document_id).order_by(chunks.c.ordinal)
            return [to_chunk(row, (text or "")[row.start : row.end]) for row in connection.execute(query)]

    def found(self, chunk_ids: Iterable[str], within: Within) -> dict[str, tuple[Chunk, Document]]:
        """The chunks among `chunk_ids` that are inside `within`, with their documents, by chunk id.

        Everything an index returns must pass here: ids that the ledger does not know, or that are outside, are left out.
        """
        if within.empty:
            return {}
        part = func.substr(documents.c.text, chunks.c.start + 1, chunks.c.end - chunks.c.start)
        columns = [*(c.label(f"of_{c.name}") for c in DOCUMENT_COLUMNS), *CHUNK_COLUMNS, part.label("part")]
        query = select(*columns).join(documents, documents.c.id == chunks.c.document_id)
        # Joined with "", so that no planner walks all documents of a scope: the few chunks must be looked up first.
        query = query.where((documents.c.scope + "").in_(within.scopes))
        if within.document_ids is not None:
            query = query.where(documents.c.id.in_(within.document_ids))
        if within.date_from is not None:
            query = query.where(documents.c.date >= within.date_from)
        if within.date_to is not None:
            query = query.where(documents.c.date <= within.date_to)
        result = {}
        with self.database.read() as connection:
            for ids in _batches(list(dict.fromkeys(chunk_ids))):
                for row in connection.execute(query.where(chunks.c.id.in_(ids))):
                    result[row.id] = (to_chunk(row, row.part), to_document(_Prefixed(row)))
        return result

    def stored_chunks(self, document_ids: Sequence[str]) -> dict[str, dict[str, StoredChunk]]:
        """The chunks of some documents with their embeddings, by document and chunk id; their texts are left empty."""
        result: dict[str, dict[str, StoredChunk]] = {document_id: {} for document_id in document_ids}
        with self.database.read() as connection:
            for ids in _batches(document_ids):
                for row in connection.execute(select(chunks).where(chunks.c.document_id.in_(ids))):
                    result[row.document_id][row.id] = StoredChunk(
                        to_chunk(row, ""), row.text_hash, row.embedder, to_embedding(row.embedding)
                    )
        return result

    def write(
        self,
        batch: Sequence[StoredDocument],
        *,
        corrections: Mapping[str, Corrected | None] | None = None,
        instead_of: Sequence[str] = (),
    ) -> None:
        """Store documents over those with the same ids, all of the batch or none of it.

        Args:
            batch: The documents.
            corrections: Which corrections some of them have from now on; None: none more. Others keep theirs.
            instead_of: Ids of documents that go.
        """
        with self.database.write() as connection:
            ids = [*(stored.document.id for stored in batch), *instead_of]
            self._add_scopes(connection, batch)
            for part in _batches(ids):
                connection.execute(delete(documents).where(documents.c.id.in_(part)))  # all that is theirs goes too
            if batch:
                connection.execute(insert(documents), [_document_row(stored) for stored in batch])
            rows = [_chunk_row(chunk) for stored in batch for chunk in stored.chunks]
            if rows:
                connection.execute(insert(chunks), rows)
            insert_records(connection, [(one.document, one.extracted) for one in batch if one.extracted is not None])
            drop_corrections(connection, instead_of)
            keep_corrections(connection, corrections or {})
        self.facts.changed()

    def write_records(
        self,
        extracted: Sequence[tuple[Document, Extracted]],
        *,
        pending: Sequence[str] = (),
        corrections: Mapping[str, Corrected | None] | None = None,
    ) -> None:
        """Replace the records of stored documents, their titles and their days, all or none.

        Args:
            extracted: The documents with their new records.
            pending: Ids of those whose title or day the derived indexes do not hold yet.
            corrections: Which corrections some of them have from now on. Others keep theirs.
        """
        with self.database.write() as connection:
            replace_records(connection, extracted)
            keep_corrections(connection, corrections or {})
            for ids in _batches(pending):
                connection.execute(update(documents).where(documents.c.id.in_(ids)).values(pending=True))
        self.facts.changed()

    def remove(self, document_ids: Sequence[str]) -> dict[str, list[str]]:
        """Remove documents with all that belongs to them; returns the ids of the chunks that went, by document."""
        gone: dict[str, list[str]] = {}
        with self.database.write() as connection:
            for part in _batches(document_ids):
                known = connection.scalars(select(documents.c.id).where(documents.c.id.in_(part)))
                gone |= {document_id: [] for document_id in known}
                query = select(chunks.c.document_id, chunks.c.id).where(chunks.c.document_id.in_(part))
                for document_id, chunk_id in connection.execute(query):
                    gone[document_id].append(chunk_id)
                connection.execute(delete(documents).where(documents.c.id.in_(part)))
            drop_corrections(connection, document_ids)
        self.facts.changed()
        return gone

    def counts(self) -> Counts:
        """How many documents and chunks there are."""
        with self.database.read() as connection:
            by_scope = connection.execute(select(documents.c.scope, func.count()).group_by(documents.c.scope)).all()
            total = connection.scalar(select(func.count()).select_from(chunks)) or 0
        return Counts(sum(n for _, n in by_scope), total, {row[0]: row[1] for row in by_scope})

    # What the derived indexes are made from

    def chunk_scopes(self) -> dict[str, str]:
        """Every chunk id with its scope: what the derived indexes must hold, no more and no less."""
        query = select(chunks.c.id, documents.c.scope).join(documents, documents.c.id == chunks.c.document_id)
        with self.database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def pending_chunks(self) -> set[str]:
        """Chunks of documents that were written since the derived indexes were last known to have everything."""
        query = select(chunks.c.id).join(documents, documents.c.id == chunks.c.document_id)
        with self.database.read() as connection:
            return set(connection.scalars(query.where(documents.c.pending)))

    def settle(self, document_ids: Sequence[str] | None = None) -> None:
        """Note that the derived indexes durably hold these documents, or all."""
        with self.database.write() as connection:
            change = update(documents).where(documents.c.pending).values(pending=False)
            if document_ids is None:
                connection.execute(change)
            else:
                for ids in _batches(document_ids):
                    connection.execute(change.where(documents.c.id.in_(ids)))

    def outdated(self, embedder: str, splitter: str) -> list[str]:
        """Ids of the documents that another splitter cut or another embedder embedded."""
        foreign = select(chunks.c.document_id).where(chunks.c.embedder != embedder)
        query = select(documents.c.id).where(or_(documents.c.splitter != splitter, documents.c.id.in_(foreign)))
        with self.database.read() as connection:
            return list(connection.scalars(query.order_by(documents.c.id)))

    def unextracted(self, version: str) -> list[str]:
        """Ids of the documents that have no record, or one of another version."""
        query = select(documents.c.id).where(documents.c.extraction != version).order_by(documents.c.id)
        with self.database.read() as connection:
            return list(connection.scalars(query))

    def contents(self, document_ids: Sequence[str]) -> list[tuple[Document, str, int]]:
        """Documents with their texts and the sizes of their sources."""
        with self.database.read() as connection:
            result = []
            for ids in _batches(document_ids):
                for row in connection.execute(select(documents).where(documents.c.id.in_(ids))):
                    result.append((to_document(row), row.text, row.size))
        return result

    def entries(self, *, chunk_ids: Collection[str] | None = None, size: int = 1000) -> Iterator[list[Entry]]:
        """Everything that the derived indexes take, or the given chunks of it, in lists of about `size`.

        Each list is read in a transaction of its own, document by document, so that nothing is locked in between.
        """
        with self.database.read() as connection:
            query = select(chunks.c.document_id, func.count()).group_by(chunks.c.document_id)
            if chunk_ids is None:
                counted = [(document_id, n) for document_id, n in connection.execute(query)]
            else:
                counted = []
                for ids in _batches(list(chunk_ids)):
                    counted += [(d, n) for d, n in connection.execute(query.where(chunks.c.id.in_(ids)))]
        wanted: list[str] = []
        pending = 0
        for document_id, count in dict(counted).items():
            wanted.append(document_id)
            pending += count
            if pending >= size:
                yield self._entries(wanted, chunk_ids)
                wanted, pending = [], 0
        if wanted:
            yield self._entries(wanted, chunk_ids)

    def _entries(self, document_ids: Sequence[str], chunk_ids: Collection[str] | None) -> list[Entry]:
        result = []
        with self.database.read() as connection:
            for part in _batches(document_ids):
                rows = connection.execute(select(documents).where(documents.c.id.in_(part)))
                sources = {row.id: row for row in rows}
                for row in connection.execute(select(chunks).where(chunks.c.document_id.in_(part))):
                    if chunk_ids is None or row.id in chunk_ids:
                        result.append(_entry(row, sources[row.document_id]))
        return result

    # The state of the indexes

    def state(self) -> IndexState:
        """The state of the derived indexes; a new ledger gets its first one."""
        with self.database.read() as connection:
            row = connection.execute(select(index_state)).one_or_none()
        if row is not None:
            _, *rest = row
            return IndexState(*rest)
        first = IndexState(secrets.token_hex(4), False, None, None, 0, 0, "", {}, "", False)
        with self.database.write() as connection:
            connection.execute(insert(index_state).values(id=1, **_fields(first)))
        return first

    def set_state(self, **changes: Any) -> None:
        """Change fields of the state, durably."""
        with self.database.write() as connection:
            connection.execute(update(index_state).values(**changes))

    @staticmethod
    def _add_scopes(connection: Connection, batch: Sequence[StoredDocument]) -> None:
        needed: dict[str, datetime] = {stored.document.scope: stored.indexed_at for stored in batch}
        known = set(connection.scalars(select(scopes.c.name).where(scopes.c.name.in_(list(needed)))))
        for name, now in needed.items():
            if name not in known:
                connection.execute(insert(scopes).values(name=name, created_at=now))


class _Prefixed:
    """A row of a join, seen as its document."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, f"of_{name}")


def _fields(state: IndexState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in IndexState.__slots__}


def _document_row(stored: StoredDocument) -> dict[str, Any]:
    document = stored.document
    return {
        "id": document.id,
        "scope": document.scope,
        "source": document.source,
        "name": document.name,
        "title": document.title,
        "format": document.format,
        "content_hash": document.content_hash,
        "size": stored.size,
        "date": document.date,
        "indexed_at": stored.indexed_at,
        "splitter": stored.splitter,
        "extraction": stored.extracted.version if stored.extracted else "",
        "pending": True,
        "text": stored.text,
    }


def _chunk_row(stored: StoredChunk) -> dict[str, Any]:
    chunk = stored.chunk
    return {
        "id": chunk.id,
        "document_id": chunk.document_id,
        "ordinal": chunk.ordinal,
        "start": chunk.start,
        "end": chunk.end,
        "headings": list(chunk.headings),
        "text_hash": stored.text_hash,
        "tokens": chunk.tokens,
        "embedder": stored.embedder,
        "embedding": stored.embedding.astype(EMBEDDING, copy=False).tobytes(),
    }


def _entry(row: Any, document: Any) -> Entry:
    return Entry(
        chunk_id=row.id,
        document_id=row.document_id,
        scope=document.scope,
        date=document.date,
        title=document.title,
        headings=tuple(row.headings),
        text=document.text[row.start : row.end],
        embedding=to_embedding(row.embedding),
    )


def _batches(items: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _MANY):
        yield list(items[start : start + _MANY])
