"""The many ways in which minutes, notes and recordings say who chaired, and what looks like it and is not."""

import pytest

from rag.extract import RuleExtractor

MINUTES = "Biên bản họp giao ban xã Mường Hoa\n\nThời gian: 8h ngày 10/9/2031\nChủ trì: Bà Kha Thị Ngần - Chủ tịch UBND xã\nCó mặt: ông Tạ Văn Bền, bà Lò Thị Mây\n\n"
NEWS = "Xã Mường Hoa họp giao ban tháng 9\n\nSáng 10/9/2031, UBND xã Mường Hoa họp giao ban. "


def chairs(text: str) -> set[str]:
    return {chair.name for chair in RuleExtractor().extract(text.split("\n")[0].lstrip("# "), text).chairs}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Ban đầu dự kiến Chủ tịch Kha Thị Ngần chủ trì nhưng bà Ngần kẹt họp tỉnh, Phó Chủ tịch Tạ Văn Bền chủ trì thay.", "Tạ Văn Bền"),
        ("Theo lịch là bà Kha Thị Ngần chủ trì, song phút chót bà bận nên ông Tạ Văn Bền làm chủ tọa.", "Tạ Văn Bền"),
        ("Bà Kha Thị Ngần không dự được, ông Tạ Văn Bền chủ trì.", "Tạ Văn Bền"),
        ("Thay cho bà Kha Thị Ngần đang nghỉ ốm, ông Tạ Văn Bền chủ trì.", "Tạ Văn Bền"),
        ("Chủ tịch Kha Thị Ngần đi công tác, ủy quyền Phó Chủ tịch Tạ Văn Bền chủ trì.", "Tạ Văn Bền"),
        ("Được sự ủy quyền của Chủ tịch UBND xã Kha Thị Ngần, đồng chí Tạ Văn Bền, Phó Chủ tịch, chủ trì phiên họp.", "Tạ Văn Bền"),
        ("Lần này người ngồi ghế chủ tọa là ông Tạ Văn Bền.", "Tạ Văn Bền"),
        ("Chủ tọa là ông Tạ Văn Bền, thư ký là bà Lò Thị Mây.", "Tạ Văn Bền"),
        ("Phó Chủ tịch UBND xã Tạ Văn Bền chủ trì, cùng dự có bà Lò Thị Mây.", "Tạ Văn Bền"),
        ("Ông Tạ Văn Bền chủ trì cuộc họp với sự tham gia của bà Lò Thị Mây.", "Tạ Văn Bền"),
        ("Chủ trì cuộc họp, ông Tạ Văn Bền nhấn mạnh việc thu ngân sách.", "Tạ Văn Bền"),
        ("Phát biểu khai mạc, ông Tạ Văn Bền nêu mục đích. Chủ trì phiên họp, bà Kha Thị Ngần đề nghị thảo luận.", "Kha Thị Ngần"),
        ("Phiên họp có hai phần. Phần một bà Kha Thị Ngần chủ trì, phần hai giao lại cho ông Tạ Văn Bền.", "Kha Thị Ngần|Tạ Văn Bền"),
        ("Vai trò chủ tọa thuộc về ông Tạ Văn Bền.", "Tạ Văn Bền"),
        ("Chủ trì là Bí thư Đảng ủy xã Tạ Văn Bền; thư ký Lò Thị Mây.", "Tạ Văn Bền"),
        ("Buổi họp được đồng chí Tạ Văn Bền, Bí thư Đảng ủy, chủ trì.", "Tạ Văn Bền"),
        ("Đồng chí Tạ Văn Bền được Ban Thường vụ phân công chủ trì hội nghị.", "Tạ Văn Bền"),
        ("Tới dự và chủ trì có đồng chí Tạ Văn Bền.", "Tạ Văn Bền"),
        ("Dự và chỉ đạo hội nghị có ông Lò Văn Ín; ông Tạ Văn Bền chủ trì.", "Tạ Văn Bền"),
        ("Điều hành phiên họp là bà Lò Thị Mây.", "Lò Thị Mây"),
        ("Bà Lò Thị Mây thay mặt lãnh đạo xã điều hành phiên họp.", "Lò Thị Mây"),
        ("Tại điểm cầu tỉnh, ông Tạ Văn Bền chủ trì. Tại điểm cầu xã có bà Lò Thị Mây chủ trì.", "Tạ Văn Bền|Lò Thị Mây"),
        ("Dự họp có bà Lò Thị Mây. Ông Bền (Tạ Văn Bền, Phó Chủ tịch) là người điều hành.", "Tạ Văn Bền"),
        ("Họp do Chủ tịch xã Tạ Văn Bền đứng ra chủ trì.", "Tạ Văn Bền"),
        ("Đồng chí Tạ Văn Bền chủ tọa, đồng chí Lò Thị Mây ghi biên bản.", "Tạ Văn Bền"),
        ("Chủ tọa hội nghị - ông Tạ Văn Bền - kết luận.", "Tạ Văn Bền"),
        ("Ông Tạ Văn Bền, người chủ trì phiên họp, kết luận.", "Tạ Văn Bền"),
    ],
)  # fmt: skip
def test_a_sentence_names_the_chairs(sentence: str, names: str) -> None:
    assert chairs(NEWS + sentence) == set(names.split("|"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Phiên trước do ông Tạ Văn Bền chủ trì đã giao Phòng Kinh tế rà soát.",
        "Kỳ giao ban tháng 8 do ông Tạ Văn Bền chủ trì.",
        "Hội nghị ngày 3/7 do ông Tạ Văn Bền chủ trì đã thống nhất.",
        "Tại cuộc họp ngày 3/8 (ông Tạ Văn Bền chủ trì), xã đã giao việc này.",
        "Hồi tháng 8 bà Mây chủ trì nên chưa chốt.",
        "Giao ban tháng 8 bà Mây chủ trì.",
        "Phiên sau ông Tạ Văn Bền chủ trì.",
        "Lần tới chị Mây cầm trịch.",
        "Tháng sau đến lượt ông Bền chủ trì.",
        "Kỳ tới: ông Bền chủ trì.",
        "Giao ông Tạ Văn Bền chủ trì buổi họp tuần sau.",
        "Giao ông Tạ Văn Bền chủ trì việc kiểm kê kho.",
        "Ông Tạ Văn Bền chủ trì tổ công tác kiểm kê.",
        "Ông Tạ Văn Bền chủ trì, bà Mây phối hợp rà soát hộ nghèo.",
        "Đề án do ông Tạ Văn Bền chủ trì.",
        "Ông Tạ Văn Bền chủ trì nhóm kiểm tra.",
        "Nội dung đất đai: ông Bền chủ trì, báo cáo trước 20/9.",
        "Ông Tạ Văn Bền điều hành tổ bảo vệ.",
        "Ông Bền chủ trì đối thoại với dân ngày 20/9.",
        "Ông Tạ Văn Bền chủ trì buổi đối thoại với 12 hộ dân trước 20/9.",
        "Phiên họp tháng 10 ông Bền chủ trì.",
        "Họp tháng 10 dự kiến ông Bền điều khiển.",
        "Buổi 17/9 bà Mây chủ trì.",
        "Thứ Hai 17/9 họp tiếp, bà Mây cầm mic.",
        "Sau phiên này, ông Bền chủ trì cuộc họp riêng với Công an xã.",
        "Hôm 3/9 anh Bền chủ trì họp dân, bà con đồng ý.",
        "Ông Bền từng chủ trì dự án này năm 2029.",
        "Người chủ trì kiểm kê là ông Bền.",
        "Ông Tạ Văn Bền (chủ trì tiểu ban nội dung) báo cáo.",
        "Lễ khai giảng do ông Bền chủ trì, 5/9 vừa rồi.",
        "Chiều cùng ngày, ông Bền chủ trì họp tổ đất đai.",
        "Ngày mai ông Bền chủ trì họp với nhà thầu.",
        "Đại hội sẽ do ông Bền điều hành.",
        "Cuộc họp kế tiếp: 17/9, chủ trì: ông Tạ Văn Bền.",
        "| Việc | Chủ trì | Hạn |\n|---|---|---|\n| Kiểm kê | Ông Tạ Văn Bền | 20/9 |",
        "1. Kiểm kê kho. Chủ trì: ông Tạ Văn Bền. Hạn: 20/9.",
        "- Chủ trì: ông Tạ Văn Bền; phối hợp: bà Mây",
        "Kiểm kê kho\nChủ trì: ông Tạ Văn Bền\nPhối hợp: bà Mây\nHạn: 20/9",
        "Hội thảo khoa học do Viện A chủ trì.",
    ],
)  # fmt: skip
def test_other_meetings_and_tasks_add_no_chair(sentence: str) -> None:
    assert chairs(MINUTES + sentence) == {"Kha Thị Ngần"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Biên bản họp\n\nNgười chủ trì: Lò Thị Mây (Chủ tịch UBND xã)", "Lò Thị Mây"),
        ("Biên bản họp\n\nI. THÀNH PHẦN\n1. Chủ trì: Ông Tạ Văn Bền, Bí thư Đảng ủy xã\n2. Thư ký: Bà Lò Thị Mây", "Tạ Văn Bền"),
        ("Biên bản họp\n\nI. Thành phần tham dự\n- Đồng chí Tạ Văn Bền - Bí thư Chi bộ - Chủ trì;\n- Đồng chí Lò Thị Mây - Thư ký;\n- Toàn thể đảng viên", "Tạ Văn Bền"),
        ("Biên bản họp\n\nThành phần:\n- Ông Tạ Văn Bền, Trưởng thôn (chủ trì)\n- Bà Lò Thị Mây (thư ký)", "Tạ Văn Bền"),
        ("Họp nhóm\n\nSáng nay họp, sếp Bền chủ trì, mình ghi.", "Bền"),
        ("Họp nhóm\n\n- Chair: Bền\n- Note taker: Lụa\n- Attendees: Bền, Lụa, Mây", "Bền"),
        ("Tóm tắt họp giao ban 5/8\n\nHôm nay anh Bền đi vắng, chị Lụa chủ trì thay.", "Lụa"),
        ("Tóm tắt họp giao ban 5/8\n\nSếp Bền bận nên giao chị Lụa chủ trì.", "Lụa"),
        ("Tóm tắt họp giao ban 5/8\n\nCuộc họp do chị Lụa (phó phòng) điều phối vì anh Bền đi công tác.", "Lụa"),
        ("Gỡ băng họp tổ 5/8/2025\n\n[00:00] Lụa: Chào mọi người, hôm nay anh Bền nhờ em chủ trì nhé.\n[00:10] Mây: Dạ.\n[00:20] Lụa: Mây gửi báo cáo trước 8/8.", "Lụa"),
        ("Gỡ băng họp tổ 5/8/2025\n\n[00:00] Bền: Rồi đông đủ chưa, mình bắt đầu nhé.\n[00:10] Mây: Dạ đủ rồi anh.\n[00:20] Bền: Mây gửi báo cáo trước 8/8.", "Bền"),
        ("Gỡ băng họp tổ 5/8/2025\n\nNgười nói 1 (chủ tọa Tạ Văn Bền): Ta bắt đầu.\nNgười nói 2: Vâng.\nNgười nói 1: Anh Khiêm lo phòng.\nNgười nói 2: Dạ\nNgười nói 1: hết", "Tạ Văn Bền"),
        ("Kết luận giao ban\n\nNgày 5/8/2025, Chủ tịch UBND xã Tạ Văn Bền chủ trì giao ban.", "Tạ Văn Bền"),
        ("Kết luận giao ban\n\nNgày 5/8/2025, đồng chí Tạ Văn Bền - Chủ tịch UBND xã đã chủ trì họp với các thôn.", "Tạ Văn Bền"),
        ("Kết luận giao ban\n\nThừa lệnh Chủ tịch, ông Tạ Văn Bền - Chánh Văn phòng chủ trì cuộc họp.", "Tạ Văn Bền"),
        ("Kết luận giao ban\n\nThay mặt Thường trực Đảng ủy, đồng chí Tạ Văn Bền, Phó Bí thư Thường trực, chủ trì và kết luận hội nghị.", "Tạ Văn Bền"),
        ("Họp dân\n\nÔng Tạ Văn Bền, tổ trưởng tổ dân phố, đứng ra chủ trì buổi họp.", "Tạ Văn Bền"),
        ("Họp dân\n\nTổ trưởng tổ dân phố Tạ Văn Bền khai mạc và điều hành cuộc họp.", "Tạ Văn Bền"),
        ("Biên bản hội nghị\n\nHội nghị bầu ông Tạ Văn Bền làm chủ tọa, bà Lò Thị Mây làm thư ký.", "Tạ Văn Bền"),
        ("Biên bản hội nghị\n\nHội nghị đã bầu Đoàn Chủ tịch gồm: ông Tạ Văn Bền, bà Lò Thị Mây.", "Tạ Văn Bền|Lò Thị Mây"),
        ("Biên bản hội nghị\n\n100% đại biểu nhất trí cử ông Tạ Văn Bền chủ tọa hội nghị.", "Tạ Văn Bền"),
        ("Biên bản hội nghị\n\nCHỦ TỌA ĐOÀN:\n1. Ông Tạ Văn Bền - Chủ tịch HĐQT\n2. Bà Lò Thị Mây - Thành viên", "Tạ Văn Bền|Lò Thị Mây"),
        ("Biên bản hội nghị\n\n1. Chủ trì:\n- Đ/c Tạ Văn Bền - Trưởng thôn\n2. Thư ký:\n- Đ/c Lò Thị Mây", "Tạ Văn Bền"),
        ("Xã Mường Hoa họp\n\nSáng 5/8/2025, tại trụ sở, dưới sự chủ trì của Chủ tịch UBND xã Tạ Văn Bền, xã họp giao ban.", "Tạ Văn Bền"),
        ("Xã họp\n\nÔng Tạ Văn Bền và bà Lò Thị Mây đồng chủ trì hội nghị.", "Tạ Văn Bền|Lò Thị Mây"),
        ("Xã họp\n\nChủ trì hội nghị: các đồng chí Tạ Văn Bền, Bí thư; Lò Thị Mây, Chủ tịch.", "Tạ Văn Bền|Lò Thị Mây"),
        ("Xã họp\n\nCác đồng chí: Tạ Văn Bền, Bí thư Đảng ủy; Lò Thị Mây, Chủ tịch UBND xã chủ trì hội nghị.", "Tạ Văn Bền|Lò Thị Mây"),
        ("Xã họp\n\nNgày 5/8, xã họp. Phó Chủ tịch Tạ Văn Bền chủ trì phần đầu, sau 10 giờ Chủ tịch Lò Thị Mây về tiếp tục chủ trì.", "Tạ Văn Bền|Lò Thị Mây"),
        ("Biên bản họp\n\nChủ trì: đ/c Bền (PCT), đ/c Mây đi học", "Bền"),
        ("Biên bản họp\n\nChủ trì: Cô Hiệu trưởng Lò Thị Mây vắng, thầy Tạ Văn Bền - Hiệu phó điều hành", "Tạ Văn Bền"),
        ("Biên bản họp\n\nChủ tọa: TS. Tạ Văn Bền – Viện trưởng\nChủ đầu tư: Công ty A", "Tạ Văn Bền"),
        ("Họp ban\n\nCơ quan chủ trì: Sở Xây dựng. Cuộc họp diễn ra lúc 8h.", ""),
        ("Họp ban\n\nÔng Tạ Văn Bền được giao chủ trì soạn thảo nghị quyết.", ""),
        ("Họp ban\n\nTuần trước họp do anh Bền chủ trì, tuần này không có ai chủ trì.", ""),
        ("Biên bản họp\n\n**Chủ trì** | Tạ Văn Bền\n**Thư ký** | Lò Thị Mây", "Tạ Văn Bền"),
        ("# Weekly\n\nHost: @Bền · Note: @Lụa", "Bền"),
        ("[Zalo] Tóm tắt họp\n\nLụa Trần 08:15\nE chào cả nhà, e tóm họp sáng nay ạ\nA Bền chủ trì\nCó mặt: Mây, Khiêm\n1. Mây làm bảng giá, hạn 8/8\n2. Khiêm gọi khách\nMây 08:20\nok", "Bền"),
        ("Biên bản họp phụ huynh\n\nCô giáo chủ nhiệm Lò Thị Mây chủ trì cuộc họp", "Lò Thị Mây"),
        ("Ghi chép họp\n\nhop luc 8h, anh Bền chủ trì, có chị Lụa, em Mây", "Bền"),
        ("Biên bản\n\nCuộc họp được điều hành bởi bà Lò Thị Mây, Giám đốc.", "Lò Thị Mây"),
        ("Biên bản họp\n\nChủ trì và kết luận: Ông Tạ Văn Bền", "Tạ Văn Bền"),
        ("Biên bản họp\n\nNgười điều hành: Tạ Văn Bền   Người ghi: Lò Thị Mây", "Tạ Văn Bền"),
        ("Biên bản họp\n\nHọp dưới sự điều khiển của ông Tạ Văn Bền.", "Tạ Văn Bền"),
        ("Biên bản họp\n\nĐồng chí chủ trì Tạ Văn Bền tuyên bố lý do.", "Tạ Văn Bền"),
        ("Biên bản họp\n\nChủ tọa Tạ Văn Bền tuyên bố lý do, giới thiệu đại biểu.", "Tạ Văn Bền"),
        ("Biên bản họp\n\nTheo ủy quyền của Giám đốc Lò Thị Mây, Phó Giám đốc Tạ Văn Bền điều hành cuộc họp.", "Tạ Văn Bền"),
        ("Biên bản họp\n\nTham dự: Lụa (chủ trì), Mây, Khiêm", "Lụa"),
        ("Biên bản họp\n\nTham dự: anh Bền - chủ trì, chị Mây, anh Khiêm", "Bền"),
    ],
)  # fmt: skip
def test_heads_of_many_kinds_name_the_chairs(text: str, names: str) -> None:
    assert chairs(text) == set(filter(None, names.split("|")))
