"""python-telegram-bot against the server, over HTTP: what the product is made of."""

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, RetryAfter, TimedOut
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.local import Group, LocalTelegram, User
from tests.local.conftest import LAN, Clock

Context = ContextTypes.DEFAULT_TYPE


def build(telegram: LocalTelegram) -> "Application":  # type: ignore[type-arg]
    root = f"{telegram.url}/bot", f"{telegram.url}/file/bot"
    builder = ApplicationBuilder().token(telegram.token).base_url(root[0]).base_file_url(root[1])
    return builder.read_timeout(0.5).build()


async def answer(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message
    if message.document:
        file = await message.document.get_file()
        await message.reply_document(bytes(await file.download_as_bytearray()), filename="lại.txt", caption="đây")
        return
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Xem nguồn", callback_data="s1")]])
    sent = await message.reply_html("<i>Đang tìm…</i>", reply_markup=keys, do_quote=True)
    await sent.edit_text(f"<b>Đáp</b>: {message.text}", parse_mode="HTML", reply_markup=keys)


async def pressed(update: Update, context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Đã mở")


async def test_a_bot_polls_answers_edits_and_handles_files(telegram: LocalTelegram, room: Group) -> None:
    application = build(telegram)
    application.add_handler(MessageHandler(filters.ALL, answer))
    application.add_handler(CallbackQueryHandler(pressed))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        asked = telegram.say(LAN, "ai chủ trì?")
        telegram.say(LAN, "@giaoban_bot hạn bao giờ?", chat=room)
        await telegram.until(lambda: [m.edits for m in telegram.chat(LAN)] == [0, 1])
        shown = telegram.chat(LAN)[-1]
        assert (shown.text, shown.parts("bold"), shown.reply_to) == ("Đáp: ai chủ trì?", ["Đáp"], asked)
        await telegram.until(lambda: len(telegram.chat(room)) == 2)
        telegram.press(LAN, shown.id, "Xem nguồn")
        await telegram.until(lambda: [t.text for t in telegram.toasts] == ["Đã mở"])
        telegram.upload(LAN, "tb.txt", b"noi dung")
        await telegram.until(lambda: telegram.chat(LAN)[-1].text == "đây")
        sheet = telegram.chat(LAN)[-1].document
        assert sheet and telegram.file(sheet.file_id).data == b"noi dung"
        await application.updater.stop()
        await application.stop()
    assert telegram.complaints == []
    assert [call.error for call in telegram.calls if call.error] == []


async def test_the_library_understands_every_refusal(
    telegram: LocalTelegram, lan: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram.world.pace.on = True
    async with build(telegram) as application:
        send = application.bot.send_message
        for wrong, error in (("a < b", BadRequest), ("", BadRequest)):
            try:
                await send(lan.id, wrong, parse_mode="HTML")
            except error:
                continue
            raise AssertionError(wrong)
        for kind, expected in ((403, Forbidden), (429, RetryAfter), (409, Conflict), ("lost", TimedOut)):
            telegram.fault("sendMessage", kind=kind, retry_after=1)
            try:
                await send(lan.id, "x")
            except expected:
                clock.time += 1
                continue
            raise AssertionError(kind)
    assert [m.text for m in telegram.chat(lan)[1:]] == ["x"], "the lost one was sent"


async def test_two_pollers_get_a_conflict(telegram: LocalTelegram) -> None:
    async with build(telegram) as one, build(telegram) as two:
        first = asyncio.create_task(one.bot.get_updates(timeout=10))
        await telegram.until(lambda: [c.method for c in telegram.calls].count("getUpdates") == 1)
        second = asyncio.create_task(two.bot.get_updates(timeout=1))
        done, _ = await asyncio.wait((first,), timeout=5)
        assert done and isinstance(first.exception(), Conflict)
        assert await second == ()
