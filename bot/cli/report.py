"""An evaluation as one HTML page for a browser: figures by kind and style, each failure with what led to it.

The page is complete in itself and runs nothing. All text from documents, questions and answers is escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from bot import messages
from bot.cli.figures import group_cells, summary_rows
from bot.cli.measuring import Outcome
from bot.cli.scoring import Verdict, figures
from bot.export.tables import chair_name, owner_name
from rag import Answer, Assignment, Citation, Meeting

_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #8884; --soft: #8882; --bad: #c0392b; --good: #1e8449; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.5rem; margin: 0; }} h2 {{ font-size: 1.2rem; margin: 2rem 0 .5rem; }}
.muted {{ opacity: .7; }} .why {{ color: var(--bad); font-weight: 600; margin: 0; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }} th, td {{ padding: .25rem .75rem; border-bottom: 1px solid var(--line); }}
th {{ text-align: left; }} .number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
meter {{ width: 8rem; vertical-align: middle; }}
article {{ border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; }}
article h3 {{ font-size: 1rem; margin: 0; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin: .5rem 0 0; }}
dt {{ opacity: .7; }} dd {{ margin: 0; min-width: 0; overflow-wrap: anywhere; }}
@media (max-width: 40rem) {{ dl {{ grid-template-columns: 1fr; }} }}
blockquote {{ margin: 0 0 .35rem; padding-left: .75rem; border-left: 3px solid var(--line); white-space: pre-wrap; }}
.said {{ white-space: pre-wrap; }}
.passage {{ background: var(--soft); padding: .5rem .75rem; margin: .35rem 0; white-space: pre-wrap; }}
summary {{ cursor: pointer; }} ol {{ margin: 0; padding-left: 1.25rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="muted">{made}</p>
{body}
</body>
</html>
"""


def report_page(name: str, outcome: Outcome, today: date) -> str:
    """The page for the set called `name`, written on `today`."""
    report = figures(outcome.verdicts)
    minds = sorted({answer.model or messages.MIND_EMBEDDED for answer in outcome.answers.values()})
    failures = [verdict for verdict in outcome.verdicts if not verdict.correct]
    parts = [
        _summary(summary_rows(report)),
        _group_table(messages.EVAL_KIND, report["by_kind"], messages.EVAL_KINDS),
        _group_table(messages.EVAL_STYLE, report["by_style"], messages.EVAL_STYLES),
    ]
    if failures:
        parts.append(f"<h2>{escape(messages.REPORT_FAILURES.format(count=len(failures)))}</h2>")
        earlier = _earlier_turns(outcome.verdicts)
        parts += [_failure(verdict, earlier[verdict.id, verdict.turn], outcome) for verdict in failures]
    else:
        parts.append(f"<p>{escape(messages.REPORT_NO_FAILURES)}</p>")
    if outcome.meetings:
        parts.append(f"<h2>{escape(messages.REPORT_FACTS)}</h2>")
        parts += map(_facts, sorted(outcome.meetings, key=lambda meeting: meeting.document.name))
    return _PAGE.format(
        title=escape(messages.REPORT_TITLE.format(name=name)),
        made=escape(messages.REPORT_MADE.format(day=messages.day(today), mind=", ".join(minds))),
        body="\n".join(parts),
    )


def _group_table(title: str, groups: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    head = "".join(f'<th class="number">{escape(column)}</th>' for column in messages.EVAL_COLUMNS)
    lines = [f'<h2>{escape(title)}</h2>\n<div class="scroll"><table><tr><th>{escape(title)}</th>{head}<th></th></tr>']
    for name, group in groups.items():
        numbers = "".join(f'<td class="number">{escape(cell)}</td>' for cell in group_cells(group))
        meter = f'<meter min="0" max="1" low="0.7" high="0.88" optimum="1" value="{group["accuracy"]:.3f}"></meter>'
        lines.append(f"<tr><td>{escape(names.get(name, name))}</td>{numbers}<td>{meter}</td></tr>")
    return "\n".join([*lines, "</table></div>"])


def _summary(rows: Iterable[tuple[str, str]]) -> str:
    lines = [f'<tr><td>{escape(name)}</td><td class="number">{escape(value)}</td></tr>' for name, value in rows]
    return "\n".join(['<div class="scroll"><table>', *lines, "</table></div>"])


def _earlier_turns(verdicts: Sequence[Verdict]) -> dict[tuple[str, int], list[Verdict]]:
    """For each turn those of its conversation before it."""
    conversations: dict[str, list[Verdict]] = {}
    earlier = {}
    for verdict in verdicts:
        turns = conversations.setdefault(verdict.id, [])
        earlier[verdict.id, verdict.turn] = turns[:]
        turns.append(verdict)
    return earlier


def _failure(verdict: Verdict, earlier: Sequence[Verdict], outcome: Outcome) -> str:
    expected = verdict.expected
    answer = outcome.answers.get((verdict.id, verdict.turn))
    ids = {meeting.document.name: meeting.document.id for meeting in outcome.meetings}
    kind = messages.EVAL_KINDS.get(expected.kind, expected.kind)
    style = messages.EVAL_STYLES.get(expected.style, expected.style)
    rows: list[tuple[str, str]] = []
    if earlier:
        turns = "".join(f"<li>{escape(v.expected.question)}<br>→ {escape(_said(v))}</li>" for v in earlier)
        rows.append((messages.REPORT_HISTORY, f"<ol>{turns}</ol>"))
    day = outcome.days.get(verdict.id)
    asked = _muted(messages.REPORT_TODAY.format(day=messages.day(day))) if day else ""
    rows.append((messages.REPORT_QUESTION, f"<strong>{escape(expected.question)}</strong> {asked}"))
    if answer and answer.standalone.strip() != expected.question.strip():
        rows.append((messages.REPORT_UNDERSTOOD, escape(answer.standalone)))
    rows.append((messages.REPORT_EXPECTED, _found(expected.answer, expected.answerable)))
    if expected.documents:
        links = [f'<a href="#{escape(ids.get(name, ""))}">{escape(name)}</a>' for name in sorted(expected.documents)]
        rows.append((messages.REPORT_EXPECTED_IN, ", ".join(links)))
    rows.append((messages.REPORT_GOT, _found(_said(verdict), answer.found) if answer else messages.NONE))
    rows.append((messages.REPORT_CITATIONS, _citations(answer.citations if answer else ())))
    rows.append((messages.REPORT_EVIDENCE.format(count=len(answer.passages) if answer else 0), _evidence(answer)))
    details = "\n".join(f"<dt>{escape(label)}</dt><dd>{value}</dd>" for label, value in rows)
    title = f"{messages.REPORT_TURN.format(id=verdict.id, turn=verdict.turn + 1)} · {kind}, {style}"
    return (
        f'<article>\n<h3>{escape(title)}</h3>\n<p class="why">{escape("; ".join(verdict.reasons))}</p>\n'
        f"<dl>\n{details}\n</dl>\n</article>"
    )


def _said(verdict: Verdict) -> str:
    return str(verdict.given["answer"]) if verdict.given else messages.NONE


def _found(text: str, found: bool) -> str:
    return f'<div class="said">{escape(text)}</div>{_muted(messages.REPORT_FOUND[found])}'


def _citations(citations: Sequence[Citation]) -> str:
    if not citations:
        return _muted(messages.REPORT_NO_CITATIONS)
    return "".join(
        f"<blockquote>{escape(citation.quote)}<br>{_muted(citation.document.name)}</blockquote>"
        for citation in citations
    )


def _evidence(answer: Answer | None) -> str:
    if answer is None or not answer.passages:
        return _muted(messages.REPORT_NO_EVIDENCE)
    lines = []
    for passage in answer.passages:
        score = messages.decimal(passage.score, 2)
        title = messages.REPORT_PASSAGE.format(name=passage.document.name, score=score)
        lines.append(
            f"<details><summary>{escape(title)}</summary>"
            f'<div class="passage">{escape(passage.chunk.text.strip())}</div></details>'
        )
    return "".join(lines)


def _facts(meeting: Meeting) -> str:
    """What was read out of one document, for following a failure to its cause."""
    record = meeting.record
    day = messages.day(record.date) or messages.RECORD_UNKNOWN
    chairs = "; ".join(map(chair_name, record.chairs)) or messages.RECORD_UNKNOWN
    tasks = "".join(
        f"<li>{escape(owner_name(assignment))}: {escape(assignment.task)} {_muted(_due(assignment))}</li>"
        for assignment in record.assignments
    )
    return (
        f'<details id="{escape(meeting.document.id)}"><summary>{escape(meeting.document.name)}</summary>'
        f"<p>{escape(messages.RECORD_DAY)}: {escape(day)}<br>{escape(messages.RECORD_CHAIRS)}: {escape(chairs)}</p>"
        f"<ol>{tasks}</ol></details>"
    )


def _due(assignment: Assignment) -> str:
    deadline = assignment.deadline
    if deadline is None:
        return ""
    text = messages.RECORD_DEADLINE.format(deadline=deadline.text)
    return f"{text} → {messages.day(deadline.day)}" if deadline.day else text


def _muted(text: str) -> str:
    return f'<span class="muted">{escape(text)}</span>'
