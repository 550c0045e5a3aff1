"""Opening the library as the command line's settings say, and the clock and scopes that questions are asked with."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.cli.failures import log_to
from bot.settings import Settings
from rag import DEFAULT_SCOPE, Library, RagSettings


@contextmanager
def open_library(settings: RagSettings | None = None) -> Iterator[Library]:
    """The library of `settings`, or of the environment and `.env`, with our log in its data directory."""
    settings = settings or Settings.load().rag()
    log_to(settings.data_dir)
    with Library.open(settings) as library:
        yield library


def local_today() -> date:
    """The day in Vietnam."""
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def readable_scopes(library: Library, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The scopes to search: those asked for, else all there are. Who owns the data directory may read it all."""
    if wanted:
        return tuple(dict.fromkeys(wanted))
    return tuple(sorted({document.scope for document in library.documents()})) or (DEFAULT_SCOPE,)
