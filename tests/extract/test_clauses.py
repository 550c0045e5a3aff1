"""Single sentences under a heading that hands out tasks: owner and day, or none."""

import pytest

from rag.extract import RuleExtractor

HEAD = "Biên bản họp\n\nThời gian: 8h ngày 10/9/2031\nChủ trì: Bà Kha Thị Ngần - Giám đốc\nCó mặt: Thục, Phương, Khiêm\n\nPHÂN CÔNG\n"

SENTENCES = [
    ("Phòng Hạ tầng: Rà soát biển báo, trình trước 20/9.", "Phòng Hạ tầng", "2031-09-20"),
    ("Trưởng các thôn vận động nhân dân dọn vệ sinh vào sáng thứ Bảy hằng tuần.", "Trưởng các thôn", None),
    ("Kế toán Quàng Thị Nhinh chốt công nợ trước ngày 10 tháng sau.", "Quàng Thị Nhinh", "2031-10-10"),
    ("Giám đốc giao phòng Kinh doanh tìm thêm đại lý trong 2 tuần.", "phòng Kinh doanh", "2031-09-24"),
    ("Ban Chỉ huy Quân sự xã rà soát nguồn; báo cáo trước 01/10/2031.", "Ban Chỉ huy Quân sự xã", "2031-10-01"),
    ("Ban Xây dựng Đảng chủ trì tham mưu kế hoạch kiểm tra.", "Ban Xây dựng Đảng", None),
    ("- [ ] Cập nhật bảng giá (Thục, 12/9)", "Thục", "2031-09-12"),
    ("- Soạn hợp đồng thuê kho | Phương | 18/9", "Phương", "2031-09-18"),
    ("- In tờ rơi -> Thục (15/9)", "Thục", "2031-09-15"),
    ("- Quỹ lớp 300k, chị Thục thu, hạn 15/9", "Thục", "2031-09-15"),
    ("- Việc đổi ca do chị Thục sắp xếp, hạn thứ Sáu.", "Thục", "2031-09-12"),
    ("Phương – dựng gian hàng", "Phương", None),
    ("Khiêm sửa khóa kho. Thời hạn: 15/9/2031.", "Khiêm", "2031-09-15"),
    ("Phòng Kinh tế đã báo cáo tại phiên trước.", None, None),
    ("Kinh phí do ngân sách xã bảo đảm.", None, None),
]


@pytest.mark.parametrize(("sentence", "owner", "day"), SENTENCES, ids=[s[:40] for s, *_ in SENTENCES])
def test_a_sentence_gives_its_task(sentence: str, owner: str | None, day: str | None) -> None:
    found = RuleExtractor().extract("Biên bản họp", HEAD + sentence + "\n").assignments
    got = [(a.owner, a.deadline.day.isoformat() if a.deadline and a.deadline.day else None) for a in found]
    assert got == ([(owner, day)] if owner else [])
