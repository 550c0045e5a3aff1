"""From a file or a URL to text.

What enters is a path or an http(s) URL; what leaves is `Loaded`, or a `DocumentError` that says in Vietnamese what to
do. Text files are decoded here; pages, Word documents and PDFs are parsed in children (see `sandbox`).
"""

import os
import re
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rag.errors import DocumentError
from rag.load.addresses import AddressPolicy, Resolver, public_only, resolve
from rag.load.containers import kind_of, mismatch
from rag.load.encodings import decode
from rag.load.files import FORMATS, SUPPORTED_SUFFIXES, content_hash, content_hash_of, read
from rag.load.reasons import BAD_NAME, NO_ARTICLE, NO_TEXT, Unreadable, too_long
from rag.load.sandbox import Parsed, Sandbox
from rag.load.titles import first_line, shortened
from rag.settings import LoadSettings
from rag.types import Loaded

if TYPE_CHECKING:
    from rag.load.web import Fetcher

__all__ = ["SUPPORTED_SUFFIXES", "Loader", "content_hash"]

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_KINDS = {"txt": "text", "md": "text", "html": "html", "docx": "zip", "pdf": "pdf"}


class Loader:
    """Reads documents; a context manager. Safe to use from several threads.

    Args:
        settings: The limits.
        policy: Which addresses a URL may lead to. The default, public ones only, is the one that users get.
        resolve: From a host name to its addresses.
    """

    def __init__(
        self, settings: LoadSettings, *, policy: AddressPolicy = public_only, resolve: Resolver = resolve
    ) -> None:
        self._settings = settings
        self._policy = policy
        self._resolve = resolve
        self._sandbox = Sandbox(settings)
        self._fetcher: Fetcher | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the children that parse."""
        self._sandbox.close()

    def load(self, source: str) -> Loaded:
        """Reads one document.

        Args:
            source: A path, or an http(s) URL.

        Raises:
            DocumentError: It cannot be read. `reason` says in Vietnamese what to do.
        """
        try:
            source.encode()  # a name that is no text cannot be kept
        except UnicodeEncodeError:
            raise DocumentError(source.encode(errors="replace").decode(), BAD_NAME) from None
        try:
            return self._from_web(source) if _SCHEME.match(source) else self._from_disk(source)
        except Unreadable as unreadable:
            raise DocumentError(source, unreadable.reason) from unreadable

    def _from_disk(self, source: str) -> Loaded:
        path = Path(os.path.abspath(source))  # noqa: PTH100 - not resolved: a link has the name its owner gave it
        data = read(path, self._settings.max_bytes)
        suffix = path.suffix.lower()
        format = FORMATS[suffix]
        parsed = self._parse(data, format, suffix, None)
        return self._loaded(str(path), path.name, data, format, parsed)

    def _from_web(self, source: str) -> Loaded:
        url = source.partition("#")[0]
        fetched = self._web().fetch(url)
        kind = kind_of(fetched.data)
        # The content decides where it is unmistakable: servers call everything text/html.
        format = {"pdf": "pdf", "zip": "docx", "html": "html"}.get(kind) or fetched.format or "txt"
        parsed = self._parse(fetched.data, format, "." + format, fetched.encoding, web=True)
        return self._loaded(url, fetched.name, fetched.data, format, parsed)

    def _web(self) -> "Fetcher":
        with self._lock:
            if self._fetcher is None:
                from rag.load.web import Fetcher  # an HTTP client is much to import for who reads files only

                self._fetcher = Fetcher(
                    max_bytes=self._settings.max_bytes,
                    timeout=self._settings.timeout,
                    policy=self._policy,
                    resolve=self._resolve,
                )
            return self._fetcher

    def _parse(self, data: bytes, format: str, suffix: str, encoding: str | None, *, web: bool = False) -> Parsed:
        kind = kind_of(data)
        if kind in ("zip", "ole") and (kind == "ole" or format != "docx"):
            return self._sandbox.parse(data, kind, suffix=suffix, kind=kind)
        fragment = format == "html" and kind == "text"  # a page may begin with anything
        if kind != _KINDS[format] and not fragment and not (format == "md" and kind == "html"):
            raise mismatch(suffix, kind)
        if format in ("txt", "md"):
            return self._decoded(data, format, encoding)
        try:
            return self._sandbox.parse(data, format, encoding=encoding)
        except Unreadable as unreadable:
            if web and unreadable.reason == NO_TEXT:
                raise Unreadable(NO_ARTICLE) from unreadable
            raise

    def _decoded(self, data: bytes, format: str, encoding: str | None) -> Parsed:
        text = decode(data, encoding)
        if len(text) > self._settings.max_characters:
            raise Unreadable(too_long(self._settings.max_characters))
        if not any(map(str.isalnum, text)):
            raise Unreadable(NO_TEXT)
        return Parsed(title=first_line(text, markdown=format == "md"), text=text)

    def _loaded(self, source: str, name: str, data: bytes, format: str, parsed: Parsed) -> Loaded:
        # File systems keep names decomposed (macOS) or composed (Linux): one form is compared and shown.
        name = unicodedata.normalize("NFC", name)
        return Loaded(
            source=source,
            name=name,
            title=parsed.title or shortened(Path(name).stem),
            text=parsed.text,
            format=format,
            content_hash=content_hash_of(data),
            size=len(data),
        )
