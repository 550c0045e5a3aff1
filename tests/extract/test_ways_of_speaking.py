"""Tasks in recorded meetings, whatever the form of the transcript."""

import pytest

from rag.extract import RuleExtractor

TITLE = "Gỡ băng họp tổ truyền thông 10/9/2031"
HEAD = f"{TITLE}\nThành phần: Tạ Văn Bền, Bùi Thị Lụa, Lý Thu Trà, Đỗ Khiêm\n\n"
BEN, LUA, TRA, KHIEM = "Tạ Văn Bền", "Bùi Thị Lụa", "Lý Thu Trà", "Đỗ Khiêm"
OPENING = [(BEN, "Chào mọi người, ta bắt đầu họp nhé."), (LUA, "Dạ em nghe ạ.")]
CLOSING = [(TRA, "Vâng."), (BEN, "Thôi nghỉ.")]
FORMS = [
    "{who}: {said}",
    "[{time}] {who}: {said}",
    "{who}  {time}\n{said}",
    "{who} ({time}): {said}",
    "**{who}:** {said}",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("turns", "owner", "day"),
    [
        ([(BEN, "Lụa in tài liệu giúp anh trước thứ Sáu.")], "Bùi Thị Lụa", "2031-09-12"),
        ([(BEN, "Việc thuê xe thì Trà lo nhé.")], "Lý Thu Trà", None),
        ([(BEN, "Trà, em đặt cơm cho 20 người nhé.")], "Lý Thu Trà", None),
        ([(BEN, "Trà ơi đặt cơm cho 20 người giúp anh.")], "Lý Thu Trà", None),
        ([(BEN, "Anh giao Khiêm khảo sát sân vận động.")], "Đỗ Khiêm", None),
        ([(BEN, "Khiêm khảo sát sân, báo lại anh thứ Hai tuần sau.")], "Đỗ Khiêm", "2031-09-15"),
        ([(BEN, "Cái banner này Khiêm làm.")], "Đỗ Khiêm", None),
        ([(BEN, "Ai nhận vụ thuê xe?"), (TRA, "Em nhận ạ, mai em báo giá.")], "Lý Thu Trà", "2031-09-11"),
        ([(BEN, "Còn vụ thuê xe?"), (TRA, "Để em lo thuê xe cho, thứ Sáu em báo.")], "Lý Thu Trà", "2031-09-12"),
        ([(BEN, "Lụa với Trà dọn kho cuối tuần này.")], "Bùi Thị Lụa, Lý Thu Trà", "2031-09-14"),
        ([(BEN, "Thế Khiêm phụ trách âm thanh, xong trước 20/9 nha.")], "Đỗ Khiêm", "2031-09-20"),
        ([(BEN, "Banner thì để Khiêm thiết kế lại.")], "Đỗ Khiêm", None),
        ([(BEN, "Em Trà viết bài cho fanpage, chậm nhất mai phải có.")], "Lý Thu Trà", "2031-09-11"),
        ([(BEN, "Anh sẽ gọi nhà tài trợ trong tuần này.")], "Tạ Văn Bền", None),
        ([(BEN, "Nhờ Lụa gửi giấy mời cho các trường.")], "Bùi Thị Lụa", None),
        ([(BEN, "Chốt: Lụa gửi giấy mời trước 15/9.")], "Bùi Thị Lụa", "2031-09-15"),
        ([(BEN, "Lụa gửi giấy mời nhé."), (LUA, "Dạ, em gửi trước 15/9.")], "Bùi Thị Lụa", "2031-09-15"),
        ([(BEN, "Trà làm poster trước 15/9."), (TRA, "Cho em xin đến 18/9 được không anh?"), (BEN, "Ừ, 18/9.")], "Lý Thu Trà", "2031-09-18"),
        ([(BEN, "Mọi người nộp ảnh thẻ cho Lụa trước 15/9.")], "Mọi người", "2031-09-15"),
        ([(BEN, "Rồi, Khiêm nhận phần livestream nhé?"), (KHIEM, "Vâng em nhận.")], "Đỗ Khiêm", None),
        ([(BEN, "Phần livestream giao Khiêm.")], "Đỗ Khiêm", None),
        ([(BEN, "Khiêm nhớ test loa trước hôm 14/9 đấy.")], "Đỗ Khiêm", "2031-09-14"),
        ([(BEN, "Còn quà thì bạn Trà mua giúp nhé, tầm 20/9 có.")], "Lý Thu Trà", "2031-09-20"),
        ([(LUA, "Em đề nghị Khiêm thuê thêm loa."), (BEN, "Ừ, Khiêm thuê thêm loa nhé, trước 14/9.")], "Đỗ Khiêm", "2031-09-14"),
    ],
)  # fmt: skip
def test_what_is_said_gives_a_task(turns: list[tuple[str, str]], owner: str, day: str | None, form: str) -> None:
    said = [*OPENING, *turns, *CLOSING]
    lines = [form.format(who=who, said=words, time=f"00:{7 * i:02}") for i, (who, words) in enumerate(said)]
    record = RuleExtractor().extract(TITLE, HEAD + "\n".join(lines))
    found = [
        (task.owner, task.deadline.day.isoformat() if task.deadline and task.deadline.day else None)
        for task in record.assignments
    ]
    assert found == [(owner, day)]


def test_a_speaker_known_by_number_who_says_the_name_is_meant() -> None:
    text = (
        "Ghi âm chuyển chữ: họp hợp tác xã 10-09-2031\n\n"
        "0:04 Người nói 1: rồi bà con ngồi xuống đi tôi Tạ Văn Bền thay mặt hội đồng xin điều hành buổi này\n"
        "0:22 Người nói 2: dạ\n"
        "0:38 Người nói 1: ờ cô Bùi Thị Lụa kế toán chốt lại công nợ bến bãi cho tôi tới cuối tháng chín này phải có con số\n"
        "0:57 Người nói 3: dạ\n"
    )
    record = RuleExtractor().extract("Ghi âm chuyển chữ: họp hợp tác xã 10-09-2031", text)
    assert [chair.name for chair in record.chairs] == ["Tạ Văn Bền"]
    assert [(t.owner, t.deadline and str(t.deadline.day)) for t in record.assignments] == [
        ("Bùi Thị Lụa", "2031-09-30")
    ]


def test_minutes_posted_in_a_chat_are_read_as_minutes_and_their_writer_is_em() -> None:
    text = (
        "Tóm tắt giao ban xưởng 10/9/2031\n\nBùi Thị Lụa  09:12\nEm gõ lại buổi sáng nay ạ 🙏\n👷 Cầm trịch: anh Tạ Văn Bền (GĐ nhà máy)\n"
        "✅ Có mặt: Lý Thu Trà, Đỗ Khiêm\n📌 VIỆC TUẦN NÀY\n1️⃣ @Khiêm kiểm kho, chốt tới hết ngày 20/9\n2️⃣ Em (Lụa) sửa bảng phân ca, dán trước 25/9\n"
        "Đỗ Khiêm  09:20\nok chị\nLý Thu Trà  09:21\nDạ\n"
    )
    record = RuleExtractor().extract("Tóm tắt giao ban xưởng 10/9/2031", text)
    assert [chair.name for chair in record.chairs] == ["Tạ Văn Bền"]
    assert [(t.owner, t.deadline and str(t.deadline.day)) for t in record.assignments] == [
        ("Đỗ Khiêm", "2031-09-20"),
        ("Bùi Thị Lụa", "2031-09-25"),
    ]
    assert {a.name for a in record.attendees} == {"Lý Thu Trà", "Đỗ Khiêm", "Bùi Thị Lụa"}
    assert all(text[t.quote.start : t.quote.end] == t.quote.text for t in record.assignments)
