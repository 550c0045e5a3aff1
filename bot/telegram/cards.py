"""A document as an admin sees it: what was understood of it, with the buttons that put it right.

Enters: a stored document with its facts. Leaves: text and buttons. What comes from documents is data (`render.fill`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from bot import messages as words
from bot.store.uploads import Result
from bot.telegram import messages
from bot.telegram.buttons import Buttons, short
from bot.telegram.keyboard import Button
from bot.telegram.render import Html, bold, fill, join, quiet
from rag import Document, Library, MeetingRecord

Rows = list[list[Button]]

_UNCLEAR: Final = 5  # points named
_CHAIRS: Final = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A document with what an admin wants to know of it."""

    document: Document
    record: MeetingRecord | None
    chunks: int
    corrections: int
    twins: tuple[Document, ...]  # others of the same name in its scope


def look(library: Library, document_id: str) -> Seen | None:
    """What is stored of a document; None where it is gone. Blocks."""
    document = library.document(document_id)
    if document is None:
        return None
    same_name = library.documents([document.scope], name=document.name)
    return Seen(
        document,
        library.record(document_id),
        len(library.chunks(document_id)),
        len(library.corrections(document_id)),
        tuple(one for one in same_name if one.id != document_id),
    )


def title(document: Document) -> Html:
    """A document's title in bold."""
    return bold(quiet(short(document.title or document.name, 120)))


def indexed(seen: Seen, result: Result) -> Html:
    """The head of a document that has just been indexed."""
    if result.state == "unchanged":
        return fill(messages.DOCUMENT_UNCHANGED, title=title(seen.document), scope=seen.document.scope)
    template = messages.DOCUMENT_UPDATED if result.state == "updated" else messages.DOCUMENT_DONE
    return fill(template, title=title(seen.document), chunks=seen.chunks, seconds=words.seconds(result.seconds))


def shown(seen: Seen) -> Html:
    """The head of a document taken from the shelf."""
    document = seen.document
    where = fill(messages.SHELF_FILE, name=document.name, scope=document.scope, chunks=seen.chunks)
    return join("\n", (fill(messages.DOCUMENT_SHOWN, title=title(document)), where))


def understood(seen: Seen) -> Html:
    """What was understood, in a line or two, and what is unclear."""
    record = seen.record
    if record is None or replace(record, corrected=()) == MeetingRecord(record.title):
        return fill(messages.DOCUMENT_NO_MEETING)
    parts = []
    if record.date:
        parts.append(fill(messages.DOCUMENT_HELD, day=bold(quiet(words.day(record.date)))))
    if record.chairs:
        names = ", ".join(chair.name for chair in record.chairs[:_CHAIRS])
        parts.append(fill(messages.DOCUMENT_CHAIRS, names=bold(quiet(names))))
    due = sum(task.deadline is not None for task in record.assignments)
    tasks = fill(messages.DOCUMENT_TASKS, count=len(record.assignments), due=due)
    parts.append(tasks if record.assignments else fill(messages.DOCUMENT_NO_TASKS))
    corrected = fill(messages.DOCUMENT_CORRECTED, count=seen.corrections) if seen.corrections else Html("")
    return join("\n", (join(" · ", parts), corrected, _unclear(record)))


def _unclear(record: MeetingRecord) -> Html:
    points = list(_points(record))
    if not points:
        return Html("")
    named = [quiet(point) for point in points[:_UNCLEAR]]
    if len(points) > _UNCLEAR:
        named.append(fill(messages.DOCUMENT_UNCLEAR_MORE, count=len(points) - _UNCLEAR))
    return fill(messages.DOCUMENT_UNCLEAR, points=join("; ", named))


def _points(record: MeetingRecord) -> Iterator[str]:
    if record.date is None:
        yield messages.UNCLEAR_DATE
    if not record.chairs:
        yield messages.UNCLEAR_CHAIR
    for number, task in enumerate(record.assignments, 1):
        if not task.owner and not task.people:
            yield messages.UNCLEAR_OWNER.format(number=number)
        if (due := task.deadline) is not None and due.day is None and due.recurrence is None:
            yield messages.UNCLEAR_DUE.format(text=due.text, number=number)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes buttons of one admin about one document, which remember the upload that brought it (0: none)."""

    buttons: Buttons
    admin: int
    document_id: str
    upload: int = 0

    def __call__(
        self, label: str, action: str, *, once: bool = False, expires: timedelta | None = None, **arguments: Any
    ) -> Button:
        """A button; its handler gets the document as `document` and the upload as `upload`."""
        given = {"document": self.document_id, "upload": self.upload, **arguments}
        return Button(
            short(label), self.buttons.make(action, self.admin, self.admin, given, once=once, expires=expires)
        )


def fresh_keyboard(make: Maker, seen: Seen, result: Result) -> Rows:
    """What can be done about a document that has just been indexed."""
    scope = make(messages.BUTTON_SCOPE.format(scope=seen.document.scope), "document.scope")
    rows = [[make(messages.BUTTON_RIGHT, "document.right"), make(messages.BUTTON_FIX, "document.fix")], [scope]]
    if result.state == "added":
        rows[1].append(make(messages.BUTTON_UNDO, "document.undo", once=True))
        if older := _older(seen, result):
            rows.append([make(messages.BUTTON_REPLACE, "document.replace", once=True, twins=older)])
    return rows


def _older(seen: Seen, result: Result) -> list[str]:
    """The documents of the same name that were there before it and still are."""
    return [twin.id for twin in seen.twins if twin.id in result.twins and result.state == "added"]


def shelf_keyboard(make: Maker, seen: Seen) -> Rows:
    """What can be done about a document on the shelf."""
    document = seen.document
    return [
        [make(messages.SHELF_RECORD, "shelf.record"), make(messages.SHELF_CHUNKS, "shelf.chunk", number=0)],
        [make(messages.SHELF_ORIGINAL, "shelf.original"), make(messages.BUTTON_FIX, "document.fix")],
        [make(messages.BUTTON_SCOPE.format(scope=document.scope), "document.scope")],
        [make(messages.SHELF_REREAD, "shelf.reread"), make(messages.SHELF_REMOVE, "shelf.remove")],
        [make(messages.SHELF_LIST, "shelf.page", page=0, words="")],
    ]


def fresh(make: Maker, seen: Seen, result: Result, *, confirmed: bool = False) -> tuple[Html, Rows]:
    """A document that has just been indexed, with its buttons."""
    if confirmed:
        head = fill(messages.DOCUMENT_CONFIRMED, title=title(seen.document))
        return join("\n", (head, understood(seen))), [[make(messages.BUTTON_OPEN, "shelf.show")]]
    twin = fill(messages.DOCUMENT_TWIN, name=seen.document.name) if _older(seen, result) else Html("")
    lost = fill(messages.DOCUMENT_LOST) if result.lost else Html("")
    text = join("\n", (indexed(seen, result), understood(seen), twin, lost))
    return text, fresh_keyboard(make, seen, result)


def from_shelf(make: Maker, seen: Seen, head: Html | None = None) -> tuple[Html, Rows]:
    """A document taken from the shelf, with its buttons; `head` may say what has happened to it."""
    return join("\n", (head or shown(seen), understood(seen))), shelf_keyboard(make, seen)


def bar(done: int, total: int, stage: str) -> Html:
    """How far something is: ▓▓▓░ 3/4 · stage. At most eight blocks stand for all of it."""
    blocks = min(total, 8) or 1
    full = min(blocks, blocks * done // max(total, 1))
    return fill(messages.DOCUMENT_BAR, bar="▓" * full + "░" * (blocks - full), done=done, total=total, stage=stage)


def listed(make_for: Sequence[tuple[Maker, Seen]]) -> Rows:
    """A numbered button for each of several documents, four in a row."""
    buttons = [make(str(number), "shelf.show") for number, (make, _) in enumerate(make_for, 1)]
    return [buttons[at : at + 4] for at in range(0, len(buttons), 4)]
