import pytest

from rag.load.pdf import paragraphs, parse_pdf
from tests.load.makers import pdf, tcvn3

LONG = "Giao Phòng Kế hoạch chủ trì, phối hợp các đơn vị liên quan hoàn thành hồ sơ"


def test_vietnamese_text_is_read_through_the_font_table() -> None:
    title, text = parse_pdf(pdf(["BIÊN BẢN", "Họp giao ban tháng 6", "", "Ông Nguyễn Văn Ổn chủ trì."]), {})
    assert title == "BIÊN BẢN Họp giao ban tháng 6"
    assert text == "BIÊN BẢN\nHọp giao ban tháng 6\nÔng Nguyễn Văn Ổn chủ trì."


def test_legacy_codes_in_a_pdf_are_repaired() -> None:
    assert parse_pdf(pdf([tcvn3("Cộng hòa xã hội chủ nghĩa Việt Nam")]), {})[1] == "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([LONG, "trước ngày 15/6."], f"{LONG} trước ngày 15/6."),
        ([LONG, "Trung tâm Quỹ đất."], f"{LONG} Trung tâm Quỹ đất."),
        ([LONG + ".", "Trung tâm Quỹ đất."], f"{LONG}.\nTrung tâm Quỹ đất."),
        ([LONG, "- Trung tâm Quỹ đất."], f"{LONG}\n- Trung tâm Quỹ đất."),
        ([LONG, "2. Trung tâm Quỹ đất."], f"{LONG}\n2. Trung tâm Quỹ đất."),
        ([LONG, "b) Trung tâm Quỹ đất."], f"{LONG}\nb) Trung tâm Quỹ đất."),
        ([LONG, "Điều 2 của quy chế"], f"{LONG}\nĐiều 2 của quy chế"),
        (["Kính gửi: các xã", LONG], f"Kính gửi: các xã\n{LONG}"),
        ([LONG, "KẾT LUẬN"], f"{LONG}\nKẾT LUẬN"),
        ([LONG + " Vật tư-", "Thiết bị"], f"{LONG} Vật tư-Thiết bị"),
        ([LONG + " inter-", "national"], f"{LONG} international"),
        ([LONG + " phát\u00ad", "triển"], f"{LONG} pháttriển"),
        ([LONG, "", "trước ngày 15/6."], f"{LONG}\n\ntrước ngày 15/6."),
    ],
)
def test_lines_are_joined_only_where_that_is_safe(lines: list[str], text: str) -> None:
    assert paragraphs([lines]) == text


def test_repeated_headers_and_page_numbers_are_dropped_and_sentences_cross_pages() -> None:
    pages = [
        ["UBND HUYỆN BÌNH LÂM", f"Mục {n} gồm {n * 7} việc.", f"Việc {n}{n}: {LONG}", "Lưu hành nội bộ", f"Trang {n}/4"]
        for n in range(1, 5)
    ]
    pages[1][1:3] = ["và các xã, thị trấn."]
    text = paragraphs(pages)
    assert text.startswith("UBND HUYỆN BÌNH LÂM\nMục 1 gồm 7 việc.\n")
    assert text.count("UBND HUYỆN") == 1
    assert "Trang" not in text
    assert "Lưu hành" not in text
    assert f"{LONG} và các xã, thị trấn." in text
    assert "Mục 3 gồm 21 việc." in text


def test_numbers_on_a_single_page_stay() -> None:
    assert paragraphs([["Số đơn vị dự họp", "12"]]) == "Số đơn vị dự họp\n12"
