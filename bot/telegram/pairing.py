"""The first admin where the settings name none: a code on the console enters by /start, an admin leaves.

The code lives as long as the process, until it is used or guessed at too often.
"""

import hmac
import secrets
from datetime import datetime

from bot.telegram.access import Access

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is easily taken for another
_LENGTH = 10  # 50 bits
_TRIES_OF_ONE = 5  # wrong codes from one person; after that theirs are not compared any more
_TRIES_OF_ALL = 50  # wrong codes from everybody; after that the code is void


class Pairing:
    """One code for one first admin."""

    def __init__(self, access: Access) -> None:
        """A code is made only where there is no admin at all."""
        self._access = access
        self._code = None if access.admins() else "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        self._wrong: dict[int, int] = {}

    @property
    def code(self) -> str | None:
        """What the console prints; None where there is an admin or the code is void."""
        return self._code

    def redeem(self, user_id: int, name: str, code: str, at: datetime) -> bool:
        """Make this person the first admin if `code` is right; whether it was done. A right code works once."""
        wrong = self._wrong.get(user_id, 0)
        if self._code is None or wrong >= _TRIES_OF_ONE:
            return False
        if hmac.compare_digest(code.strip().upper().encode(), self._code.encode()):
            done = not self._access.admins() and self._access.people.make_first_admin(user_id, name, at)
            self._code = None
            return done
        self._wrong[user_id] = wrong + 1
        if sum(self._wrong.values()) >= _TRIES_OF_ALL:
            self._code = None
        return False
