"""From what a person names to what is to be read: paths, folders and URLs enter, sources leave. Reads no content."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import DocumentError

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Listing:
    """What there is to read. `sources` are absolute paths and URLs, each once, in the order named."""

    sources: tuple[str, ...]
    folders: tuple[str, ...]  # absolute paths of the folders that were named and could be read
    failed: tuple[DocumentError, ...]  # what was named, or lies below it, and cannot be listed


def is_url(source: str) -> bool:
    """Whether a source is fetched instead of read from disk."""
    return _SCHEME.match(source) is not None


def expand(named: Sequence[str], suffixes: Collection[str]) -> Listing:
    """The sources behind what was named: a folder stands for the files below it with one of `suffixes`.

    Hidden files and folders below a named one are left out. Links are followed, each folder once.
    """
    found: dict[str, None] = {}
    folders: dict[str, None] = {}
    failed: list[DocumentError] = []
    for name in named:
        if is_url(name):
            found[name.partition("#")[0]] = None  # a place within a page is the same page
            continue
        path = os.path.abspath(Path(name).expanduser())  # noqa: PTH100 - also removes ".."
        if not Path(path).is_dir():
            found[path] = None  # a file, or the loader says why not
            continue
        unread: list[DocumentError] = []
        found |= dict.fromkeys(_files(path, suffixes, unread))
        failed += unread
        if not unread:
            folders[path] = None
    return Listing(tuple(found), tuple(folders), tuple(failed))


def vanished(source: str, folders: Sequence[str]) -> bool:
    """Whether a source was a file below one of the folders and is there no more."""
    return (
        not is_url(source)
        and any(source.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
        and not Path(source).exists()
    )


def _files(folder: str, suffixes: Collection[str], unread: list[DocumentError]) -> Iterator[str]:
    def fail(error: OSError) -> None:
        reason = "Không mở được thư mục này; hãy kiểm tra quyền đọc."
        unread.append(DocumentError(str(error.filename or folder), reason))

    seen: set[tuple[int, int]] = set()
    for directory, below, names in os.walk(folder, followlinks=True, onerror=fail):
        status = Path(directory).stat()
        if (status.st_dev, status.st_ino) in seen:  # a link back up, or a second way to the same folder
            below.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in suffixes:  # noqa: PTH122 - quicker
                yield f"{directory.rstrip(os.sep)}{os.sep}{name}"
