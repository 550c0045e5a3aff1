"""Slips of the keyboard in a question, mended after the words that the documents know.

What enters are the tokens of a question and the words of texts; what leaves are tokens, some of them replaced. A word
that stands beside its neighbour in a document is kept, so that near-twins stay apart; another one is replaced by a word
that sounds the same or differs in one letter (one more, one less, another one, or two swapped), where that stands beside
the same neighbour in a document, or where the documents do not know the word and there is only one such other.
"""

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from rag.language.text import LETTERS, fold, has_diacritics

_SHORTEST = 4  # letters of a word that is mended without a neighbour that vouches for it


def one_slip_apart(a: str, b: str) -> bool:
    """Whether one letter more, less or different, or two neighbours swapped, makes `b` of `a`.

    Source: F. J. Damerau, A technique for computer detection and correction of spelling errors, CACM 7 (3), 1964.
    """
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    one, other = a[start:], b[start:]
    if len(one) > len(other):
        return one[1:] == other
    if len(one) < len(other):
        return one == other[1:]
    return one[1:] == other[1:] or (one[:2] == other[:2][::-1] and one[2:] == other[2:])


def respelled(
    question: Sequence[str],
    *,
    level: Callable[[str], int | None],
    vocabulary: Callable[[], Collection[str]],
    sound: Callable[[str], str],
    keep: Collection[str] = (),
) -> tuple[str, ...]:
    """`question` with words replaced, without diacritics, by those they were meant for.

    Args:
        question: tokens in order.
        level: how near the documents have a word, or two neighbours with a space between: 0 as written, 1 without
            diacritics, 2 by sound; None where they do not.
        vocabulary: the folded words of the documents; asked for only where a word is in doubt.
        sound: what a folded word sounds like.
        keep: words that are never replaced.
    """
    words = list(question)
    for position, word in enumerate(words):
        if not word.isalpha() or len(word) < 2 or word in keep:
            continue
        here, folded = level(word), fold(word)
        if here is not None and (here < 2 and _vouched(words, position, word, level)):
            continue
        alike = [w for w in vocabulary() if w != folded and w.isalpha() and sound(w) == sound(folded)]
        # A word that is written so somewhere may be the right one: only its sound is mended then.
        slips = [] if here == 0 else [w for w in vocabulary() if w.isalpha() and one_slip_apart(folded, w)]
        beside = [w for w in dict.fromkeys((*alike, *slips)) if _vouched(words, position, w, level)]
        if len(beside) == 1:
            words[position] = beside[0]
        elif here is None and len(slips) == 1 and len(word) >= _SHORTEST and slips[0][0] == folded[0]:
            words[position] = slips[0]
    return tuple(words)


def _vouched(words: Sequence[str], position: int, word: str, level: Callable[[str], int | None]) -> bool:
    """Whether `word` stands beside one of the neighbours of `position` in a document."""
    pairs: list[str] = []
    if position:
        pairs.append(f"{words[position - 1]} {word}")
    if position + 1 < len(words):
        pairs.append(f"{word} {words[position + 1]}")
    return any(level(pair) in {0, 1} for pair in pairs)


_ONSETS = "ngh ng nh th tr ch gh gi kh ph qu b c d g h k l m n p r s t v x".split()
_RIMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in
    inh ip it iu o oa oac oach oai oam oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong ooc oong op ot u ua uan uang
    uat uay uc ue uech uen uenh uep uet ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn
    uynh uyt uyu y yem yen yet yeu ya""".split()
)


def is_syllable(folded: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable: an onset or none, and a rime."""
    if folded in _RIMES:
        return True
    return any(folded.startswith(onset) and folded[len(onset) :] in _RIMES for onset in _ONSETS)


def mended(text: str, vocabulary: frozenset[str]) -> str:
    """`text` with words that are no Vietnamese syllables replaced by the one of `vocabulary` that is a slip away.

    Args:
        text: a question as typed.
        vocabulary: words with their diacritics; what is put in has them only where `text` has any.
    """
    marked = has_diacritics(text)
    by_fold = _by_fold(vocabulary)

    def meant(match: re.Match[str]) -> str:
        word = match.group()
        folded = fold(word)
        if len(folded) < 3 or word.isupper() or is_syllable(folded) or folded in by_fold:
            return word
        found = [other for other in by_fold if one_slip_apart(folded, other)]
        if len(found) != 1:
            return word
        return by_fold[found[0]] if marked else found[0]

    return _WORD.sub(meant, text)


@lru_cache(maxsize=8)
def _by_fold(vocabulary: frozenset[str]) -> dict[str, str]:
    return {fold(word): word for word in vocabulary}


_WORD = re.compile(rf"(?<![{LETTERS}0-9])[{LETTERS}]+(?![{LETTERS}0-9])")
