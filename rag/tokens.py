"""How many tokens a text has: text enters, a number of o200k_base tokens leaves, exact or estimated.

tiktoken downloads its vocabulary on first use and sets no time limit. It is therefore loaded once, in a daemon thread,
and whoever waits for it waits for a deadline at most. Without it the calibrated estimate counts.
"""

import threading
import unicodedata
from collections.abc import Callable
from typing import Protocol

import numpy as np

ENCODING = "o200k_base"
ESTIMATE = "estimate"


class _Encoding(Protocol):
    def encode_ordinary(self, text: str) -> list[int]: ...


class TokenCounter:
    """Counts the tokens of a text in NFC; the estimate where no encoding is given. Thread-safe, without state.

    Attributes:
        name: "o200k_base" where an encoding counts, "estimate" otherwise.
    """

    def __init__(self, encoding: _Encoding | None = None) -> None:
        self.name = ENCODING if encoding else ESTIMATE
        self._encoding = encoding

    def count(self, text: str) -> int:
        """Tokens of `text`; 0 for the empty text. Decomposed text is composed before it is counted."""
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if self._encoding is not None:
            return len(self._encoding.encode_ordinary(text))
        return estimate(text)

    def spans(self, text: str) -> Callable[[int, int], int]:
        """What counts spans of `text`: start and end give what `count` says of that part. For many spans of one text."""
        if self._encoding is not None or not unicodedata.is_normalized("NFC", text):
            return lambda start, end: self.count(text[start:end])
        up_to = np.concatenate(([0], np.cumsum(_thousandths(text))))  # a part of a text in NFC is in NFC too
        return lambda start, end: -(-int(up_to[end] - up_to[start]) // 1000)


# Thousandths of a token for one character, by kind. The mean over Vietnamese prose is one token for 3.3 characters in
# NFC, as o200k_base has it. Digits come in groups of up to three, punctuation seldom merges, capitals in a row are
# spelled out, and other scripts take a token or more for a character.
_LETTER, _DIGIT, _PUNCTUATION, _CAPITAL, _OTHER_SCRIPT, _ASTRAL = 284, 400, 600, 500, 1200, 2500
_TABLE_END = 0x2100


def _weights() -> np.ndarray:
    weights = np.full(_TABLE_END, _OTHER_SCRIPT, dtype=np.int64)
    for code in (*range(0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070)):
        category = unicodedata.category(chr(code))
        if category in ("Lu", "Lt"):
            weights[code] = _CAPITAL
        elif category.startswith("L") or chr(code) in " \n\t\u00a0":
            weights[code] = _LETTER
        elif category.startswith("N"):
            weights[code] = _DIGIT
        else:
            weights[code] = _PUNCTUATION
    return weights


_WEIGHTS = _weights()


def estimate(text: str) -> int:
    """The estimated o200k_base tokens of a text in NFC. Never more for a text than for its parts together."""
    return -(-int(_thousandths(text).sum()) // 1000)


def _thousandths(text: str) -> np.ndarray:
    """The thousandths of a token for each character, int64 [characters]."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    try:
        return _WEIGHTS[codes]
    except IndexError:
        beyond = np.where(codes >= 0x10000, _ASTRAL, _OTHER_SCRIPT)
        return np.where(codes < _TABLE_END, _WEIGHTS[np.minimum(codes, _TABLE_END - 1)], beyond)


class _Loading:
    """One attempt to load an encoding, in a daemon thread that nobody has to wait for."""

    def __init__(self, load: Callable[[], _Encoding]) -> None:
        self._load = load
        self._encoding: _Encoding | None = None
        self._thread = threading.Thread(target=self._run, name="token-vocabulary", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        # Whatever goes wrong here (no network, a full disk, a damaged cache) means the same: the estimate counts.
        try:
            self._encoding = self._load()
        except Exception:
            self._encoding = None

    def wait(self, deadline: float) -> TokenCounter:
        self._thread.join(deadline)
        return TokenCounter(self._encoding)


def _load_tiktoken() -> _Encoding:
    import tiktoken  # here because its import is paid for by the thread

    return tiktoken.get_encoding(ENCODING)


_loading: _Loading | None = None
_lock = threading.Lock()


def load_token_counter(deadline: float = 2.0) -> TokenCounter:
    """The counter to split with: exact where the vocabulary is there within `deadline` seconds, else the estimate.

    The first call starts loading; later ones take up the same attempt, so a process loads once.
    """
    global _loading
    with _lock:
        if _loading is None:
            _loading = _Loading(_load_tiktoken)
    return _loading.wait(deadline)
