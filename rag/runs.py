"""Runs of indexing: one at a time, each a generator of events that can be stopped from another thread."""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from time import monotonic

from rag.composing import Parts
from rag.errors import DocumentError
from rag.events import FileOutcome, IndexEvent, IndexProgress, IndexSummary, Tally
from rag.store.ledger import Ledger
from rag.upkeep import Upkeep

_UNKNOWN = "Không có tài liệu nào mang mã này."


class Runs:
    """The runs of one library.

    Attributes:
        changing: Held while the store is being changed, from any thread.
    """

    def __init__(self, ledger: Ledger, parts: Parts, upkeep: Upkeep) -> None:
        self._ledger = ledger
        self._parts = parts
        self._upkeep = upkeep
        self.changing = threading.Lock()
        self._running: Generator[IndexEvent] | None = None
        self._cancelled = threading.Event()

    def index(self, sources: Sequence[str], scope: str, prune: bool) -> Iterator[IndexEvent]:
        """As `Library.index`."""
        return self._exclusively(lambda: self._index(sources, scope, prune))

    def again(self, document_id: str) -> Iterator[IndexEvent]:
        """As `Library.reindex` of one document."""
        return self._exclusively(lambda: self._again(document_id))

    def refresh(self) -> Iterator[IndexEvent]:
        """As `Library.reindex`."""
        return self._exclusively(self._refresh)

    def rebuild(self) -> Iterator[IndexEvent]:
        """As `Library.reindex` with `rebuild`."""
        return self._exclusively(self._rebuild)

    def cancel(self) -> bool:
        """Stop the run that goes on at its next event; whether there was one."""
        running = self._running is not None
        if running:
            self._cancelled.set()
        return running

    def end(self) -> None:
        """End a run that nobody goes on consuming."""
        if (running := self._running) is not None:
            with suppress(ValueError):  # it is being consumed in another thread just now, and waited for
                running.close()

    def _exclusively(self, work: Callable[[], Generator[IndexEvent]]) -> Iterator[IndexEvent]:
        def events() -> Generator[IndexEvent]:
            with self.changing:
                self._cancelled.clear()
                self._running = generator
                self._parts.begin_run()
                try:
                    yield from self._until_cancelled(work())
                finally:
                    self._running = None
                    self._parts.end_run()

        generator = events()
        return generator

    def _until_cancelled(self, events: Generator[IndexEvent]) -> Iterator[IndexEvent]:
        started = monotonic()
        tally = Tally()
        for event in events:
            if isinstance(event, FileOutcome):
                tally.add(event)
            yield event
            if self._cancelled.is_set() and not isinstance(event, IndexSummary):
                events.close()
                yield tally.summary(monotonic() - started, cancelled=True)
                return

    def _index(self, sources: Sequence[str], scope: str, prune: bool) -> Generator[IndexEvent]:
        self._upkeep.make_ready()
        yield from self._parts.indexer().run(sources, scope=scope, prune=prune)

    def _again(self, document_id: str) -> Generator[IndexEvent]:
        document = self._ledger.document(document_id)
        if document is None:
            raise DocumentError(document_id, _UNKNOWN)
        yield from self._index([document.source], document.scope, prune=False)

    def _refresh(self) -> Generator[IndexEvent]:
        self._upkeep.demand_usable()
        started = monotonic()
        yield IndexProgress(0, 1, "", "verify")
        self._upkeep.recover()
        yield from self._parts.indexer().extract()
        sources: dict[str, list[str]] = {}
        for document in self._ledger.documents():
            sources.setdefault(document.scope, []).append(document.source)
        tally = Tally()
        for scope, named in sources.items():
            for event in self._parts.indexer().run(named, scope=scope):
                if isinstance(event, FileOutcome):
                    tally.add(event)
                if not isinstance(event, IndexSummary):
                    yield event
        yield tally.summary(monotonic() - started)

    def _rebuild(self) -> Generator[IndexEvent]:
        started = monotonic()
        embedder = self._parts.embedder()
        self._parts.place.demand_server()
        fingerprint = embedder.fingerprint
        indexer = self._parts.indexer()
        yield from indexer.refresh(begin=lambda: self._upkeep.note_rebuild(fingerprint))
        self._upkeep.note_rebuild(fingerprint)
        yield from indexer.extract(to_be_rebuilt=True)
        counts = self._ledger.counts()
        for done in self._parts.indexes().rebuild(fingerprint, embedder.dimension):
            yield IndexProgress(done, counts.chunks, "", "write")
        yield IndexSummary(0, 0, counts.documents, 0, (), monotonic() - started)
