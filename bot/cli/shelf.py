"""`documents` and `remove`: what is on the shelf."""

from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.failures import UsageError
from bot.cli.forms import chunk_form, document_form, dumps
from bot.cli.session import open_library
from rag import Document, Library

_ID_SHOWN = 8


def list_documents(*, as_json: bool) -> int:
    """List all documents."""
    with open_library() as library:
        documents = library.documents()
    console = screen.output()
    if as_json:
        console.print(dumps([document_form(document) for document in documents]))
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
    width = _distinct_width(documents)
    for document in documents:
        cells = (document.id[:width], document.title, messages.day(document.date), document.name, document.scope)
        table.add_row(*map(Text, cells))
    console.print(table)
    return 0


def show_document(prefix: str, *, as_json: bool) -> int:
    """Show one document with its chunks."""
    with open_library() as library:
        document = _find(library, prefix)
        chunks = library.chunks(document.id)
    console = screen.output()
    if as_json:
        console.print(dumps({**document_form(document), "chunks": [chunk_form(chunk) for chunk in chunks]}))
        return 0
    facts = (
        (messages.COL_TITLE, document.title),
        (messages.COL_ID, document.id),
        (messages.COL_SOURCE, document.source),
        (messages.COL_SCOPE, document.scope),
        (messages.COL_DAY, messages.day(document.date) or messages.STATUS_NONE),
        (messages.COL_CHUNKS, str(len(chunks))),
    )
    for name, value in facts:
        console.print(Text(f"{name}: ", style="bold").append(value, style="not bold"))
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
        document = _find(library, prefix)
        library.remove(document.id)
    if as_json:
        screen.output().print(dumps({"removed": document_form(document)}))
    else:
        screen.output().print(messages.DOCUMENT_REMOVED.format(title=document.title, name=document.name))
    return 0


def _find(library: Library, prefix: str) -> Document:
    """The document whose id is `prefix`, or the only one whose id begins so."""
    exact = library.document(prefix)
    if exact is not None:
        return exact
    matches = [document for document in library.documents() if prefix and document.id.startswith(prefix)]
    if not matches:
        raise UsageError(messages.DOCUMENT_UNKNOWN.format(id=prefix))
    if len(matches) > 1:
        raise UsageError(messages.DOCUMENT_AMBIGUOUS.format(count=len(matches), id=prefix))
    return matches[0]


def _distinct_width(documents: list[Document]) -> int:
    """How many characters of the ids tell them apart."""
    width = _ID_SHOWN
    longest = max(len(document.id) for document in documents)
    while width < longest and len({document.id[:width] for document in documents}) < len(documents):
        width += 1
    return width
