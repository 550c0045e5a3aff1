"""The page in the browser: the files of page/, for whoever opens the server's address."""

from pathlib import Path
from typing import Final

from aiohttp import web

from bot.local.control import guarded

_FOLDER: Final = Path(__file__).parent / "page"
_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY: Final = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'"


def add_to(application: web.Application) -> None:
    """Add the routes."""
    application.router.add_get("/", guarded(_serve))
    application.router.add_get("/page/{name}", guarded(_serve))


async def _serve(request: web.Request) -> web.Response:
    path = _FOLDER / Path(request.match_info.get("name", "index.html")).name
    if path.suffix not in _TYPES or not path.is_file():
        return web.Response(status=404)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8", headers=headers)
