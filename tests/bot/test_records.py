"""A meeting record on the screen."""

from io import StringIO

import pytest
from rich.console import Console

from bot.cli.records import print_record
from rag import MeetingRecord

from .facts import QUOTE, meeting


def printed(record: MeetingRecord, width: int = 200) -> str:
    file = StringIO()
    print_record(record, Console(file=file, width=width))
    return file.getvalue()


def test_every_fact_is_printed_with_its_quote() -> None:
    lines = [line.rstrip() for line in printed(meeting().record).splitlines()]
    quote = "  ▸ “Bà Chẩu Thị Vân chủ trì, thay ông Ma Văn Lình đi vắng.”"
    for line in (
        "Ngày họp: 3/6/2025",
        "Bắt đầu: 8 giờ",
        "Cơ quan: Hợp tác xã Nà Lốc",
        "Nơi họp: Nhà văn hóa",
        "Chủ trì: Chẩu Thị Vân, Phó Giám đốc (thay Ma Văn Lình)",
        "Thư ký: Nông Thị Sim",
        "Dự họp: Khúc Văn Ngạn, Đội trưởng",
        "Vắng: Trạm Thú y (bận tiêm phòng)",
        "Việc đã giao (2, trong đó 1 có hạn)",
        "  1. Đội Thủy nông (Khúc Văn Ngạn): Nạo vét kênh Nà Lốc",
        "    Hạn: trước ngày 12/6/2025",
        "    Phối hợp: xã Mường Lạnh",
        f"    ▸ “{QUOTE}”",
        "Quyết định (1)",
        "  1. Mua một máy bơm · Thông qua · 9/9",
        "Cuộc họp tới: 10/6/2025 · Giao ban tuần 24 · Ma Văn Lình chủ trì",
    ):
        assert line in lines
    assert lines[lines.index("Ngày họp: 3/6/2025") + 1] == quote


def test_what_is_unknown_is_said_for_day_chair_and_tasks_only() -> None:
    text = printed(MeetingRecord("Họp tổ"))
    assert [line.strip() for line in text.splitlines()] == [
        "Ngày họp: tài liệu không nêu",
        "Chủ trì: tài liệu không nêu",
        "Việc đã giao: không có",
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_wrapped_lines_keep_their_place(width: int) -> None:
    lines = printed(meeting().record, width).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("    ▸ “Giao Đội"))
    assert all(len(line) <= width for line in lines)
    assert width > 72 or lines[start + 1].startswith("    ")


def test_facts_of_one_sentence_show_it_once() -> None:
    quote = meeting().record.chairs[0]
    record = meeting(chairs=(quote, quote), date_quote=None, assignments=(), attendees=(), secretary=None).record
    lines = printed(record).splitlines()
    start = lines.index("Chủ trì:")
    assert [line.strip()[:1] for line in lines[start + 1 : start + 4]] == ["C", "C", "▸"]
    assert not lines[start + 4].strip().startswith("▸")
