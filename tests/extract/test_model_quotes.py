"""Looking up in a text what a model says it quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.extract.model_quotes import Source

TEXT = "Đồng chí  Khúc\u00a0Đình Trọng\nđề nghị: “**Hoà** giải – xong trước 15/8/2025”, chi 6,5 tỷ."


@pytest.mark.parametrize(
    ("quoted", "verbatim"),
    [
        ("đồng chí khúc đình trọng", "Đồng chí  Khúc\u00a0Đình Trọng"),
        ("Trọng đề nghị", "Trọng\nđề nghị"),
        ('"Hòa giải - xong', "“**Hoà** giải – xong"),
        ("“Hoà giải – xong trước 15/8/2025.”", "Hoà** giải – xong trước 15/8/2025"),
        ("…xong trước 15/8", "xong trước 15/8"),
        ("chi 6,5 tỷ", "chi 6,5 tỷ"),
    ],
)
def test_spelling_without_meaning_is_folded_and_mapped_back(quoted: str, verbatim: str) -> None:
    span = Source(TEXT).find(quoted)
    assert span is not None
    assert TEXT[slice(*span)] == verbatim


@pytest.mark.parametrize(
    "quoted",
    [
        "Khúc Đinh Trọng",  # another tone is another name
        "Khúc Trọng",  # a word left out
        "Khúc Đình Trọng kết luận",  # a word added
        "Khúc Đình Trọn",  # a part of a word
        "5 tỷ",  # a part of a number
        "chi 6",
        "5/8/2025",
        "Khúc … Trọng",
        "",
        "…",
        ".",
        "*",
    ],
)
def test_other_words_are_not_found(quoted: str) -> None:
    assert Source(TEXT).find(quoted) is None


@given(st.text(), st.data())
def test_what_is_cut_from_a_text_at_word_boundaries_is_found_in_it(text: str, data: st.DataObject) -> None:
    source = Source(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = source.find(text[start:end])
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        again = source.find(text[slice(*span)])
        assert again is not None and again[0] <= span[0]


def test_search_stays_within_the_given_span() -> None:
    source = Source("giao Bình. giao Bình.")
    assert source.find("giao Bình", (3, 21)) == (11, 20)
    assert source.find("giao Bình", (3, 15)) is None


def near(text: str, quoted: str, *, after: bool = False) -> list[str]:
    source = Source(text)
    span = source.find(quoted)
    assert span is not None
    return [text[slice(*region)].strip() for region in source.near(span, after=after)]


def test_siblings_of_a_list_are_not_near_but_its_lead_in_is() -> None:
    text = "Giao Đội Quản lý chợ:\n- Kẻ lại vạch sạp.\n- Thu gom rác.\n"
    found = near(text, "Thu gom rác")
    assert "Giao Đội Quản lý chợ:" in found
    assert not any("Kẻ lại" in region for region in found)


def test_numbered_parent_of_a_dashed_item_is_near() -> None:
    text = "II. NHIỆM VỤ\n1. Ban Quản lý chợ\n- Kẻ vạch.\n2. Tổ Điện nước\n- Thay công tơ.\n"
    found = near(text, "Thay công tơ")
    assert "2. Tổ Điện nước" in found
    assert "1. Ban Quản lý chợ" not in found


def test_field_lines_beside_a_task_are_near() -> None:
    text = "Việc: Sơn lại hàng rào trường\nPhụ trách: Lưu Bích Hạnh\nHạn: 12/9\n\nViệc: Mua sơn\nHạn: 1/9\n"
    found = near(text, "Sơn lại hàng rào trường")
    assert "Phụ trách: Lưu Bích Hạnh" in found and "Hạn: 12/9" in found
    assert "Hạn: 1/9" not in found


def test_row_of_a_table_is_near_and_its_neighbours_are_not() -> None:
    text = "Việc | Ai | Hạn\nIn phiếu | Tô Hồng Lam | 3/9\nThuê rạp | Cấn Văn Sửu | 4/9\n"
    found = near(text, "Thuê rạp")
    assert "Thuê rạp | Cấn Văn Sửu | 4/9" in found
    assert not any("Tô Hồng Lam" in region for region in found)


def test_sentence_after_is_near_for_days_alone() -> None:
    text = "Tổ Điện nước thay công tơ. Xong trước 3/9. Ban Quản lý chợ thu phí."
    assert "Xong trước 3/9." not in near(text, "Tổ Điện nước thay công tơ.")
    found = near(text, "Tổ Điện nước thay công tơ.", after=True)
    assert "Xong trước 3/9." in found
    assert not any("thu phí" in region for region in found)
