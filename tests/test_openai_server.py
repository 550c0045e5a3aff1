"""Our OpenAI-compatible server refuses what the real service refuses, so that it can stand in for it."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import openai
import pytest

from tests.openai_server import OpenAIServer, embedding, error

HELLO: Any = [{"role": "user", "content": "xin chào"}]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def client(server: OpenAIServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=server.api_key, base_url=server.base_url, max_retries=0, timeout=10) as made:
        yield made


def test_chat_is_answered_whole_and_streamed(server: OpenAIServer, client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="gpt-4.1-mini", messages=HELLO, temperature=0)
    assert whole.choices[0].finish_reason == "stop" and whole.usage is not None
    with client.chat.completions.create(model="gpt-4.1-mini", messages=HELLO, stream=True) as stream:
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    assert text == whole.choices[0].message.content
    assert [request.path for request in server.requests] == ["/v1/chat/completions"] * 2


@pytest.mark.parametrize(
    ("request_body", "status"),
    [
        ({"model": "gpt-9"}, 404),
        ({"messages": []}, 400),
        ({"messages": [{"role": "robot", "content": "x"}]}, 400),
        ({"messages": [{"role": "system", "content": "x"}]}, 400),
        ({"messages": [{"role": "user", "content": " "}]}, 400),
        ({"model": "gpt-6-luna", "temperature": 0}, 400),
        ({"stream_options": {"include_usage": True}}, 400),
        ({"extra_body": {"top_k": 4}}, 400),
    ],
)
def test_wrong_chat_requests_are_refused(client: openai.OpenAI, request_body: dict[str, Any], status: int) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        client.chat.completions.create(**{"model": "gpt-4.1-mini", "messages": HELLO, **request_body})
    assert caught.value.status_code == status


def test_wrong_key_is_refused(server: OpenAIServer) -> None:
    with (
        openai.OpenAI(api_key="sk-khac", base_url=server.base_url, max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.models.list()


def test_embeddings_are_the_same_in_both_encodings(server: OpenAIServer, client: openai.OpenAI) -> None:
    texts = ["họp giao ban", "chủ trì", "họp giao ban"]
    encodings: list[Any] = [{}, {"encoding_format": "float"}]
    given = [client.embeddings.create(model="text-embedding-3-small", input=texts, **options) for options in encodings]
    assert server.requests[0].body["encoding_format"] == "base64", "the client's own choice"
    for response in given:
        vectors = np.array([item.embedding for item in response.data], dtype=np.float32)
        assert vectors.shape == (3, server.dimension)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(vectors, [embedding(text, server.dimension) for text in texts], atol=1e-6)
    shorter = client.embeddings.create(model="text-embedding-3-small", input="họp", dimensions=8)
    assert len(shorter.data[0].embedding) == 8


@pytest.mark.parametrize("given", ["", [], [""], [[1, 2, 3]]])
def test_wrong_embedding_requests_are_refused(client: openai.OpenAI, given: Any) -> None:
    with pytest.raises(openai.BadRequestError):
        client.embeddings.create(model="text-embedding-3-small", input=given)


def test_faults_are_played_in_order_and_then_all_is_well(server: OpenAIServer, client: openai.OpenAI) -> None:
    server.play(error(429, code="rate_limit_exceeded", retry_after="7"), error(500))
    with pytest.raises(openai.RateLimitError) as limited:
        client.embeddings.create(model="text-embedding-3-small", input="họp")
    assert limited.value.response.headers["retry-after"] == "7"
    with pytest.raises(openai.InternalServerError):
        client.chat.completions.create(model="gpt-6-luna", messages=HELLO)
    assert client.models.list().data
    assert client.embeddings.create(model="text-embedding-3-small", input="họp").data
    assert json.dumps(server.requests[-1].body)
