"""An admin puts facts right by choosing what is wrong and typing what is right."""

from datetime import date, timedelta

import pytest

from bot.local import Shown
from tests.telegram.office import Office
from tests.telegram.papers import MINUTES

pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
async def card(bare_office: Office) -> Shown:
    """The message about a document that was just indexed."""
    bare_office.telegram.upload(bare_office.admin, "tb.txt", MINUTES.encode())
    await bare_office.idle()
    return bare_office.last(bare_office.admin)


async def fix(office: Office, card: Shown, *labels: str, value: str) -> str:
    """Press buttons under the document, type a value; what the bot says to it."""
    for label in ("Sửa", *labels):
        await office.press(office.admin, label, card)
    said = await office.say(office.admin, value)
    await office.idle()
    return said.text


@pytest.mark.parametrize(
    ("labels", "value", "said"),
    [
        (("Tên",), "Giao ban tháng Bảy", "✏️ Đã sửa. Tên: Giao ban tháng Bảy"),
        (("Ngày họp",), "3/7/2024", "✏️ Đã sửa. Ngày họp: 3/7/2024"),
        (("Giờ họp",), "8 giờ 30", "✏️ Đã sửa. Giờ họp: 8 giờ 30"),
        (("Nơi họp",), "Hội trường tầng 2", "✏️ Đã sửa. Nơi họp: Hội trường tầng 2"),
        (("Chủ trì",), "ông Lê Văn Sáu; bà Trần Thị Bưởi", "✏️ Đã sửa. Chủ trì: Lê Văn Sáu; Trần Thị Bưởi"),
        (("Chủ trì",), "-", "✏️ Đã sửa. Chủ trì: không nêu"),
        (("Các việc ▸", "3", "Giao cho"), "Phòng Tài nguyên", "✏️ Đã sửa việc 3. Giao cho: Phòng Tài nguyên"),
        (("Các việc ▸", "3", "Hạn"), "cuối quý III", "✏️ Đã sửa việc 3. Hạn: cuối quý III (30/9/2024)"),
        (("Các việc ▸", "1", "Hạn"), "-", "✏️ Đã sửa việc 1. Hạn: không nêu"),
        (("Các việc ▸", "1", "Nội dung việc"), "lập danh sách", "✏️ Đã sửa việc 1. Nội dung việc: lập danh sách"),
    ],
)
async def test_every_field_can_be_put_right(
    bare_office: Office, card: Shown, labels: tuple[str, ...], value: str, said: str
) -> None:
    assert await fix(bare_office, card, *labels, value=value) == said
    [document] = bare_office.library.documents()
    [change] = bare_office.library.corrections(document.id)
    assert change.value == ("" if value == "-" else value)
    shown = bare_office.shown(bare_office.admin)[0]
    assert "✏️ Đã đính chính 1 mục" in shown.text
    assert shown.labels[:2] == ["Đúng rồi", "Sửa"]


async def test_what_cannot_be_read_is_asked_for_again(bare_office: Office, card: Shown) -> None:
    office = bare_office
    assert (await fix(office, card, "Ngày họp", value="hôm qua ấy")).startswith("Chưa đọc được ngày; hãy gõ theo dạng")
    assert (await office.say(office.admin, "3/7/2024")).text == "✏️ Đã sửa. Ngày họp: 3/7/2024"
    assert office.library.documents()[0].date == date(2024, 7, 3)


async def test_the_prompt_says_what_is_there_and_can_be_left(bare_office: Office, card: Shown) -> None:
    office = bare_office
    for label in ("Sửa", "Chủ trì"):
        await office.press(office.admin, label, card)
    prompt = office.last(office.admin)
    assert "Đang là: Nguyễn Văn Thành, Chủ tịch UBND huyện" in prompt.text
    await office.press(office.admin, "Thôi", prompt)
    assert office.last(office.admin).text == "Thôi, không sửa nữa."
    await office.say(office.admin, "Ai chủ trì giao ban tháng 7?")  # is a question again
    assert office.library.corrections(office.library.documents()[0].id) == ()


async def test_a_prompt_does_not_wait_for_ever_nor_for_others(bare_office: Office, card: Shown) -> None:
    office = bare_office
    for label in ("Sửa", "Tên"):
        await office.press(office.admin, label, card)
    await office.say(office.lan, "Một tên khác")
    office.telegram.say(office.admin, "Một tên nữa", chat=office.group)
    office.telegram.say(office.admin, "Đã sửa", edit_of=office.telegram.say(office.admin, "/trogiup"))
    await office.idle()
    office.clock.move(timedelta(minutes=16))
    await office.say(office.admin, "Tên quá muộn")
    assert office.library.documents()[0].title == "Thông báo kết luận giao ban tháng 7"


async def test_commands_are_no_values(bare_office: Office, card: Shown) -> None:
    office = bare_office
    for label in ("Sửa", "Tên"):
        await office.press(office.admin, label, card)
    assert (await office.say(office.admin, "/tailieu")).text.startswith("Tài liệu (1)")
    assert (await office.say(office.admin, "Tên mới")).text == "✏️ Đã sửa. Tên: Tên mới"


async def test_corrections_are_in_the_journal_without_their_words(bare_office: Office, card: Shown) -> None:
    await fix(bare_office, card, "Chủ trì", value="Lê Văn Sáu")
    entries, _ = bare_office.desk.journal.page(0, 5)
    assert (entries[0].action, entries[0].subject, entries[0].detail) == (
        "correct",
        "Thông báo kết luận giao ban tháng 7",
        "Chủ trì",
    )


async def test_what_others_wrote_is_no_value(bare_office: Office, card: Shown) -> None:
    office = bare_office
    for label in ("Sửa", "Tên"):
        await office.press(office.admin, label, card)
    await office.say(office.admin, "Tên do người khác viết", forward_of="Ai đó")
    await office.idle()
    assert office.library.corrections(office.library.documents()[0].id) == ()
    assert (await office.say(office.admin, "Tên mới")).text == "✏️ Đã sửa. Tên: Tên mới"
