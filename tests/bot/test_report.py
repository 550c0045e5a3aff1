"""The page of an evaluation."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from bot.cli.measuring import Outcome
from bot.cli.report import report_page
from bot.cli.scoring import Expected, Shelf, judge
from rag import Answer, Chunk, Citation, Passage

from .facts import assignment, document, meeting

EVIL = "<script>alert('x')</script> & \"<b>"


EVIL_MEETING = meeting(assignments=(assignment(task=f"việc {EVIL}"),))


class Reading(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def expected(
    question: str, answerable: bool = True, facts: tuple[tuple[str, ...], ...] = (("Chẩu Thị Vân",),)
) -> Expected:
    return Expected(question, "chair", "plain", answerable, f"mẫu {EVIL}", facts, (), frozenset({"giao-ban.txt"}))


def answer(text: str) -> Answer:
    chunk = Chunk("c", "d0c0ffee", 0, 0, 5, (), f"đoạn {EVIL}", 5)
    return Answer(
        text=text,
        found=True,
        citations=(Citation(document(), f"câu trích {EVIL}", 0, 5),),
        mind="embedded",
        standalone="câu hỏi đã hiểu",
        passages=(Passage(chunk, document(), 0.5),),
    )


def page(tmp_path: Path, *texts: str) -> str:
    keys = [("c1", number) for number in range(len(texts))]
    answers = {key: answer(text) for key, text in zip(keys, texts, strict=True)}
    shelf = Shelf(tmp_path)
    verdicts = []
    for key, given in answers.items():
        row = {"answer": given.text, "found": given.found, "citations": [], "seconds": 0.1}
        verdicts.append(judge(*key, expected(f"câu {key[1]} {EVIL}"), row, shelf))
    return report_page(
        f"bộ {EVIL}", Outcome(tuple(verdicts), answers, {"c1": date(2025, 6, 5)}, (EVIL_MEETING,), 0), date(2025, 6, 4)
    )


def test_a_failure_stands_with_its_history_answer_quote_and_evidence(tmp_path: Path) -> None:
    reading = Reading(page(tmp_path, "Chẩu Thị Vân", "Ma Văn Lình"))
    assert reading.open == []
    for text in (
        "câu 0",
        "câu 1",
        "Ma Văn Lình",
        "mẫu",
        "câu trích",
        "đoạn",
        "câu hỏi đã hiểu",
        "giao-ban.txt",
        "50,0 %",
        "5/6/2025",
        "trước ngày 12/6/2025",
    ):
        assert text in reading.text
    assert reading.tags.count("article") == 1


def test_no_text_becomes_markup_and_nothing_is_loaded(tmp_path: Path) -> None:
    written = page(tmp_path, f"sai {EVIL}")
    reading = Reading(written)
    assert not {"script", "b", "link", "img", "iframe"} & set(reading.tags)
    assert "http://" not in written
    assert "https://" not in written
    assert reading.text.count("<script>") >= 5


def test_a_set_without_failures_says_so(tmp_path: Path) -> None:
    reading = Reading(page(tmp_path, "Chẩu Thị Vân"))
    assert "Mọi lượt đều đúng." in reading.text
    assert "article" not in reading.tags
