"""What can go wrong in `rag`, each with a Vietnamese sentence for the user that says what to do.

"Not in the documents" is an `Answer`, not an error. Bugs are not wrapped.
"""


class RagError(Exception):
    """Root of the errors raised on purpose. `str(error)` is a Vietnamese sentence without secrets."""


class SettingsError(RagError):
    """A setting is missing or does not fit the others."""


class DocumentError(RagError):
    """A document cannot be read. `source` is its path or URL, `reason` says in Vietnamese what to do."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, str]]:
        return (DocumentError, (self.source, self.reason))


class CorrectionError(RagError):
    """What a person typed to put a fact right cannot be read as one."""


class StoreError(RagError):
    """The data directory, the ledger or an index cannot be used."""


class ModelError(RagError):
    """A chat or embedding model did not give a usable reply.

    `retryable` tells whether the same call may succeed later; `retry_after` is in seconds where the server said so.
    """

    def __init__(self, message: str, *, retryable: bool, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after


class ScopeError(RagError):
    """A query names no scope, or something outside its scopes was about to be shown."""
