"""What is measured with: articles enter from a corpus, or are made up where there is none; files and questions leave.

A corpus has one JSON object a line, gzipped, with `title`, `abstract` and `body`. Everything here happens outside of the
timings and is the same each time.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generated import articles as made_up
from retrieval import strip_diacritics

from rag.language.sentences import sentences

_SHORTEST, _LONGEST = 4, 30  # words of a question: fewer say nothing, more nobody types
_ENDINGS = ("là do ai?", "vào ngày nào?", "ở đâu?", "là bao nhiêu?", "như thế nào?")
_ADDED = "Tin bổ sung: số liệu trên vừa được cơ quan chức năng rà soát và cập nhật."


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a corpus."""

    title: str
    abstract: str
    body: str

    @property
    def text(self) -> str:
        """As it stands in its file."""
        return f"{self.title}\n\n{self.abstract}\n\n{self.body}\n"


def read(path: Path | None, count: int) -> list[Article]:
    """The first `count` articles of a corpus, or made-up ones where `path` is None.

    Raises:
        ValueError: The corpus has fewer.
    """
    if path is None:
        return [Article(*parts) for parts in islice(made_up(), count)]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, count)]
    if len(rows) < count:
        raise ValueError(f"{path.name} has {len(rows)} articles, {count} were asked for")
    return [Article(row["title"], row["abstract"], row["body"]) for row in rows]


def write(articles: Sequence[Article], folder: Path) -> None:
    """Each article as a .txt file."""
    folder.mkdir(parents=True)
    for number, article in enumerate(articles):
        (folder / f"{number:06d}.txt").write_text(article.text, encoding="utf-8")


def change(articles: Sequence[Article], folder: Path) -> int:
    """Add a sentence to every hundredth file; how many were changed."""
    chosen = range(0, len(articles), 100)
    for number in chosen:
        path = folder / f"{number:06d}.txt"
        path.write_text(f"{articles[number].text}{_ADDED}\n", encoding="utf-8")
    return len(chosen)


def searches(articles: Sequence[Article], count: int, seed: int) -> list[str]:
    """What people might search for: titles and sentences of random articles in turn, every other pair unaccented."""
    found = islice(_phrases(articles, random.Random(seed)), count)
    return [strip_diacritics(text) if number % 4 >= 2 else text for number, text in enumerate(found)]


def questions(articles: Sequence[Article], count: int, seed: int) -> list[str]:
    """`searches` with an ending that asks: who, when, where, how many, how."""
    result = []
    for number, text in enumerate(searches(articles, count, seed)):
        ending = _ENDINGS[number % len(_ENDINGS)]
        result.append(f"{text.rstrip(' .!?;:')} {strip_diacritics(ending) if number % 4 >= 2 else ending}")
    return result


def _phrases(articles: Sequence[Article], chance: random.Random) -> Iterator[str]:
    """Titles and sentences in turn, each from another random article, without end."""
    while True:
        yield chance.choice(articles).title
        article = chance.choice(articles)
        spans = sentences(article.body)
        words = [article.body[start:end].split() for start, end in spans]
        telling = [sentence for sentence in words if len(sentence) >= _SHORTEST]
        yield " ".join(chance.choice(telling)[:_LONGEST]) if telling else article.title
