"""A short document about made-up people, as stored and as retrieved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.record import Meeting, MeetingRecord, Task
from rag.types import Chunk, Document, Passage

TEXT = """THÔNG BÁO KẾT LUẬN
Phiên họp giao ban tháng 4 của UBND huyện Bình Sơn Hạ

Ngày 3/4/2024, đồng chí Lê Văn Sáu - Phó Chủ tịch UBND huyện được ủy quyền chủ trì phiên họp giao ban tháng 4. \
Dự họp có đại diện 12 phòng, ban.

- Giao Trung tâm Phát triển quỹ đất chủ trì, phối hợp với UBND xã Bình An bàn giao mặt bằng chậm nhất ngày 30/6/2024.
- Giao Công an huyện xử lý xe chở cát quá tải, báo cáo kết quả trước ngày 25 hằng tháng.
- Hạt Kiểm lâm tăng cường tuần tra, kiểm soát lâm sản trên địa bàn.
"""

DOCUMENT = Document(
    id="d1",
    scope="chung",
    source="/giao-ban-thang-4.txt",
    name="giao-ban-thang-4.txt",
    title="Thông báo kết luận giao ban tháng 4",
    format="txt",
    content_hash="0",
    date=date(2024, 4, 3),
)


def passage(start: int, end: int, ordinal: int = 0, text: str = TEXT) -> Passage:
    """The passage `text[start:end]`."""
    chunk = Chunk(f"c{ordinal}", DOCUMENT.id, ordinal, start, end, ("Kết luận",), text[start:end], 80)
    return Passage(chunk, DOCUMENT, 1.0 - ordinal / 10)


def passages() -> list[Passage]:
    """The head of the document and its list of tasks."""
    cut = TEXT.index("- Giao Trung tâm")
    return [passage(0, cut), passage(cut, len(TEXT), 1)]


@dataclass(frozen=True)
class Minutes:
    """A shelf with that one document, whose facts may be given."""

    known: MeetingRecord | None = None

    def text(self, document_id: str) -> str:
        assert document_id == DOCUMENT.id
        return TEXT

    def record(self, document_id: str) -> MeetingRecord | None:
        return self.known

    def meetings(self, scopes: Sequence[str] | None = None, **wanted: Any) -> list[Meeting]:
        return []

    def tasks(self, scopes: Sequence[str] | None = None, **wanted: Any) -> list[Task]:
        return []

    def history(self, task: Task) -> list[Task]:
        return [task]
