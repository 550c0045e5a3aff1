"""Buttons under a message: rows of labels with what they carry enter, the Bot API's markup leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """A button that carries `data` to the bot (of `desk.buttons.make`), or opens a `url`."""

    label: str
    data: str | None = None
    url: str | None = None


Keyboard = Sequence[Sequence[Button]]


def markup(keyboard: Keyboard) -> dict[str, Any]:
    """The Bot API's `InlineKeyboardMarkup`."""
    return {"inline_keyboard": [[_button(button) for button in row] for row in keyboard if row]}


def _button(button: Button) -> dict[str, str]:
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data or ""}
