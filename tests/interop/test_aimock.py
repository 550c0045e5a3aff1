"""Our chat model against an OpenAI-compatible server that others wrote, so that we do not only agree with ourselves.

Skipped where node or the package is absent; `tests/interop/install-aimock.sh` installs it.
"""

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.answer import Delta
from rag.answer.model import ModelAnswerer
from rag.chat_model import ChatModel
from rag.errors import ModelError
from rag.settings import ModelSettings
from rag.types import Answer, Question, Turn, Usage
from rag.understand import Understanding
from rag.understand.model import ModelUnderstander
from rag.understand.rules import RuleUnderstander
from tests.answer.minutes import TEXT, Minutes, passages

NODE = shutil.which("node")
AIMOCK = Path(__file__).parent / "node_modules" / ".bin" / "aimock"

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(not AIMOCK.exists(), reason="run tests/interop/install-aimock.sh first"),
]

REPLY = "TÌM THẤY: Đồng chí Lê Văn Sáu - Phó Chủ tịch UBND huyện - chủ trì phiên họp [1] [8]."
UNDERSTOOD = json.dumps({"standalone": "Ai chủ trì phiên họp giao ban tháng 4?", "kind": "chair"}, ensure_ascii=False)
LIMITED = {"message": "Rate limit exceeded.", "type": "rate_limit_error", "code": "rate_limit_exceeded"}


def fixture(asked: str, response: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"match": {"userMessage": asked}, "response": response, **more}


FIXTURES = [
    fixture("Câu hỏi mới nhất:", {"content": UNDERSTOOD}),
    fixture("Ai chủ trì", {"content": REPLY, "usage": {"prompt_tokens": 90, "completion_tokens": 9}}, chunkSize=5),
    fixture("Hạn của Hạt Kiểm lâm", {"content": "KHÔNG THẤY: Biên bản không nêu hạn của việc này."}),
    fixture("Ai vắng mặt", {"content": REPLY}, chunkSize=5, truncateAfterChunks=4),
    fixture("Ai ghi biên bản", {"content": REPLY, "finishReason": "length"}),
    fixture("Ai phát biểu", {"error": LIMITED, "status": 429}),
    fixture("Ai gọi điện", {"toolCalls": [{"name": "search", "arguments": "{}"}]}),
]


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("aimock")
    (folder / "fixtures.json").write_text(json.dumps({"fixtures": FIXTURES}), encoding="utf-8")
    config = {"port": 0, "host": "127.0.0.1", "llm": {"fixtures": str(folder / "fixtures.json")}}
    (folder / "aimock.json").write_text(json.dumps(config), encoding="utf-8")
    command = [str(NODE), str(AIMOCK), "--config", str(folder / "aimock.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            said = ""
            for line in process.stdout:
                said += line
                if found := re.search(r"listening on (http://\S+)", line):
                    yield found.group(1) + "/v1"
                    return
            pytest.fail(f"aimock did not start: {said}")
        finally:
            process.terminate()


def chat_model(base_url: str) -> ChatModel:
    return ChatModel(
        ModelSettings(api_key="sk-test", base_url=base_url, chat_model="gpt-6-luna", timeout=15, retries=1)
    )


def ask(base_url: str, text: str) -> tuple[str, Answer]:
    async def run() -> tuple[str, Answer]:
        question = Question(text, today=date(2024, 6, 10))
        shown = ""
        async for item in ModelAnswerer(chat_model(base_url), Minutes()).stream(
            question, Understanding(text), passages()
        ):
            if isinstance(item, Answer):
                return shown, item
            assert isinstance(item, Delta)
            shown += item.text
        raise AssertionError("no answer")

    return asyncio.run(run())


def test_streamed_answer_carries_its_quote(base_url: str) -> None:
    shown, answer = ask(base_url, "Ai chủ trì phiên họp giao ban tháng 4?")
    assert shown == answer.text == "Đồng chí Lê Văn Sáu - Phó Chủ tịch UBND huyện - chủ trì phiên họp [1]."
    assert answer.found and answer.usage == Usage(90, 9)
    (citation,) = answer.citations
    assert citation.quote == TEXT[citation.start : citation.end] and "Lê Văn Sáu" in citation.quote


def test_missing_fact_cites_nothing(base_url: str) -> None:
    _, answer = ask(base_url, "Hạn của Hạt Kiểm lâm là ngày nào?")
    assert not answer.found and answer.citations == ()


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("Ai vắng mặt?", "ngắt|kết nối"),
        ("Ai ghi biên bản?", "dài"),
        ("Ai phát biểu?", "giới hạn"),
        ("Ai gọi điện?", "công cụ"),
        ("Ai không có trong kịch bản?", "CHAT_MODEL"),
    ],
)
def test_failures_are_told(base_url: str, question: str, hint: str) -> None:
    with pytest.raises(ModelError, match=hint):
        ask(base_url, question)


def test_follow_up_is_rewritten(base_url: str) -> None:
    turn = Turn("họp tháng 4 thế nào?", "Họp giao ban tháng 4 thế nào?", "Đã họp ngày 3/4/2024.")
    question = Question("ai chủ trì?", today=date(2024, 6, 10), turns=(turn,))
    understander = ModelUnderstander(chat_model(base_url), RuleUnderstander())
    understanding = asyncio.run(understander.understand(question))
    assert understanding.standalone == "Ai chủ trì phiên họp giao ban tháng 4?"
