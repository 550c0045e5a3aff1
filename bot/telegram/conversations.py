"""Conversations per chat, topic and person: what was said before enters a question, the question with its answer is kept.

What a person may no longer read is not remembered: a turn counts only while every document that its answer was made
from is in a scope that the chat sees now.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bot.store import questions as table
from bot.store.questions import Asked, Cited, Row, Thread
from bot.store.writer import Writer
from rag import Answer, Citation, Database, Document, Item, Turn

_TURNS: Final = 10  # remembered; a follow-up refers to what was said just before


@dataclass(frozen=True, slots=True)
class Past:
    """What a question goes on from."""

    turns: tuple[Turn, ...] = ()  # oldest first
    stands_on: tuple[str, ...] = ()  # ids of the documents that their answers were made from


class Conversations:
    """Remembers. Safe to call from several tasks at once."""

    def __init__(self, database: Database, writer: Writer, document: Callable[[str], Document | None]) -> None:
        """`document` finds a document by its id; it may block."""
        self._database = database
        self._writer = writer
        self._document = document

    async def last(self, thread: Thread) -> str | None:
        """The question that the next one in `thread` goes on from, None where it begins anew."""

        def read() -> str | None:
            with self._database.read() as connection:
                return table.head(connection, thread)

        return await asyncio.to_thread(read)

    async def past(self, chat_id: int, parent_id: str | None, scopes: Collection[str]) -> Past:
        """What a question that goes on from `parent_id` remembers.

        Args:
            chat_id: Where it is asked; questions of other chats are none of its.
            parent_id: The question before it.
            scopes: What the chat sees now.
        """
        return await asyncio.to_thread(self._past, chat_id, parent_id, scopes) if parent_id else Past()

    async def question(self, question_id: str) -> Asked | None:
        """The question with this id."""
        return await asyncio.to_thread(self._get, question_id)

    async def of_message(self, chat_id: int, message_id: int) -> Asked | None:
        """The question that a person's message asked."""

        def read() -> Asked | None:
            with self._database.read() as connection:
                return table.by_message(connection, chat_id, message_id)

        return await asyncio.to_thread(read)

    async def keep(self, asked: Asked) -> None:
        """Keep a question with its answer; the conversation goes on from it."""
        await self._writer.write(lambda connection: table.put(connection, asked))

    async def restart(self, thread: Thread) -> None:
        """Let the next question go on from none."""
        await self._writer.write(lambda connection: table.set_head(connection, thread, None))

    def _get(self, question_id: str) -> Asked | None:
        with self._database.read() as connection:
            return table.get(connection, question_id)

    def _past(self, chat_id: int, parent_id: str, scopes: Collection[str]) -> Past:
        with self._database.read() as connection:
            chain = table.chain(connection, parent_id, _TURNS)
        known: dict[str, Document | None] = {}
        turns: list[Turn] = []
        stood_on: dict[str, None] = {}
        for asked in chain:
            if asked.thread.chat_id != chat_id:
                continue
            for document_id in (*asked.stands_on, *(one.document_id for one in asked.citations)):
                if document_id not in known:
                    known[document_id] = self._document(document_id)
            if all(_readable(known[one], scopes) for one in asked.stands_on):
                turns.append(_turn(asked, known))
                stood_on |= dict.fromkeys(asked.stands_on)
        return Past(tuple(turns), tuple(stood_on))


def cited(citations: Sequence[Citation]) -> tuple[Cited, ...]:
    """Citations as they are kept."""
    return tuple(Cited(c.document.id, c.quote, c.start, c.end) for c in citations)


def rows(items: Sequence[Item]) -> tuple[Row, ...]:
    """The rows of a list as they are kept."""
    return tuple(Row(item.text, one) for item, one in zip(items, cited([i.citation for i in items]), strict=True))


def stands_on(answer: Answer, past: Past) -> tuple[str, ...]:
    """The documents that an answer was made from.

    A model may use what it does not cite, a follow-up takes words over from the answers before it, and who asks back
    tells of what was found.
    """
    found = [*past.stands_on, *(citation.document.id for citation in answer.citations)]
    if answer.mind == "model" or answer.candidates:
        found += [passage.document.id for passage in answer.passages]
    return tuple(dict.fromkeys(found))


def _readable(document: Document | None, scopes: Collection[str]) -> bool:
    return document is not None and document.scope in scopes


def _turn(asked: Asked, known: dict[str, Document | None]) -> Turn:
    citations = [
        Citation(document, one.quote, one.start, one.end)
        for one in asked.citations
        if (document := known[one.document_id]) is not None
    ]
    return Turn(asked.text, asked.standalone, asked.answer, tuple(citations))
