"""Text to vectors: texts enter, float32 rows leave whose inner product grows with how much two texts share.

Two embedders behind one Protocol: a model over the OpenAI protocol, and the embedded one, which hashes syllables and needs
neither key nor download.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from rag.codes import encode, pair, spread
from rag.settings import ModelSettings


class Embedder(Protocol):
    """What turns text into vectors. Implementations are safe to use from several threads.

    Attributes:
        fingerprint: Differs where vectors of two embedders must not be compared.
        dimension: Length of a vector.
    """

    @property
    def fingerprint(self) -> str:
        """Names the way that vectors are made."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises `ModelError` where a model has to be asked and fails."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text: float32 [len(texts), dimension]. Raises `ModelError` where a model fails."""
        ...

    def embed_query(self, text: str) -> np.ndarray:
        """The vector of a question: float32 [dimension]. Raises `ModelError` where a model fails."""
        ...


def build_embedder(settings: ModelSettings) -> Embedder:
    """The model's embedder where a model is set up, else the embedded one."""
    if settings.available and settings.embedding_model:
        from rag.embed_model import ModelEmbedder  # here because langchain-openai takes a second to import

        return ModelEmbedder(settings)
    return HashedEmbedder()


# Syllables (folded) that carry grammar: a question shares them with every text, so they weigh little in it.
_COMMON = (
    "va la cua co cac cho trong duoc voi den tu o da khi mot nhung nay do vao de tai nguoi ra khong theo ve nam cung "
    "nhu ong bi sau tren se hon con nhieu phai lai thi vi nhat dang ma hai nen truoc lam rang hay hoac boi "
    "gi nao ai dau bao may sao the"
)
_COMMON_WEIGHT, _COMMON_PAIR_WEIGHT = 0.25, 0.4  # in a question, beside 1 for other syllables and pairs

# Okapi BM25's saturation of term frequency and length, with a typical chunk's length in syllables.
_K1, _B, _TYPICAL_LENGTH = 1.2, 0.6, 200.0
_AT_ONCE = 64  # texts


class HashedEmbedder:
    """Folded syllables and pairs of neighbours hashed with signs into one vector.

    The two sides differ as in BM25: documents carry saturated frequencies, questions carry how telling a term is. Without
    diacritics throughout, so that a question typed without them has the same vector. The same in every process. Runs of
    characters are left out: at 1,024 dimensions they crowd the words out (XQuAD-vi R@1 79.5 without, 74.2 with them).
    """

    def __init__(self, dimension: int = 1024) -> None:
        self.dimension = dimension
        self._common = np.unique(encode([_COMMON]).words()[0])

    @property
    def fingerprint(self) -> str:
        """Name, version and dimension of the hashing."""
        return f"hashed-2-{self.dimension}"

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """Rows for documents: float32 [len(texts), dimension], deterministic, each independent of the others."""
        result = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            result[start : start + _AT_ONCE] = self._documents(texts[start : start + _AT_ONCE])
        return result

    def embed_query(self, text: str) -> np.ndarray:
        """The vector of a question: float32 [dimension], deterministic."""
        letters = encode([text]).folded()
        words, owner = letters.words()
        common = np.isin(words, self._common)
        pairs, pair_owner = pair(words, owner)
        weights = (
            np.where(common, _COMMON_WEIGHT, 1.0),
            np.where(common[1:] & common[:-1], _COMMON_PAIR_WEIGHT, 1.0),
        )
        terms, owners = np.concatenate([words, pairs]), np.concatenate([owner, pair_owner])
        return np.asarray(self._hashed(terms, owners, np.concatenate(weights), 1)[0])

    def _documents(self, texts: Sequence[str]) -> np.ndarray:
        letters = encode(texts).folded()
        words, owner = letters.words()
        pairs, pair_owner = pair(words, owner)
        terms, owners = np.concatenate([words, pairs]), np.concatenate([owner, pair_owner])
        # Frequency of each term in its text, saturated.
        keys = terms ^ spread(owners.astype(np.uint64) + _ONE)
        _, first, counts = np.unique(keys, return_index=True, return_counts=True)
        lengths = np.bincount(owner, minlength=len(texts))
        owners = owners[first]
        saturated = counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths[owners] / _TYPICAL_LENGTH))
        return self._hashed(terms[first], owners, saturated, len(texts))

    def _hashed(self, terms: np.ndarray, owners: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
        """Each term's value added to, or taken from, the place that its hash says: float32 [count, dimension]."""
        mixed = spread(terms)
        places = owners * self.dimension + (mixed % np.uint64(self.dimension)).astype(np.int64)
        signs = np.where(mixed >> _SIGN_BIT, 1.0, -1.0)
        sums = np.bincount(places, weights=values * signs, minlength=count * self.dimension)
        return np.asarray(sums.reshape(count, self.dimension), dtype=np.float32)


_ONE, _SIGN_BIT = np.uint64(1), np.uint64(63)
