"""How people, bodies and topics that somebody asks for are matched with those written in documents. No I/O.

What enters are names as written; what leaves are keys (words without diacritics, abbreviations written out, between
single spaces, so that " a b " is found inside of another key) and whether two names mean the same.
"""

import re
from functools import lru_cache

from rag.language.abbreviations import expand
from rag.language.names import TITLES
from rag.language.text import fold, has_diacritics, words

_JOINING = frozenset({"và", "va"})  # "Tài chính và Kế hoạch", "Tài chính - Kế hoạch"
_TITLE = frozenset(words(title)[0] if len(words(title)) == 1 else " ".join(words(title)) for title in TITLES)
_TITLES = _TITLE | {fold(title) for title in _TITLE}
_LEADING = re.compile(rf"^ (?:{'|'.join(map(re.escape, sorted(_TITLES, key=len, reverse=True)))}) (?=\S)")


@lru_cache(maxsize=65536)
def written(text: str) -> str:
    """The words of a text with their diacritics, between single spaces; a single space where there is none."""
    found = " ".join(word for word in words(expand(text)) if word not in _JOINING)
    return f" {found} " if found else " "


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The words of a text without diacritics, between single spaces; a single space where there is none."""
    found = fold(written(text))
    return f" {found} " if found else " "


def last_word(text: str) -> str:
    """The last word of a key: of a person's name, the given name."""
    parts = key(text).split()
    return parts[-1][:64] if parts else ""


class Name:
    """A person or body that is asked for, without a title before it.

    Attributes:
        spelled: The words with their diacritics.
        key: What a matching key contains.
        last: The key's last word.
        given: Whether it is a single word, as when a person is called by the given name.
        marked: Whether diacritics count, because it was asked for with some.
    """

    def __init__(self, asked: str) -> None:
        self.spelled = _LEADING.sub(" ", written(asked))
        self.marked = _is_marked(asked)
        self.key = f" {fold(self.spelled)} "
        self.last = self.key.split()[-1][:64] if self.key.strip() else ""
        self.given = len(self.key.split()) == 1

    def names(self, person: str) -> bool:
        """Whether a person may be meant: the name ends with what is asked for."""
        return self._fits(person, whole_end=True)

    def means(self, name: str) -> bool:
        """Whether a person or a body may be meant: a body has the words in order, somewhere."""
        return self._fits(name, whole_end=self.given)

    def _fits(self, name: str, *, whole_end: bool) -> bool:
        if not self.key.strip():
            return False
        mine, theirs = (self.spelled, written(name)) if self.marked else (self.key, key(name))
        return theirs.endswith(mine) if whole_end else mine in theirs


class Words:
    """Words that are asked for: a text has them all, in any order.

    Attributes:
        keys: One key for each word.
    """

    def __init__(self, asked: str) -> None:
        self._words = [f" {word} " for word in written(asked).split()]
        self._marked = _is_marked(asked)
        self.keys = tuple(f" {fold(word)} " for word in self._words)

    def stand_in(self, text: str) -> bool:
        """Whether a text has all the words."""
        if self._marked:
            theirs = written(text)
            return all(word in theirs for word in self._words)
        theirs = key(text)
        return all(word in theirs for word in self.keys)


def _is_marked(asked: str) -> bool:
    """Whether it was typed with diacritics; an abbreviation such as HĐND has one in any case."""
    return has_diacritics(" ".join(word for word in asked.split() if not word.isupper()) or asked)
