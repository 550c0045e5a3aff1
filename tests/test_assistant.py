"""The chain: understand, retrieve, answer, and what happens when the model fails."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.answer import Delta
from rag.assistant import WITHOUT_MODEL, Assistant, Mind
from rag.errors import ModelError
from rag.library import Library
from rag.settings import ModelSettings, RagSettings
from rag.types import Answer, Chunk, Citation, Document, Passage, Query, Question, Turn
from rag.understand import Understanding
from rag.understand.rules import RuleUnderstander
from tests.openai_server import OpenAIServer, Play, error, text

DOCUMENT = Document("d", "chung", "d.txt", "d.txt", "Giao ban", "txt", "h", None)
PASSAGE = Passage(Chunk("c", "d", 0, 0, 8, (), "Họp xong", 2), DOCUMENT, 0.9)
QUESTION = Question("Ai chủ trì họp?", date(2025, 3, 20))


class Says:
    """An answerer that says one thing in pieces, or fails on the way."""

    def __init__(self, *pieces: str, fails: bool = False) -> None:
        self._pieces = pieces
        self._fails = fails

    async def stream(
        self, question: Question, understanding: Understanding, passages: Sequence[Passage]
    ) -> AsyncIterator[Delta | Answer]:
        for piece in self._pieces:
            yield Delta(piece)
        if self._fails:
            raise ModelError("Mô hình quá thời gian.", retryable=True)
        yield Answer("".join(self._pieces), True, (), "model", understanding.standalone, passages=tuple(passages))


class Lost:
    """An understander whose model does not answer."""

    async def understand(self, question: Question) -> Understanding:
        raise ModelError("Mô hình quá thời gian.", retryable=True)


class Shelf:
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.queries: list[Query] = []

    def __call__(self, query: Query) -> list[Passage]:
        self.queries.append(query)
        return [PASSAGE]


def mind(answerer: Says) -> Mind:
    return Mind(RuleUnderstander(), answerer)


async def test_pieces_come_before_the_answer() -> None:
    events = [e async for e in Assistant(Shelf(), mind(Says()), mind(Says("Đồng chí ", "A"))).stream(QUESTION)]
    assert events[:2] == [Delta("Đồng chí "), Delta("A")]
    assert isinstance(events[-1], Answer)
    assert events[-1].text == "Đồng chí A"
    assert events[-1].passages == (PASSAGE,)
    assert events[-1].seconds > 0


async def test_the_embedded_mind_answers_where_the_model_fails_midway_and_the_answer_says_so() -> None:
    assistant = Assistant(Shelf(), mind(Says("nhanh")), mind(Says("nửa ", fails=True)))
    answer = await assistant.ask(QUESTION)
    assert answer.text == "nhanh"
    assert answer.notice == f"{WITHOUT_MODEL} Mô hình quá thời gian."


async def test_a_model_that_cannot_understand_is_not_asked_to_answer() -> None:
    assistant = Assistant(Shelf(), mind(Says("nhanh")), Mind(Lost(), Says("chậm")))
    answer = await assistant.ask(QUESTION)
    assert (answer.text, answer.notice is not None) == ("nhanh", True)


async def test_the_questions_scopes_reach_every_query() -> None:
    shelf = Shelf()
    turn = Turn("Ai chủ trì họp?", "Ai chủ trì họp?", "A", (Citation(DOCUMENT, "Họp xong", 0, 8),))
    question = Question("Hạn là khi nào?", date(2025, 3, 20), scopes=("mật",), turns=(turn,))
    await Assistant(shelf, mind(Says("x"))).ask(question)
    assert {query.scopes for query in shelf.queries} == {("mật",)}
    assert shelf.queries[-1].document_ids == ("d",)


async def test_small_talk_searches_nothing() -> None:
    shelf = Shelf()
    await Assistant(shelf, mind(Says("chào"))).ask(Question("chào bạn", date(2025, 3, 20)))
    assert shelf.queries == []


MINUTES = """Giao ban tháng 3 xã Đồi Thông

Ngày 5/3/2025, đồng chí Trịnh Công Bảy, Chủ tịch UBND xã, chủ trì họp giao ban tháng 3.

- Giao Trạm Y tế xã phun thuốc diệt muỗi trước ngày 21/3/2025.
"""
UNDERSTOOD = '{"standalone": "Ai chủ trì họp giao ban tháng 3?", "kind": "chair"}'
ANSWERED = text("TÌM THẤY: Đồng chí Trịnh Công Bảy chủ trì [1].")


@pytest.mark.parametrize(
    ("plays", "mind"),
    [
        ((text(UNDERSTOOD), ANSWERED), "model"),
        ((text("Tôi không hiểu."), text(UNDERSTOOD), ANSWERED), "model"),
        ((text("Tôi không hiểu."), text("{}"), ANSWERED), "model"),
        ((error(400),), "embedded"),
        ((text(UNDERSTOOD), error(400)), "embedded"),
    ],
    ids=["understood", "mended", "understood by rules", "not answered", "understood, not answered"],
)
async def test_follow_up_through_the_whole_chain(tmp_path: Path, plays: tuple[Play, ...], mind: str) -> None:
    (tmp_path / "hop.txt").write_text(MINUTES, encoding="utf-8")
    with OpenAIServer() as server:
        model = ModelSettings(api_key=server.api_key, base_url=server.base_url, embedding_model="", retries=0)
        settings = RagSettings(tmp_path / "data")
        with Library.open(settings) as library:
            list(library.index([str(tmp_path / "hop.txt")]))
        with Library.open(replace(settings, model=model)) as library:
            server.play(*plays)
            turn = Turn("Giao ban tháng 3 họp ngày nào?", "Giao ban tháng 3 họp ngày nào?", "Ngày 5/3/2025.")
            answer = await library.assistant().ask(Question("Thế ai chủ trì?", date(2025, 3, 20), turns=(turn,)))
        assert len(server.requests) == len(plays)
    assert answer.found and "Trịnh Công Bảy" in answer.text and answer.mind == mind
    (citation,) = answer.citations
    assert citation.quote in MINUTES and "Trịnh Công Bảy" in citation.quote
    assert (answer.notice is None) == (mind == "model")
