"""The tables of the ledger. A change here needs a migration in `migrations/versions` and its number in `HEAD`.

Times are UTC. Positions are characters of `documents.text`. Nothing here is particular to SQLite.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

HEAD = "0001"  # the newest migration; compared at every start, so that Alembic is imported only when there is work

metadata = MetaData()

scopes = Table(
    "scopes",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),  # of scope and source
    Column("scope", String(200), ForeignKey("scopes.name"), nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("format", String(16), nullable=False),
    Column("content_hash", String(128), nullable=False),
    Column("size", Integer, nullable=False),
    Column("date", Date),
    Column("indexed_at", DateTime(timezone=True), nullable=False),
    Column("splitter", String(64), nullable=False),  # fingerprint of what cut the text
    Column("extraction", Integer, nullable=False),  # version of the facts drawn from it; 0: none yet
    Column("pending", Boolean, nullable=False),  # the derived indexes may not hold this version yet
    Column("text", Text, nullable=False),
    Index("documents_by_source", "scope", "source", unique=True),
)

chunks = Table(
    "chunks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("document_id", String(32), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("headings", JSON, nullable=False),
    Column("text_hash", String(32), nullable=False),  # of what was embedded: title, headings and text
    Column("tokens", Integer, nullable=False),
    Column("embedder", String(128), nullable=False),  # fingerprint of what made the embedding
    Column("embedding", LargeBinary, nullable=False),  # float32, little endian
    Index("chunks_by_document", "document_id", "ordinal"),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation", String(128), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("standalone", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("citations", JSON, nullable=False),  # objects of document_id, quote, start, end
    Column("created_at", DateTime(timezone=True), nullable=False),
)

index_state = Table(
    "index_state",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("uid", String(16), nullable=False),  # tells this ledger's collections on a shared Chroma server
    Column("dirty", Boolean, nullable=False),  # the derived indexes may lag behind the ledger
    Column("embedder", String(128)),  # fingerprint; null before the first document
    Column("dimension", Integer),
    Column("vectors", Integer, nullable=False),  # generation of the vector index in use
    Column("words", Integer, nullable=False),  # generation of the word index in use
    Column("words_schema", String(32), nullable=False),
    Column("files", JSON, nullable=False),  # name and size of the files of both indexes when they were last clean
)
