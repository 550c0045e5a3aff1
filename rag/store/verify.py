"""Holds the derived indexes against the ledger after an unclean stop, and mends what is merely missing.

This runs in a child process, because an index torn by a kill or a full disk can take its process down with a crash.
Standard input carries where everything is, standard output one JSON line for each index found sound. What is not
reported sound (damaged, crashed, out of time) is to be rebuilt.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rag.errors import StoreError
from rag.store.entry import Within
from rag.store.indexes import Place
from rag.store.ledger import Ledger
from rag.store.vectors import UnreachableError, Vectors
from rag.store.words import SCHEMA_VERSION, Words

_TIMEOUT = 600.0  # seconds; past that a rebuild is quicker
_SAMPLE = 200  # chunks searched by their own embedding, of the newest and of all
_NEIGHBOURS = 10
_ENOUGH = 0.9  # of a sample: the nearest-neighbour search itself misses a few per cent
_READ = 1000  # embeddings fetched at once


def recover(ledger: Ledger, ledger_url: str, place: Place) -> None:
    """Make both indexes hold what the ledger holds, building anew what cannot be mended.

    Nothing else may have the indexes open. All embeddings in the ledger must be of one embedder.

    Raises:
        UnreachableError: when the vector index is on a server that cannot be reached; the word index is mended.
        StoreError: when even new indexes do not come out sound.
    """
    if ledger.state().words_schema not in ("", SCHEMA_VERSION):
        _start_anew(ledger, place, vectors=False, words=True)
    ledger.set_state(dirty=True, words_schema=SCHEMA_VERSION)
    away = _away(place)
    if away is None:
        _move(ledger, place)
    sound = _in_child(ledger_url, place)
    away = away or (None if sound["vectors"] else _away(place))  # it may have gone while it was looked at
    if away is not None:
        sound["vectors"] = True  # nothing is known of it, and nothing is done to it
    if not all(sound.values()):
        _start_anew(ledger, place, vectors=not sound["vectors"], words=not sound["words"])
        sound = _in_child(ledger_url, place)
    if away is not None and sound["words"]:
        raise away
    if not all(sound.values()):
        raise StoreError(
            "Không dựng lại được chỉ mục; hãy kiểm tra dung lượng đĩa và quyền ghi vào thư mục dữ liệu rồi thử lại."
        )
    ledger.settle()
    ledger.set_state(dirty=False, files=place.files(ledger.state()))
    with suppress(StoreError):  # what does not go quietly is only left over
        place.tidy_server(ledger.state())


def _away(place: Place) -> UnreachableError | None:
    """Why the vector index cannot be reached, None where it can."""
    try:
        place.demand_server()
    except UnreachableError as error:
        return error
    return None


def _move(ledger: Ledger, place: Place) -> None:
    """Begin a new generation where the vector index is now, if it was elsewhere; the child then fills it."""
    state = ledger.state()
    if state.embedder is None or state.location == place.location:
        return
    moved = {"location": place.location, "vectors": state.vectors + bool(state.location)}
    place.discard(state.with_changes(moved), vectors=bool(state.location), words=False)
    ledger.set_state(**moved)


def _start_anew(ledger: Ledger, place: Place, *, vectors: bool, words: bool) -> None:
    old = ledger.state()
    ledger.set_state(vectors=old.vectors + vectors, words=old.words + words, words_schema=SCHEMA_VERSION, dirty=True)
    with suppress(StoreError):  # a damaged generation is no longer named; what is left of it does no harm
        place.discard(old, vectors=vectors, words=words)


def _in_child(ledger_url: str, place: Place) -> dict[str, bool]:
    order = {"ledger_url": ledger_url, "data_dir": str(place.data_dir), "chroma_url": place.chroma_url}
    path = [str(Path(entry).absolute()) for entry in sys.path]
    start = f"import sys; sys.path[:] = {path!r}; from rag.store.verify import serve; serve()"
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-c", start],
            input=json.dumps(order),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            encoding="utf-8",
            check=False,
        )
        reported = child.stdout
    except subprocess.TimeoutExpired as error:
        reported = error.stdout.decode() if isinstance(error.stdout, bytes) else ""
    lines = reported.splitlines()
    return {name: name in lines for name in ("words", "vectors")}


def serve() -> None:
    """The child: reads its order, mends, reports."""
    order = json.load(sys.stdin)
    ledger = Ledger(order["ledger_url"])
    place = Place(Path(order["data_dir"]), order["chroma_url"])
    state = ledger.state()
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("words", lambda: words_sound(ledger, place.words(state))),
        ("vectors", lambda: vectors_sound(ledger, place.vectors(state))),
    ]
    for name, check in checks:
        try:
            sound = check()
        except StoreError:
            sound = False
        if sound:
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()


def words_sound(ledger: Ledger, words: Words) -> bool:
    """Give the word index what it lacks, take what it has too much; whether it then holds what the ledger holds."""
    wanted = set(ledger.chunk_scopes())
    held = words.ids()
    words.delete(held - wanted)
    missing = (wanted - held) | ledger.pending_chunks()
    if missing:
        for entries in ledger.entries(chunk_ids=missing):
            words.upsert(entries)
    words.settle()
    return words.ids() == wanted


def vectors_sound(ledger: Ledger, vectors: Vectors) -> bool:
    """The same for the vector index, whose every vector must also be readable and whose sample must be findable."""
    by_scope: dict[str, set[str]] = {scope: set() for scope in vectors.scopes()}
    for chunk_id, scope in ledger.chunk_scopes().items():
        by_scope.setdefault(scope, set()).add(chunk_id)
    pending = ledger.pending_chunks()
    missing = set(pending)
    for scope, wanted in by_scope.items():
        held = vectors.ids(scope)
        vectors.delete(scope, held - wanted)
        missing |= wanted - held
    if missing:
        for entries in ledger.entries(chunk_ids=missing):
            vectors.upsert(entries)
    return all(_readable(vectors, scope, sorted(wanted)) for scope, wanted in by_scope.items()) and (
        _findable(ledger, vectors, sorted(pending))
        and _findable(ledger, vectors, sorted(set().union(*by_scope.values())))
    )


def _readable(vectors: Vectors, scope: str, wanted: Sequence[str]) -> bool:
    if vectors.ids(scope) != set(wanted):
        return False
    for start in range(0, len(wanted), _READ):
        part = wanted[start : start + _READ]
        if vectors.embeddings(scope, part).keys() != set(part):
            return False
    return True


def _findable(ledger: Ledger, vectors: Vectors, chunk_ids: Sequence[str]) -> bool:
    """Whether a sample is found by its own embedding, or ten others are at least as near."""
    sample = set(chunk_ids[:: max(1, len(chunk_ids) // _SAMPLE)][:_SAMPLE])
    found = 0
    for entries in ledger.entries(chunk_ids=sample):
        for entry in entries:
            own = float(entry.embedding @ entry.embedding)
            hits = vectors.search(entry.embedding, Within((entry.scope,)), _NEIGHBOURS)
            outscored = len(hits) == _NEIGHBOURS and hits[-1].score >= own * (1 - 1e-4)
            found += outscored or any(hit.chunk_id == entry.chunk_id for hit in hits)
    return found >= _ENOUGH * len(sample)
