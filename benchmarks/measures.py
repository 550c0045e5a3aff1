"""One measurement in a process of its own, so that its peak memory is its own: `scale.py` starts it and reads its result.

    python benchmarks/measures.py STAGE STORE INPUT

STAGE is one of the functions below, STORE a data directory, INPUT the folder of articles or the file of questions. One
line of JSON leaves on stdout. Modules are imported before the clock starts, save what ours imports when it first needs it.
"""

import asyncio
import json
import math
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import plain_recipe

from rag.events import IndexSummary
from rag.library import Library
from rag.settings import RagSettings
from rag.types import DEFAULT_SCOPE, Query, Question

_TODAY = date(2025, 1, 6)
_LIMIT = RagSettings(Path()).passages  # results for one question, on both sides


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one measurement; those for warming up come first and are not counted."""

    warming: list[str]
    searches: list[str]
    questions: list[str]


def index(store: Path, folder: Path) -> dict[str, Any]:
    """Ours: open the library, bring it up to date with the folder, close it."""
    began = time.perf_counter()
    with Library.open(RagSettings(store)) as library:
        *_, summary = library.index([str(folder)])
    seconds = time.perf_counter() - began
    if not isinstance(summary, IndexSummary) or summary.failed:
        raise SystemExit(f"indexing failed: {summary}")
    peak = peak_memory()
    with Library.open(RagSettings(store)) as library:
        status = library.status()
    done = {state: getattr(summary, state) for state in ("added", "updated", "unchanged", "removed")}
    return {"seconds": seconds, **done, "chunks": status.chunks, "disk": status.sizes, "peak_bytes": peak}


def ask(store: Path, questions: Path) -> dict[str, Any]:
    """Ours: retrieval alone, and the whole embedded answer."""
    asked = Asked(**json.loads(questions.read_text(encoding="utf-8")))
    with Library.open(RagSettings(store)) as library:

        def retrieve(text: str) -> None:
            library.retrieve(Query(text, (DEFAULT_SCOPE,), limit=_LIMIT))

        assistant = library.assistant()
        # One loop for all questions, as in a front end that stays open.
        with asyncio.Runner() as runner:

            def answer(text: str) -> None:
                runner.run(assistant.ask(Question(text, _TODAY)))

            times_of(retrieve, asked.warming)
            retrieving = times_of(retrieve, asked.searches)
            times_of(answer, asked.warming)
            answering = times_of(answer, asked.questions)
    return {"retrieve": latency(retrieving), "answer": latency(answering), "peak_bytes": peak_memory()}


def plain_index(store: Path, folder: Path) -> dict[str, Any]:
    """The plain recipe: index the folder into an empty store."""
    began = time.perf_counter()
    pieces = plain_recipe.index(folder, store)
    seconds = time.perf_counter() - began
    disk = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    return {"seconds": seconds, "chunks": pieces, "disk": {"vectors": disk}, "peak_bytes": peak_memory()}


def plain_search(store: Path, questions: Path) -> dict[str, Any]:
    """The plain recipe: similarity search for the same questions as our retrieval."""
    asked = Asked(**json.loads(questions.read_text(encoding="utf-8")))
    chroma = plain_recipe.open_store(store)

    def search(text: str) -> None:
        chroma.similarity_search(text, k=_LIMIT)

    times_of(search, asked.warming)
    return {"retrieve": latency(times_of(search, asked.searches)), "peak_bytes": peak_memory()}


def times_of(work: Callable[[str], None], texts: Sequence[str]) -> list[float]:
    """Seconds of each."""
    times = []
    for text in texts:
        began = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - began)
    return times


def latency(times: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile by nearest rank, in milliseconds."""
    ordered = sorted(times)
    return {f"p{share}_ms": 1000 * ordered[math.ceil(share / 100 * len(ordered)) - 1] for share in (50, 95)}


def peak_memory() -> int:
    """Most resident bytes that this process ever had, and the largest of its children that have ended.

    Linux counts in `ru_maxrss` what the process that started this one held, so `VmHWM` is read where there is one.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit + children
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 + children


STAGES = {stage.__name__: stage for stage in (index, ask, plain_index, plain_search)}

if __name__ == "__main__":
    print(json.dumps(STAGES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
