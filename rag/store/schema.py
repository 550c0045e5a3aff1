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
    false,
)

HEAD = "0004"  # the newest migration; compared at every start, so that Alembic is imported only when there is work

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
    Column("extraction", String(200), nullable=False, server_default=""),  # version of its record; empty: none yet
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

records = Table(
    "records",
    metadata,
    Column("document_id", String(32), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Text, nullable=False),  # the whole MeetingRecord as JSON; the three tables below derive from it
)

# What people put right; kept apart from the documents, whose rows are written anew where they are cut again.
corrections = Table(
    "corrections",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("text_hash", String(32), nullable=False),  # of the text that was corrected: another text is another matter
    Column("title", Text, nullable=False),  # these three as they were read
    Column("date", Date),
    Column("record", Text, nullable=False),
    Column("changes", Text, nullable=False),  # the corrections as JSON
)

# Keys are words in lower case without diacritics, abbreviations written out, between single spaces.
meetings = Table(
    "meetings",
    metadata,
    Column("document_id", String(32), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("scope", String(200), nullable=False),
    Column("date", Date),
    Column("title", Text, nullable=False),
    Column("body", Text),
    Column("body_key", String(1000), nullable=False),  # key of the body, or of the title where no body is known
    Column("words", String(1000), nullable=False),  # key of title and body
    Index("meetings_by_date", "scope", "date"),
    Index("meetings_by_words", "scope", "words", "body_key", "document_id"),  # looked through as a whole
)

people = Table(
    "people",
    metadata,
    Column("document_id", String(32), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("spelled", Text, nullable=False),  # the key with its diacritics
    Column("key", Text, nullable=False),
    Column("last", String(64), nullable=False),  # the key's last word: of a person, the given name
    Column("role", Text),
    Column("what", String(16), nullable=False),  # chair, attendee, absent, secretary
    Column("site", Text),
    Index("people_by_name", "last", "what", "document_id"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("document_id", String(32), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # among the record's assignments, from 1
    Column("scope", String(200), nullable=False),
    Column("date", Date),  # of the meeting
    Column("owner", Text),
    Column("owner_key", String(1000), nullable=False),  # key of the owner, and of each of the people, joined by "|"
    Column("words", String(1000), nullable=False),  # key of the task
    Column("has_deadline", Boolean, nullable=False),
    Column("day", Date),  # of the deadline
    Column("recurrence", Text),
    Column("moved", Boolean, nullable=False),  # the text says that the task or its deadline was moved
    Column("assignment", Text, nullable=False),  # the whole Assignment as JSON
    Index("tasks_by_day", "scope", "day"),
    Index("tasks_by_owner", "scope", "owner_key"),
    # Looked through as a whole, which is quicker than the table.
    Index("tasks_by_words", "scope", "moved", "words", "owner_key", "date", "document_id", "number"),
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
    # Where the vector index is: a word, or a hash of the server's address; empty before the first document.
    Column("location", String(32), nullable=False, server_default=""),
    # The ledger holds embeddings of two embedders, so that nothing can be mended from it: a rebuild was cut short.
    Column("mixed", Boolean, nullable=False, server_default=false()),
)
