"""The parameters of a method from a stored message: its JSON with the file that goes with it, if any.

A payload's "file" names the parameter and the file: `{"as": "document", "name": "viec.ics"}`, with a "path" where the
content is a file on disk and not stored with the message.
"""

import asyncio
from pathlib import Path
from typing import Any

from telegram import InputFile

from bot.store.outbox import Row


async def parameters(row: Row) -> dict[str, Any]:
    """What the Bot API is called with.

    Raises:
        FileNotFoundError: when the file to be sent is gone.
    """
    given = {"chat_id": row.chat_id, **row.payload}
    file = given.pop("file", None)
    if file is not None:
        content = row.file if row.file is not None else await asyncio.to_thread(Path(file["path"]).read_bytes)
        given[file["as"]] = InputFile(content, filename=file["name"])
    return given
