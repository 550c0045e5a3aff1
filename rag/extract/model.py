"""The meeting record of a document as a chat model reads it.

Enters: a title and a text. Leaves: the facts that the model reports and that stand in the text. Long texts are read in
parts. Where the model fails, the rules give the facts.
"""

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from prompts import load_prompt
from rag.chat_model import ChatModel
from rag.errors import ModelError
from rag.extract.extractor import Extractor
from rag.extract.model_facts import record_of
from rag.extract.model_join import join, within
from rag.extract.model_quotes import Source
from rag.extract.model_reply import Reply, ReplyError, read_reply, reply_form
from rag.language.sentences import Span
from rag.record import MeetingRecord
from rag.split import Piece, split
from rag.tokens import TokenCounter

PART_TOKENS = 3000  # of a document that one call reads; its reply is about as long
HEAD_TOKENS = 400  # of the head, repeated with each further part
MAX_PARTS = 24  # what comes after them the rules read: a book is no meeting
LIMIT = 120.0  # seconds for one call: a reply has some thousand tokens

_CHECKS = 1  # raised when the checks change so that records should be made again
_MISTAKE_LENGTH = 6000  # characters of a wrong reply that the model is shown again
_FAILED_PARTS = 2  # of one document, after which its other parts are left to the rules
_PATIENCE = 3  # documents in a row that the model failed on, before it is left alone
_REST = 60.0  # seconds for which it is

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Extraction:
    """A record with the version of the extractor that made it: the rules' one where the model failed."""

    record: MeetingRecord
    version: str


class ModelExtractor(Extractor):
    """The `Extractor` that asks a chat model. Safe to call from several threads."""

    def __init__(self, model: ChatModel, rules: Extractor, limit: float = LIMIT) -> None:
        """Takes the `rules` for where the model fails, and `limit` seconds for one call."""
        self._model = model
        self._rules = rules
        self._limit = limit
        self._failures = 0
        self._rested = 0.0  # when the model is asked again, on the monotonic clock
        prompt = load_prompt("extract")
        made_of = "\n".join((prompt.system, prompt.user, reply_form(), str(_CHECKS)))
        self._version = f"model {model.name} {hashlib.sha256(made_of.encode()).hexdigest()[:10]}"

    @property
    def version(self) -> str:
        """The model and the revision of its prompt and checks: records of another version are made again."""
        return self._version

    def extract(self, title: str, text: str) -> MeetingRecord:
        """The record of a document; blocks for as long as the model takes."""
        return self.extraction(title, text).record

    def extraction(self, title: str, text: str) -> Extraction:
        """The record of a document, and who made it.

        The version is the rules' one where the model failed for any part, so that a later run makes the record again.
        """
        parts = _parts(text)
        replies: list[Reply | None] = [None] * len(parts)
        if parts and time.monotonic() >= self._rested:
            replies = _run(self._ask(title, text, parts))
            self._remember(failed=not any(replies))
        read = [(_span(part), reply) for part, reply in zip(parts, replies, strict=True) if reply is not None]
        if not read:
            return Extraction(self._rules.extract(title, text), self._rules.version)
        record = record_of(title, Source(text), read)
        missing = [_span(part) for part, reply in zip(parts, replies, strict=True) if reply is None]
        if not missing:
            return Extraction(record, self.version)
        filled = join(record, within(self._rules.extract(title, text), missing, record))
        return Extraction(filled, self._rules.version)

    def _remember(self, *, failed: bool) -> None:
        """A server that hangs must not hold up a thousand documents one after the other."""
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= _PATIENCE:
            self._rested = time.monotonic() + _REST

    async def _ask(self, title: str, text: str, parts: Sequence[Piece]) -> list[Reply | None]:
        """The reply for each part, None where there is none."""
        replies: list[Reply | None] = []
        for part in parts[:MAX_PARTS]:
            try:
                replies.append(await self._reply(title, text, part))
            except ModelError as error:
                # Neither the server's words nor the document's.
                _log.info("the model gave no facts: %s", "; ".join(getattr(error, "__notes__", ["unusable reply"])))
                replies.append(None)
                if not error.retryable or replies.count(None) == _FAILED_PARTS:
                    break
        return [*replies, *[None] * (len(parts) - len(replies))]

    async def _reply(self, title: str, text: str, part: Piece) -> Reply:
        """The model's reply about a part, mended by the model where its form is wrong.

        Raises:
            ModelError: there is none, or it is wrong again.
        """
        prompt, fence = load_prompt("extract"), secrets.token_hex(8)
        document = "\n".join(_fenced(title, text, part, fence))
        mistake = "không có"
        for _ in range(2):
            told, _usage = await self._model.reply(
                prompt, self._limit, fence=fence, form=reply_form(), document=document, mistake=mistake
            )
            try:
                return read_reply(told)
            except ReplyError as error:
                # The wrong reply may repeat what the document says, so it is data too.
                begun = told[:_MISTAKE_LENGTH]
                mistake = f"{error}\n===== {fence} câu trả lời trước\n{begun}\n===== {fence} hết"
        raise ModelError(
            "Mô hình đọc biên bản nhưng trả lời sai mẫu. Hãy chọn mô hình khác qua CHAT_MODEL.", retryable=True
        )


def _parts(text: str) -> list[Piece]:
    """The text in parts within the budget, cut where its structure allows. Estimated, so that each machine cuts alike."""
    counter = TokenCounter()
    if text.strip() and counter.count(text) <= PART_TOKENS:
        return [Piece(0, len(text), (), counter.count(text))]
    return [
        part
        for part in split(text, format="md", budget=PART_TOKENS, counter=counter)
        if text[slice(*_span(part))].strip()
    ]


def _fenced(title: str, text: str, part: Piece, fence: str) -> Iterator[str]:
    """A part of the document as the prompt shows it, between lines that no document can have foreseen."""
    yield f"===== {fence} tài liệu"
    yield f"Tên tài liệu: {title}"
    if part.start > 0:
        head = split(text[: HEAD_TOKENS * 4], format="md", budget=HEAD_TOKENS, counter=TokenCounter())[0]
        yield f"===== {fence} phần mở đầu, chỉ để biết cuộc họp"
        yield text[: min(head.end, part.start)].strip()
        if part.headings:
            yield "Mục: " + " > ".join(part.headings)
    yield f"===== {fence} phần cần ghi"
    yield text[slice(*_span(part))].strip()
    yield f"===== {fence} hết"


def _span(part: Piece) -> Span:
    return part.start, part.end


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    """What `work` comes to, in an event loop of its own: this thread may run one already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
