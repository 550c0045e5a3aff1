"""The vector index (Chroma): entries in, hits out. Derived from the ledger, so it may be deleted at any time.

A collection per scope: a filter inside one big collection makes a query 15 to 40 times slower. Every query is built in
`Vectors.search`, which takes a `Within` and so cannot be asked without a scope. Embeddings are always passed along, or
Chroma would download a model. chromadb is imported at the first use, as it takes most of a second.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx
import numpy as np

from rag.errors import StoreError
from rag.store.entry import Entry, Hit, Within

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_T = TypeVar("_T")

_EMBEDDED_BATCH = 1000  # records a write, below Chroma's maximum of 5461
_SERVER_BATCH = 250  # the smallest limit of a hosted Chroma is 300 records a write
_SERVER_TIMEOUT = 30.0  # seconds; Chroma's HTTP client sets none
_PROBE_TIMEOUT = 5.0  # seconds to tell a server that does not answer at all
# Of the chunks of 1,000 articles 0.4 % are not found by their own vector (0.5 % with Chroma's defaults); 32 neighbours
# would leave 0.03 % but make indexing a fifth slower. Vectors are searched beside words, which find those chunks.
_GRAPH = {"max_neighbors": 16, "ef_construction": 200, "ef_search": 200}


class UnreachableError(StoreError):
    """The Chroma server cannot be reached; what it holds may be as it should be."""


class Vectors:
    """One generation of the vector index: a directory of its own, or collections of its own on a server.

    Args:
        location: A directory, or the URL of a Chroma server.
        prefix: Begins the names of this generation's collections; letters, digits and dashes.
        fingerprint: Of the embedder. Vectors of another embedder are in other collections.

    Attributes:
        suspect: Whether something has failed that may mean damage.
    """

    def __init__(self, location: Path | str, *, prefix: str, fingerprint: str) -> None:
        self.location = location
        self.prefix = prefix
        self.suspect = False
        self._suffix = hashlib.sha256(fingerprint.encode()).hexdigest()[:8]
        self._lock = threading.RLock()
        self._client: ClientAPI | None = None
        self._collections: dict[str, Collection] = {}

    def upsert(self, entries: Sequence[Entry]) -> None:
        """Write entries over those of the same chunk ids."""
        by_scope: dict[str, list[Entry]] = {}
        for entry in entries:
            by_scope.setdefault(entry.scope, []).append(entry)
        with self._translated():
            for scope, group in by_scope.items():
                collection = self._collection(scope, create=True)
                assert collection is not None
                for batch in _batches(group, self._batch):
                    collection.upsert(
                        ids=[entry.chunk_id for entry in batch],
                        embeddings=np.stack([entry.embedding for entry in batch]),
                        metadatas=[_metadata(entry) for entry in batch],
                    )

    def delete(self, scope: str, chunk_ids: Iterable[str]) -> None:
        """Remove chunks of a scope; unknown ids are fine."""
        with self._translated():
            collection = self._collection(scope)
            if collection is not None:
                for batch in _batches(list(chunk_ids), self._batch):
                    collection.delete(ids=batch)

    def search(self, vector: np.ndarray, within: Within, limit: int) -> list[Hit]:
        """The chunks inside `within` whose vectors are nearest, best first; scores are inner products.

        Args:
            vector: float32 [dimension].
            within: Where to look.
            limit: The most hits to return.
        """
        if within.empty or limit < 1:
            return []
        hits = []
        with self._translated():
            for scope in dict.fromkeys(within.scopes):
                collection = self._collection(scope)
                if collection is not None:
                    found = collection.query(
                        query_embeddings=vector[np.newaxis, :],
                        n_results=limit,
                        where=_where(within),
                        include=["distances"],
                    )
                    distances = cast("list[list[float]]", found["distances"])
                    # The one place where a distance becomes a similarity: Chroma gives 1 - inner product.
                    hits += [Hit(i, 1.0 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def ids(self, scope: str) -> set[str]:
        """Every chunk id of a scope. A full scan, for verification."""
        with self._translated():
            collection = self._collection(scope)
            return set(collection.get(include=[])["ids"]) if collection is not None else set()

    def scopes(self) -> set[str]:
        """The scopes that have a collection in this generation."""
        with self._translated():
            collections = self._open().list_collections()
            return {str((c.metadata or {}).get("scope")) for c in collections if self._owns(c.name)}

    def embeddings(self, scope: str, chunk_ids: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors kept for chunks, read from the nearest-neighbour index itself; absent ones are left out."""
        with self._translated():
            collection = self._collection(scope)
            if collection is None:
                return {}
            found = collection.get(ids=list(chunk_ids), include=["embeddings"])
            return dict(zip(found["ids"], cast("Iterable[np.ndarray]", found["embeddings"]), strict=True))

    def drop(self) -> None:
        """Delete this generation's collections. An embedded one's directory is left for the caller to remove."""
        self._delete(self._owns)
        self._collections.clear()

    def drop_others(self, family: str) -> None:
        """Delete the collections of other generations, whose prefixes begin with `family`."""
        self._delete(lambda name: name.startswith(family) and not self._owns(name))

    def _delete(self, chosen: Callable[[str], bool]) -> None:
        with self._translated():
            client = self._open()
            for collection in client.list_collections():
                if chosen(collection.name):
                    client.delete_collection(collection.name)

    def close(self) -> None:
        """Give files and connections back. The object may be used again."""
        with self._lock, self._translated():
            client, self._client = self._client, None
            self._collections.clear()
            if client is not None:
                if not isinstance(self.location, Path):  # Chroma leaves its connections open
                    for opened in (cast(Any, client), cast(Any, client)._admin_client):
                        opened._server._session.close()
                cast(Any, client).close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Chroma raises its own errors, plain ones from its checks, and panics from Rust, which are no `Exception`."""
        try:
            yield
        except StoreError:
            raise
        except httpx.HTTPError as error:
            raise UnreachableError(_SILENT) from error
        except Exception as error:
            if not isinstance(self.location, Path):
                probe(self.location)  # the client tells a server that is away in many ways
            self.suspect = True
            raise StoreError(_UNUSABLE) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            self.suspect = True
            raise StoreError(_UNUSABLE) from error

    @property
    def _batch(self) -> int:
        return _EMBEDDED_BATCH if isinstance(self.location, Path) else _SERVER_BATCH

    def _owns(self, name: str) -> bool:
        return name.startswith(f"{self.prefix}-")

    def _collection(self, scope: str, *, create: bool = False) -> "Collection | None":
        with self._lock:
            if scope in self._collections:
                return self._collections[scope]
            from chromadb.errors import NotFoundError

            client = self._open()
            name = f"{self.prefix}-{hashlib.sha256(scope.encode()).hexdigest()[:16]}-{self._suffix}"
            try:
                collection = client.get_collection(name, embedding_function=None)
            except NotFoundError:
                if not create:
                    return None
                collection = client.create_collection(
                    name,
                    metadata={"scope": scope},
                    configuration=cast(Any, {"hnsw": {"space": "ip", **_GRAPH}}),
                    embedding_function=None,
                )
            self._collections[scope] = collection
            return collection

    def _open(self) -> "ClientAPI":
        with self._lock:
            if self._client is None:
                self._client = _embedded(self.location) if isinstance(self.location, Path) else _server(self.location)
            return self._client


def _embedded(directory: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    directory.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(directory), settings=Settings(anonymized_telemetry=False))


def _server(url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    address = httpx.URL(url)
    probe(url)  # the client asks the server while it is built and would wait for ever
    client = chromadb.HttpClient(
        host=address.host,
        port=address.port or (443 if address.scheme == "https" else 8000),
        ssl=address.scheme == "https",
        settings=Settings(anonymized_telemetry=False),
    )
    cast(Any, client)._server._session.timeout = httpx.Timeout(_SERVER_TIMEOUT)
    return client


def _metadata(entry: Entry) -> Mapping[str, str | int]:
    if entry.date is None:
        return {"document_id": entry.document_id}
    return {"document_id": entry.document_id, "date": entry.date.toordinal()}


def _where(within: Within) -> Any:
    conditions: list[dict[str, Any]] = []
    if within.document_ids is not None:
        conditions.append({"document_id": {"$in": list(within.document_ids)}})
    # $gte and $lte leave out records without the key: undated documents are outside of any span of days.
    if within.date_from is not None:
        conditions.append({"date": {"$gte": within.date_from.toordinal()}})
    if within.date_to is not None:
        conditions.append({"date": {"$lte": within.date_to.toordinal()}})
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else {"$and": conditions}


def _batches(items: Sequence[_T], size: int) -> Iterator[list[_T]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def probe(url: str) -> None:
    """Ask a Chroma server whether it is there.

    Raises:
        UnreachableError: when it does not answer, or lets nobody in.
    """
    try:
        reply = httpx.get(httpx.URL(url).join("/api/v2/heartbeat"), timeout=_PROBE_TIMEOUT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreachableError(_SILENT) from error
    if not reply.is_success:
        raise UnreachableError(_REFUSED.format(status=reply.status_code))


_SILENT = "Không kết nối được máy chủ Chroma; hãy kiểm tra địa chỉ CHROMA_URL và xem máy chủ có đang chạy không."
_REFUSED = "Máy chủ Chroma từ chối kết nối (mã {status}); hãy kiểm tra CHROMA_URL và quyền truy cập."
_UNUSABLE = (
    "Không ghi hoặc đọc được chỉ mục vectơ; hãy kiểm tra dung lượng đĩa và quyền ghi vào thư mục dữ liệu, "
    "rồi chạy `giaoban reindex`."
)
