import re

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from rag.load.word import parse_docx
from tests.load.makers import MINUTES, docx, saved, tcvn3, vni


def parsed(data: bytes) -> tuple[str, str]:
    return parse_docx(data, {})


def test_paragraphs_and_tables_come_in_reading_order() -> None:
    document = Document()
    document.add_paragraph("Trước bảng")
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows, [("Việc", "Đơn vị", "Hạn"), ("Rà soát", "", "15/6"), ("Báo cáo", "Phòng A", "")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("Sau bảng")
    assert (
        parsed(saved(document))[1] == "Trước bảng\n\nViệc\tĐơn vị\tHạn\nRà soát\t\t15/6\nBáo cáo\tPhòng A\n\nSau bảng"
    )


def test_paragraphs_of_a_cell_stand_on_one_line() -> None:
    document = Document()
    cell = document.add_table(rows=2, cols=2).rows[0].cells[0]
    cell.text = "Dòng 1"
    cell.add_paragraph("Dòng 2")
    assert parsed(saved(document))[1] == "Dòng 1 Dòng 2"


def test_a_table_of_one_row_is_layout() -> None:
    data = docx("Nội dung", table=[["UBND HUYỆN BÌNH LÂM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]])
    assert parsed(data)[1] == "Nội dung\nUBND HUYỆN BÌNH LÂM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_header_comes_first_and_footer_last() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "UBND HUYỆN BÌNH LÂM"
    document.sections[0].footer.paragraphs[0].text = "Lưu hành nội bộ"
    document.add_paragraph("Nội dung")
    title, text = parsed(saved(document))
    assert text == "UBND HUYỆN BÌNH LÂM\nNội dung\nLưu hành nội bộ"
    assert title == "Nội dung"


def test_signs_links_insertions_and_content_controls_are_read_and_deletions_are_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("Số")
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:t xml:space='preserve'>\u00a012</w:t><w:noBreakHyphen/><w:t>TB</w:t><w:br/>"
            "<w:t>xuống</w:t><w:softHyphen/><w:t>dòng</w:t></w:r>"
        )
    )
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>, thêm</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>, bỏ</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>, nối</w:t></w:r></w:hyperlink>"))
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    content.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Trong khung</w:t></w:r></w:p>"))
    control.append(content)
    paragraph._p.addnext(control)
    assert parsed(saved(document))[1] == "Số\u00a012-TB\nxuống\u00addòng, thêm, nối\nTrong khung"


def test_text_box_is_read_once() -> None:
    document = Document()
    paragraph = document.add_paragraph("Ngoài khung")
    box = "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
            f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    assert parsed(saved(document))[1] == "Ngoài khung\nTrong khung"


@pytest.mark.parametrize(
    ("typed", "font", "text"),
    [
        (tcvn3("Hà Nội, đồng chí"), ".VnTime", "Hà Nội, đồng chí"),
        (tcvn3("ủy ban nhân dân xã"), ".VnTimeH", "ỦY BAN NHÂN DÂN XÃ"),
        (vni("Hà Nội, ĐỒNG CHÍ"), "VNI-Times", "Hà Nội, ĐỒNG CHÍ"),
        ("Hà Nội, đồng chí", ".VnTime", "Hà Nội, đồng chí"),
        (tcvn3(MINUTES.replace("Á", "á")), "Arial", MINUTES.replace("Á", "á").strip()),
    ],
    ids=["tcvn3", "tcvn3-capitals", "vni", "unicode-in-a-legacy-font", "tcvn3-in-a-modern-font"],
)
def test_legacy_fonts_become_unicode(typed: str, font: str, text: str) -> None:
    assert parsed(docx(typed, font=font))[1] == text


def test_legacy_font_of_a_style_counts() -> None:
    document = Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph(tcvn3("hưởng ứng"))
    assert parsed(saved(document))[1] == "hưởng ứng"


def test_title_is_the_heading_the_property_or_the_official_name() -> None:
    document = Document()
    document.add_paragraph("UBND HUYỆN BÌNH LÂM")
    document.add_heading("Kết luận giao ban tháng 6", 0)
    assert parsed(saved(document))[0] == "Kết luận giao ban tháng 6"

    document = Document()
    document.add_paragraph("Họp giao ban tháng 6")
    document.add_heading("I. Thành phần tham dự", 1)
    assert parsed(saved(document))[0] == "Họp giao ban tháng 6"

    document = Document()
    document.core_properties.title = "Giao ban tháng 6"
    document.add_paragraph("UBND")
    assert parsed(saved(document))[0] == "Giao ban tháng 6"

    document.core_properties.title = "Microsoft Word - bien ban.doc"
    for line in ("Số: 12/TB-UBND", "THÔNG BÁO", "Kết luận phiên họp giao ban tháng 6"):
        document.add_paragraph(line)
    assert parsed(saved(document))[0] == "THÔNG BÁO Kết luận phiên họp giao ban tháng 6"


def test_no_line_is_left_with_spaces_at_its_end() -> None:
    text = parsed(docx("Một  ", "", "", "", "Hai\t"))[1]
    assert text == "Một\n\nHai"
    assert not re.search(r"[ \t]\n", text)
