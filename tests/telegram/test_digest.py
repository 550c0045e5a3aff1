"""The text of a reminder: it fits into one message, and nothing in it is live, whatever documents hold."""

from datetime import date, timedelta

import pytest

from bot.local.markup.detect import detect
from bot.local.markup.html import parse
from bot.local.markup.units import length as units
from bot.telegram.bulletin import Bulletin
from bot.telegram.digest import digest
from rag import Assignment, Deadline, Document, Quote, Task

from .hostile import HOSTILE, LONG

TODAY = date(2025, 10, 14)
LIVE = {"url", "text_link", "email", "mention", "text_mention", "bot_command"}


def task(words: str, number: int, day: date) -> Task:
    """A task that consists of these words throughout."""
    document = Document("d", "chung", "/kho/a.txt", "a.txt", words, "txt", "", TODAY)
    assignment = Assignment(words, words, Quote(words, 0, len(words)), deadline=Deadline(words, day), people=(words,))
    return Task(document, TODAY, number, assignment)


def bulletin(*tasks: Task) -> Bulletin:
    """Of these tasks in all its parts, late."""
    missed = tuple(TODAY - timedelta(days=days) for days in (3, 2, 1))
    return Bulletin(TODAY, 420, TODAY, True, missed, tasks, tasks, tasks, tasks, notices=())


@pytest.mark.parametrize("words", [*HOSTILE, *LONG])
def test_nothing_of_a_document_is_live_in_a_reminder(words: str) -> None:
    text, own = parse(digest(bulletin(task(words, 1, TODAY)), 2, lambda document: words))
    assert not {entity["type"] for entity in (*own, *detect(text, own))} & LIVE
    assert units(text) <= 4096


@pytest.mark.parametrize("count", [1, 5, 20, 300])
def test_a_reminder_is_one_message_that_begins_with_what_matters(count: int) -> None:
    tasks = [task(f"Rà soát hồ sơ số {n} của thôn Nà Pục, báo cáo kết quả", n, TODAY) for n in range(count)]
    text, own = parse(digest(bulletin(*tasks), 2, lambda document: "47/TB-UBND"))
    assert text.startswith(f"🔔 Thứ Ba 14/10/2025: {count} việc đến hạn hôm nay, {count} việc vừa quá hạn, ")
    assert text.splitlines()[1].startswith("⏰ Gửi muộn: tin này lẽ ra đến lúc 07:00 ngày 14/10. Tin của ngày 11/10, ")
    assert units(text) <= 4096 and len(own) <= 100
    assert text.index("Hôm nay") < text.index("Vừa quá hạn") < text.index("Sắp đến hạn")
    assert f"{count} việc sắp đến hạn" in text.splitlines()[0]
