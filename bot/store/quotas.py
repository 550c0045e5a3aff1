"""Questions counted by person and day: a question's update enters, whether it may be asked leaves."""

from datetime import date

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.schema import quotas
from bot.store.writer import Writer


class Questions:
    """The table of counted questions."""

    def __init__(self, writer: Writer) -> None:
        """`writer` writes to the bot's tables."""
        self._writer = writer

    async def take(self, user_id: int, update_id: int, day: date, limit: int) -> bool:
        """Count one question of a person's day unless `limit` are counted; the same update counts once."""
        mine = (quotas.c.user_id == user_id) & (quotas.c.day == day)

        def work(connection: Connection) -> bool:
            if connection.scalar(select(quotas.c.update_id).where(quotas.c.update_id == update_id)) is not None:
                return True
            if (connection.scalar(select(func.count()).where(mine)) or 0) >= limit:
                return False
            connection.execute(delete(quotas).where(quotas.c.user_id == user_id, quotas.c.day < day))  # over
            connection.execute(insert(quotas).values(update_id=update_id, user_id=user_id, day=day))
            return True

        return await self._writer.write(work)
