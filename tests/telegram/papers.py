"""Papers that admins of a made-up office send."""

from io import BytesIO

from docx import Document

from bot.local import Shown
from tests.telegram.office import Office

MINUTES = """Thông báo kết luận giao ban tháng 7

Ngày 2/7/2024, đồng chí Nguyễn Văn Thành, Chủ tịch UBND huyện, chủ trì cuộc họp giao ban tháng 7.

Giao Phòng Nội vụ rà soát danh sách cán bộ thôn, báo cáo trước ngày 20/7/2024.

Giao Ban Quản lý dự án huyện hoàn thiện hồ sơ cầu Bến Đò trước kỳ họp giữa năm.

Giao Công an huyện tuần tra các bến bãi tập kết cát.
"""


async def settled(office: Office) -> None:
    """Wait for the end of a run over the index."""
    await office.until(lambda: office.service.idle and not office.telegram.world.queue.waiting, timeout=60)


async def run(office: Office, label: str, message: Shown) -> Shown:
    """Press a button that begins a run over the index, which takes seconds; the message as it is in the end."""
    office.telegram.press(office.admin, message.id, label)
    await settled(office)
    return next(one for one in office.shown(office.admin) if one.id == message.id)


def docx(text: str) -> bytes:
    """A Word document with these paragraphs; the same bytes each time."""
    document = Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph.strip())
    content = BytesIO()
    document.save(content)
    return content.getvalue()
