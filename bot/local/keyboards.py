"""The rules for reply markup.

Source: `get_reply_markup` of the Bot API server, `get_inline_keyboard_button` of TDLib.
"""

import re
from typing import Any, Final

from bot.local.errors import ApiError, bad
from bot.local.markup.links import link
from bot.local.message import Markup
from bot.local.parameters import Parameters
from bot.local.people import Json

_DATA_LIMIT: Final = 64  # bytes
_KEYS: Final = 100  # on one inline keyboard
_ROW: Final = 8
_ACTIONS: Final = (
    "callback_data url web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
).split()
_FIELDS: Final = frozenset(("text", "style", "icon_custom_emoji_id", *_ACTIONS))


def inline_keyboard(parameters: Parameters, complaints: list[str]) -> Markup:
    """The inline keyboard in `reply_markup`; no rows where there is none.

    Raises:
        ApiError: Where Telegram would refuse it.
    """
    markup: Any = parameters.json("reply_markup", "reply keyboard markup")
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if unknown := set(markup) - {"inline_keyboard", "force_reply", "selective", "input_field_placeholder"}:
        complaints.append(f"reply_markup: no use for {sorted(unknown)}")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    result = [[_key(key, complaints) for key in _row(row)] for row in rows]
    if sum(len(row) for row in result) > _KEYS:
        raise bad("reply markup is too long")
    if any(len(row) > _ROW for row in result):
        complaints.append(f"reply_markup: more than {_ROW} buttons in a row")
    return [row for row in result if row]


def _row(row: Any) -> list[Any]:
    if not isinstance(row, list):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return row


def _cannot(reason: str) -> ApiError:
    return bad(f"can't parse inline keyboard button: {reason}")


def _key(key: Any, complaints: list[str]) -> Json:
    if not isinstance(key, dict):
        raise _cannot("InlineKeyboardButton must be an Object")
    if "text" not in key:
        raise _cannot('Can\'t find field "text"')
    for name in ("text", "callback_data", "url"):
        if not isinstance(key.get(name, ""), str):
            raise _cannot(f'Field "{name}" must be of type String')
    actions = [name for name in _ACTIONS if key.get(name) not in (None, "")]
    if not actions:
        raise _cannot("Text buttons are unallowed in the inline keyboard")
    if not key["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if len(key.get("callback_data", "").encode()) > _DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    if (url := key.get("url")) and not _is_link(url):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if len(actions) > 1 or set(key) - _FIELDS:
        complaints.append(f"a button has {sorted(set(key) - {'text'})}")
    return dict(key)


def _is_link(url: str) -> bool:
    return link(url) is not None or re.match(r"https?://(?:localhost|127\.0\.0\.1)\b", url) is not None
