"""What admins send becomes documents: files, albums, addresses, forwarded texts; and nothing half-done stays behind."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.store import uploads as table
from bot.store.uploads import Upload
from bot.telegram.originals import KEPT, Originals, safe_name
from rag import LoadSettings
from rag.load import Loader
from rag.load.addresses import Address
from tests.telegram.clocked import set_clock
from tests.telegram.october import at
from tests.telegram.office import ADMIN, Office
from tests.telegram.papers import MINUTES, docx
from tests.telegram.test_reminders_killed import bot

pytestmark = pytest.mark.usefixtures("unhurried")

OTHER = MINUTES.replace("tháng 7", "tháng 8").replace("2/7/2024", "6/8/2024")
UPLOAD = Upload("k", "b", ADMIN.id, ADMIN.id, "file", "tb.txt", scope="chung")


@pytest.fixture
async def office(bare_office: Office) -> AsyncIterator[Office]:
    yield bare_office


def originals(office: Office) -> list[Path]:
    """All files that are kept."""
    return [path for path in (office.library.status().data_dir / "uploads").rglob("*") if path.is_file()]


async def send(office: Office, name: str, data: bytes) -> str:
    """What the bot says in the end to a file."""
    office.telegram.upload(office.admin, name, data)
    await office.idle()
    return office.last(office.admin).text


async def restart_with(office: Office, *wanted: Upload) -> None:
    """Start anew with things to do in the database, as a killed process has left them."""
    for one in wanted:
        await office.say(next(who for who in (office.admin, office.lan) if who.id == one.user_id), "/start")
    now = office.clock.now()
    await office.desk.writer.write(lambda connection: table.add(connection, wanted, now))
    await office.stop()
    await office.start()
    await office.idle()


@pytest.mark.parametrize(
    ("name", "data"),
    [("tb.docx", docx(MINUTES)), ("tb.txt", MINUTES.encode()), ("tb.md", MINUTES.encode("utf-16"))],
    ids=["docx", "txt", "utf-16"],
)
async def test_a_file_is_indexed_and_its_original_kept(office: Office, name: str, data: bytes) -> None:
    said = await send(office, name, data)
    assert "Họp ngày 2/7/2024 · Chủ trì: Nguyễn Văn Thành" in said
    [document] = office.library.documents()
    [original] = originals(office)
    assert (document.source, document.name) == (str(original), name)
    assert original.read_bytes() == data


async def test_the_progress_is_one_message_with_a_bar(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    said = [call for call in office.telegram.calls if call.method in ("sendMessage", "editMessageText")]
    assert said[0].params["text"] == "Đang đọc <code>tb.txt</code>…\n░░░░ 0/4 · chờ tới lượt"
    assert [call.method for call in said] == ["sendMessage", *["editMessageText"] * (len(said) - 1)]
    assert len(office.shown(office.admin)) == 1


async def test_the_same_file_twice_is_one_document(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    said = await send(office, "khac.txt", MINUTES.encode())
    assert said.startswith("Tài liệu Thông báo kết luận giao ban tháng 7 đã có trong phạm vi chung")
    assert "Hoàn tác" not in office.last(office.admin).labels
    assert len(office.library.documents()) == len(originals(office)) == 1


async def test_an_album_is_one_message_with_a_button_for_each(office: Office) -> None:
    for name, text in (("a.txt", MINUTES), ("b.txt", OTHER), ("c.pdf", "hỏng")):
        office.telegram.upload(office.admin, name, text.encode(), group_id="77")
    await office.idle()
    [card] = office.shown(office.admin)
    assert card.text.startswith("✅ Đã lập chỉ mục 2 tài liệu")
    assert "1. Thông báo kết luận giao ban tháng 7\nHọp ngày 2/7/2024" in card.text
    assert "✗ c.pdf: " in card.text
    assert card.labels == ["1", "2"]
    await office.press(office.admin, "2")
    assert "📄 Thông báo kết luận giao ban tháng 8" in office.last(office.admin).text


async def test_a_late_part_of_an_album_joins_its_message(office: Office) -> None:
    office.telegram.upload(office.admin, "a.txt", MINUTES.encode(), group_id="77")
    await office.idle()
    office.telegram.upload(office.admin, "b.txt", OTHER.encode(), group_id="77")
    await office.idle()
    [card] = office.shown(office.admin)
    assert card.text.startswith("✅ Đã lập chỉ mục 2 tài liệu")


async def test_several_files_are_done_in_their_order_while_questions_are_answered(office: Office) -> None:
    for number in range(3):
        office.telegram.upload(office.admin, f"{number}.txt", f"{MINUTES}\n\nBản {number}.".encode())
    office.telegram.say(office.lan, "xin chào")
    await office.idle()
    assert [one.text[:1] for one in office.shown(office.admin)] == ["✅"] * 3
    assert office.shown(office.lan)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        paragraphs = "".join(f"<p>{part}</p>" for part in MINUTES.split("\n\n"))
        body = f"<html><head><title>Giao ban</title></head><body><article>{paragraphs}</article></body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def page() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/tin/giao-ban.html"
        server.shutdown()


def loopback(address: Address, port: int) -> str | None:
    """The test's page may be fetched."""
    return None


async def test_an_address_is_fetched_and_indexed(office: Office, page: str) -> None:
    office.library._parts._loader = Loader(LoadSettings(), policy=loopback)
    office.telegram.say(office.admin, page)
    await office.idle()
    assert "Nguyễn Văn Thành" in office.last(office.admin).text
    [document] = office.library.documents()
    assert document.source == page
    await office.press(office.admin, "Hoàn tác")
    assert office.library.documents() == []


async def test_an_address_that_cannot_be_had_says_why(office: Office) -> None:
    office.telegram.say(office.admin, "http://127.0.0.1:9/giao-ban.html")
    await office.idle()
    assert office.last(office.admin).text.startswith("Không đọc được giao-ban.html: ")


async def test_a_forwarded_long_text_is_a_document_and_a_short_one_a_question(office: Office) -> None:
    office.telegram.say(office.admin, MINUTES, forward_of=office.minh)
    await office.idle()
    assert "Họp ngày 2/7/2024" in office.last(office.admin).text
    [document] = office.library.documents()
    assert document.name == "Thông báo kết luận giao ban tháng 7.txt"
    office.telegram.say(office.lan, MINUTES, forward_of=office.minh)
    office.telegram.say(office.admin, "Ai chủ trì giao ban tháng 7?", forward_of=office.minh)
    office.telegram.say(office.admin, MINUTES)  # typed by the admin: a long question
    await office.idle()
    assert len(office.library.documents()) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("trong.txt", b"", "Không đọc được trong.txt: "),
        ("hong.docx", b"PK\x03\x04 khong phai", "Không đọc được hong.docx: "),
        ("phim.mp4", b"\0\0\0 ftyp", "Không đọc được phim.mp4: "),
    ],
)
async def test_a_bad_file_gives_the_reason_and_leaves_nothing(
    office: Office, name: str, data: bytes, reason: str
) -> None:
    said = await send(office, name, data)
    assert said.startswith(reason)
    assert len(said) > len(reason) + 10
    assert (office.library.documents(), originals(office)) == ([], [])


async def test_a_file_that_is_too_big_for_telegram_says_what_to_do(office: Office) -> None:
    said = await send(office, "to.pdf", bytes(21 * 1024 * 1024))
    assert said.startswith("Không tải được to.pdf: tệp nặng 21 MB, mà Telegram chỉ cho bot tải tệp đến 20 MB.")
    assert "PDF đã nén" in said
    assert not [call for call in office.telegram.calls if call.method == "getFile"]


async def test_only_admins_send_documents_and_only_in_private(office: Office) -> None:
    office.telegram.upload(office.lan, "tb.txt", MINUTES.encode())
    office.telegram.upload(office.stranger, "tb.txt", MINUTES.encode())
    office.telegram.upload(office.admin, "tb.txt", MINUTES.encode(), chat=office.group)
    office.telegram.say(office.lan, "https://example.com/giao-ban.html")
    await office.idle()
    assert office.shown(office.lan)[0].text == "Chỉ quản trị viên mới gửi được tài liệu. Bạn cứ gõ câu hỏi."
    assert office.library.documents() == []


async def test_undo_takes_back_the_document_and_its_original(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    await office.press(office.admin, "Hoàn tác")
    assert office.last(office.admin).text == ("Đã hoàn tác: Thông báo kết luận giao ban tháng 7 không còn trong kho.")
    assert (office.library.documents(), originals(office)) == ([], [])


async def test_the_scope_is_chosen_or_typed(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    card = office.last(office.admin)
    await office.press(office.admin, "Phạm vi: chung ▾", card)
    await office.press(office.admin, "Phạm vi khác…", card)
    said = await office.say(office.admin, "Văn phòng")
    assert said.text == "Đã chuyển Thông báo kết luận giao ban tháng 7 sang phạm vi Văn phòng."
    assert [one.scope for one in office.library.documents()] == ["Văn phòng"]
    await office.idle()
    for label in ("Phạm vi: Văn phòng ▾", "chung"):
        await office.press(office.admin, label, card)
    assert [one.scope for one in office.library.documents()] == ["chung"]
    assert "Phạm vi: chung ▾" in office.shown(office.admin)[0].labels


async def test_another_file_of_the_same_name_may_take_the_place_of_the_old_one(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    said = await send(office, "tb.txt", OTHER.encode())
    assert "⚠️ Phạm vi này đã có tài liệu khác cùng tên tb.txt." in said
    await office.press(office.admin, "Thay bản cũ")
    assert [one.title for one in office.library.documents()] == ["Thông báo kết luận giao ban tháng 8"]


async def test_a_document_gone_in_the_meantime_is_no_error(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    card = office.last(office.admin)
    office.library.remove(office.library.documents()[0].id)
    await office.press(office.admin, "Sửa", card)
    assert office.last(office.admin).text == "Tài liệu này không còn trong kho."


async def test_what_a_kill_cut_short_is_taken_up_again(office: Office) -> None:
    file_id = office.telegram.world.files.put("tb.txt", MINUTES.encode(), "text/plain").file_id
    half = office.library.status().data_dir / "uploads" / ".half"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"x")
    await restart_with(office, replace(UPLOAD, file_id=file_id, state="working", attempts=1))
    assert "Nguyễn Văn Thành" in office.last(office.admin).text
    assert "Hoàn tác" in office.last(office.admin).labels
    assert len(office.library.documents()) == len(originals(office)) == 1


async def test_what_was_stored_before_the_kill_can_still_be_undone(office: Office) -> None:
    path = office.desk.uploads.originals.keep(MINUTES.encode(), "tb.txt")
    for _ in office.library.index([str(path)]):
        pass
    await restart_with(office, replace(UPLOAD, source=str(path), state="working", attempts=1))
    assert office.last(office.admin).text.startswith("✅ Đã lập chỉ mục")
    assert "Hoàn tác" in office.last(office.admin).labels


async def test_what_stops_the_program_each_time_is_said_to_have_failed(office: Office) -> None:
    await restart_with(office, replace(UPLOAD, file_id="x", state="working", attempts=3))
    assert "chương trình đã dừng nhiều lần" in office.last(office.admin).text
    assert office.library.documents() == []


async def test_files_outlive_processes_that_are_killed(data_dir: Path, tmp_path: Path) -> None:
    office, clock = Office(data_dir), tmp_path / "clock"
    office.clock.set(at(13, hour=20))
    set_clock(clock, at(13, hour=20))
    count = 4
    async with office:
        there = len(office.library.documents())
        await office.say(office.admin, "/start")
        office.desk.access.people.make_admin(office.admin.id, office.admin.id, office.clock.now())
        await office.stop()
        for number in range(count):
            office.telegram.upload(office.admin, f"{number}.txt", f"{MINUTES}\n\nBản {number}.".encode())
        for signs in (1, 3):  # killed at the first sign, and later on
            async with bot(office, data_dir, clock):
                await office.until(partial(more_than, office, signs))
        await office.start()
        await office.idle()
        assert len(office.library.documents()) == there + count
        assert len(originals(office)) == count
        assert not list((office.library.status().data_dir / "uploads").glob(".*"))
        assert len(texts_of(office, "✅")) == count
        assert len(texts_of(office, "Đang")) <= 2  # what Telegram took from a process that did not live to hear of it


def more_than(office: Office, count: int) -> bool:
    """Whether the bot has said more than so much to the admin."""
    return len(office.shown(office.admin)) > count


def texts_of(office: Office, beginning: str) -> list[str]:
    """What the bot shows the admin that begins so."""
    return [one.text for one in office.shown(office.admin) if one.text.startswith(beginning)]


async def test_a_stop_in_the_middle_loses_nothing_and_tells_the_end_once(office: Office) -> None:
    office.telegram.upload(office.admin, "tb.txt", MINUTES.encode())
    await office.until(lambda: office.shown(ADMIN))
    await office.stop()
    await office.start()
    await office.idle()
    [card] = office.shown(office.admin)
    assert card.text.startswith("✅ Đã lập chỉ mục")
    assert len(office.library.documents()) == 1


async def test_who_is_no_admin_any_more_has_nothing_indexed(office: Office) -> None:
    await restart_with(office, replace(UPLOAD, chat_id=office.lan.id, user_id=office.lan.id, file_id="x"))
    assert "người gửi không còn quyền quản trị" in office.last(office.lan).text


async def test_a_file_that_cannot_be_fetched_says_so(office: Office) -> None:
    await restart_with(office, replace(UPLOAD, file_id="x"))
    assert office.last(office.admin).text == "Không đọc được tb.txt: không tải được tệp từ Telegram; hãy gửi lại."


def test_originals_are_whole_named_by_content_and_gone_in_the_end(tmp_path: Path) -> None:
    kept = Originals(tmp_path / "uploads")
    path = kept.keep(b"mot", "../../etc/passwd")
    assert path.name == "passwd"
    assert tmp_path / "uploads" in path.parents
    assert kept.keep(b"mot", "khac.txt") == path
    kept.sweep({str(path)}, path.stat().st_mtime + 2 * KEPT)
    kept.sweep(set(), path.stat().st_mtime + KEPT / 2)
    assert path.read_bytes() == b"mot"
    outside = tmp_path / "ngoai.txt"
    outside.write_text("x")
    kept.discard(str(outside))
    assert outside.exists()
    kept.sweep(set(), path.stat().st_mtime + 2 * KEPT)
    assert not list((tmp_path / "uploads").iterdir())


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("TB 61.docx", "TB 61.docx"),
        ("..\\..\\x.docx", "x.docx"),
        ("a/b\0\u202ec.txt", "b c.txt"),
        (".docx", "docx"),
        ("  ", "tai-lieu"),
        ("ộ" * 200 + ".pdf", "ộ" * 38 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, name: str) -> None:
    assert safe_name(given) == name


async def test_the_same_update_twice_is_one_upload(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    before = len(office.telegram.calls)
    again = replace(UPLOAD, key="1:0", batch="u1")
    await asyncio.gather(office.desk.uploads.take([again]), office.desk.uploads.take([again]))
    await office.idle()
    with office.library.database.read() as connection:
        assert len(table.batch(connection, "u1")) == 1
    assert len(office.telegram.calls) > before


async def test_a_document_that_was_removed_keeps_its_original_for_a_day(office: Office) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    await office.press(office.admin, "Đúng rồi")
    for label in ("Xem tài liệu", "Xóa", "Xóa"):
        await office.press(office.admin, label)
    assert office.library.documents() == []
    assert len(originals(office)) == 1
    office.clock.move(timedelta(seconds=KEPT + 1))
    await office.stop()
    await office.start()
    assert originals(office) == []


async def test_only_what_was_there_before_gives_way_to_a_document(office: Office) -> None:
    third = MINUTES.replace("tháng 7", "tháng 9").replace("2/7/2024", "4/9/2024")
    await send(office, "tb.txt", MINUTES.encode())
    await send(office, "tb.txt", OTHER.encode())
    second = office.last(office.admin)
    await send(office, "tb.txt", third.encode())
    for label in ("Sửa", "◂ Quay lại"):  # the buttons are made anew
        await office.press(office.admin, label, second)
    await office.press(office.admin, "Thay bản cũ", second)
    assert office.last(office.admin).text == (
        "Đã xóa bản cũ của Thông báo kết luận giao ban tháng 8: Thông báo kết luận giao ban tháng 7."
    )
    titles = [one.title for one in office.library.documents()]
    assert sorted(titles) == [f"Thông báo kết luận giao ban tháng {month}" for month in (8, 9)]
    card = next(one for one in office.shown(office.admin) if one.id == second.id)
    assert "Thay bản cũ" not in card.labels


async def test_a_long_run_does_not_use_up_undo(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await send(office, "tb.txt", MINUTES.encode())
    card = office.last(office.admin)
    with monkeypatch.context() as busy:
        busy.setattr(office.desk.uploads, "_now", replace(UPLOAD, kind="all"))
        await office.press(office.admin, "Hoàn tác", card)
    assert len(office.library.documents()) == 1
    await office.press(office.admin, "Hoàn tác", card)
    assert office.library.documents() == []
