"""Opening the library as the command line's settings say, and the clock and scopes that questions are asked with."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import messages
from bot.cli.failures import UsageError, log_to
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
    """The scopes to search: those asked for, else all there are. Who owns the data directory may read it all.

    Raises:
        UsageError: if a scope that was asked for has no documents.
    """
    known = sorted({document.scope for document in library.documents()})
    for scope in wanted or ():
        if scope not in known:
            names = ", ".join(known) or messages.NO_SCOPES
            raise UsageError(messages.USAGE_NO_SUCH_SCOPE.format(scope=scope, known=names))
    return tuple(dict.fromkeys(wanted or known)) or (DEFAULT_SCOPE,)
