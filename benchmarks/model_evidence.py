"""Whether what the model is shown holds what it is asked, and how long that is: an evaluation set through the whole chain.

    .venv/bin/python benchmarks/model_evidence.py SET_DIR [--misses]

SET_DIR holds `documents/` and `questions.jsonl` (`evals/dev`). Its documents are indexed, and each turn is asked of the
model's mind, whose model is a server on loopback that keeps every prompt and understands nothing, so that the rules
understand. A turn is held where each group of its facts stands in the fenced part of the prompt, by the comparison that
answers are judged with. A follow-up knows the set's own answers to the turns before it, with those quotes from the right
documents that the embedded mind found. Prints a table and writes benchmarks/results/model_evidence.json; exits 1 where
a figure is missed. `--misses` names the turns whose facts are not all shown.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))  # for the server under tests/

from bot.cli.batch import Conversation, read_conversations  # noqa: E402
from bot.cli.measuring import read_expected  # noqa: E402
from bot.cli.scoring import Expected, comparable, nearest_rank, occurs  # noqa: E402
from prompts import load_prompt  # noqa: E402
from rag.library import Library  # noqa: E402
from rag.settings import ModelSettings, RagSettings  # noqa: E402
from rag.tokens import load_token_counter  # noqa: E402
from rag.types import Answer, Question, Turn  # noqa: E402
from tests.openai_server import Exchange, OpenAIServer, text  # noqa: E402

RESULT = HERE / "results" / "model_evidence.json"
HELD, MEDIAN, P95 = 0.97, 1500, 3000  # what we hold ourselves to: a share, tokens of the whole prompt


@dataclass(frozen=True)
class Shown:
    """What one turn came to."""

    id: str
    turn: int
    expected: Expected
    lacking: tuple[str, ...]  # groups of facts that the evidence does not hold
    evidence: str  # the fenced part of the prompt; empty where the model was not asked
    tokens: int  # of the whole prompt
    understanding_tokens: int  # of the prompts by which it was to be understood; 0: by rules alone
    seconds: float


@dataclass(frozen=True)
class Figures:
    """The figures of a set. Tokens are those of whole prompts."""

    set: str
    counted_with: str
    turns: int
    answerable: int
    held: int
    share: float
    median: int
    p95: int
    most: int
    ruled: int  # answerable turns that the rules alone understand
    ruled_held: int
    understood_by_call: int
    understanding_median: int
    seconds_median: float


class Recorder:
    """The server's model: understands nothing, finds nothing, and keeps what it was shown for answering."""

    def __init__(self) -> None:
        self.answering: list[tuple[str, str]] = []
        self.understanding: list[tuple[str, str]] = []
        self._begins = load_prompt("answer").system[:60]

    def __call__(self, exchange: Exchange) -> None:
        system, user = (message["content"] for message in exchange.request["messages"])
        if system.startswith(self._begins):
            self.answering.append((system, user))
            text("KHÔNG THẤY: Tài liệu không nêu.")(exchange)
        else:
            self.understanding.append((system, user))
            text("Tôi không rõ.")(exchange)


def measure(set_dir: Path) -> Iterator[Shown]:
    """Each turn of the set, in order."""
    expected = read_expected(set_dir / "questions.jsonl")
    conversations = read_conversations(set_dir / "questions.jsonl")
    recorder = Recorder()
    with OpenAIServer() as server, tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        server.default = recorder
        model = ModelSettings(api_key=server.api_key, base_url=server.base_url, embedding_model="")
        with Library.open(RagSettings(Path(folder))) as library:
            for _ in library.index([str(set_dir / "documents")]):
                pass
        with Library.open(RagSettings(Path(folder), model=model)) as library:
            yield from (
                shown
                for conversation in conversations
                for shown in _asked(library, conversation, expected, recorder, runner)
            )


def _asked(
    library: Library,
    conversation: Conversation,
    expected: dict[tuple[str, int], Expected],
    recorder: Recorder,
    runner: asyncio.Runner,
) -> Iterator[Shown]:
    counter = load_token_counter()
    with_model = library.assistant()
    embedded = with_model.without_model()
    turns: tuple[Turn, ...] = ()
    for number, words in enumerate(conversation.questions):
        gold = expected[conversation.id, number]
        question = Question(words, conversation.today or date.today(), turns=turns)
        recorder.answering.clear()
        recorder.understanding.clear()
        began = time.perf_counter()
        runner.run(with_model.ask(question))
        seconds = time.perf_counter() - began
        prompt = recorder.answering[-1] if recorder.answering else ("", "")
        evidence = _fenced(prompt[1])
        held = comparable(evidence)
        yield Shown(
            conversation.id,
            number,
            gold,
            tuple(" | ".join(group[:3]) for group in gold.facts if not any(occurs(fact, held) for fact in group)),
            evidence,
            sum(map(counter.count, prompt)),
            sum(counter.count(part) for one in recorder.understanding for part in one),
            seconds,
        )
        turns = (*turns, _turn(words, gold, runner.run(embedded.ask(question))))


def _turn(words: str, gold: Expected, answer: Answer) -> Turn:
    """The turn as the set has it, with the embedded mind's quotes from the right documents."""
    cited = tuple(citation for citation in answer.citations if citation.document.name in gold.documents)
    return Turn(words, answer.standalone, gold.answer, cited)


def _fenced(user: str) -> str:
    """From the first line with the fence to the last one."""
    lines = user.splitlines()
    fences = [number for number, line in enumerate(lines) if line.startswith("===== ")]
    return "\n".join(lines[fences[0] : fences[-1] + 1]) if fences else ""


def figures(name: str, shown: list[Shown]) -> Figures:
    """The figures of a set's turns."""
    answerable = [one for one in shown if one.expected.answerable]
    held = sum(not one.lacking for one in answerable)
    tokens = [one.tokens for one in shown if one.tokens]
    ruled = [one for one in answerable if not one.understanding_tokens]
    calls = [one.understanding_tokens for one in shown if one.understanding_tokens]
    return Figures(
        set=name,
        counted_with=load_token_counter().name,
        turns=len(shown),
        answerable=len(answerable),
        held=held,
        share=held / len(answerable),
        median=round(statistics.median(tokens)),
        p95=int(nearest_rank(tokens, 0.95) or 0),
        most=max(tokens),
        ruled=len(ruled),
        ruled_held=sum(not one.lacking for one in ruled),
        understood_by_call=len(calls),
        understanding_median=round(statistics.median(calls)) if calls else 0,
        seconds_median=statistics.median(one.seconds for one in shown),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="What the model is shown for each turn of an evaluation set.")
    parser.add_argument("set_dir", type=Path)
    parser.add_argument("--misses", action="store_true", help="name the turns whose facts are not all shown")
    options = parser.parse_args()
    shown = list(measure(options.set_dir))
    found = figures(options.set_dir.resolve().name, shown)
    console = Console()
    table = Table(title=f"Evidence for the model: {found.set}, {found.turns} turns, tokens by {found.counted_with}")
    for column in ("kind", "answerable", "held", "share"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    missed = [one for one in shown if one.expected.answerable and one.lacking]
    kinds = Counter(one.expected.kind for one in shown if one.expected.answerable)
    lost = Counter(one.expected.kind for one in missed)
    for kind, count in kinds.items():
        table.add_row(kind, str(count), str(count - lost[kind]), f"{1 - lost[kind] / count:.1%}")
    table.add_row("all", str(found.answerable), str(found.held), f"{found.share:.1%}")
    console.print(table)
    console.print(
        f"tokens of a prompt: median {found.median}, p95 {found.p95}, most {found.most}; {found.seconds_median:.3f} s a turn\n"
        f"understood by rules alone: {found.ruled_held} of {found.ruled} held; by a call, here refused twice: "
        f"{found.understood_by_call} turns, median {found.understanding_median} tokens"
    )
    if options.misses:
        for one in missed:
            console.print(
                f"{one.id}/{one.turn} [{one.expected.kind}] {one.expected.question}", style="bold", markup=False
            )
            console.print(f"  lacks {'; '.join(one.lacking)}", markup=False)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(asdict(found), indent=2), encoding="utf-8")
    return int(found.share < HELD or found.median > MEDIAN or found.p95 > P95)


if __name__ == "__main__":
    sys.exit(main())
