"""Small documents about made-up bodies, and the library that indexes them."""

from collections.abc import Iterable
from pathlib import Path

from rag.events import FileOutcome, IndexEvent, IndexSummary
from rag.library import Library
from rag.settings import RagSettings
from rag.store.indexes import Place
from rag.store.ledger import Ledger

TOPICS = ["giao ban", "cháy rừng", "mặt bằng", "trạm y tế", "ngân sách", "thủy lợi", "trường học", "an ninh"]


def write(folder: Path, count: int = 8, paragraphs: int = 3) -> Path:
    """`count` text files of some chunks each, no two alike."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        body = [
            f"Phần {part} của xã Bình An số {number}: {TOPICS[number % len(TOPICS)]} được bàn kỹ. " * 25
            for part in range(paragraphs)
        ]
        text = "\n\n".join([f"Thông báo {number} về {TOPICS[number % len(TOPICS)]}", *body])
        (folder / f"tb-{number:02d}.txt").write_text(text, encoding="utf-8")
    return folder


def settings(tmp_path: Path, **changes: object) -> RagSettings:
    """A library's settings in a test's folder."""
    return RagSettings(data_dir=tmp_path / "data", **changes)  # type: ignore[arg-type]


def summary(events: Iterable[IndexEvent]) -> IndexSummary:
    """Consume a run; its last event."""
    *_, last = events
    assert isinstance(last, IndexSummary)
    return last


def outcomes(events: Iterable[IndexEvent]) -> dict[str, FileOutcome]:
    """Consume a run; what became of each file, by name."""
    return {Path(event.source).name: event for event in events if isinstance(event, FileOutcome)}


def held(data_dir: Path) -> tuple[set[str], set[str], set[str]]:
    """Chunk ids in the ledger, in Chroma and in tantivy. The library must be closed."""
    ledger = Ledger(f"sqlite:///{data_dir / 'ledger.db'}")
    state, wanted = ledger.state(), ledger.chunk_scopes()
    ledger.close()
    place = Place(data_dir)
    vectors = place.vectors(state)
    in_vectors: set[str] = set()
    for scope in vectors.scopes() | set(wanted.values()):
        in_vectors |= vectors.ids(scope)
    vectors.close()
    return set(wanted), in_vectors, place.words(state).ids()


def assert_sound(data_dir: Path) -> None:
    """The three stores hold the same chunks, and there are some."""
    ledger, vectors, words = held(data_dir)
    assert ledger == vectors == words != set()


__all__ = ["Library", "assert_sound", "held", "outcomes", "settings", "summary", "write"]
