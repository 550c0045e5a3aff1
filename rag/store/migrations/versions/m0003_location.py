"""Where the vector index is, and whether the ledger's embeddings are of two embedders."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both to the state of the indexes; the second was told before by a word in place of the fingerprint."""
    op.add_column("index_state", sa.Column("location", sa.String(32), nullable=False, server_default=""))
    op.add_column("index_state", sa.Column("mixed", sa.Boolean, nullable=False, server_default=sa.false()))
    state = sa.table("index_state", sa.column("embedder", sa.String), sa.column("mixed", sa.Boolean))
    op.execute(state.update().where(state.c.embedder == "rebuilding").values(mixed=True))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("index_state", "mixed")
    op.drop_column("index_state", "location")
