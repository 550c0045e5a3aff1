"""A file that is written anew as a whole: it keeps what it had until the new content is complete."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot import messages
from bot.cli import screen


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """Text that takes the place of `path` when the block ends well.

    Until then it is beside it in a file called `.part`. Where the block ends early, that file is kept if there is
    anything in it, and a sentence on stderr names it.
    """
    if path.exists() and not path.is_file():  # a device or a pipe: nothing to keep, and no name to take over
        with path.open("w", encoding="utf-8") as file:
            yield file
        return
    path = path.resolve()  # a link stays one
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield file
    except BaseException:
        if part.is_file() and part.stat().st_size:
            screen.progress().print(messages.PART_KEPT.format(path=part))
        else:
            part.unlink(missing_ok=True)
        raise
    if path.exists():
        shutil.copymode(path, part)
    part.replace(path)
