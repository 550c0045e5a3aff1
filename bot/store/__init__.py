"""The bot's own tables, in the ledger's database: what must outlive the process."""
