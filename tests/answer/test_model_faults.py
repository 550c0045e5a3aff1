"""What a failing model server comes to: each fault is a `ModelError` that says what to do, within its time."""

import asyncio
import socket
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from rag.answer import Delta
from rag.answer.model import ModelAnswerer
from rag.chat_model import ChatModel, build_chat_model
from rag.errors import ModelError, SettingsError
from rag.settings import ModelSettings
from rag.types import Answer, Question
from rag.understand import Understanding
from tests.answer.minutes import Minutes, passages
from tests.openai_server import (
    OpenAIServer,
    Play,
    broken,
    drip,
    error,
    hang,
    html,
    malformed,
    misshapen,
    stream_error,
    text,
    tool_call,
)

QUESTION = Question("Ai chủ trì họp giao ban tháng 4?", today=date(2024, 6, 10))
GOOD = text("TÌM THẤY: Lê Văn Sáu chủ trì [1].")
KEY = "sk-bi-mat-1234567890"
SOON = 8.0  # seconds: generous, far below a hang


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(api_key=KEY) as running:
        yield running


async def ask(
    server: OpenAIServer, *, key: str = KEY, model: str = "gpt-6-luna", limit: float = 20.0, retries: int = 2
) -> tuple[str, Answer]:
    settings = ModelSettings(api_key=key, base_url=server.base_url, chat_model=model, timeout=limit, retries=retries)
    shown = ""
    async for item in ModelAnswerer(ChatModel(settings), Minutes()).stream(
        QUESTION, Understanding(QUESTION.text), passages()
    ):
        if isinstance(item, Answer):
            return shown, item
        assert isinstance(item, Delta)
        shown += item.text
    raise AssertionError("no answer")


async def fails(server: OpenAIServer, **options: object) -> ModelError:
    began = time.monotonic()
    with pytest.raises(ModelError) as caught:
        await ask(server, **options)  # type: ignore[arg-type]
    assert time.monotonic() - began < SOON
    told = "".join(traceback.format_exception(caught.value))
    assert KEY not in told and "sk-" not in told, "the key reaches a log"
    assert "giao ban tháng 4" not in str(caught.value)
    assert "Exception" not in str(caught.value) and "Error" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("play", "hint"),
    [
        (error(401, code="invalid_api_key", message=f"Incorrect API key provided: {KEY}"), "OPENAI_API_KEY"),
        (error(403, message="Country not supported"), "quyền"),
        (error(404, code="model_not_found"), "CHAT_MODEL"),
        (html(404), "OPENAI_BASE_URL"),
        (error(400, code="invalid_value", message=QUESTION.text), "CHAT_MODEL"),
        (error(400, code="context_length_exceeded"), "dài"),
        (error(429, code="insufficient_quota"), "hạn mức"),
        (stream_error("insufficient_quota"), "hạn mức"),
        (tool_call, "công cụ"),
    ],
)
async def test_what_will_not_pass_is_asked_once(server: OpenAIServer, play: Play, hint: str) -> None:
    server.play(play, GOOD)
    failure = await fails(server)
    assert not failure.retryable and hint in str(failure)
    assert len(server.requests) == 1


async def test_wrong_key_is_told_without_the_key(server: OpenAIServer) -> None:
    failure = await fails(server, key="sk-sai-0987654321")
    assert "OPENAI_API_KEY" in str(failure) and not failure.retryable


async def test_unknown_model_is_named(server: OpenAIServer) -> None:
    assert "gpt-khong-co" in str(await fails(server, model="gpt-khong-co"))


@pytest.mark.parametrize(
    "play",
    [
        error(429),
        error(429, retry_after="0.2"),
        error(429, retry_after="không rõ"),
        error(500),
        error(503, retry_after="0"),
        html(502),
        html(200),
        misshapen,
        stream_error("server_error"),
        stream_error("rate_limit_exceeded"),
        text(""),
        text("", finish=None),
    ],
)
async def test_what_may_pass_is_asked_again(server: OpenAIServer, play: Play) -> None:
    server.play(play, GOOD)
    began = time.monotonic()
    _, answer = await ask(server)
    assert answer.found and len(server.requests) == 2
    assert time.monotonic() - began < SOON


async def test_wait_that_the_server_asks_for_is_kept(server: OpenAIServer) -> None:
    server.play(error(429, retry_after="1"), GOOD)
    await ask(server)
    first, second = server.requests
    assert second.at - first.at >= 1.0


@pytest.mark.parametrize("as_date", [False, True])
async def test_wait_that_does_not_fit_is_not_begun(server: OpenAIServer, as_date: bool) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    server.play(error(429, retry_after=moment if as_date else "90"), GOOD)
    failure = await fails(server)
    assert failure.retryable and failure.retry_after == pytest.approx(90, abs=3)
    assert "giây" in str(failure) and len(server.requests) == 1


@pytest.mark.parametrize(("play", "hint"), [(error(500), "mã 500"), (error(503), "mã 503"), (error(429), "giới hạn")])
async def test_retries_end(server: OpenAIServer, play: Play, hint: str) -> None:
    server.play(*[play] * 5)
    failure = await fails(server)
    assert failure.retryable and hint in str(failure)
    assert len(server.requests) == 3


async def test_refused_connection_is_told(server: OpenAIServer) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    model = ChatModel(ModelSettings(base_url=f"http://127.0.0.1:{port}/v1", retries=1, timeout=10))
    with pytest.raises(ModelError, match="OPENAI_BASE_URL") as caught:
        async for _ in ModelAnswerer(model, Minutes()).stream(QUESTION, Understanding(QUESTION.text), passages()):
            pass
    assert caught.value.retryable


@pytest.mark.parametrize("play", [hang, drip("TÌM THẤY: " + "Lê Văn Sáu chủ trì. " * 50, 0.1)])
async def test_hang_and_drip_end_with_the_time_limit(server: OpenAIServer, play: Play) -> None:
    await asyncio.to_thread(build_chat_model, ModelSettings(base_url=server.base_url))  # imports are not measured
    server.play(play)
    began = time.monotonic()
    failure = await fails(server, limit=1.0)
    assert failure.retryable and "kịp" in str(failure)
    assert 0.9 < time.monotonic() - began < 3.0
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("play", "hint"),
    [
        (text("TÌM THẤY: Lê Văn Sáu chủ", finish=None), "ngắt"),
        (text("TÌM THẤY: Lê Văn Sáu chủ trì [1].", finish="length"), "dài"),
        (text("TÌM THẤY: Lê Văn Sáu chủ", finish="content_filter"), "bộ lọc"),
        (text("KHÔNG THẤY: Biên bản không", finish=None), "ngắt"),
        (broken("TÌM THẤY: Lê Văn Sáu chủ trì [1]."), "kết nối"),
        (malformed, "sai định dạng"),
    ],
)
async def test_cut_reply_is_never_an_answer(server: OpenAIServer, play: Play, hint: str) -> None:
    server.play(play, GOOD)
    failure = await fails(server)
    assert failure.retryable and hint in str(failure)
    assert len(server.requests) == 1, "what was shown is not asked for again"


async def test_label_without_an_answer_is_empty(server: OpenAIServer) -> None:
    server.play(text("TÌM THẤY:"), GOOD)
    assert "rỗng" in str(await fails(server))


def test_unknown_provider_is_a_setting_to_correct() -> None:
    with pytest.raises(SettingsError, match="khong-co"):
        build_chat_model(ModelSettings(api_key="x", provider="khong-co"))
