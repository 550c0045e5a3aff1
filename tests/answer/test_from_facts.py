"""Answers from the ledger's facts, through a real library."""

import asyncio
from collections.abc import Iterator
from datetime import date

import pytest

from rag import Answer, Library, Question, RagSettings, Turn
from tests.answer.test_embedded import APRIL, MARCH

TODAY = date(2025, 4, 10)
MAY = """Thông báo kết luận giao ban tháng 5/2025 của UBND xã Mai Lĩnh

Ngày 06/5/2025, tại Hội trường tầng 2, đồng chí Bạch Thị Sim - Chủ tịch UBND xã chủ trì phiên họp giao ban tháng 5.

1. Giao Phòng Kinh tế chủ trì rà soát các điểm tập kết cát, thời hạn mới là ngày 15/6/2025.
2. Giao Công an xã tuần tra đêm tại chợ Mai Lĩnh.
"""
NEWS = "Giá cà phê tăng\n\nNông dân phấn khởi. Đại lý hẹn trả tiền trước ngày 12/4/2025.\n"


class Conversation:
    """Questions to one library, each knowing those before."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._assistant = library.assistant()
        self._turns: list[Turn] = []

    def ask(self, text: str) -> Answer:
        answer = asyncio.run(self._assistant.ask(Question(text, TODAY, turns=tuple(self._turns))))
        for citation in answer.citations:
            assert self._library.text(citation.document.id)[citation.start : citation.end] == citation.quote
        self._turns.append(Turn(text, answer.standalone, answer.text, answer.citations))
        return answer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("minutes")
    for name, text in {"thang-3": MARCH, "thang-4": APRIL, "thang-5": MAY, "ca-phe": NEWS}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library.open(RagSettings(data_dir=tmp_path_factory.mktemp("data"))) as library:
        list(library.index([str(folder)]))
        yield library


@pytest.fixture
def conversation(library: Library) -> Conversation:
    return Conversation(library)


def names(answer: Answer) -> list[str]:
    return sorted({citation.document.name for citation in answer.citations})


def test_what_is_due_is_counted_over_all_documents_and_news_is_no_meeting(conversation: Conversation) -> None:
    answer = conversation.ask("Tháng này có việc gì đến hạn?")
    assert answer.text.splitlines()[0].startswith("Có 1 việc đến hạn")
    assert names(answer) == ["thang-4.txt"]


def test_what_is_due_next_goes_on_from_the_list_before(conversation: Conversation) -> None:
    conversation.ask("Tháng này có việc gì đến hạn?")
    assert "15/6/2025" in conversation.ask("Còn tháng 6?").text


def test_nothing_due_is_said_in_a_sentence(conversation: Conversation) -> None:
    answer = conversation.ask("Hôm nay có việc gì đến hạn?")
    assert answer.text == "Không có việc đến hạn ngày 10/4/2025."
    assert not answer.found


def test_overdue_leaves_out_what_a_later_meeting_moved(conversation: Conversation) -> None:
    answer = conversation.ask("Bao nhiêu việc đã quá hạn?")
    assert "20/3/2025" not in answer.text


def test_the_meetings_of_a_chair_are_listed_with_their_days(conversation: Conversation) -> None:
    answer = conversation.ask("Bà Bạch Thị Sim đã chủ trì những cuộc họp nào?")
    assert "2 cuộc họp" in answer.text
    assert names(answer) == ["thang-3.txt", "thang-5.txt"]


def test_the_meetings_of_a_month_are_listed(conversation: Conversation) -> None:
    answer = conversation.ask("Những cuộc họp nào diễn ra trong tháng 4/2025?")
    assert answer.text.startswith("Có 1 cuộc họp")
    assert "Đinh Văn Khoa" in answer.text


def test_what_holds_now_is_the_newest_deadline(conversation: Conversation) -> None:
    assert "15/6/2025" in conversation.ask("Hạn mới nhất của việc rà soát các điểm tập kết cát là ngày nào?").text


def test_a_task_without_a_deadline_says_so_and_names_its_owner(conversation: Conversation) -> None:
    answer = conversation.ask("Việc tuần tra đêm tại chợ Mai Lĩnh hạn ngày nào?")
    assert not answer.found
    assert "Công an xã" in answer.text
    assert "không nêu hạn" in answer.text


def test_every_task_of_a_meeting_is_told(conversation: Conversation) -> None:
    answer = conversation.ask("Giao ban tháng 5 giao những việc gì?")
    assert "2 việc" in answer.text


def test_two_meetings_in_one_question_are_answered_one_by_one(conversation: Conversation) -> None:
    answer = conversation.ask("Ai chủ trì giao ban tháng 3 và giao ban tháng 4?")
    assert "Bạch Thị Sim" in answer.text
    assert "Đinh Văn Khoa" in answer.text
    assert len(answer.text.splitlines()) == 2


def test_a_place_nobody_knows_has_no_chair(conversation: Conversation) -> None:
    assert not conversation.ask("Ai chủ trì họp giao ban của xã Hoa Xoan Đào?").found


def test_where_and_when_go_without_naming_the_meeting_again(conversation: Conversation) -> None:
    conversation.ask("Ai chủ trì giao ban tháng 4?")
    assert "Phòng họp số 1" in conversation.ask("Ở đâu?").text


def test_a_greeting_before_a_question_is_passed_over(conversation: Conversation) -> None:
    assert "Đinh Văn Khoa" in conversation.ask("chào bạn, cho mình hỏi ai chủ trì giao ban tháng 4 vậy").text


def test_thanks_are_returned(conversation: Conversation) -> None:
    assert conversation.ask("cảm ơn nhé").text.startswith("Không có gì")


def test_where_several_meetings_fit_equally_it_is_asked_which_is_meant(conversation: Conversation) -> None:
    answer = conversation.ask("Giao ban UBND xã Mai Lĩnh họp ở đâu?")
    assert not answer.found
    assert not answer.citations
    assert answer.text.startswith("Bạn hỏi cuộc họp nào?")
    assert len(answer.candidates) == 2 or len(answer.candidates) == 3


def test_each_candidate_is_a_question_that_is_answered_at_once(library: Library) -> None:
    candidates = Conversation(library).ask("Giao ban UBND xã Mai Lĩnh họp ở đâu?").candidates
    answers = [Conversation(library).ask(candidate.question) for candidate in candidates]
    assert all(answer.found for answer in answers)
    assert len({answer.citations[0].document.id for answer in answers}) == len(candidates)


def test_the_meeting_before_is_stepped_to(conversation: Conversation) -> None:
    conversation.ask("Ai chủ trì giao ban tháng 4?")
    assert "Bạch Thị Sim" in conversation.ask("Còn kỳ trước?").text


def test_the_role_of_the_one_just_named_is_told(conversation: Conversation) -> None:
    conversation.ask("Ai chủ trì giao ban tháng 4?")
    assert conversation.ask("Ông ấy giữ chức vụ gì?").text == "Đinh Văn Khoa, Phó Chủ tịch UBND xã."


def test_two_questions_in_one_are_both_answered(conversation: Conversation) -> None:
    answer = conversation.ask(
        "Ai chủ trì giao ban tháng 3 của xã, và Trạm Y tế phải tiêm phòng dại xong trước ngày nào?"
    )
    assert "Bạch Thị Sim" in answer.text
    assert "25/4/2025" in answer.text


def test_what_one_body_was_given_is_not_all_that_was_given(conversation: Conversation) -> None:
    text = conversation.ask("giao ban thang 5 giao gi cho Cong an xa").text
    assert "tuần tra đêm" in text
    assert "cát" not in text
