"""How Vietnamese strings are brought to one form for comparing and searching.

What enters is text as people and documents write it; what leaves is never shown to a user. Every function keeps no
state. `fold` and `comparable` map character by character where they can, but lengths may change: positions in their
results are not positions in the original, except for `fold_aligned`.
"""

import re
import unicodedata

# Unicode category Cf and friends that documents carry without meaning: zero-width space and joiners, word joiner,
# byte order mark, soft hyphen.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACE = re.compile(r"\s+")
_EXTRA_FOLDS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})

# The 67 capital letters that Vietnamese adds to A-Z. A range such as À-Ỹ interleaves the two cases.
VIETNAMESE_CAPITALS = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
CAPITALS = "A-Z" + VIETNAMESE_CAPITALS
SMALLS = "a-z" + VIETNAMESE_CAPITALS.lower()
LETTERS = CAPITALS + SMALLS

# Syllables, and numbers whole: "12,5", "21.600", "3/7".
_WORD = re.compile(rf"\d+(?:[.,/]\d+)+(?![{LETTERS}0-9])|[{LETTERS}0-9]+(?:['’][{LETTERS}]+)?")


def _tone_placements() -> dict[str, str]:
    """New placement of the tone mark (oà, oè, uỳ) to the old one (òa, òe, ùy)."""
    marks = "\u0300\u0301\u0309\u0303\u0323"
    pairs = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for mark in marks:
            new = first + unicodedata.normalize("NFC", second + mark)
            pairs[new] = unicodedata.normalize("NFC", first + mark) + second
    return pairs


_TONES = _tone_placements()
# Only at the end of a syllable ("hoàn" keeps its tone) and not after q ("quý" has no other spelling).
_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_TONES)})(?![{LETTERS}])", re.IGNORECASE)


def clean(text: str) -> str:
    """NFC with invisible characters removed, Ð/ð as Đ/đ and white space folded to single spaces."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_ETH)
    return _SPACE.sub(" ", text).strip()


def comparable(text: str) -> str:
    """The form in which two spellings of the same words are equal, diacritics kept.

    Example: "Uỷ ban  Hoà bình" and "ủy ban hòa bình" give the same string.
    """
    return _TONE.sub(lambda m: _TONES[m.group()], clean(text).lower())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_EXTRA_FOLDS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


_FOLDS = str.maketrans({c: _without_marks(c) for c in VIETNAMESE_CAPITALS + VIETNAMESE_CAPITALS.lower()})


def fold(text: str) -> str:
    """`clean` without diacritics, in lower case: "Đồng chí Hà" gives "dong chi ha"."""
    folded = clean(text).translate(_FOLDS)
    return folded.lower() if folded.isascii() else _without_marks(folded)


def fold_aligned(text: str) -> str:
    """Folded character by character: the result has the length of `text`, so positions carry over.

    Characters that fold to none or several (a lone combining mark, "ß") are kept or replaced by a space.
    """
    out = []
    for character in text:
        folded = _without_marks(character)
        out.append(folded if len(folded) == 1 else " ")
    return "".join(out)


def words(text: str) -> list[str]:
    """The syllables and numbers of `text` in `comparable` form."""
    return _WORD.findall(comparable(text))


def has_diacritics(text: str) -> bool:
    """Whether `text` has any Vietnamese letter beyond A-Z: without one, it is to be matched folded."""
    return any(c in _MARKED for c in unicodedata.normalize("NFC", text))


_MARKED = frozenset(VIETNAMESE_CAPITALS + VIETNAMESE_CAPITALS.lower())
