"""Children in which documents are parsed, so that a hostile one harms nothing but its own child.

What enters is the bytes of one document; what leaves is its title and text, or `Unreadable`. A child serves many
documents, one after the other, because starting one costs more than reading a page. It is killed and replaced when it
fails, runs out of time or memory, answers too much, or has served its share.

Parent and child speak over pipes: four bytes of length and then as many bytes, JSON in both directions except for the
document itself (see `worker`). The child's own output goes nowhere, so no document content reaches a log.
"""

import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.load.reasons import CRASHED, TOO_HUNGRY, TOO_SLOW, Unreadable
from rag.settings import LoadSettings

SHARE = 400  # documents a child serves before it is replaced, against slow leaks in the parsers
_HEADER = struct.Struct(">I")
_START = "import sys; sys.path[:] = {path!r}; from rag.load.worker import serve; serve()"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a child makes of one document."""

    title: str
    text: str


class _Child:
    """One process. Used by one thread at a time."""

    def __init__(self) -> None:
        self.served = 0
        # -I keeps the environment's Python settings out; the parent's path is passed on instead. A session of its own
        # keeps the terminal's Ctrl-C from it: the parent decides when it ends.
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - "" is the working directory
        self._process = subprocess.Popen(  # noqa: S603 - nothing of the document is in the command
            [sys.executable, "-I", "-c", _START.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    def ask(self, request: Mapping[str, Any], data: bytes, deadline: float, answer_limit: int) -> dict[str, Any]:
        """Sends one document and returns the reply. `Unreadable` means that this child must not be used again."""
        header = json.dumps(request).encode()
        self._write(_HEADER.pack(len(header)) + header + _HEADER.pack(len(data)), deadline)
        self._write(data, deadline)
        (length,) = _HEADER.unpack(self._read(_HEADER.size, deadline))
        if length > answer_limit:
            raise Unreadable(TOO_HUNGRY)
        try:
            reply = json.loads(self._read(length, deadline))
        except ValueError:
            raise Unreadable(CRASHED) from None
        if not isinstance(reply, dict):
            raise Unreadable(CRASHED)
        self.served += 1
        return reply

    def _wait(self, deadline: float, *, reading: bool) -> None:
        left = deadline - time.monotonic()
        waiting = select.poll()  # select.select fails on descriptors above 1023
        waiting.register(self._out if reading else self._in, select.POLLIN if reading else select.POLLOUT)
        if left <= 0 or not waiting.poll(left * 1000):
            raise Unreadable(TOO_SLOW)

    def _write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._in, left[: 1 << 20]) :]
            except BlockingIOError:
                self._wait(deadline, reading=False)
            except BrokenPipeError:
                raise Unreadable(CRASHED) from None

    def _read(self, count: int, deadline: float) -> bytes:
        pieces: list[bytes] = []
        while count:
            try:
                piece = os.read(self._out, min(count, 1 << 20))
            except BlockingIOError:
                self._wait(deadline, reading=True)
                continue
            if not piece:
                raise Unreadable(TOO_SLOW if self._ran_out_of_time() else CRASHED)
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def _ran_out_of_time(self) -> bool:
        """Whether RLIMIT_CPU ended the process: that is time, not a crash."""
        try:
            return self._process.wait(1.0) == -signal.SIGXCPU
        except subprocess.TimeoutExpired:
            return False

    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends the process at once and leaves no zombie. Whoever waits for its answer sees the pipe's end."""
        self._process.kill()
        self._process.wait()

    def discard(self) -> None:
        """`stop`, and closes the pipes: for the thread that holds this child."""
        self.stop()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


class Sandbox:
    """A few children, started when first needed. Thread-safe; `close` ends them all."""

    def __init__(self, settings: LoadSettings, *, children: int | None = None) -> None:
        self._settings = settings
        self._slots = threading.BoundedSemaphore(children or max(2, min(4, os.cpu_count() or 2)))
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._closed = False

    def parse(self, data: bytes, format: str, **hints: str | None) -> Parsed:
        """Parses one document in a child.

        Args:
            data: The whole document.
            format: "html", "docx" or "pdf"; "zip" or "ole" only name what is inside (always `Unreadable`).
            hints: What the parser of that format may want to know, such as the declared `encoding`.

        Raises:
            Unreadable: With the reason.
        """
        request = {
            "format": format,
            "hints": hints,
            "characters": self._settings.max_characters,
            "memory": self._settings.memory_bytes,
            "seconds": self._settings.timeout,
        }
        # JSON with every character escaped takes twelve bytes for the longest.
        answer_limit = self._settings.max_characters * 12 + 65_536
        with self._slots:
            child = self._take()
            reply = None
            try:
                deadline = time.monotonic() + self._settings.timeout
                reply = child.ask(request, data, deadline, answer_limit)
            finally:
                self._give_back(child, reusable=reply is not None and not reply.get("spent"))
        if reply.get("reason"):
            raise Unreadable(str(reply["reason"]))
        return Parsed(title=str(reply.get("title", "")), text=str(reply.get("text", "")))

    def _take(self) -> _Child:
        with self._lock:
            if self._closed:
                raise RuntimeError("the sandbox is closed")
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    return child
                self._all.discard(child)
                child.discard()
            child = _Child()
            self._all.add(child)
            return child

    def _give_back(self, child: _Child, *, reusable: bool) -> None:
        with self._lock:
            if reusable and child.served < SHARE and not self._closed:
                self._idle.append(child)
                return
            self._all.discard(child)
        child.discard()

    def close(self) -> None:
        """Ends every child, also one that is at work. Harmless when called again."""
        with self._lock:
            self._closed = True
            idle, busy = self._idle, self._all.difference(self._idle)
            self._idle, self._all = [], set()
        for child in idle:
            child.discard()
        for child in busy:
            child.stop()  # the thread that waits for it discards it
