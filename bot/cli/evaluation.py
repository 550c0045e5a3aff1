"""`eval`: index a set's documents in a folder of its own, answer its questions, print the figures."""

import dataclasses
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot import messages
from bot.cli import screen
from bot.cli.asking import answer_all, read_conversations, read_lines, with_progress
from bot.cli.failures import UsageError
from bot.cli.forms import dumps
from bot.cli.scoring import Expected, Shelf, Verdict, figures, judge
from bot.cli.session import local_today
from bot.settings import Settings
from rag import DEFAULT_SCOPE, IndexSummary, Library

_GOT_SHOWN = 500


def evaluate_set(set_dir: Path, *, list_failures: bool, as_json: bool) -> int:
    """Score the answers on the set in `set_dir`. The person's own data directory is not touched."""
    documents, questions = set_dir / "documents", set_dir / "questions.jsonl"
    if not documents.is_dir() or not questions.is_file():
        raise UsageError(messages.EVAL_NOT_A_SET.format(path=set_dir))
    expected = read_expected(questions)
    if not expected:
        raise UsageError(messages.EVAL_NO_TURNS)
    rows = {(row["id"], row["turn"]): row for row in _answer_set(documents, questions, len(expected))}
    shelf = Shelf(documents)
    verdicts = [judge(id, turn, item, rows.get((id, turn)), shelf) for (id, turn), item in expected.items()]
    report = figures(verdicts)
    if as_json:
        extra = {"failures": [_failure_form(v) for v in verdicts if not v.correct]} if list_failures else {}
        screen.output().print(dumps({**report, **extra}))
        return 0
    _print_report(report)
    if list_failures:
        _print_failures([v for v in verdicts if not v.correct])
    return 0


def read_expected(questions: Path) -> dict[tuple[str, int], Expected]:
    """The turns of a set by conversation and number.

    Raises:
        UsageError: naming the conversation whose turns lack something.
    """
    expected = {}
    for number, row in read_lines(questions):
        try:
            for turn, item in enumerate(row["turns"]):
                expected[row["id"], turn] = Expected(
                    question=item["question"],
                    kind=item["kind"],
                    style=item["style"],
                    answerable=item["answerable"],
                    answer=item["answer"],
                    facts=tuple(map(tuple, item["facts"])),
                    forbid=tuple(item["forbid"]),
                    documents=frozenset(item["documents"]),
                )
        except (KeyError, TypeError):
            name = row.get("id", number) if isinstance(row, dict) else number
            raise UsageError(messages.EVAL_BAD_SET.format(path=questions, id=name)) from None
    return expected


def _answer_set(documents: Path, questions: Path, total: int) -> list[dict[str, Any]]:
    conversations = read_conversations(questions)
    with tempfile.TemporaryDirectory(prefix="giaoban-eval-") as folder:
        settings = dataclasses.replace(Settings.load().rag(), data_dir=Path(folder), ledger_url=None, chroma_url=None)
        with Library.open(settings) as library:  # without a log: its folder is about to go
            for event in library.index([str(documents)]):
                if isinstance(event, IndexSummary) and event.failed:
                    screen.progress().print(messages.EVAL_UNREADABLE.format(count=len(event.failed)))
            answers = answer_all(library.assistant(), conversations, today=local_today(), scopes=(DEFAULT_SCOPE,))
            return [row for row, _ in with_progress(answers, total)]


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
            cited = f"{group['citation_ok']}/{group['answerable']}" if group["answerable"] else "–"
            counts = (group["turns"], group["correct"], group["wrong"])
            table.add_row(names.get(name, name), *map(str, counts), messages.percent(group["accuracy"]), cited)
        console.print(table)
    rows = (
        (messages.EVAL_OVERALL, _of(report, "accuracy", "correct", "turns")),
        (messages.EVAL_ANSWERABLE, _of(report, "answerable_accuracy", "answerable_correct", "answerable")),
        (messages.EVAL_REFUSED, str(report["answerable_refused"])),
        (messages.EVAL_REFUSALS, _of(report, "refusal_accuracy", "refusal_correct", "unanswerable")),
        (messages.EVAL_REFUSALS_CITED, str(report["refusals_with_citation"])),
        (messages.EVAL_CITED, _of(report, "citation_share", "citation_ok", "answerable")),
        (
            messages.EVAL_NOT_VERBATIM,
            messages.EVAL_PART.format(part=report["quotes_not_verbatim"], whole=report["quotes"]),
        ),
        (
            messages.EVAL_SECONDS,
            " / ".join(messages.decimal(report[name] or 0.0, 3) for name in ("seconds_median", "seconds_p95")),
        ),
        (
            messages.EVAL_LENGTH,
            messages.EVAL_CHARACTERS.format(count=messages.decimal(report["answer_chars_median"] or 0, 0)),
        ),
    )
    summary = Table(box=None, show_header=False)
    for name, value in rows:
        summary.add_row(name, Text(value, style="bold"))
    console.print(summary)


def _of(report: Mapping[str, Any], share: str, part: str, whole: str) -> str:
    return messages.EVAL_SHARE.format(percent=messages.percent(report[share]), part=report[part], whole=report[whole])


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
