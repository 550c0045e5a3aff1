"""The core as one object: settings enter, a library to index into, to put right and to ask leaves."""

import platform
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from rag.composing import Parts
from rag.errors import DocumentError
from rag.events import IndexEvent
from rag.record import Correction, Meeting, MeetingRecord, Task
from rag.runs import Runs
from rag.settings import RagSettings
from rag.store.database import Database
from rag.store.entry import Within
from rag.store.facts import MeetingFilter, TaskFilter
from rag.store.ledger import Ledger
from rag.store.naming import Words
from rag.store.owner import Owner
from rag.store.vectors import UnreachableError
from rag.types import DEFAULT_SCOPE, Chunk, Document, Passage, Query
from rag.upkeep import Upkeep

if TYPE_CHECKING:
    from rag.assistant import Assistant

_VERSIONS = ("giaoban", "chromadb", "tantivy", "sqlalchemy", "langchain", "openai")
_LEDGER = "ledger.db"

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
        self._parts = Parts(settings, ledger, clock)
        self._upkeep = Upkeep(ledger, _ledger_url(settings), self._parts)
        self._runs = Runs(ledger, self._parts, self._upkeep)

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
                library._upkeep.recover_if_needed()
            library._parts.place.tidy(ledger.state())
            undo.pop_all()
            return library

    def close(self) -> None:
        """Release files, children and the data directory. An indexing that nobody goes on consuming is ended."""
        self._runs.end()
        with self._runs.changing:
            self._parts.close()
            self._ledger.close()
            self._owner.release()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """The ledger's database, for tables of others that live in it: `read()` and `write()` are transactions."""
        return self._ledger.database

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
        return self._runs.index(sources, scope, prune)

    def reindex(self, *, rebuild: bool = False, document_id: str | None = None) -> Iterator[IndexEvent]:
        """Bring every stored document up to date with its source, and verify the indexes.

        Args:
            rebuild: Instead, make both indexes anew from the ledger, and the embeddings too where the embedding model
                or the way of cutting has changed. Sources are not read. The old indexes serve until the new ones are
                complete.
            document_id: Instead, bring this one document up to date.

        Raises:
            DocumentError: when there is no such document.
            StoreError: when the store cannot be written, or (without `rebuild`) was made with another embedding model.
            ModelError: when embedding fails.
        """
        if document_id is not None:
            return self._runs.again(document_id)
        return self._runs.rebuild() if rebuild else self._runs.refresh()

    def cancel(self) -> bool:
        """Stop the run of indexing that goes on, from any thread; whether there was one.

        It ends at its next event with an `IndexSummary` that says so. What was reported is stored; a rebuild leaves
        the old indexes serving.
        """
        return self._runs.cancel()

    def remove(self, document_id: str) -> bool:
        """Remove a document with everything that belongs to it; whether there was one."""
        with self._runs.changing:
            document = self._ledger.document(document_id)
            if document is None:
                return False
            if self._upkeep.needs_rebuild():
                self._ledger.remove([document_id])  # the rebuild that is due makes the indexes from the ledger
            else:
                self._upkeep.make_ready()
                self._parts.indexer().remove(document)
            return True

    def correct(self, document_id: str, changes: Sequence[Correction]) -> MeetingRecord:
        """Put facts of a document right; returns its record as it is now.

        What was put right holds wherever facts are told, and stays when the document is indexed again, until its text
        changes: `FileOutcome.lost` says so then. Later corrections of the same fact replace earlier ones.

        Raises:
            DocumentError: when there is no such document, or it has no record.
            CorrectionError: when a change cannot be read. Nothing is changed then.
            StoreError: when the store cannot be written.
        """
        with self._runs.changing:
            self._upkeep.make_ready()
            return self._parts.amender().correct(document_id, changes)

    def corrections(self, document_id: str) -> tuple[Correction, ...]:
        """What people put right in a document."""
        base = self._ledger.corrections.of([document_id]).get(document_id)
        return base.changes if base else ()

    def move(self, document_id: str, scope: str) -> Document:
        """Bring a document into another scope without embedding it again; returns it with its new id.

        Raises:
            DocumentError: when there is no such document, or its source stands in that scope already.
            CorrectionError: when the scope's name cannot be one.
            StoreError: when the store cannot be written.
        """
        with self._runs.changing:
            self._upkeep.make_ready()
            return self._parts.amender().move(document_id, scope)

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
        self._upkeep.demand_same_embedder()
        try:
            with self._parts.indexes().gate.shared():
                return self._parts.retriever().retrieve(query)
        finally:
            self._upkeep.note_damage()

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
            model = Mind(ModelUnderstander(chat, rules), ModelAnswerer(chat, self))
        return Assistant(self.retrieve, embedded, model, passages=self._settings.passages)

    def scopes(self) -> list[str]:
        """The scopes that documents have been stored in, in alphabetical order."""
        return self._ledger.scopes()

    def documents(
        self,
        scopes: Sequence[str] | None = None,
        *,
        matching: str | None = None,
        name: str | None = None,
        source: str | None = None,
    ) -> list[Document]:
        """The stored documents, by scope and name.

        Args:
            scopes: Of these scopes; None: of all.
            matching: Only those whose title or name has these words, in any order. Without diacritics they fit any.
            name: Only those of exactly this file name.
            source: Only those from exactly this path or URL.
        """
        documents = self._ledger.documents(scopes, name=name, source=source)
        if matching is None:
            return documents
        words = Words(matching)
        return [one for one in documents if words.stand_in(f"{one.title}\n{one.name}")]

    def document(self, document_id: str) -> Document | None:
        """The document with this id."""
        return self._ledger.document(document_id)

    def at(self, source: str, *, scope: str) -> Document | None:
        """The document from a source, an absolute path or a URL, in a scope."""
        return self._ledger.at(scope, source)

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
        if self._upkeep.needs_rebuild():
            health = "rebuild"
        elif not self._parts.place.answers():
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
            embedder=self._parts.embedder().fingerprint,
            indexed_with=state.embedder,
            dimension=state.dimension,
            sizes={
                "ledger": sum(path.stat().st_size for path in data_dir.glob(f"{_LEDGER}*")),
                "vectors": _size(self._parts.place.vectors_directory(state)),
                "words": _size(self._parts.place.words_directory(state)),
            },
            versions={"python": platform.python_version()} | {name: version(name) for name in _VERSIONS},
        )


def _ledger_url(settings: RagSettings) -> str:
    return settings.ledger_url or f"sqlite:///{(settings.data_dir / _LEDGER).absolute()}"


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
