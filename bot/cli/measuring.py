"""An evaluation set answered and judged: what enters is its folder, what leaves are a verdict and an answer a turn."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot import messages
from bot.cli.batch import Reply, answer_all, read_conversations, read_lines
from bot.cli.failures import UsageError
from bot.cli.scoring import Expected, Shelf, Verdict, judge
from bot.cli.session import local_today
from rag import DEFAULT_SCOPE, Answer, IndexSummary, Library, Meeting, RagSettings

Watch = Callable[[Iterator[Reply], int], Iterator[Reply]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A set's turns in their order, and what they were answered from."""

    verdicts: tuple[Verdict, ...]
    answers: Mapping[tuple[str, int], Answer]  # by conversation and number
    days: Mapping[str, date | None]  # of asking, by conversation
    meetings: tuple[Meeting, ...]  # the facts of the set's documents
    unreadable: int  # documents of the set


def measure(set_dir: Path, settings: RagSettings, *, watch: Watch = lambda replies, total: replies) -> Outcome:
    """Index the documents of a set, answer its questions, judge the answers.

    Args:
        set_dir: The folder with `documents/` and `questions.jsonl`.
        settings: Of a library that is empty so far.
        watch: Given the replies as they come and how many there will be.

    Raises:
        UsageError: when it is no set, or one with a mistake in it.
        RagError: when the library cannot be opened or filled.
    """
    documents, questions = set_dir / "documents", set_dir / "questions.jsonl"
    if not documents.is_dir() or not questions.is_file():
        raise UsageError(messages.EVAL_NOT_A_SET.format(path=set_dir))
    expected = read_expected(questions)
    if not expected:
        raise UsageError(messages.EVAL_NO_TURNS)
    conversations = read_conversations(questions)
    unreadable = 0
    with Library.open(settings) as library:  # without a log: its folder may be about to go
        for event in library.index([str(documents)]):
            if isinstance(event, IndexSummary):
                unreadable = len(event.failed)
        meetings = tuple(library.meetings())
        replies = answer_all(library.assistant(), conversations, today=local_today(), scopes=(DEFAULT_SCOPE,))
        given = {(reply.conversation, reply.turn): reply for reply in watch(replies, len(expected))}
    shelf = Shelf(documents)
    verdicts = (judge(*key, item, given[key].row if key in given else None, shelf) for key, item in expected.items())
    return Outcome(
        verdicts=tuple(verdicts),
        answers={key: reply.answer for key, reply in given.items()},
        days={conversation.id: conversation.today for conversation in conversations},
        meetings=meetings,
        unreadable=unreadable,
    )


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
