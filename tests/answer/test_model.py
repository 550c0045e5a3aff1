"""Answering with a chat model, against a server of our own on loopback."""

import ast
import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from rag.answer import Delta
from rag.answer.model import ModelAnswerer
from rag.answer.model_evidence import Item
from rag.answer.model_reply import NOT_FOUND, Reply
from rag.chat_model import ChatModel
from rag.record import Chair, MeetingRecord, Quote
from rag.settings import ModelSettings
from rag.types import Answer, Question, Usage
from rag.understand import Understanding
from tests.answer.minutes import TEXT, Minutes, passages
from tests.openai_server import OpenAIServer, drip, text

QUESTION = Question("Ai chủ trì họp giao ban tháng 4?", today=date(2024, 6, 10))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def settings(server: OpenAIServer, model: str = "gpt-6-luna") -> ModelSettings:
    return ModelSettings(api_key=server.api_key, base_url=server.base_url, chat_model=model, timeout=10.0)


async def ask(server: OpenAIServer, model: str = "gpt-6-luna") -> tuple[list[str], Answer]:
    deltas: list[str] = []
    answerer = ModelAnswerer(ChatModel(settings(server, model)), Minutes())
    understanding = Understanding(standalone=QUESTION.text, usage=Usage(10, 5))
    answer: Answer | None = None
    async for item in answerer.stream(QUESTION, understanding, passages()):
        assert answer is None, "nothing follows the answer"
        if isinstance(item, Delta):
            deltas.append(item.text)
        else:
            answer = item
    assert answer is not None
    return deltas, answer


async def test_answer_streams_and_ends_with_its_verbatim_quote(server: OpenAIServer) -> None:
    server.play(text("TÌM THẤY: Đồng chí Lê Văn Sáu, Phó Chủ tịch UBND huyện, chủ trì (được ủy quyền) [1]."))
    deltas, answer = await ask(server)
    assert len(deltas) > 3
    assert "".join(deltas) == answer.text
    assert answer.text == "Đồng chí Lê Văn Sáu, Phó Chủ tịch UBND huyện, chủ trì (được ủy quyền) [1]."
    assert answer.found and answer.mind == "model" and answer.model == "gpt-6-luna"
    (citation,) = answer.citations
    assert citation.quote == TEXT[citation.start : citation.end]
    assert "Lê Văn Sáu" in citation.quote and "Dự họp" not in citation.quote
    assert answer.usage == Usage(130, 35)  # with the call that rewrote the question
    assert answer.standalone == QUESTION.text and len(answer.passages) == 2


async def test_what_people_put_right_is_told_with_the_passages(server: OpenAIServer) -> None:
    chair = Chair("Trần Thị Bưởi", "Chủ tịch UBND huyện", None, Quote("", 0, 0), corrected=True)
    answerer = ModelAnswerer(ChatModel(settings(server)), Minutes(MeetingRecord("Họp", chairs=(chair,))))
    server.play(text("TÌM THẤY: Lê Văn Sáu chủ trì [1]."))
    assert [item async for item in answerer.stream(QUESTION, Understanding(QUESTION.text), passages())]
    asked = server.requests[-1].body["messages"][-1]["content"]
    assert "đã đính chính, thay cho điều tài liệu viết khác: Trần Thị Bưởi, Chủ tịch UBND huyện chủ trì\n" in asked


async def test_request_fences_the_documents_anew_each_time(server: OpenAIServer) -> None:
    for _ in range(2):
        server.play(text("TÌM THẤY: Lê Văn Sáu chủ trì [1]."))
        await ask(server)
    fences = []
    for request in server.requests:
        system, user = (message["content"] for message in request.body["messages"])
        (fence,) = set(re.findall(r"===== ([0-9a-f]{16})", user))
        assert fence in system
        assert user.count(fence) == 2
        assert "Dự họp có đại diện 12 phòng" in user and "{{" not in user + system
        fences.append(fence)
    assert fences[0] != fences[1]


async def test_not_in_the_documents_is_an_answer_without_citations(server: OpenAIServer) -> None:
    server.play(text("KHÔNG THẤY: Biên bản có giao việc cho Hạt Kiểm lâm nhưng không nêu hạn [2]."))
    _, answer = await ask(server)
    assert not answer.found and answer.citations == ()
    assert answer.text == "Biên bản có giao việc cho Hạt Kiểm lâm nhưng không nêu hạn."


async def test_greeting_is_answered_without_a_call(server: OpenAIServer) -> None:
    answerer = ModelAnswerer(ChatModel(settings(server)), Minutes())
    greeting = Understanding("chào bạn", kind="smalltalk", asked="chào bạn")
    (answer,) = [item async for item in answerer.stream(QUESTION, greeting, [])]
    assert isinstance(answer, Answer) and answer.text.startswith("Chào bạn") and not answer.found
    assert server.requests == []


async def test_answer_that_no_passage_supports_is_taken_back(server: OpenAIServer) -> None:
    server.play(text("TÌM THẤY: Bà Hoàng Thị Mận làm trưởng đoàn kiểm tra rạp xiếc [7]."))
    _, answer = await ask(server)
    assert not answer.found and answer.citations == () and answer.text == NOT_FOUND


async def test_wrong_line_of_the_right_document_gives_the_line_that_says_it(server: OpenAIServer) -> None:
    server.play(text("TÌM THẤY: Hạt Kiểm lâm tăng cường tuần tra, kiểm soát lâm sản trên địa bàn [1]."))
    _, answer = await ask(server)
    assert [citation.quote.split(" tăng")[0] for citation in answer.citations] == ["Hạt Kiểm lâm"]


async def test_answer_without_markers_gets_the_sentence_that_supports_it(server: OpenAIServer) -> None:
    server.play(text("TÌM THẤY: Công an huyện xử lý xe chở cát quá tải. Chúc bạn một ngày tốt lành!"))
    _, answer = await ask(server)
    assert answer.found and answer.text.startswith("Công an huyện xử lý xe chở cát quá tải. [1]")
    assert answer.citations[0].quote.startswith("Giao Công an huyện xử lý xe chở cát quá tải")


async def test_without_passages_no_model_is_called(server: OpenAIServer) -> None:
    answerer = ModelAnswerer(ChatModel(settings(server)), Minutes())
    items = [item async for item in answerer.stream(QUESTION, Understanding(QUESTION.text), [])]
    assert [item.found for item in items if isinstance(item, Answer)] == [False]
    assert server.requests == []


@pytest.mark.parametrize(
    ("model", "temperature"), [("gpt-6-luna", None), ("gpt-5-mini", None), ("gpt-4.1-mini", 0), ("qwen3:8b", 0)]
)
async def test_temperature_is_set_only_where_the_model_takes_one(
    server: OpenAIServer, model: str, temperature: float | None
) -> None:
    server.play(text("TÌM THẤY: Lê Văn Sáu chủ trì [1]."))
    await ask(server, model)
    body = server.requests[0].body
    assert body["model"] == model and body.get("temperature") == temperature
    assert body["stream"] is True and body["stream_options"] == {"include_usage": True}


def test_local_server_gets_a_dummy_key_and_not_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-of-another-server")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with OpenAIServer(api_key=None) as server:
        server.play(text("TÌM THẤY: Lê Văn Sáu chủ trì [1]."))
        _, answer = asyncio.run(ask(server, "qwen3:8b"))
        assert answer.found
        assert "sk-secret" not in str(server.requests)


def test_one_model_serves_one_event_loop_after_another(server: OpenAIServer) -> None:
    answerer = ModelAnswerer(ChatModel(settings(server)), Minutes())

    async def once() -> Answer:
        server.play(text("TÌM THẤY: Lê Văn Sáu chủ trì [1]."))
        items = [item async for item in answerer.stream(QUESTION, Understanding(QUESTION.text), passages())]
        assert isinstance(items[-1], Answer)
        return items[-1]

    assert asyncio.run(once()).found and asyncio.run(once()).found


async def test_simultaneous_questions_do_not_mix(server: OpenAIServer) -> None:
    server.default = text("TÌM THẤY: Lê Văn Sáu chủ trì [1].")
    answers = [answer for _, answer in await asyncio.gather(*(ask(server) for _ in range(8)))]
    assert len({answer.text for answer in answers}) == 1 and len(server.requests) == 8


async def test_reader_who_leaves_ends_the_request(server: OpenAIServer) -> None:
    server.play(drip("TÌM THẤY: " + "dài " * 400, 0.01))
    stream = ModelAnswerer(ChatModel(settings(server)), Minutes()).stream(
        QUESTION, Understanding(QUESTION.text), passages()
    )
    async for _ in stream:
        break
    await stream.aclose()  # type: ignore[attr-defined]
    assert await asyncio.to_thread(server.disconnected.wait, 5)


def test_importing_costs_no_langchain() -> None:
    code = "import sys, rag.answer.model, rag.understand.model; print({m.split('.')[0] for m in sys.modules})"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "rag" in modules
    assert not {"langchain", "langchain_core", "langchain_openai", "openai"} & ast.literal_eval(modules)


def read(reply: str, size: int) -> tuple[str, Answer]:
    reader = Reply([Item(one.chunk.text, one) for one in passages()], QUESTION.text)
    shown = "".join(reader.feed(reply[at : at + size]) for at in range(0, len(reply), size)) + reader.close()
    return shown, reader.answer()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        # renumbered in order of first use
        ("TÌM THẤY: Công an huyện xử lý xe quá tải [2]. Lê Văn Sáu chủ trì [1].",
         "Công an huyện xử lý xe quá tải [1]. Lê Văn Sáu chủ trì [2]."),
        # two claims from one passage stand on two sentences
        ("TÌM THẤY: Công an huyện xử lý xe chở cát [2]; Hạt Kiểm lâm tăng cường tuần tra [2].",
         "Công an huyện xử lý xe chở cát [1]; Hạt Kiểm lâm tăng cường tuần tra [2]."),
        # the same sentence keeps its number
        ("TÌM THẤY: Lê Văn Sáu chủ trì [1]. Đồng chí Sáu là Phó Chủ tịch UBND huyện [1].",
         "Lê Văn Sáu chủ trì [1]. Đồng chí Sáu là Phó Chủ tịch UBND huyện [1]."),
        # markers that name no passage go, with the space before them
        ("TÌM THẤY: Lê Văn Sáu [9] chủ trì [1] [12].", "Lê Văn Sáu chủ trì [1]."),
        # other spellings of a marker, and a marker after the full stop
        ("**TÌM THẤY:**\n\nLê Văn Sáu chủ trì.[1, 7]", "Lê Văn Sáu chủ trì. [1]"),
        ("**TÌM THẤY**: **Lê Văn Sáu** chủ trì [1].", "**Lê Văn Sáu** chủ trì [1]."),
        ("TÌM THẤY\n- Lê Văn Sáu chủ trì [1]\n[9]\n- Công an huyện xử lý xe quá tải [2] [2]",
         "- Lê Văn Sáu chủ trì [1]\n\n- Công an huyện xử lý xe quá tải [2]"),
        ("TÌM THẤY: Lê Văn Sáu chủ trì【1†nguồn】.", "Lê Văn Sáu chủ trì [1]."),
        ("tim thay: Lê Văn Sáu chủ trì [đoạn 1].", "Lê Văn Sáu chủ trì [1]."),
        # brackets that are no markers stay
        ("TÌM THẤY: Lê Văn Sáu [Phó Chủ tịch] chủ trì [1] năm [2024", "Lê Văn Sáu [Phó Chủ tịch] chủ trì [1] năm [2024"),
        # a preamble and thoughts aloud are not shown
        ("<think>TÌM THẤY: gì nhỉ [2]?\n</think>\nTÌM THẤY: Lê Văn Sáu chủ trì [1].", "Lê Văn Sáu chủ trì [1]."),
        ("Sau đây là câu trả lời.\nTÌM THẤY: Lê Văn Sáu chủ trì [1].", "Lê Văn Sáu chủ trì [1]."),
        # a forgotten label
        ("Lê Văn Sáu chủ trì [1].", "Lê Văn Sáu chủ trì [1]."),
    ],
)  # fmt: skip
def test_markers_and_label_read_alike_however_the_stream_is_cut(reply: str, expected: str, size: int) -> None:
    shown, answer = read(reply, size)
    assert shown == expected
    assert answer.text == expected and answer.found
    marks = [int(n) for n in re.findall(r"\[(\d)\]", answer.text)]
    assert sorted(set(marks)) == list(range(1, len(answer.citations) + 1))
    assert all(citation.quote == TEXT[citation.start : citation.end] for citation in answer.citations)


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_missing_label_is_read_in_any_spelling(size: int) -> None:
    for reply in ("KHÔNG THẤY: Không nêu hạn.", "**KHÔNG TÌM THẤY**: Không nêu hạn.", "khong thay:\nKhông nêu hạn."):
        shown, answer = read(reply, size)
        assert shown == answer.text == "Không nêu hạn." and not answer.found


def test_bare_missing_label_gets_a_sentence() -> None:
    assert read("KHÔNG THẤY:", 1000)[1].text == NOT_FOUND
