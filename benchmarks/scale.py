"""Speed and cost as the documents grow, beside the plain LangChain recipe in the same run.

    .venv/bin/python benchmarks/scale.py [CORPUS.jsonl.gz] [--sizes 500,2000,8000]

For each size: index a cold data directory, index it again unchanged and with 1 % of the files changed, ask; then the plain
recipe on the same files with the same questions. Each measurement is a process of its own (`measures.py`). Prints a table
with the figures that we hold ourselves to, writes benchmarks/results/scale.json, and exits 1 where one of these figures is
missed at 8,000 articles.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus
from measures import Asked
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
DEFAULT = HERE.parent.parent / "shared" / "corpora" / "news-8000.jsonl.gz"
RESULT = HERE / "results" / "scale.json"

_ACCEPTED_AT = 8000  # articles
_WARMING, _MEASURED = 20, 200  # questions
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that we hold ourselves to, as measured at the largest size."""

    what: str
    unit: str
    limit: float
    measured: float
    least: bool = False  # the limit is the least that will do, not the most

    @property
    def passed(self) -> bool:
        return self.measured >= self.limit if self.least else self.measured <= self.limit


def measure(stage: str, store: Path, given: Path) -> dict[str, Any]:
    """One measurement in a process of its own; `load` is the machine's load average when it began."""
    load = os.getloadavg()[0]
    command = [sys.executable, str(HERE / "measures.py"), stage, str(store), str(given)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result | {"load": round(load, 2)}


def measure_size(articles: Sequence[corpus.Article], work: Path, console: Console) -> dict[str, Any]:
    """Everything at one size; `work` is an empty folder, removed afterwards."""
    folder, store, plain_store, asked = (work / name for name in ("articles", "ours", "plain", "questions.json"))
    corpus.write(articles, folder)
    warming = corpus.questions(articles, _WARMING, seed=1)
    searches, questions = corpus.searches(articles, _MEASURED, seed=2), corpus.questions(articles, _MEASURED, seed=3)
    asked.write_text(json.dumps(asdict(Asked(warming, searches, questions))), encoding="utf-8")
    with console.status("") as status:

        def step(stage: str, where: Path, given: Path, saying: str) -> dict[str, Any]:
            status.update(f"{len(articles):,} articles: {saying}")
            return measure(stage, where, given)

        ours = {
            "index": step("index", store, folder, "indexing"),
            "unchanged": step("index", store, folder, "indexing again, nothing changed"),
        }
        plain = {"index": step("plain_index", plain_store, folder, "indexing, plain recipe")}
        changed = corpus.change(articles, folder)
        ours["changed"] = step("index", store, folder, "indexing again, 1 % changed")
        ours["ask"] = step("ask", store, asked, "asking")
        plain["ask"] = step("plain_search", plain_store, asked, "asking, plain recipe")
    if (ours["unchanged"]["unchanged"], ours["changed"]["updated"]) != (len(articles), changed):
        raise SystemExit("indexing again found other changes than were made")
    shutil.rmtree(work)
    return {"articles": len(articles), "ours": ours, "plain": plain, "ratio": ratios(ours, plain)}


def ratios(ours: dict[str, Any], plain: dict[str, Any]) -> dict[str, float]:
    """Ours over the plain recipe's."""
    disk = [sum(side["index"]["disk"].values()) for side in (ours, plain)]
    return {
        "documents_per_second": plain["index"]["seconds"] / ours["index"]["seconds"],
        "disk": disk[0] / disk[1],
        "peak_indexing": ours["index"]["peak_bytes"] / plain["index"]["peak_bytes"],
        "peak_asking": ours["ask"]["peak_bytes"] / plain["ask"]["peak_bytes"],
        "retrieve_p95": ours["ask"]["retrieve"]["p95_ms"] / plain["ask"]["retrieve"]["p95_ms"],
    }


def figures(result: dict[str, Any]) -> list[Figure]:
    """The figures that we hold ourselves to, from the results at one size."""
    ours = result["ours"]
    share = 100 * ours["unchanged"]["seconds"] / ours["index"]["seconds"]
    peak = max(part["peak_bytes"] for part in ours.values()) / _MB
    return [
        Figure("answer p95, embedded", "ms", 60, ours["ask"]["answer"]["p95_ms"]),
        Figure("retrieval p95", "ms", 30, ours["ask"]["retrieve"]["p95_ms"]),
        Figure("peak memory", "MB", 1500, peak),
        Figure("unchanged, share of the first", "%", 2, share),
        Figure("documents/s, ours ÷ plain", "", 0.8, result["ratio"]["documents_per_second"], least=True),
    ]


def rows(result: dict[str, Any]) -> list[tuple[str, ...]]:
    """One size's lines of the table: what, ours, plain, ours ÷ plain."""
    ours, plain, count = result["ours"], result["plain"], result["articles"]
    first = ours["index"]["seconds"]

    def both(what: str, form: Callable[[dict[str, Any]], str], ratio: str = "") -> tuple[str, ...]:
        return what, form(ours), form(plain), f"{result['ratio'][ratio]:.2f}" if ratio else ""

    def mine(what: str, text: str) -> tuple[str, ...]:
        return what, text, "–", ""

    def again(part: dict[str, Any]) -> str:
        return f"{part['seconds']:.2f} ({100 * part['seconds'] / first:.1f} %)"

    def times(part: dict[str, float]) -> str:
        return f"{part['p50_ms']:.1f} / {part['p95_ms']:.1f} ms"

    return [
        both("chunks", lambda side: f"{side['index']['chunks']:,}"),
        both("first index, s", lambda side: f"{side['index']['seconds']:.2f}"),
        both("documents/s", lambda side: f"{count / side['index']['seconds']:.0f}", "documents_per_second"),
        mine("unchanged, s", again(ours["unchanged"])),
        mine("1 % changed, s", again(ours["changed"])),
        both("disk, MB", lambda side: f"{sum(side['index']['disk'].values()) / _MB:.1f}", "disk"),
        *(mine(f"  {name}", f"{size / _MB:.1f}") for name, size in ours["index"]["disk"].items()),
        both("peak indexing, MB", lambda side: f"{side['index']['peak_bytes'] / _MB:.0f}", "peak_indexing"),
        both("peak asking, MB", lambda side: f"{side['ask']['peak_bytes'] / _MB:.0f}", "peak_asking"),
        both("retrieval p50/p95", lambda side: times(side["ask"]["retrieve"]), "retrieve_p95"),
        mine("answer p50/p95", times(ours["ask"]["answer"])),
    ]


def show(results: Sequence[dict[str, Any]], reached: Sequence[Figure], origin: str, console: Console) -> None:
    table = Table(title=f"Speed and cost: {origin}")
    table.add_column("articles", justify="right")
    table.add_column("what")
    for name in ("ours", "plain recipe", "ours ÷ plain"):
        table.add_column(name, justify="right")
    for result in results:
        for number, row in enumerate(rows(result)):
            table.add_row("" if number else f"{result['articles']:,}", *row)
        table.add_section()
    console.print(table)
    held = Table(title=f"What we hold ourselves to at {_ACCEPTED_AT:,}, here at {results[-1]['articles']:,}")
    for name in ("figure", "limit", "measured", ""):
        held.add_column(name, justify="left" if name == "figure" else "right")
    for figure in reached:
        limit = f"{'≥' if figure.least else '≤'} {figure.limit:g} {figure.unit}"
        verdict = "[green]pass[/]" if figure.passed else "[red]fail[/]"
        held.add_row(figure.what, limit, f"{figure.measured:.2f} {figure.unit}", verdict)
    console.print(held)
    load = max(part["load"] for result in results for side in ("ours", "plain") for part in result[side].values())
    if load > (os.cpu_count() or 1):
        console.print(f"Load average reached {load}: others were using this machine, so times are not its best.")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Speed and cost as the documents grow, beside the plain recipe.")
    parser.add_argument("corpus", nargs="?", type=Path, help="gzipped, one JSON article a line; else made-up articles")
    parser.add_argument("--sizes", default="500,2000,8000", help="numbers of articles, by commas")
    arguments = parser.parse_args()
    path = arguments.corpus or (DEFAULT if DEFAULT.is_file() else None)
    if path is not None and not path.is_file():
        parser.error(f"no corpus at {path}")
    sizes = sorted(int(size) for size in arguments.sizes.split(","))
    console = Console()
    try:
        articles = corpus.read(path, sizes[-1])
    except ValueError as error:
        parser.error(str(error))
    origin = path.name if path else "made-up articles"
    results = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as work:
            results.append(measure_size(articles[:size], Path(work) / "size", console))
    reached = figures(results[-1])
    show(results, reached, origin, console)
    outcome = {
        "corpus": origin,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()}
        | {name: version(name) for name in ("chromadb", "tantivy", "langchain-chroma")},
        "questions": _MEASURED,
        "results": results,
        "held": [asdict(figure) | {"passed": figure.passed} for figure in reached],
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(outcome, indent=1) + "\n", encoding="utf-8")
    missed = sizes[-1] >= _ACCEPTED_AT and not all(figure.passed for figure in reached)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
