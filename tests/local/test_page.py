"""The page, in a real browser: what people do there reaches the bot, what the bot does is seen there."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.local import LocalTelegram
from tests.local.browser import CHROMIUM, Tab, chromium, tab
from tests.local.conftest import LAN, MINH, ROOM, Bot
from tests.telegram.program import giaoban_bot

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed here")


@pytest.fixture(scope="module")
def devtools() -> Iterator[str]:
    with chromium() as address:
        yield address


@pytest.fixture
async def people(telegram: LocalTelegram) -> None:
    """Lan and Minh, and a group with both."""
    for person in (LAN, MINH):
        telegram.meet(person)
        telegram.add(ROOM, person)


@pytest.fixture
async def page(telegram: LocalTelegram, people: None, devtools: str) -> AsyncIterator[Tab]:
    """The page as Lan sees it first. Its script may not fail."""
    async with tab(devtools, telegram.url) as page:
        await page.sees("Lan Nguyễn", "#chats")
        yield page
        assert page.errors == []


@pytest.fixture
async def begun(page: Tab, telegram: LocalTelegram) -> Tab:
    """The same after Lan has begun."""
    await page.click("#begin")
    await arrive(telegram, 1)
    await page.sees("/start")
    return page


async def arrive(telegram: LocalTelegram, count: int) -> None:
    """Wait until so many updates have come in from the people."""
    await telegram.until(lambda: len(telegram.pending) == count)


async def send(bot: Bot, text: str, **more: Any) -> int:
    sent = await bot.result("sendMessage", **{"chat_id": LAN.id, "text": text, **more})
    number: int = sent["message_id"]
    return number


def keys(*rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


async def test_a_new_chat_begins_with_a_button(page: Tab, telegram: LocalTelegram, bot: Bot) -> None:
    await page.until("composer.hidden && !begin.hidden")
    await page.click("#begin")
    await arrive(telegram, 1)
    assert telegram.pending[0]["message"]["text"] == "/start"
    await send(bot, "Xin chào")
    await page.sees("Xin chào")
    await page.until("!composer.hidden && begin.hidden")


async def test_enter_sends_and_shift_enter_begins_a_line(begun: Tab, telegram: LocalTelegram) -> None:
    await begun.click("#text")
    await begun.write("ai chủ trì")
    await begun.key("Enter", shift=True)
    await begun.write("giao ban?")
    await begun.key("Enter")
    await arrive(telegram, 2)
    message = telegram.pending[1]["message"]
    assert (message["text"], message["from"]["id"]) == ("ai chủ trì\ngiao ban?", LAN.id)
    await begun.until("text.value === ''")


async def test_entities_are_shown_as_what_they_are(begun: Tab, bot: Bot) -> None:
    text = (
        "😀 <b>đậm <i>nghiêng</i></b> <u>gạch</u> <s>bỏ</s> <code>/hop</code> <tg-spoiler>kín</tg-spoiler>\n"
        '<blockquote>trích</blockquote>\n<a href="https://vi.example/a">nguồn</a> /viec'
    )
    await send(bot, text, parse_mode="HTML")
    await begun.sees("nguồn")
    part = "[...document.querySelectorAll('.text')].at(-1)"
    found = {
        tag: await begun.run(f"[...{part}.querySelectorAll('{tag}')].map(e => e.textContent).join('')")
        for tag in "b i u s code a".split()
    }
    assert found == {"b": "đậm nghiêng", "i": "nghiêng", "u": "gạch", "s": "bỏ", "code": "/hop", "a": "nguồn"}
    assert await begun.run(f"{part}.querySelector('a').href") == "https://vi.example/a"
    assert await begun.run(f"{part}.querySelector('blockquote').textContent") == "trích"
    assert await begun.run(f"{part}.textContent.startsWith('😀 đậm')")
    await begun.click(".spoiler")
    await begun.until("document.querySelector('.spoiler.seen')")


async def test_data_is_never_markup(begun: Tab, bot: Bot, telegram: LocalTelegram) -> None:
    hostile = "<img src=x onerror=\"document.title='x'\"><script>document.title='x'</script>"
    await send(bot, hostile, reply_markup=keys([{"text": hostile, "callback_data": "a"}]))
    telegram.upload(LAN, f"{hostile[:60]}.txt", b"x", hostile)
    await begun.until("document.querySelectorAll('.message').length === 3")
    assert await begun.run("document.querySelectorAll('#messages img, #chats img, #messages script').length") == 0
    assert hostile in await begun.run("messages.innerText")
    assert await begun.run("document.title") != "x"


async def test_a_long_quote_unfolds_upon_a_tap_and_a_short_one_has_nothing_to_unfold(begun: Tab, bot: Bot) -> None:
    await send(bot, "<blockquote expandable>một câu</blockquote>", parse_mode="HTML")
    await send(bot, f"<blockquote expandable>{'giao ban tháng mười ' * 40}</blockquote>", parse_mode="HTML")
    await begun.until("document.querySelectorAll('blockquote').length === 2 && document.querySelector('.long')")
    assert await begun.run("document.querySelectorAll('blockquote.long').length") == 1
    folded = await begun.run("document.querySelector('.long').offsetHeight")
    await begun.click(".fold")
    await begun.until(f"document.querySelector('.long').offsetHeight > {folded} * 2")
    assert await begun.run("document.querySelector('.long .fold').ariaExpanded") == "true"


async def test_a_button_waits_for_its_answer_which_is_a_toast_or_an_alert(
    begun: Tab, bot: Bot, telegram: LocalTelegram
) -> None:
    row = [{"text": "Xem nguồn", "callback_data": "s"}, {"text": "Mở", "url": "https://vi.example/"}]
    await send(bot, "chọn", reply_markup=keys(row))
    await begun.sees("Xem nguồn")
    assert await begun.run("document.querySelector('.key.away').href") == "https://vi.example/"
    answers: tuple[tuple[dict[str, Any], str], ...] = (
        ({"text": "Đã ghi"}, "#toasts"),
        ({"text": "Hỏi lại", "show_alert": True}, "#alert"),
    )
    for count, (answer, where) in enumerate(answers, start=2):
        await begun.click(".key", "Xem nguồn")
        await arrive(telegram, count)
        await begun.until("document.querySelector('.key.busy')")
        query = telegram.pending[-1]["callback_query"]
        assert (query["data"], query["from"]["id"]) == ("s", LAN.id)
        await bot.result("answerCallbackQuery", callback_query_id=query["id"], **answer)
        await begun.sees(answer["text"], where)
        await begun.until("!document.querySelector('.key.busy')")
    await begun.click("#alert button")
    await begun.until("!document.getElementById('alert').open")


async def test_typing_then_a_growing_draft_then_the_message_then_its_edit(begun: Tab, bot: Bot) -> None:
    await bot.result("sendChatAction", chat_id=LAN.id, action="typing")
    await begun.sees("đang nhập", "#chat-about")
    for text in ("Bế Văn", "Bế Văn Đoan"):
        await bot.result("sendMessageDraft", chat_id=LAN.id, draft_id=1, text=text)
        await begun.sees(text, ".draft")
    number = await send(bot, "Bế Văn Đoan chủ trì")
    await begun.sees("Bế Văn Đoan chủ trì")
    await begun.until("!document.querySelector('.draft')")
    assert "đang nhập" not in await begun.run("document.getElementById('chat-about').innerText")
    await bot.result("editMessageText", chat_id=LAN.id, message_id=number, text="Vi Thị Nhàn chủ trì")
    await begun.sees("Vi Thị Nhàn chủ trì")
    await begun.until(f"!document.querySelector('[data-id=\"{number}\"] .edited').hidden")
    await bot.result("deleteMessage", chat_id=LAN.id, message_id=number)
    await begun.until("!messages.innerText.includes('Nhàn')")


async def test_files_go_up_by_clip_and_by_drop_and_come_down(
    begun: Tab, bot: Bot, telegram: LocalTelegram, tmp_path: Path
) -> None:
    papers = [tmp_path / name for name in ("biên bản.txt", "thông báo.txt", "kéo thả.txt")]
    for paper in papers:
        paper.write_text(f"nội dung {paper.stem}", encoding="utf-8")
    await begun.choose_files(*papers[:2])
    await begun.sees("thông báo.txt", "#tray")
    await begun.say("hai tệp")
    await arrive(telegram, 3)
    first, second = (update["message"] for update in telegram.pending[1:])
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second["document"]["file_name"]) == ("hai tệp", "thông báo.txt")
    await begun.drop_files(papers[2])
    await begun.sees("kéo thả.txt", "#tray")
    await begun.click("#send")
    await arrive(telegram, 4)
    file_id = telegram.pending[3]["message"]["document"]["file_id"]
    assert telegram.file(file_id).data == "nội dung kéo thả".encode()
    await begun.sees("kéo thả.txt")
    folder = tmp_path / "down"
    folder.mkdir()
    await begun.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    await begun.click(".file", "biên bản.txt")
    await telegram.until(lambda: (folder / "biên bản.txt").exists())
    assert (folder / "biên bản.txt").read_text(encoding="utf-8") == "nội dung biên bản"


async def test_one_answers_a_message_and_edits_ones_own(begun: Tab, bot: Bot, telegram: LocalTelegram) -> None:
    number = await send(bot, "Bạn hỏi cuộc họp nào?")
    await begun.sees("cuộc họp nào")
    await begun.click(f"[data-id='{number}'] .reply")
    await begun.sees("Trả lời Giao Ban", "#about")
    await begun.say("tháng 10")
    await arrive(telegram, 2)
    assert telegram.pending[1]["message"]["reply_to_message"]["message_id"] == number
    await begun.until("document.querySelector('.own .answered:not([hidden])')")
    await begun.key("ArrowUp")
    await begun.until("text.value === 'tháng 10'")
    await begun.write(" năm nay")
    await begun.key("Enter")
    await arrive(telegram, 3)
    assert telegram.pending[2]["edited_message"]["text"] == "tháng 10 năm nay"
    await begun.sees("tháng 10 năm nay")
    await begun.until("!document.querySelector('.own:last-child .edited').hidden")


async def test_the_menu_offers_the_commands_of_this_chat(begun: Tab, bot: Bot, telegram: LocalTelegram) -> None:
    every = [{"command": "hop", "description": "các cuộc họp"}, {"command": "viec", "description": "các việc"}]
    await bot.result("setMyCommands", commands=every, scope={"type": "all_private_chats"})
    await bot.result("setMyCommands", commands=every[:1], scope={"type": "all_group_chats"})
    await begun.click("#menu")
    await begun.sees("các việc", "#suggested")
    await begun.key("Escape")
    await begun.until("suggested.hidden")
    await begun.write("/v")
    await begun.until("suggested.innerText.includes('/viec') && !suggested.innerText.includes('/hop')")
    await begun.key("Enter")
    await arrive(telegram, 2)
    assert telegram.pending[1]["message"]["text"] == "/viec"
    await begun.click("#chats a", ROOM.title)
    await begun.click("#menu")
    await begun.until("suggested.children.length === 1")
    await begun.click("#suggested button", "/hop")
    await arrive(telegram, 3)
    message = telegram.pending[2]["message"]
    assert (message["text"], message["chat"]["id"]) == ("/hop@giaoban_bot", ROOM.id)


async def test_in_the_group_one_chooses_who_writes(page: Tab, telegram: LocalTelegram) -> None:
    await page.click("#chats a", ROOM.title)
    for person in (LAN, MINH):
        await page.click("#speakers button", person.first_name)
        await page.say(f"@giaoban_bot {person.first_name} hỏi")
    await arrive(telegram, 2)
    told = [(update["message"]["from"]["id"], update["message"]["chat"]["id"]) for update in telegram.pending]
    assert told == [(LAN.id, ROOM.id), (MINH.id, ROOM.id)]
    await page.until("document.querySelectorAll('.message').length === 2")
    assert await page.run("document.querySelectorAll('.message.own').length") == 1
    await page.sees("Lan Nguyễn", ".message:not(.own)")


async def test_a_message_is_forwarded_with_its_marks_and_its_origin(page: Tab, telegram: LocalTelegram) -> None:
    telegram.say(
        MINH, "Kết luận: giao Trạm Y tế /hop", chat=ROOM, entities=[{"type": "bold", "offset": 0, "length": 8}]
    )
    await page.click("#chats a", ROOM.title)
    await page.click("#speakers button", "Lan")
    await page.click(".message:not(.own) .forward")
    await page.click("#choose div button", "Giao Ban")
    await page.sees("Chuyển tiếp từ Minh")
    message = telegram.pending[-1]["message"]
    assert (message["from"]["id"], message["chat"]["id"]) == (LAN.id, LAN.id)
    assert message["forward_origin"]["sender_user"]["id"] == MINH.id
    assert [entity["type"] for entity in message["entities"]] == ["bold", "bot_command"]
    await page.sees("Kết luận", ".own .text b")


async def test_an_address_to_the_bot_itself_is_followed_inside_the_page(
    begun: Tab, bot: Bot, telegram: LocalTelegram
) -> None:
    await send(bot, '<a href="https://t.me/giaoban_bot?start=nguon_7">mở</a>', parse_mode="HTML")
    await begun.click(".text a")
    await arrive(telegram, 2)
    assert telegram.pending[1]["message"]["text"] == "/start nguon_7"


async def test_what_comes_elsewhere_is_counted_until_it_is_seen(begun: Tab, bot: Bot, telegram: LocalTelegram) -> None:
    telegram.say(MINH, "/start")
    await send(bot, "chào Minh", chat_id=MINH.id)
    await send(bot, "nhắc Minh", chat_id=MINH.id)
    await begun.until("document.querySelector('.unread:not(:empty)')?.textContent === '2'")
    assert (await begun.run("document.title")).startswith("(2)")
    await begun.click("#chats a", "Minh")
    await begun.sees("nhắc Minh")
    await begun.until("!document.querySelector('.unread:not(:empty)')")


async def test_two_windows_show_the_same(begun: Tab, bot: Bot, telegram: LocalTelegram, devtools: str) -> None:
    await send(bot, "trước đó")
    async with tab(devtools, f"{telegram.url}/#{LAN.id}") as other:
        await other.sees("trước đó")
        await other.say("từ cửa sổ kia")
        await begun.sees("từ cửa sổ kia")
        assert other.errors == []


async def test_on_a_telephone_there_is_one_pane_and_nothing_sticks_out(
    telegram: LocalTelegram, bot: Bot, people: None, devtools: str
) -> None:
    telegram.say(LAN, "/start")
    row = [{"text": label, "callback_data": label} for label in ("Xem nguồn", "Các việc đã giao", "👍", "👎")]
    await send(bot, f"{'rất dài ' * 60}{'x' * 300}", reply_markup=keys(row))
    async with tab(devtools, telegram.url, width=360, height=640) as page:
        await page.until("list.checkVisibility() && !chat.checkVisibility()")
        await page.click("#chats a", "Lan")
        await page.sees("rất dài")
        assert not await page.run("list.checkVisibility()")
        assert await page.run("document.documentElement.scrollWidth") == 360
        outside = "[...document.querySelectorAll('#chat *')].filter(e => e.getBoundingClientRect().right > 361).length"
        assert await page.run(outside) == 0
        await page.click("#back")
        await page.until("list.checkVisibility()")
        assert page.errors == []


async def test_it_says_when_the_server_is_gone(people: None, devtools: str) -> None:
    async with LocalTelegram() as telegram:
        telegram.meet(LAN)
        async with tab(devtools, telegram.url) as page:
            await page.sees("Lan", "#chats")
            await telegram.__aexit__()
            await page.until("!lost.hidden")


def test_the_page_takes_nothing_from_elsewhere_and_writes_no_markup() -> None:
    folder = Path(__file__).parents[2] / "bot" / "local" / "page"
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"""(?:src|href|import|url)\W{0,3}(?:https?:)?//""", text), path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), path.name


async def test_a_newcomer_tries_the_whole_product(tmp_path: Path, devtools: str) -> None:
    paper = tmp_path / "giao-ban-thang-11.txt"
    paper.write_text(MINUTES, encoding="utf-8")
    async with giaoban_bot(tmp_path / "data", "--local") as program:
        url = (await program.says("http://127.0.0.1:")).split()[-1]
        async with tab(devtools, url) as page:
            await page.click("#begin")
            await page.sees("Xin chào")
            await page.say("ai chủ trì giao ban tháng 10 xã Tân Khê?")
            await page.sees("Bế Văn Đoan")
            await page.until("document.querySelector('blockquote')")
            await page.choose_files(paper)
            await page.sees(paper.name, "#tray")
            await page.click("#send")
            await page.sees("Đã lập chỉ mục")
            await page.click("#chats a", "Lan")
            await page.click("#begin")
            await page.click(".key", "Xin quyền")
            await page.click("#chats a", "quản trị")
            await page.sees("Lan")
            await page.click(".key", "Cho phép")
            await page.click("#chats a", "Lan")
            await page.say("ai chủ trì giao ban tháng 11 phường Hoa Gạo?")
            await page.sees("Lường Thị Mến")
            await page.click("#chats a", "Văn phòng")
            await page.say("/hoi ai chủ trì giao ban tháng 11 phường Hoa Gạo?")
            await page.sees("Lường Thị Mến")
            assert page.errors == []


MINUTES = """BIÊN BẢN HỌP GIAO BAN THÁNG 11/2025 CỦA UBND PHƯỜNG HOA GẠO

Thời gian: 8 giờ ngày 04/11/2025. Địa điểm: phòng họp tầng 2.
Chủ trì: đồng chí Lường Thị Mến - Chủ tịch UBND phường.

Kết luận: Giao Trạm Y tế phường rà soát danh sách tiêm chủng, báo cáo trước ngày 20/11/2025.
"""
