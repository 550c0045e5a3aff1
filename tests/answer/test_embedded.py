"""The embedded answerer on minutes of our own."""

from datetime import date

import pytest

from rag.answer.embedded import EmbeddedAnswerer
from rag.language.dates import document_date
from rag.types import Answer, Chunk, Document, Passage, Question, Turn
from rag.understand.rules import RuleUnderstander

TODAY = date(2025, 3, 20)
MARCH = """Thông báo kết luận giao ban tháng 3/2025 của UBND xã Mai Lĩnh

Ngày 04/3/2025, tại Hội trường tầng 2, đồng chí Bạch Thị Sim - Chủ tịch UBND xã chủ trì phiên họp giao ban tháng 3. \
Đồng chí Giàng A Lử vắng mặt do đi tập huấn.

1. Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã rà soát các điểm tập kết cát, báo cáo trước ngày 20/3/2025.
2. Giao Văn phòng UBND xã số hóa hồ sơ lưu trữ của 5 thôn.
3. Kết quả biểu quyết phương án mở chợ đêm: 11/15 phiếu tán thành. Thông qua.
"""
APRIL = """Thông báo kết luận giao ban tháng 4/2025 của UBND xã Mai Lĩnh

Ngày 03/4/2025, tại Phòng họp số 1, đồng chí Đinh Văn Khoa - Phó Chủ tịch UBND xã chủ trì phiên họp giao ban tháng 4.

1. Giao Trạm Y tế tổ chức tiêm phòng dại, xong trước ngày 25/4/2025.
"""


class Desk:
    """Asks in one conversation over a few documents, all of them retrieved."""

    def __init__(self, **texts: str) -> None:
        self._texts = texts
        self._turns: list[Turn] = []
        self._answerer = EmbeddedAnswerer(texts.__getitem__)
        self._passages = []
        for name, text in texts.items():
            title = text.splitlines()[0]
            document = Document(name, "chung", name, name, title, "txt", name, document_date(title, text))
            self._passages.append(Passage(Chunk(name, name, 0, 0, len(text), (), text, 1), document, 0.5))

    async def ask(self, text: str) -> Answer:
        question = Question(text, TODAY, turns=tuple(self._turns))
        understanding = await RuleUnderstander().understand(question)
        answer = self._answerer.answer(question, understanding, self._passages)
        for citation in answer.citations:
            stored = self._texts[citation.document.id]
            assert stored[citation.start : citation.end] == citation.quote
        self._turns.append(Turn(text, answer.standalone, answer.text, answer.citations))
        return answer


@pytest.fixture
def desk() -> Desk:
    return Desk(march=MARCH, april=APRIL)


@pytest.mark.parametrize(
    ("question", "fact", "document"),
    [
        ("Ai chủ trì giao ban tháng 3?", "Bạch Thị Sim", "march"),
        ("ai chu tri giao ban thang 4", "Đinh Văn Khoa", "april"),
        ("Phòng Kinh tế được giao việc gì?", "rà soát các điểm tập kết cát", "march"),
        ("Đơn vị nào tiêm phòng dại?", "Trạm Y tế", "april"),
        ("Hạn tiêm phòng dại là ngày nào?", "25/4/2025", "april"),
        ("Bao nhiêu phiếu tán thành mở chợ đêm?", "11/15", "march"),
        ("Vì sao đồng chí Giàng A Lử vắng mặt?", "đi tập huấn", "march"),
        ("Giao ban tháng 4 họp ở đâu?", "Phòng họp số 1", "april"),
    ],
)
async def test_an_answer_holds_the_fact_and_cites_its_document(
    desk: Desk, question: str, fact: str, document: str
) -> None:
    answer = await desk.ask(question)
    assert answer.found
    assert fact in answer.text
    assert [c.document.id for c in answer.citations] == [document]


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì giao ban tháng 7?",
        "Ai chủ trì cuộc họp về sân bay?",
        "Hạn số hóa hồ sơ lưu trữ là ngày nào?",
        "Sở Xây dựng được giao việc gì?",
        "Bao nhiêu phiếu tán thành xây bể bơi?",
    ],
)
async def test_an_answer_without_evidence_cites_nothing(desk: Desk, question: str) -> None:
    answer = await desk.ask(question)
    assert not answer.found
    assert answer.citations == ()
    assert "không" in answer.text.lower()


async def test_a_follow_up_goes_on_about_the_same_task(desk: Desk) -> None:
    await desk.ask("Phòng Kinh tế được giao việc gì?")
    answer = await desk.ask("Hạn là khi nào?")
    assert "20/3/2025" in answer.text


async def test_a_follow_up_about_another_month_changes_the_document(desk: Desk) -> None:
    await desk.ask("Ai chủ trì giao ban tháng 3?")
    answer = await desk.ask("Tháng 4 thì sao?")
    assert "Đinh Văn Khoa" in answer.text


async def test_a_greeting_is_returned(desk: Desk) -> None:
    answer = await desk.ask("chào bạn")
    assert not answer.found
    assert answer.citations == ()
