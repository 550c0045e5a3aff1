"""/tailieu: found, looked into, moved, read again, removed and brought back; by admins only."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local import Shown
from rag import Correction
from tests.telegram.office import Office
from tests.telegram.papers import MINUTES

pytestmark = pytest.mark.usefixtures("unhurried")

CHAIR = Correction("chair", "Lê Thị Hoa")


async def shelved(office: Office, text: str = MINUTES, name: str = "tb.txt") -> tuple[str, Shown]:
    """One document that was indexed on the machine; its id, and the message that shows it."""
    path = office.library.status().data_dir.parent / name
    path.write_text(text, encoding="utf-8")
    for _ in office.library.index([str(path)]):
        pass
    document = office.library.at(str(path), scope="chung")
    assert document is not None
    await office.say(office.admin, "/tailieu")
    await office.press(office.admin, "1")
    return document.id, office.last(office.admin)


def paper(office: Office, document_id: str) -> Path:
    """The file that a document was read from."""
    document = office.library.document(document_id)
    assert document is not None
    return Path(document.source)


def again(office: Office, shown: Shown) -> Shown:
    """The same message as it is now."""
    return next(one for one in office.shown(office.admin) if one.id == shown.id)


async def test_the_shelf_is_paged_and_searched_with_or_without_diacritics(office: Office) -> None:
    for number in range(10):
        path = office.library.status().data_dir.parent / f"{number}.txt"
        path.write_text(MINUTES.replace("tháng 7", f"kỳ {number}"), encoding="utf-8")
        for _ in office.library.index([str(path)]):
            pass
    listing = await office.say(office.admin, "/tailieu")
    assert listing.text.startswith("Tài liệu (16)\n1. ")
    assert listing.labels[:8] == list("12345678")
    await office.press(office.admin, "2/2" if "2/2" in listing.labels else listing.labels[-1], listing)
    assert again(office, listing).text.splitlines()[1].startswith("9. ")
    found = await office.say(office.admin, "/tailieu ket luan ky 3")
    assert found.text.startswith("Tài liệu có “ket luan ky 3” (1)")
    nothing = await office.say(office.admin, "/tailieu rừng thông")
    assert nothing.text == "Không có tài liệu nào mang “rừng thông”."


async def test_an_empty_shelf_says_how_to_fill_it(bare_office: Office) -> None:
    assert (await bare_office.say(bare_office.admin, "/tailieu")).text.startswith("Chưa có tài liệu nào. Gửi tệp")


async def test_a_document_shows_its_facts_and_chunks(bare_office: Office) -> None:
    office = bare_office
    _, card = await shelved(office)
    assert "Tệp: tb.txt · phạm vi chung · 1 đoạn" in card.text
    await office.press(office.admin, "Dữ kiện", card)
    assert "Nguyễn Văn Thành" in again(office, card).text
    assert "Phòng Nội vụ" in again(office, card).text
    for label in ("◂ Quay lại", "Các đoạn"):
        await office.press(office.admin, label, card)
    assert again(office, card).text.startswith("Đoạn 1/1 · Thông báo kết luận giao ban tháng 7")
    assert "tuần tra các bến bãi" in again(office, card).text


async def test_the_original_is_sent_and_a_missing_one_said(bare_office: Office) -> None:
    office = bare_office
    document_id, card = await shelved(office)
    await office.press(office.admin, "Tải bản gốc", card)
    sent = office.last(office.admin).document
    assert sent is not None and sent.name == "tb.txt"
    paper(office, document_id).unlink()
    await office.press(office.admin, "Tải bản gốc", card)
    assert office.last(office.admin).text == "Không còn bản gốc để tải."


async def test_one_document_is_read_again(bare_office: Office) -> None:
    office = bare_office
    document_id, card = await shelved(office)
    await office.press(office.admin, "Đọc lại", card)
    await office.idle()
    assert office.last(office.admin).text.startswith(
        "Đã đọc lại Thông báo kết luận giao ban tháng 7: không có gì thay đổi."
    )
    office.library.correct(document_id, [CHAIR])
    paper(office, document_id).write_text(MINUTES.replace("Thành", "Thanh"), encoding="utf-8")
    await office.press(office.admin, "Đọc lại", card)
    await office.idle()
    said = office.last(office.admin).text
    assert said.startswith("✅ Đã cập nhật")
    assert "Nguyễn Văn Thanh" in said
    assert "các đính chính cũ không còn hiệu lực" in said
    paper(office, document_id).unlink()
    await office.press(office.admin, "Đọc lại", card)
    await office.idle()
    assert office.last(office.admin).text.startswith("Không đọc được tb.txt: ")
    assert len(office.library.documents()) == 1


async def test_removing_asks_once_and_can_be_undone_with_what_was_put_right(bare_office: Office) -> None:
    office = bare_office
    document_id, card = await shelved(office)
    office.library.correct(document_id, [CHAIR])
    await office.press(office.admin, "Xóa", card)
    asked = again(office, card)
    assert asked.text.startswith("Xóa Thông báo kết luận giao ban tháng 7 khỏi kho?")
    yes = asked.keyboard[0][0]
    await office.press(office.admin, "Thôi", card)
    assert office.library.document(document_id) is not None
    await office.press(office.admin, "Xóa", card)
    await office.press(office.admin, "Xóa", card)
    assert again(office, card).text == "Đã xóa Thông báo kết luận giao ban tháng 7."
    assert office.library.documents() == []
    await office.press(office.admin, "Hoàn tác", card)
    await office.idle()
    assert again(office, card).text.startswith("✅ Đã khôi phục Thông báo kết luận giao ban tháng 7.")
    assert office.library.corrections(document_id) == (CHAIR,)
    assert yes.data is not None
    office.telegram.press_data(office.admin, card.id, yes.data)  # the first confirmation, which was not used
    await office.idle()
    assert office.library.documents() == []


async def test_a_confirmation_works_once_soon_and_for_nobody_else(bare_office: Office) -> None:
    office = bare_office
    document_id, card = await shelved(office)
    await office.press(office.admin, "Xóa", card)
    yes = again(office, card).keyboard[0][0].data
    assert yes is not None
    await office.say(office.lan, "xin chào")
    office.telegram.press_data(office.lan, office.last(office.lan).id, yes)
    await office.idle()
    office.clock.move(timedelta(minutes=11))
    office.telegram.press_data(office.admin, card.id, yes)
    await office.idle()
    assert office.library.document(document_id) is not None


async def test_a_removed_original_that_is_gone_cannot_come_back_and_says_so(
    bare_office: Office, tmp_path: Path
) -> None:
    office = bare_office
    _, card = await shelved(office)
    for label in ("Xóa", "Xóa"):
        await office.press(office.admin, label, card)
    (tmp_path / "tb.txt").unlink()
    await office.press(office.admin, "Hoàn tác", card)
    await office.idle()
    assert again(office, card).text.startswith("Không đọc được tb.txt: ")


async def test_a_document_moves_to_where_others_may_see_it(bare_office: Office) -> None:
    office = bare_office
    _, card = await shelved(office)
    shutil.copy(tmp := office.library.status().data_dir.parent / "tb.txt", tmp.with_name("khac.txt"))
    for _ in office.library.index([str(tmp.with_name("khac.txt"))], scope="nhân sự"):
        pass
    for label in ("Phạm vi: chung ▾", "nhân sự"):
        await office.press(office.admin, label, card)
    assert {one.scope for one in office.library.documents()} == {"nhân sự"}
    assert "phạm vi nhân sự" in again(office, card).text


async def test_the_shelf_is_for_admins_in_private(bare_office: Office) -> None:
    office = bare_office
    assert (await office.say(office.lan, "/tailieu")).text == "Lệnh này chỉ dành cho quản trị viên."
    before = len(office.shown(office.group))
    office.telegram.say(office.admin, "/tailieu", chat=office.group)
    await office.idle()
    assert len(office.shown(office.group)) == before


async def test_texts_of_documents_run_nothing(bare_office: Office) -> None:
    office = bare_office
    title = "Họp /reindex @admin http://example.com <b>đậm</b>"
    await shelved(office, MINUTES.replace("Thông báo kết luận giao ban tháng 7", title), "a.b.com.txt")
    for shown in office.shown(office.admin):
        assert not [one for one in shown.live if "reindex" in str(one) or "admin" in str(one)]
