"""One thread that writes: changes of many callers enter, one transaction for all that are waiting leaves.

A commit waits for the disk. While it does, other callers queue up, and the next commit is theirs together.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection

from rag import Database

_T = TypeVar("_T")
_Work = Callable[[Connection], Any]
_TOGETHER = 256  # changes in one transaction at most


class Writer:
    """Runs small changes on the database, grouped. Thread-safe; a context is not needed, `close` is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[tuple[_Work, Future[Any]] | None] = SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="bot-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Connection], _T]) -> _T:
        """Run `work` in a transaction and return what it gives, once that is committed.

        `work` runs in the writer's thread, for a millisecond or two, and perhaps twice where another one fails beside it.
        It may raise: then nothing of it is kept. Where the caller is cancelled, it may have been run or not.

        Raises:
            StoreError: when the database cannot be written.
        """
        return await asyncio.wrap_future(self.submit(work))

    def submit(self, work: Callable[[Connection], _T]) -> "Future[_T]":
        """The same for callers in threads, who wait for the future."""
        future: Future[_T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the writer is closed")
            self._queue.put((work, future))
        return future

    def close(self) -> None:
        """Write what is waiting and end the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            last = False
            while len(batch) < _TOGETHER and not self._queue.empty():
                entry = self._queue.get()
                if entry is None:
                    last = True
                    break
                batch.append(entry)
            self._write([one for one in batch if one[1].set_running_or_notify_cancel()])
            if last:
                return

    def _write(self, batch: list[tuple[_Work, "Future[Any]"]]) -> None:
        try:
            with self._database.write() as connection:
                results = [work(connection) for work, _ in batch]
        except Exception as error:
            if len(batch) == 1:  # the caller's matter; the thread goes on
                batch[0][1].set_exception(error)
                return
            for one in batch:  # one of them is to blame: each by itself
                self._write([one])
            return
        for (_, future), result in zip(batch, results, strict=True):
            future.set_result(result)
