"""Vietnamese text as arrays of code points: `comparable` and `fold` for many texts at once, at numpy's speed.

Texts enter, one array leaves in which words are set apart by one space. Pure functions.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.language.text import clean, fold

SPACE = 32
_TABLE = 0x2100  # Latin with all Vietnamese letters ends before; other letters stay as they are
_LATIN = frozenset((*range(0x80, 0x250), *range(0x1E00, 0x1F00)))  # beyond ASCII
_DROPPED, _BREAK = 0, SPACE


def _lower() -> np.ndarray:
    """Small letters for capitals, a space for what is no letter or digit, 0 for what is invisible."""
    table = np.full(_TABLE, _BREAK, dtype=np.uint32)
    for code in range(_TABLE):
        character = chr(code)
        if character.isalnum():
            small = (clean(character) if code in _LATIN else character).lower()
            table[code] = ord(small) if len(small) == 1 else code
    for character in "\u200b\u200c\u200d\u2060\u00ad":
        table[ord(character)] = _DROPPED
    return table


def _folded() -> np.ndarray:
    table = np.arange(_TABLE, dtype=np.uint32)
    for code in _LATIN:
        bare = fold(chr(code))
        if len(bare) == 1:
            table[code] = ord(bare)
    return table


_LOWER, _FOLDED = _lower(), _folded()

# Tone placement as in `comparable`: oà, oè, uỳ at a syllable's end become òa, òe, ùy.
_MARKS = "\u0300\u0301\u0309\u0303\u0323"
_TONE = np.zeros(_TABLE, dtype=np.uint32)  # 1 to 5 for a, e, y with a tone
_MOVED = {letter: np.zeros(6, dtype=np.uint32) for letter in "ou"}
for _number, _mark in enumerate(_MARKS, 1):
    for _letter in "aey":
        _TONE[ord(unicodedata.normalize("NFC", _letter + _mark))] = _number
    for _letter, _table in _MOVED.items():
        _table[_number] = ord(unicodedata.normalize("NFC", _letter + _mark))


@dataclass(frozen=True, slots=True)
class Codes:
    """Texts end to end, each framed by spaces, in small letters, its words set apart by one space."""

    codes: np.ndarray  # uint32
    owner: np.ndarray  # which text each code is from
    count: int  # of texts

    def folded(self) -> "Codes":
        """The same without diacritics, đ as d."""
        return Codes(_look_up(_FOLDED, self.codes), self.owner, self.count)

    def words(self) -> tuple[np.ndarray, np.ndarray]:
        """A 64-bit hash of each word in order, and the text it is from."""
        inside = self.codes != SPACE
        starts = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
        if not len(starts):
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        lengths = np.diff(np.append(starts, len(inside)))
        begun = starts[0]
        position = np.arange(begun, len(inside)) - np.repeat(starts, lengths)
        parts = spread(self.codes[begun:].astype(np.uint64) * _PRIME + position.astype(np.uint64))
        words = np.add.reduceat(np.where(inside[begun:], parts, np.uint64(0)), starts - begun)
        return words, self.owner[starts]


def encode(texts: Sequence[str]) -> Codes:
    """The texts in the form in which two spellings of the same words are equal, diacritics kept."""
    whole = [text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text) for text in texts]
    codes = np.frombuffer("".join(f" {text} " for text in whole).encode("utf-32-le", "surrogatepass"), np.uint32)
    owner = np.repeat(np.arange(len(whole)), [len(text) + 2 for text in whole])
    codes = _look_up(_LOWER, codes)
    visible = codes != _DROPPED
    codes, owner = codes[visible], owner[visible]
    letter = codes != SPACE
    keep = letter.copy()
    if len(codes):
        keep[0] = True
        keep[1:] |= letter[:-1] | (owner[1:] != owner[:-1])
    codes, owner = codes[keep], owner[keep]
    _place_tones(codes)
    return Codes(codes, owner, len(whole))


def pair(words: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of neighbouring words within a text, with the text each pair is from."""
    same = owner[1:] == owner[:-1]
    return spread(words[:-1] * np.uint64(3) + spread(words[1:]))[same], owner[1:][same]


_PRIME = np.uint64(0x100000001B3)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


def spread(values: np.ndarray) -> np.ndarray:
    """Mixes 64-bit numbers so that near ones become unlike (multiplications by the golden ratio and a shift)."""
    mixed = values * _GOLDEN
    return np.asarray((mixed ^ (mixed >> _SHIFT)) * _GOLDEN)


def _look_up(table: np.ndarray, codes: np.ndarray) -> np.ndarray:
    low = codes < _TABLE
    if low.all():
        return np.asarray(table[codes])
    return np.where(low, table[np.where(low, codes, 0)], codes)


def _place_tones(codes: np.ndarray) -> None:
    tone = _look_up_tone(codes)
    toned = np.flatnonzero(tone[1:-1]) + 1
    if not len(toned):
        return
    last = codes[toned + 1] <= _NINE
    before = codes[toned - 1]
    is_y = np.isin(codes[toned], _Y)
    asked = codes[np.maximum(toned - 2, 0)] != ord("q")
    for letter, fits in (("o", ~is_y), ("u", is_y)):
        at = toned[last & asked & fits & (before == ord(letter))]
        codes[at - 1] = _MOVED[letter][tone[at]]
        codes[at] = _BASE[codes[at]]


_Y = np.array([ord(unicodedata.normalize("NFC", "y" + mark)) for mark in _MARKS], dtype=np.uint32)
_BASE = _FOLDED
_NINE = ord("9")  # the space and the digits come before all letters


def _look_up_tone(codes: np.ndarray) -> np.ndarray:
    return np.asarray(_TONE[np.where(codes < _TABLE, codes, 0)])
