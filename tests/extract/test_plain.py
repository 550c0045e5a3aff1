"""Words without the marks that dress them, and the way back to the text as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.extract.plain import plain
from rag.record import Decision, MeetingRecord, Quote


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1️⃣ Phần **đầu** do cô *Lụa* lo 🌷", "1. Phần đầu do cô Lụa lo"),
        ("👉 Em lo 🙏 nha", "- Em lo nha"),
        ("📌 VIỆC TUẦN NÀY", "VIỆC TUẦN NÀY"),
        ("- ~~Thuê quay phim~~ bỏ", "-   bỏ"),
        ("**Tiêu đề**", "**Tiêu đề**"),
        ("| a | ✅ |\n[✔] xong", "| a | ✅ |\n[✔] xong"),
        ("tệp hop_thang_9", "tệp hop_thang_9"),
    ],
)
def test_marks_are_taken_off(written: str, words: str) -> None:
    assert plain(written).text == words


@given(st.text(alphabet="aẫ *_~`🙏✔️👉1️⃣\n|[]", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_a_quote_finds_its_way_back(written: str, a: int, b: int) -> None:
    view = plain(written)
    start, end = sorted((min(a, len(view.text)), min(b, len(view.text))))
    record = MeetingRecord("", decisions=(Decision("", None, None, Quote(view.text[start:end], start, end)),))
    (decision,) = view.restored(record).decisions
    assert written[decision.quote.start : decision.quote.end] == decision.quote.text
