"""The values that pass between the rooms. Frozen, without behaviour beyond derived properties.

Positions are offsets in characters (code points) into `Document.text`, start inclusive, end exclusive.
Days are `datetime.date` in Asia/Ho_Chi_Minh. Scores grow with relevance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DEFAULT_SCOPE = "chung"

Mind = Literal["embedded", "model"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader makes of one file or URL, before it is stored.

    `text` is NFC with "\n" line ends and otherwise as the source has it, so that a quote from it is verbatim.
    """

    source: str  # the absolute path or the URL it came from: the identity of a document within its scope
    name: str  # the file name, or the last part of the URL's path
    title: str
    text: str
    format: str  # txt, md, html, docx, pdf
    content_hash: str  # of the raw bytes: what "unchanged" means
    size: int  # bytes of the source


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document, without its text."""

    id: str
    scope: str
    source: str
    name: str
    title: str
    format: str
    content_hash: str
    date: date | None  # of the meeting or the article, where the text gives one


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of a document's text: `text == document_text[start:end]`."""

    id: str
    document_id: str
    ordinal: int  # position among the document's chunks, from 0
    start: int
    end: int
    headings: tuple[str, ...]  # from the outermost to the innermost
    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk with its document and the reason it was retrieved."""

    chunk: Chunk
    document: Document
    score: float  # 0 to 1
    why: Mapping[str, float] = field(default_factory=dict)  # signal name to its share of the score


@dataclass(frozen=True, slots=True)
class Query:
    """What to retrieve. `scopes` must name at least one scope: nothing is searched outside of it."""

    text: str
    scopes: tuple[str, ...]
    limit: int = 8
    date_from: date | None = None  # documents dated in [date_from, date_to]; undated ones are left out then
    date_to: date | None = None
    document_ids: tuple[str, ...] | None = None  # only these documents


@dataclass(frozen=True, slots=True)
class Citation:
    """The verbatim sentence an answer stands on: `quote == document_text[start:end]`."""

    document: Document
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list, and the sentence it stands on."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation with its answer."""

    question: str
    standalone: str  # the question as understood, with what it took over from the turns before
    answer: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, where and when."""

    text: str
    today: date
    scopes: tuple[str, ...] = (DEFAULT_SCOPE,)
    turns: tuple[Turn, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of the model calls behind one answer, as the server counted them."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several meetings that a question may mean, and the question that means it alone."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question.

    `found` says whether the asked fact stands in the documents; where it is False, `text` says what is missing.
    """

    text: str
    found: bool
    citations: tuple[Citation, ...]
    mind: Mind
    standalone: str  # the question as understood; kept in the next `Turn`
    model: str | None = None  # the chat model's name where a model answered
    notice: str | None = None  # a sentence in Vietnamese for the user, such as why no model answered
    passages: tuple[Passage, ...] = ()  # what was retrieved, best first
    rest: tuple[Item, ...] = ()  # of a long list, the rows that `text` leaves out
    candidates: tuple[Candidate, ...] = ()  # where `text` asks back which of them is meant
    usage: Usage | None = None
    seconds: float = 0.0
