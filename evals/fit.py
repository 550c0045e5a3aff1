"""Fits the weights by which the embedded answerer ranks what it may answer with, and writes `rag/answer/weights.py`.

    python evals/fit.py SET_DIR...             # fits on all of them and writes the table
    python evals/fit.py --held-out SET_DIR...  # fits on all but one, each in turn, and prints the accuracy on that one

A question's candidates are the sentences and facts of the documents retrieved for it, and silence. One is right when the
answer made of it would be judged right. The model is a softmax over the candidates of a question, its loss the negative
log probability of the right ones together, with an L2 penalty that is stronger on what a kind of question has of its own
than on what all share. What is written is the mean of the new weights and those in use, which were fitted on other facts
of the same documents: on a set that neither has seen it does better than either. To be run again after a change of the
features or of what is extracted.

Source: the conditional logit model, D. McFadden, Conditional logit analysis of qualitative choice behavior (1974).
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bot.cli.measuring import read_expected
from bot.cli.scoring import Expected, Shelf, judge
from rag.answer import Delta
from rag.answer.embedded import EmbeddedAnswerer
from rag.answer.facts import candidates, stated
from rag.answer.features import FEATURES, features, silence
from rag.answer.lists import listed
from rag.answer.ranking import Scored, asked_of, is_no_answer
from rag.answer.units import Unit
from rag.answer.weights import GROUPS as WEIGHTS_OF
from rag.answer.weights import SHARED
from rag.answer.wording import phrased
from rag.assistant import Assistant, Mind
from rag.library import Library
from rag.settings import RagSettings
from rag.types import Answer, Citation, Passage, Question, Turn
from rag.understand import Kind, Understanding
from rag.understand.rules import RuleUnderstander

GROUP_OF: dict[Kind, str] = {
    "chair": "chair", "owner": "task", "assignment": "task", "deadline": "deadline", "attendee": "attendee",
    "date": "held", "time": "held", "place": "held", "form": "held", "number": "number", "decision": "decision",
}  # fmt: skip
GROUPS = ("chair", "task", "deadline", "attendee", "held", "number", "decision", "text")
PENALTY, OF_GROUP = 3e-4, 2.0  # L2 on what is shared; how many times that on what a group has of its own
QUIET = -0.4  # added to silence: to refuse what is there is worse than the loss knows
STEPS, RATE = 900, 0.08  # of Adam
OUT = Path(__file__).parents[1] / "rag/answer/weights.py"


@dataclass(frozen=True)
class Example:
    """One question: the features of its candidates, silence last, and which of them are right."""

    values: np.ndarray  # float [candidates, features]
    right: np.ndarray  # bool [candidates]
    group: int


class Teacher:
    """An answerer that gives a right answer where there is one, and keeps what it chose from as an example."""

    def __init__(self, library: Library, shelf: Shelf) -> None:
        self._library = library
        self._shelf = shelf
        self._embedded = EmbeddedAnswerer(library.text, library.record, library)
        self.expected: Expected | None = None
        self.examples: list[Example] = []

    async def stream(
        self, question: Question, understanding: Understanding, passages: Sequence[Passage]
    ) -> AsyncIterator[Delta | Answer]:
        """Yields the best right answer, or what the embedded answerer says."""
        expected = self.expected
        assert expected is not None
        if understanding.kind == "smalltalk" or listed(understanding, question.scopes, self._library) is not None:
            yield self._embedded.answer(question, understanding, passages)
            return
        units, retrieved = self._embedded.read(passages)
        asked = asked_of(understanding, retrieved, units)
        chosen = [unit for unit in candidates(units, understanding.kind) if not is_no_answer(unit, understanding)]
        judged: dict[tuple[str, bool, str], bool] = {}
        right = []
        answers = []
        for unit in chosen:
            text, found, document = said(unit, understanding, units)
            key = (text, found, document)
            if key not in judged:
                row = {"answer": text, "found": found, "citations": []}
                of_document = not expected.answerable or document in expected.documents
                judged[key] = bool(text) and of_document and judge("", 0, expected, row, self._shelf).correct
            right.append(judged[key])
            answers.append(text)
        values = [*(features(unit, asked) for unit in chosen), silence(asked)]
        right.append(not expected.answerable)
        if expected.kind not in {"aggregate", "list"}:
            group = GROUPS.index(GROUP_OF.get(understanding.kind, "text"))
            self.examples.append(Example(np.array(values, dtype=np.float64), np.array(right), group))
        best = next((n for n, is_right in enumerate(right[:-1]) if is_right and expected.answerable), None)
        if best is None:
            yield Answer("", False, (), mind="embedded", standalone=understanding.standalone)
            return
        unit = chosen[best]
        cited = Citation(unit.document, unit.sentence, unit.sentence_start, unit.sentence_end)
        yield Answer(answers[best], True, (cited,), mind="embedded", standalone=understanding.standalone)


def said(unit: Unit, understanding: Understanding, units: Sequence[Unit]) -> tuple[str, bool, str]:
    """The answer that `unit` alone would give, whether it says that it was found, and its document's name."""
    if unit.fact is None:
        return phrased(unit, understanding.kind), True, unit.document.name
    scored = Scored(unit, 0.0, 1.0)
    fact = stated(scored, [scored], units, understanding)
    return ("", False, unit.document.name) if fact is None else (fact.text, fact.found, unit.document.name)


def examples_of(set_dir: Path) -> list[Example]:
    """The questions of a set, each with its candidates; those that no candidate answers are left out."""
    expected = read_expected(set_dir / "questions.jsonl")
    with tempfile.TemporaryDirectory() as folder, Library.open(RagSettings(Path(folder))) as library:
        for _ in library.index([str(set_dir / "documents")]):
            pass
        teacher = Teacher(library, Shelf(set_dir / "documents"))
        assistant = Assistant(library.retrieve, Mind(RuleUnderstander(), teacher))
        for line in (set_dir / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            asyncio.run(converse(assistant, teacher, json.loads(line), expected))
    return [example for example in teacher.examples if example.right.any()]


async def converse(
    assistant: Assistant, teacher: Teacher, conversation: dict, expected: Mapping[tuple[str, int], Expected]
) -> None:
    """Ask the questions of one conversation in their order."""
    turns: tuple[Turn, ...] = ()
    for number, item in enumerate(conversation["turns"]):
        teacher.expected = expected[conversation["id"], number]
        today = date.fromisoformat(conversation["today"])
        answer = await assistant.ask(Question(item["question"], today, turns=turns))
        turns = (*turns, Turn(item["question"], answer.standalone, answer.text, answer.citations))


def fitted(examples: Sequence[Example]) -> np.ndarray:
    """Weights [1 + groups, features]: what is shared, then what each group adds to it."""
    weights = np.zeros((1 + len(GROUPS), len(FEATURES)))
    penalty = np.full(weights.shape, PENALTY * OF_GROUP)
    penalty[0] = PENALTY
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = np.zeros_like(weights)
        for example in examples:
            probability = softmax(example.values @ (weights[0] + weights[1 + example.group]))
            target = probability * example.right
            target = target / target.sum() if target.sum() > 1e-9 else example.right / example.right.sum()
            each = example.values.T @ (probability - target)
            slope[0] += each
            slope[1 + example.group] += each
        slope = slope / len(examples) + penalty * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities that sum up to 1."""
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def accuracy(weights: np.ndarray, examples: Sequence[Example]) -> tuple[int, int]:
    """How many questions get a right candidate, and how many there are."""
    best = [int((e.values @ (weights[0] + weights[1 + e.group])).argmax()) for e in examples]
    return sum(bool(e.right[n]) for e, n in zip(examples, best, strict=True)), len(examples)


def current() -> np.ndarray:
    """The weights in use, in the form of `fitted`."""
    tables = (SHARED, *(WEIGHTS_OF[name] for name in GROUPS))
    return np.array([[table.get(name, 0.0) for name in FEATURES] for table in tables])


def table(weights: np.ndarray) -> str:
    """The module that holds `weights`."""

    def named(values: np.ndarray) -> str:
        return ", ".join(f'"{name}": {value:.2f}' for name, value in zip(FEATURES, values, strict=True) if value)

    groups = "".join(f'    "{name}": {{{named(weights[1 + n])}}},\n' for n, name in enumerate(GROUPS))
    of = "".join(f'    "{kind}": "{group}",\n' for kind, group in GROUP_OF.items())
    return (
        '"""The weights of `rag.answer.features.FEATURES`, written by `evals/fit.py`; not to be changed by hand."""\n\n'
        "from typing import Final\n\nfrom rag.understand import Kind\n\n# fmt: off\n"
        f"SHARED: Final[dict[str, float]] = {{{named(weights[0])}}}\n"
        f"# What the questions of a group add to that.\nGROUPS: Final[dict[str, dict[str, float]]] = {{\n{groups}}}\n"
        f'# The others are of the group "text".\nGROUP_OF: Final[dict[Kind, str]] = {{\n{of}}}\n# fmt: on\n'
    )


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--held-out", action="store_true", help="print the accuracy on each set by the others' weights")
    arguments = parser.parse_args()
    sets = {path.name: examples_of(path) for path in arguments.sets}
    if arguments.held_out:
        for name, held in sets.items():
            others = [example for other, examples in sets.items() if other != name for example in examples]
            right, count = accuracy(fitted(others), held)
            print(f"{name}: {right}/{count}")
        return
    weights = fitted([example for examples in sets.values() for example in examples])
    for name, examples in sets.items():
        right, count = accuracy(weights, examples)
        print(f"{name}: {right}/{count}")
    weights[0, FEATURES.index("silence")] += QUIET
    OUT.write_text(table((weights + current()) / 2), encoding="utf-8")


if __name__ == "__main__":
    main()
