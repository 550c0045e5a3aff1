"""From sources to documents with their facts, cut into chunks: paths and URLs enter, drafts leave. Stores nothing."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Protocol, TypeVar

from rag.errors import DocumentError
from rag.record import MeetingRecord
from rag.sources import is_url
from rag.split import Piece
from rag.store.corrections import Corrected
from rag.store.entry import searched_text
from rag.store.raised import raised
from rag.store.rows import Extracted, Known, chunk_id, document_id
from rag.types import Chunk, Document, Loaded

_AHEAD = 64  # documents read before they are needed

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class Loads(Protocol):
    """What reads a source; `rag.load.Loader` is one. Thread-safe."""

    def load(self, source: str) -> Loaded:
        """The document at `source`. Raises `DocumentError` with the reason where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources become documents.

    Attributes:
        loader: Reads a source; called from several threads.
        suffixes: Of the files to take from a folder, lower case, with the dot.
        content_hash: Of a file, without parsing it; equals `Loaded.content_hash`.
        split: Cuts a text of a format into pieces that cover it.
        splitter: Fingerprint of `split`: documents cut by another are cut again.
        extract: The facts in a title and a text, and the day they are about; called from several threads.
        extraction: Version of `extract`: records of another are made again.
        readers: Threads that load and extract.
    """

    loader: Loads
    suffixes: frozenset[str]
    content_hash: Callable[[Path], str]
    split: Callable[[str, str], Sequence[Piece]]
    splitter: str
    extract: Callable[[str, str], tuple[Extracted, date | None]]
    extraction: str
    readers: int = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that was read and cut, and is not yet embedded."""

    document: Document
    text: str
    size: int  # bytes of the source
    chunks: tuple[Chunk, ...]
    searched: tuple[str, ...]  # what each chunk is embedded from
    extracted: Extracted | None
    corrected: Corrected | None = None  # what people put right in it, where that still holds


@dataclass(frozen=True, slots=True)
class Read:
    """What was loaded, its facts and its day."""

    loaded: Loaded
    extracted: Extracted
    day: date | None


class Readers:
    """Threads that load and extract, a context manager.

    Whoever stops early waits for none of them, nor does the end of the program: one may be at a document for long.
    """

    def __init__(self, count: int) -> None:
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._stopped = False
        self._threads = [threading.Thread(target=self._run, name=f"read-{n}", daemon=True) for n in range(count)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped = True
        for _ in self._threads:
            self._tasks.put(None)

    def submit(self, work: Callable[[], _T]) -> Future[_T]:
        """Have something done in one of the threads."""
        future: Future[_T] = Future()

        def task() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

        self._tasks.put(task)
        return future

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            if not self._stopped:
                task()


def read(
    sources: Sequence[str], known: Mapping[str, Known], reading: Reading
) -> Iterator[tuple[str, Read | DocumentError | None]]:
    """Each source with its content and facts, why it cannot be read, or None where it is stored as it is. Reads ahead."""

    def load(source: str) -> Read | DocumentError | None:
        try:
            loaded = _load(source, known.get(source), reading)
        except DocumentError as error:
            return error
        if loaded is None:
            return None
        # NUL is no character of a text, and databases refuse or cut at it.
        text, title = loaded.text.replace("\0", "\ufffd"), loaded.title.replace("\0", "\ufffd")
        return Read(replace(loaded, text=text, title=title), *extract(title, text, reading))

    pending: deque[tuple[str, Future[Read | DocumentError | None]]] = deque()
    with Readers(reading.readers) as readers:
        for source in sources:
            pending.append((source, readers.submit(partial(load, source))))
            if len(pending) >= _AHEAD:
                first, future = pending.popleft()
                yield first, future.result()
        for source, future in pending:
            yield source, future.result()


def _load(source: str, known: Known | None, reading: Reading) -> Loaded | None:
    current = known is not None and known.splitter == reading.splitter
    if known is not None and current and not is_url(source):
        try:
            if reading.content_hash(Path(source)) == known.content_hash:
                return None
        except OSError:
            pass  # the loader says why it cannot be read
    loaded = reading.loader.load(source)
    if known is not None and current and loaded.content_hash == known.content_hash:
        return None
    return loaded


def extract(title: str, text: str, reading: Reading) -> tuple[Extracted, date | None]:
    """The facts of a document and its day. A record with nothing but the title where extracting fails unexpectedly."""
    try:
        return reading.extract(title, text)
    except Exception as error:  # one document must not stop a run, and which one fails how is not foreseen
        _log.error("no facts were extracted: %s", raised(error))
        return Extracted(MeetingRecord(title), reading.extraction), None


def draft(source: str, scope: str, read: Read, reading: Reading) -> Draft:
    """Cut what was read into chunks, each with an id that outlives changes elsewhere in the document."""
    loaded = read.loaded
    document = Document(
        id=document_id(scope, source),
        scope=scope,
        source=source,
        name=loaded.name,
        title=loaded.title,
        format=loaded.format,
        content_hash=loaded.content_hash,
        date=read.day,
    )
    return cut(document, loaded.text, loaded.size, read.extracted, reading)


def cut(document: Document, text: str, size: int, extracted: Extracted | None, reading: Reading) -> Draft:
    """Cut a document's text into chunks."""
    occurrences: dict[str, int] = {}
    chunks = []
    for ordinal, piece in enumerate(reading.split(text, document.format)):
        part = text[piece.start : piece.end]
        occurrence = occurrences.get(part, 0)
        occurrences[part] = occurrence + 1
        identity = chunk_id(document.id, part, occurrence)
        chunks.append(Chunk(identity, document.id, ordinal, piece.start, piece.end, piece.headings, part, piece.tokens))
    searched = tuple(searched_text(document.title, chunk.headings, chunk.text) for chunk in chunks)
    return Draft(document, text, size, tuple(chunks), searched, extracted)
