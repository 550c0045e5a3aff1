"""How often the right paragraph comes first: XQuAD in Vietnamese, each question asked with and without diacritics.

    .venv/bin/python benchmarks/retrieval.py [path to xquad.vi.json]

Every paragraph becomes a .txt file, the files are indexed by `Library`, every question is asked through
`Library.retrieve`: the way that documents and questions go. A paragraph ranks where its first chunk does. Beside it stands
plain BM25 over syllables. Prints a table and writes benchmarks/results/retrieval.json.
"""

import json
import math
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rag.language.text import words
from rag.library import Library
from rag.settings import RagSettings
from rag.types import DEFAULT_SCOPE, Query

HERE = Path(__file__).resolve().parent
DEFAULT = HERE.parent.parent / "shared" / "eval" / "xquad-vi" / "xquad.vi.json"
RESULT = HERE / "results" / "retrieval.json"

# text-embedding-3-large, MTEB's published result on XQuAD-vi (question to paragraph). No other figure was published there.
PUBLISHED_LARGE = 86.5
DEPTH = 50


@dataclass(frozen=True)
class Quality:
    """Percentages over all questions; times in milliseconds for one question."""

    system: str
    question: str
    recall_at_1: float
    recall_at_5: float | None = None
    mrr: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None


def read(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """The paragraphs, and the questions with the number of their paragraph."""
    paragraphs: list[str] = []
    questions: list[tuple[str, int]] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            questions += [(qa["question"], len(paragraphs)) for qa in paragraph["qas"]]
            paragraphs.append(paragraph["context"])
    return paragraphs, questions


def strip_diacritics(text: str) -> str:
    """As typed on a keyboard without Vietnamese input; the case stays."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


class PlainBM25:
    """Okapi BM25 (k1 1.2, b 0.75) over syllables as written: the usual baseline."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(words(text)) for text in texts]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths)
        self._norms = [1.2 * (0.25 + 0.75 * length / mean) for length in lengths]
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for word, times in count.items():
                self._postings.setdefault(word, []).append((number, times))
        self._size = len(texts)

    def __call__(self, question: str) -> list[int]:
        scores: dict[int, float] = {}
        for word in set(words(question)):
            found = self._postings.get(word, [])
            weight = math.log(1 + (self._size - len(found) + 0.5) / (len(found) + 0.5))
            for number, times in found:
                scores[number] = scores.get(number, 0.0) + weight * times * 2.2 / (times + self._norms[number])
        return sorted(scores, key=lambda number: -scores[number])


def measure(system: str, form: str, ask: Callable[[str], list[int]], questions: Sequence[tuple[str, int]]) -> Quality:
    """Asks every question and looks where its paragraph stands."""
    ranks, times = [], []
    for question, paragraph in questions:
        text = question if form == "accented" else strip_diacritics(question)
        begun = time.perf_counter()
        order = ask(text)
        times.append(1000 * (time.perf_counter() - begun))
        ranks.append(order.index(paragraph) + 1 if paragraph in order else math.inf)
    times.sort()
    count = len(ranks)
    return Quality(
        system,
        form,
        recall_at_1=round(100 * sum(rank <= 1 for rank in ranks) / count, 2),
        recall_at_5=round(100 * sum(rank <= 5 for rank in ranks) / count, 2),
        mrr=round(100 * sum(1 / rank for rank in ranks) / count, 2),
        p50_ms=round(times[count // 2], 2),
        p95_ms=round(times[int(count * 0.95)], 2),
    )


def indexed(paragraphs: Sequence[str], folder: Path) -> tuple[Library, Callable[[str], list[int]]]:
    """A library of the paragraphs, and a function from a question to paragraphs, best first."""
    source = folder / "paragraphs"
    source.mkdir()
    for number, paragraph in enumerate(paragraphs):
        (source / f"{number}.txt").write_text(paragraph, encoding="utf-8")
    library = Library.open(RagSettings(data_dir=folder / "data"))
    for _ in library.index([str(source)]):
        pass

    def ask(question: str) -> list[int]:
        found = library.retrieve(Query(question, (DEFAULT_SCOPE,), limit=DEPTH))
        return list(dict.fromkeys(int(Path(passage.document.name).stem) for passage in found))

    return library, ask


def show(results: Sequence[Quality]) -> None:
    table = Table(title="XQuAD-vi, question → paragraph")
    for name in ("system", "question", "R@1", "R@5", "MRR", "p50 ms", "p95 ms"):
        table.add_column(name, justify="left" if name in ("system", "question") else "right")
    for r in results:
        figures = (r.recall_at_1, r.recall_at_5, r.mrr, r.p50_ms, r.p95_ms)
        table.add_row(r.system, r.question, *("–" if figure is None else f"{figure:.2f}" for figure in figures))
    Console().print(table)


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not path.is_file():
        print(f"XQuAD-vi not found at {path}; give its path as the argument", file=sys.stderr)
        return 1
    paragraphs, questions = read(path)
    plain = PlainBM25(paragraphs)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        library, ask = indexed(paragraphs, Path(folder))
        try:
            for form in ("accented", "stripped"):
                results.append(measure("giaoban", form, ask, questions))
                results.append(measure("BM25 over syllables", form, plain, questions))
        finally:
            library.close()
    results.append(Quality("text-embedding-3-large (published)", "accented", PUBLISHED_LARGE))
    show(results)
    RESULT.parent.mkdir(exist_ok=True)
    outcome = {"paragraphs": len(paragraphs), "questions": len(questions), "results": [asdict(r) for r in results]}
    RESULT.write_text(json.dumps(outcome, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
