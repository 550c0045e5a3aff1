"""The two derived indexes as one: changes go in, and both end up holding exactly what the ledger holds.

Each index lives in numbered generations. The one in use is named in the ledger; a rebuild fills the next one while the
old one serves, and the swap is one commit in the ledger. `dirty` is set there before anything is written and cleared
when both indexes durably hold what the ledger holds.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import StoreError
from rag.store.entry import Entry
from rag.store.gate import Gate
from rag.store.ledger import IndexState, Ledger
from rag.store.vectors import UnreachableError, Vectors, probe
from rag.store.words import SCHEMA_VERSION, Words

_VECTORS, _WORDS = "chroma", "words"
_COMMIT_AFTER = 8000  # chunks between two commits of the word index: what a kill can make it lose
_FLEETING = ("-wal", "-shm", "-journal", ".lock")  # files that come and go without a change of the index


@dataclass(frozen=True, slots=True)
class Place:
    """Where the generations of the derived indexes are."""

    data_dir: Path
    chroma_url: str | None = None

    @property
    def location(self) -> str:
        """What tells this place of the vector index from others, without what an address keeps secret."""
        if self.chroma_url is None:
            return "embedded"
        address = re.sub(r"//[^/]*@", "//", self.chroma_url).rstrip("/").lower()
        return hashlib.sha256(address.encode()).hexdigest()[:16]

    def demand_server(self) -> None:
        """Nothing where the vector index is embedded or its server answers.

        Raises:
            UnreachableError: when the server does not.
        """
        if self.chroma_url is not None:
            probe(self.chroma_url)

    def answers(self) -> bool:
        """Whether the vector index is embedded or its server answers."""
        try:
            self.demand_server()
        except UnreachableError:
            return False
        return True

    def vectors(self, state: IndexState) -> Vectors:
        """The generation of the vector index that a state names, of its embedder; nothing is opened yet."""
        location = self.chroma_url or self.vectors_directory(state)
        prefix = f"{_family(state)}{state.vectors}"
        return Vectors(location, prefix=prefix, fingerprint=state.embedder or "")

    def words(self, state: IndexState) -> Words:
        """The generation of the word index that a state names, opened or created."""
        return Words(self.words_directory(state))

    def vectors_directory(self, state: IndexState) -> Path:
        """Where an embedded generation's files are."""
        return self.data_dir / _VECTORS / f"g{state.vectors}"

    def words_directory(self, state: IndexState) -> Path:
        """Where a generation's files are."""
        return self.data_dir / _WORDS / f"g{state.words}"

    def files(self, state: IndexState) -> dict[str, int]:
        """Name and size of the files that a state's generations consist of, as far as they are on this machine."""
        found = {}
        embedded = (self.vectors_directory(state),) if self.chroma_url is None else ()
        for directory in (*embedded, self.words_directory(state)):
            for path in directory.rglob("*"):
                if path.is_file() and not path.name.endswith(_FLEETING):
                    found[path.relative_to(self.data_dir).as_posix()] = path.stat().st_size
        return found

    def is_intact(self, state: IndexState) -> bool:
        """Whether the files are still there as they were last noted, by a look at their names and sizes only."""
        now = self.files(state)
        return all(now.get(name, -1) >= size for name, size in state.files.items())

    def discard(self, state: IndexState, *, vectors: bool, words: bool) -> None:
        """Remove whole generations. A damaged one may refuse in part; no state may name it any more."""
        if words:
            shutil.rmtree(self.words_directory(state), ignore_errors=True)
        if vectors and self.chroma_url:
            collections = self.vectors(state)
            try:
                collections.drop()
            finally:
                collections.close()
        elif vectors:
            shutil.rmtree(self.vectors_directory(state), ignore_errors=True)

    def tidy_server(self, state: IndexState) -> None:
        """Remove generations on the server that the state does not name, left by a kill or by another time here."""
        if self.chroma_url is None:
            return
        collections = self.vectors(state)
        try:
            collections.drop_others(_family(state))
        finally:
            collections.close()

    def tidy(self, state: IndexState) -> None:
        """Remove generations on disk that the state does not name: left by a kill during a rebuild."""
        for current in (self.vectors_directory(state), self.words_directory(state)):
            if current.parent.is_dir():
                for other in current.parent.iterdir():
                    if other != current:
                        shutil.rmtree(other, ignore_errors=True)


def _family(state: IndexState) -> str:
    """How the collections of all generations of one ledger begin."""
    return f"giaoban-{state.uid}-g"


@dataclass(frozen=True, slots=True)
class Change:
    """What the indexes must do after a commit of the ledger."""

    entries: Sequence[Entry] = ()
    gone: Mapping[str, Sequence[str]] = field(default_factory=dict)  # scope to chunk ids
    settled: Sequence[str] = ()  # ids of the documents that are complete with this change


class Indexes:
    """The generations in use. One thread writes at a time; `vectors` and `words` may be searched from any.

    Attributes:
        vectors: The vector index in use.
        words: The word index in use.
        gate: To be passed while searching, as a rebuild closes the old generation.
    """

    def __init__(self, ledger: Ledger, place: Place) -> None:
        """Open the generations that the ledger names."""
        self._ledger = ledger
        self._place = place
        self.gate = Gate()
        self._unsettled: list[str] = []
        self._uncommitted = 0
        self._open()

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let another process have the files; afterwards the generations that the ledger then names are open."""
        with self.gate.exclusive():
            self.close()
            yield
            self._open()

    @property
    def suspect(self) -> bool:
        """Whether reading or writing one of the two has failed in a way that may mean damage."""
        return self.vectors.suspect or self.words.suspect

    def begin(self) -> None:
        """Note durably that the indexes are about to lag behind the ledger."""
        if not self._ledger.state().dirty:
            self._ledger.set_state(dirty=True, words_schema=SCHEMA_VERSION)

    def apply(self, change: Change) -> None:
        """Write a change to both indexes."""
        for scope, chunk_ids in change.gone.items():
            self.vectors.delete(scope, chunk_ids)
            self.words.delete(chunk_ids)
        self.words.upsert(change.entries)
        self.vectors.upsert(change.entries)
        self._unsettled += change.settled
        self._uncommitted += len(change.entries)
        if self._uncommitted >= _COMMIT_AFTER:
            self.words.commit()
            self._ledger.settle(self._unsettled)
            self._unsettled, self._uncommitted = [], 0

    def finish(self) -> None:
        """Make both indexes durable and note that they hold what the ledger holds."""
        self.words.settle()
        self._ledger.settle()
        self._unsettled, self._uncommitted = [], 0
        self._ledger.set_state(dirty=False, files=self._place.files(self._ledger.state()))

    def rebuild(self, embedder: str, dimension: int) -> Iterator[int]:
        """Fill new generations from the ledger's embeddings, then swap; yields how many chunks are done.

        The old generations serve until the swap.

        Args:
            embedder: Fingerprint of what made the ledger's embeddings.
            dimension: Of these embeddings.
        """
        old = self._ledger.state()
        changes = {
            "vectors": old.vectors + 1,
            "words": old.words + 1,
            "words_schema": SCHEMA_VERSION,
            "embedder": embedder,
            "dimension": dimension,
            "location": self._place.location,
            "mixed": False,
        }
        new = old.with_changes(changes)
        self._place.discard(new, vectors=True, words=True)  # what an earlier attempt may have left
        vectors, words = self._place.vectors(new), self._place.words(new)
        done = 0
        try:
            for entries in self._ledger.entries():
                words.upsert(entries)
                vectors.upsert(entries)
                done += len(entries)
                yield done
            words.settle()
            self._ledger.settle()
            self._ledger.set_state(**changes, dirty=False, files=self._place.files(new))
        except BaseException:
            words.close()
            vectors.close()
            raise
        with self.gate.exclusive():
            self.close()
            self.vectors, self.words = vectors, words
        with suppress(StoreError):  # the swap has happened: what does not go quietly is only left over
            self._place.discard(old, vectors=True, words=True)

    def _open(self) -> None:
        state = self._ledger.state()
        self._unsettled, self._uncommitted = [], 0
        self.vectors, self.words = self._place.vectors(state), self._place.words(state)

    def close(self) -> None:
        """Give files and connections back; what was not finished stays noted as such."""
        self.words.close()
        self.vectors.close()
