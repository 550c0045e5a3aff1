"""Buttons, conversations, feedback, usage and tasks done."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bot_buttons",
        sa.Column("token", sa.String(24), primary_key=True),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("once", sa.Boolean, nullable=False),
        sa.Column("expires_at", _time(), nullable=False),
        sa.Column("used_by", sa.BigInteger),
    )
    op.create_index("bot_buttons_by_expiry", "bot_buttons", ["expires_at"])
    op.create_table(
        "bot_questions",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("update_id", sa.BigInteger, nullable=False, unique=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("parent_id", sa.String(16)),
        sa.Column("asked_at", _time(), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("standalone", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("found", sa.Boolean, nullable=False),
        sa.Column("mind", sa.String(16), nullable=False),
        sa.Column("model", sa.String(128)),
        sa.Column("input_tokens", sa.Integer, nullable=False),
        sa.Column("output_tokens", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("citations", sa.JSON, nullable=False),
        sa.Column("rest", sa.JSON, nullable=False),
        sa.Column("stands_on", sa.JSON, nullable=False),
    )
    op.create_index("bot_questions_by_day", "bot_questions", ["asked_at"])
    op.create_index("bot_questions_by_message", "bot_questions", ["chat_id", "message_id"])
    op.create_table(
        "bot_threads",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("question_id", sa.String(16)),
    )
    op.create_table(
        "bot_feedback",
        sa.Column("question_id", sa.String(16), primary_key=True),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(16)),
        sa.Column("comment", sa.Text),
        sa.Column("given_at", _time(), nullable=False),
    )
    op.create_index("bot_feedback_by_day", "bot_feedback", ["given_at"])
    op.create_table(
        "bot_done",
        sa.Column("document_id", sa.String(32), primary_key=True),
        sa.Column("task", sa.String(40), primary_key=True),
        sa.Column("done_by", sa.BigInteger, nullable=False),
        sa.Column("done_at", _time(), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("bot_done", "bot_feedback", "bot_threads", "bot_questions", "bot_buttons"):
        op.drop_table(table)


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
