"""Debian's chromium without a window, driven over the DevTools protocol."""

import asyncio
import base64
import itertools
import json
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
_OPTIONS: Final = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-extensions "
    "--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars "
    "--remote-debugging-port=0 --lang=vi --force-color-profile=srgb --password-store=basic"
).split()
_KEYS: Final = {"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9, "Backspace": 8}
_WAIT: Final = 15  # seconds


@contextmanager
def chromium() -> Iterator[str]:
    """Run the browser; the address of its DevTools."""
    assert CHROMIUM, "no chromium here"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr
        try:
            told = next((line for line in process.stderr if line.startswith("DevTools listening on ")), "")
            assert told, "chromium did not start"
            yield told.split()[-1]
        finally:
            process.kill()
            process.wait()
            process.stderr.close()


class Tab:
    """A page in the browser, and a person in front of it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.errors: list[str] = []  # what went wrong in the page's script
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._session: str | None = None

    async def listen(self) -> None:
        """Take what the browser tells, until the connection ends."""
        async for message in self._socket:
            told = json.loads(message.data)
            waiting = self._waiting.pop(told.get("id", 0), None)
            if waiting and not waiting.done():
                waiting.set_result(told)
            elif told.get("method") == "Runtime.exceptionThrown":
                self.errors.append(str(told["params"]["exceptionDetails"].get("exception", {}).get("description")))
            elif told.get("method") == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                self.errors.append(told["params"]["entry"]["text"])

    async def call(self, method: str, **parameters: Any) -> Any:
        """One command of the protocol."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        command = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json(command | ({"sessionId": self._session} if self._session else {}))
        told = await asyncio.wait_for(answer, _WAIT)
        assert "error" not in told, told
        return told["result"]

    async def open(self, url: str, context: str, width: int, height: int, scale: float) -> None:
        """Load the page in a window of this size."""
        target = await self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM"):
            await self.call(f"{domain}.enable")
        await self.resize(width, height, scale)
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    async def resize(self, width: int, height: int, scale: float = 1) -> None:
        """Make the window this large; below 500 pixels it is a telephone."""
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 500}
        await self.call("Emulation.setDeviceMetricsOverride", **size)

    async def run(self, expression: str) -> Any:
        """The value of an expression in the page, awaited."""
        told = await self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def until(self, condition: str) -> None:
        """Wait until an expression is true in the page; looks again at every frame.

        Raises:
            TimeoutError: When it does not come true.
        """
        end = asyncio.get_running_loop().time() + _WAIT
        while not await self.run(f"new Promise(done => requestAnimationFrame(() => done(Boolean({condition}))))"):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"{condition}\n{await self.run('document.body.innerText')}")

    async def sees(self, text: str, within: str = "#messages") -> None:
        """Wait until the words stand in a part of the page."""
        await self.until(f"document.querySelector({json.dumps(within)})?.innerText.includes({json.dumps(text)})")

    async def click(self, selector: str, text: str = "") -> None:
        """Click the last element that fits, with these words in it, once it is there."""
        found = (
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            f".filter(e => e.checkVisibility() && e.textContent.includes({json.dumps(text)})).at(-1)"
        )
        await self.until(found)
        await self.run(f"{found}.scrollIntoView({{block: 'nearest'}})")
        box = await self.run(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({found}.getBoundingClientRect())")
        at = {"x": box[0], "y": box[1], "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, **at)

    async def write(self, text: str) -> None:
        """Type the words where the cursor is."""
        await self.call("Input.insertText", text=text)

    async def key(self, name: str, *, shift: bool = False) -> None:
        """Press one key."""
        key = {"key": name, "code": name, "windowsVirtualKeyCode": _KEYS[name], "modifiers": 8 if shift else 0}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **key, **({"text": "\r"} if name == "Enter" else {}))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    async def say(self, text: str) -> None:
        """Type the words into the open chat and send them with Enter."""
        await self.click("#text")
        await self.write(text)
        await self.key("Enter")

    async def choose_files(self, *paths: Path) -> None:
        """Choose files in the dialog of the paper clip."""
        found = await self.call("Runtime.evaluate", expression="document.getElementById('files')")
        await self.call("DOM.setFileInputFiles", files=[str(p) for p in paths], objectId=found["result"]["objectId"])

    async def drop_files(self, *paths: Path) -> None:
        """Drag files over the chat and drop them there."""
        x, y = await self.run("(r => [r.x + r.width / 2, r.y + r.height / 2])(chat.getBoundingClientRect())")
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            await self.call("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)

    async def picture(self) -> bytes:
        """What is on the screen, as PNG."""
        taken = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(taken["data"])


@asynccontextmanager
async def tab(devtools: str, url: str, *, width: int = 1100, height: int = 800, scale: float = 1) -> AsyncIterator[Tab]:
    """A fresh window of the browser with the page in it."""
    async with aiohttp.ClientSession() as session, session.ws_connect(devtools, max_msg_size=0) as socket:
        opened = Tab(socket)
        listening = asyncio.create_task(opened.listen())
        context = (await opened.call("Target.createBrowserContext"))["browserContextId"]
        try:
            await opened.open(url, context, width, height, scale)
            yield opened
        finally:
            opened._session = None
            await opened.call("Target.disposeBrowserContext", browserContextId=context)
            await socket.close()
            await listening
