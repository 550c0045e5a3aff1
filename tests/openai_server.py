"""An OpenAI-compatible server on loopback that checks what it is asked and plays faults on demand.

It answers `/v1/chat/completions` (streamed or whole), `/v1/embeddings`, `/v1/audio/transcriptions` and `/v1/models`. A request that the real
service would refuse (no key, unknown model, unknown field, a temperature for a model that takes none) is refused in
the same words, so that a test cannot pass on a request that would fail outside. Every request is recorded.

    with OpenAIServer() as server:
        server.play(error(429, retry_after="1"), text("TÌM THẤY: ..."))   # for the next two requests
        ... call with server.base_url and server.api_key ...
        assert len(server.requests) == 2
"""

import base64
import email
import hashlib
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import numpy as np

CHAT_FIELDS = frozenset(
    [
        "model",
        "messages",
        "stream",
        "stream_options",
        "temperature",
        "max_tokens",
        "max_completion_tokens",
        "top_p",
        "n",
        "stop",
        "seed",
        "user",
    ]
)
EMBEDDING_FIELDS = frozenset(["model", "input", "encoding_format", "dimensions", "user"])
TRANSCRIPTION_FIELDS = frozenset(["file", "model", "language", "prompt", "response_format", "temperature"])
TRANSCRIBERS = frozenset(["gpt-4o-transcribe", "gpt-4o-mini-transcribe", "whisper-1"])
ROLES = frozenset({"system", "developer", "user", "assistant"})
REASONING_MODEL = re.compile(r"^(o\d|gpt-[5-9](?!.*chat))")
PIECE = 7  # characters of a streamed piece: markers and tags are cut in the middle


@dataclass(frozen=True)
class Recorded:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    at: float  # of `time.monotonic`


class RefusedError(Exception):
    """A request that the real service would not accept."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


Play = Callable[["Exchange"], None]


def text(reply: str, *, finish: str | None = "stop", usage: tuple[int, int] = (120, 30)) -> Play:
    """Answers with `reply`. Without `finish` the stream ends early, yet cleanly."""

    def play(exchange: "Exchange") -> None:
        exchange.chat(_pieces(reply), finish=finish, usage=usage)

    return play


def heard(words: str) -> Play:
    """Answers with what was said in a sound."""

    def play(exchange: "Exchange") -> None:
        exchange.json(200, {"text": words})

    return play


def error(status: int, *, code: str | None = None, message: str = "refused", retry_after: str | None = None) -> Play:
    """Answers with an error in the service's form."""

    def play(exchange: "Exchange") -> None:
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        exchange.json(status, _error(code, message), headers)

    return play


def hang(exchange: "Exchange") -> None:
    """Says nothing until the server is closed."""
    exchange.server.closing.wait()


def drip(reply: str, seconds: float) -> Play:
    """Sends one character every `seconds`."""

    def play(exchange: "Exchange") -> None:
        def slow() -> Iterator[str]:
            for character in reply:
                yield character
                if exchange.server.closing.wait(seconds):
                    return

        exchange.chat(slow())

    return play


def broken(reply: str) -> Play:
    """Sends `reply` and drops the connection in the middle of the stream."""

    def play(exchange: "Exchange") -> None:
        exchange.open_stream()
        for piece in _pieces(reply):
            exchange.send(exchange.chunk({"content": piece}))
        exchange.handler.close_connection = True  # without the last chunk of the transfer encoding

    return play


def malformed(exchange: "Exchange") -> None:
    """Sends a piece that is no JSON."""
    exchange.open_stream()
    exchange.send(exchange.chunk({"content": "TÌM THẤY: "}))
    exchange.raw(b'data: {"id": "x", "choices": [{"delta"\n\n')
    exchange.close_stream()


def misshapen(exchange: "Exchange") -> None:
    """Sends JSON of another form."""
    exchange.open_stream()
    exchange.raw(b'data: {"choices": [{"index": 0, "delta": "TIM THAY", "finish_reason": 7}]}\n\n')
    exchange.raw(b"data: [1, 2]\n\n")
    exchange.close_stream()


def html(status: int = 200) -> Play:
    """Answers with a web page, as a proxy or a wrong address does."""

    def play(exchange: "Exchange") -> None:
        exchange.body(status, b"<!doctype html><title>Portal</title><p>Welcome</p>", "text/html; charset=utf-8")

    return play


def tool_call(exchange: "Exchange") -> None:
    """Asks for a function to be called, which nobody offered."""
    call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}
    exchange.open_stream()
    exchange.send(exchange.chunk({"role": "assistant", "content": None, "tool_calls": [call]}))
    exchange.send(exchange.chunk({}, finish="tool_calls"))
    exchange.close_stream()


def stream_error(code: str, message: str = "failed") -> Play:
    """Reports an error inside the stream, after status 200."""

    def play(exchange: "Exchange") -> None:
        exchange.open_stream()
        exchange.send(_error(code, message))
        exchange.close_stream()

    return play


@dataclass
class Exchange:
    """One request being answered."""

    server: "OpenAIServer"
    handler: BaseHTTPRequestHandler
    request: Any
    streamed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.streamed = isinstance(self.request, dict) and bool(self.request.get("stream"))

    def chat(self, pieces: Iterator[str], *, finish: str | None = "stop", usage: tuple[int, int] = (120, 30)) -> None:
        """Answers a chat request in the form it asked for."""
        counted = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
        if not self.streamed:
            message = {"role": "assistant", "content": "".join(pieces)}
            choice = {"index": 0, "message": message, "finish_reason": finish}
            self.json(200, {**self._head("chat.completion"), "choices": [choice], "usage": counted})
            return
        self.open_stream()
        self.send(self.chunk({"role": "assistant", "content": ""}))
        for piece in pieces:
            self.send(self.chunk({"content": piece}))
        if finish is not None:
            self.send(self.chunk({}, finish=finish))
            if (self.request.get("stream_options") or {}).get("include_usage"):
                self.send({**self._head("chat.completion.chunk"), "choices": [], "usage": counted})
            self.raw(b"data: [DONE]\n\n")
        self.close_stream()

    def chunk(self, delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
        """One piece of a stream."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 1_700_000_000, "model": self.request.get("model")}

    def json(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        """Answers with JSON."""
        self.body(status, json.dumps(value).encode(), "application/json", headers)

    def body(self, status: int, content: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        """Answers with `content`."""
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(content)

    def open_stream(self) -> None:
        """Starts server-sent events."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.send_header("Transfer-Encoding", "chunked")
        self.handler.end_headers()

    def send(self, value: Any) -> None:
        """Sends one event."""
        self.raw(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")

    def raw(self, content: bytes) -> None:
        """Sends bytes as one chunk of the transfer."""
        self.handler.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.handler.wfile.flush()

    def close_stream(self) -> None:
        """Ends server-sent events."""
        self.handler.wfile.write(b"0\r\n\r\n")


class OpenAIServer:
    """The server. `base_url` and `api_key` are what a client needs."""

    def __init__(self, *, api_key: str | None = "sk-test-1234567890", dimension: int = 64) -> None:
        self.api_key = api_key
        self.dimension = dimension
        self.models = ["gpt-6-luna", "gpt-5-mini", "gpt-4.1-mini", "qwen3:8b", "text-embedding-3-small"]
        self.default: Play = text("TÌM THẤY: Xin chào.")
        self.requests: list[Recorded] = []
        self.disconnected = threading.Event()  # a client went away before its answer was complete
        self.closing = threading.Event()
        self._plays: deque[Play] = deque()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """Where the API begins."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def play(self, *plays: Play) -> None:
        """Queues what the next requests get; afterwards every request is answered well."""
        self._plays.extend(plays)

    def __enter__(self) -> "OpenAIServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def answer(self, exchange: Exchange, path: str) -> None:
        """Checks the request, then plays what is queued or answers it."""
        try:
            self._check_key(exchange.handler.headers.get("Authorization"))
            if path == "/v1/models":
                models = [{"id": name, "object": "model", "created": 0, "owned_by": "test"} for name in self.models]
                exchange.json(200, {"object": "list", "data": models})
                return
            play = self._plays.popleft() if self._plays else None
            if path == "/v1/chat/completions":
                check_chat(exchange.request, self.models)
                (play or self.default)(exchange)
            elif path == "/v1/embeddings":
                check_embeddings(exchange.request, self.models)
                (play or self._embed)(exchange)
            elif path == "/v1/audio/transcriptions":
                check_transcription(exchange.request, exchange.handler.headers.get("Content-Type") or "")
                (play or heard("Xin chào."))(exchange)
            else:
                raise RefusedError(404, "unknown_url", "Unknown request URL")
        except RefusedError as refusal:
            exchange.json(refusal.status, _error(refusal.code, str(refusal)))

    def _check_key(self, given: str | None) -> None:
        if self.api_key is not None and given != f"Bearer {self.api_key}":
            # The real service repeats a part of the key: it must not reach a user or a log.
            raise RefusedError(401, "invalid_api_key", f"Incorrect API key provided: {given}")

    def _embed(self, exchange: Exchange) -> None:
        given = exchange.request["input"]
        texts = [given] if isinstance(given, str) else given
        size = exchange.request.get("dimensions", self.dimension)
        vectors = [embedding(one, size) for one in texts]
        as_base64 = exchange.request.get("encoding_format") == "base64"
        data = [
            {
                "object": "embedding",
                "index": index,
                "embedding": base64.b64encode(vector.tobytes()).decode() if as_base64 else vector.tolist(),
            }
            for index, vector in enumerate(vectors)
        ]
        tokens = sum(len(one) // 4 + 1 for one in texts)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        exchange.json(200, {"object": "list", "data": data, "model": exchange.request["model"], "usage": usage})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 0

            def do_GET(self) -> None:
                self._serve(None)

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                try:
                    self._serve(json.loads(content))
                except ValueError:
                    self._serve(content)

            def _serve(self, body: Any) -> None:
                recorded = Recorded(self.command, self.path, dict(self.headers), body, time.monotonic())
                server.requests.append(recorded)
                try:
                    server.answer(Exchange(server, self, body), self.path)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                    server.disconnected.set()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def embedding(one: str, dimension: int) -> np.ndarray:
    """A unit vector that depends on the text alone."""
    seed = int.from_bytes(hashlib.sha256(one.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(dimension)
    return (vector / np.linalg.norm(vector)).astype("<f4")


def check_chat(request: Any, models: list[str]) -> None:
    """Raises `RefusedError` where the real service would refuse a chat request."""
    _check_object(request, CHAT_FIELDS, models)
    messages = request.get("messages")
    if not isinstance(messages, list) or not messages:
        raise RefusedError(400, "invalid_value", "messages must be a non-empty list")
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in ROLES:
            raise RefusedError(400, "invalid_value", "invalid role")
        if not isinstance(message.get("content"), str) or not message["content"].strip():
            raise RefusedError(400, "invalid_value", "invalid content")
    if messages[-1]["role"] != "user":
        raise RefusedError(400, "invalid_value", "the last message must come from the user")
    if "stream_options" in request and not request.get("stream"):
        raise RefusedError(400, "invalid_value", "stream_options is only allowed when stream is enabled")
    if REASONING_MODEL.match(request["model"]) and request.get("temperature", 1) != 1:
        raise RefusedError(400, "unsupported_value", "temperature does not support this value with this model")


def check_embeddings(request: Any, models: list[str]) -> None:
    """Raises `RefusedError` where the real service would refuse an embedding request, and for token arrays."""
    _check_object(request, EMBEDDING_FIELDS, models)
    given = request.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not 0 < len(texts) <= 2048:
        raise RefusedError(400, "invalid_value", "input must hold 1 to 2048 texts")
    if not all(isinstance(one, str) and one for one in texts):
        raise RefusedError(400, "invalid_value", "input must hold non-empty strings")
    if request.get("encoding_format", "float") not in ("float", "base64"):
        raise RefusedError(400, "invalid_value", "invalid encoding_format")


def check_transcription(request: Any, kind: str) -> None:
    """Raises `RefusedError` where the real service would refuse to transcribe a sound."""
    if not isinstance(request, bytes) or not kind.startswith("multipart/form-data"):
        raise RefusedError(400, "invalid_request", "expected multipart/form-data")
    form = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + request)
    fields: dict[str, Any] = {str(part.get_param("name", header="content-disposition")): part for part in form.walk()}
    del fields["None"]
    if unknown := set(fields) - TRANSCRIPTION_FIELDS:
        raise RefusedError(400, "unknown_parameter", f"Unknown parameters: {sorted(unknown)}")
    if not {"file", "model"} <= set(fields):
        raise RefusedError(400, "missing_required_parameter", "you must provide a file and a model")
    if fields["model"].get_payload().strip() not in TRANSCRIBERS:
        raise RefusedError(404, "model_not_found", "The model does not exist")
    if not str(fields["file"].get_filename()).endswith((".ogg", ".mp3", ".wav", ".m4a", ".webm", ".flac")):
        raise RefusedError(400, "invalid_value", "Unrecognized file format")
    if not fields["file"].get_payload(decode=True):
        raise RefusedError(400, "invalid_value", "The audio file is empty")


def _check_object(request: Any, fields: frozenset[str], models: list[str]) -> None:
    if not isinstance(request, dict):
        raise RefusedError(400, "invalid_json", "the body is no JSON object")
    if unknown := set(request) - fields:
        raise RefusedError(400, "unknown_parameter", f"Unknown parameters: {sorted(unknown)}")
    if not isinstance(request.get("model"), str):
        raise RefusedError(400, "missing_required_parameter", "you must provide a model parameter")
    if request["model"] not in models:
        raise RefusedError(404, "model_not_found", f"The model `{request['model']}` does not exist")


def _pieces(reply: str) -> Iterator[str]:
    return (reply[at : at + PIECE] for at in range(0, len(reply), PIECE))


def _error(code: str | None, message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "error", "param": None, "code": code}}
