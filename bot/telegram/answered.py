"""What stands in the chat for a question: the reply's text with its buttons, and the further pages of a long list.

Reads the ledger, so it is called in a thread.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, Final

from bot.store.questions import Asked, Cited
from bot.telegram import messages
from bot.telegram.buttons import short
from bot.telegram.desk import Context
from bot.telegram.followups import FollowUp, follow_ups
from bot.telegram.keyboard import Button, Keyboard
from bot.telegram.pages import page
from bot.telegram.render import Html
from bot.telegram.replies import document_number, reply
from rag import Answer, Citation, Document, Item, Library

_ROWS: Final = 8  # of a list on each page after the first, about what the answer itself shows


def ref_of(question_id: str) -> str:
    """What the message of an answer leads back to."""
    return f"q:{question_id}"


def view(
    context: Context, question_id: str, said: Answer, scopes: Sequence[str], *, asked: str | None = None, at: int = 0
) -> tuple[Html, Keyboard]:
    """The reply to a question and its buttons, for whoever is in the chat.

    Args:
        context: Where it is shown.
        question_id: Of the question.
        said: What was answered; all of it, whichever page is shown.
        scopes: What the chat sees.
        asked: The question, where it is to stand above the answer.
        at: The page of a long list.
    """

    def button(label: str, action: str, arguments: dict[str, Any]) -> Button:
        return Button(short(label), context.desk.buttons.make(action, context.here, None, arguments))

    def asking(one: FollowUp) -> list[Button]:
        arguments = {"text": one.question, "after": question_id, "documents": one.documents}
        return [button(one.label, "ask", arguments)]

    library = context.desk.library
    rows: list[list[Button]] = []
    if said.rest:
        pages = page(range(1 + -(-len(said.rest) // _ROWS)), at, 1)
        rows.append(
            pages.turning(lambda label, to: button(label, "list", {"question": question_id, "at": to, "asked": asked}))
        )
    candidates = _candidates(said)
    rows += [asking(one) for one in candidates]
    if said.citations:
        rows.append([button(messages.SHOW_SOURCE, "source", {"question": question_id, "at": 0})])
    if not candidates:
        rows += [asking(one) for one in follow_ups(said, library, scopes)]
    rows.append(
        [
            button(messages.GOOD, "good", {"question": question_id}),
            button(messages.BAD, "bad", {"question": question_id}),
        ]
    )
    return reply(_on_page(said, at), partial(number_of, library), asked=asked), rows


def remembered(asked: Asked, library: Library, scopes: Sequence[str]) -> Answer | None:
    """The answer to an earlier question; None where some of it may not be seen any more."""
    known: dict[str, Document] = {}
    for document_id in {*asked.stands_on, *(row.cited.document_id for row in asked.rest)}:
        document = library.document(document_id)
        if document is None or document.scope not in scopes:
            return None
        known[document_id] = document

    def citation(one: Cited) -> Citation:
        return Citation(known[one.document_id], one.quote, one.start, one.end)

    answer = Answer(
        asked.answer, asked.found, tuple(map(citation, asked.citations)), "embedded", standalone=asked.standalone
    )
    return replace(answer, rest=tuple(Item(row.text, citation(row.cited)) for row in asked.rest))


def number_of(library: Library, document: Document) -> str | None:
    """The number that a document bears."""
    return _number(library, document.id, document.content_hash)


@lru_cache(maxsize=4096)
def _number(library: Library, document_id: str, content_hash: str) -> str | None:
    return document_number(library.text(document_id))


def _on_page(said: Answer, at: int) -> Answer:
    """The part of a long list that a page shows; the first one is the answer as it was given."""
    if at == 0:
        return said
    head, *lines = said.text.split("\n")
    before = len([line for line in lines if line[:1].isdigit()]) + (at - 1) * _ROWS
    items = said.rest[(at - 1) * _ROWS : at * _ROWS]
    text = "\n".join((head, *(f"{number}. {item.text}" for number, item in enumerate(items, before + 1))))
    return replace(said, text=text, citations=tuple(dict.fromkeys(item.citation for item in items)), rest=())


def _candidates(said: Answer) -> list[FollowUp]:
    """What the answer asks back, one question each."""
    documents = tuple(dict.fromkeys(passage.document.id for passage in said.passages))
    return [FollowUp(one.label, one.question, documents) for one in said.candidates]
