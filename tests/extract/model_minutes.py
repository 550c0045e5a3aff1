"""A short document about made-up people, and what a careful model would say of it."""

import json
from typing import Any

from rag.record import Assignment, Chair, Deadline, MeetingRecord, Quote

TITLE = "Thông báo kết luận phiên họp giao ban tháng 8 của UBND xã Mường Phiêng"

CHAIRED = (
    "Chiều 05/8/2025, do Chủ tịch UBND xã Thái Bá Khiêm đi công tác, đồng chí Uông Thị Nhã - Phó Chủ tịch UBND xã "
    "được ủy quyền chủ trì phiên họp giao ban tháng 8 tại Nhà văn hóa xã Mường Phiêng."
)
ATTENDED = "Dự họp có Chánh Văn phòng Khúc Đình Trọng, đại diện Trạm Y tế; Trưởng Công an xã vắng mặt vì bận trực."
ROAD = (
    "Giao Phòng Kinh tế (đồng chí Đổng Thị Sen) chủ trì, phối hợp với Ủy ban MTTQ xã vận động 17 hộ còn lại "
    "bàn giao mặt bằng đường Bản Hốc trước ngày 30/8."
)
SCHOOL = "Giao Phòng Văn hóa - Xã hội rà soát phòng học xuống cấp."
SCHOOL_DAY = "Báo cáo kết quả chậm nhất ngày 20/8."
WASTE = "Công an xã kiểm tra việc đổ rác xuống suối Nậm Phiêng, báo cáo ngày 25 hằng tháng."
VOTED = "Phiên họp thống nhất trích 45 triệu đồng sửa cầu treo, với 11/12 phiếu tán thành."
NEXT = "Phiên họp giao ban tháng 9 dự kiến tổ chức vào ngày 04/9."

TEXT = f"""UBND XÃ MƯỜNG PHIÊNG
Số: 63/TB-UBND          Mường Phiêng, ngày 07 tháng 8 năm 2025

{CHAIRED}
{ATTENDED}

Kết luận phiên họp:
1. {ROAD}
2. {SCHOOL} {SCHOOL_DAY}
3. {WASTE}

{VOTED}
{NEXT}
"""


def gold() -> dict[str, Any]:
    """The reply of a model that reads well."""
    return {
        "date": {"words": "05/8/2025", "quote": CHAIRED},
        "time": None,
        "place": {"words": "Nhà văn hóa xã Mường Phiêng", "quote": CHAIRED},
        "body": {"words": "UBND xã Mường Phiêng", "quote": "UBND XÃ MƯỜNG PHIÊNG"},
        "online": {"value": None, "quote": None},
        "sites": [],
        "chairs": [
            {
                "name": "Uông Thị Nhã",
                "role": "Phó Chủ tịch UBND xã",
                "site": None,
                "stands_in_for": "Thái Bá Khiêm",
                "quote": CHAIRED,
            }
        ],
        "secretary": None,
        "attendees": [
            {
                "people": [{"name": "Khúc Đình Trọng", "role": "Chánh Văn phòng"}, {"name": "Trạm Y tế", "role": None}],
                "present": True,
                "quote": ATTENDED,
            },
            {
                "people": [{"name": "Trưởng Công an xã", "role": None}],
                "present": False,
                "reason": "bận trực",
                "quote": "Trưởng Công an xã vắng mặt vì bận trực.",
            },
        ],
        "assignments": [
            {
                "owner": "Phòng Kinh tế",
                "people": ["đồng chí Đổng Thị Sen"],
                "supporting": ["Ủy ban MTTQ xã"],
                "task": "Vận động 17 hộ còn lại bàn giao mặt bằng đường Bản Hốc",
                "deadline": "trước ngày 30/8",
                "quote": ROAD,
            },
            {
                "owner": "Phòng Văn hóa - Xã hội",
                "people": [],
                "supporting": [],
                "task": "Rà soát phòng học xuống cấp",
                "deadline": "chậm nhất ngày 20/8",
                "quote": SCHOOL,
            },
            {
                "owner": "Công an xã",
                "people": [],
                "supporting": [],
                "task": "kiểm tra việc đổ rác xuống suối Nậm Phiêng",
                "deadline": "ngày 25 hằng tháng",
                "quote": WASTE,
            },
        ],
        "decisions": [
            {
                "subject": "trích 45 triệu đồng sửa cầu treo",
                "outcome": "thống nhất",
                "votes": "11/12 phiếu",
                "quote": VOTED,
            }
        ],
        "others": [
            {"when": "next", "title": "Phiên họp giao ban tháng 9", "date": "04/9", "chair": None, "quote": NEXT},
        ],
    }


def assignment(**changes: Any) -> dict[str, Any]:
    """The first assignment of `gold` with some things changed."""
    return {**gold()["assignments"][0], **changes}


def reply(**changes: Any) -> str:
    """`gold` with some things changed, as a server sends it."""
    return json.dumps({**gold(), **changes}, ensure_ascii=False)


def only(**said: Any) -> str:
    """A reply that says nothing else."""
    return json.dumps({"chairs": [], "assignments": [], **said}, ensure_ascii=False)


class FixedRules:
    """An `Extractor` that knows one chair and one task, both from the first line of any text."""

    version = "rules 7"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def extract(self, title: str, text: str) -> MeetingRecord:
        self.asked.append(title)
        first = text.split("\n", 1)[0]
        last = text.rstrip().rsplit("\n", 1)[-1]
        at = text.rindex(last)
        return MeetingRecord(
            title,
            place="Theo quy tắc",
            chairs=(Chair("Theo Quy Tắc", None, None, Quote(first, 0, len(first))),),
            assignments=(
                Assignment(None, "việc đầu", Quote(first, 0, len(first))),
                Assignment(None, "việc cuối", Quote(last, at, at + len(last)), deadline=Deadline("sớm")),
            ),
        )
