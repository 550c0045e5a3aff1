"""How an answer looks."""

from io import StringIO

from rich.console import Console

from bot.cli.screen import print_evidence
from rag import Answer, Citation

from .facts import QUOTE, document


def test_a_sentence_that_carries_two_facts_is_quoted_once() -> None:
    citation = Citation(document(), QUOTE, 10, 10 + len(QUOTE))
    answer = Answer("Đội Thủy nông; Đội Điện.", True, (citation, citation), "embedded", "ai làm?")
    file = StringIO()
    print_evidence(answer, 0.1, Console(file=file, width=200))
    assert file.getvalue().count(QUOTE) == 1
    assert file.getvalue().count("📄") == 1
