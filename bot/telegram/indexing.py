"""One thing done with the index: an upload enters, its result leaves, its progress is reported on the way. Blocks."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import PurePosixPath
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.store.uploads import Result, Upload
from bot.telegram import messages
from rag import DocumentError, FileOutcome, IndexEvent, IndexProgress, IndexSummary, Library

STAGES: Final = ("fetch", "read", "cut", "write")
_PAUSE: Final = 0.2  # seconds between two reports of a run
_NAMED: Final = 10  # documents that failed, or lost their corrections, that are named


class Progress(NamedTuple):
    """How far it is."""

    done: int
    total: int
    stage: str  # as people read it


Report = Callable[[Progress], None]


class Ended(NamedTuple):
    """How it ended."""

    result: Result
    document_id: str = ""
    cancelled: bool = False


def stage(name: str) -> Progress:
    """One of the stages of bringing in a document."""
    done = STAGES.index(name) if name in STAGES else 0
    return Progress(done, len(STAGES), messages.DOCUMENT_STAGES[name])


def bring_in(library: Library, upload: Upload, report: Report) -> Ended:
    """Index one source.

    Raises:
        DocumentError: when it cannot be read.
        RagError: when it cannot be stored.
    """
    report(stage("read"))
    outcome: FileOutcome | None = None
    for event in _events(library.index([upload.source], scope=upload.scope)):
        if isinstance(event, IndexProgress):
            report(stage("cut"))
        elif isinstance(event, FileOutcome):
            outcome = event
            report(stage("write"))
        elif event.cancelled:
            return Ended(Result(), cancelled=True)
        else:
            seconds = event.seconds
    assert outcome is not None, "nothing was told of the source"
    if outcome.state == "failed":
        raise DocumentError(upload.name, outcome.reason or "")
    document = library.at(upload.source.partition("#")[0], scope=upload.scope)
    assert document is not None, "what was just indexed is not there"
    if upload.corrections:
        library.correct(document.id, upload.corrections)
    fresh = outcome.state == "unchanged" and not upload.known  # stored by an attempt that was interrupted afterwards
    lost = (document.title,) if outcome.lost else ()
    twins = tuple(one.id for one in library.documents([document.scope], name=document.name) if one.id != document.id)
    state = "added" if fresh else outcome.state
    return Ended(Result(state, seconds=seconds, lost=lost, twins=twins), document.id)


def run_again(library: Library, upload: Upload, report: Report) -> Ended:
    """Bring a document, what has changed, or everything up to date.

    Raises:
        RagError: when it cannot be done.
    """
    one = upload.document_id if upload.kind == "again" else None
    failed: list[tuple[str, str]] = []
    lost: list[str] = []
    state = ""
    reported = 0.0
    for event in _events(library.reindex(rebuild=upload.kind == "all", document_id=one)):
        if isinstance(event, FileOutcome):
            state = event.state
            if event.state == "failed":
                failed.append((name_of(event.source), event.reason or ""))
            if event.lost and event.document is not None:
                lost.append(event.document.title)
        elif isinstance(event, IndexProgress):
            if monotonic() - reported > _PAUSE or event.done == event.total:
                reported = monotonic()
                report(Progress(event.done, event.total, messages.REINDEX_STAGES[event.stage]))
        else:
            if one is not None and failed:
                raise DocumentError(*failed[0])
            result = Result(state, "", event.seconds, 0, _counts(event), tuple(failed[:_NAMED]), tuple(lost[:_NAMED]))
            return Ended(result, one or "", event.cancelled)
    raise AssertionError("a run ended without a summary")


def name_of(source: str) -> str:
    """What people call a source: the file's name, or the last part of the address."""
    if "://" not in source:
        return PurePosixPath(source.replace("\\", "/")).name
    parts = urlsplit(source)
    return PurePosixPath(parts.path).name or parts.netloc


def _counts(summary: IndexSummary) -> dict[str, int]:
    counts = {name: getattr(summary, name) for name in ("added", "updated", "unchanged", "removed")}
    return {**counts, "failed": len(summary.failed)}


def _events(events: Iterable[IndexEvent]) -> Generator[IndexEvent]:
    assert isinstance(events, Generator)
    with closing(events):
        yield from events
