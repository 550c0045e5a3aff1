"""Small minutes for tests that need more than the samples, and where they are put."""

from pathlib import Path

from rag import DEFAULT_SCOPE, Library

from .office import Office

MANY = 21  # tasks in `LONG`
LONG = "\n".join(
    [
        "BIÊN BẢN HỌP GIAO BAN THÁNG 3/2026 CỦA UBND XÃ BẢN HỒ",
        "",
        "Sáng 02/3/2026, tại Hội trường UBND xã, đồng chí Lò Văn Thái - Chủ tịch UBND xã chủ trì họp giao ban tháng 3/2026.",
        "",
        "Kết luận:",
        *(
            f"{number}. Giao thôn Bản {number} sửa đoạn mương số {number}, hoàn thành trước ngày {number}/4/2026."
            for number in range(1, MANY + 1)
        ),
    ]
)
SECRET = """THÔNG BÁO KẾT LUẬN HỌP GIAO BAN THÁNG 8/2025 CỦA BAN QUẢN LÝ CHỢ NẬM KHOANG

Ngày 05/8/2025, đồng chí Sùng A Páo - Trưởng Ban quản lý chợ chủ trì họp giao ban tháng 8/2025 về chợ Nậm Khoang.

1. Giao Tổ bảo vệ chợ Nậm Khoang lắp 12 camera, hoàn thành trước ngày 20/8/2025.
"""


async def index(office: Office, name: str, text: str, scope: str = DEFAULT_SCOPE) -> str:
    """Index a text as a document; its id."""
    path = Path(office.settings().giaoban_data_dir) / name
    path.write_text(text, encoding="utf-8")
    for _ in office.library.index([str(path)], scope=scope):
        pass
    return found(office.library, name)


def found(library: Library, name: str) -> str:
    """The id of the document with this file name."""
    return next(document.id for document in library.documents() if document.name == name)
