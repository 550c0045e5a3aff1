"""A model's reply being read: pieces of text enter, what can be shown of them and then the answer leave.

The reply starts with one of two labels (`prompts/answer.md`), which tell whether the documents hold what is asked and are
not shown. Its `[n]` markers become the numbers of `Answer.citations`.
"""

import re
from collections.abc import Sequence

from rag.answer.citations import find_support
from rag.answer.model_evidence import Item
from rag.language.sentences import sentences
from rag.language.text import words
from rag.model_errors import empty
from rag.types import Answer, Citation

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
    r"(?P<space>\s*)[\[【]\s*(?:(?:đoạn|dòng|mục)\s*)?\^?(?P<numbers>\d{1,2}(?:\s*[,;]\s*\d{1,2})*)(?:†[^\]】]{0,20})?\s*[\]】]"
)
_MARKER_BEGUN = re.compile(r"\s*$|\s*[\[【][^\]】\[【\n]{0,30}$")
_NUMBER = re.compile(r"\d+")
_SHOWN_MARKER = re.compile(r" ?\[\d+\]")


class Reply:
    """A model's reply being read: its label, its text and the citations behind its markers."""

    def __init__(self, items: Sequence[Item], question: str) -> None:
        self._items = items
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
        """Shows the citations that the lines with these numbers give for the sentence just shown.

        `space` stands before the marker; it goes where nothing is cited, unless it ends a line.
        """
        marks: list[str] = []
        if self._found:
            claim, sentence = self._claim()
            for number in map(int, numbers):
                if not 1 <= number <= len(self._items):
                    continue
                citation = self._cited(self._items[number - 1], claim, f"{sentence} {self._question}")
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

    def _cited(self, item: Item, claim: str, context: str) -> Citation | None:
        """What the claim stands on: the line that is named, else one of the same document that clearly holds it."""
        if citation := item.cite(claim, context):
            return citation
        document = item.passage.document
        return find_support(
            claim, [other.passage for other in self._items if other.passage.document == document], context=context
        )

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
            citation = find_support(text[start:end], [item.passage for item in self._items], context=self._question)
            if citation is not None:
                return f"{text[:end]} [1]{text[end:]}", (citation,)
        return NOT_FOUND, ()
