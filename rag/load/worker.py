"""The child's side of `sandbox`: reads documents from standard input, writes titles and texts to standard output.

Only the parser that a document needs is imported. The limits are on this process: address space, processor time,
core files, and files written (none).
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from rag.load.reasons import CRASHED, TOO_HUNGRY, Unreadable, too_long

Parser = Callable[[bytes, dict[str, Any]], tuple[str, str]]

_HEADER = struct.Struct(">I")
_TITLE = 200  # characters
_BLOATED = 512 * 1024 * 1024  # bytes of address space a child may keep between documents


def _parser(format: str) -> Parser:
    """The parser of a format, imported now."""
    if format == "html":
        from rag.load.page import parse_html

        return parse_html
    if format == "docx":
        from rag.load.word import parse_docx

        return parse_docx
    if format == "pdf":
        from rag.load.pdf import parse_pdf

        return parse_pdf
    from rag.load.containers import refuse

    return refuse


def _used_memory() -> int:
    """Bytes of address space in use; 0 where the system does not tell (macOS, which has no such limit either)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _limit(kind: int, value: int) -> None:
    """Sets a soft limit, never above what the system allows."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    # macOS may refuse a limit: the parent's time and output limits hold there.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, hard))


def _confine(seconds: float, memory: int) -> None:
    """Limits this process for one document: `memory` in bytes and `seconds` from what it has used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    if in_use := _used_memory():
        _limit(resource.RLIMIT_AS, in_use + memory)


def _release() -> None:
    """Back to what the system allows: the next document is received outside of the limits of this one."""
    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_AS):
        resource.setrlimit(kind, (resource.getrlimit(kind)[1],) * 2)


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Parses one document within its limits. `spent` asks the parent for a fresh child next time."""
    parse = _parser(request["format"])
    _confine(request["seconds"], request["memory"])
    try:
        title, text = parse(data, request["hints"])
        if len(text) > request["characters"]:
            return {"reason": too_long(request["characters"])}
        return {"title": title[:_TITLE], "text": text}
    except Unreadable as unreadable:
        return {"reason": unreadable.reason}
    except MemoryError:
        return {"reason": TOO_HUNGRY, "spent": True}
    except Exception as error:
        # Libraries hide a refused allocation in errors of their own: the cause chain or the message tells.
        hungry = isinstance(error.__context__, MemoryError) or "memory" in str(error).lower()
        return {"reason": TOO_HUNGRY if hungry else CRASHED, "spent": True}
    finally:
        _release()


def _read(stream: BinaryIO) -> bytes | None:
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack(header)
    data = stream.read(length)
    return data if len(data) == length else None


def serve() -> None:
    """Answers documents until the parent closes the pipe."""
    # The pipe moves away from descriptor 1, where a chatty library could write into it.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    documents = sys.stdin.buffer
    at_start = _used_memory()
    while (header := _read(documents)) is not None and (data := _read(documents)) is not None:
        answer = _answer(json.loads(header), data)
        if _used_memory() > at_start + _BLOATED:
            answer["spent"] = True
        reply = json.dumps(answer).encode()
        try:
            replies.write(_HEADER.pack(len(reply)) + reply)
            replies.flush()
        except BrokenPipeError:
            os._exit(0)  # the parent is gone
