"""What a method of the server refuses with."""

from typing import Any


class ApiError(Exception):
    """A method refused. `str` is the description of the answer, e.g. "Bad Request: chat not found".

    Attributes:
        code: The HTTP status and `error_code`.
        parameters: `ResponseParameters` of the answer: retry_after or migrate_to_chat_id.
    """

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


def bad(description: str) -> ApiError:
    """A 400 with the given words after "Bad Request: "."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """A 403 with the given words after "Forbidden: "."""
    return ApiError(403, f"Forbidden: {description}")
