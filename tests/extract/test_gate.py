"""Which texts are looked at for facts."""

import pytest

from rag.extract.gate import tells_of_a_meeting


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Xã Mai Lĩnh họp giao ban tháng 3", "Sáng 4/3, xã họp."),
        ("Thông báo", "Kết luận của đồng chí Chủ tịch UBND xã về vụ đông."),
        ("note thứ 2", "chị Sim cầm trịch, đủ mặt cả"),
        ("Phân công tuần 9", "- [ ] @Sim: gửi báo giá"),
        ("BIÊN BẢN HỘI NGHỊ NHÀ CHUNG CƯ", "Thời gian: 19h30"),
    ],
)
def test_a_text_about_a_meeting_is_looked_at(title: str, text: str) -> None:
    assert tells_of_a_meeting(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Giá cà phê tăng", "Nông dân phấn khởi vì giá cà phê tăng liên tục trong tháng 3."),
        ("Quy chế gửi xe", "Điều 1. Xe máy gửi tại tầng hầm. Điều 2. Phí thu trước ngày 5 hằng tháng."),
        ("Đội bóng thắng trận", "Huấn luyện viên yêu cầu các cầu thủ nghỉ ngơi trước trận ngày 20/5."),
    ],
)
def test_other_texts_give_no_facts(title: str, text: str) -> None:
    assert not tells_of_a_meeting(title, text)
