import time
from collections.abc import Iterator

import numpy as np
import pytest

from rag.embed import Embedder, build_embedder
from rag.errors import ModelError
from rag.settings import ModelSettings
from tests.openai_server import Exchange, OpenAIServer, error, hang, html


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def _embedder(server: OpenAIServer, *, timeout: float = 5.0, retries: int = 0, batch: int = 4) -> Embedder:
    return build_embedder(
        ModelSettings(
            api_key=server.api_key, base_url=server.base_url, timeout=timeout, retries=retries, embedding_batch=batch
        )
    )


def test_texts_go_out_in_batches_as_text_and_come_back_as_unit_vectors(server: OpenAIServer) -> None:
    embedder = _embedder(server)
    rows = embedder.embed_documents([f"Đoạn {n}" for n in range(10)])
    assert rows.shape == (10, 64)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert [len(request.body["input"]) for request in server.requests] == [4, 4, 2]
    assert server.requests[0].body["input"][0] == "Đoạn 0"
    assert {request.body["model"] for request in server.requests} == {"text-embedding-3-small"}


def test_a_question_has_the_vector_of_the_same_text(server: OpenAIServer) -> None:
    embedder = _embedder(server)
    assert np.allclose(embedder.embed_query("Ai chủ trì?"), embedder.embed_documents(["Ai chủ trì?"])[0], atol=1e-6)


def test_dimension_comes_from_the_model(server: OpenAIServer) -> None:
    assert _embedder(server).dimension == 64
    assert _embedder(server).embed_documents([]).shape == (0, 64)


def test_long_and_empty_texts_are_made_acceptable(server: OpenAIServer) -> None:
    rows = _embedder(server).embed_documents(["họp " * 50_000, "", " \n"])
    assert rows.shape == (3, 64)
    sent = server.requests[0].body["input"]
    assert len(sent[0]) <= 8191
    assert all(text.strip() for text in sent)


def test_fingerprint_names_the_model(server: OpenAIServer) -> None:
    other = ModelSettings(base_url=server.base_url, embedding_model="bge-m3")
    assert _embedder(server).fingerprint != build_embedder(other).fingerprint


def test_a_passing_failure_is_tried_again(server: OpenAIServer) -> None:
    server.play(error(500), error(429, retry_after="0"))
    assert _embedder(server, retries=2).embed_query("giao ban").shape == (64,)
    assert len(server.requests) == 3


@pytest.mark.parametrize(("status", "retryable"), [(401, False), (404, False), (429, True), (500, True)])
def test_a_refusal_is_a_model_error_without_the_key(server: OpenAIServer, status: int, retryable: bool) -> None:
    server.play(error(status, message=f"key {server.api_key}"))
    with pytest.raises(ModelError) as raised:
        _embedder(server).embed_query("giao ban")
    assert raised.value.retryable is retryable
    assert str(server.api_key) not in str(raised.value)
    assert "CHAT_MODEL" not in str(raised.value)


def test_a_silent_server_costs_the_timeout_at_most(server: OpenAIServer) -> None:
    server.play(hang)
    begun = time.perf_counter()
    with pytest.raises(ModelError) as raised:
        _embedder(server, timeout=0.3).embed_query("giao ban")
    assert raised.value.retryable
    assert time.perf_counter() - begun < 3.0


def test_a_web_page_instead_of_vectors_is_a_model_error(server: OpenAIServer) -> None:
    server.play(html())
    with pytest.raises(ModelError):
        _embedder(server).embed_query("giao ban")


@pytest.mark.parametrize(
    "vectors", [[[1.0, 2.0]], [[1.0, 2.0], [1.0]], [[1.0, float("nan")], [1.0, 2.0]], [[], []]], ids=str
)
def test_vectors_that_do_not_fit_are_refused(server: OpenAIServer, vectors: list[list[float]]) -> None:
    def play(exchange: Exchange) -> None:
        data = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(vectors)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        exchange.json(200, {"object": "list", "data": data, "model": "text-embedding-3-small", "usage": usage})

    server.play(play)
    with pytest.raises(ModelError):
        _embedder(server).embed_documents(["một", "hai"])
