"""Answers from passages with a chat model.

Enters: a question, its understanding and the passages. Leaves: the model's text as it comes, its `[n]` markers turned
into the numbers of `Answer.citations`, and then the answer. The model starts its reply with one of two labels
(`prompts/answer.md`), which tell whether the documents hold what is asked and are not shown.
"""

import re
import secrets
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace

from prompts import load_prompt
from rag.answer import Delta
from rag.answer.citations import find_support, resolve
from rag.chat_model import ChatModel
from rag.language.sentences import sentences
from rag.language.text import words
from rag.model_errors import empty
from rag.types import Answer, Citation, Passage, Question, Usage
from rag.understand import Understanding

NOT_FOUND = "Tôi không tìm thấy điều này trong tài liệu."

_LABEL = re.compile(
    r"^[\s>#]*(?P<bold>[*_`]*)(?:T[ÌI]M TH[ẤA]Y|(?P<missing>KH[ÔO]NG (?:T[ÌI]M )?TH[ẤA]Y))"
    r"(?:(?P=bold)\s*:|:(?P=bold)|(?P=bold)[ \t]*\n)\s*",
    re.IGNORECASE | re.MULTILINE,
)
_THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
# A model that forgets the label is shown from here on; its citations decide whether it found anything.
_LABEL_WITHIN = 120  # characters

# White space is held back with the bracket, because it goes where a marker is dropped.
_OPENING = re.compile(r"\s*[\[【]|\s+$")
_MARKER = re.compile(
    r"(?P<space>\s*)[\[【]\s*(?:đoạn\s*)?\^?(?P<numbers>\d{1,2}(?:\s*[,;]\s*\d{1,2})*)(?:†[^\]】]{0,20})?\s*[\]】]"
)
_MARKER_BEGUN = re.compile(r"\s*$|\s*[\[【][^\]】\[【\n]{0,30}$")
_NUMBER = re.compile(r"\d+")
_SHOWN_MARKER = re.compile(r" ?\[\d+\]")


class ModelAnswerer:
    """The `Answerer` that asks a chat model."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    async def stream(
        self, question: Question, understanding: Understanding, passages: Sequence[Passage]
    ) -> AsyncIterator[Delta | Answer]:
        """Yields the text as it comes, then the answer, whose text replaces what was shown.

        An answer without a passage that supports it is turned into one that found nothing.

        Raises:
            ModelError: there is no complete reply; what was shown is not to be kept.
        """
        began = time.monotonic()
        reply = Reply(passages, understanding.standalone)
        usage = understanding.usage
        if passages:
            fence = secrets.token_hex(8)
            pieces = self._model.stream(
                load_prompt("answer"),
                fence=fence,
                today=f"{question.today:%d/%m/%Y}",
                passages="\n\n".join(_fenced(passages, fence)),
                question=understanding.standalone,
            )
            async with aclosing(pieces):
                async for piece in pieces:
                    if isinstance(piece, Usage):
                        usage = _sum(usage, piece)
                    elif shown := reply.feed(piece):
                        yield Delta(shown)
            if shown := reply.close():
                yield Delta(shown)
        yield replace(
            reply.answer(),
            model=self._model.name,
            standalone=understanding.standalone,
            passages=tuple(passages),
            usage=usage,
            seconds=time.monotonic() - began,
        )


class Reply:
    """A model's reply being read: its label, its text and the citations behind its markers."""

    def __init__(self, passages: Sequence[Passage], question: str) -> None:
        self._passages = passages
        self._question = question
        self._found: bool | None = None  # None until the label is read
        self._held = ""  # received, not yet shown
        self._text = ""  # shown
        self._citations: list[Citation] = []

    def feed(self, piece: str) -> str:
        """What can be shown of the reply with its next piece."""
        self._held += piece
        return self._release() if self._read_label() else ""

    def close(self) -> str:
        """What remains to be shown once the reply is complete."""
        self._read_label(complete=True)
        return self._release(complete=True)

    def answer(self) -> Answer:
        """The answer so far, with the text and citations alone.

        Raises:
            ModelError: the model found something and did not say what.
        """
        text, found, citations = self._text.strip(), bool(self._found), tuple(self._citations)
        if found and not text:
            raise empty()
        if found and not citations:
            text, citations = self._attach(text)
            found = bool(citations)
        if not found:
            return Answer(text or NOT_FOUND, False, (), mind="model", standalone="")
        return Answer(text, True, citations, mind="model", standalone="")

    def _read_label(self, complete: bool = False) -> bool:
        """Whether the label is behind; drops it with what stands before it."""
        if self._found is not None:
            return True
        self._held = _THOUGHTS.sub("", self._held)
        if self._held.lstrip().startswith("<think>") and not complete:
            return False
        label = _LABEL.search(self._held)
        if label is not None and (complete or label.end() < len(self._held)):
            self._found = label["missing"] is None
            self._held = self._held[label.end() :]
        elif complete or len(self._held) > _LABEL_WITHIN:
            self._found = True
            self._held = self._held.lstrip()
        return self._found is not None

    def _release(self, complete: bool = False) -> str:
        """Moves what is certain from held to shown, its markers resolved."""
        before = len(self._text)
        while opening := _OPENING.search(self._held):
            self._show(self._held[: opening.start()])
            self._held = self._held[opening.start() :]
            if marker := _MARKER.match(self._held):
                self._held = self._held[marker.end() :]
                self._cite(_NUMBER.findall(marker["numbers"]), marker["space"])
            elif not complete and _MARKER_BEGUN.match(self._held):
                return self._text[before:]
            else:
                self._show(opening.group())
                self._held = self._held[len(opening.group()) :]
        self._show(self._held)
        self._held = ""
        return self._text[before:]

    def _show(self, text: str) -> None:
        self._text += text if self._text else text.lstrip()

    def _cite(self, numbers: list[str], space: str) -> None:
        """Shows the citations that the passages with these numbers give for the sentence just shown.

        `space` stands before the marker; it goes where nothing is cited, unless it ends a line.
        """
        marks: list[str] = []
        if self._found:
            claim, sentence = self._claim()
            for number in map(int, numbers):
                if not 1 <= number <= len(self._passages):
                    continue
                citation = resolve(claim, self._passages[number - 1], context=f"{sentence} {self._question}")
                if citation is None:
                    continue
                if citation not in self._citations:
                    self._citations.append(citation)
                mark = f"[{self._citations.index(citation) + 1}]"
                if mark not in marks and not self._text.endswith(mark):
                    marks.append(mark)
        if marks:
            self._show((space or ("" if self._text.endswith("]") else " ")) + "".join(marks))
        elif "\n" in space:
            self._show(space)

    def _claim(self) -> tuple[str, str]:
        """What the next marker vouches for, and the sentence around it."""
        spans = sentences(self._text)
        sentence = self._text[spans[-1][0] :] if spans else self._text
        parts = [part for part in _SHOWN_MARKER.split(sentence) if words(part)]
        whole = " ".join(parts)
        return (parts[-1] if parts and len(words(parts[-1])) > 2 else whole), whole

    def _attach(self, text: str) -> tuple[str, tuple[Citation, ...]]:
        """A text without markers with the source of its first sentence that has one."""
        for start, end in sentences(text):
            citation = find_support(text[start:end], self._passages, context=self._question)
            if citation is not None:
                return f"{text[:end]} [1]{text[end:]}", (citation,)
        return NOT_FOUND, ()


def _fenced(passages: Sequence[Passage], fence: str) -> Iterator[str]:
    """The passages as the prompt shows them, between lines that no document can have foreseen."""
    for number, passage in enumerate(passages, 1):
        document = passage.document
        lines = [f"===== {fence} đoạn [{number}]", f"Tài liệu: {document.title}"]
        if document.date is not None:
            lines.append(f"Ngày của tài liệu: {document.date:%d/%m/%Y}")
        if passage.chunk.headings:
            lines.append("Mục: " + " > ".join(passage.chunk.headings))
        yield "\n".join([*lines, passage.chunk.text.strip(), f"===== {fence} hết đoạn [{number}]"])


def _sum(one: Usage | None, other: Usage) -> Usage:
    if one is None:
        return other
    return Usage(one.input_tokens + other.input_tokens, one.output_tokens + other.output_tokens)
