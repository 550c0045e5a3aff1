"""Files up and down, and their limits."""

import io
import json
from typing import Any

import aiohttp
import pytest

from bot.local import LocalTelegram, User
from tests.local.conftest import Bot

MEBIBYTE = 1024 * 1024


async def send(bot: Bot, method: str, files: dict[str, tuple[str, bytes]], **fields: Any) -> dict[str, Any]:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, (filename, data) in files.items():
        form.add_field(name, io.BytesIO(data), filename=filename)
    url = f"{bot.telegram.url}/bot{bot.telegram.token}/{method}"
    async with bot.session.post(url, data=form) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def download(bot: Bot, file_id: str) -> bytes:
    path = (await bot.result("getFile", file_id=file_id))["file_path"]
    async with bot.session.get(f"{bot.telegram.url}/file/bot{bot.telegram.token}/{path}") as response:
        assert response.status == 200
        return await response.read()


async def test_an_upload_reaches_the_bot_byte_for_byte(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    telegram.upload(lan, "Thông báo 61.docx", b"PK\x03\x04", "xem nhé")
    message = telegram.pending[-1]["message"]
    assert (message["document"]["file_name"], message["document"]["file_size"]) == ("Thông báo 61.docx", 4)
    assert message["caption"] == "xem nhé"
    assert await download(bot, message["document"]["file_id"]) == b"PK\x03\x04"


async def test_a_document_of_the_bot_is_shown_and_can_be_sent_again_by_its_id(
    telegram: LocalTelegram, bot: Bot, lan: User
) -> None:
    answer = await send(
        bot,
        "sendDocument",
        {"document": ("việc.ics", b"BEGIN")},
        chat_id=lan.id,
        caption="<b>Lịch</b>",
        parse_mode="HTML",
    )
    sheet = telegram.chat(lan)[-1].document
    assert sheet and (sheet.name, sheet.size) == ("việc.ics", 5)
    assert telegram.file(sheet.file_id).data == b"BEGIN"
    assert telegram.chat(lan)[-1].html == "<b>Lịch</b>"
    await bot.result("sendDocument", chat_id=lan.id, document=answer["result"]["document"]["file_id"])
    place = {"chat_id": lan.id, "message_id": answer["result"]["message_id"]}
    await bot.result("editMessageCaption", **place, caption="Lịch mới")
    assert await bot.error("editMessageText", **place, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )


@pytest.mark.parametrize(
    ("fields", "files", "description"),
    [
        ({}, {}, "there is no document in the request"),
        ({"document": "attach://x"}, {}, "there is no document in the request"),
        ({}, {"document": ("a.txt", b"")}, "file must be non-empty"),
        ({"document": "BQAC-unknown"}, {}, "wrong remote file identifier specified: Wrong character in the string"),
        ({"caption": "x" * 1025}, {"document": ("a.txt", b"x")}, "message caption is too long"),
    ],
)
async def test_a_wrong_document_is_refused(
    bot: Bot, lan: User, fields: dict[str, Any], files: dict[str, tuple[str, bytes]], description: str
) -> None:
    answer = await send(bot, "sendDocument", files, chat_id=lan.id, **fields)
    assert answer["description"] == f"Bad Request: {description}"


async def test_a_bot_fetches_20_mib_and_sends_50(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    telegram.upload(lan, "vừa.bin", bytes(20 * MEBIBYTE))
    assert len(await download(bot, telegram.pending[-1]["message"]["document"]["file_id"])) == 20 * MEBIBYTE
    telegram.upload(lan, "lớn.bin", bytes(20 * MEBIBYTE + 1))
    file_id = telegram.pending[-1]["message"]["document"]["file_id"]
    assert await bot.error("getFile", file_id=file_id) == "Bad Request: file is too big"
    answer = await send(bot, "sendDocument", {"document": ("lớn.bin", bytes(51 * MEBIBYTE))}, chat_id=lan.id)
    assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def test_unknown_files_are_not_found(telegram: LocalTelegram, bot: Bot) -> None:
    assert await bot.error("getFile", file_id="BQAC-unknown") == "Bad Request: invalid file_id"
    assert await bot.error("getFile") == "Bad Request: file_id not specified"
    async with bot.session.get(f"{telegram.url}/file/bot{telegram.token}/documents/x") as response:
        assert response.status == 404
    async with bot.session.get(f"{telegram.url}/file/bot1:wrong/documents/file_0.txt") as response:
        assert response.status == 401


async def test_files_of_one_album_carry_its_id(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    for name in ("a.txt", "b.txt"):
        telegram.upload(lan, name, b"x", group_id="al1")
    assert [u["message"]["media_group_id"] for u in telegram.pending[-2:]] == ["al1", "al1"]
    media = [{"type": "document", "media": f"attach://f{n}", "caption": f"tệp {n}"} for n in range(2)]
    answer = await send(
        bot, "sendMediaGroup", {"f0": ("a.ics", b"x"), "f1": ("b.xlsx", b"y")}, chat_id=lan.id, media=media
    )
    shown = telegram.chat(lan)[-2:]
    assert {m.media_group_id for m in shown} == {answer["result"][0]["media_group_id"]}
    assert [m.text for m in shown] == ["tệp 0", "tệp 1"]
    answer = await send(bot, "sendMediaGroup", {"f0": ("a.ics", b"x")}, chat_id=lan.id, media=media[:1])
    assert answer["description"] == "Bad Request: there must be 2-10 items in the album"


async def test_voices_and_pictures_have_files_too(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    telegram.voice(lan, b"OggS")
    assert await download(bot, telegram.pending[-1]["message"]["voice"]["file_id"]) == b"OggS"
    telegram.photo(lan, b"\xff\xd8", "biên bản")
    message = telegram.pending[-1]["message"]
    assert message["caption"] == "biên bản"
    assert await download(bot, message["photo"][-1]["file_id"]) == b"\xff\xd8"
