"""How an answer looks."""

from io import StringIO

from rich.console import Console

from bot import messages
from bot.cli.screen import print_evidence
from rag import Answer, Citation

from .facts import QUOTE, document


def test_a_sentence_that_carries_two_facts_is_quoted_once() -> None:
    citation = Citation(document(), QUOTE, 10, 10 + len(QUOTE))
    answer = Answer("Đội Thủy nông; Đội Điện.", True, (citation, citation), "embedded", "ai làm?")
    assert shown(answer).count(QUOTE) == 1
    assert shown(answer).count("📄") == 1


def quoted(count: int) -> tuple[Citation, ...]:
    return tuple(Citation(document(), f"Câu số {n}.", 10 * n, 10 * n + 9) for n in range(1, count + 1))


def answered(text: str, count: int) -> str:
    return shown(Answer(text, True, quoted(count), "embedded", "những việc nào?"))


def test_quotes_of_a_list_have_the_numbers_of_its_items() -> None:
    lines = answered("Có 6 việc:\n" + "\n".join(f"{n}. Việc" for n in range(1, 7)), 6).splitlines()
    assert [line for line in lines if line.startswith("▸")] == [f"▸ [{n}] “Câu số {n}.”" for n in range(1, 7)]


def test_quotes_of_a_model_have_the_numbers_of_its_markers() -> None:
    assert "▸ [2] “Câu số 2.”" in answered("Đội Điện [1], Đội Thủy nông [2].", 2)


def test_quotes_that_no_number_tells_apart_are_at_most_five() -> None:
    text = answered("Có 7 việc.", 7)
    assert text.count("▸ “Câu số") == 5
    assert "… và 2 câu trích nữa, gõ /nguon để xem hết" in text


def test_a_single_quote_needs_no_number() -> None:
    assert "▸ “Câu số 1.”" in answered("Có 1 việc:\n1. Việc", 1)


def shown(answer: Answer) -> str:
    file = StringIO()
    print_evidence(answer, 0.1, Console(file=file, width=200), rest=messages.REST_AS_SOURCES)
    return file.getvalue()
