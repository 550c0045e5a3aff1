"""Understanding by one call of a chat model: what is asked, about what, and what a follow-up takes over.

Enters: a question with the turns before it. Leaves: its understanding. What the model says is kept only where it fits the
conversation; the rules, which count days exactly, give the rest, and all of it where the model's reply is of no use.
"""

import logging
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace

from prompts import load_prompt
from rag.chat_model import ChatModel
from rag.language.abbreviations import expand_question
from rag.language.names import people
from rag.language.text import fold, words
from rag.types import Question, Turn, Usage
from rag.understand import Understander, Understanding
from rag.understand.kinds import kind_of
from rag.understand.model_reply import Reply, ReplyError, read_reply, reply_form

TURNS = 4  # that the model is shown: older ones are rarely meant
_ANSWER_LENGTH = 600  # characters of an earlier answer
_MISTAKE_LENGTH = 1500  # characters of a wrong reply that the model is shown again
_LONGEST = 600  # characters of a rewritten question: more is an answer or a lecture
_KNOWN = 0.5  # share of its words that must have been said before

_log = logging.getLogger(__name__)


class ModelUnderstander:
    """The `Understander` that asks a chat model where the rules may not be certain."""

    def __init__(self, model: ChatModel, rules: Understander, limit: float | None = None) -> None:
        """Takes the `rules`, and `limit` seconds for one call of the model (its own by default)."""
        self._model = model
        self._rules = rules
        self._limit = limit

    async def understand(self, question: Question) -> Understanding:
        """What `question` asks for.

        A question without turns whose kind or list the rules know costs no call: on the evaluation sets nearly all that is
        asked for is shown then in any case (`benchmarks/model_evidence.py`), and the model that answers reads the question
        itself. A reply of no use is mended once; then the rules understand.

        Raises:
            ModelError: the model did not answer.
        """
        ruled = await self._rules.understand(question)
        if _is_certain(question, ruled):
            return ruled
        said = _Said(question)
        reply, usage = await self._ask(question, said)
        if reply is None:
            return replace(ruled, usage=usage)
        # What differs in diacritics alone is kept as typed, and so are names: with some they may be another's.
        same = words(fold(reply.standalone)) == words(fold(question.text))
        standalone = question.text if same else said.as_typed(reply.standalone)
        read = await self._rules.understand(replace(question, text=standalone, turns=()))
        return replace(
            read,
            standalone=read.standalone if same else standalone,
            kind=reply.kind,
            listing=reply.listing,
            window=read.window or reply.window,
            site=read.site or said.only(reply.site),
            meeting=said.only(reply.meeting),
            people=tuple(filter(None, map(said.only, reply.people))),
            bodies=tuple(filter(None, map(said.only, reply.bodies))),
            about=ruled.about,
            quotes=ruled.quotes,
            usage=usage,
        )

    async def _ask(self, question: Question, said: "_Said") -> tuple[Reply | None, Usage]:
        """The model's reply, mended by the model where it is of no use; None where it is again."""
        prompt, fence = load_prompt("understand"), secrets.token_hex(8)
        told = "\n".join([f"===== {fence}", *_told(question.turns[-TURNS:]), f"===== {fence} hết"])
        mistake, spent = "không có", Usage()
        for _ in range(2):
            text, usage = await self._model.reply(
                prompt,
                self._limit,
                fence=fence,
                form=reply_form(),
                today=f"{_WEEKDAYS[question.today.weekday()]} {question.today:%d/%m/%Y}",
                turns=told,
                question=question.text,
                mistake=mistake,
            )
            spent = Usage(spent.input_tokens + usage.input_tokens, spent.output_tokens + usage.output_tokens)
            try:
                reply = read_reply(text)
                said.check(reply.standalone)
                return reply, spent
            except ReplyError as error:
                # The wrong reply may repeat what was said, so it is data too.
                begun = text[:_MISTAKE_LENGTH]
                mistake = f"{error}\n===== {fence} câu trả lời trước\n{begun}\n===== {fence} hết"
        _log.info("the model's understanding was of no use")
        return None, spent


_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# Words by which a question may want everything of a kind, in more ways than the rules know. On folded text.
_MAY_LIST = re.compile(
    r"\b(?:liet ke|danh sach|tat ca|thong ke|tong hop|lan luot|qua cac|trong cac|(?:bao nhieu|may|nhung|cac)"
    r" (?:viec|nhiem vu|cuoc|buoi|phien|hoi nghi|lan))\b"
)
_FEW = 5  # words of a greeting with nothing else in it


def _is_certain(question: Question, ruled: Understanding) -> bool:
    """Whether a call of the model could add nothing to what the rules understood."""
    if ruled.kind == "smalltalk":
        return len(words(question.text)) <= _FEW
    if question.turns:
        return False
    known = kind_of(ruled.asked) is not None and not _MAY_LIST.search(fold(ruled.asked))
    return known or ruled.listing is not None


class _Said:
    """The words of a conversation, against which a model's words are checked."""

    def __init__(self, question: Question) -> None:
        turns = [part for turn in question.turns for part in (turn.question, turn.standalone, turn.answer)]
        texts = [question.text, expand_question(question.text), *turns]
        self._said = f" {' '.join(' '.join(words(text)) for text in texts)} "
        self._folded = f" {fold(self._said)} "
        self._words = frozenset(self._folded.split())
        self._longest = max(_LONGEST, 2 * len(question.text))

    def check(self, standalone: str) -> None:
        """Whether a rewritten question is made of words that were said, and of names as they were said.

        Raises:
            ReplyError: it is not.
        """
        asked = list(map(fold, words(standalone)))
        known = sum(word in self._words for word in asked)
        if not asked or len(standalone) > self._longest or known < _KNOWN * len(asked):
            raise ReplyError("standalone không phải là câu hỏi mới nhất viết lại")
        if not all(self.only(person.name) for person in people(standalone)):
            raise ReplyError("standalone có tên người chưa ai nói tới, hoặc tên viết khác dấu")

    def only(self, name: str) -> str:
        """`name` where it was said, without diacritics where it was only said without; else nothing."""
        spelled = " ".join(words(name))
        if not spelled:
            return ""
        if f" {spelled} " in self._said:
            return name
        return fold(name) if f" {fold(spelled)} " in self._said else ""

    def as_typed(self, standalone: str) -> str:
        """A rewritten question whose names have no diacritics that nobody typed."""
        for person in reversed(people(standalone)):
            standalone = standalone[: person.start] + self.only(person.name) + standalone[person.end :]
        return standalone


def _told(turns: Sequence[Turn]) -> Iterator[str]:
    if not turns:
        yield "(chưa có)"
    for turn in turns:
        yield f"Hỏi: {turn.standalone}"
        yield f"Đáp: {turn.answer[:_ANSWER_LENGTH]}"
