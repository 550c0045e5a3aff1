"""The word index (tantivy): entries in, hits out. Derived from the ledger, so it may be deleted at any time.

Words are indexed without diacritics (đ as d) as syllables and pairs of neighbouring syllables, the same on both sides,
so a question typed without diacritics finds the same passages.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import tantivy

from rag.errors import StoreError
from rag.language.text import clean, fold
from rag.store.entry import Entry, Hit, Within

SCHEMA_VERSION = "2"  # raise it when the fields or their analysis change: the index is then rebuilt from the ledger

_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_UNUSABLE = (
    "Không ghi hoặc đọc được chỉ mục từ ngữ; hãy kiểm tra dung lượng đĩa và quyền ghi vào thư mục dữ liệu, "
    "rồi chạy `giaoban reindex`."
)
_HEAP = 64 * 1024 * 1024  # bytes for the writer


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


def terms(text: str) -> list[str]:
    """Folded syllables and, as "a_b", pairs of neighbours."""
    if _INVISIBLE.search(text) or not unicodedata.is_normalized("NFC", text):
        text = clean(text)  # rarely needed, and a third of the time here
    syllables = [_folded(word) for word in _WORD.findall(text.lower())]
    return syllables + [f"{a}_{b}" for a, b in pairwise(syllables)]


def telling_title(title: str) -> str:
    """The title where it tells more than the text: one that a loader cut from a long first line says only that again."""
    return "" if title.endswith("…") else title


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("document_id", "scope"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("date", indexed=True, fast=True)  # proleptic ordinal; absent where undated
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Words:
    """One generation of the word index in its own directory. One writer at a time; searching is thread-safe."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.suspect = False  # whether something has failed that may mean damage
        self._schema = _schema()
        self._writer: tantivy.IndexWriter | None = None
        with self._translated():
            directory.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(directory))

    def upsert(self, entries: Sequence[Entry]) -> None:
        """Write entries over those of the same chunk ids. Seen by searches after `commit`."""
        with self._translated():
            writer = self._open_writer()
            for entry in entries:
                writer.delete_documents_by_term("chunk_id", entry.chunk_id)
                writer.add_document(self._document(entry))

    def delete(self, chunk_ids: Iterable[str]) -> None:
        """Remove chunks; unknown ids are fine. Seen by searches after `commit`."""
        with self._translated():
            writer = self._open_writer()
            for chunk_id in chunk_ids:
                writer.delete_documents_by_term("chunk_id", chunk_id)

    def commit(self) -> None:
        """Make everything written so far durable and visible."""
        if self._writer is None:
            return
        with self._translated():
            self._writer.commit()
            self._index.reload()

    def settle(self) -> None:
        """Commit, wait for merges and give the writer's memory back: the files then stay as they are."""
        if self._writer is None:
            return
        with self._translated():
            self.commit()
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()
            self._index.reload()

    def search(self, text: str, within: Within, limit: int) -> list[Hit]:
        """The chunks inside `within` that share most with `text`, best first; scores are BM25."""
        asked = list(dict.fromkeys(terms(text)))
        if not asked or within.empty:
            return []
        term, should = tantivy.Query.term_query, tantivy.Occur.Should
        wanted = tantivy.Query.boolean_query(
            [(should, term(self._schema, field, t, "freq")) for t in asked for field in ("title", "body")]
        )
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), *self._filters(within)])
        with self._translated():
            searcher = self._index.searcher()
            found = searcher.search(query, limit=limit, count=False).hits
            return [Hit(searcher.doc(address)["chunk_id"][0], float(score)) for score, address in found]

    def ids(self) -> set[str]:
        """Every chunk id in the index. A full scan, for verification."""
        with self._translated():
            searcher = self._index.searcher()
            if not searcher.num_docs:
                return set()
            found = searcher.search(tantivy.Query.all_query(), limit=searcher.num_docs, count=False).hits
            return {searcher.doc(address)["chunk_id"][0] for _, address in found}

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """tantivy raises OSError for its files, ValueError for nearly everything else, and panics from Rust."""
        try:
            yield
        except (OSError, ValueError) as error:
            self.suspect = True
            raise StoreError(_UNUSABLE) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            self.suspect = True
            raise StoreError(_UNUSABLE) from error

    def close(self) -> None:
        """Drop the writer; what was not committed is lost."""
        self._writer = None

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        return self._writer

    def _document(self, entry: Entry) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text("chunk_id", entry.chunk_id)
        document.add_text("document_id", entry.document_id)
        document.add_text("scope", entry.scope)
        if entry.date is not None:
            document.add_integer("date", entry.date.toordinal())
        document.add_text("title", " ".join(terms(" ".join([telling_title(entry.title), *entry.headings]))))
        document.add_text("body", " ".join(terms(entry.text)))
        return document

    def _filters(self, within: Within) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        query = tantivy.Query
        filters = [query.term_set_query(self._schema, "scope", list(within.scopes))]
        if within.document_ids is not None:
            filters.append(query.term_set_query(self._schema, "document_id", list(within.document_ids)))
        if within.date_from is not None or within.date_to is not None:
            first = within.date_from.toordinal() if within.date_from else 1
            last = within.date_to.toordinal() if within.date_to else 4_000_000
            filters.append(query.range_query(self._schema, "date", tantivy.FieldType.Integer, first, last))
        # A filter restricts and must not add to the score.
        return [(tantivy.Occur.Must, query.const_score_query(f, 0.0)) for f in filters]
