import re

import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language.sentences import sentences
from rag.split import SMALLEST_BUDGET, Piece, split
from rag.tokens import TokenCounter

ESTIMATE = TokenCounter()
# One token a byte, with a few merges: sums of parts and whole differ, as in a real vocabulary.
TINY = TokenCounter(
    tiktoken.Encoding(
        "tiny",
        pat_str=r"\s?\S+|\s+",
        mergeable_ranks={bytes([b]): b for b in range(256)} | {b"ng": 256, b" t": 257, b"ong": 258, b"\n\n": 259},
        special_tokens={},
    )
)

_lines = st.sampled_from(
    [
        "# Họp giao ban",
        "## 2. Việc giao",
        "I. ĐÁNH GIÁ CHUNG",
        "1. Về đất đai:",
        "2.1. Đường ven sông",
        "Điều 3. Tổ chức thực hiện",
        "[00:01:02] Chị Lụa: Tôi xin bắt đầu. Mọi người nghe rõ không?",
        "| Việc | Hạn |",
        "|---|---|",
        "| Gửi danh sách | 15/4 |",
        "Đơn vị\tSố tiền\t",
        "Xã Bình Hà\t12,5 tỷ",
        "Đồng chí Lò Văn Mẩy chủ trì. Giao TP. Sông Cầu báo cáo trước 15.4.2031.",
        "- a; b;",
        "",
        "   ",
    ]
)
_texts = st.one_of(
    st.text(max_size=400),
    st.lists(_lines, max_size=30).map("\n".join),
    st.text(alphabet="aă\u0302\u0323 \n|\t#1.:🎉漢A", max_size=300),
)


def _whole(text: str, pieces: list[Piece]) -> None:
    assert "".join(text[p.start : p.end] for p in pieces) == text
    assert all(p.start < p.end for p in pieces)
    assert [p.start for p in pieces] == [0, *(p.end for p in pieces)][: len(pieces)]


@settings(max_examples=300, deadline=None)
@given(
    text=_texts,
    format=st.sampled_from(["txt", "md", "html", "docx", "pdf"]),
    budget=st.integers(SMALLEST_BUDGET, 80),
    counter=st.sampled_from([ESTIMATE, TINY]),
)
def test_pieces_cover_rejoin_and_keep_the_budget(text: str, format: str, budget: int, counter: TokenCounter) -> None:
    pieces = split(text, format=format, budget=budget, counter=counter)
    _whole(text, pieces)
    for piece in pieces:
        assert piece.tokens == counter.count(text[piece.start : piece.end]) <= budget
    assert pieces == split(text, format=format, budget=budget, counter=counter)


@settings(max_examples=100, deadline=None)
@given(text=st.lists(_lines.filter(lambda line: "|" not in line and "\t" not in line), max_size=40).map("\n".join))
def test_no_sentence_that_fits_is_parted(text: str) -> None:
    budget = 60
    cuts = {p.start for p in split(text, format="md", budget=budget, counter=ESTIMATE)}
    for start, end in sentences(text):
        if ESTIMATE.count(text[start:end]) <= budget - 10:
            assert not any(start < cut < end for cut in cuts)


def test_empty_text_has_no_pieces() -> None:
    assert split("", format="txt", budget=320, counter=ESTIMATE) == []


def test_budget_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="below"):
        split("a", format="txt", budget=3, counter=ESTIMATE)


def test_headings_follow_the_structure() -> None:
    text = (
        "# Giao ban tháng 4\n\nMở đầu.\n\n## Đất đai\n"
        + "Phòng Tài nguyên rà soát hồ sơ tồn đọng của từng hộ dân. " * 6
        + "\n\n## Thu ngân sách\n"
        + "Chi cục Thuế báo cáo số thu hằng tuần về Văn phòng. " * 6
    )
    pieces = split(text, format="md", budget=60, counter=ESTIMATE)
    _whole(text, pieces)
    assert pieces[0].headings[0] == "Giao ban tháng 4"
    assert pieces[-1].headings == ("Giao ban tháng 4", "Thu ngân sách")
    assert any("## Thu ngân sách\nChi cục" in text[p.start : p.end] for p in pieces)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("II. NHIỆM VỤ TRỌNG TÂM", "II. NHIỆM VỤ TRỌNG TÂM"),
        ("1. Về công tác tài chính:", "1. Về công tác tài chính"),
        ("2.1. Đường liên xã", "2.1. Đường liên xã"),
        ("Điều 3. Tổ chức thực hiện", "Điều 3. Tổ chức thực hiện"),
        ("KẾT LUẬN CỦA CHỦ TỌA", "KẾT LUẬN CỦA CHỦ TỌA"),
    ],
)
def test_heading_lines_of_official_papers_are_headings(line: str, name: str) -> None:
    text = "Phần mở đầu của biên bản.\n" + line + "\n" + "Giao các xã chuẩn bị hồ sơ đầy đủ và đúng hạn. " * 12
    assert split(text, format="txt", budget=60, counter=ESTIMATE)[-1].headings == (name,)


@pytest.mark.parametrize(
    "line", ["1. Giao Phòng Nội vụ gửi danh sách trước ngày 15/4.", "Đồng chí An kết luận.", "- VIỆC GẤP", "12/4/2031"]
)
def test_items_and_sentences_are_no_headings(line: str) -> None:
    text = line + "\n" + "Giao các xã chuẩn bị hồ sơ đầy đủ và đúng hạn. " * 12
    assert all(p.headings == () for p in split(text, format="txt", budget=60, counter=ESTIMATE))


def test_short_numbered_siblings_are_a_list() -> None:
    text = "1. Báo cáo thu chi\n2. Kế hoạch quý hai\n3. Việc khác\n" + "Cuộc họp kết thúc lúc mười một giờ trưa. " * 12
    assert all("1. Báo cáo thu chi" not in p.headings for p in split(text, format="txt", budget=60, counter=ESTIMATE))


def test_small_table_stays_whole() -> None:
    table = "| Việc | Hạn |\n|---|---|\n| Gửi danh sách | 15/4 |\n| Nộp báo cáo | 20/4 |\n"
    text = "Cuộc họp đã bàn nhiều việc quan trọng của quý. " * 4 + "\n\n" + table + "\nHết phần bảng. " * 9
    pieces = split(text, format="md", budget=80, counter=ESTIMATE)
    _whole(text, pieces)
    assert any(table in text[p.start : p.end] for p in pieces)


@pytest.mark.parametrize("separator", ["|", "\t"])
def test_rows_of_a_large_table_know_their_header(separator: str) -> None:
    cells = [("Đơn vị", "Việc", "Hạn"), *((f"Xã số {n}", "Rà soát hộ nghèo", f"{n}/5") for n in range(1, 29))]
    lines = [("| " + " | ".join(row) + " |") if separator == "|" else "\t".join(row) for row in cells]
    if separator == "|":
        lines.insert(1, "|---|---|---|")
    text = "# Phân công\n" + "\n".join(lines) + "\nHết bảng.\n"
    pieces = split(text, format="md", budget=100, counter=ESTIMATE)
    _whole(text, pieces)
    rows = [p for p in pieces if "Xã số" in text[p.start : p.end]]
    assert len(rows) > 2
    assert rows[0].headings[-1] == "Phân công"
    for piece in rows[1:]:
        assert piece.headings == ("Phân công", lines[0])
        assert re.match(r"(\| )?Xã số", text[piece.start : piece.end])


def test_speaker_is_known_where_a_turn_goes_on() -> None:
    text = "[00:00:05] Chị Lụa: Bắt đầu nhé.\n[00:01:10] Anh Páo: " + "Tôi báo cáo về kho hàng ở bến phà. " * 14
    pieces = split(text, format="txt", budget=60, counter=ESTIMATE)
    assert pieces[-1].headings == ("[00:01:10] Anh Páo",)


def test_long_sentence_is_cut_at_white_space() -> None:
    text = "giao các đơn vị rà soát " * 100
    pieces = split(text, format="txt", budget=40, counter=ESTIMATE)
    _whole(text, pieces)
    assert all(text[p.end - 1] == " " for p in pieces)


def test_hostile_text_is_split_in_time() -> None:
    for text in ("a" * 200_000, "\n" * 200_000, "| a |\n" * 20_000, "1. A\n" * 20_000, "🎉" * 50_000):
        _whole(text, split(text, format="md", budget=320, counter=ESTIMATE))
