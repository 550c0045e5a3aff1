"""The whole chain: a question enters, pieces of text and then the answer leave.

A fixed flow of LangChain Runnables: understand, retrieve, answer. Each step asks the model where there is one; where it
fails or takes too long, the embedded one takes over for the rest of the question, and the answer says so.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.answer import Answerer, Delta
from rag.errors import ModelError
from rag.types import Answer, Passage, Query, Question
from rag.understand import Understander, Understanding

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

WITHOUT_MODEL = "Trả lời nhanh, không dùng mô hình."


@dataclass(frozen=True, slots=True)
class Mind:
    """One of the two that can understand and answer."""

    understander: Understander
    answerer: Answerer


@dataclass(frozen=True, slots=True)
class _State:
    """What a question has become on its way through the chain."""

    question: Question
    understanding: Understanding
    passages: tuple[Passage, ...] = ()
    failure: ModelError | None = None  # why the model is not asked again


class Assistant:
    """Answers questions. Safe to call from several tasks at once."""

    def __init__(
        self,
        retrieve: Callable[[Query], list[Passage]],
        embedded: Mind,
        model: Mind | None = None,
        *,
        passages: int = 8,
    ) -> None:
        """`retrieve` may block: it runs in a thread. `embedded` answers where there is no `model` or it fails."""
        self._retrieve = retrieve
        self._embedded = embedded
        self._model = model
        self._passages = passages
        self._chain: Runnable[Question, Delta | Answer] | None = None

    def without_model(self) -> "Assistant":
        """One that answers from the same documents and asks no model."""
        return Assistant(self._retrieve, self._embedded, passages=self._passages)

    async def ask(self, question: Question) -> Answer:
        """The answer to `question`, as `stream` ends with."""
        async for event in self.stream(question):
            if isinstance(event, Answer):
                return event
        raise AssertionError("the chain ended without an answer")

    async def stream(self, question: Question) -> AsyncIterator[Delta | Answer]:
        """Pieces of text as they come, and last the answer, whose text replaces them.

        Raises:
            ScopeError: The question names no scope.
            StoreError: The documents cannot be searched.
        """
        started = time.perf_counter()
        async for event in self._flow().astream(question):
            if isinstance(event, Answer):
                yield replace(event, seconds=time.perf_counter() - started)
            else:
                yield event

    def _flow(self) -> "Runnable[Question, Delta | Answer]":
        if self._chain is None:
            # Imported when first needed: listing documents should not wait for LangChain.
            from langchain_core.runnables import RunnableGenerator, RunnableLambda

            self._chain = (
                RunnableLambda(self._understand) | RunnableLambda(self._find) | RunnableGenerator(self._answer)
            )
        return self._chain

    async def _understand(self, question: Question) -> _State:
        if self._model is not None:
            try:
                return _State(question, await self._model.understander.understand(question))
            except ModelError as error:
                return _State(question, await self._embedded.understander.understand(question), failure=error)
        return _State(question, await self._embedded.understander.understand(question))

    async def _find(self, state: _State) -> _State:
        found = await asyncio.to_thread(self._search, state)
        return replace(state, passages=tuple(found))

    def _search(self, state: _State) -> list[Passage]:
        understanding = state.understanding
        if understanding.kind == "smalltalk":
            return []
        query = Query(understanding.standalone, state.question.scopes, limit=self._passages)
        found = self._retrieve(query)
        if understanding.about:
            # A follow-up goes on about the same documents, however little its words say of them.
            kept = self._retrieve(replace(query, document_ids=understanding.about, limit=self._passages // 2))
            found = [*_without(found, kept)[: self._passages - len(kept)], *kept]
        return sorted(found, key=lambda passage: -passage.score)

    async def _answer(self, states: AsyncIterator[_State]) -> AsyncIterator[Delta | Answer]:
        async for state in states:
            async for event in self._from_a_mind(state):
                yield event

    async def _from_a_mind(self, state: _State) -> AsyncIterator[Delta | Answer]:
        failure = state.failure
        if self._model is not None and failure is None:
            try:
                async for event in self._model.answerer.stream(state.question, state.understanding, state.passages):
                    yield event
                return
            except ModelError as error:
                failure = error
        async for event in self._embedded.answerer.stream(state.question, state.understanding, state.passages):
            if isinstance(event, Answer) and failure is not None:
                event = replace(event, notice=f"{WITHOUT_MODEL} {failure}")
            yield event


def _without(found: Iterable[Passage], kept: Iterable[Passage]) -> list[Passage]:
    known = {passage.chunk.id for passage in kept}
    return [passage for passage in found if passage.chunk.id not in known]
