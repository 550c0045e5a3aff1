"""The server as a process of its own: `python -m bot.local --port N`.

Prints one line of JSON with its url and token once it listens, and ends upon SIGTERM or Ctrl-C.
"""

import argparse
import asyncio
import json
import signal
import sys

from bot.local.telegram import TOKEN, LocalTelegram


async def serve(port: int, token: str, limits: bool, privacy: bool) -> None:
    """Serve until the process is told to end."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with LocalTelegram(port=port, token=token, limits=limits, privacy=privacy) as telegram:
        sys.stdout.write(json.dumps({"url": telegram.url, "token": telegram.token}) + "\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.local", description="A strict Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=0, help="port; 0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the one token it accepts")
    parser.add_argument("--limits", action="store_true", help="hold the bot to Telegram's rate rules")
    parser.add_argument("--all-messages", action="store_true", help="in groups the bot receives every message")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.token, arguments.limits, not arguments.all_messages))


if __name__ == "__main__":
    main()
