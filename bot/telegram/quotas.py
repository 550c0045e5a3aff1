"""What a day may cost: questions of a person, money of the model. Days are those of Vietnam.

Beyond the questions a person is told to come back tomorrow; beyond the money the embedded mind answers, for nothing.
"""

import re
from datetime import date, datetime, time
from typing import Final

from bot.store.figures import Figures
from bot.store.quotas import Questions
from bot.telegram.clock import VIETNAM, Clock

PRICED_ON: Final = date(2026, 11, 23)
# US dollars for a million tokens: entering, leaving. What a server keeps from earlier prompts is cheaper, which is left
# out, so that the sum errs upwards. The first pattern that fits the whole name of a model counts.
# Source: https://developers.openai.com/api/docs/pricing
_PRICES: Final = (
    (r"gpt-6-luna", 0.10, 0.50),
    (r"gpt-6(\.1)?-sol", 2.00, 10.00),
    (r"gpt-6-astra", 10.00, 50.00),
    (r"gpt-5\.6(-sol)?", 4.00, 20.00),
    (r"gpt-5\.6-luna", 0.20, 1.20),
    (r"gpt-5\.6-terra", 2.00, 12.00),
    (r"gpt-5\.4-mini", 0.75, 4.50),
    (r"gpt-5\.4", 2.50, 15.00),
    (r"gpt-5-nano", 0.05, 0.40),
    (r"gpt-5-mini", 0.25, 2.00),
    (r"gpt-5(\.1)?", 1.25, 10.00),
    (r"gpt-4\.1-nano", 0.10, 0.40),
    (r"gpt-4\.1-mini", 0.40, 1.60),
    (r"gpt-4\.1", 2.00, 8.00),
    (r"gpt-4o-mini", 0.15, 0.60),
    (r"gpt-4o", 2.50, 10.00),
)
_UNKNOWN: Final = (5.00, 25.00)  # dearer than most: a model that is not in the table runs up no bill unseen
_DATED: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")  # of one version of a model


def cost(model: str | None, input_tokens: int, output_tokens: int) -> float:
    """US dollars for the tokens of a model, by the prices of `PRICED_ON`. Nothing where no model answered."""
    if model is None:
        return 0.0
    entering, leaving = _price(model) or _UNKNOWN
    return (input_tokens * entering + output_tokens * leaving) / 1_000_000


def is_priced(model: str) -> bool:
    """Whether the prices of a model are known."""
    return _price(model) is not None


def _price(model: str) -> tuple[float, float] | None:
    name = _DATED.sub("", model.rpartition("/")[2].lower())
    return next((price[1:] for price in _PRICES if re.fullmatch(price[0], name)), None)


class Quotas:
    """What of today's is used up. Thread-safe; the database is asked each time."""

    def __init__(
        self,
        questions: Questions,
        figures: Figures,
        clock: Clock,
        *,
        questions_a_day: int | None,
        money_a_day: float | None,
    ) -> None:
        """Without a limit there is none."""
        self._questions = questions
        self._figures = figures
        self._clock = clock
        self._questions_a_day = questions_a_day
        self._money_a_day = money_a_day

    async def take(self, user_id: int, update_id: int) -> bool:
        """Count a question of this person; False where today's are used up. The same update counts once."""
        if self._questions_a_day is None:
            return True
        return await self._questions.take(user_id, update_id, self._clock.today(), self._questions_a_day)

    def may_use_model(self) -> bool:
        """Whether today's money is not used up."""
        return self._money_a_day is None or self.spent_today() < self._money_a_day

    def spent_today(self) -> float:
        """US dollars that today's answers have cost."""
        since = datetime.combine(self._clock.today(), time(), VIETNAM)
        return sum(cost(model, entering, leaving) for model, entering, leaving in self._figures.tokens(since))
