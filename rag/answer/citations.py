"""Which verbatim sentence a claim stands on.

Enters: a sentence of an answer and the passage it names. Leaves: the sentence of the passage that shares most with
it, as a `Citation` with its place in the document.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from rag.language.sentences import clauses, sentences
from rag.language.text import CAPITALS, clean, fold, has_diacritics, words
from rag.types import Citation, Passage

MAX_QUOTE = 350  # characters: longer sentences are cut to the part that counts

# Below this share of the claim's weight a sentence is about something else.
_RELATED = 0.15
# A sentence that nobody named must hold this share to be taken for the claim's source.
_SUPPORTS = 0.5
# A sentence that holds less than this of the claim's names must hold that much of all its words.
_NAMES = 0.25
_WORDS = 0.5
_FOLDED = 0.7  # what a syllable counts that differs in its diacritics
_CONTEXT = 0.2  # what the question counts beside the claim

# Syllables that are in every sentence.
_COMMON = frozenset(
    words(
        "là và của các cho với về được có do ở tại trong này đó thì mà những một bị theo như đã sẽ khi từ để cũng rằng ra "
        "vào trên bởi ông bà anh chị đồng chí ai gì nào không"
    )
)
_NAMED = 3.0  # what a syllable of a name counts
_CAPITAL = re.compile(rf"\b[{CAPITALS}]\w*")
_TOKEN = re.compile(r"\S+")
_LIST_MARK = re.compile(r"(?:[-–—•*+>]|#{1,6}|\d{1,2}[.)]|[a-zđ]\))\s+")

Span = tuple[int, int]
Gram = tuple[str, ...]  # a syllable, or two in a row
Weights = Mapping[Gram, float]


def resolve(claim: str, passage: Passage, *, context: str = "") -> Citation | None:
    """The sentence of `passage` that best supports `claim`, or None where none has to do with it.

    `context`, such as the question, decides between sentences that support the claim alike. The quote is contiguous
    and at most `MAX_QUOTE` characters long.
    """
    best = _best(claim, passage, context)
    return best[1] if best is not None and best[0] >= _RELATED else None


def find_support(claim: str, passages: Sequence[Passage], *, context: str = "") -> Citation | None:
    """The sentence of any passage that clearly supports `claim`, or None."""
    found = [best for passage in passages if (best := _best(claim, passage, context)) is not None]
    share, citation = max(found, key=lambda best: best[0], default=(0.0, None))
    return citation if share >= _SUPPORTS else None


def _best(claim: str, passage: Passage, context: str) -> tuple[float, Citation] | None:
    """The share of the claim that the best span holds, and that span."""
    text = passage.chunk.text
    wanted, asked = _weights(claim), _weights(context)
    if sum(wanted.values()) < 1.5:  # "Có.", "Đúng vậy.": the question says what it is about
        wanted = {**asked, **wanted}
    best: tuple[float, float, Span] | None = None
    for span in _candidates(text, wanted):
        held = _Held(text[slice(*span)])
        if not held.is_about(wanted):
            continue
        share = held.share(wanted)
        rank = share + _CONTEXT * held.share(asked)
        if best is None or rank > best[0] + 1e-9:
            best = (rank, share, span)
    if best is None:
        return None
    start, end = best[2]
    at = passage.chunk.start
    return best[1], Citation(passage.document, text[start:end], at + start, at + end)


def _candidates(text: str, wanted: Weights) -> Iterable[Span]:
    for start, end in sentences(text):
        mark = _LIST_MARK.match(text, start, end)
        if mark and mark.end() < end:
            start = mark.end()
        yield (start, end) if end - start <= MAX_QUOTE else _narrow(text, start, end, wanted)


def _narrow(text: str, start: int, end: int, wanted: Weights) -> Span:
    """The part of a long sentence that holds most of what is wanted: whole clauses if they do as well as any words."""
    parts = clauses(text, start, end)
    whole = [(a, b) for i, (a, _) in enumerate(parts) for _, b in parts[i:] if b - a <= MAX_QUOTE]
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    loose = []
    for i, (a, first) in enumerate(tokens):
        fitting = [b for _, b in tokens[i:] if b <= a + MAX_QUOTE]
        loose.append((a, fitting[-1] if fitting else min(first, a + MAX_QUOTE)))
        if loose[-1][1] == end:
            break
    shares = {span: _Held(text[slice(*span)]).share(wanted) for span in [*whole, *loose]}
    best = max(shares.values())
    return next(span for span, share in shares.items() if share >= best - 1e-9)


class _Held:
    """What a span says, to be compared with a claim."""

    def __init__(self, text: str) -> None:
        self._exact = set(_grams(words(text)))
        self._folded = {tuple(map(fold, gram)) for gram in self._exact}
        # Notes typed without diacritics mean what they say; elsewhere "Hà" is not quite "Hạ".
        self._fold_counts = _FOLDED if has_diacritics(text) else 1.0

    def is_about(self, wanted: Weights) -> bool:
        """Whether a name of `wanted` is said, or most of its words: else "Ông A chủ trì" would stand on any "chủ trì"."""
        names: Weights = {gram: 1.0 for gram, weight in wanted.items() if len(gram) == 1 and weight == _NAMED}
        said: Weights = {gram: 1.0 for gram in wanted if len(gram) == 1 and gram[0] not in _COMMON}
        return not names or self.share(names) >= _NAMES or self.share(said) >= _WORDS

    def share(self, wanted: Weights) -> float:
        """The share of the weight of `wanted` that is said, 0 to 1."""
        total = sum(wanted.values())
        held = 0.0
        for gram, weight in wanted.items():
            if gram in self._exact:
                held += weight
            elif tuple(map(fold, gram)) in self._folded:
                held += weight * self._fold_counts
        return held / total if total else 0.0


def _weights(text: str) -> dict[Gram, float]:
    """What the syllables and pairs of syllables of `text` count for."""
    named = {word for match in _CAPITAL.finditer(clean(text)) for word in words(match.group())} - _COMMON
    single = {syllable: _weight(syllable, named) for syllable in words(text)}
    return {
        gram: single[gram[0]] if len(gram) == 1 else (single[gram[0]] + single[gram[1]]) / 4
        for gram in _grams(words(text))
    }


def _weight(syllable: str, named: set[str]) -> float:
    if syllable in named:
        return _NAMED
    if syllable[0].isdigit():
        return 2.0
    return 0.1 if syllable in _COMMON else 1.0


def _grams(syllables: Sequence[str]) -> list[Gram]:
    return [*((one,) for one in syllables), *pairwise(syllables)]
