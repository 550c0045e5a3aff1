"""/khongtraloi groups what people asked in vain, regardless of diacritics, the most frequent first."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from bot.store.figures import Failed
from bot.store.schema import feedback
from bot.telegram.handlers.unanswered import grouped

from .asked import asked
from .office import ADMIN, LAN, Office

NOON = datetime(2026, 4, 3, 5, 0, tzinfo=UTC)


def failed(text: str, *, hours: int = 0, found: bool = False, reasons: tuple[str, ...] = (), bad: int = 0) -> Failed:
    return Failed(NOON - timedelta(hours=hours), text, found, reasons, bad)


def test_questions_that_differ_in_diacritics_case_and_marks_are_one() -> None:
    same = ["Hạn nộp báo cáo là khi nào?", "han nop bao cao la khi nao", "HẠN  nộp báo cáo, là khi nào ?!"]
    (only,) = grouped(failed(text, hours=number) for number, text in enumerate(same))
    assert only.text == same[0]
    assert (only.count, only.last, only.missing) == (3, NOON, True)


def test_the_spelling_that_is_shown_has_the_diacritics() -> None:
    (only,) = grouped([failed("ai chu tri"), failed("Ai chủ trì?"), failed("ai chu tri?")])
    assert only.text == "Ai chủ trì?"


def test_near_twins_without_diacritics_stay_apart_by_their_words() -> None:
    assert len(grouped([failed("Ai chủ trì họp tháng 4?"), failed("Ai chủ trì họp tháng 5?")])) == 2


def test_the_most_frequent_comes_first_then_the_latest() -> None:
    found = grouped([failed("a", hours=5), failed("b", hours=1), failed("c", hours=2), failed("c", hours=9)])
    assert [one.text for one in found] == ["c", "b", "a"]


def test_reasons_of_bad_answers_are_gathered() -> None:
    (only,) = grouped(
        [
            failed("a", found=True, reasons=("deadline", "owner"), bad=2),
            failed("A", found=True, reasons=("owner",), bad=1),
        ]
    )
    assert (only.missing, only.bad, only.reasons) == (False, 3, ("owner", "deadline"))


async def test_unanswered_and_bad_questions_are_listed(office: Office) -> None:
    office.clock.set(NOON)
    database = office.desk.database
    for number, text in enumerate(["Hạn nộp báo cáo là khi nào?", "han nop bao cao la khi nao"]):
        asked(database, number, NOON - timedelta(days=number), found=False, standalone=text)
    asked(database, 5, NOON, standalone="Ai dự họp?")
    asked(database, 6, NOON, standalone="Ai được khen?")
    asked(database, 7, NOON - timedelta(days=40), found=False, standalone="Câu hỏi cũ?")
    with database.write() as connection:
        for user, good, reason in ((7, False, "owner"), (8, False, None), (9, True, None)):
            row = {"question_id": "5", "user_id": user, "good": good, "reason": reason, "given_at": NOON}
            connection.execute(insert(feedback).values(**row))
    shown = await office.say(ADMIN, "/khongtraloi")
    assert shown.text.splitlines() == [
        "Câu chưa trả lời được, 30 ngày qua (2)",
        "",
        "1. Hạn nộp báo cáo là khi nào?",
        "2 lần, gần nhất 3/4/2026 · không có trong tài liệu",
        "",
        "2. Ai dự họp?",
        "1 lần, gần nhất 3/4/2026 · 👎 2 · Sai người, đơn vị",
    ]


async def test_what_lan_asks_in_vain_reaches_the_list(office: Office) -> None:
    await office.say(LAN, "Giá vàng hôm nay bao nhiêu?")
    await office.idle()
    assert "1. Giá vàng hôm nay bao nhiêu?" in (await office.say(ADMIN, "/khongtraloi")).text


async def test_nothing_missed_says_so_and_long_lists_have_pages(office: Office) -> None:
    assert "không có câu nào bị bỏ lỡ" in (await office.say(ADMIN, "/khongtraloi")).text
    for number in range(12):
        asked(office.desk.database, number, office.clock.now(), found=False, standalone=f"Câu số {number} về đâu?")
    shown = await office.say(ADMIN, "/khongtraloi")
    assert "Trang 1/2" in shown.text
    await office.press(ADMIN, "Sau ▸")
    assert "12. Câu số" in office.last(ADMIN).text
