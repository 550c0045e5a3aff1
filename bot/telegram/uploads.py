"""What admins give the index to do, one after the other in a thread of its own, beside everything else.

Each thing is in the database before anybody is told of it. One that a kill cut short is taken up again by the next
process; the third time it is said to have failed. What came out is told by an edit of one message.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Connection

from bot.store import uploads as table
from bot.store.uploads import Result, Upload
from bot.telegram import messages
from bot.telegram.errors import report as report_bug
from bot.telegram.fetching import RefusedError, fetch
from bot.telegram.indexing import Ended, Progress, bring_in, run_again, stage
from bot.telegram.originals import Originals
from bot.telegram.outgoing import Outgoing, Sent
from bot.telegram.telling import beginning, end, running
from rag import RagError, StoreError

if TYPE_CHECKING:
    from bot.telegram.desk import Desk

_ATTEMPTS: Final = 3  # at one thing, before it is taken for what stops the program
_RETRY: Final = 1.0  # seconds between attempts to use the database
_TIDY: Final = 3600.0  # seconds between looks for originals that nobody needs
_ENDING: Final = 10.0  # seconds that the thing being done gets when the bot stops

_T = TypeVar("_T")

logger = logging.getLogger(__name__)


class Uploads:
    """The queue and who works on it. Belongs to one event loop.

    Attributes:
        originals: The files that were sent.
    """

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.originals = Originals(desk.settings.giaoban_data_dir.expanduser() / "uploads")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="index")
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._now: Upload | None = None
        self._stopped: set[str] = set()  # batches
        self._closing = False
        self._message_ids: dict[str, int] = {}  # by batch, as soon as they are known
        self._open_batches: dict[str, Upload] = {}

    async def open(self) -> None:
        """Go on where an earlier process ended."""
        await asyncio.to_thread(self.originals.tidy)
        left = await self._read(table.unsettled)
        for one in left:
            if one.state == "working" and one.attempts >= _ATTEMPTS:
                await self._finish(one, "failed", Result(reason=messages.DOCUMENT_INTERRUPTED))
                await asyncio.to_thread(self._forget, one.source)
            elif one.state == "working":
                await self._change(one, state="waiting")
        for one in {one.batch: one for one in left}.values():
            self._show(one)
        await asyncio.to_thread(self._sweep)
        self._task = asyncio.create_task(self._serve(), name="index")

    async def close(self) -> None:
        """Stop; what is being done is taken up by the next process."""
        self._closing = True
        self._more.set()
        if self._task is not None:
            self._desk.library.cancel()
            await asyncio.wait({self._task}, timeout=_ENDING)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._thread.shutdown(wait=False)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do or to tell."""
        return not self._open_batches

    def demand_free(self) -> None:
        """For changes that would have to wait for a long run.

        Raises:
            RefusedError: when one goes on.
        """
        if self._now is not None and self._now.kind in ("changed", "all"):
            raise RefusedError(messages.REINDEX_BUSY)

    async def take(self, wanted: Sequence[Upload]) -> None:
        """Commit things to do, and say so. The same again, by its key, changes nothing."""
        now = self._desk.now()
        await self._desk.writer.write(lambda connection: table.add(connection, wanted, now))
        for one in {one.batch: one for one in wanted}.values():
            self._show(one)
        self._more.set()

    async def stop(self, batch: str) -> None:
        """Stop what is being done, and do not begin what waits."""
        for one in await self._read(lambda connection: table.batch(connection, batch)):
            if self._now is not None and one.id == self._now.id:
                self._stopped.add(batch)
                self._desk.library.cancel()
            elif one.state == "waiting":
                await self._finish(one, "stopped", Result())
        await self._tell(batch)

    async def find(self, upload_id: int) -> Upload | None:
        """The upload with this number."""
        return await self._read(lambda connection: table.get(connection, upload_id))

    async def _serve(self) -> None:
        while not self._closing:
            self._more.clear()
            try:
                one = await self._read(table.next_waiting)
            except StoreError:
                logger.error("the database cannot be read, tried again")
                await asyncio.sleep(_RETRY)
                continue
            if one is None:
                await self._rest()
                continue
            one = self._now = await self._change(one, state="working", attempts=one.attempts + 1)
            try:
                await self._do(one)
            except Exception as error:  # the next thing is not to wait for it
                await self._finish(
                    one, "failed", Result(reason=messages.DOCUMENT_BUG.format(incident=report_bug(error)))
                )
            self._now = None
            self._desk.background(self._tell(one.batch), "tell")

    async def _rest(self) -> None:
        """Wait for something to do, and tidy up now and then."""
        while True:
            try:
                async with asyncio.timeout(_TIDY):
                    await self._more.wait()
                return
            except TimeoutError:
                with suppress(StoreError, OSError):  # then the next time
                    await asyncio.to_thread(self._sweep)

    async def _do(self, one: Upload) -> None:
        try:
            if not await asyncio.to_thread(self._desk.access.is_admin, one.user_id):
                raise RefusedError(messages.DOCUMENT_STALE_ADMIN)
            if one.kind == "file" and not one.source:
                self._show_progress(one, stage("fetch"))
                path = await fetch(self._desk.api, self.originals, one.file_id, one.name)
                one = await self._change(one, source=str(path))
            if one.is_source and one.attempts == 1:
                known = await asyncio.to_thread(self._desk.library.at, one.source.partition("#")[0], scope=one.scope)
                one = await self._change(one, known=known is not None)
            ended = await asyncio.get_running_loop().run_in_executor(self._thread, self._work, one)
        except RagError as error:
            if one.kind in ("file", "source") and not one.known:
                await asyncio.to_thread(self._forget, one.source)
            await self._finish(one, "failed", Result(reason=str(getattr(error, "reason", error))))
            return
        if ended.cancelled and self._closing:
            await self._change(one, state="waiting", attempts=one.attempts - 1)
            return
        one = replace(one, document_id=ended.document_id)
        await self._finish(one, "stopped" if ended.cancelled else "done", ended.result)
        try:
            await asyncio.to_thread(self._note, one)
        except StoreError:
            logger.error("upload: done and not noted in the journal")

    def _work(self, one: Upload) -> Ended:
        """In the thread of its own."""
        if self._closing or one.batch in self._stopped:
            return Ended(Result(), cancelled=True)
        loop = self._loop()

        def report(progress: Progress) -> None:
            if self._closing or one.batch in self._stopped:
                self._desk.library.cancel()  # again: the first word may have come before the run had begun
            loop.call_soon_threadsafe(self._show_progress, one, progress)

        return (bring_in if one.is_source else run_again)(self._desk.library, one, report)

    def _loop(self) -> asyncio.AbstractEventLoop:
        assert self._task is not None
        return self._task.get_loop()

    def _note(self, one: Upload) -> None:
        document = self._desk.library.document(one.document_id) if one.document_id else None
        action = "restore" if one.kind == "restore" else "index" if one.is_source else "reindex"
        self._desk.journal.note(one.user_id, action, document.title if document else one.name or one.kind)

    def _forget(self, source: str) -> None:
        """Remove the original of what could not be read, unless a document stands on it."""
        if not self._desk.library.documents(source=source):
            self.originals.discard(source)

    def _sweep(self) -> None:
        documents = {document.source for document in self._desk.library.documents()}
        with self._desk.database.read() as connection:
            waiting = {one.source for one in table.unsettled(connection)}
        self.originals.sweep(documents | waiting, self._desk.now().timestamp())

    # What is seen of it

    def _show(self, one: Upload) -> None:
        """Say that something has begun, and note the message."""
        if one.batch not in self._open_batches:
            self._open_batches[one.batch] = one
            self._desk.background(self._begin(one), "begin")

    async def _begin(self, one: Upload) -> None:
        if (message_id := await self._message_id(one)) is not None:
            self._message_ids[one.batch] = message_id
        await self._tell(one.batch)

    async def _message_id(self, one: Upload) -> int | None:
        """The message that shows a batch; sent where there is none yet."""
        if one.message_id is not None:
            return one.message_id
        payload = beginning(one)
        return await (await self._put(one, "sendMessage", payload, one.batch)).id()

    def _show_progress(self, one: Upload, progress: Progress) -> None:
        if (message_id := self._message_ids.get(one.batch)) is not None:
            self._desk.background(self._show_running(one, progress, message_id), "progress")

    async def _show_running(self, one: Upload, progress: Progress, message_id: int) -> None:
        batch = await self._read(lambda connection: table.batch(connection, one.batch))
        if self._now is not None and self._now.id == one.id:  # or the end would be painted over
            self._desk.outbox.progress(one.chat_id, message_id, running(self._desk, one, batch, progress))

    async def _tell(self, name: str) -> None:
        """Say what came out of a batch, once all of it is done."""
        while True:
            try:
                return await self._told(name)
            except StoreError:
                logger.error("the database cannot be used, tried again")
                await asyncio.sleep(_RETRY)

    async def _told(self, name: str) -> None:
        batch = await self._read(lambda connection: table.batch(connection, name))
        if not batch or any(one.is_open for one in batch) or name not in self._open_batches:
            return
        payload = await asyncio.to_thread(end, self._desk, batch)
        message_id = await self._message_id(batch[0])
        key = f"{name}:end:{batch[-1].id}"
        if message_id is None:  # nobody knows whether it was ever shown
            await self._put(batch[0], "sendMessage", payload, key)
        else:
            await self._put(batch[0], "editMessageText", {"message_id": message_id, **payload}, key)
        for one in batch:
            if not one.shown:
                await self._change(one, shown=True)
        if len(await self._read(lambda connection: table.batch(connection, name))) == len(
            batch
        ):  # nothing has come since
            self._open_batches.pop(name, None)
            self._message_ids.pop(name, None)
            self._stopped.discard(name)

    async def _put(self, one: Upload, method: str, payload: dict[str, Any], key: str) -> Sent:
        return await self._desk.outbox.put(Outgoing(one.chat_id, method, payload, key=f"upload:{key}"))

    # The table

    async def _finish(self, one: Upload, state: table.State, result: Result) -> Upload:
        return await self._change(one, at=self._desk.now(), state=state, result=result, shown=False)

    async def _change(self, one: Upload, **changes: Any) -> Upload:
        while True:
            try:
                return await self._desk.writer.write(lambda connection: table.change(connection, one, **changes))
            except StoreError:  # it must not be left as it is
                logger.error("the database cannot be written, tried again")
                await asyncio.sleep(_RETRY)

    async def _read(self, query: Callable[[Connection], _T]) -> _T:
        def read() -> _T:
            with self._desk.database.read() as connection:
                return query(connection)

        return await asyncio.to_thread(read)
