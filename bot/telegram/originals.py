"""The files that admins have sent, as they sent them: bytes and a name enter, a path below one folder leaves.

Each stands in a folder named by its content, so that the same file sent twice is one document. A file is there whole or
not at all.
"""

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

KEPT: Final = 24 * 3600.0  # seconds that a file stays when its document is gone, so that this can be undone
_LONGEST: Final = 120  # bytes of a name
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')


class Originals:
    """One folder of files. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def keep(self, content: bytes, name: str) -> Path:
        """Store a file durably; one with the same content stays under the name that it has."""
        digest = hashlib.sha256(content).hexdigest()
        place = self._folder / digest[:2] / digest
        place.mkdir(parents=True, exist_ok=True)
        for known in place.iterdir():
            os.utime(known)
            return known
        half = self._folder / f".{secrets.token_hex(8)}"
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return half.rename(place / safe_name(name))

    def discard(self, source: str) -> None:
        """Remove a file, where it is one of these."""
        path = Path(source)
        if self._folder in path.parents:
            path.unlink(missing_ok=True)
            for parent in path.parents[:2]:
                with suppress(OSError):  # something else is in there
                    parent.rmdir()

    def touch(self, source: str) -> None:
        """Have a file stay for a while although its document goes."""
        if self._folder in Path(source).parents:
            with suppress(FileNotFoundError):
                os.utime(source)

    def tidy(self) -> None:
        """Remove what an earlier process was interrupted at. To be called while nothing is stored."""
        for half in self._folder.glob(".*"):
            half.unlink()

    def sweep(self, in_use: Collection[str], now: float) -> None:
        """Remove files whose document is gone for a while.

        Args:
            in_use: Sources that are needed.
            now: The time, as files have it.
        """
        for path in list(self._folder.glob("*/*/*")):
            if str(path) not in in_use and path.stat().st_mtime < now - KEPT:
                self.discard(str(path))


def safe_name(name: str) -> str:
    """A file name without path, control characters or excess length; what it ends with tells the format and stays."""
    name = _UNSAFE.sub(" ", unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1])
    stem, suffix = os.path.splitext(" ".join(name.split()).strip(". "))  # noqa: PTH122 - a name, no path
    room = _LONGEST - len(suffix.encode())
    stem = stem.encode()[: max(room, 1)].decode(errors="ignore").strip(". ")
    return f"{stem or 'tai-lieu'}{suffix if room > 0 else ''}"
