"""Whole documents of several genres: what the rules read out of them."""

from datetime import date

import pytest

from rag.extract import RuleExtractor, record_form
from rag.record import MeetingRecord

EXTRACTOR = RuleExtractor()

NOTICE = """Thông báo kết luận giao ban tháng 9 của UBND xã Mường Hoa

ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ MƯỜNG HOA                              Độc lập - Tự do - Hạnh phúc
Số: 12/TB-UBND                            Mường Hoa, ngày 12 tháng 9 năm 2031

Do Chủ tịch UBND xã Tẩn Láo Lở đi công tác, ngày 10/9/2031, tại Hội trường UBND xã, đồng chí Chảo Thị Sìn - Phó Chủ tịch UBND xã được ủy quyền chủ trì phiên họp giao ban tháng 9. Dự họp có Trưởng Công an xã Bàn Văn Quẩy; đại diện Ủy ban MTTQ xã. Ông Phùng Seo Páo vắng mặt do điều trị bệnh.

Trước đó, ngày 3/9, tại cuộc họp về nước sạch, Phó Chủ tịch UBND tỉnh Lù Văn Thào chủ trì đã yêu cầu xã xong trước 30/9.

Đồng chí Chảo Thị Sìn kết luận:

1. Giao Phòng Kinh tế (đồng chí Vàng Mí Sính) chủ trì, phối hợp với Trạm Y tế xã kiểm tra bếp ăn các trường, báo cáo trước ngày 25/9/2031.
2. Công an xã tuần tra ban đêm; báo cáo kết quả vào ngày 5 hằng tháng.
3. Trung tâm Văn hóa đã tổ chức 3 buổi chiếu phim.
4. UBND xã:
- Tổ chức đối thoại với 12 hộ dân trong tháng 10.

Nơi nhận:                                 TL. CHỦ TỊCH
- Như trên.                               Giàng A Khua
"""

MINUTES = """# Biên bản giao ban công trường Cầu Ngòi Phà

| Mục | Nội dung |
|---|---|
| Thời gian | 7h30 ngày 11.8.2031 |
| Địa điểm | Nhà điều hành |
| Chủ trì | Ông Ngũ Bá Kha, Chỉ huy trưởng |
| Thư ký | Mạc Thị Ngần |

## Biểu quyết
- Đổi ca đêm sang 20 giờ: 9/11 phiếu tán thành. Thông qua.

## Việc phải làm

| TT | Nội dung | Người thực hiện | Hạn |
|----|----------|-----------------|-----|
| 1 | Lắp lan can tạm | Đội 2 (ông Thân Quý) | 13/8 |
| 2 | Trình biện pháp thi công | P. Kỹ thuật, phối hợp TVGS | cuối tháng 8 |
| 3 | Dọn bãi thép | Đội 1 | chưa chốt |

- [ ] @Ngần: gửi biên bản (hạn 12/8)
- [x] @Ngần: in bản vẽ

Lần họp sau: 18/8, ông Thân Quý chủ trì.
"""

TRANSCRIPT = """Gỡ băng họp khoa Nội
Ngày ghi âm: thứ Hai 8/9/2031
Người nói: BS Khuê (Trịnh Minh Khuê, Phó Trưởng khoa), BS Vinh (Lã Quang Vinh)

[00:10] BS Khuê: Bác trưởng khoa đi hội chẩn nên tôi điều hành thay nhé.
[01:05] BS Vinh: Em đề nghị mua thêm giường.
[02:20] BS Khuê: BS Vinh viết báo cáo ca bệnh, nộp trước ngày 10/9.
[02:50] BS Vinh: Cho em xin đến 12/9 được không ạ?
[03:01] BS Khuê: Thôi được, 12/9 nhưng không lùi nữa.
[04:00] BS Khuê: Tuần sau bác trưởng khoa chủ trì.
"""

NEWS = """Xã Nậm Ngà họp trực tuyến bàn làm đường

(NNO) - Sáng 19-8-2031, UBND xã Nậm Ngà tổ chức hội nghị trực tuyến. Đồng chí Vàng Thị Dúa - Bí thư Đảng ủy xã chủ trì tại điểm cầu xã.

Đồng chí Lò Văn Ín - Trưởng bản chủ trì tại điểm cầu bản Huổi Só. Ảnh: Tú Quỳnh
Đồng chí Lò Văn Ín - Trưởng bản chủ trì tại điểm cầu bản Huổi Só. Ảnh: Tú Quỳnh

Bà Khoàng Thị Mỷ kiến nghị Điện lực sớm kéo điện trước Tết.

Kết luận hội nghị, đồng chí Vàng Thị Dúa yêu cầu Ban Quản lý dự án xã lập hồ sơ, xong trước 31-8; giao Công an xã giữ trật tự. Trường Tiểu học Nậm Ngà rà soát học sinh, báo cáo trong tháng 9.

Tin mới
Sở Xây dựng kiểm tra cầu treo trước 30/8
"""


def extract(text: str) -> MeetingRecord:
    return EXTRACTOR.extract(text.splitlines()[0].lstrip("# "), text)


def tasks(record: MeetingRecord) -> list[tuple[str | None, str | None]]:
    return [
        (a.owner, a.deadline.day.isoformat() if a.deadline and a.deadline.day else None) for a in record.assignments
    ]


def test_a_notice_gives_the_meeting_s_day_and_the_stand_in() -> None:
    record = extract(NOTICE)
    assert record.date == date(2031, 9, 10)
    (chair,) = record.chairs
    assert (chair.name, chair.role, chair.stands_in_for) == ("Chảo Thị Sìn", "Phó Chủ tịch UBND xã", "Tẩn Láo Lở")


def test_leading_a_task_is_not_chairing_and_an_earlier_meeting_is_told_apart() -> None:
    record = extract(NOTICE)
    assert "Lù Văn Thào" not in {chair.name for chair in record.chairs}
    assert [(o.when, o.date, o.chair) for o in record.others] == [("earlier", date(2031, 9, 3), "Lù Văn Thào")]


def test_conclusions_give_owner_people_support_and_deadline() -> None:
    record = extract(NOTICE)
    assert tasks(record) == [("Phòng Kinh tế", "2031-09-25"), ("Công an xã", None), ("UBND xã", "2031-10-31")]
    first, second, _ = record.assignments
    assert (first.people, first.supporting) == (("Vàng Mí Sính",), ("Trạm Y tế xã",))
    assert second.deadline and second.deadline.recurrence == "hằng tháng"


def test_the_absent_are_attendees_with_a_reason() -> None:
    away = [a for a in extract(NOTICE).attendees if not a.present]
    assert [(a.name, a.reason) for a in away] == [("Phùng Seo Páo", "điều trị bệnh")]


def test_minutes_are_read_from_labels_and_tables() -> None:
    record = extract(MINUTES)
    assert (record.date, record.time, record.place) == (date(2031, 8, 11), "7h30", "Nhà điều hành")
    assert [c.name for c in record.chairs] == ["Ngũ Bá Kha"]
    assert record.secretary and record.secretary.name == "Mạc Thị Ngần"


def test_tables_and_check_lists_give_tasks_and_done_ones_are_left_out() -> None:
    record = extract(MINUTES)
    assert tasks(record) == [
        ("Đội 2", "2031-08-13"),
        ("P. Kỹ thuật", "2031-08-31"),
        ("Đội 1", None),
        ("Mạc Thị Ngần", "2031-08-12"),
    ]
    assert record.assignments[1].supporting == ("TVGS",)


def test_votes_are_decisions() -> None:
    (decision,) = extract(MINUTES).decisions
    assert decision.votes and decision.votes.startswith("9/11")
    assert decision.subject == "Đổi ca đêm sang 20 giờ"


def test_the_next_meeting_has_its_day_and_chair() -> None:
    (other,) = extract(MINUTES).others
    assert (other.when, other.date, other.chair) == ("next", date(2031, 8, 18), "Thân Quý")


def test_a_deadline_moved_within_a_transcript_counts_as_agreed_last() -> None:
    record = extract(TRANSCRIPT)
    assert [c.name for c in record.chairs] == ["Trịnh Minh Khuê"]
    assert tasks(record) == [("Lã Quang Vinh", "2031-09-12")]
    assert "Thôi được" in record.assignments[0].quote.text


def test_news_counts_captions_once_and_leaves_wishes_and_reading_lists_out() -> None:
    record = extract(NEWS)
    assert [(c.name, c.site) for c in record.chairs] == [
        ("Vàng Thị Dúa", "điểm cầu xã"),
        ("Lò Văn Ín", "điểm cầu bản Huổi Só"),
    ]
    assert tasks(record) == [
        ("Ban Quản lý dự án xã", "2031-08-31"),
        ("Công an xã", None),
        ("Trường Tiểu học Nậm Ngà", "2031-09-30"),
    ]
    assert record.online is True


def test_the_form_holds_plain_values() -> None:
    row = record_form(extract(MINUTES), "x.md")
    assert row["document"] == "x.md"
    assert row["date"] == "2031-08-11"
    assert row["chairs"] == [{"name": "Ngũ Bá Kha", "role": "Chỉ huy trưởng", "site": None}]
    assert row["assignments"][0] == {
        "owner": "Đội 2",
        "task": "Lắp lan can tạm",
        "deadline_text": "13/8",
        "deadline": "2031-08-13",
        "quote": "| 1 | Lắp lan can tạm | Đội 2 (ông Thân Quý) | 13/8 |",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "Chuyện làng\n\nKhông có gì ở đây.", "|||\n|--|", "[00:01] : x"])
def test_what_is_no_meeting_gives_an_empty_record(text: str) -> None:
    record = EXTRACTOR.extract("", text)
    assert not (record.chairs or record.assignments or record.date)
