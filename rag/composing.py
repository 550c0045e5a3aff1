"""The parts of a library: settings enter, the embedder, the loader, the extractor and the indexes leave.

Each is built when it is first needed, so that opening a library is quick.
"""

import threading
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from rag.amend import Amender
from rag.embed import Embedder, build_embedder
from rag.extract import RuleExtractor
from rag.extract.child import Children, written_on
from rag.extract.gate import tells_of_a_meeting
from rag.index import Indexer
from rag.language.dates import document_date
from rag.load import SUPPORTED_SUFFIXES, Loader, content_hash
from rag.reading import Reading
from rag.record import MeetingRecord
from rag.settings import RagSettings
from rag.split import split
from rag.store.indexes import Indexes, Place
from rag.store.ledger import Ledger
from rag.store.rows import Extracted
from rag.store.vectors import Vectors
from rag.store.words import Words
from rag.tokens import load_token_counter

if TYPE_CHECKING:
    from rag.retrieve import Retriever

_SPLITTER = "structure-1"  # to be changed with the way of cutting, so that documents are cut again
_READERS = 2  # threads that load and extract
_ASKING = 4  # documents that a model is asked about at a time
_FEW = 20  # documents whose facts are sooner drawn here than in a child, which takes a while to start
_LONG = 60_000  # characters from which a text goes to a child all the same, where its time is bounded


class Parts:
    """The parts of one library. Thread-safe.

    Attributes:
        place: Where the derived indexes are.
        opened: The indexes, None where they were not needed yet.
    """

    def __init__(self, settings: RagSettings, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._ledger = ledger
        self._clock = clock
        self.place = Place(settings.data_dir, settings.chroma_url)
        self.opened: Indexes | None = None
        self._building = threading.RLock()  # held while a part is built
        self._embedder: Embedder | None = None
        self._loader: Loader | None = None
        self._children = Children(_READERS)
        self._retriever: Retriever | None = None
        self._retrieves_from: tuple[Vectors, Words] | None = None

    def close(self) -> None:
        """Give files and children back."""
        with self._building:
            if self._loader is not None:
                self._loader.close()
            if self.opened is not None:
                self.opened.close()

    def begin_run(self) -> None:
        """To be called before many documents are read."""
        self._children = Children(_READERS)

    def end_run(self) -> None:
        """To be called after that: ends the children."""
        self._children.close()

    def embedder(self) -> Embedder:
        """What makes embeddings of texts."""
        with self._building:
            if self._embedder is None:
                self._embedder = build_embedder(self._settings.model)
            return self._embedder

    def indexes(self) -> Indexes:
        """The derived indexes in use."""
        with self._building:
            if self.opened is None:
                self.opened = Indexes(self._ledger, self.place)
            return self.opened

    def retriever(self) -> "Retriever":
        """What searches the indexes in use."""
        from rag.retrieve import Retriever

        with self._building:
            indexes = self.indexes()
            retriever = self._retriever
            if retriever is None or self._retrieves_from != (indexes.vectors, indexes.words):
                self._retrieves_from = (indexes.vectors, indexes.words)
                retriever = Retriever(self._ledger, indexes.vectors, indexes.words, self.embedder())
                self._retriever = retriever
            return retriever

    def indexer(self) -> Indexer:
        """What brings documents into the store."""
        embedder = self.embedder()
        if self._ledger.state().embedder is None:
            made = {"embedder": embedder.fingerprint, "dimension": embedder.dimension}
            self._ledger.set_state(**made, location=self.place.location)
        return Indexer(self._ledger, self.indexes(), embedder, self.reading(), clock=self._clock)

    def amender(self) -> Amender:
        """What changes documents in the store."""
        return Amender(self._ledger, self.indexes())

    def reading(self) -> Reading:
        """How sources become documents."""
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
