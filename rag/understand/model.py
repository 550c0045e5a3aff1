"""Rewrites a follow-up with a chat model into a question that stands alone.

Enters: a question with the turns before it. Leaves: its understanding, where the model has put in what "ông ấy" or
"việc đó" stand for. What kind of question it is, the rules tell.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace

from prompts import load_prompt
from rag.chat_model import ChatModel
from rag.errors import ModelError
from rag.types import Question, Turn
from rag.understand import Understander, Understanding

TURNS = 4  # that the model is shown: older ones are rarely meant
_ANSWER_LENGTH = 600  # characters of an earlier answer
_LONGEST = 600  # characters of a rewritten question: more is an answer or a lecture

_LEAD = re.compile(r"^(?:câu hỏi[^:\n]{0,40}|viết lại)\s*:\s*", re.IGNORECASE)
_QUOTES = "\"'“”‘’«»`* "


class ModelUnderstander:
    """The `Understander` that asks a chat model where there are turns to take something over from."""

    def __init__(self, model: ChatModel, rules: Understander, limit: float | None = None) -> None:
        """Takes the `rules` for all but the rewriting, and `limit` seconds for that (the model's own by default)."""
        self._model = model
        self._rules = rules
        self._limit = limit

    async def understand(self, question: Question) -> Understanding:
        """What `question` asks for. A question without turns costs no call.

        Raises:
            ModelError: the model did not give one question.
        """
        carried = await self._rules.understand(question)
        if not question.turns:
            return carried
        fence = secrets.token_hex(8)
        text, usage = await self._model.reply(
            load_prompt("condense"),
            self._limit,
            fence=fence,
            today=f"{question.today:%d/%m/%Y}",
            turns="\n".join([f"===== {fence}", *_told(question.turns[-TURNS:]), f"===== {fence} hết"]),
            question=question.text,
        )
        standalone = _LEAD.sub("", text.strip(_QUOTES)).strip(_QUOTES)
        if not standalone or "\n" in standalone or len(standalone) > max(_LONGEST, 2 * len(question.text)):
            raise ModelError("Mô hình không viết lại được câu hỏi. Bạn hỏi lại đầy đủ hơn giúp.", retryable=True)
        read = await self._rules.understand(replace(question, text=standalone, turns=()))
        return replace(read, standalone=standalone, about=carried.about, quotes=carried.quotes, usage=usage)


def _told(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        yield f"Hỏi: {turn.standalone}"
        yield f"Đáp: {turn.answer[:_ANSWER_LENGTH]}"
