"""Sources: the passage with the quote marked, in its context, as it stands now and as far as it may be seen."""

from datetime import UTC, datetime

import pytest

from .minutes import SECRET, found, index
from .office import Office

pytestmark = pytest.mark.usefixtures("unhurried")

CHAIR = "Ai chủ trì họp giao ban tháng 8/2025 của Ban quản lý chợ Nậm Khoang?"
DUE = "Việc gì đến hạn trong tháng 9/2025?"


@pytest.fixture
def office(office: Office) -> Office:
    """In September 2025."""
    office.clock.set(datetime(2025, 9, 24, 3, tzinfo=UTC))
    return office


async def test_the_quote_is_marked_in_its_context(office: Office) -> None:
    await office.say(office.lan, DUE)
    await office.press(office.lan, "Xem nguồn")
    shown = office.last(office.lan)
    quote = "Giao Phòng Văn hóa - Xã hội (đồng chí Cù Thị Hảo) rà soát"
    assert shown.parts("underline")[0].removeprefix("2. ").startswith(quote)
    assert "bàn giao toàn bộ mặt bằng trước ngày 30/9/2025." in shown.text  # the task before it
    assert "số 47/TB-UBND" in shown.text.splitlines()[1]
    assert shown.text.startswith("Nguồn 1/4")


async def test_the_quotes_of_an_answer_are_leafed_through_in_one_message(office: Office) -> None:
    await office.say(office.lan, DUE)
    await office.press(office.lan, "Xem nguồn")
    first = office.last(office.lan)
    assert first.labels[0] == "Sau ▸"
    await office.press(office.lan, "Sau ▸")
    second = office.last(office.lan)
    assert (second.id, second.labels[:2]) == (first.id, ["◂ Trước", "Sau ▸"])
    assert "Trạm Y tế xã tiêm bổ sung" in second.parts("underline")[0]
    for _ in range(2):
        await office.press(office.lan, "Sau ▸")
    assert office.last(office.lan).labels[0] == "◂ Trước" and "Sau ▸" not in office.last(office.lan).labels


async def test_the_document_is_read_on_upwards_and_downwards_to_its_ends(office: Office) -> None:
    await office.say(office.lan, DUE)
    await office.press(office.lan, "Xem nguồn")
    first, steps = office.last(office.lan), 0
    while "▾ Đoạn dưới" in office.last(office.lan).labels:
        await office.press(office.lan, "▾ Đoạn dưới")
        steps += 1
    assert steps and "La Văn Sinh" in office.last(office.lan).text
    for _ in range(steps):
        await office.press(office.lan, "▴ Đoạn trên")
    assert office.last(office.lan).text == first.text


async def test_a_document_that_was_changed_says_so_and_one_that_was_removed_is_gone(office: Office) -> None:
    await index(office, "cho.txt", SECRET)
    asked = await office.say(office.lan, CHAIR)
    await index(
        office, "cho.txt", SECRET.replace("Ngày 05/8/2025,", "Sáng ngày 05/8/2025, trời mưa,").replace("Sùng", "Giàng")
    )
    await office.press(office.lan, "Xem nguồn", asked)
    assert "Tài liệu đã được cập nhật" in office.last(office.lan).text
    assert "Giàng A Páo" in office.last(office.lan).text
    office.library.remove(found(office.library, "cho.txt"))
    await office.press(office.lan, "Xem nguồn", asked)
    assert office.telegram.toasts[-1].text.startswith("Tài liệu này không còn")


async def test_a_document_that_was_moved_within_the_text_is_found_again(office: Office) -> None:
    await index(office, "cho.txt", SECRET)
    asked = await office.say(office.lan, CHAIR)
    await index(office, "cho.txt", "Văn phòng sao gửi các thôn.\n\n" + SECRET)
    await office.press(office.lan, "Xem nguồn", asked)
    shown = office.last(office.lan)
    assert "Sùng A Páo" in shown.parts("underline")[0] and "cập nhật" not in shown.text
