"""A result with the sentence that the Bot API says along with it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` and `description` of an answer."""

    result: Any
    description: str
