"""Who may do what: an update enters, the person behind it and the scopes they may see leave. Deny by default.

The database is asked each time, by primary key, so that a revocation holds from the next message on. A private chat
sees what was granted to its person, a group what is bound to the group, whoever asks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from telegram import Update

from bot.store.groups import Groups
from bot.store.people import People, Status
from rag import DEFAULT_SCOPE, Database


@dataclass(frozen=True, slots=True)
class Person:
    """A person as of now."""

    id: int  # Telegram's numeric user id
    name: str
    status: Status
    admin: bool
    scopes: tuple[str, ...]  # all there are for an admin; empty unless allowed


class Access:
    """Tells who may do what. Thread-safe."""

    def __init__(self, database: Database, scopes: Callable[[], Collection[str]], admin_ids: Collection[int]) -> None:
        """Nobody is let in but whom the settings or the database name.

        Args:
            database: Holds the bot's tables.
            scopes: All scopes that there are now.
            admin_ids: Admins by the settings, whom the bot cannot depose.
        """
        self.people = People(database)
        self.groups = Groups(database)
        self._scopes = scopes
        self._admin_ids = frozenset(admin_ids)

    def who(self, user_id: int) -> Person:
        """The person with this id, a stranger where nothing is known."""
        known = self.people.get(user_id)
        name = known.name if known else ""
        if user_id in self._admin_ids or (known is not None and known.admin and known.status == "allowed"):
            return Person(user_id, name, "allowed", True, self.all_scopes())
        if known is None:
            return Person(user_id, name, "stranger", False, ())
        return Person(user_id, name, known.status, False, known.scopes if known.status == "allowed" else ())

    def is_admin(self, user_id: int) -> bool:
        """Whether this person is an admin."""
        return self.who(user_id).admin

    def is_set_admin(self, user_id: int) -> bool:
        """Whether the settings make this person an admin."""
        return user_id in self._admin_ids

    def admins(self) -> tuple[int, ...]:
        """The user ids of all admins."""
        return tuple(sorted(self._admin_ids.union(self.people.admins())))

    def all_scopes(self) -> tuple[str, ...]:
        """All scopes that there are, in alphabetical order; the default one is always among them."""
        return tuple(sorted({DEFAULT_SCOPE, *self._scopes()}))

    def scopes(self, update: Update) -> tuple[str, ...]:
        """What may be seen where this update comes from; empty where it is from nobody who may ask."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or not is_person(update):
            return ()
        return self.scopes_at(chat.id, user.id)

    def scopes_at(self, chat_id: int, user_id: int | None = None) -> tuple[str, ...]:
        """What may be seen in a chat, for replies that no update has asked for and for buttons.

        Args:
            chat_id: Of a private chat (the id of its person) or a group.
            user_id: Who asks; None where nobody does, as for a digest.
        """
        if chat_id > 0:
            return self.who(chat_id).scopes if user_id in (None, chat_id) else ()
        if user_id is not None and self.who(user_id).status == "denied":
            return ()  # who was shut out is not let in again by way of a group
        return self.groups.scopes(chat_id)

    def may_ask(self, update: Update) -> bool:
        """Whether a question in this update is answered at all."""
        return bool(self.scopes(update))


def is_person(update: Update) -> bool:
    """Whether Telegram vouches for the person behind an update: no bot, channel or anonymous admin."""
    user, message = update.effective_user, update.effective_message
    if user is None or user.is_bot or update.channel_post or update.edited_channel_post:
        return False
    return update.callback_query is not None or message is None or message.sender_chat is None
