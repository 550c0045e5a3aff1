"""How well each of a few texts fits a question: a question and texts enter, one row of scores for each signal leaves.

The texts are the candidates of one search, so how telling a term is can be judged among them: what stands in all of them
tells none apart. Everything is counted on arrays of code points, so that fifty texts take milliseconds. Pure functions.
"""

from collections.abc import Sequence

import numpy as np

from rag.codes import Codes, encode, pair
from rag.language.text import has_diacritics

_K1, _B = 1.2, 0.75  # Okapi BM25
_DOCUMENT = 0.5  # weight of the whole document beside the text itself
_SHORTEST, _LONGEST = 3, 5  # characters of a run
_CODE_BITS = np.uint64(21)  # a code point has at most 21


def signals(question: str, texts: Sequence[str], documents: Sequence[str]) -> dict[str, np.ndarray]:
    """How well each text fits the question under each signal: float64 [len(texts)], 0 to 1, the best text near 1.

    `letters` compares runs of 3 to 5 characters without diacritics, `words` syllables and pairs of neighbours. Where the
    question has diacritics, `words` keeps them and `accented_letters` is added; where it has none, nothing that needs
    them takes part. Each signal adds to what a text shows what its document shows as a whole.

    Args:
        question: As asked.
        texts: The candidates, of one search.
        documents: Which document each text is from.
    """
    asked, offered = encode([question]), encode(texts)
    group = np.unique(np.asarray(documents, dtype=object).astype(str), return_inverse=True)[1]
    bare = asked.folded(), offered.folded()
    result = {"letters": _evidence(*_letter_counts(*bare), group)}
    if has_diacritics(question):
        result["words"] = _evidence(*_word_counts(asked, offered), group)
        result["accented_letters"] = _evidence(*_letter_counts(asked, offered), group)
    else:
        result["words"] = _evidence(*_word_counts(*bare), group)
    return result


def coverage(question: str, texts: Sequence[str]) -> np.ndarray:
    """The share of the question that each text covers: float64 [len(texts)], 0 to 1.

    Without diacritics. A term weighs what it tells the texts apart: one that all of them have, or none, weighs nothing.
    """
    counts, _ = _word_counts(encode([question]).folded(), encode(texts).folded())
    has = counts > 0
    weights = np.where(has.all(axis=0), 0.0, _telling(has))
    total = weights.sum()
    return np.asarray(has @ weights / total) if total else np.zeros(len(texts))


def normalised(scores: np.ndarray) -> np.ndarray:
    """Scores over their maximum: 0 to 1, in the same order; all 0 where none is above 0."""
    positive = np.maximum(scores, 0.0)
    best = float(positive.max()) if len(positive) else 0.0
    return np.asarray(positive / best) if best > 0 else positive


def _evidence(counts: np.ndarray, lengths: np.ndarray, group: np.ndarray) -> np.ndarray:
    """What each text shows, and with less weight what the texts of its document show together."""
    groups = int(group.max()) + 1 if len(group) else 0
    whole, whole_lengths = np.zeros((groups, counts.shape[1])), np.zeros(groups)
    np.add.at(whole, group, counts)
    np.add.at(whole_lengths, group, lengths)
    own, document = normalised(_bm25(counts, lengths)), normalised(_bm25(whole, whole_lengths))
    return np.asarray((own + _DOCUMENT * document[group]) / (1 + _DOCUMENT))


def _bm25(counts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """BM25 of each text. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009."""
    norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()) if len(lengths) else 0.0, 1.0))
    return np.asarray((counts * (_K1 + 1) / (counts + norm[:, None])) @ _telling(counts > 0))


def _telling(has: np.ndarray) -> np.ndarray:
    """The inverse document frequency of each term among the texts, 0 for a term that none has."""
    texts = has.sum(axis=0)
    return np.where(texts > 0, np.log(1 + (len(has) - texts + 0.5) / (texts + 0.5)), 0.0)


def _word_counts(asked: Codes, offered: Codes) -> tuple[np.ndarray, np.ndarray]:
    """How often each text has each asked syllable or pair: [texts, terms], and how many of them each text has in all."""
    wanted, source = asked.words()
    terms = np.unique(np.concatenate([wanted, pair(wanted, source)[0]]))
    words, owner = offered.words()
    pairs, pair_owner = pair(words, owner)
    owners = np.concatenate([owner, pair_owner])
    at, rank = _find(terms, np.concatenate([words, pairs]))
    return _table(owners[at], rank, offered.count, len(terms)), np.bincount(owners, minlength=offered.count)


def _letter_counts(asked: Codes, offered: Codes) -> tuple[np.ndarray, np.ndarray]:
    """How often each text has each asked run of characters: [texts, runs], and how many runs each text has in all.

    A longer run is looked for only where the run without its last character was found. No run crosses from one text to
    the next: two spaces meet there, and a question has no two spaces in a row.
    """
    mine, theirs = asked.codes.astype(np.uint64), offered.codes.astype(np.uint64)
    places = np.arange(max(len(mine) - _SHORTEST + 1, 0))
    keys = _first_keys(mine)
    at = np.arange(max(len(theirs) - _SHORTEST + 1, 0))
    found_keys = _first_keys(theirs)
    tables = []
    sizes = np.bincount(offered.owner, minlength=offered.count)
    for size in range(_SHORTEST, _LONGEST + 1):
        terms = np.unique(keys)
        hit, rank = _find(terms, found_keys)
        at = at[hit]
        tables.append(_table(offered.owner[at], rank, offered.count, len(terms)))
        mine_rank = np.searchsorted(terms, keys).astype(np.uint64)
        going_on = places + size < len(mine)
        places, mine_rank = places[going_on], mine_rank[going_on]
        keys = (mine_rank << _CODE_BITS) | mine[places + size]
        going_on = at + size < len(theirs)
        at, rank = at[going_on], rank[going_on]
        found_keys = (rank.astype(np.uint64) << _CODE_BITS) | theirs[at + size]
    runs = sum(np.maximum(sizes - size + 1, 0) for size in range(_SHORTEST, _LONGEST + 1))
    return np.concatenate(tables, axis=1), np.asarray(runs)


def _first_keys(codes: np.ndarray) -> np.ndarray:
    return np.asarray((((codes[:-2] << _CODE_BITS) | codes[1:-1]) << _CODE_BITS) | codes[2:])


def _find(terms: np.ndarray, offered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where `offered` is one of the sorted `terms`, and which."""
    if not len(terms) or not len(offered):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # A table of 16-bit slots sorts out nearly all that was not asked before the exact comparison.
    wanted = np.zeros(1 << 16, dtype=bool)
    wanted[(terms * _GOLDEN) >> _SLOT] = True
    maybe = np.flatnonzero(wanted[(offered * _GOLDEN) >> _SLOT])
    place = np.minimum(np.searchsorted(terms, offered[maybe]), len(terms) - 1)
    exact = terms[place] == offered[maybe]
    return maybe[exact], place[exact]


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SLOT = np.uint64(48)


def _table(owner: np.ndarray, rank: np.ndarray, count: int, terms: int) -> np.ndarray:
    return np.bincount(owner * terms + rank, minlength=count * terms).reshape(count, terms)
