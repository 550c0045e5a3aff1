"""The sentences that an answer may stand on, with the words around them that say what they are about.

Enter: documents with their text. Leave: units in reading order. Units of a document are kept for the next question.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.language.sentences import clauses, sentences
from rag.language.terms import Forms, forms
from rag.types import Document

_LEAD = 3  # sentences at the beginning that say what a document is about


@dataclass(frozen=True, slots=True)
class Unit:
    """One clause of a sentence. Offsets are in the document's text."""

    document: Document
    text: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    sentence_end: int
    position: int  # of the sentence in its document
    heading: str
    own: Forms  # words of the clause
    in_sentence: Forms  # words of the sentence
    near: Forms  # of the sentence and of the ones before and after it in the same paragraph
    above: Forms  # of the heading
    about: Forms  # of the document's title, first sentences and day
    whole: Forms  # of all of the document


class UnitReader:
    """Cuts documents into units; holds those of the documents read last."""

    def __init__(self, text_of: Callable[[str], str], remembered: int = 256) -> None:
        self._text_of = text_of
        self._cached = lru_cache(maxsize=remembered)(self._cut)

    def units(self, documents: Sequence[Document]) -> list[Unit]:
        """The units of `documents`, in their order."""
        return [unit for document in documents for unit in self._cached(document)]

    def _cut(self, document: Document) -> tuple[Unit, ...]:
        return cut(document, self._text_of(document.id))


def cut(document: Document, text: str) -> tuple[Unit, ...]:
    """The units of one document."""
    spans = sentences(text)
    day = [f"{document.date.day}/{document.date.month}", f"m{document.date.month}"] if document.date else []
    lead = " ".join(text[a:b] for a, b in spans[:_LEAD])
    about = forms(f"{document.title}\n{lead}", more=day)
    whole = forms(text)
    units: list[Unit] = []
    heading = ""
    for position, (start, end) in enumerate(spans):
        sentence = text[start:end]
        after = text[slice(*spans[position + 1])] if position + 1 < len(spans) else ""
        if is_heading(sentence, after):
            heading = sentence
            continue
        around = [sentence]
        if position and (
            text[spans[position - 1][1] - 1] == "?" or _same_paragraph(text, spans[position - 1][1], start)
        ):
            around.append(text[slice(*spans[position - 1])])
        if position + 1 < len(spans) and _same_paragraph(text, end, spans[position + 1][0]):
            around.append(text[slice(*spans[position + 1])])
        within, near, above = forms(sentence), forms("\n".join(around)), forms(heading)
        for a, b in clauses(text, start, end):
            units.append(
                Unit(
                    document,
                    text[a:b],
                    a,
                    b,
                    sentence,
                    start,
                    end,
                    position,
                    heading,
                    forms(text[a:b]),
                    within,
                    near,
                    above,
                    about,
                    whole,
                )
            )
    return tuple(units)


_NUMBERED = re.compile(r"^(?:[-–—*•+]\s|\[|(?:\d+(?:\.\d+)*|[IVX]+|[a-zđ])[.)]\s)")


def is_heading(sentence: str, after: str = "") -> bool:
    """Whether a line names what follows it rather than saying something; `after` is the next line."""
    if sentence.startswith("#"):
        return True
    if len(sentence) > 90 or sentence[-1] in ".!?;,":
        return False
    if sentence.isupper() or re.match(r"(?:\d+(?:\.\d+)*|[IVX]+)[.)]\s+Về\s", sentence):
        return True
    return bool(_NUMBERED.match(sentence)) and ":" not in sentence and bool(after) and not _NUMBERED.match(after)


def _same_paragraph(text: str, a: int, b: int) -> bool:
    return "\n" not in text[a:b]
