"""Answers from facts and passages with a chat model.

Enters: a question, its understanding and the passages. Leaves: the model's text as it comes, its `[n]` markers turned
into the numbers of `Answer.citations`, and then the answer.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace

from prompts import load_prompt
from rag.answer import Delta
from rag.answer.model_documents import Shelf
from rag.answer.model_evidence import EvidenceMaker
from rag.answer.model_reply import Reply
from rag.answer.wording import small_talk
from rag.chat_model import ChatModel
from rag.types import Answer, Passage, Question, Usage
from rag.understand import Understanding


class ModelAnswerer:
    """The `Answerer` that asks a chat model."""

    def __init__(self, model: ChatModel, shelf: Shelf) -> None:
        """`shelf` gives texts and facts; it is read in a thread."""
        self._model = model
        self._maker = EvidenceMaker(shelf)

    async def stream(
        self, question: Question, understanding: Understanding, passages: Sequence[Passage]
    ) -> AsyncIterator[Delta | Answer]:
        """Yields the text as it comes, then the answer, whose text replaces what was shown.

        An answer without words that support it is turned into one that found nothing. Small talk costs no call.

        Raises:
            ModelError: there is no complete reply; what was shown is not to be kept.
        """
        began = time.monotonic()
        usage = understanding.usage
        if understanding.kind == "smalltalk":
            answer = Answer(small_talk(understanding.asked), False, (), mind="model", standalone="")
        else:
            evidence = await asyncio.to_thread(self._maker.evidence, question, understanding, passages)
            reply = Reply(evidence.items, understanding.standalone)
            if evidence.text:
                fence = secrets.token_hex(8)
                pieces = self._model.stream(
                    load_prompt("answer"),
                    fence=fence,
                    today=f"{question.today:%d/%m/%Y}",
                    evidence=f"===== {fence}\n{evidence.text}\n===== {fence} hết",
                    question=_asked(understanding),
                )
                async with aclosing(pieces):
                    async for piece in pieces:
                        if isinstance(piece, Usage):
                            usage = _sum(usage, piece)
                        elif shown := reply.feed(piece):
                            yield Delta(shown)
                if shown := reply.close():
                    yield Delta(shown)
            answer = reply.answer()
        yield replace(
            answer,
            model=self._model.name,
            standalone=understanding.standalone,
            passages=tuple(passages),
            usage=usage,
            seconds=time.monotonic() - began,
        )


def _asked(understanding: Understanding) -> str:
    """The question with what it goes on from."""
    if not understanding.context:
        return understanding.standalone
    return f"{understanding.asked}\n(Hỏi tiếp câu trước: {understanding.context})"


def _sum(one: Usage | None, other: Usage) -> Usage:
    if one is None:
        return other
    return Usage(one.input_tokens + other.input_tokens, one.output_tokens + other.output_tokens)
