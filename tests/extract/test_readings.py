"""Passages that are easily read wrong: a stand-in and his reason, joined chairs, what looks like a task and is none."""

from datetime import date

import pytest

from rag.extract import RuleExtractor
from rag.extract.context import trimmed
from rag.extract.due import due_in
from rag.extract.owners import bodies
from rag.language.names import people
from rag.language.sentences import sentences
from rag.record import MeetingRecord

TITLE = "Biên bản giao ban tháng 9 của UBND xã Mường Hoa"
HEAD = f"{TITLE}\n\nThời gian: 8h ngày 10/9/2031\n"
TASKS = f"{HEAD}Chủ trì: Bà Kha Thị Ngần - Chủ tịch UBND xã\n\nPHÂN CÔNG\n"


def extract(text: str) -> MeetingRecord:
    return RuleExtractor().extract(TITLE, text)


def chairs(sentence: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.name, c.role, c.stands_in_for) for c in extract(f"{HEAD}\n{sentence}\n").chairs]


@pytest.mark.parametrize(
    "reason", ["đi học lớp bồi dưỡng nghiệp vụ", "đang chữa bệnh ở tuyến trên", "bận tiếp đoàn công tác", "đi công tác"]
)
def test_only_who_stands_in_chairs(reason: str) -> None:
    said = (
        f"Do Chủ tịch UBND xã Tẩn Láo Lở {reason}, ngày 10/9/2031, đồng chí Chảo Thị Sìn - Phó Chủ tịch UBND xã "
        "được ủy quyền chủ trì phiên họp giao ban tháng 9."
    )
    assert chairs(said) == [("Chảo Thị Sìn", "Phó Chủ tịch UBND xã", "Tẩn Láo Lở")]


def test_two_who_chair_together_have_a_role_each() -> None:
    said = (
        "Hội nghị do bác sĩ Thào Quang Vinh - Giám đốc Trung tâm Y tế và bà Lã Thị Ngà - Trưởng phòng Công nghệ "
        "thông tin đồng chủ trì."
    )
    assert chairs(said) == [
        ("Thào Quang Vinh", "Giám đốc Trung tâm Y tế", None),
        ("Lã Thị Ngà", "Trưởng phòng Công nghệ thông tin", None),
    ]


def test_those_who_chair_together_stand_in_for_nobody() -> None:
    said = "Hội nghị do đồng chí Tạ Văn Bền, Trưởng Ban Công tác Mặt trận và đồng chí Bùi Thị Lụa, Trưởng thôn đồng chủ trì."
    assert [(name, absent) for name, _, absent in chairs(said)] == [("Tạ Văn Bền", None), ("Bùi Thị Lụa", None)]
    assert extract(f"{HEAD}\n{said}\n").assignments == ()


def test_a_reason_before_an_office_is_no_name() -> None:
    said = "Vì Chủ tịch UBND xã Tẩn Láo Lở bận họp tỉnh, Phó Chủ tịch Chảo Thị Sìn thay mặt chủ trì cuộc họp."
    assert chairs(said) == [("Chảo Thị Sìn", "Phó Chủ tịch", "Tẩn Láo Lở")]


def test_a_deadline_after_a_meeting_recalls_no_earlier_one() -> None:
    assert extract(f"{TASKS}Cuộc họp giao Phòng Kinh tế báo cáo trước ngày 20/9.\n").others == ()


def test_a_role_ends_before_the_words_that_give_the_chair() -> None:
    said = (
        "Tại điểm cầu xã Nậm Ngà, do Chủ tịch UBND xã đang kiểm tra kè, đồng chí Vàng Mí Sính - Phó Chủ tịch UBND xã "
        "được phân công chủ trì."
    )
    assert chairs(said) == [("Vàng Mí Sính", "Phó Chủ tịch UBND xã", None)]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Phiên họp giao ban tháng 10 dự kiến tổ chức vào ngày 03/10/2031.", date(2031, 10, 3)),
        ("Theo kế hoạch, hội nghị sơ kết sẽ được tổ chức vào ngày 18/12/2031.", date(2031, 12, 18)),
        ("Hội nghị nhà chung cư lần sau dự kiến vào tháng 10/2032.", None),
        ("Cuộc họp tới dự kiến vào thứ Hai tuần sau.", date(2031, 9, 15)),
    ],
)
def test_an_announced_meeting_is_no_task_and_a_month_no_day(sentence: str, day: date | None) -> None:
    record = extract(f"{TASKS}- Phòng Kinh tế rà soát danh sách.\n\n{sentence}\n")
    assert [(o.when, o.date) for o in record.others] == [("next", day)]
    assert [a.owner for a in record.assignments] == ["Phòng Kinh tế"]


def test_a_heading_announces_the_meeting_under_it() -> None:
    record = extract(f"{TASKS}- Phòng Kinh tế rà soát.\n\n## 5. Lần họp tới\nThứ Hai 15/9, ông Bàn Văn Quẩy chủ trì.\n")
    assert [(o.when, o.date, o.chair) for o in record.others] == [("next", date(2031, 9, 15), "Bàn Văn Quẩy")]


@pytest.mark.parametrize(
    "foot", ["THƯ KÝ: Bàn Văn Quẩy   CHỦ TRÌ: Kha Thị Ngần", "THƯ KÝ: Bàn Văn Quẩy\nCHỦ TRÌ: Kha Thị Ngần"]
)
def test_signatures_and_datelines_are_no_tasks(foot: str) -> None:
    text = f"{TASKS}- Phòng Kinh tế rà soát danh sách.\n\nTân Hoa, ngày 10 tháng 9 năm 2031\n{foot}\n"
    assert [a.owner for a in extract(text).assignments] == ["Phòng Kinh tế"]


def test_a_place_before_a_day_is_nobody() -> None:
    assert [p.name for p in people("Tân Hoa, ngày 10 tháng 9 năm 2031")] == []
    assert [p.name for p in people("Tân Văn Hoa, Trưởng thôn")] == ["Tân Văn Hoa"]


@pytest.mark.parametrize(
    ("sentence", "supporting", "task"),
    [
        ("Công an xã chủ trì, phối hợp với các trường học tuyên truyền an toàn giao thông.", ("các trường học",), "Tuyên truyền"),
        ("Công an xã chủ trì, phối hợp với Sở Nông nghiệp và Môi trường kêu gọi tàu thuyền.", ("Sở Nông nghiệp và Môi trường",), "Kêu gọi"),
        ("Công an xã được giao chủ trì, phối hợp với UBND xã Nậm Ngà gia cố đê.", ("UBND xã Nậm Ngà",), "Gia cố"),
        ("Công an xã chủ trì, phối hợp với khoa Nội tổng hợp rà soát thuốc.", ("khoa Nội tổng hợp",), "Rà soát"),
    ],
)  # fmt: skip
def test_a_body_that_helps_is_named_whole(sentence: str, supporting: tuple[str, ...], task: str) -> None:
    (found,) = extract(f"{TASKS}1. {sentence}\n").assignments
    assert (found.owner, found.supporting) == ("Công an xã", supporting)
    assert found.task.startswith(task)


def test_bodies_keep_the_words_between_their_parts() -> None:
    assert bodies("Sở Giáo dục và Đào tạo, Công an tỉnh") == ["Sở Giáo dục và Đào tạo", "Công an tỉnh"]


def test_equipment_in_the_name_of_a_body_is_no_report() -> None:
    (found,) = extract(f"{TASKS}1. Phòng Vật tư - Thiết bị y tế mua 20 giường, xong trước 20/9.\n").assignments
    assert (found.owner, found.task[:11]) == ("Phòng Vật tư - Thiết bị y tế", "Mua 20 giườ")


def test_an_outcome_alone_is_no_decision() -> None:
    cells = "Nội dung\nĐồng ý\nKhông đồng ý\nKết quả\nThông qua\n"
    record = extract(
        f"{HEAD}\n3. CÁC NỘI DUNG BIỂU QUYẾT\n{cells}Hội nghị thống nhất không tăng phí gửi xe năm 2032.\n"
    )
    assert [d.subject for d in record.decisions] == ["Hội nghị thống nhất không tăng phí gửi xe năm 2032"]


def test_agreement_in_the_next_sentence_decides_what_stands_before() -> None:
    text = f"{HEAD}\n## Quyết định\n1. Chi 12 triệu đồng sửa mái kho. Cả nhóm đồng ý, riêng chị Lụa chờ thêm báo giá.\n"
    (decision,) = extract(text).decisions
    assert (decision.subject, decision.outcome) == ("Chi 12 triệu đồng sửa mái kho", "đồng ý")


def test_a_task_is_no_decision_and_minutes_that_are_agreed_on_are_none() -> None:
    text = (
        f"{TASKS}1. Giao Phòng Kinh tế lựa chọn nhà thầu trước 20/9.\n"
        "Biên bản được đọc lại và 20/20 đại biểu nhất trí thông qua.\n"
    )
    assert extract(text).decisions == ()


def test_votes_end_at_the_end_of_a_word() -> None:
    text = f"{HEAD}\n## Biểu quyết\nMua máy bơm: 19/20 đại biểu có quyền biểu quyết nhất trí với đề xuất.\n"
    (decision,) = extract(text).decisions
    assert decision.votes == "19/20 đại biểu có quyền biểu quyết nhất trí"


def test_a_line_broken_after_an_open_word_goes_on() -> None:
    first = "Đề nghị UBND phường Hòa Lạc Thượng hỗ trợ tập huấn chữa cháy trong quý"
    assert sentences(f"{first}\nIV/2031.\n5. Kết thúc") == [(0, len(first) + 9), (len(first) + 10, len(first) + 21)]
    assert len(sentences(f"{first}\n5. Kết thúc")) == 2


@pytest.mark.parametrize(
    "words", ["mở thêm quầy, hoạt động từ ngày 15/9", "trực 24/24 giờ trong hai tuần đầu vận hành"]
)
def test_a_start_and_a_span_are_no_deadlines(words: str) -> None:
    assert due_in(words, date(2031, 9, 10)) is None


def test_a_start_in_a_table_has_no_day() -> None:
    text = f"{TASKS}| Việc | Ai | Hạn |\n|---|---|---|\n| Thêm kíp trực | Phòng Kinh tế | từ 1/10 |\n"
    (found,) = extract(text).assignments
    assert found.deadline and (found.deadline.text, found.deadline.day) == ("từ 1/10", None)


def test_the_day_is_quoted_from_a_sentence_about_the_meeting() -> None:
    text = (
        "Xã Nậm Ngà họp ứng phó mưa lũ\n\n"
        "Trước diễn biến của mưa lũ, chiều 18/10/2031, UBND xã Nậm Ngà tổ chức cuộc họp với 9 bản.\n"
        "Theo trạm đo, lúc 13 giờ ngày 18/10, nước suối lên 2 m.\n"
    )
    record = RuleExtractor().extract("Xã Nậm Ngà họp ứng phó mưa lũ", text)
    assert record.date == date(2031, 10, 18)
    assert record.date_quote and "tổ chức cuộc họp" in record.date_quote.text


def test_a_task_without_its_bracket_does_not_end_on_its_verb() -> None:
    assert trimmed("rà soát danh sách, hoàn thành (trước 20/9)") == "Rà soát danh sách"
    assert trimmed("rà soát danh sách, hoàn thành trước 20/9.") == "Rà soát danh sách, hoàn thành trước 20/9"


def test_a_term_that_counts_from_the_notice_has_its_day() -> None:
    text = (
        f"{TITLE}\n\nSố: 12/TB-UBND      Mường Hoa, ngày 12 tháng 9 năm 2031\n\n"
        "Ngày 10/9/2031, bà Kha Thị Ngần, Chủ tịch UBND xã chủ trì họp giao ban và kết luận:\n\n"
        "1. Phòng Kinh tế đối chiếu danh sách, hoàn thành trong vòng 10 ngày kể từ ngày ban hành Thông báo này.\n"
    )
    (found,) = extract(text).assignments
    assert found.deadline and found.deadline.day == date(2031, 9, 22)


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("**Ngày:** 10/9/2031 · **Ở:** quán Gác Mái", "quán Gác Mái"),
        ("7h30 – 8h25, phòng họp lầu 2", "phòng họp lầu 2"),
        ("Sáng 10/9/2031, lầu 2 đang sơn nên họp tạm ở văn phòng ca", "văn phòng ca"),
    ],
)
def test_the_place_is_read_from_hasty_heads(head: str, place: str) -> None:
    assert extract(f"{TITLE}\n\n{head}\nChủ trì: bà Kha Thị Ngần\n").place == place


def test_who_stands_in_was_there_and_who_is_away_was_not() -> None:
    text = f"{HEAD}Thành phần: ông Bàn Văn Quẩy, Giám đốc. Ông Tạ Văn Bền, Trưởng phòng Kế toán, nghỉ phép, bà Bùi Thị Lụa đi họp thay. Ghi biên bản: Lý Thu Trà.\n"
    record = extract(text)
    assert {a.name for a in record.attendees if a.present} == {"Bàn Văn Quẩy", "Bùi Thị Lụa", "Lý Thu Trà"}
    assert [a.name for a in record.attendees if not a.present] == ["Tạ Văn Bền"]
    assert record.secretary and record.secretary.name == "Lý Thu Trà"


def test_who_spoke_was_there() -> None:
    text = f"{HEAD}\nTHẢO LUẬN\nKhoa Dược (DS. Tạ Văn Bền): thiếu 14 mặt hàng.\nBà Bùi Thị Lụa phàn nàn sổ ghi bằng bút chì.\n"
    assert {a.name for a in extract(text).attendees} == {"Tạ Văn Bền", "Bùi Thị Lụa"}


def test_a_venue_by_its_other_name_has_a_chair_of_its_own() -> None:
    text = (
        "Hội nghị giao ban trực tuyến quý I/2025\n\nSáng ngày 13/1/2025, hội nghị họp. Đồng chí Bùi Văn Sơn - Phó Chánh Văn"
        " phòng chủ trì.\nTại đầu cầu Mai Lĩnh, đồng chí Phạm Trọng Hoàn - Chánh Văn phòng Tỉnh ủy chủ trì.\n"
    )
    chairs = RuleExtractor().extract(text.splitlines()[0], text).chairs
    assert [(chair.name, chair.site) for chair in chairs] == [
        ("Bùi Văn Sơn", None),
        ("Phạm Trọng Hoàn", "đầu cầu Mai Lĩnh"),
    ]


def test_what_only_announces_tasks_is_none() -> None:
    text = "Biên bản giao ban xã Mai Lĩnh\n\nNgày 2/10/2025, ông Lò Văn Bền chủ trì và giao các nhiệm vụ sau:\n1. Trạm Y tế mua tủ lạnh.\n"
    owners = [task.owner for task in RuleExtractor().extract(text.splitlines()[0], text).assignments]
    assert owners == ["Trạm Y tế"]


def test_tasks_that_differ_in_a_number_are_several() -> None:
    rows = "\n".join(f"- Giao Tổ {n} dọn kênh số {n} trước ngày 5/6." for n in (1, 2, 29))
    text = f"Thông báo kết luận giao ban HTX Mai Lĩnh\n\nNgày 2/5/2025, ông Lò Văn Bền chủ trì.\n{rows}\n"
    assert len(RuleExtractor().extract(text.splitlines()[0], text).assignments) == 3
