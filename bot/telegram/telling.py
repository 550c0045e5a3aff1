"""How what an admin gave the index to do is told: uploads enter, the parameters of the message that shows them leave."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot import messages as words
from bot.store.uploads import Upload
from bot.telegram import cards, messages
from bot.telegram.cards import Maker, Rows
from bot.telegram.desk import message
from bot.telegram.indexing import Progress, stage
from bot.telegram.keyboard import Button
from bot.telegram.render import Html, bold, clipped, fill, join, quiet

if TYPE_CHECKING:
    from bot.telegram.desk import Desk


def beginning(one: Upload) -> dict[str, Any]:
    """That it was taken."""
    return message(join("\n", (_doing(one, 1), cards.bar(*stage("waiting")))))


def running(desk: "Desk", one: Upload, batch: Sequence[Upload], progress: Progress) -> dict[str, Any]:
    """How far it is."""
    if len(batch) > 1:
        done = sum(not each.is_open for each in batch)
        progress = Progress(done, len(batch), one.name)
    text = join("\n", (_doing(one, len(batch)), cards.bar(*progress)))
    return message(text, None if one.is_source or one.kind == "again" else _stop(desk, one))


def end(desk: "Desk", batch: Sequence[Upload]) -> dict[str, Any]:
    """What came out. Reads the library."""
    if len(batch) > 1:
        text, keyboard = _several(desk, batch)
        return message(clipped(text), keyboard)
    one = batch[0]
    if one.state == "failed":
        return message(_failed(one))
    if one.kind in ("changed", "all"):
        return message(_run(one))
    seen = cards.look(desk.library, one.document_id)
    if seen is None:
        return message(fill(messages.DOCUMENT_GONE))
    make = Maker(desk.buttons, one.chat_id, one.document_id, one.id)
    if one.kind == "restore":
        text, keyboard = cards.from_shelf(
            make, seen, fill(messages.DOCUMENT_RESTORED, title=cards.title(seen.document))
        )
    elif one.kind == "again" and one.result.state == "unchanged":
        text, keyboard = cards.from_shelf(make, seen, fill(messages.DOCUMENT_REREAD, title=cards.title(seen.document)))
    else:
        text, keyboard = cards.fresh(make, seen, one.result)
    return message(text, keyboard)


def _doing(one: Upload, count: int) -> Html:
    if one.is_source and count > 1:
        return fill(messages.DOCUMENTS_READING, count=count)
    if one.is_source:
        return fill(messages.DOCUMENT_READING, name=bold(quiet(one.name)))
    return fill(messages.REINDEX_RUNNING[one.kind], name=bold(quiet(one.name)))


def _stop(desk: "Desk", one: Upload) -> Rows:
    data = desk.buttons.make("reindex.stop", one.chat_id, one.user_id, {"batch": one.batch})
    return [[Button(messages.REINDEX_STOP, data)]]


def _failed(one: Upload) -> Html:
    if one.is_source or one.kind == "again":
        return fill(messages.DOCUMENT_FAILED, name=one.name, reason=one.result.reason)
    return fill(messages.REINDEX_FAILED, reason=one.result.reason)


def _several(desk: "Desk", batch: Sequence[Upload]) -> tuple[Html, Rows]:
    shown = []
    failed = []
    for one in batch:
        seen = cards.look(desk.library, one.document_id) if one.state == "done" else None
        if seen is not None:
            shown.append((Maker(desk.buttons, one.chat_id, one.document_id, one.id), seen))
        elif one.state == "failed":
            failed.append(fill(messages.DOCUMENTS_FAILED_LINE, name=one.name, reason=one.result.reason))
    lines = [
        join(
            "\n",
            (fill(messages.DOCUMENTS_LINE, number=number, title=cards.title(seen.document)), cards.understood(seen)),
        )
        for number, (_, seen) in enumerate(shown, 1)
    ]
    head = fill(messages.DOCUMENTS_DONE, count=len(shown)) if shown else Html("")
    return join("\n\n", (head, *lines, join("\n", failed))), cards.listed(shown)


def _run(one: Upload) -> Html:
    result = one.result
    counts = {"added": 0, "updated": 0, "unchanged": 0, "failed": 0, **result.counts}
    if one.state == "stopped":
        return fill(messages.REINDEX_STOPPED, seconds=words.seconds(result.seconds), **counts)
    added = messages.REINDEX_ADDED.format(count=counts["added"]) if counts["added"] else ""
    text = fill(messages.REINDEX_DONE, seconds=words.seconds(result.seconds), **{**counts, "added": added})
    failed = [fill(messages.DOCUMENTS_FAILED_LINE, name=name, reason=reason) for name, reason in result.failed]
    lost = fill(messages.REINDEX_LOST, titles="; ".join(result.lost)) if result.lost else Html("")
    return clipped(join("\n", (text, *failed, lost)))
