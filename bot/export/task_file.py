"""Tasks as a file to be sent: a calendar ("ics") or an Excel sheet ("xlsx"), as bytes."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.export.agenda import agenda
from bot.export.sheets import write_xlsx
from bot.export.tables import task_table
from rag import Task


def task_file(kind: Literal["ics", "xlsx"], tasks: Sequence[Task], now: datetime) -> bytes:
    """The file's content. `now` is the time of writing, aware."""
    if kind == "ics":
        return agenda(tasks, now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.xlsx"
        write_xlsx(task_table(tasks), path)
        return path.read_bytes()
