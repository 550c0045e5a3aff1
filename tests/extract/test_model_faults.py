"""What becomes of a record when the model fails, and of a document too long for one call."""

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rag.chat_model import ChatModel
from rag.extract.model import HEAD_TOKENS, MAX_PARTS, PART_TOKENS, ModelExtractor
from rag.settings import ModelSettings
from rag.tokens import estimate
from tests.extract.model_minutes import CHAIRED, TEXT, TITLE, FixedRules, gold, only, reply
from tests.openai_server import Exchange, OpenAIServer, Play, broken, error, hang, html, text


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def rules() -> FixedRules:
    return FixedRules()


def extractor(server: OpenAIServer, rules: FixedRules, limit: float = 20.0) -> ModelExtractor:
    settings = ModelSettings(
        api_key=server.api_key, base_url=server.base_url, chat_model="gpt-6-luna", timeout=10, retries=0
    )
    return ModelExtractor(ChatModel(settings), rules, limit)


GOOD = only(chairs=gold()["chairs"])
BAD = [
    "Tôi không đọc được tài liệu.",
    reply()[:-40],
    reply().replace('"chairs"', '"chair"'),
    json.dumps(gold()["chairs"][0], ensure_ascii=False),
    "[1, 2]",
    "{}",
    '{"chairs": 5, "assignments": []}',
    '{"chairs": [], "assignments": [], "others": [{"when": "đã qua"}]}',
    '{"a":' * 3000 + "}" * 3000,
    '{"chairs": ' + "9" * 6000 + ', "assignments": []}',
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad[:12])
def test_wrong_form_is_mended_by_a_second_call(server: OpenAIServer, rules: FixedRules, bad: str) -> None:
    server.play(text(bad), text(only(assignments=gold()["assignments"])))
    extraction = extractor(server, rules).extraction(TITLE, TEXT)
    assert len(extraction.record.assignments) == 3 and rules.asked == []
    first, second = (request.body["messages"][1]["content"] for request in server.requests)
    assert "lần trả lời trước: không có" in first
    assert re.search(r"lần trả lời trước: (?:không có đối tượng JSON|JSON)", second)
    (fence,) = set(re.findall(r"===== ([0-9a-f]{16})", second))
    assert bad[:500] in second.split(f"===== {fence} câu trả lời trước")[1]


def test_second_call_is_told_which_field_is_wrong(server: OpenAIServer, rules: FixedRules) -> None:
    server.play(text('{"chairs": [], "assignments": [{"owner": {"name": "Tổ 5"}}]}'), text(reply()))
    extractor(server, rules).extract(TITLE, TEXT)
    assert "assignments.0.owner" in server.requests[1].body["messages"][1]["content"]


@pytest.mark.parametrize("bad", BAD[:3], ids=lambda bad: bad[:12])
def test_wrong_form_twice_falls_back_to_the_rules(server: OpenAIServer, rules: FixedRules, bad: str) -> None:
    server.play(text(bad), text(bad))
    extraction = extractor(server, rules).extraction(TITLE, TEXT)
    assert extraction.record == FixedRules().extract(TITLE, TEXT)
    assert extraction.version == rules.version
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "play",
    [
        error(401),
        error(429, code="insufficient_quota"),
        error(500),
        broken('{"chairs": ['),
        html(),
        text("{", finish="length"),
        text(""),
    ],
)
def test_failed_call_falls_back_to_the_rules(server: OpenAIServer, rules: FixedRules, play: Play) -> None:
    server.play(play)
    assert extractor(server, rules).extract(TITLE, TEXT) == FixedRules().extract(TITLE, TEXT)
    assert len(server.requests) == 1


def test_nothing_of_the_document_reaches_a_log(
    server: OpenAIServer, rules: FixedRules, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="rag")
    server.play(error(500, message=CHAIRED), text(CHAIRED), text(CHAIRED))
    for _ in range(2):
        extractor(server, rules).extract(TITLE, TEXT)
    assert "the model gave no facts" in caplog.text
    assert not any(word in caplog.text for word in ("Uông", "Phiêng", "giao ban"))


def test_timeout_falls_back_to_the_rules(server: OpenAIServer, rules: FixedRules) -> None:
    server.play(hang)
    assert extractor(server, rules, limit=0.5).extract(TITLE, TEXT) == FixedRules().extract(TITLE, TEXT)


def test_model_that_keeps_failing_is_left_alone_for_a_while(server: OpenAIServer, rules: FixedRules) -> None:
    server.play(*[error(500)] * 3)
    server.default = text(GOOD)
    failing = extractor(server, rules)
    for _ in range(5):
        failing.extract(TITLE, TEXT)
    assert len(server.requests) == 3 and len(rules.asked) == 5


def test_one_failure_does_not_cost_the_next_document(server: OpenAIServer, rules: FixedRules) -> None:
    server.play(hang, text(GOOD), error(401), text(GOOD))
    moody = extractor(server, rules, limit=1.0)
    versions = [moody.extraction(TITLE, TEXT).version for _ in range(4)]
    assert versions == [rules.version, moody.version] * 2


@pytest.mark.parametrize("document", ["", " \n\n "])
def test_empty_document_costs_no_call(server: OpenAIServer, rules: FixedRules, document: str) -> None:
    extractor(server, rules).extract(TITLE, document)
    assert server.requests == [] and rules.asked == [TITLE]


async def test_extract_works_inside_a_running_loop_and_in_threads_beside_one(
    server: OpenAIServer, rules: FixedRules
) -> None:
    server.default = text(GOOD)
    mind = extractor(server, rules)
    inside = mind.extract(TITLE, TEXT)
    beside = await asyncio.gather(*(asyncio.to_thread(mind.extract, TITLE, TEXT) for _ in range(4)))
    assert all(record == inside for record in beside) and rules.asked == []


def test_extract_works_in_threads_without_a_loop(server: OpenAIServer, rules: FixedRules) -> None:
    server.default = text(GOOD)
    mind = extractor(server, rules)
    with ThreadPoolExecutor(3) as threads:
        records = list(threads.map(lambda _: mind.extract(TITLE, TEXT), range(6)))
    assert len(set(records)) == 1 and rules.asked == []


# ---- Long documents.

TASKS = [
    f"{n}. Giao Tổ số {n} dọn kênh nội đồng đoạn {n}, bố trí nhân lực, phương tiện, tổng hợp kinh phí và niêm yết công "
    f"khai tại nhà văn hóa, xong trước ngày {n % 28 + 1}/9."
    for n in range(1, 101)
]
LONG = TEXT + "\n" + "\n".join(TASKS) + "\n"


def shown(user: str) -> str:
    """The part of the document that a prompt asks about."""
    return re.split(r"===== [0-9a-f]{16} (?:phần cần ghi|hết)\n", user)[1]


def read_tasks(exchange: Exchange) -> None:
    """Answers as a model that reads the tasks and, wherever it sees it, the chair."""
    user = exchange.request["messages"][1]["content"]
    tasks = [
        {"owner": f"Tổ số {n}", "task": f"dọn kênh nội đồng đoạn {n}", "deadline": f"trước ngày {int(n) % 28 + 1}/9", "quote": line}
        for line in shown(user).splitlines()
        if (match := re.match(r"(\d+)\. Giao Tổ số (\d+) ", line)) and (n := match[2])
    ]  # fmt: skip
    said: dict[str, Any] = {"date": gold()["date"], "chairs": gold()["chairs"], "assignments": tasks}
    text(json.dumps(said, ensure_ascii=False))(exchange)


def test_long_document_is_read_in_parts_that_repeat_its_head(server: OpenAIServer, rules: FixedRules) -> None:
    server.default = read_tasks
    record = extractor(server, rules).extract(TITLE, LONG)
    users = [request.body["messages"][1]["content"] for request in server.requests]
    assert len(users) == -(-estimate(LONG) // PART_TOKENS)
    assert all(TITLE in user and CHAIRED in user for user in users)
    assert all(estimate(user) <= PART_TOKENS + HEAD_TOKENS + 300 for user in users)
    parts = [shown(user).strip() for user in users]
    assert "".join("".join(parts).split()) == "".join(LONG.split()), "each word is read once"
    assert all(part.endswith(".") for part in parts), "cut at the end of a paragraph"
    assert [chair.name for chair in record.chairs] == ["Uông Thị Nhã"]
    assert [one.owner for one in record.assignments] == [f"Tổ số {n}" for n in range(1, 101)]
    assert all(one.deadline is not None and one.deadline.day is not None for one in record.assignments)
    assert all(LONG[one.quote.start : one.quote.end] == one.quote.text for one in record.assignments)
    assert rules.asked == []


@pytest.mark.parametrize("play", [error(500), text("không có JSON")], ids=["error", "form"])
def test_rules_fill_in_the_part_that_the_model_failed_on(server: OpenAIServer, rules: FixedRules, play: Play) -> None:
    server.default = read_tasks
    server.play(read_tasks, play, play)
    extraction = extractor(server, rules).extraction(TITLE, LONG)
    record = extraction.record
    assert rules.asked == [TITLE] and extraction.version == rules.version
    tasks = [one.task for one in record.assignments]
    assert "dọn kênh nội đồng đoạn 1" in tasks
    assert "việc cuối" in tasks, "it stands in a part that nobody read"
    assert "việc đầu" not in tasks, "it stands in a part that the model read"
    assert record.place == "Theo quy tắc", "the model left it empty"
    assert [chair.name for chair in record.chairs] == ["Uông Thị Nhã"]


def test_refused_key_is_not_tried_for_each_part(server: OpenAIServer, rules: FixedRules) -> None:
    server.default = error(401)
    extractor(server, rules).extract(TITLE, LONG)
    assert len(server.requests) == 1


def test_book_does_not_cost_calls_without_end(server: OpenAIServer, rules: FixedRules) -> None:
    server.default = text('{"chairs": [], "assignments": []}')
    paragraph = "Mùa nước nổi năm ấy về sớm hơn mọi năm. " * 20 + "\n\n"
    book = paragraph * (PART_TOKENS * (MAX_PARTS + 6) // estimate(paragraph))
    extractor(server, rules).extract(TITLE, book)
    assert len(server.requests) == MAX_PARTS
