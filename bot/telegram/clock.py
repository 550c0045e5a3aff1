"""The time, injected: whoever needs it asks a `Clock`, so that tests and benchmarks can move it."""

import asyncio
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_LOOK = 30.0  # seconds between looks at the time: it may jump, as after a machine's sleep


class Clock:
    """The machine's time."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in Vietnam."""
        return self.now().astimezone(VIETNAM).date()

    async def until(self, moment: datetime) -> None:
        """Wait until it is `moment` (aware)."""
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110  # time itself announces nothing
            await asyncio.sleep(min(left, _LOOK))
