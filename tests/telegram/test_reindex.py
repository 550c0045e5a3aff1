"""/reindex: what has changed, or everything; with progress, until it is stopped; the old index serves meanwhile."""

from pathlib import Path
from threading import Event

import pytest

from bot.local import Shown
from rag import Query
from rag.extract import RuleExtractor
from tests.telegram.office import Office
from tests.telegram.papers import MINUTES, run, settled

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def papers(bare_office: Office, tmp_path: Path) -> Path:
    """A folder with documents that are indexed."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"{MINUTES}\n\nBản {number}.", encoding="utf-8")
    for _ in bare_office.library.index([str(folder)]):
        pass
    return folder


async def test_what_has_changed_is_brought_up_to_date(bare_office: Office, papers: Path) -> None:
    office = bare_office
    (papers / "1.txt").write_text(MINUTES.replace("Thành", "Thanh"), encoding="utf-8")
    (papers / "2.txt").unlink()
    chosen = await office.say(office.admin, "/reindex")
    assert chosen.text.startswith("6 tài liệu, ")
    shown = await run(office, "Chỉ tài liệu thay đổi", chosen)
    assert len(office.shown(office.admin)) == 1
    assert shown.text.startswith("✅ Xong sau ")
    assert "1 cập nhật, 4 giữ nguyên, 1 lỗi." in shown.text
    assert "✗ 2.txt: " in shown.text
    assert len(office.library.meetings(chair="Nguyễn Văn Thanh")) == 1


async def test_everything_is_made_anew(bare_office: Office, papers: Path) -> None:
    office = bare_office
    chosen = await office.say(office.admin, "/reindex")
    assert "6 giữ nguyên, 0 lỗi." in (await run(office, "Lập lại tất cả", chosen)).text


async def test_it_is_left_or_begun_once(bare_office: Office, papers: Path) -> None:
    office = bare_office
    chosen = await office.say(office.admin, "/reindex")
    await office.press(office.admin, "Thôi")
    assert office.last(office.admin).text == "Đã thôi, chưa chạy."
    begin = chosen.keyboard[0][0].data
    assert begin is not None
    office.telegram.press_data(office.admin, chosen.id, begin)
    office.telegram.press_data(office.admin, chosen.id, begin)
    await settled(office)
    assert len([one for one in office.desk.journal.page(0, 9)[0] if one.action == "reindex"]) == 1


async def test_it_can_be_stopped_and_the_old_index_serves(
    bare_office: Office, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = bare_office
    monkeypatch.setattr(RuleExtractor, "version", "rules-of-tomorrow")
    begun, go_on = Event(), Event()
    extract = RuleExtractor.extract

    def slow(self: RuleExtractor, title: str, text: str) -> object:
        begun.set()
        assert go_on.wait(20)
        return extract(self, title, text)

    monkeypatch.setattr(RuleExtractor, "extract", slow)
    await office.say(office.admin, "/reindex")
    office.telegram.press(office.admin, office.last(office.admin).id, "Chỉ tài liệu thay đổi")
    await office.until(lambda: begun.is_set() and "Dừng" in office.last(office.admin).labels, timeout=60)
    assert len(office.library.retrieve(Query("giao ban tháng 7", ("chung",)))) > 0
    assert office.last(office.admin).text.startswith("Đang xem tài liệu nào thay đổi…")
    running = office.last(office.admin)
    shelf = await office.say(office.admin, "/tailieu")  # all that only reads goes on; what would have to wait says so
    for label in ("1", "Xóa"):
        office.telegram.press(office.admin, shelf.id, label)
        await office.until(lambda: "Xóa" in again(office, shelf).labels)
    await office.until(lambda: office.last(office.admin).text.startswith("Đang lập lại chỉ mục. Hãy đợi xong"))
    office.telegram.press(office.admin, running.id, "Dừng")
    await office.until(lambda: office.library._runs._cancelled.is_set())
    go_on.set()
    await settled(office)
    assert again(office, running).text.startswith("⏹ Đã dừng sau ")
    assert len(office.library.documents()) == 6


def again(office: Office, shown: Shown) -> Shown:
    """The same message as it is now."""
    return next(one for one in office.shown(office.admin) if one.id == shown.id)


async def test_it_is_for_admins_only(bare_office: Office) -> None:
    assert (await bare_office.say(bare_office.lan, "/reindex")).text == "Lệnh này chỉ dành cho quản trị viên."
