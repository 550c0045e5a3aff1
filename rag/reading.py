"""From sources to documents cut into chunks: paths and URLs enter, drafts leave. Stores nothing."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from rag.errors import DocumentError
from rag.sources import is_url
from rag.split import Piece
from rag.store.entry import searched_text
from rag.store.rows import Known, chunk_id, document_id
from rag.types import Chunk, Document, Loaded

_READERS = 2  # threads that wait for the loader's children
_AHEAD = 64  # documents read before they are needed


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
        document_date: The day that a title and a text are about.
    """

    loader: Loads
    suffixes: frozenset[str]
    content_hash: Callable[[Path], str]
    split: Callable[[str, str], Sequence[Piece]]
    splitter: str
    document_date: Callable[[str, str], date | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that was read and cut, and is not yet embedded."""

    document: Document
    text: str
    size: int  # bytes of the source
    chunks: tuple[Chunk, ...]
    searched: tuple[str, ...]  # what each chunk is embedded from


def read(
    sources: Sequence[str], known: Mapping[str, Known], reading: Reading
) -> Iterator[tuple[str, Loaded | DocumentError | None]]:
    """Each source with its content, why it cannot be read, or None where it is stored as it is. Reads ahead."""

    def load(source: str) -> Loaded | DocumentError | None:
        try:
            return _load(source, known.get(source), reading)
        except DocumentError as error:
            return error

    pending: deque[tuple[str, Future[Loaded | DocumentError | None]]] = deque()
    pool = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
    try:
        for source in sources:
            pending.append((source, pool.submit(load, source)))
            if len(pending) >= _AHEAD:
                first, future = pending.popleft()
                yield first, future.result()
        for source, future in pending:
            yield source, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


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


def draft(source: str, scope: str, loaded: Loaded, reading: Reading) -> Draft:
    """Cut what was loaded into chunks, each with an id that outlives changes elsewhere in the document."""
    # NUL is no character of a text, and databases refuse or cut at it.
    text, title = loaded.text.replace("\0", "\ufffd"), loaded.title.replace("\0", "\ufffd")
    document = Document(
        id=document_id(scope, source),
        scope=scope,
        source=source,
        name=loaded.name,
        title=title,
        format=loaded.format,
        content_hash=loaded.content_hash,
        date=reading.document_date(title, text),
    )
    return cut(document, text, loaded.size, reading)


def cut(document: Document, text: str, size: int, reading: Reading) -> Draft:
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
    return Draft(document, text, size, tuple(chunks), searched)
