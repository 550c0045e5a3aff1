"""Texts to vectors by a model over the OpenAI protocol, through LangChain.

Texts enter, unit vectors leave, so that an inner product is a cosine; or a `ModelError` that says in Vietnamese what failed.
"""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import ModelError
from rag.model_errors import explain
from rag.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings

_OPENAI_URL = "https://api.openai.com/v1"  # given explicitly, so that no address from the environment is used instead
_NO_KEY = "khong-can-khoa"  # a local server wants none, but the client insists on one
# OpenAI's models read 8,191 tokens; a Vietnamese character takes at most about one.
_LONGEST = 6000  # characters
_UNUSABLE = "Máy chủ mô hình trả về vectơ không dùng được. Kiểm tra EMBEDDING_MODEL và OPENAI_BASE_URL."
_LATE = "Mô hình nhúng không trả lời kịp. Bạn thử lại sau ít phút."


class ModelEmbedder:
    """An embedding model as `ModelSettings` name it. Safe to use from several threads."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._client: OpenAIEmbeddings | None = None
        self._dimension: int | None = None

    @property
    def fingerprint(self) -> str:
        """Names the model."""
        return f"model-{self._settings.embedding_model}"

    @property
    def dimension(self) -> int:
        """Length of a vector; asks the model once. Raises `ModelError`."""
        if self._dimension is None:
            self.embed_query("giao ban")
        assert self._dimension is not None
        return self._dimension

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors: float32 [len(texts), dimension], in requests of `embedding_batch` texts.

        Raises:
            ModelError: a request failed after its retries; nothing is returned then.
        """
        size = max(1, self._settings.embedding_batch)
        parts = []
        for start in range(0, len(texts), size):
            batch = [_readable(text) for text in texts[start : start + size]]
            limit = self._settings.timeout * (self._settings.retries + 1)
            parts.append(self._checked(self._call(partial(self._request, batch), limit), len(batch)))
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_query(self, text: str) -> np.ndarray:
        """The unit vector of a question: float32 [dimension], within the settings' timeout. Raises `ModelError`."""
        reply = self._call(partial(self._request, [_readable(text)]), self._settings.timeout)
        return np.asarray(self._checked(reply, 1)[0])

    def _request(self, texts: list[str]) -> list[list[float]]:
        return self._open().embed_documents(texts)

    def _call(self, request: Callable[[], list[list[float]]], limit: float) -> list[list[float]]:
        """The reply to `request`, waited for `limit` seconds at most: a client's timeout is for each read alone."""
        replies: list[list[list[float]]] = []
        failures: list[Exception] = []

        def run() -> None:
            try:
                replies.append(request())
            except Exception as error:  # whatever a foreign server's bytes cause in the client
                failures.append(error)

        thread = threading.Thread(target=run, name="embedding", daemon=True)
        thread.start()
        thread.join(limit)
        if replies:
            return replies[0]
        if failures:
            raise _explained(failures[0], self._settings.embedding_model) from None
        raise ModelError(_LATE, retryable=True)

    def _checked(self, reply: Sequence[Sequence[float]], count: int) -> np.ndarray:
        try:
            vectors = np.asarray(reply, dtype=np.float32)
        except (TypeError, ValueError):
            raise ModelError(_UNUSABLE, retryable=False) from None
        if vectors.ndim != 2 or len(vectors) != count or not vectors.shape[1] or not np.isfinite(vectors).all():
            raise ModelError(_UNUSABLE, retryable=False)
        with self._lock:
            if self._dimension is None:
                self._dimension = vectors.shape[1]
            elif self._dimension != vectors.shape[1]:
                raise ModelError(_UNUSABLE, retryable=False)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)

    def _open(self) -> "OpenAIEmbeddings":
        with self._lock:
            if self._client is None:
                from langchain_openai import OpenAIEmbeddings
                from pydantic import SecretStr

                self._client = OpenAIEmbeddings(
                    model=self._settings.embedding_model,
                    base_url=self._settings.base_url or _OPENAI_URL,
                    api_key=SecretStr(self._settings.api_key or _NO_KEY),
                    timeout=self._settings.timeout,
                    max_retries=self._settings.retries,
                    chunk_size=max(1, self._settings.embedding_batch),
                    default_headers={"Connection": "close"},  # nobody would close a connection kept open
                    check_embedding_ctx_length=False,  # or every call would load tiktoken's vocabulary
                )
            return self._client


def _readable(text: str) -> str:
    """Within the model's limit, and never empty, which servers refuse."""
    return text[:_LONGEST].strip() or "."


def _explained(error: Exception, model: str) -> ModelError:
    told = explain(error, model)
    message = str(told).replace("CHAT_MODEL", "EMBEDDING_MODEL")
    return ModelError(message, retryable=told.retryable, retry_after=told.retry_after)
