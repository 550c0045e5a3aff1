"""/thongke counts what was asked, by day and by model, and shows how the index is."""

from datetime import UTC, datetime, timedelta

from .asked import asked
from .office import ADMIN, LAN, Office

NOON = datetime(2026, 4, 3, 5, 0, tzinfo=UTC)


async def test_the_figures_of_a_week_and_of_a_month(office: Office) -> None:
    office.clock.set(NOON)
    database = office.desk.database
    model = {"mind": "model", "model": "gpt-6-luna", "input_tokens": 100_000, "output_tokens": 20_000, "seconds": 3.0}
    asked(database, 1, NOON)
    asked(database, 2, NOON - timedelta(hours=1), **model, user_id=8)
    asked(database, 3, NOON - timedelta(days=1), found=False, seconds=1.0)
    asked(database, 4, NOON - timedelta(days=20))
    shown = await office.say(ADMIN, "/thongke")
    for part in (
        "Thống kê 7 ngày (28/3/2026–3/4/2026)",
        "Câu hỏi: 3 của 2 người, trả lời được 66,7 %",
        "trung vị 1,0 giây, p95 3,0 giây",
        "Token: 100.000 vào, 20.000 ra; chi phí khoảng 0,0200 USD (bảng giá ngày 23/11/2026)",
        "quy tắc có sẵn 2 câu, gpt-6-luna 1 câu",
        "3/4/2026 · 2 câu · 100,0 % · 1,8 giây · 120.000 token · 0,0200 USD",
        "2/4/2026 · 1 câu · 0,0 % · 1,0 giây · 0 token · 0,0000 USD",
        "Chỉ mục: tốt; 6 tài liệu",
    ):
        assert part in shown.text, shown.text
    await office.press(ADMIN, "30 ngày")
    assert "Câu hỏi: 4 của 2 người" in office.last(ADMIN).text
    assert "14/3/2026 · 1 câu" in office.last(ADMIN).text


async def test_the_day_begins_in_vietnam(office: Office) -> None:
    office.clock.set(NOON)
    asked(office.desk.database, 1, datetime(2026, 3, 27, 16, 59, tzinfo=UTC))
    asked(office.desk.database, 2, datetime(2026, 3, 27, 17, 1, tzinfo=UTC))
    assert "Câu hỏi: 1 của" in (await office.say(ADMIN, "/thongke")).text


async def test_before_the_first_question_there_is_only_the_index(office: Office) -> None:
    shown = await office.say(ADMIN, "/thongke")
    assert "Chưa có câu hỏi nào." in shown.text
    assert "6 tài liệu" in shown.text


async def test_questions_that_people_ask_are_counted(office: Office) -> None:
    await office.say(LAN, "Ai chủ trì họp giao ban tháng 9?")
    await office.idle()
    assert "Câu hỏi: 1 của 1 người, trả lời được 100,0 %" in (await office.say(ADMIN, "/thongke")).text


async def test_a_model_without_a_known_price_is_named(office: Office) -> None:
    model = {"mind": "model", "model": "qwen3:8b", "input_tokens": 1_000_000}
    asked(office.desk.database, 1, office.clock.now(), **model)
    text = (await office.say(ADMIN, "/thongke")).text
    assert "Không có giá của qwen3:8b; chi phí tạm tính theo giá cao." in text
    assert "5,0000 USD" in text
