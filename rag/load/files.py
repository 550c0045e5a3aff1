"""Bytes of a file on disk.

What enters is a path; what leaves is the file's bytes, or `Unreadable` with what to do. Pipes, devices and folders are
never opened for reading, so none of them can make the reader wait.
"""

import errno
import hashlib
import os
import stat
from pathlib import Path

from rag.load.reasons import (
    BAD_NAME,
    BROKEN_LINK,
    CHANGED,
    DISK,
    EMPTY,
    FOLDER,
    FORBIDDEN,
    MISSING,
    NOT_A_FILE,
    Unreadable,
    too_large,
    unsupported,
)

FORMATS = {
    ".txt": "txt",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
SUPPORTED_SUFFIXES = frozenset(FORMATS)


def content_hash_of(data: bytes) -> str:
    """The hash by which a document counts as unchanged: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def content_hash(path: Path) -> str:
    """`content_hash_of` the file at `path`, read in pieces.

    Raises:
        OSError: As the system says.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path, max_bytes: int) -> bytes:
    """All bytes of a regular file.

    Raises:
        Unreadable: Missing, forbidden, no regular file, empty or above `max_bytes`.
    """
    try:
        # Not waiting for a pipe's other end, in case the path became one after it was looked at.
        descriptor = os.open(_checked(path), os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise Unreadable(NOT_A_FILE)
            if state.st_size > max_bytes:
                raise Unreadable(too_large(max_bytes))
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise Unreadable(_reason(error, path)) from error
    except ValueError:  # a zero byte in the path
        raise Unreadable(BAD_NAME) from None
    if len(data) > max_bytes:
        raise Unreadable(CHANGED)
    if not data:
        raise Unreadable(EMPTY)
    return data


def _checked(path: Path) -> Path:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise Unreadable(FOLDER)
    if not stat.S_ISREG(mode):
        raise Unreadable(NOT_A_FILE)
    if path.suffix.lower() not in FORMATS:
        raise Unreadable(unsupported(path.suffix.lower()))
    return path


def _reason(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP):
        return BROKEN_LINK if path.is_symlink() else MISSING
    if error.errno in (errno.EACCES, errno.EPERM):
        return FORBIDDEN
    return DISK
