"""`status`: what is stored, whether it is well, what answers, where everything is."""

import re
from typing import Any

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.session import open_library
from bot.settings import Settings
from rag import RagSettings, Status

_HEALTH_STYLES = {"sound": "green", "empty": "yellow", "unfinished": "yellow", "rebuild": "red", "unreachable": "red"}


def show_status(*, as_json: bool) -> int:
    """Show the state of the data directory and the settings in use."""
    settings = Settings.load().rag()
    with open_library(settings) as library:
        status = library.status()
    if as_json:
        screen.print_json(_form(settings, status))
    else:
        screen.print_table(_dashboard(settings, status))
    return 0


def _dashboard(settings: RagSettings, status: Status) -> Panel:
    model = settings.model
    scopes = ", ".join(f"{name} ({count})" for name, count in sorted(status.scopes.items()))
    dimension = f"{status.dimension}" if status.dimension else ""
    rows: list[tuple[str, str | Text]] = [
        ("documents", messages.decimal(status.documents, 0)),
        ("chunks", messages.decimal(status.chunks, 0)),
        ("meetings", messages.decimal(status.meetings, 0)),
        ("tasks", _tasks(status)),
        ("scopes", scopes or messages.STATUS_NONE),
        ("health", Text(messages.STATUS_HEALTH[status.health], style=_HEALTH_STYLES[status.health])),
        ("mind", messages.MIND_MODEL if model.available else messages.MIND_EMBEDDED),
    ]
    if model.available:
        rows += [
            ("chat_model", model.chat_model),
            ("embedding_model", model.embedding_model),
            ("base_url", _address(model.base_url) or messages.STATUS_OPENAI),
        ]
    rows += [
        ("embedder", messages.STATUS_EMBEDDER.format(name=status.embedder, dimension=dimension or "?")),
        ("data_dir", str(status.data_dir.resolve())),
        ("ledger", _ledger(settings)),
        ("chroma", _address(settings.chroma_url) or messages.CHROMA_LOCAL),
        ("disk", _disk(status)),
        ("versions", ", ".join(f"{name} {number}" for name, number in status.versions.items() if name != "giaoban")),
    ]
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(messages.STATUS_ROWS[name], value if isinstance(value, Text) else Text(value))
    title = messages.STATUS_TITLE.format(version=status.versions.get("giaoban", ""))
    return Panel(table, title=title, title_align="left", expand=False)


def _tasks(status: Status) -> str:
    count, due = (messages.decimal(number, 0) for number in (status.tasks, status.tasks_with_deadline))
    return messages.STATUS_TASKS.format(count=count, with_deadline=due) if status.tasks else count


def _ledger(settings: RagSettings) -> str:
    """Where the ledger is, without the password that its address may hold."""
    if settings.ledger_url is None:
        return messages.LEDGER_SQLITE
    return messages.LEDGER_SERVER.format(kind=settings.ledger_url.partition("://")[0].partition("+")[0])


def _address(url: str | None) -> str | None:
    """`url` without the name and password that may stand in it."""
    return re.sub(r"(?<=://)[^/?#]*@", "", url) if url else None


def _disk(status: Status) -> str:
    parts = ", ".join(
        f"{messages.STATUS_SIZES.get(name, name)} {messages.size(size)}" for name, size in status.sizes.items()
    )
    return f"{messages.size(sum(status.sizes.values()))} ({parts})"


def _form(settings: RagSettings, status: Status) -> dict[str, Any]:
    model = settings.model
    return {
        "documents": status.documents,
        "chunks": status.chunks,
        "meetings": status.meetings,
        "tasks": status.tasks,
        "tasks_with_deadline": status.tasks_with_deadline,
        "scopes": status.scopes,
        "health": status.health,
        "mind": "model" if model.available else "embedded",
        "chat_model": model.chat_model if model.available else None,
        "embedding_model": model.embedding_model if model.available else None,
        "base_url": _address(model.base_url),
        "embedder": status.embedder,
        "indexed_with": status.indexed_with,
        "dimension": status.dimension,
        "data_dir": str(status.data_dir.resolve()),
        "ledger": "sqlite" if settings.ledger_url is None else settings.ledger_url.partition("://")[0],
        "chroma_url": _address(settings.chroma_url),
        "sizes": status.sizes,
        "versions": status.versions,
    }
