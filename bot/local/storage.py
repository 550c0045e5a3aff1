"""Files that went up and can come down."""

import itertools
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the server."""

    file_id: str
    unique_id: str
    path: str  # `file_path` of getFile
    name: str
    mime: str
    data: bytes


class Storage:
    """Files by id and by path, in memory."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._numbers = itertools.count()

    def put(self, name: str, data: bytes, mime: str, kind: str = "document") -> Stored:
        """Keep a file; the path has a name of the server's own, as in Telegram."""
        number = next(self._numbers)
        ending = name.rpartition(".")[2] if "." in name else ""
        path = f"{kind}s/file_{number}" + (f".{ending}" if ending else "")
        file = Stored(f"BQAC{secrets.token_urlsafe(36)}", f"AgAD{secrets.token_urlsafe(8)}", path, name, mime, data)
        self._by_id[file.file_id] = self._by_path[path] = file
        return file

    def get(self, file_id: str) -> Stored | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        """The file at this path."""
        return self._by_path.get(path)
