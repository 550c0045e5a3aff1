"""The plain LangChain recipe that `scale.py` puts beside ours, as tutorials give it: a folder enters, a Chroma store leaves.

Cut by characters with an overlap, embedded with the same hashed vectors, everything in one Chroma collection with its
defaults. No ledger, no word index, no scopes, nothing incremental.
"""

from pathlib import Path
from typing import Any, cast

import chromadb
from chromadb.api import ClientAPI
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from rag.embed import HashedEmbedder


class HashedEmbeddings(Embeddings):
    """`rag.embed.HashedEmbedder` as LangChain wants it."""

    def __init__(self) -> None:
        self._embedder = HashedEmbedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed_documents(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        row: list[float] = self._embedder.embed_query(text).tolist()
        return row


def index(folder: Path, store: Path) -> int:
    """Put the files of a folder into a new store on disk; how many pieces they make."""
    documents = [
        Document(path.read_text(encoding="utf-8"), metadata={"source": str(path)}) for path in sorted(folder.iterdir())
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    pieces = splitter.split_documents(documents)
    client = _client(store)
    Chroma.from_documents(pieces, HashedEmbeddings(), client=client)  # in batches of Chroma's maximum
    cast(Any, client).close()
    return len(pieces)


def open_store(store: Path) -> Chroma:
    """A store that was indexed before, to be searched with `similarity_search`."""
    return Chroma(client=_client(store), embedding_function=HashedEmbeddings())


def _client(store: Path) -> ClientAPI:
    return chromadb.PersistentClient(str(store), settings=Settings(anonymized_telemetry=False))
