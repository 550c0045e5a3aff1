"""Where a marked-up link leads, as Telegram rewrites it."""

import re
from typing import Final

from bot.local.markup.units import Entity

_USER: Final = re.compile(r"tg:(?://)?user\?id=(\d{1,15})", re.IGNORECASE)
_APP: Final = re.compile(r"(?:tg|ton|tonsite):(?://)?\w", re.IGNORECASE)
_WEB: Final = re.compile(
    r"(?:(https?)://)?((?:[^\s/?#@]+@)?([^\s/?#@:]+)(?::\d{1,5})?)([/?#].*)?", re.IGNORECASE | re.DOTALL
)


def link(address: str) -> Entity | None:
    """The type and target of a link entity; None where the address is none, so that only the words remain."""
    address = address.strip()
    if user := _USER.match(address):
        return {"type": "text_mention", "user": {"id": int(user.group(1))}}
    if _APP.match(address):
        return {"type": "text_link", "url": address}
    web = _WEB.fullmatch(address)
    if not web or "." not in web.group(3).strip("."):
        return None
    protocol, place, _, rest = web.groups()
    path = (rest or "").replace(" ", "%20").replace("\n", "%0A")
    slash = "" if path.startswith("/") else "/"
    return {"type": "text_link", "url": f"{(protocol or 'http').lower()}://{place.lower()}{slash}{path}"}
