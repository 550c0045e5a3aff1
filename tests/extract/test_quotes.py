"""Every fact quotes the text: `text[start:end] == quote.text`, whatever the text."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.extract import RuleExtractor
from rag.record import MeetingRecord, Quote

PARTS = [
    "Thời gian: 8h ngày 10/9/2031\n", "Địa điểm: Hội trường xã\n", "Chủ trì: Bà Kha Thị Ngần - Giám đốc\n",
    "Có mặt: Thục, Phương; ông Bàn Văn Quẩy\n", "Vắng: Lụa (ốm)\n", "PHÂN CÔNG\n", "## Việc cần làm\n",
    "- Phòng Kinh tế rà soát, trình trước 20/9; báo cáo tháng trước 5/10.\n", "- [ ] @Thục: gửi thư (hạn 12/9)\n",
    "| Việc | Ai | Hạn |\n|---|---|---|\n| In | Thục | 12/9 |\n", "STT\tNội dung\tNgười thực hiện\tHạn\n1\tIn\tThục\t12/9\n",
    "[00:01] Chị Thục: Mình điều hành, Phương in tài liệu trước 12/9 nhé.\n", "Kết luận:\n", "1. UBND xã:\n",
    "a) Tổ chức đối thoại trước 1/10.\n", "   - Phụ trách: Phương\n", "   - Hạn: 15/9\n", "Tất cả các việc trên xong trước 30/9.\n",
    "Biểu quyết: 9/11 phiếu tán thành (81,8%). Thông qua.\n", "Buổi sau: 18/9, chị Thục chủ trì.\n", "\n", "\u00a0\u200b– … “x”\n",
]  # fmt: skip


def quotes(record: MeetingRecord) -> Iterator[Quote]:
    for facts in (record.chairs, record.attendees, record.assignments, record.decisions, record.others):
        yield from (fact.quote for fact in facts)
    yield from (q for q in (record.date_quote, record.time_quote, record.place_quote) if q)
    if record.secretary:
        yield record.secretary.quote


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=40)), max_size=14))
def test_every_quote_stands_where_it_says(parts: list[str]) -> None:
    text = "Biên bản họp\n" + "".join(parts)
    for quote in quotes(RuleExtractor().extract("Biên bản họp", text)):
        assert text[quote.start : quote.end] == quote.text
