"""Run by Alembic: applies the migrations on the connection that `bot.store.opening` hands over."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, render_as_batch=connection.dialect.name == "sqlite", version_table="bot_version"
)
context.run_migrations()
