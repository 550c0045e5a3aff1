"""The bot's tables. A change here needs a migration in `migrations/versions` and its number in `HEAD`.

Times are UTC. A column that holds a chat's identifier says so (`info=CHAT`), so that a migrating chat takes all of its
rows along. Nothing here is particular to SQLite.
"""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

# The newest migration; compared at every start, so that Alembic is imported only when there is work.
HEAD: Final = "0007"
CHAT: Final[dict[Any, Any]] = {"chat": True}

metadata = MetaData()

# The nerve: what came in, what goes out

inbox = Table(
    "bot_inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, info=CHAT),  # 0: an update that belongs to no chat
    Column("thread_id", BigInteger, nullable=False),  # 0: no topic
    Column("status", String(8), nullable=False),  # new, done, stale
    Column("raw", Text, nullable=False),  # the update as JSON; emptied when it is done
    Column("received_at", DateTime(timezone=True), nullable=False),
)
Index("bot_inbox_by_status", inbox.c.status, inbox.c.update_id)

outbox = Table(
    "bot_outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False, info=CHAT),
    Column("method", String(64), nullable=False),
    Column("payload", Text, nullable=False),  # JSON of the Bot API's parameters; emptied when it is sent
    Column("file", LargeBinary),  # what is uploaded, where it is no file on disk; emptied when it is sent
    Column("status", String(8), nullable=False),  # waiting, sent, unknown, dropped, failed
    Column("message_id", BigInteger),  # once sent; of an edit, the message that is edited
    Column("ref", String(128)),  # what a handler wants to find again by the message
    Column("not_before", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
)
Index("bot_outbox_by_status", outbox.c.status, outbox.c.id)
Index("bot_outbox_by_message", outbox.c.chat_id, outbox.c.message_id)

chats = Table(
    "bot_chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, info=CHAT),
    Column("blocked_at", DateTime(timezone=True)),  # the bot may not write there
    Column("paused_until", DateTime(timezone=True)),  # Telegram's retry_after
)

# Groups that have become supergroups: updates and messages of before may still come under the old identifier.
moves = Table(
    "bot_moves",
    metadata,
    Column("old_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_id", BigInteger, nullable=False),
)

# People, groups and what is counted

people = Table(
    "bot_people",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),  # as Telegram last showed it; empty where it never did
    Column("status", String(8), nullable=False),  # stranger (only the name is known), waiting, allowed, denied
    Column("admin", Boolean, nullable=False),
    Column("asked_at", DateTime(timezone=True)),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", BigInteger),
)

grants = Table(
    "bot_grants",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("scope", String(200), primary_key=True),
)

groups = Table(
    "bot_groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, info=CHAT),
    Column("title", Text, nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

group_scopes = Table(
    "bot_group_scopes",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, info=CHAT),
    Column("scope", String(200), primary_key=True),
)

audit = Table(
    "bot_audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", BigInteger),  # null: the program itself
    Column("action", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

quotas = Table(
    "bot_quotas",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),  # of the question that is counted
    Column("user_id", BigInteger, nullable=False),
    Column("day", Date, nullable=False),  # in Vietnam
)
Index("bot_quotas_by_user", quotas.c.user_id, quotas.c.day)

# Asking: buttons, conversations, feedback, tasks done

buttons = Table(
    "bot_buttons",
    metadata,
    Column("token", String(24), primary_key=True),  # the callback data
    Column("action", String(32), nullable=False),
    Column("chat_id", BigInteger, nullable=False, info=CHAT),
    Column("user_id", BigInteger),  # null: whoever is in the chat may press it
    Column("arguments", JSON, nullable=False),
    Column("once", Boolean, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_by", BigInteger),  # the update that pressed a button that works once
)
Index("bot_buttons_by_expiry", buttons.c.expires_at)

# Every question with its answer: what conversations remember and figures count.
questions = Table(
    "bot_questions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("update_id", BigInteger, nullable=False, unique=True),  # that asked it first
    Column("chat_id", BigInteger, nullable=False, info=CHAT),
    Column("thread_id", BigInteger, nullable=False),  # 0: no topic
    Column("user_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),  # the person's message; null where a button asked
    Column("parent_id", String(16)),  # the question before it in its conversation
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("text", Text, nullable=False),
    Column("standalone", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("found", Boolean, nullable=False),
    Column("mind", String(16), nullable=False),  # embedded, model
    Column("model", String(128)),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("citations", JSON, nullable=False),  # objects of document_id, quote, start, end
    Column("rest", JSON, nullable=False),  # rows of a list that the answer leaves out: a citation's fields and text
    Column("stands_on", JSON, nullable=False),  # ids of all documents that the answer was made from
)
Index("bot_questions_by_day", questions.c.asked_at)
Index("bot_questions_by_message", questions.c.chat_id, questions.c.message_id)

threads = Table(
    "bot_threads",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, info=CHAT),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", String(16)),  # from which the next question goes on; null: from none
)

feedback = Table(
    "bot_feedback",
    metadata,
    Column("question_id", String(16), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("good", Boolean, nullable=False),
    Column("reason", String(16)),  # owner, deadline, meeting, incomplete, invented, other
    Column("comment", Text),
    Column("given_at", DateTime(timezone=True), nullable=False),
)
Index("bot_feedback_by_day", feedback.c.given_at)

done = Table(
    "bot_done",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("task", String(40), primary_key=True),  # of its quote, so that a new number changes nothing
    Column("done_by", BigInteger, nullable=False),
    Column("done_at", DateTime(timezone=True), nullable=False),
)

# Whose tasks are meant by "mine", and what comes to people by itself

bindings = Table(
    "bot_bindings",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(200), primary_key=True),  # of a person or a body, as minutes have it
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),  # null: an admin has yet to decide
    Column("confirmed_by", BigInteger),
)

reminders = Table(
    "bot_reminders",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True, info=CHAT),
    Column("daily", Boolean, nullable=False),
    Column("days_before", Integer),  # null: no notices
    Column("at", Integer, nullable=False),  # minute of the day, in Vietnam
    Column("mine", Boolean, nullable=False),  # only tasks of whom the person stands for
    Column("empty_days", Boolean, nullable=False),  # also tells that nothing is due
    Column("set_by", BigInteger, nullable=False),
    Column("planned", Date, nullable=False),  # the last day whose message was put into the outbox, or found needless
    Column("told", Date, nullable=False),  # the last day that was accounted for: sent, or nothing to be sent
    Column("told_before", Date, nullable=False),  # the same before that; between them nothing was sent
    sqlite_autoincrement=True,  # no number is given out twice: the outbox and its keys name reminders by it
)

reminded = Table(
    "bot_reminded",
    metadata,
    Column("reminder_id", BigInteger, primary_key=True, autoincrement=False),
    Column("task", String(40), primary_key=True),  # as in `done`
    Column("deadline", Date, primary_key=True),
    Column("day", Date, nullable=False),  # whose message gave the notice
)

# Documents: what admins give the index to do, and what they are about to type

uploads = Table(
    "bot_uploads",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),  # of the update and its part that asked for it
    Column("batch", String(64), nullable=False),  # what is shown in one message
    Column("chat_id", BigInteger, nullable=False, info=CHAT),
    Column("user_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),  # that shows it, where there is one already
    Column("kind", String(8), nullable=False),  # file, source, restore, again, changed, all
    Column("name", Text, nullable=False),  # as people know it
    Column("file_id", Text, nullable=False),  # Telegram's, of a file
    Column("source", Text, nullable=False),  # a path or an address; of a file, empty until it is fetched
    Column("scope", String(200), nullable=False),
    Column("corrections", Text, nullable=False),  # JSON of what to put right afterwards
    Column("state", String(8), nullable=False),  # waiting, working, done, failed, stopped
    Column("attempts", Integer, nullable=False),
    Column("known", Boolean, nullable=False),  # the document was there before
    Column("shown", Boolean, nullable=False),  # its end has been told
    Column("document_id", String(32), nullable=False),
    Column("result", Text, nullable=False),  # JSON of what came out
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
)
Index("bot_uploads_by_batch", uploads.c.batch)
Index("bot_uploads_by_state", uploads.c.state, uploads.c.id)

awaited = Table(
    "bot_awaited",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, info=CHAT),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("what", String(16), nullable=False),  # a field of a correction, or scope
    Column("document_id", String(32), nullable=False),
    Column("number", Integer),  # of a task
    Column("message_id", BigInteger, nullable=False),  # that shows the document
    Column("upload", BigInteger, nullable=False),  # that brought it; 0: none
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
