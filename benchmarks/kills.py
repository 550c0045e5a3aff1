"""Kill -9 at random moments of indexing, then index again: ledger, Chroma and tantivy must hold the same chunks.

    python benchmarks/kills.py [--kills 30] [--documents 300] [--seed 1]

Each round changes part of a generated corpus, starts a child that indexes it, kills that child, indexes again and compares
the three stores. Prints a table, writes benchmarks/results/kills.json and exits 1 on any difference.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.events import IndexSummary
from rag.library import Library
from rag.settings import RagSettings
from rag.store.entry import Within
from rag.store.indexes import Place
from rag.store.ledger import Ledger
from rag.types import DEFAULT_SCOPE, Query

RESULTS = Path(__file__).parent / "results"
_SYLLABLES = (
    "họp giao ban huyện xã đồng chí chủ trì báo cáo tiến độ giải phóng mặt bằng đường cầu trường trạm y tế ngân sách thu "
    "chi kế hoạch quý tháng tuần phòng nội vụ tài chính công an quân sự nông nghiệp thủy lợi rừng biển đê kè hồ chứa"
).split()


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill left and what indexing again made of it."""

    number: int
    after: float  # seconds of indexing before the kill
    killed: bool  # False: the child was through before
    documents: int  # in the ledger right after the kill
    recovered: float  # seconds of opening, mending, indexing again and comparing
    missing: int  # chunks of the ledger that an index lacks
    extra: int  # chunks of an index that the ledger lacks
    unfound: int  # documents that their title does not find, or none of whose chunks its own vector finds

    @property
    def sound(self) -> bool:
        """Whether nothing was lost or left over."""
        return not (self.missing or self.extra or self.unfound)


def write_corpus(folder: Path, documents: int, generation: int, chance: random.Random) -> None:
    """Write or change the corpus: a third of the files gets new text, some come and some go in each generation."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        path = folder / f"{number:04d}.txt"
        if generation and chance.random() < 0.05:
            path.unlink(missing_ok=True)
        elif not path.exists() or chance.random() < 0.34:
            paragraphs = [" ".join(chance.choices(_SYLLABLES, k=90)).capitalize() + "." for _ in range(6)]
            path.write_text("\n\n".join([f"Thông báo mã{number}x{generation}", *paragraphs]), encoding="utf-8")


def index_once(data_dir: Path, folder: Path) -> None:
    """The child: says when it begins, indexes, says when it is through."""
    with Library.open(RagSettings(data_dir=data_dir)) as library:
        sys.stdout.write("begin\n")
        sys.stdout.flush()
        for event in library.index([str(folder)], prune=True):
            if isinstance(event, IndexSummary) and event.failed:
                sys.exit(f"{len(event.failed)} failed")


def start(data_dir: Path, folder: Path) -> "subprocess.Popen[str]":
    """Start a child and wait until it indexes."""
    child = subprocess.Popen(
        [sys.executable, __file__, "--child", str(data_dir), str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begin\n"
    return child


def kill_after(data_dir: Path, folder: Path, seconds: float) -> bool:
    """Kill a child that long after it began to index; whether it was still at it."""
    child = start(data_dir, folder)
    time.sleep(seconds)
    child.kill()
    return finish(child) < 0


def finish(child: "subprocess.Popen[str]") -> int:
    """Wait for a child; its exit status."""
    with child:
        return child.wait()


def index_again(data_dir: Path, folder: Path) -> tuple[int, int, int]:
    """Index, then count missing and extra chunks of the two indexes against the ledger, and documents not found."""
    with Library.open(RagSettings(data_dir=data_dir)) as library:
        *_, last = library.index([str(folder)], prune=True)
        assert isinstance(last, IndexSummary)
        assert not last.failed
        ledger = Ledger(f"sqlite:///{data_dir / 'ledger.db'}")
        state, wanted = ledger.state(), set(ledger.chunk_scopes())
        assert not state.dirty
        unfound = 0
        for document in library.documents():
            query = Query(document.title, (DEFAULT_SCOPE,), limit=3)
            unfound += all(passage.document.id != document.id for passage in library.retrieve(query))
    place = Place(data_dir)
    vectors, words = place.vectors(state), place.words(state)
    held = vectors.ids(DEFAULT_SCOPE), words.ids()
    near: set[str] = set()
    for entries in ledger.entries():
        for entry in entries:
            hits = vectors.search(entry.embedding, Within((DEFAULT_SCOPE,)), 10)
            near |= {entry.document_id for hit in hits if hit.chunk_id == entry.chunk_id}
    unfound += len({document.id for document in ledger.documents()} - near)
    vectors.close()
    words.close()
    ledger.close()
    return sum(len(wanted - one) for one in held), sum(len(one - wanted) for one in held), unfound


def rounds(work: Path, kills: int, documents: int, seed: int) -> list[Round]:
    """Kill that many times, each time at another moment."""
    chance = random.Random(seed)
    data_dir, folder = work / "data", work / "corpus"
    write_corpus(folder, documents, 0, chance)
    measured = start(work / "measured", folder)
    began = time.perf_counter()
    assert finish(measured) == 0
    whole = time.perf_counter() - began  # seconds of a first run
    done = []
    for number in range(1, kills + 1):
        after = chance.uniform(0, whole)
        killed = kill_after(data_dir, folder, after)
        with_ledger = Ledger(f"sqlite:///{data_dir / 'ledger.db'}")
        stored = with_ledger.counts().documents
        with_ledger.close()
        began = time.perf_counter()
        differences = index_again(data_dir, folder)
        recovered = time.perf_counter() - began
        done.append(Round(number, round(after, 3), killed, stored, round(recovered, 2), *differences))
        write_corpus(folder, documents, number, chance)
    return done


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Kill indexing at random moments and compare the stores.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        index_once(*arguments.child)
        return 0
    with tempfile.TemporaryDirectory() as work:
        done = rounds(Path(work), arguments.kills, arguments.documents, arguments.seed)
    print("round  after s  killed  documents  again s  missing  extra  unfound")
    for one in done:
        print(
            f"{one.number:5}  {one.after:7.3f}  {'yes' if one.killed else 'no':>6}  {one.documents:9}  {one.recovered:7.2f}"
            f"  {one.missing:7}  {one.extra:5}  {one.unfound:7}"
        )
    killed, sound = sum(one.killed for one in done), sum(one.sound for one in done)
    print(f"{killed} of {len(done)} killed while indexing; {sound} of {len(done)} sound afterwards")
    RESULTS.mkdir(exist_ok=True)
    result = {"kills": killed, "sound": sound, "rounds": [asdict(one) for one in done]}
    (RESULTS / "kills.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0 if sound == len(done) else 1


if __name__ == "__main__":
    sys.exit(main())
