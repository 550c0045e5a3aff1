"""A day of an admin with one document, from the file to its end, as Telegram shows it."""

import pytest

from tests.telegram.office import Office
from tests.telegram.papers import MINUTES, docx, run

pytestmark = pytest.mark.usefixtures("unhurried")


async def test_a_document_from_its_file_to_its_end(bare_office: Office) -> None:
    office = bare_office
    admin, lan = office.admin, office.lan
    question = "Ai chủ trì giao ban tháng 7?"

    # Nobody knows of a meeting yet.
    assert "Nguyễn Văn Thành" not in (await office.say(lan, question)).text

    # The admin sends the minutes. One message tells how far it is, and ends with what was understood.
    file = docx(MINUTES)
    office.telegram.upload(admin, "TB-61-giao-ban-thang-7.docx", file)
    await office.until(
        lambda: any("Đang đọc TB-61" in shown.text for shown in office.shown(admin)) or office.service.idle
    )
    await office.idle()
    [card] = office.shown(admin)
    assert card.edits >= 1
    assert card.text.startswith("✅ Đã lập chỉ mục Thông báo kết luận giao ban tháng 7 (")
    assert "Họp ngày 2/7/2024 · Chủ trì: Nguyễn Văn Thành · 3 việc, 2 có hạn" in card.text
    assert "⚠️ Chưa rõ: hạn “trước kỳ họp giữa năm” (việc 2)" in card.text
    assert card.labels == ["Đúng rồi", "Sửa", "Phạm vi: chung ▾", "Hoàn tác"]

    # Lan asks, and gets what the minutes say.
    assert "Nguyễn Văn Thành" in (await office.say(lan, question)).text

    # The admin knows better: somebody else chaired in the end, and the deadline is known by now.
    await office.press(admin, "Sửa", card)
    await office.press(admin, "Chủ trì", card)
    assert "Đang là: Nguyễn Văn Thành, Chủ tịch UBND huyện" in office.last(admin).text
    said = await office.say(admin, "bà Lê Thị Hoa, Phó Chủ tịch UBND huyện")
    assert said.text == "✏️ Đã sửa. Chủ trì: Lê Thị Hoa, Phó Chủ tịch UBND huyện"
    await office.idle()
    for label in ("Sửa", "Các việc ▸", "2", "Hạn"):
        await office.press(admin, label, card)
    assert (await office.say(admin, "15/9/2024")).text == "✏️ Đã sửa việc 2. Hạn: 15/9/2024"
    await office.idle()
    [card] = [shown for shown in office.shown(admin) if shown.id == card.id]
    assert "Chủ trì: Lê Thị Hoa" in card.text
    assert "✏️ Đã đính chính 2 mục" in card.text
    assert "Chưa rõ" not in card.text

    # Lan asks again.
    answer = (await office.say(lan, question)).text
    assert "Lê Thị Hoa, Phó Chủ tịch UBND huyện, chủ trì (đã đính chính)." in answer
    assert "“Ngày 2/7/2024, đồng chí Nguyễn Văn Thành" in answer  # what it was read from
    assert "15/9/2024" in (await office.say(lan, "Việc gì đến hạn trong tháng 9/2024?")).text

    # All is right now; reindexing changes nothing of it, neither by what has changed nor anew.
    await office.press(admin, "Đúng rồi", card)
    for way in ("Chỉ tài liệu thay đổi", "Lập lại tất cả"):
        chosen = await office.say(admin, "/reindex")
        assert chosen.text.startswith("1 tài liệu")
        said = await run(office, way, chosen)
        assert "✅ Xong sau" in said.text
        assert "1 giữ nguyên, 0 lỗi" in said.text
    assert "Lê Thị Hoa" in (await office.say(lan, question)).text

    # It is found on the shelf, can be had as it was sent, and is removed: once by mistake, once for good.
    shelf = await office.say(admin, "/tailieu giao ban")
    assert "1. Thông báo kết luận giao ban tháng 7 · 2/7/2024 · chung" in shelf.text
    await office.press(admin, "1", shelf)
    await office.press(admin, "Tải bản gốc", shelf)
    sent = office.last(admin).document
    assert sent is not None
    stored = office.telegram.world.files.get(sent.file_id)
    assert stored is not None
    assert (sent.name, stored.data) == ("TB-61-giao-ban-thang-7.docx", file)
    for label in ("Xóa", "Xóa"):
        await office.press(admin, label, shelf)
    assert "Lê Thị Hoa" not in (await office.say(lan, question)).text
    await office.press(admin, "Hoàn tác", shelf)
    await office.idle()
    assert "Lê Thị Hoa" in (await office.say(lan, question)).text
    for label in ("Xóa", "Xóa"):
        await office.press(admin, label, shelf)
    assert office.library.documents() == []
    assert "Lê Thị Hoa" not in (await office.say(lan, question)).text

    # Every step is in the journal.
    entries, _ = office.desk.journal.page(0, 50)
    steps = [entry.action for entry in reversed(entries)]
    assert steps == ["index", "correct", "correct", "reindex", "reindex", "remove", "restore", "remove"]
