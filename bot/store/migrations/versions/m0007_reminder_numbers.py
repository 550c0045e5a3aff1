"""The number of a reminder is not given out again."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the table anew, which SQLite asks for; other databases never give out a number twice."""
    _write_anew(sqlite_autoincrement=True)


def downgrade() -> None:
    """Write the table as it was before."""
    _write_anew(sqlite_autoincrement=False)


def _write_anew(*, sqlite_autoincrement: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    options = {"sqlite_autoincrement": sqlite_autoincrement}
    with op.batch_alter_table("bot_reminders", recreate="always", table_kwargs=options):
        pass
