"""The thread that brings the derived indexes up to the ledger: changes go in, and nothing but failures comes out."""

import threading
from queue import Queue
from types import TracebackType

from rag.errors import StoreError
from rag.store.indexes import Change, Indexes

_WAITING = 3  # changes in the queue: bounds the memory


class Writer:
    """One run's writer, a context manager. Starts at the first change; at the end the indexes are made durable.

    After a failure of the store nothing more is written: the ledger's note that the indexes lag behind stays.
    """

    def __init__(self, indexes: Indexes) -> None:
        self._indexes = indexes
        self._queue: Queue[Change | None] = Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is None:
            return
        self._queue.put(None)
        self._thread.join()
        if isinstance(error, StoreError):
            return
        # Also when the run was stopped or a model failed: what the ledger has is to be found.
        self._check()
        self._indexes.finish()

    def begin(self) -> None:
        """To be called before each commit of the ledger that a change follows."""
        self._check()
        if self._thread is None:
            self._indexes.begin()
            self._thread = threading.Thread(target=self._run, name="index-writer", daemon=True)
            self._thread.start()

    def put(self, change: Change) -> None:
        """Have a change written; waits while too many are waiting."""
        self._queue.put(change)

    def _check(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while (change := self._queue.get()) is not None:
                self._indexes.apply(change)
        except BaseException as error:
            self._error = error
            while self._queue.get() is not None:  # nobody may be left waiting in `put`
                pass
