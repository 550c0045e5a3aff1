"""The one door to a chat model: streams its reply, or says in Vietnamese why there is none.

Enters: a prompt with its values. Leaves: the text as it comes and then its `Usage`. A reply that ends early, is empty
or unreadable is a `ModelError`, never a short reply. LangChain is imported with the first call, because it takes more
than a second.
"""

import asyncio
import random
import re
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from prompts import Messages, Prompt
from rag.errors import ModelError, SettingsError
from rag.model_errors import cut, empty, explain, wants_tool
from rag.settings import ModelSettings
from rag.types import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

# Given explicitly, so that no address or key from the process's environment is used in its place.
_OPENAI_URL = "https://api.openai.com/v1"
_NO_KEY = "khong-can-khoa"  # a local server wants none, but the client insists on one

# Reasoning models refuse any temperature but their own.
_OWN_TEMPERATURE = re.compile(r"(?:o\d|gpt-(?:[5-9]|\d\d))")

_COMPLETE = frozenset({"stop", "end_turn"})
_THOUGHTS = re.compile(r"<think>.*?</think>\s*", re.DOTALL)
_BACKOFF = 0.5  # seconds before the first retry, doubled for each further one


class ChatModel:
    """A chat model as `ModelSettings` name it. Safe to call from several tasks and event loops."""

    def __init__(self, settings: ModelSettings) -> None:
        self.name = settings.chat_model
        self._settings = settings
        self._building = threading.Lock()
        self._chain: Runnable[Messages, _Piece] | None = None

    async def stream(
        self, prompt: Prompt, limit: float | None = None, **values: str
    ) -> AsyncGenerator[str | Usage, None]:
        """The reply to `prompt`, piece by piece; the last item is its usage.

        Until the first piece, a failure that may pass is tried again, after the wait that the server asks for, as long
        as that fits into `limit` (seconds for everything; the settings' timeout by default).

        Raises:
            ModelError: there is no complete reply. Pieces already yielded are not to be kept.
        """
        messages = prompt.render(**values)
        limit = self._settings.timeout if limit is None else limit
        now = asyncio.get_running_loop().time
        deadline = now() + limit
        chain = self._chain
        if chain is None:
            chain = await asyncio.to_thread(self._build)
        for attempt in range(self._settings.retries + 1):
            said = False
            try:
                async with aclosing(self._attempt(chain, messages, deadline)) as pieces:
                    async for piece in pieces:
                        said = True
                        yield piece
                return
            except ModelError as error:
                wait = error.retry_after
                if wait is None:
                    wait = _BACKOFF * 2**attempt * random.uniform(0.75, 1.25)
                last = attempt == self._settings.retries
                if said or last or not error.retryable or now() + wait >= deadline:
                    raise
                await asyncio.sleep(wait)

    async def reply(self, prompt: Prompt, limit: float | None = None, **values: str) -> tuple[str, Usage]:
        """The whole reply to `prompt`, as `stream` gives it, without what a model thought aloud before it."""
        text, usage = "", Usage()
        async for piece in self.stream(prompt, limit, **values):
            if isinstance(piece, Usage):
                usage = piece
            else:
                text += piece
        return _THOUGHTS.sub("", text).strip(), usage

    async def _attempt(
        self, chain: "Runnable[Messages, _Piece]", messages: Messages, deadline: float
    ) -> AsyncGenerator[str | Usage, None]:
        finish: str | None = None
        said = called = False
        usage = Usage()
        stream = cast(AsyncGenerator[_Piece, None], chain.astream(messages))
        async with aclosing(stream):
            while True:
                try:
                    # Per piece, because a timeout around a `yield` would strike the caller.
                    async with asyncio.timeout_at(deadline):
                        piece = await anext(stream, None)
                except Exception as error:
                    # All that runs in here is LangChain on bytes of a foreign server, so anything can come.
                    raise explain(error, self.name) from None
                if piece is None:
                    break
                finish = piece.finish or finish
                called = called or piece.called
                usage = piece.usage or usage
                if piece.text:
                    said = True
                    yield piece.text
        if called:
            raise wants_tool()
        if finish not in _COMPLETE:
            raise cut(finish)
        if not said:
            raise empty()
        yield usage

    def _build(self) -> "Runnable[Messages, _Piece]":
        from langchain_core.runnables import RunnableGenerator, RunnableLambda

        with self._building:
            chain = self._chain
            if chain is None:
                model = build_chat_model(self._settings)
                chain = RunnableLambda(_as_chat) | model | RunnableGenerator(_read_pieces)
                self._chain = chain
            return chain


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is wanted of one message chunk."""

    text: str
    finish: str | None
    usage: Usage | None
    called: bool  # a tool


def build_chat_model(settings: ModelSettings) -> "BaseChatModel":
    """The LangChain chat model for `settings`. Retries are left to `ChatModel`, which knows the time left.

    Raises:
        SettingsError: LangChain does not know the provider, or its package is not installed.
    """
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"timeout": settings.timeout, "max_retries": 0}
    if not _OWN_TEMPERATURE.match(settings.chat_model.rsplit("/", 1)[-1]):
        options["temperature"] = 0
    if settings.provider == "openai":
        options |= {
            "base_url": settings.base_url or _OPENAI_URL,
            "api_key": settings.api_key or _NO_KEY,
            "stream_usage": True,
            # A connection kept open would belong to one event loop, and the next question may run in another.
            "default_headers": {"Connection": "close"},
        }
    else:
        options |= {
            name: value
            for name, value in (("base_url", settings.base_url), ("api_key", settings.api_key))
            if value is not None
        }
    try:
        model: BaseChatModel = init_chat_model(settings.chat_model, model_provider=settings.provider, **options)
    except (ImportError, ValueError) as error:
        raise SettingsError(
            f"Không dùng được nhà cung cấp mô hình “{settings.provider}”. "
            "Kiểm tra tên nhà cung cấp và cài gói LangChain của họ."
        ) from error
    return model


def _as_chat(messages: Messages) -> list[tuple[str, str]]:
    return [("system", messages.system), ("user", messages.user)]


async def _read_pieces(chunks: "AsyncIterator[AIMessage]") -> AsyncIterator[_Piece]:
    async for chunk in chunks:
        metadata = chunk.response_metadata
        counted = chunk.usage_metadata
        yield _Piece(
            text=str(chunk.text),
            finish=metadata.get("finish_reason") or metadata.get("stop_reason"),
            usage=Usage(counted["input_tokens"], counted["output_tokens"]) if counted else None,
            called=bool(chunk.tool_calls or chunk.invalid_tool_calls),
        )
