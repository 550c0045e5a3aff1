"""What is kept on disk: the SQL ledger, which is the truth, and the two indexes that derive from it."""
