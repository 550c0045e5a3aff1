"""The indexing flow: sources enter, the ledger and the two derived indexes hold them, events leave while it happens.

What stands in the ledger is stored for good, batch by batch; a writer thread brings the derived indexes up to it while
the next batch is read, cut and embedded. A run that is cut short leaves the ledger right and is taken up by the next.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Literal

from rag.corrections import applied, carried
from rag.embed import Embedder
from rag.errors import DocumentError
from rag.events import FileOutcome, IndexEvent, IndexProgress, Tally
from rag.reading import Draft, Read, Readers, Reading, cut, draft, extract, read
from rag.sources import expand, vanished
from rag.store.entry import Entry
from rag.store.indexes import Change, Indexes
from rag.store.ledger import Ledger
from rag.store.rows import Extracted, Known, StoredChunk, StoredDocument, text_hash
from rag.store.writer import Writer
from rag.types import Document

_BATCH_DOCUMENTS = 128
_BATCH_CHUNKS = 1000


class Indexer:
    """Brings the store up to date with sources. One run at a time."""

    def __init__(
        self,
        ledger: Ledger,
        indexes: Indexes,
        embedder: Embedder,
        reading: Reading,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._indexes = indexes
        self._embedder = embedder
        self._reading = reading
        self._clock = clock

    def run(self, named: Sequence[str], *, scope: str, prune: bool = False) -> Iterator[IndexEvent]:
        """Index what is named into a scope; a source whose content is stored already is not parsed again.

        Closing the generator stops early; everything that was reported is stored.

        Args:
            named: Paths of files and folders, and URLs.
            scope: Where the documents belong.
            prune: Also remove the scope's documents below the named folders whose files are gone.

        Raises:
            StoreError: when the store cannot be written. What was reported before stands in the ledger.
            ModelError: when embedding fails. What was reported before is stored.
        """
        started = monotonic()
        tally = Tally()
        listing = expand(named, self._reading.suffixes)
        for error in listing.failed:
            yield tally.fail(error)
        known = self._ledger.known(scope)
        with Writer(self._indexes) as writer:
            if prune:
                for source in [source for source in known if vanished(source, listing.folders)]:
                    yield tally.add(self._take_out(known.pop(source), source, writer))
            batch: list[Draft] = []
            outdated: list[str] = []  # unchanged sources whose facts another extractor has drawn
            total = len(listing.sources)
            for done, (source, found) in enumerate(read(listing.sources, known, self._reading), start=1):
                yield IndexProgress(done, total, source, "read")
                if isinstance(found, DocumentError):
                    yield tally.fail(found)
                elif found is not None:
                    batch.append(self._draft(source, scope, found, known))
                elif known[source].extraction == self._reading.extraction:
                    yield tally.add(FileOutcome(source, "unchanged", None, 0))
                else:
                    outdated.append(source)
                if len(batch) >= _BATCH_DOCUMENTS or sum(len(one.chunks) for one in batch) >= _BATCH_CHUNKS:
                    for outcome in self._store(batch, known, writer):
                        yield tally.add(outcome)
                    batch = []
            for outcome in self._store(batch, known, writer):
                yield tally.add(outcome)
            for start in range(0, len(outdated), _BATCH_DOCUMENTS):
                part = outdated[start : start + _BATCH_DOCUMENTS]
                self._extract([known[source].document_id for source in part], writer)
                for source in part:
                    yield tally.add(FileOutcome(source, "unchanged", None, 0))
        yield tally.summary(monotonic() - started)

    def extract(self, *, to_be_rebuilt: bool = False) -> Iterator[IndexProgress]:
        """Draw the facts again, from the ledger's texts, of documents whose facts another extractor has drawn.

        Neither sources nor embeddings are touched. Taken up again where it was cut short.

        Args:
            to_be_rebuilt: The indexes are made anew afterwards, and left as they are.

        Raises:
            StoreError: when the store cannot be written.
        """
        outdated = self._ledger.unextracted(self._reading.extraction)
        with nullcontext() if to_be_rebuilt else Writer(self._indexes) as writer:
            for start in range(0, len(outdated), _BATCH_DOCUMENTS):
                ids = outdated[start : start + _BATCH_DOCUMENTS]
                self._extract(ids, writer)
                yield IndexProgress(start + len(ids), len(outdated), "", "read")

    def refresh(self, *, begin: Callable[[], None]) -> Iterator[IndexProgress]:
        """Cut and embed again, from the ledger's texts, what another splitter or embedder has made.

        Only the ledger changes: the indexes are to be rebuilt afterwards. Taken up again where it was cut short.

        Args:
            begin: Called before each change, so that nothing is noted where embedding fails at once.

        Raises:
            StoreError: when the ledger cannot be written.
            ModelError: when embedding fails.
        """
        outdated = self._ledger.outdated(self._embedder.fingerprint, self._reading.splitter)
        for start in range(0, len(outdated), _BATCH_DOCUMENTS):
            ids = outdated[start : start + _BATCH_DOCUMENTS]
            drawn = self._ledger.facts.extracted(ids)
            batch = [
                cut(document, text, size, drawn.get(document.id), self._reading)
                for document, text, size in self._ledger.contents(ids)
            ]
            _, stored = self._embed(batch, self._ledger.stored_chunks(ids))
            begin()
            self._ledger.write(stored)
            yield IndexProgress(start + len(ids), len(outdated), "", "embed")

    def remove(self, document: Document) -> FileOutcome:
        """Take one document out of the store."""
        with Writer(self._indexes) as writer:
            return self._take_out(Known(document.id, document.content_hash, "", document.date), document.source, writer)

    def _take_out(self, known: Known, source: str, writer: Writer) -> FileOutcome:
        document = self._ledger.document(known.document_id)
        writer.begin()
        gone = self._ledger.remove([known.document_id]).get(known.document_id, [])
        if document is not None:
            writer.put(Change(gone={document.scope: gone}))
        return FileOutcome(source, "removed", document, len(gone))

    def _store(self, batch: Sequence[Draft], known: Mapping[str, Known], writer: Writer) -> Iterator[FileOutcome]:
        """Embed what is new, commit the batch to the ledger, hand it to the writer, then report it."""
        if not batch:
            return
        stood = [one.document.id for one in batch if one.document.source in known]
        former = self._ledger.stored_chunks(stood)
        lost = {
            identity: one.changes
            for identity, one in self._ledger.corrections.of(stood).items()
            if all(text_hash(new.text) != one.text_hash for new in batch if new.document.id == identity)
        }
        kept, stored = self._embed(batch, former)
        writer.begin()
        corrections = {one.document.id: one.corrected for one in batch if one.corrected is not None}
        self._ledger.write(stored, corrections={**corrections, **dict.fromkeys(lost)})
        entries: list[Entry] = []
        gone: dict[str, list[str]] = {}
        for one in stored:
            document, before = one.document, known.get(one.document.source)
            left = former.get(document.id, {}).keys() - {chunk.chunk.id for chunk in one.chunks}
            gone.setdefault(document.scope, []).extend(left)
            same_day = before is not None and before.date == document.date  # the indexes hold the day with each chunk
            entries += [_entry(document, c) for c in one.chunks if not (same_day and c.chunk.id in kept)]
        writer.put(Change(entries, gone, [one.document.id for one in stored]))
        for one in stored:
            state: Literal["added", "updated"] = "updated" if one.document.source in known else "added"
            yield FileOutcome(
                one.document.source, state, one.document, len(one.chunks), lost=lost.get(one.document.id, ())
            )

    def _draft(self, source: str, scope: str, found: Read, known: Mapping[str, Known]) -> Draft:
        """What was read, cut into chunks; what people put right in the same text holds on."""
        new = draft(source, scope, found, self._reading)
        if source not in known or new.extracted is None:
            return new
        base = self._ledger.corrections.of([new.document.id]).get(new.document.id)
        if base is None or base.text_hash != text_hash(new.text):
            return new
        read = replace(base, title=new.document.title, date=new.document.date)
        base = carried(read, new.extracted.record)
        title, day, record = applied(base, new.text)
        document = replace(new.document, title=title, date=day)
        again = cut(document, new.text, new.size, replace(new.extracted, record=record), self._reading)
        return replace(again, corrected=base)

    def _extract(self, ids: Sequence[str], writer: Writer | None) -> None:
        """Draw the facts of stored documents anew; the indexes hold a day with each chunk and are told where it moves."""
        contents = self._ledger.contents(ids)
        with Readers(self._reading.readers) as readers:
            futures = [readers.submit(partial(extract, one.title, text, self._reading)) for one, text, _ in contents]
            drawn = [future.result() for future in futures]
        corrections = self._ledger.corrections.of(ids)
        dated: list[tuple[Document, Extracted]] = []
        for (document, text, _), (found, day) in zip(contents, drawn, strict=True):
            if (base := corrections.get(document.id)) is not None:
                base = corrections[document.id] = carried(replace(base, date=day), found.record)
                _, day, record = applied(base, text)
                found = replace(found, record=record)
            dated.append((replace(document, date=day), found))
        moved = [new.id for (new, _), (old, *_) in zip(dated, contents, strict=True) if new.date != old.date]
        if moved and writer is not None:
            writer.begin()
        self._ledger.write_records(dated, pending=moved, corrections=corrections)
        if moved and writer is not None:
            chunk_ids = {chunk_id for held in self._ledger.stored_chunks(moved).values() for chunk_id in held}
            entries = [entry for part in self._ledger.entries(chunk_ids=chunk_ids) for entry in part]
            writer.put(Change(entries, settled=moved))

    def _embed(
        self, batch: Sequence[Draft], former: Mapping[str, Mapping[str, StoredChunk]]
    ) -> tuple[set[str], list[StoredDocument]]:
        """The batch with embeddings, and the ids of the chunks that kept theirs."""
        fingerprint = self._embedder.fingerprint
        vectors = {}
        texts: dict[str, str] = {}
        hashes: dict[str, str] = {}
        for one in batch:
            old = former.get(one.document.id, {})
            for chunk, searched in zip(one.chunks, one.searched, strict=True):
                hashes[chunk.id] = text_hash(searched)
                before = old.get(chunk.id)
                if before is not None and before.embedder == fingerprint and before.text_hash == hashes[chunk.id]:
                    vectors[chunk.id] = before.embedding
                else:
                    texts[chunk.id] = searched
        kept = set(vectors)
        if texts:
            vectors |= dict(zip(texts, self._embedder.embed_documents(list(texts.values())), strict=True))
        now = self._clock()
        stored = []
        for one in batch:
            chunks = [StoredChunk(c, hashes[c.id], fingerprint, vectors[c.id]) for c in one.chunks]
            stored.append(
                StoredDocument(
                    one.document, one.text, one.size, self._reading.splitter, now, tuple(chunks), one.extracted
                )
            )
        return kept, stored


def _entry(document: Document, stored: StoredChunk) -> Entry:
    return Entry(
        chunk_id=stored.chunk.id,
        document_id=document.id,
        scope=document.scope,
        date=document.date,
        title=document.title,
        headings=stored.chunk.headings,
        text=stored.chunk.text,
        embedding=stored.embedding,
    )
