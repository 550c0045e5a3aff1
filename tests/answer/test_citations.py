"""The sentence behind a claim: verbatim, short, and the right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.citations import MAX_QUOTE, find_support, resolve
from rag.types import Citation
from tests.answer.minutes import TEXT, passage, passages


def quote(claim: str, number: int, context: str = "") -> str:
    citation = resolve(claim, passages()[number - 1], context=context)
    assert citation is not None
    assert citation.quote == TEXT[citation.start : citation.end]
    return citation.quote


@pytest.mark.parametrize(
    ("claim", "number", "begins"),
    [
        ("Đồng chí Lê Văn Sáu, Phó Chủ tịch, chủ trì phiên họp", 1, "Ngày 3/4/2024, đồng chí Lê Văn Sáu"),
        ("Có 12 phòng, ban dự họp", 1, "Dự họp có đại diện"),
        ("Hạn là 30/6/2024", 2, "Giao Trung tâm Phát triển quỹ đất"),
        ("Công an báo cáo trước ngày 25", 2, "Giao Công an huyện"),
    ],
)
def test_claim_finds_its_sentence(claim: str, number: int, begins: str) -> None:
    assert quote(claim, number).startswith(begins)


def test_unaccented_minutes_support_an_accented_claim() -> None:
    text = "hop giao ban thang 5\nanh Sau chu tri, chi Hoa ghi bien ban\ncong an bao cao xe qua tai"
    citation = resolve("Chị Hoa ghi biên bản", passage(0, len(text), text=text))
    assert citation is not None and citation.quote == "anh Sau chu tri, chi Hoa ghi bien ban"


def test_near_twin_names_are_told_apart() -> None:
    text = "Trần Thị Thu Hạ lập phương án lễ hội.\nTrần Thị Thu Hà lập phương án lễ hội.\nDiem goi lai khach."
    citation = resolve("Trần Thị Thu Hà lập phương án lễ hội", passage(0, len(text), text=text))
    assert citation is not None and citation.quote.startswith("Trần Thị Thu Hà")
    noted = resolve("Diễm gọi lại khách", passage(0, len(text), text=text))
    assert noted is not None and noted.quote == "Diem goi lai khach."


def test_bare_yes_stands_on_what_was_asked() -> None:
    assert quote("Có.", 2, "Công an huyện có được giao xử lý xe quá tải không?").startswith("Giao Công an huyện")


def test_number_outweighs_common_words() -> None:
    text = "Phòng Tài chính được giao báo cáo về kế hoạch của huyện.\nTrạm Thú y nộp 450 triệu đồng."
    citation = resolve("Phòng được giao nộp 450 triệu", passage(0, len(text), text=text))
    assert citation is not None and "450" in citation.quote


def test_unrelated_claim_has_no_citation() -> None:
    assert resolve("Rạp xiếc mở cửa miễn phí", passages()[0]) is None
    assert find_support("Rạp xiếc mở cửa miễn phí", passages()) is None
    assert find_support("Giao xử lý rạp xiếc và thú dữ mùa lễ hội", passages()) is None


@pytest.mark.parametrize("claim", ["Ông Hacker Mạnh Hùng chủ trì cuộc họp", "Bà Lương Thị Sen chủ trì"])
def test_a_name_that_is_not_there_stands_on_no_word_it_shares(claim: str) -> None:
    table = "TT Nhiệm vụ Đơn vị chủ trì Đơn vị phối hợp Thời hạn\n1 Nạo vét mương Trạm Thủy nông Thôn Hạ 5/6/2024"
    assert resolve(claim, passage(0, len(table), text=table)) is None
    assert resolve(claim, passage(0, len(table), text=table), context="Ai chủ trì cuộc họp?") is None


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        ("Đồng chí Lê Văn Sáu, Phó Chủ tịch, điều hành phiên họp", "d/c Sau PCT chu tri"),
        ("Đồng chí Lê Văn Sáu, Phó Chủ tịch, điều hành phiên họp", "Chủ trì: đ/c Sáu"),
        ("Thời hạn nạo vét mương Nà Lốc là 5/6/2024", "nạo vét mương trước 5/6/2024"),
    ],
)
def test_a_short_note_supports_the_full_form_of_what_it_says(claim: str, line: str) -> None:
    citation = resolve(claim, passage(0, len(line), text=line))
    assert citation is not None and citation.quote == line


def test_support_is_found_in_any_passage() -> None:
    citation = find_support("Hạt Kiểm lâm tăng cường tuần tra", passages())
    assert citation is not None and citation.quote.startswith("Hạt Kiểm lâm")


def test_long_sentence_is_cut_to_the_clause_that_counts() -> None:
    filler = "; ".join(f"mục {n} đề nghị các đơn vị liên quan tiếp tục rà soát hồ sơ tồn đọng" for n in range(12))
    text = f"Kết luận: {filler}; giao Ban Quản lý chợ Mít kê khai 75 sạp hàng; {filler}."
    citation = resolve("Ban Quản lý chợ Mít kê khai 75 sạp hàng", passage(0, len(text), text=text))
    assert citation is not None and "chợ Mít kê khai 75 sạp hàng" in citation.quote
    assert len(citation.quote) <= MAX_QUOTE
    assert text[: citation.start].endswith("; ") and citation.quote.endswith(";")


@given(
    st.text(alphabet=st.sampled_from("ab ấđ Đ1.,;:–-\n\t\u00a0\u200b#*[]()?!"), max_size=900),
    st.text(alphabet="ab ấđĐ1", max_size=40),
    st.integers(0, 20),
)
def test_quote_is_always_verbatim_and_short(text: str, claim: str, offset: int) -> None:
    document = "x" * offset + text
    citation = resolve(claim, passage(offset, len(document), text=document))
    if citation is not None:
        check(citation, document)


def check(citation: Citation, document: str) -> None:
    assert citation.quote == document[citation.start : citation.end]
    assert 0 < len(citation.quote) <= MAX_QUOTE
    assert citation.quote.strip()
