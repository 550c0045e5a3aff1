"""Meeting records, and the tables that answer questions about meetings and tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and hold the extraction's version as a word."""
    # Not altered in place: SQLite would have to make the table anew, and dropping the old one takes the chunks along.
    op.drop_column("documents", "extraction")
    op.add_column("documents", sa.Column("extraction", sa.String(200), nullable=False, server_default=""))
    op.create_table("records", _document(), sa.Column("record", sa.Text, nullable=False))
    op.create_table(
        "meetings",
        _document(),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("body_key", sa.String(1000), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
    )
    op.create_index("meetings_by_date", "meetings", ["scope", "date"])
    op.create_index("meetings_by_words", "meetings", ["scope", "words", "body_key", "document_id"])
    op.create_table(
        "people",
        _document(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("spelled", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("last", sa.String(64), nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("site", sa.Text),
    )
    op.create_index("people_by_name", "people", ["last", "what", "document_id"])
    op.create_table(
        "tasks",
        _document(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("owner", sa.Text),
        sa.Column("owner_key", sa.String(1000), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("has_deadline", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("recurrence", sa.Text),
        sa.Column("moved", sa.Boolean, nullable=False),
        sa.Column("assignment", sa.Text, nullable=False),
    )
    op.create_index("tasks_by_day", "tasks", ["scope", "day"])
    op.create_index("tasks_by_owner", "tasks", ["scope", "owner_key"])
    looked_through = ["scope", "moved", "words", "owner_key", "date", "document_id", "number"]
    op.create_index("tasks_by_words", "tasks", looked_through)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("tasks", "people", "meetings", "records"):
        op.drop_table(table)
    op.drop_column("documents", "extraction")
    op.add_column("documents", sa.Column("extraction", sa.Integer, nullable=False, server_default="0"))


def _document() -> sa.Column[str]:
    foreign = sa.ForeignKey("documents.id", ondelete="CASCADE")
    return sa.Column("document_id", sa.String(32), foreign, primary_key=True)
