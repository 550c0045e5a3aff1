"""`index` and `reindex`: events of the indexing flow to a progress bar, plain lines or JSON, and an exit code."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, nullcontext

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.forms import summary_form
from bot.cli.session import open_library
from rag import DEFAULT_SCOPE, FileOutcome, IndexProgress, IndexSummary

_NAME_WIDTH = 36

Events = Iterator[IndexProgress | FileOutcome | IndexSummary]


def index_sources(sources: Sequence[str], *, scope: str | None, prune: bool, as_json: bool) -> int:
    """Index `sources`; 0 if all of them could be read, 1 otherwise."""
    with open_library() as library:
        return _follow(library.index(sources, scope=scope or DEFAULT_SCOPE, prune=prune), as_json=as_json)


def reindex_all(*, rebuild: bool, as_json: bool) -> int:
    """Index the known documents again; 0 if all of them could be read, 1 otherwise."""
    with open_library() as library:
        return _follow(library.reindex(rebuild=rebuild), as_json=as_json)


def _follow(events: Events, *, as_json: bool) -> int:
    console = screen.progress()
    lost: list[str] = []
    # Closed before the library is, so that what was begun is finished when the person stops it.
    with closing(events) if isinstance(events, Generator) else nullcontext():
        noted = _noting(events, lost)
        summary = _with_bar(noted) if console.is_terminal else _with_lines(noted, quiet=as_json)
    if as_json:
        screen.print_json(summary_form(summary))
    else:
        _print_summary(summary)
    if lost:
        console.print(Text(messages.INDEX_LOST.format(names=", ".join(lost)), style="yellow"))
    return 1 if summary.failed else 0


def _noting(events: Events, lost: list[str]) -> Events:
    """The events; documents whose corrections no longer hold are noted."""
    for event in events:
        if isinstance(event, FileOutcome) and event.lost and event.document is not None:
            lost.append(event.document.name)
        yield event


def _with_bar(events: Events) -> IndexSummary:
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        _Rate(),
        _Remaining(),
        console=screen.progress(),
        transient=True,
    )
    with bar:
        task, stage = bar.add_task("", total=None), ""
        for event in events:
            if isinstance(event, IndexSummary):
                return event
            if isinstance(event, FileOutcome):
                continue
            if event.stage != stage:  # counts other things: its rate starts anew
                bar.remove_task(task)
                stage = event.stage
                task = bar.add_task("", total=event.total, unit=messages.INDEX_UNITS[stage])
            description = f"{messages.STAGES[stage]} {_short(event.source)}".ljust(_NAME_WIDTH + 10)
            bar.update(task, completed=event.done, total=event.total, description=description)
    raise AssertionError("indexing ended without a summary")


def _with_lines(events: Events, *, quiet: bool) -> IndexSummary:
    for event in events:
        if isinstance(event, IndexSummary):
            return event
        # What failed stands in the table at the end, with its reason.
        if isinstance(event, FileOutcome) and event.state not in ("unchanged", "failed") and not quiet:
            screen.progress().print(_outcome_line(event))
    raise AssertionError("indexing ended without a summary")


def _outcome_line(outcome: FileOutcome) -> str:
    state = messages.STATES[outcome.state]
    name = outcome.document.name if outcome.document else outcome.source
    template = messages.INDEX_OUTCOME if outcome.chunks else messages.INDEX_OUTCOME_PLAIN
    return template.format(state=state, name=name, chunks=outcome.chunks)


def _print_summary(summary: IndexSummary) -> None:
    counts = {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "failed": len(summary.failed),
    }
    console = screen.output()
    if not any(counts.values()):
        console.print(messages.INDEX_NOTHING)
        return
    title = messages.INDEX_TITLE.format(seconds=messages.seconds(summary.seconds))
    console.print(Text(title, style="bold"))
    table = Table()
    for state, count in counts.items():
        style = "red" if state == "failed" and count else None
        table.add_column(messages.STATES[state], justify="right", style=style)
    table.add_row(*map(str, counts.values()))
    screen.print_table(table)
    if summary.failed:
        console.print(Text(messages.INDEX_FAILED_TITLE, style="bold red"))
        failed = Table()
        failed.add_column(messages.INDEX_FILE, overflow="fold")
        failed.add_column(messages.INDEX_REASON, overflow="fold")
        for outcome in summary.failed:
            failed.add_row(Text(outcome.source), Text(outcome.reason or messages.INDEX_UNKNOWN_REASON))
        screen.print_table(failed)


def _short(source: str) -> str:
    """The last part of a path or URL, cut in the middle where it is long."""
    name = source.rstrip("/").rsplit("/", 1)[-1]
    if len(name) <= _NAME_WIDTH:
        return name
    half = (_NAME_WIDTH - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


class _Rate(ProgressColumn):
    """Files a second."""

    def render(self, task: Task) -> Text:
        """The rate, empty before it is known."""
        speed = task.finished_speed or task.speed
        if not speed or "unit" not in task.fields:
            return Text()
        return Text(
            messages.INDEX_RATE.format(rate=messages.decimal(speed, 1 if speed < 10 else 0), unit=task.fields["unit"]),
            style="dim",
        )


class _Remaining(ProgressColumn):
    """Time to go."""

    def render(self, task: Task) -> Text:
        """The remaining time as minutes and seconds."""
        return Text(messages.INDEX_REMAINING.format(time=messages.clock(task.time_remaining)), style="dim")
