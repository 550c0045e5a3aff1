"""`eval`: measure a set in a folder of its own, print the figures, write the report."""

import dataclasses
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.batch import with_progress
from bot.cli.figures import group_cells, summary_rows
from bot.cli.measuring import measure
from bot.cli.report import report_page
from bot.cli.scoring import Verdict, figures
from bot.cli.session import local_today
from bot.settings import Settings

_GOT_SHOWN = 500
_REPORT_NAME = "bao-cao-{}.html"


def evaluate_set(set_dir: Path, *, list_failures: bool, report: Path | None, as_json: bool) -> int:
    """Score the answers on the set in `set_dir` and write a report. The person's own documents are not touched."""
    settings = Settings.load().rag()
    path = report or settings.data_dir / _REPORT_NAME.format(set_dir.resolve().name)
    with tempfile.TemporaryDirectory(prefix="giaoban-eval-") as folder:
        settings = dataclasses.replace(settings, data_dir=Path(folder), ledger_url=None, chroma_url=None)
        outcome = measure(set_dir, settings, watch=with_progress)
    if outcome.unreadable:
        screen.progress().print(messages.EVAL_UNREADABLE.format(count=outcome.unreadable))
    if report is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_page(set_dir.resolve().name, outcome, local_today()), encoding="utf-8")
    table = figures(outcome.verdicts)
    failures = [verdict for verdict in outcome.verdicts if not verdict.correct]
    if as_json:
        extra = {"failures": [_failure_form(verdict) for verdict in failures]} if list_failures else {}
        screen.print_json({**table, "report": str(path), **extra})
        return 0
    _print_report(table)
    if list_failures:
        _print_failures(failures)
    screen.output().print(messages.EVAL_REPORT.format(path=path))
    return 0


def _print_report(report: Mapping[str, Any]) -> None:
    console = screen.output()
    for title, key, names in (
        (messages.EVAL_KIND, "by_kind", messages.EVAL_KINDS),
        (messages.EVAL_STYLE, "by_style", messages.EVAL_STYLES),
    ):
        table = Table()
        table.add_column(title)
        for column in messages.EVAL_COLUMNS:
            table.add_column(column, justify="right")
        for name, group in report[key].items():
            table.add_row(names.get(name, name), *group_cells(group))
        screen.print_table(table)
    summary = Table(box=None, show_header=False)
    for name, value in summary_rows(report):
        summary.add_row(name, Text(value, style="bold"))
    console.print(summary)


def _print_failures(verdicts: Sequence[Verdict]) -> None:
    console = screen.output()
    console.print()
    console.print(Text(messages.EVAL_FAILURES, style="bold"))
    for verdict in verdicts:
        form = _failure_form(verdict)
        line = messages.EVAL_FAILURE.format(
            id=form["id"],
            turn=form["turn"],
            kind=messages.EVAL_KINDS.get(form["kind"], form["kind"]),
            style=messages.EVAL_STYLES.get(form["style"], form["style"]),
            why="; ".join(form["why"]),
        )
        console.print(Text(line, style="red"))
        got = screen.one_line(str(form["got"] or "–"))[:_GOT_SHOWN]
        for template, text in (
            (messages.EVAL_QUESTION, form["question"]),
            (messages.EVAL_EXPECTED, form["expected"]),
            (messages.EVAL_GOT, got),
        ):
            console.print(Text("  " + template.format(text=text)))


def _failure_form(verdict: Verdict) -> dict[str, Any]:
    given = verdict.given or {}
    return {
        "id": verdict.id,
        "turn": verdict.turn,
        "kind": verdict.expected.kind,
        "style": verdict.expected.style,
        "question": verdict.expected.question,
        "expected": verdict.expected.answer,
        "got": given.get("answer"),
        "found": given.get("found"),
        "why": list(verdict.reasons),
    }
