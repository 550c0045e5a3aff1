"""The figures of an evaluation in words: what `scoring.figures` counted, as rows for a screen or a page."""

from collections.abc import Mapping
from typing import Any

from bot import messages


def summary_rows(report: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names and values over the whole set."""
    seconds = " / ".join(messages.decimal(report[name] or 0.0, 3) for name in ("seconds_median", "seconds_p95"))
    length = messages.decimal(report["answer_chars_median"] or 0, 0)
    quotes = messages.EVAL_PART.format(part=report["quotes_not_verbatim"], whole=report["quotes"])
    return (
        (messages.EVAL_OVERALL, _of(report, "accuracy", "correct", "turns")),
        (messages.EVAL_ANSWERABLE, _of(report, "answerable_accuracy", "answerable_correct", "answerable")),
        (messages.EVAL_REFUSED, str(report["answerable_refused"])),
        (messages.EVAL_REFUSALS, _of(report, "refusal_accuracy", "refusal_correct", "unanswerable")),
        (messages.EVAL_REFUSALS_CITED, str(report["refusals_with_citation"])),
        (messages.EVAL_CITED, _of(report, "citation_share", "citation_ok", "answerable")),
        (messages.EVAL_NOT_VERBATIM, quotes),
        (messages.EVAL_SECONDS, seconds),
        (messages.EVAL_LENGTH, messages.EVAL_CHARACTERS.format(count=length)),
    )


def group_cells(group: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells under `messages.EVAL_COLUMNS` for one kind or style."""
    cited = f"{group['citation_ok']}/{group['answerable']}" if group["answerable"] else messages.NONE
    counts = (group["turns"], group["correct"], group["wrong"])
    return (*map(str, counts), messages.percent(group["accuracy"]), cited)


def _of(report: Mapping[str, Any], share: str, part: str, whole: str) -> str:
    return messages.EVAL_SHARE.format(percent=messages.percent(report[share]), part=report[part], whole=report[whole])
