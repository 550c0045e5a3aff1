"""How much a text looks like Vietnamese: the share of its marked words that Vietnamese spelling allows.

What enters is text in any decoding, right or wrong; what leaves is a count. A wrong decoding gives words such as
"Céng hoµ" whose letters no Vietnamese syllable has, so the share tells the encodings apart without a dictionary.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Before e, ê, i and y the sounds of c, g and ng are written k, gh and ngh; "gi" is a letter pair of its own.
_ONSETS = (
    "ngh(?=[eêi])|ng(?![eêiy])|gh(?=[eêi])|gi|g(?![eêy])|k(?=[eêiy])|c(?![eêiy])"
    "|b|ch|d|đ|h|kh|l|m|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
)
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươ ươc ươi ươm ươn ương ươp ươt ươu
y yên yêt yêu yêm
""".split()
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?P<rhyme>{'|'.join(sorted(_RHYMES, key=len, reverse=True))})")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPS = ("c", "ch", "p", "t")  # a syllable that ends so has the tone sắc or nặng

# A run of letters as an encoding gone wrong may show them: Latin-1 signs such as µ, ¸ and the soft hyphen included.
_WORD = re.compile("[A-Za-z\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_SAMPLE = 4000  # words looked at


@dataclass(frozen=True, slots=True)
class Likeness:
    """Words with a letter or sign beyond ASCII, and how many of them are Vietnamese syllables."""

    marked: int
    valid: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where no word is marked."""
        return self.valid / self.marked if self.marked else 0.0


@lru_cache(maxsize=32768)
def is_syllable(word: str) -> bool:
    """Whether Vietnamese spelling allows the single syllable `word`, in any case and composition."""
    letters, tone = [], ""
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            if tone:
                return False
            tone = character
        else:
            letters.append(character)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters)))
    if match is None:
        return False
    return tone in ("\u0301", "\u0323") or not match["rhyme"].endswith(_STOPS)


def likeness(text: str) -> Likeness:
    """Counts the marked words of `text`, in its first few thousand.

    Example: "Hà Nội 2024" has 2 marked words, both valid; "Hµ Néi" has 2, none valid.
    """
    marked = valid = 0
    for match in _WORD.finditer(text):
        word = match.group().strip("«»·°")
        if word.isascii():
            continue
        marked += 1
        valid += len(word) <= 24 and is_syllable(word)
        if marked >= _SAMPLE:
            break
    return Likeness(marked, valid)
