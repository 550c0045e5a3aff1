"""The commands of `giaoban`, as typer declares them. What each does is in the room it imports when called.

Nothing heavy is imported here, so that help and usage errors come at once. Commands return their exit code.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import messages
from bot.cli.failures import UsageError, run
from bot.cli.help import Command, Group
from bot.cli.streams import settle_streams

app = typer.Typer(cls=Group, help=messages.APP, add_completion=False, no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help=messages.OPT_JSON)]
Today = Annotated[str | None, typer.Option("--today", help=messages.OPT_TODAY)]
Scopes = Annotated[list[str] | None, typer.Option("--scope", help=messages.OPT_SCOPE_ASK)]
From = Annotated[str | None, typer.Option("--from", help=messages.OPT_FROM)]
To = Annotated[str | None, typer.Option("--to", help=messages.OPT_TO)]
Body = Annotated[str | None, typer.Option("--body", help=messages.OPT_BODY)]
Csv = Annotated[Path | None, typer.Option("--csv", help=messages.OPT_CSV)]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help=messages.OPT_XLSX)]


def main() -> None:
    """Run the program and exit with its code."""
    settle_streams()
    sys.exit(run(lambda: app(prog_name="giaoban", standalone_mode=False)))


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(messages.VERSION.format(version=version("giaoban")))
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=messages.VERSION_OPTION)
    ] = False,
) -> None:
    """Nothing happens before the command."""


@app.command(cls=Command, help=messages.INDEX)
def index(
    sources: Annotated[list[str], typer.Argument(help=messages.OPT_SOURCES)],
    scope: Annotated[str | None, typer.Option("--scope", help=messages.OPT_SCOPE_INDEX)] = None,
    prune: Annotated[bool, typer.Option("--prune", help=messages.OPT_PRUNE)] = False,
    as_json: Json = False,
) -> int:
    """Index files, folders and URLs."""
    from bot.cli.indexing import index_sources

    return index_sources(sources, scope=scope, prune=prune, as_json=as_json)


@app.command(cls=Command, help=messages.ASK)
def ask(
    question: Annotated[str | None, typer.Argument(help=messages.OPT_QUESTION)] = None,
    today: Today = None,
    scope: Scopes = None,
    batch: Annotated[Path | None, typer.Option("--batch", help=messages.OPT_BATCH)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=messages.OPT_OUT)] = None,
    as_json: Json = False,
) -> int:
    """Answer one question, or the conversations of a file."""
    from bot.cli.asking import ask_once, is_text, parse_day

    day = parse_day(today)
    if batch is not None:
        if question is not None:
            raise UsageError(messages.USAGE_QUESTION_AND_BATCH)
        from bot.cli.batch import ask_batch

        return ask_batch(batch, out, today=day, scopes=scope)
    if question is None or not question.strip():
        raise UsageError(messages.USAGE_QUESTION_OR_BATCH)
    if not is_text(question):
        raise UsageError(messages.USAGE_NOT_TEXT)
    if out is not None:
        raise UsageError(messages.USAGE_OUT_WITHOUT_BATCH)
    return ask_once(question, today=day, scopes=scope, as_json=as_json)


@app.command(cls=Command, help=messages.CHAT)
def chat(today: Today = None, scope: Scopes = None) -> int:
    """Hold a conversation in the terminal."""
    from bot.cli.asking import parse_day
    from bot.cli.chat import converse

    return converse(today=parse_day(today), scopes=scope)


@app.command(cls=Command, help=messages.DOCUMENTS)
def documents(
    show: Annotated[str | None, typer.Option("--show", help=messages.OPT_SHOW)] = None, as_json: Json = False
) -> int:
    """List the documents, or show one."""
    from bot.cli.shelf import list_documents, show_document

    return list_documents(as_json=as_json) if show is None else show_document(show, as_json=as_json)


@app.command(cls=Command, help=messages.MEETINGS)
def meetings(
    chair: Annotated[str | None, typer.Option("--chair", help=messages.OPT_CHAIR)] = None,
    attendee: Annotated[str | None, typer.Option("--attendee", help=messages.OPT_ATTENDEE)] = None,
    body: Body = None,
    topic: Annotated[str | None, typer.Option("--topic", help=messages.OPT_TOPIC)] = None,
    date_from: From = None,
    date_to: To = None,
    scope: Scopes = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=messages.OPT_LIMIT)] = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    records: Annotated[Path | None, typer.Option("--records", help=messages.OPT_RECORDS)] = None,
    as_json: Json = False,
) -> int:
    """List the meetings that fit."""
    from bot.cli.asking import parse_day
    from bot.cli.meetings import Files, list_meetings

    filters = {
        "chair": chair,
        "attendee": attendee,
        "body": body,
        "topic": topic,
        "date_from": parse_day(date_from),
        "date_to": parse_day(date_to),
    }
    files = Files(csv=csv, xlsx=xlsx, records=records)
    return list_meetings(filters, scopes=scope, limit=limit, files=files, as_json=as_json)


@app.command(cls=Command, help=messages.TASKS)
def tasks(
    owner: Annotated[str | None, typer.Option("--owner", help=messages.OPT_OWNER)] = None,
    body: Body = None,
    date_from: From = None,
    date_to: To = None,
    due_from: Annotated[str | None, typer.Option("--due-from", help=messages.OPT_DUE_FROM)] = None,
    due_before: Annotated[str | None, typer.Option("--due-before", help=messages.OPT_DUE_BEFORE)] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=messages.OPT_OVERDUE)] = False,
    no_deadline: Annotated[bool, typer.Option("--no-deadline", help=messages.OPT_NO_DEADLINE)] = False,
    today: Today = None,
    scope: Scopes = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    ics: Annotated[Path | None, typer.Option("--ics", help=messages.OPT_ICS)] = None,
    as_json: Json = False,
) -> int:
    """List the tasks that fit."""
    from bot.cli.asking import parse_day
    from bot.cli.meetings import Files
    from bot.cli.tasks import list_tasks

    if no_deadline and (overdue or due_from or due_before):
        raise UsageError(messages.USAGE_NO_DEADLINE_ALONE)
    filters = {
        "owner": owner,
        "body": body,
        "due_from": parse_day(due_from),
        "due_to": parse_day(due_before),
        "without_deadline": no_deadline,
        "date_from": parse_day(date_from),
        "date_to": parse_day(date_to),
    }
    files = Files(csv=csv, xlsx=xlsx, ics=ics)
    return list_tasks(filters, scopes=scope, overdue=overdue, today=parse_day(today), files=files, as_json=as_json)


@app.command(cls=Command, help=messages.REMOVE)
def remove(document_id: Annotated[str, typer.Argument(help=messages.OPT_DOCUMENT_ID)], as_json: Json = False) -> int:
    """Remove one document from the index."""
    from bot.cli.shelf import remove_document

    return remove_document(document_id, as_json=as_json)


@app.command(cls=Command, help=messages.REINDEX)
def reindex(
    rebuild: Annotated[bool, typer.Option("--rebuild", help=messages.OPT_REBUILD)] = False, as_json: Json = False
) -> int:
    """Index the known documents again."""
    from bot.cli.indexing import reindex_all

    return reindex_all(rebuild=rebuild, as_json=as_json)


@app.command(cls=Command, help=messages.STATUS)
def status(as_json: Json = False) -> int:
    """Show what is stored and whether it is well."""
    from bot.cli.dashboard import show_status

    return show_status(as_json=as_json)


@app.command("eval", cls=Command, help=messages.EVAL)
def evaluate(
    set_dir: Annotated[Path, typer.Argument(help=messages.OPT_SET_DIR)],
    failures: Annotated[bool, typer.Option("--failures", help=messages.OPT_FAILURES)] = False,
    report: Annotated[Path | None, typer.Option("--report", help=messages.OPT_REPORT)] = None,
    as_json: Json = False,
) -> int:
    """Score the answers on an evaluation set."""
    from bot.cli.evaluation import evaluate_set

    return evaluate_set(set_dir, list_failures=failures, report=report, as_json=as_json)


@app.command(cls=Command, help=messages.BOT)
def bot(local: Annotated[bool, typer.Option("--local", help=messages.OPT_LOCAL)] = False) -> int:
    """Answer in Telegram."""
    from bot.telegram.run import run_bot

    return run_bot(local=local)
