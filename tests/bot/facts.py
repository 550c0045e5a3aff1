"""A document, its meeting and its tasks, made by hand."""

from datetime import date
from typing import Any

from rag import (
    Assignment,
    Attendee,
    Chair,
    Deadline,
    Decision,
    Document,
    Meeting,
    MeetingRecord,
    OtherMeeting,
    Quote,
    Task,
)

QUOTE = "Giao Đội Thủy nông nạo vét kênh Nà Lốc, xong trước ngày 12/6/2025."


def document(**changes: Any) -> Document:
    values: dict[str, Any] = {
        "id": "d0c0ffee",
        "scope": "chung",
        "source": "/kho/giao-ban.txt",
        "name": "giao-ban.txt",
        "title": "Giao ban tuần 23",
        "format": "txt",
        "content_hash": "0",
        "date": date(2025, 6, 3),
    }
    return Document(**{**values, **changes})


def assignment(**changes: Any) -> Assignment:
    values: dict[str, Any] = {
        "owner": "Đội Thủy nông",
        "task": "Nạo vét kênh Nà Lốc",
        "quote": Quote(QUOTE, 10, 10 + len(QUOTE)),
        "people": ("Khúc Văn Ngạn",),
        "supporting": ("xã Mường Lạnh",),
        "deadline": Deadline("trước ngày 12/6/2025", date(2025, 6, 12)),
    }
    return Assignment(**{**values, **changes})


def task(*, of: Document | None = None, number: int = 1, day: date | None = date(2025, 6, 3), **changes: Any) -> Task:
    return Task(of or document(), day, number, assignment(**changes))


def meeting(**changes: Any) -> Meeting:
    quote = Quote("Bà Chẩu Thị Vân chủ trì, thay ông Ma Văn Lình đi vắng.", 0, 53)
    values: dict[str, Any] = {
        "title": "Giao ban tuần 23",
        "date": date(2025, 6, 3),
        "time": "8 giờ",
        "place": "Nhà văn hóa",
        "body": "Hợp tác xã Nà Lốc",
        "chairs": (Chair("Chẩu Thị Vân", "Phó Giám đốc", None, quote, "Ma Văn Lình"),),
        "secretary": Attendee("Nông Thị Sim", None, quote),
        "attendees": (
            Attendee("Khúc Văn Ngạn", "Đội trưởng", quote),
            Attendee("Trạm Thú y", None, quote, present=False, reason="bận tiêm phòng"),
        ),
        "assignments": (assignment(), assignment(deadline=None)),
        "decisions": (Decision("Mua một máy bơm", "Thông qua", "9/9", quote),),
        "others": (OtherMeeting("next", quote, "Giao ban tuần 24", date(2025, 6, 10), chair="Ma Văn Lình"),),
        "date_quote": quote,
    }
    return Meeting(document(), MeetingRecord(**{**values, **changes}))
