"""The composition root: settings enter, a library to index into and to ask leaves.

Everything costly is built when it is first needed, so that opening is quick.
"""

import platform
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import version
from itertools import count
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from rag.embed import Embedder, build_embedder
from rag.errors import DocumentError, StoreError
from rag.events import FileOutcome, IndexEvent, IndexProgress, IndexSummary, Tally
from rag.extract import RuleExtractor
from rag.extract.child import Children, written_on
from rag.extract.gate import tells_of_a_meeting
from rag.index import Indexer
from rag.language.dates import document_date
from rag.load import SUPPORTED_SUFFIXES, Loader, content_hash
from rag.reading import Reading
from rag.record import Meeting, MeetingRecord, Task
from rag.settings import RagSettings
from rag.split import split
from rag.store.entry import Within
from rag.store.facts import MeetingFilter, TaskFilter
from rag.store.indexes import Indexes, Place
from rag.store.ledger import Ledger
from rag.store.owner import Owner
from rag.store.rows import Extracted
from rag.store.vectors import UnreachableError, Vectors
from rag.store.verify import recover
from rag.store.words import SCHEMA_VERSION, Words
from rag.tokens import load_token_counter
from rag.types import DEFAULT_SCOPE, Chunk, Document, Passage, Query

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.retrieve import Retriever

_VERSIONS = ("giaoban", "chromadb", "tantivy", "sqlalchemy", "langchain", "openai")
_LEDGER = "ledger.db"
_SPLITTER = "structure-1"  # to be changed with the way of cutting, so that documents are cut again
_READERS = 2  # threads that load and extract
_ASKING = 4  # documents that a model is asked about at a time
_FEW = 20  # documents whose facts are sooner drawn here than in a child, which takes a while to start
_LONG = 60_000  # characters from which a text goes to a child all the same, where its time is bounded
_REBUILD = "Mô hình nhúng đã đổi so với chỉ mục đang có; hãy chạy `giaoban reindex --rebuild` rồi thử lại."

Health = Literal["empty", "sound", "unfinished", "rebuild", "unreachable"]


@dataclass(frozen=True, slots=True)
class Status:
    """What is where, and how it is."""

    data_dir: Path
    documents: int
    chunks: int
    meetings: int  # documents with a record
    tasks: int
    tasks_with_deadline: int
    scopes: dict[str, int]  # scope to its documents
    # unfinished: indexing goes on or was cut short; rebuild: the embedder has changed; unreachable: the Chroma server is
    health: Health
    embedder: str  # fingerprint of the embedder in use
    indexed_with: str | None  # fingerprint of the embedder that made the stored embeddings
    dimension: int | None
    sizes: dict[str, int]  # bytes on disk by part: ledger, vectors, words
    versions: dict[str, str]


class Library:
    """Documents that can be indexed and searched. Use it as a context manager.

    Thread-safe: searching goes on while one thread indexes; a second one that indexes waits for it.
    """

    def __init__(self, settings: RagSettings, owner: Owner, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        """For `open` only."""
        self._settings = settings
        self._owner = owner
        self._ledger = ledger
        self._clock = clock
        self._place = Place(settings.data_dir, settings.chroma_url)
        self._changing = threading.Lock()  # held while the store is being changed, from any thread
        self._running: Generator[IndexEvent] | None = None
        self._building = threading.RLock()  # held while a part is built
        self._embedder: Embedder | None = None
        self._indexes: Indexes | None = None
        self._loader: Loader | None = None
        self._children = Children(_READERS)
        self._retriever: Retriever | None = None
        self._retrieves_from: tuple[Vectors, Words] | None = None

    @classmethod
    def open(cls, settings: RagSettings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "Library":
        """Open the library in `settings.data_dir`, creating it where it is new.

        After an unclean stop, or where the vector index is to be elsewhere than before, the indexes are verified and
        mended, which takes from a second to minutes. A Chroma server that cannot be reached is no obstacle.

        Args:
            settings: Where everything is.
            clock: The time, aware.

        Raises:
            StoreError: when another process owns the data directory, or it cannot be used.
        """
        with ExitStack() as undo:
            owner = Owner(settings.data_dir, clock())
            undo.callback(owner.release)
            ledger = Ledger(_ledger_url(settings))
            undo.callback(ledger.close)
            library = cls(settings, owner, ledger, clock)
            with suppress(UnreachableError):  # what does not need the server works; what does says so
                library._recover_if_needed()
            library._place.tidy(ledger.state())
            undo.pop_all()
            return library

    def close(self) -> None:
        """Release files, children and the data directory. An indexing that nobody goes on consuming is ended."""
        if (running := self._running) is not None:
            with suppress(ValueError):  # it is being consumed in another thread just now, and waited for
                running.close()
        with self._changing, self._building:
            if self._loader is not None:
                self._loader.close()
            if self._indexes is not None:
                self._indexes.close()
            self._ledger.close()
            self._owner.release()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Changing

    def index(self, sources: Sequence[str], *, scope: str = DEFAULT_SCOPE, prune: bool = False) -> Iterator[IndexEvent]:
        """Index files, folders and URLs into a scope; the last event is the `IndexSummary`.

        Closing the generator stops early; what was reported is stored.

        Args:
            sources: Paths and URLs; a folder stands for the supported files below it.
            scope: Where the documents belong.
            prune: Also remove documents of the scope below the named folders whose files are gone.

        Raises:
            StoreError: when the store cannot be written, or was made with another embedding model.
            ModelError: when embedding fails.
        """
        return self._exclusively(lambda: self._index(sources, scope, prune))

    def reindex(self, *, rebuild: bool = False) -> Iterator[IndexEvent]:
        """Bring every stored document up to date with its source, and verify the indexes.

        Args:
            rebuild: Instead, make both indexes anew from the ledger, and the embeddings too where the embedding model
                or the way of cutting has changed. Sources are not read. The old indexes serve until the new ones are
                complete.

        Raises:
            StoreError: when the store cannot be written, or (without `rebuild`) was made with another embedding model.
            ModelError: when embedding fails.
        """
        return self._exclusively(self._rebuild if rebuild else self._refresh)

    def remove(self, document_id: str) -> bool:
        """Remove a document with everything that belongs to it; whether there was one."""
        with self._changing:
            document = self._ledger.document(document_id)
            if document is None:
                return False
            if self._needs_rebuild():
                self._ledger.remove([document_id])  # the rebuild that is due makes the indexes from the ledger
            else:
                self._place.demand_server()
                self._recover_if_needed()
                self._indexer().remove(document)
            return True

    # Reading

    def retrieve(self, query: Query) -> list[Passage]:
        """The passages that fit a query best, best first, each checked against the ledger's scopes.

        Raises:
            ScopeError: when the query names no scope.
            StoreError: when the indexes cannot be read, or were made with another embedding model.
            ModelError: when embedding the query fails.
        """
        Within(query.scopes)  # refuses a query without a scope even where there is nothing to find
        if self._ledger.state().embedder is None:
            return []
        self._demand_same_embedder()
        try:
            with self._open_indexes().gate.shared():
                return self._open_retriever().retrieve(query)
        finally:
            self._note_damage()

    def assistant(self) -> "Assistant":
        """The one who answers questions from this library, with the model where the settings name one."""
        from rag.answer.embedded import EmbeddedAnswerer
        from rag.assistant import Assistant, Mind
        from rag.understand.rules import RuleUnderstander

        rules = RuleUnderstander()
        embedded = Mind(rules, EmbeddedAnswerer(self.text, self.record, self))
        model = None
        if self._settings.model.available:
            from rag.answer.model import ModelAnswerer
            from rag.chat_model import ChatModel
            from rag.understand.model import ModelUnderstander

            chat = ChatModel(self._settings.model)
            model = Mind(ModelUnderstander(chat, rules), ModelAnswerer(chat))
        return Assistant(self.retrieve, embedded, model, passages=self._settings.passages)

    def documents(self, scopes: Sequence[str] | None = None) -> list[Document]:
        """The stored documents, of some scopes or all, by scope and name."""
        return self._ledger.documents(scopes)

    def document(self, document_id: str) -> Document | None:
        """The document with this id."""
        return self._ledger.document(document_id)

    def text(self, document_id: str) -> str:
        """A document's whole text.

        Raises:
            DocumentError: when there is no such document.
        """
        text = self._ledger.text(document_id)
        if text is None:
            raise DocumentError(document_id, "Không có tài liệu nào mang mã này.")
        return text

    def chunks(self, document_id: str) -> list[Chunk]:
        """A document's chunks in their order."""
        return self._ledger.chunks(document_id)

    def record(self, document_id: str) -> MeetingRecord | None:
        """A document's facts, None where there is no such document or none were extracted yet."""
        return self._ledger.facts.record(document_id)

    def meetings(
        self,
        scopes: Sequence[str] | None = None,
        *,
        chair: str | None = None,
        attendee: str | None = None,
        body: str | None = None,
        topic: str | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> list[Meeting]:
        """The meetings that fit everything that is given, newest first, undated ones last.

        Names fit without regard to case, and where they are asked for without diacritics, to these. A given name fits
        whoever has it, and some words of a body's name fit the body.

        Args:
            scopes: Where to look; None: everywhere.
            chair: Who chaired it or one of its venues.
            attendee: Somebody or some body that was there, the chair too.
            body: Whose meeting it is.
            topic: Words of its title.
            date_from: The first day.
            date_to: The last day.

        Raises:
            StoreError: when the ledger cannot be read.
        """
        return self._ledger.facts.meetings(scopes, MeetingFilter(chair, attendee, body, topic, date_from, date_to))

    def tasks(
        self,
        scopes: Sequence[str] | None = None,
        *,
        owner: str | None = None,
        body: str | None = None,
        text: str | None = None,
        due_from: date | None = None,
        due_to: date | None = None,
        overdue_on: date | None = None,
        without_deadline: bool = False,
        date_from: date | None = None,
        date_to: date | None = None,
        document_ids: Collection[str] | None = None,
    ) -> list[Task]:
        """The tasks that fit everything that is given, by deadline day (none last), then by meeting date.

        Args:
            scopes: Where to look; None: everywhere.
            owner: Who has to do it: a body or a person, also one named beside the body. Fits as in `meetings`.
            body: Whose meeting gave it.
            text: Words of the task, in any order.
            due_from: The first deadline day.
            due_to: The last deadline day.
            overdue_on: Only what was due before this day and has no deadline from a later meeting.
            without_deadline: Only what has no deadline at all, not even one without a day.
            date_from: The first day of the meeting.
            date_to: The last day of the meeting.
            document_ids: Only tasks from these documents.

        Raises:
            StoreError: when the ledger cannot be read.
        """
        wanted = TaskFilter(
            owner=owner,
            body=body,
            text=text,
            due_from=due_from,
            due_to=due_to,
            overdue_on=overdue_on,
            without_deadline=without_deadline,
            date_from=date_from,
            date_to=date_to,
            document_ids=document_ids,
        )
        return self._ledger.facts.tasks(scopes, wanted)

    def history(self, task: Task) -> list[Task]:
        """The same task at all meetings of its scope that speak of it, oldest first; the last one is current."""
        return self._ledger.facts.history(task)

    def status(self) -> Status:
        """What is where, and how it is."""
        counts, state, facts = self._ledger.counts(), self._ledger.state(), self._ledger.facts.counts()
        health: Health = "sound"
        if self._needs_rebuild():
            health = "rebuild"
        elif not self._place.answers():
            health = "unreachable"
        elif state.dirty:
            health = "unfinished"
        elif not counts.documents:
            health = "empty"
        data_dir = self._settings.data_dir
        return Status(
            data_dir=data_dir,
            documents=counts.documents,
            chunks=counts.chunks,
            meetings=facts.meetings,
            tasks=facts.tasks,
            tasks_with_deadline=facts.tasks_with_deadline,
            scopes=counts.scopes,
            health=health,
            embedder=self._open_embedder().fingerprint,
            indexed_with=state.embedder,
            dimension=state.dimension,
            sizes={
                "ledger": sum(path.stat().st_size for path in data_dir.glob(f"{_LEDGER}*")),
                "vectors": _size(self._place.vectors_directory(state)),
                "words": _size(self._place.words_directory(state)),
            },
            versions={"python": platform.python_version()} | {name: version(name) for name in _VERSIONS},
        )

    # The work behind it

    def _exclusively(self, work: Callable[[], Iterator[IndexEvent]]) -> Iterator[IndexEvent]:
        def events() -> Generator[IndexEvent]:
            with self._changing:
                self._running = generator
                self._children = Children(_READERS)
                try:
                    yield from work()
                finally:
                    self._running = None
                    self._children.close()

        generator = events()
        return generator

    def _index(self, sources: Sequence[str], scope: str, prune: bool) -> Iterator[IndexEvent]:
        self._demand_one_embedder()
        self._place.demand_server()
        self._recover_if_needed()
        yield from self._indexer().run(sources, scope=scope, prune=prune)

    def _refresh(self) -> Iterator[IndexEvent]:
        self._demand_one_embedder()
        self._place.demand_server()
        started = monotonic()
        yield IndexProgress(0, 1, "", "verify")
        self._recover()
        yield from self._indexer().extract()
        sources: dict[str, list[str]] = {}
        for document in self._ledger.documents():
            sources.setdefault(document.scope, []).append(document.source)
        tally = Tally()
        for scope, named in sources.items():
            for event in self._indexer().run(named, scope=scope):
                if isinstance(event, FileOutcome):
                    tally.add(event)
                if not isinstance(event, IndexSummary):
                    yield event
        yield tally.summary(monotonic() - started)

    def _rebuild(self) -> Iterator[IndexEvent]:
        started = monotonic()
        embedder = self._open_embedder()
        self._place.demand_server()
        fingerprint = embedder.fingerprint
        indexer = self._indexer()
        yield from indexer.refresh(begin=lambda: self._note_rebuild(fingerprint))
        self._note_rebuild(fingerprint)
        yield from indexer.extract(to_be_rebuilt=True)
        counts = self._ledger.counts()
        for done in self._open_indexes().rebuild(fingerprint, embedder.dimension):
            yield IndexProgress(done, counts.chunks, "", "write")
        yield IndexSummary(0, 0, counts.documents, 0, (), monotonic() - started)

    def _note_rebuild(self, fingerprint: str) -> None:
        """To be called before the ledger is changed by a rebuild: from then on it is not what the indexes hold.

        They go on serving whoever asks with their embedder, as only the ledger is changed until they are swapped.
        """
        state = self._ledger.state()
        if not state.dirty or not (state.mixed or state.embedder == fingerprint):
            self._ledger.set_state(dirty=True, mixed=state.mixed or state.embedder != fingerprint)

    def _recover_if_needed(self) -> None:
        state = self._ledger.state()
        outdated = state.words_schema not in ("", SCHEMA_VERSION)
        moved = state.embedder is not None and state.location != self._place.location
        if state.dirty or outdated or moved or not self._place.is_intact(state):
            self._recover()

    def _recover(self) -> None:
        if self._ledger.state().mixed:
            return  # only a rebuild helps, and whoever is to change something says so
        released = self._indexes.released() if self._indexes is not None else nullcontext()
        with released:
            recover(self._ledger, _ledger_url(self._settings), self._place)

    def _note_damage(self) -> None:
        """Have the indexes verified before they are next opened, where searching has failed as it does on damage."""
        indexes = self._indexes
        if (indexes is None or indexes.suspect) and not self._ledger.state().dirty:
            self._ledger.set_state(dirty=True)

    def _is_stale(self) -> bool:
        stored = self._ledger.state().embedder
        return stored is not None and stored != self._open_embedder().fingerprint

    def _needs_rebuild(self) -> bool:
        return self._is_stale() or self._ledger.state().mixed

    def _demand_same_embedder(self) -> None:
        """For searching: the indexes are of the embedder in use."""
        if self._is_stale():
            raise StoreError(_REBUILD)

    def _demand_one_embedder(self) -> None:
        """For changing: the ledger is, too."""
        if self._needs_rebuild():
            raise StoreError(_REBUILD)

    def _open_embedder(self) -> Embedder:
        with self._building:
            if self._embedder is None:
                self._embedder = build_embedder(self._settings.model)
            return self._embedder

    def _open_indexes(self) -> Indexes:
        with self._building:
            if self._indexes is None:
                self._indexes = Indexes(self._ledger, self._place)
            return self._indexes

    def _open_retriever(self) -> "Retriever":
        from rag.retrieve import Retriever

        with self._building:
            indexes = self._open_indexes()
            retriever = self._retriever
            if retriever is None or self._retrieves_from != (indexes.vectors, indexes.words):
                self._retrieves_from = (indexes.vectors, indexes.words)
                retriever = Retriever(self._ledger, indexes.vectors, indexes.words, self._open_embedder())
                self._retriever = retriever
            return retriever

    def _indexer(self) -> Indexer:
        embedder = self._open_embedder()
        if self._ledger.state().embedder is None:
            made = {"embedder": embedder.fingerprint, "dimension": embedder.dimension}
            self._ledger.set_state(**made, location=self._place.location)
        return Indexer(self._ledger, self._open_indexes(), embedder, self._reading(), clock=self._clock)

    def _reading(self) -> Reading:
        with self._building:
            if self._loader is None:
                self._loader = Loader(self._settings.load)
        budget = self._settings.chunk_tokens
        extract, extraction, readers = self._extractor()
        counter = lru_cache(load_token_counter)  # waited for only when there is something to cut
        return Reading(
            loader=self._loader,
            suffixes=SUPPORTED_SUFFIXES,
            content_hash=content_hash,
            split=lambda text, format: split(text, format=format, budget=budget, counter=counter()),
            splitter=f"{_SPLITTER}-{budget}",
            extract=extract,
            extraction=extraction,
            readers=readers,
        )

    def _extractor(self) -> tuple[Callable[[str, str], tuple[Extracted, date | None]], str, int]:
        """What draws the facts, its version, and from how many threads it is to be called."""
        rules = RuleExtractor()
        if self._settings.model.available:
            from rag.chat_model import ChatModel
            from rag.extract.model import ModelExtractor

            model = ModelExtractor(ChatModel(self._settings.model), rules)

            def by_model(title: str, text: str) -> tuple[Extracted, date | None]:
                drawn = model.extraction(title, text)
                return Extracted(drawn.record, drawn.version), drawn.record.date or document_date(title, text)

            return by_model, model.version, _ASKING
        begun = count()
        children = self._children

        def by_rules(title: str, text: str) -> tuple[Extracted, date | None]:
            if not tells_of_a_meeting(title, text):  # nearly all of a library of news: told here, and sent nowhere
                return Extracted(MeetingRecord(title), rules.version), written_on(title, text)
            if len(text) < _LONG and next(begun) < _FEW:
                record = rules.extract(title, text)
                day = record.date or written_on(title, text)
            else:
                record, day = children.extract(title, text)
            return Extracted(record, rules.version), day

        return by_rules, rules.version, _READERS


def _ledger_url(settings: RagSettings) -> str:
    return settings.ledger_url or f"sqlite:///{(settings.data_dir / _LEDGER).absolute()}"


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
