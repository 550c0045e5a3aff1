"""Bindings of people to names, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bot_bindings",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_by", sa.BigInteger),
    )
    op.create_table(
        "bot_reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, unique=True),
        sa.Column("daily", sa.Boolean, nullable=False),
        sa.Column("days_before", sa.Integer),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("mine", sa.Boolean, nullable=False),
        sa.Column("empty_days", sa.Boolean, nullable=False),
        sa.Column("set_by", sa.BigInteger, nullable=False),
        sa.Column("planned", sa.Date, nullable=False),
        sa.Column("told", sa.Date, nullable=False),
        sa.Column("told_before", sa.Date, nullable=False),
    )
    op.create_table(
        "bot_reminded",
        sa.Column("reminder_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("task", sa.String(40), primary_key=True),
        sa.Column("deadline", sa.Date, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("bot_reminded", "bot_reminders", "bot_bindings"):
        op.drop_table(table)
