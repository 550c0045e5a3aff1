"""Long lists in pages: what there is and the page wanted enter, the part shown and the row of buttons below it leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.telegram import messages
from bot.telegram.keyboard import Button

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """A part of a list."""

    shown: Sequence[_T]
    first: int  # number of the first one shown, from 1
    number: int  # of the page, from 0
    pages: int

    def turning(self, to: Callable[[str, int], Button]) -> list[Button]:
        """Buttons to the page before and after, where there are any; `to` makes one from a label and a page."""
        row = []
        if self.number > 0:
            row.append(to(messages.PREVIOUS, self.number - 1))
        if self.pages > 1:
            row.append(to(messages.PAGE_OF.format(number=self.number + 1, count=self.pages), self.number))
        if self.number + 1 < self.pages:
            row.append(to(messages.NEXT, self.number + 1))
        return row


def page(items: Sequence[_T], number: int, size: int) -> Page[_T]:
    """The page with this number, or the nearest one that there is."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    return Page(items[number * size : (number + 1) * size], number * size + 1, number, pages)
