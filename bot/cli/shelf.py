"""`documents` and `remove`: what is on the shelf."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.failures import UsageError
from bot.cli.forms import chunk_form, document_form, facts_form
from bot.cli.records import print_record
from bot.cli.session import open_library
from rag import Document, Library

_ID_SHOWN = 8
_ID_TO_REMOVE = 6  # characters: a shorter one is too easily a slip


def list_documents(*, as_json: bool) -> int:
    """List all documents."""
    with open_library() as library:
        documents = library.documents()
    console = screen.output()
    if as_json:
        screen.print_json([document_form(document) for document in documents])
        return 0
    if not documents:
        console.print(messages.DOCUMENTS_NONE)
        return 0
    console.print(Text(messages.DOCUMENTS_TITLE.format(count=len(documents)), style="bold"))
    table = Table()
    table.add_column(messages.COL_ID, style="cyan", no_wrap=True)
    table.add_column(messages.COL_TITLE, overflow="fold")
    table.add_column(messages.COL_DAY, justify="right", no_wrap=True)
    table.add_column(messages.COL_FILE, overflow="fold")
    table.add_column(messages.COL_SCOPE)
    width = distinct_width(documents)
    for document in documents:
        cells = (document.id[:width], document.title, messages.day(document.date), document.name, document.scope)
        table.add_row(*map(Text, cells))
    screen.print_table(table)
    return 0


def show_document(prefix: str, *, as_json: bool) -> int:
    """Show one document with the facts of its meeting and its chunks."""
    with open_library() as library:
        document = _find(library, prefix)
        record = library.record(document.id)
        chunks = library.chunks(document.id)
    console = screen.output()
    if as_json:
        facts = facts_form(record) if record else None
        chunk_forms = [chunk_form(chunk) for chunk in chunks]
        screen.print_json({**document_form(document), "record": facts, "chunks": chunk_forms})
        return 0
    rows = [
        (messages.COL_TITLE, document.title),
        (messages.COL_ID, document.id),
        (messages.COL_SOURCE, document.source),
        (messages.COL_SCOPE, document.scope),
        (messages.COL_CHUNKS, str(len(chunks))),
    ]
    if record is None:
        rows.append((messages.COL_DAY, messages.day(document.date) or messages.STATUS_NONE))
    for name, value in rows:
        console.print(Text(f"{name}: ", style="bold").append(value, style="not bold"))
    if record:
        console.print()
        console.print(Text(messages.RECORD_TITLE, style="cyan"))
        print_record(record, console)
    for chunk in chunks:
        title = messages.CHUNK_TITLE.format(
            number=chunk.ordinal + 1, start=chunk.start, end=chunk.end, tokens=chunk.tokens
        )
        console.print()
        console.print(Text(" › ".join((title, *chunk.headings)), style="cyan"))
        console.print(Text(chunk.text.strip()))
    return 0


def remove_document(prefix: str, *, as_json: bool) -> int:
    """Remove one document from the index; its file stays."""
    with open_library() as library:
        document = _find(library, prefix, least=_ID_TO_REMOVE)
        library.remove(document.id)
    if as_json:
        screen.print_json({"removed": document_form(document)})
    else:
        screen.output().print(messages.DOCUMENT_REMOVED.format(title=document.title, name=document.name))
    return 0


def _find(library: Library, prefix: str, *, least: int = 1) -> Document:
    """The document whose id is `prefix`, or the only one whose id begins so, where it has `least` characters."""
    exact = library.document(prefix)
    if exact is not None:
        return exact
    if len(prefix) < least:
        raise UsageError(messages.DOCUMENT_PREFIX_SHORT.format(id=prefix, least=least))
    matches = [document for document in library.documents() if prefix and document.id.startswith(prefix)]
    if not matches:
        raise UsageError(messages.DOCUMENT_UNKNOWN.format(id=prefix))
    if len(matches) > 1:
        raise UsageError(messages.DOCUMENT_AMBIGUOUS.format(count=len(matches), id=prefix))
    return matches[0]


def distinct_width(documents: Sequence[Document]) -> int:
    """How many characters of the ids tell them apart."""
    ids = {document.id for document in documents}
    width = _ID_SHOWN
    while len({id[:width] for id in ids}) < len(ids):
        width += 1
    return width
