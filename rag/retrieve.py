"""The retrieving flow: a query enters, passages leave, best first, each checked against the ledger.

Candidates come from the word index, and from the vector index where a model made the vectors; then they are compared with
the question closely (`rag.rerank`) and the signals summed. Vectors hashed from the same words add nothing to that sum
(measured on XQuAD-vi), so with the embedded embedder Chroma is asked only where words find too little.
"""

import logging
from collections.abc import Mapping, Sequence

import numpy as np

from rag.embed import Embedder, HashedEmbedder
from rag.errors import ModelError, StoreError
from rag.language.text import has_diacritics
from rag.rerank import coverage, normalised, signals
from rag.store.entry import Hit, Within
from rag.store.ledger import Ledger
from rag.store.raised import raised
from rag.store.vectors import Vectors
from rag.store.words import Words, telling_title
from rag.types import Chunk, Document, Passage, Query

_log = logging.getLogger(__name__)

_CANDIDATES = 50
_CANDIDATES_FOLDED = 100  # without diacritics a question resembles more texts
_INDEX = 0.5  # weight of the word index's own score, beside 1 for each signal of the comparison
_TITLE = 0.3  # weight of what the title and the headings cover of the question
_DENSE = 3.5  # weight of a model's vectors: as much as all that compares words


class Retriever:
    """Finds the passages for a question. Thread-safe where the stores are."""

    def __init__(self, ledger: Ledger, vectors: Vectors, words: Words, embedder: Embedder) -> None:
        self._ledger = ledger
        self._vectors = vectors
        self._words = words
        self._embedder = embedder

    def retrieve(self, query: Query) -> list[Passage]:
        """At most `query.limit` passages inside the query's scopes, days and documents, best first.

        Raises:
            ScopeError: The query names no scope.
            StoreError: The ledger cannot be read, or neither index.
        """
        within = Within(query.scopes, query.date_from, query.date_to, query.document_ids)
        if within.empty or query.limit < 1 or not query.text.strip():
            return []
        count = max(_CANDIDATES if has_diacritics(query.text) else _CANDIDATES_FOLDED, query.limit)
        lexical, failure = self._lexical(query.text, within, count)
        dense: list[Hit] = []
        if failure or len(lexical) < query.limit or not isinstance(self._embedder, HashedEmbedder):
            dense = self._dense(query.text, within, count, failure)
        found = self._ledger.found([hit.chunk_id for hit in (*lexical, *dense)], within)
        candidates = sorted(found.values(), key=_place)
        return self._ranked(query, candidates, _by_id(lexical), _by_id(dense))[: query.limit]

    def _lexical(self, text: str, within: Within, count: int) -> tuple[list[Hit], StoreError | None]:
        try:
            return self._words.search(text, within, count), None
        except StoreError as error:
            _log.warning("word index failed, vectors alone answer: %s", raised(error))
            return [], error

    def _dense(self, text: str, within: Within, count: int, failure: StoreError | None) -> list[Hit]:
        try:
            return self._vectors.search(self._embedder.embed_query(text), within, count)
        except (ModelError, StoreError) as error:
            if failure:
                raise failure from error
            _log.warning("vectors failed, words alone answer: %s", raised(error))
            return []

    def _ranked(
        self,
        query: Query,
        candidates: Sequence[tuple[Chunk, Document]],
        lexical: Mapping[str, float],
        dense: Mapping[str, float],
    ) -> list[Passage]:
        if not candidates:
            return []
        titles = [" ".join((telling_title(document.title), *chunk.headings)) for chunk, document in candidates]
        # Read under its title and headings, a chunk is told from its neighbours by what it alone says.
        texts = [f"{title}\n{chunk.text}" for title, (chunk, _) in zip(titles, candidates, strict=True)]
        rows = signals(query.text, texts, [document.id for _, document in candidates])
        rows["index"] = normalised(np.array([lexical.get(chunk.id, 0.0) for chunk, _ in candidates]))
        weights = dict.fromkeys(rows, 1.0)
        rows["title"] = coverage(query.text, titles)
        weights |= {"index": _INDEX, "title": _TITLE}
        if dense and not isinstance(self._embedder, HashedEmbedder):
            rows["vectors"] = _spread(np.array([dense.get(chunk.id, -np.inf) for chunk, _ in candidates]))
            weights["vectors"] = _DENSE
        scores, shares = fuse(rows, weights)
        order = sorted(range(len(candidates)), key=lambda i: (-scores[i], _place(candidates[i])))
        return [
            Passage(*candidates[i], score=float(scores[i]), why={name: float(row[i]) for name, row in shares.items()})
            for i in order
        ]


def fuse(rows: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The weighted mean of signals.

    Args:
        rows: Signal name to the scores of the candidates, float64 [candidates], each 0 to 1.
        weights: Signal name to its weight, above 0.

    Returns:
        The candidates' scores, 0 to 1, and each signal's share of them; the shares add up to the scores.
    """
    names = sorted(rows)  # sums of floats depend on their order, scores must not
    total = sum(weights[name] for name in names)
    shares = {name: rows[name] * (weights[name] / total) for name in names}
    return np.minimum(np.sum(list(shares.values()), axis=0), 1.0), shares


def _spread(similarities: np.ndarray) -> np.ndarray:
    """Similarities from the least one found (0) to the best (1): a model's lie close together. Those not found get 0."""
    known = similarities[np.isfinite(similarities)]
    if not len(known):
        return np.zeros(len(similarities))
    low, high = float(known.min()), float(known.max())
    if high == low:
        return np.where(np.isfinite(similarities), 1.0, 0.0)
    return np.clip((np.where(np.isfinite(similarities), similarities, low) - low) / (high - low), 0.0, 1.0)


def _by_id(hits: Sequence[Hit]) -> dict[str, float]:
    return {hit.chunk_id: hit.score for hit in hits}


def _place(candidate: tuple[Chunk, Document]) -> tuple[str, int]:
    """Where a candidate stands, for an order that does not depend on the index's."""
    chunk, document = candidate
    return document.id, chunk.ordinal
