"""The many ways in which a task is given, and the headings under which tasks stand."""

import pytest

from rag.extract import RuleExtractor
from rag.record import Assignment

ZONE = "Biên bản họp giao ban xã Mường Hoa\n\nThời gian: 8h ngày 10/9/2031\nChủ trì: Bà Kha Thị Ngần - Chủ tịch UBND xã\nCó mặt: ông Tạ Văn Bền, bà Bùi Thị Lụa, cô Lý Thu Trà, Khiêm\n\nPHÂN CÔNG\n"
NEWS = "Xã Mường Hoa họp giao ban tháng 9\n\nSáng 10/9/2031, Chủ tịch UBND xã Mường Hoa Kha Thị Ngần chủ trì giao ban với các phòng. Cùng dự có ông Tạ Văn Bền, Phó Chủ tịch UBND xã.\n\nBáo cáo tại hội nghị, Phòng Kinh tế cho biết xã còn 31 hộ nghèo.\n\n"
NOTES = "Note họp nhóm 10/9/2031\n\nHost: chị Ngần\nCó mặt: Bền, Lụa, Trà, Khiêm\n\n"
MINUTES = "Biên bản họp giao ban xã Mường Hoa\n\nThời gian: 8h ngày 10/9/2031\nChủ trì: Bà Kha Thị Ngần - Chủ tịch UBND xã\nCó mặt: ông Tạ Văn Bền, bà Bùi Thị Lụa\n\nPhòng Kinh tế báo cáo xã còn 31 hộ nghèo. Ông Bền đề nghị thêm người.\n\n"


def tasks(text: str) -> tuple[Assignment, ...]:
    return RuleExtractor().extract(text.split("\n")[0], text).assignments


@pytest.mark.parametrize(
    ("head", "sentence", "owner", "day"),
    [
        (ZONE, "Anh Bền lo phần âm thanh.", "Tạ Văn Bền", None),
        (ZONE, "Phần âm thanh anh Bền lo.", "Tạ Văn Bền", None),
        (ZONE, "Âm thanh: anh Bền.", "Tạ Văn Bền", None),
        (ZONE, "Âm thanh ánh sáng giao anh Bền.", "Tạ Văn Bền", None),
        (ZONE, "Việc in tài liệu về tay chị Lụa.", "Bùi Thị Lụa", None),
        (ZONE, "In tài liệu thì để chị Lụa.", "Bùi Thị Lụa", None),
        (ZONE, "Chị Lụa được nhờ gọi lại 12 khách.", "Bùi Thị Lụa", None),
        (ZONE, "Người lo hậu cần là chị Lụa.", "Bùi Thị Lụa", None),
        (ZONE, "Đầu mối theo dõi là Phòng Kinh tế.", "Phòng Kinh tế", None),
        (ZONE, "Trách nhiệm rà soát hộ nghèo thuộc về Phòng Kinh tế, hạn 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Nhiệm vụ của Phòng Kinh tế là rà soát hộ nghèo trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Việc rà soát hộ nghèo do Phòng Kinh tế thực hiện, xong trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Với Phòng Kinh tế: rà soát hộ nghèo, trình trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Về phía Phòng Kinh tế, cần rà soát lại danh sách hộ nghèo.", "Phòng Kinh tế", None),
        (ZONE, "Đ/c Bền - rà soát hộ nghèo - 20/9", "Tạ Văn Bền", "2031-09-20"),
        (ZONE, "Trước 20/9 Phòng Kinh tế phải trình danh sách hộ nghèo.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Chậm nhất 20/9 cô Trà nộp bản thảo kế hoạch.", "Lý Thu Trà", "2031-09-20"),
        (ZONE, "Phòng Kinh tế có 10 ngày để rà soát hộ nghèo.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Cho Phòng Kinh tế thời hạn đến 20/9 để rà soát hộ nghèo.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Rà soát hộ nghèo (Phòng Kinh tế, 20/9)", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "- Rà soát hộ nghèo – Phòng Kinh tế – 20/9", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "- [Bền] in tài liệu", "Tạ Văn Bền", None),
        (ZONE, "- Bền: in tài liệu (20/9)", "Tạ Văn Bền", "2031-09-20"),
        (ZONE, "- in tài liệu / anh Bền / 20/9", "Tạ Văn Bền", "2031-09-20"),
        (ZONE, "Giao anh Bền và chị Lụa chuẩn bị hội trường.", "Tạ Văn Bền, Bùi Thị Lụa", None),
        (ZONE, "Giao Phòng Kinh tế, Công an xã kiểm tra chợ.", "Phòng Kinh tế, Công an xã", None),
        (ZONE, "Phân công đồng chí Bền phụ trách khâu hậu cần.", "Tạ Văn Bền", None),
        (ZONE, "Ủy quyền đồng chí Bền ký hợp đồng thuê rạp trước 15/9.", "Tạ Văn Bền", "2031-09-15"),
        (ZONE, "Đồng chí Bền chịu trách nhiệm chính việc thu quỹ.", "Tạ Văn Bền", None),
        (ZONE, "Phòng Kinh tế là cơ quan đầu mối tổng hợp, báo cáo trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Phòng Kinh tế khẩn trương rà soát, không để sót hộ.", "Phòng Kinh tế", None),
        (ZONE, "Yêu cầu Phòng Kinh tế đến 20/9 phải xong danh sách hộ nghèo.", "Phòng Kinh tế", "2031-09-20"),
        (ZONE, "Đề nghị Công an xã tăng tuần tra ban đêm từ nay đến Tết.", "Công an xã", None),
        (ZONE, "Mỗi thôn cử 2 người tham gia tập huấn ngày 15/9.", "Mỗi thôn", "2031-09-15"),
        (ZONE, "Toàn thể phụ huynh đóng quỹ trước 20/9.", "Toàn thể phụ huynh", "2031-09-20"),
        (ZONE, "Kế toán đối chiếu sổ quỹ, thứ Sáu này nộp chị Ngần.", "Kế toán", "2031-09-12"),
        (ZONE, "Bộ phận một cửa niêm yết thủ tục mới trong ngày mai.", "Bộ phận một cửa", "2031-09-11"),
        (ZONE, "Trạm trưởng Trạm Y tế báo cáo lại số vắc xin còn tồn.", "Trạm trưởng Trạm Y tế", None),
        (ZONE, "Cán bộ địa chính đo lại đất nhà ông Bền trước 20/9.", "Cán bộ địa chính", "2031-09-20"),
        (ZONE, "Cô Trà nhận làm kịch bản, tuần sau gửi.", "Lý Thu Trà", None),
        (ZONE, "Cô Trà và ông Bền đi khảo sát bản Lọng sáng 14/9.", "Lý Thu Trà, Tạ Văn Bền", "2031-09-14"),
        (ZONE, "Nhờ cô Trà soạn giấy mời giúp.", "Lý Thu Trà", None),
        (ZONE, "Sáng thứ Hai tới, ông Bền làm việc với nhà thầu.", "Tạ Văn Bền", "2031-09-15"),
        (ZONE, "Ông Bền sẽ gặp riêng ba hộ chưa ký, báo lại Chủ tịch trong 5 ngày.", "Tạ Văn Bền", "2031-09-15"),
        (ZONE, "Tổ bảo vệ đổi khóa cổng sau, chi phí trích quỹ.", "Tổ bảo vệ", None),
        (ZONE, "Bên tư vấn giám sát gửi nhật ký thi công hằng tuần vào thứ Bảy.", "Bên tư vấn giám sát", None),
        (ZONE, "Công ty Hoàng Gia cam kết bàn giao thang máy ngày 20/9.", "Công ty Hoàng Gia", "2031-09-20"),
        (NEWS, "Kết luận hội nghị, bà Ngần yêu cầu Phòng Kinh tế rà soát hộ nghèo, xong trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Bà Ngần cho Phòng Kinh tế 10 ngày để rà soát lại hộ nghèo.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "“Phòng Kinh tế phải trình danh sách trước 20/9”, bà Ngần yêu cầu.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Chủ tịch UBND xã giao Công an xã lập chốt ở đầu cầu, hoàn thành trong tuần này.", "Công an xã", None),
        (NEWS, "Bà Ngần nhắc Trạm Y tế tiêm vét cho 12 trẻ trước 30/9.", "Trạm Y tế", "2031-09-30"),
        (NEWS, "Người đứng đầu chính quyền xã chốt hạn 20/9 cho Phòng Kinh tế nộp danh sách hộ nghèo.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Kết luận, Chủ tịch UBND xã giao ông Tạ Văn Bền trực tiếp đối thoại với 3 hộ chưa ký.", "Tạ Văn Bền", None),
        (NEWS, "Phát biểu kết luận, bà Ngần lưu ý các thôn trực 24/24. Công an xã chốt chặn các ngầm tràn. Trạm Y tế cấp thêm cloramin B trước 12/9.", "Công an xã", None),
        (NEWS, "Bà Ngần đặt hàng Đoàn Thanh niên xã dựng sân bóng chuyền trước 20/11.", "Đoàn Thanh niên xã", "2031-11-20"),
        (NEWS, "Bà Ngần chỉ đạo: Phòng Kinh tế rà soát hộ nghèo; Công an xã lập chốt.", "Phòng Kinh tế", None),
        (NEWS, "Bà Ngần đồng ý cấp 50 triệu đồng, giao Phòng Kinh tế giải ngân trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Theo kết luận, Phòng Kinh tế phải hoàn tất chi trả trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Hội nghị giao Phòng Kinh tế tham mưu, báo cáo trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Tại hội nghị, bà Ngần đã giao Phòng Kinh tế rà soát hộ nghèo trước 20/9.", "Phòng Kinh tế", "2031-09-20"),
        (NEWS, "Bà Ngần cũng yêu cầu cán bộ, công chức không uống rượu trong giờ làm việc.", "cán bộ, công chức", None),
        (NOTES, "Việc cần làm\n* Bền ôm vụ thuê xe, chốt trước thứ 6", "Bền", "2031-09-12"),
        (NOTES, "Việc cần làm\n* vụ thuê xe: Bền, trước thứ 6", "Bền", "2031-09-12"),
        (NOTES, "Việc cần làm\n* thuê xe -> Bền (thứ 6)", "Bền", "2031-09-12"),
        (NOTES, "Việc cần làm\n* @Bền thuê xe, due 12/9", "Bền", "2031-09-12"),
        (NOTES, "Việc cần làm\nBền nhận thuê xe, mai báo giá.", "Bền", "2031-09-11"),
        (NOTES, "Việc cần làm\nLụa sẽ gọi lại 12 khách trong tuần.", "Lụa", None),
        (NOTES, "Việc cần làm\n* Lụa + Trà: dọn kho, cuối tháng", "Lụa, Trà", "2031-09-30"),
        (NOTES, "Việc cần làm\n* thuê xe (Bền lo)", "Bền", None),
        (NOTES, "Việc cần làm\n* Bền thuê xe nha, trước 12/9 dùm", "Bền", "2031-09-12"),
        (NOTES, "Việc cần làm\nChốt: Bền thuê xe, Lụa đặt cơm.", "Bền", None),
        (NOTES, "Việc cần làm\n* (Bền) thuê xe", "Bền", None),
        (NOTES, "Việc cần làm\n* 12/9: Bền gửi bảng giá", "Bền", "2031-09-12"),
        (NOTES, "Việc cần làm\n* PIC Bền: thuê xe", "Bền", None),
        (NOTES, "Việc cần làm\nBền phụ trách xe, Lụa phụ trách cơm, Trà phụ trách quà.", "Bền", None),
    ],
)  # fmt: skip
def test_a_task_has_its_owner_and_day(head: str, sentence: str, owner: str, day: str | None) -> None:
    found = [
        (task.owner.lower(), task.deadline.day.isoformat() if task.deadline and task.deadline.day else None)
        for task in tasks(f"{head}{sentence}\n")
        if task.owner
    ]
    assert (owner.lower(), day) in found


@pytest.mark.parametrize(
    "heading",
    [
        "IV. NHỮNG VIỆC PHẢI LÀM NGAY",
        "3. Việc cho tuần tới",
        "## Việc sau họp",
        "Kết thúc họp, chủ trì chốt:",
        "Chốt lại mấy việc:",
        "Sau khi thảo luận, cuộc họp đi đến thống nhất mấy việc:",
        "Bàn xong, phân thế này:",
        "Chủ tịch xã kết lại:",
        "Bà Ngần tổng hợp ý kiến và quyết định:",
        "Bà Ngần dặn:",
        "Các việc giao cụ thể:",
        "Nội dung giao việc gồm:",
        "Ý kiến chỉ đạo của Chủ tịch:",
        "Hội nghị thống nhất:",
        "Chủ tọa kết luận các nội dung sau:",
        "Trên cơ sở ý kiến thảo luận, Chủ tịch UBND xã kết luận:",
        "V. KẾ HOẠCH THÁNG 10",
        "5. Nhiệm vụ thời gian tới",
        "Action items",
        "Todo",
        "Phần việc của từng người",
        "Lịch làm việc và người phụ trách",
        "Công việc tuần sau",
        "III. Kết luận, giao nhiệm vụ",
        "C. PHẦN KẾT LUẬN",
        "**Ai làm việc gì**",
        "Cần làm trước phiên sau:",
        "=== VIỆC ĐÃ GIAO ===",
        "--- Giao việc ---",
        "Tóm lại:",
        "Quyết nghị:",
        "Kế hoạch triển khai:",
        "Việc tồn và việc mới",
        "Các bước tiếp theo",
        "Lời kết của chủ tọa",
        "Việc đã phân",
        "Danh mục việc giao",
        "Đã thống nhất",
        "📌 Chốt",
        "Mấy việc cần nhớ:",
        "Các mốc cần nhớ:",
        "Ban Giám hiệu yêu cầu",
        "Lãnh đạo xã lưu ý:",
        "Bà Ngần giao:",
        "Bà chốt hạ:",
        "Phân vai",
        "Ai lo phần nào:",
    ],
)  # fmt: skip
def test_a_heading_hands_out_the_tasks_under_it(heading: str) -> None:
    items = "1. Phòng Kinh tế rà soát hộ nghèo.\n2. Ông Bền gặp 3 hộ chưa ký.\n3. Bà Lụa gọi thợ sửa điện.\n"
    assert [task.owner for task in tasks(f"{MINUTES}{heading}\n{items}")] == [
        "Phòng Kinh tế",
        "Tạ Văn Bền",
        "Bùi Thị Lụa",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Có ý kiến đề nghị giao Công an xã chủ trì việc này nhưng chưa thống nhất.",
        "Việc mua máy mới để lần sau bàn, chưa giao ai.",
        "Kỳ họp ngày 14/8 có giao ông Bền sửa máy bơm, hạn 30/8.",
        "Tiền ăn trưa do ông Bền mời.",
        "Ông Bền xin lùi việc rà soát đến cuối tháng 9.",
        "Phòng Kinh tế đã rà soát xong 31 hộ.",
    ],
)
def test_what_is_considered_recalled_or_done_is_no_task(sentence: str) -> None:
    assert tasks(f"{ZONE}{sentence}\n") == ()


def test_a_deadline_that_is_moved_belongs_to_the_earlier_task() -> None:
    text = MINUTES + "NHÌN LẠI VIỆC TUẦN TRƯỚC\n- Máy bơm số 5: hạn 5/9 không kịp. Bà Ngần cho ông Bền lùi tới 28/9.\n"
    (found,) = tasks(text)
    assert (found.owner, found.task, found.deadline and found.deadline.text) == (
        "Tạ Văn Bền",
        "Máy bơm số 5",
        "lùi tới 28/9",
    )


def test_a_second_task_of_one_owner_stands_alone() -> None:
    text = f"{ZONE}1. Phòng Kinh tế rà soát hộ nghèo, xong trước 20/9; tham mưu kế hoạch khai giảng năm học mới. Đồng thời cắm biển cảnh báo ở bản Lọng, xong trong tháng 9.\n"
    assert [(t.owner, t.deadline and t.deadline.text) for t in tasks(text)] == [
        ("Phòng Kinh tế", "xong trước 20/9"),
        ("Phòng Kinh tế", None),
        ("Phòng Kinh tế", "trong tháng 9"),
    ]


def test_a_look_back_in_a_table_gives_what_was_moved() -> None:
    table = "| Việc | Ai lo | Hẹn cũ | Nay ra sao |\n|---|---|---|---|\n| Thang máy | Ban quản lý | 31/8 | Chưa xong; lùi tới 28/9 |\n| Dán sổ quỹ | Ban quản trị | 1/9 | Đã dán |\n"
    (found,) = tasks(f"{MINUTES}VIỆC LẦN TRƯỚC\n{table}")
    assert (found.owner, found.deadline and str(found.deadline.day)) == ("Ban quản lý", "2031-09-28")
