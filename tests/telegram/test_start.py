"""How the bot starts, or why it does not."""

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from bot import messages as console
from bot.local import LocalTelegram
from bot.telegram import messages
from rag import SettingsError

from .office import LAN, Office
from .program import giaoban_bot


async def told(office: Office) -> None:
    """Wait until the console was told something."""
    async with asyncio.timeout(30):
        while not office.said:  # noqa: ASYNC110  # nothing announces it
            await asyncio.sleep(0.01)


async def test_the_program_says_that_it_runs_and_stops_when_it_is_told(tmp_path: Path) -> None:
    async with (
        LocalTelegram() as telegram,
        giaoban_bot(tmp_path / "data", TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url) as program,
    ):
        await program.says(console.BOT_RUNNING.format(name="giaoban_bot"))
        await program.says("/start ")  # the pairing code
        telegram.say(LAN, "/start")
        await telegram.until(lambda: len(telegram.chat(LAN)) == 2)
        program.process.send_signal(signal.SIGTERM)
        await program.says(console.BOT_STOPPED)
        assert await program.process.wait() == 0


async def test_a_refused_token_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    async with (
        LocalTelegram() as telegram,
        giaoban_bot(tmp_path / "data", TELEGRAM_BOT_TOKEN="123:wrong", TELEGRAM_API_URL=telegram.url) as program,
    ):
        await program.says(messages.TOKEN_REFUSED)
        assert await program.process.wait() == 2
        assert "123:wrong" not in "".join(program.said)


async def test_without_network_the_bot_waits_and_goes_on_when_it_is_there(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    async with LocalTelegram() as gone:
        port = int(gone.url.rpartition(":")[2])
    office.telegram = LocalTelegram(port=port)
    starting = asyncio.create_task(office.start())
    await told(office)
    assert office.said == [messages.NO_CONNECTION]
    async with office.telegram:
        await starting
        assert office.said == [messages.NO_CONNECTION, messages.CONNECTION_BACK]
        await office.stop()


async def test_a_token_that_is_revoked_ends_the_bot(bare_office: Office) -> None:
    office = bare_office
    office.telegram.fault("getUpdates", kind="401")
    office.telegram.say(LAN, "/start")
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        await office.service.wait()


async def test_a_webhook_left_behind_does_not_keep_the_bot_from_polling(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    async with office:
        await office.desk.api.call("setWebhook", {"url": "http://127.0.0.1:9/"})
        await office.stop()
        await office.start()
        assert (await office.say(office.lan, "/start")).text


async def test_the_menu_is_offered_by_scope(bare_office: Office) -> None:
    office = bare_office
    await office.say(office.admin, "/start")
    await office.say(office.lan, "/start")
    await office.idle()
    private, groups, admins, others = (
        {one["command"] for one in office.telegram.commands(*scope)}
        for scope in (("all_private_chats",), ("all_group_chats",), ("chat", office.admin.id), ("chat", office.lan.id))
    )
    assert groups < private < admins <= set(messages.COMMANDS)
    assert not others


async def test_who_becomes_an_admin_gets_the_menu_and_loses_it_with_the_office(bare_office: Office) -> None:
    office = bare_office
    for admin in (True, False):
        office.desk.access.people.make_admin(office.lan.id, office.admin.id, office.clock.now(), admin=admin)
        await office.say(office.lan, "/start")
        await office.idle()
        assert bool(office.telegram.commands("chat", office.lan.id)) == admin


class Proxy:
    """A proxy on loopback that counts who comes through."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.count = 0
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{self.kind}://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *details: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            host, port, head = await (self._socks(reader, writer) if self.kind == "socks5" else self._http(reader))
            self.count += 1
            there_reader, there_writer = await asyncio.open_connection(host, port)
            there_writer.write(head)
            try:
                await asyncio.gather(_copy(reader, there_writer), _copy(there_reader, writer))
            finally:
                there_writer.close()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int, bytes]:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        length = 4 if kind == 1 else (await reader.readexactly(1))[0]
        address = await reader.readexactly(length)
        host = ".".join(map(str, address)) if kind == 1 else address.decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        return host, port, b""

    async def _http(self, reader: asyncio.StreamReader) -> tuple[str, int, bytes]:
        line = await reader.readline()  # "POST http://127.0.0.1:8081/bot.../getMe HTTP/1.1"
        method, url, version = line.split()
        authority, _, path = url.removeprefix(b"http://").partition(b"/")
        host, _, port = authority.decode().partition(":")
        return host, int(port), b"%s /%s %s\r\n" % (method, path, version)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_telegram_is_reached_through_a_proxy(kind: str, tmp_path: Path) -> None:
    async with Proxy(kind) as proxy:
        async with Office(tmp_path / "data", telegram_proxy=proxy.url) as office:
            assert (await office.say(office.stranger, "/start")).text
        assert proxy.count


async def test_a_proxy_that_is_not_there_is_said(tmp_path: Path) -> None:
    async with Proxy("http") as proxy:
        pass
    office = Office(tmp_path / "data", telegram_proxy=proxy.url)
    async with office.telegram:
        starting = asyncio.create_task(office.start())
        await told(office)
        assert "TELEGRAM_PROXY" in office.said[0]
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)


async def test_a_newcomer_tries_the_bot_without_a_token(tmp_path: Path) -> None:
    async with giaoban_bot(tmp_path / "data", "--local") as program:
        url = (await program.says(console.BOT_LOCAL.format(url=""))).split()[-1]
        async with aiohttp.ClientSession(url) as session:
            async with session.get("/local/state") as response:
                state = await response.json()
            people = state["people"]
            assert len(people) == 2
            group = next(chat["id"] for chat in state["chats"] if chat["id"] < 0)
            for chat in (people[0]["id"], group):
                await program.says(console.BOT_RUNNING.format(name="giaoban_bot"))
                said = {"user": people[0]["id"], "chat": chat, "text": "/trogiup"}
                async with session.post("/local/say", json=said) as response:
                    response.raise_for_status()
                async with asyncio.timeout(20):
                    while True:
                        async with session.get(f"/local/chats/{chat}") as response:
                            if any(one["by_bot"] for one in (await response.json())["messages"]):
                                break
        program.process.send_signal(signal.SIGTERM)
        assert await program.process.wait() == 0
