"""The rules in child processes: titles and texts enter, records leave. Used while many documents are indexed.

Rules are pure Python, so in the process that indexes they would stand in the way of everything else. A child also bounds
how long one document may take. Parent and child speak over pipes: four bytes of length, then JSON. A child ends when its
standard input does, so none outlives its parent, however that one ends.
"""

import json
import os
import re
import select
import struct
import subprocess
import sys
import threading
import time
from datetime import date

from rag.language.dates import document_date
from rag.record import MeetingRecord
from rag.store.codec import record_from_json, record_to_json

LIMIT = 30.0  # seconds for one document
_SECOND = 200  # documents after which a child that takes a while to start is worth its start, once there is one
_HEAD = 3000  # characters in which `document_date` looks
# Whatever day a text gives has a year, written with four digits or after a day and a month (4/3/24).
_YEAR = re.compile(r"(?:19|20|21)\d\d|\d[/.]2\d")
_HEADER = struct.Struct(">I")
_START = "import sys; sys.path[:] = {path!r}; from rag.extract.child import serve; serve()"


class ChildError(Exception):
    """No facts of a document: the rules failed on it, took too long, or took their child down."""


class Children:
    """A few children, started when first needed, one document at a time each, until they are closed. Thread-safe."""

    def __init__(self, count: int, *, limit: float = LIMIT) -> None:
        """Takes how many children there may be, and the seconds for one document."""
        self._count = count
        self._limit = limit
        self._changed = threading.Condition()
        self._idle: list[_Child] = []
        self._busy: list[_Child | None] = []  # None: just being started
        self._asked = 0
        self._closed = False

    def extract(self, title: str, text: str) -> tuple[MeetingRecord, date | None]:
        """The record of a document as `RuleExtractor` has it, and the day as `document_date` has it where that has none.

        Raises:
            ChildError: when the rules fail on it, take too long, or take their child down.
        """
        child = self._take()
        try:
            reply = child.ask(json.dumps([title, text]).encode(), time.monotonic() + self._limit)
        except BaseException:
            self._give_back(child, usable=False)
            raise
        self._give_back(child, usable=True)
        if not reply:
            raise ChildError("the rules failed on a document")
        day, _, record = reply.partition(b" ")
        return record_from_json(record), date.fromisoformat(day.decode()) if day else None

    def close(self) -> None:
        """End the children, whatever they are at, and start no more."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            for busy in self._busy:
                if busy is not None:
                    busy.kill()  # whoever waits for it sees its end
            self._changed.notify_all()
        for child in idle:
            child.end()

    def _take(self) -> "_Child":
        with self._changed:
            self._asked += 1
            self._changed.wait_for(lambda: self._closed or self._idle or len(self._busy) < self._allowed())
            self._refuse_closed()
            child = self._idle.pop() if self._idle else None
            self._busy.append(child)
        if child is None:
            child = _Child()
            with self._changed:
                self._busy.remove(None)
                self._busy.append(child)
                if self._closed:
                    child.kill()
        return child

    def _give_back(self, child: "_Child", *, usable: bool) -> None:
        with self._changed:
            self._busy.remove(child)
            usable = usable and not self._closed
            if usable:
                self._idle.append(child)
            self._changed.notify()
        if not usable:
            child.end()

    def _allowed(self) -> int:
        return self._count if self._asked > _SECOND else 1

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ChildError("extracting was stopped")


def written_on(title: str, text: str) -> date | None:
    """The same as `document_date`, sooner where no year is named, as in half of all news."""
    head = text[:_HEAD]
    return document_date(title, head) if _YEAR.search(head) or _YEAR.search(title) else None


class _Child:
    """One process. Used by one thread at a time."""

    def __init__(self) -> None:
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - "" is the working directory
        # A session of its own keeps the terminal's Ctrl-C from it: the parent decides when it ends.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-c", _START.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a failure prints may quote the document
            start_new_session=True,
        )

    def ask(self, request: bytes, deadline: float) -> bytes:
        assert self._process.stdin and self._process.stdout
        try:
            # A child reads its whole request before it does anything else, so this does not wait for long.
            self._process.stdin.write(_HEADER.pack(len(request)) + request)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ChildError("the child that runs the rules is gone") from None
        (length,) = _HEADER.unpack(self._read(_HEADER.size, deadline))
        return self._read(length, deadline)

    def _read(self, count: int, deadline: float) -> bytes:
        assert self._process.stdout
        waiting = select.poll()
        waiting.register(self._process.stdout, select.POLLIN)
        pieces = []
        while count:
            if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise ChildError("the rules took too long")
            piece = os.read(self._process.stdout.fileno(), count)
            if not piece:
                raise ChildError("the child that runs the rules is gone")
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def kill(self) -> None:
        """Ends the process; to be followed by `end`."""
        self._process.kill()

    def end(self) -> None:
        """Ends the process at once and leaves no zombie."""
        self._process.kill()
        self._process.communicate()


def serve() -> None:
    """The child: extracts until its input ends. An empty reply says that the rules failed."""
    from rag.extract.rules import RuleExtractor

    rules = RuleExtractor()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while header := source.read(_HEADER.size):
        request = source.read(*_HEADER.unpack(header))
        try:
            title, text = json.loads(request)
            record = rules.extract(title, text)
            day = record.date or written_on(title, text)
            reply = f"{day or ''} {record_to_json(record)}".encode()
        except Exception:
            reply = b""
        target.write(_HEADER.pack(len(reply)) + reply)
        target.flush()
