"""What a log may hold of an exception: its kind and where it was raised, never its message.

A message may quote a document, a question, or an address with a password.
"""

import traceback
from pathlib import Path


def raised(error: BaseException) -> str:
    """Kind and place of an exception and of what it was raised from: "StoreError at words.py:81 from ValueError at ..."."""
    parts = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        parts.append(f"{type(current).__name__}{place}")
        current = current.__cause__
    return " from ".join(parts)
