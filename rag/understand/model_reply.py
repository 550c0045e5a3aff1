"""What a model may reply when it is asked what a question asks for: text enters, a validated `Reply` leaves.

Only the form is checked here. Whether what it says fits the conversation is another matter (`rag.understand.model`).
"""

import json
from datetime import date
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from rag.understand import Kind, Listing
from rag.understand.windows import Window

_NOTHING = frozenset({"", "-", "null", "none", "n/a", "không", "không có", "không rõ"})
_ERRORS = 4  # told to the model at once
_FARTHEST = range(1990, 2101)  # years


class ReplyError(ValueError):
    """A reply of another form. `str(error)` tells the model what to mend, without words of the conversation."""


def _words(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        value = value.strip()
        return "" if value.lower() in _NOTHING else value
    return value


def _one_of(value: Any) -> Any:
    return (_words(value.lower()) or None) if isinstance(value, str) else value


def _names(value: Any) -> Any:
    if value is None:
        return ()
    return [one for one in ([value] if isinstance(value, str) else value) if one is not None and _words(one)]


Words = Annotated[str, BeforeValidator(_words)]
Names = Annotated[tuple[Annotated[str, BeforeValidator(_words)], ...], BeforeValidator(_names)]


class Reply(BaseModel):
    """What a model makes of a question."""

    model_config = ConfigDict(frozen=True)

    standalone: Words
    kind: Annotated[Kind, BeforeValidator(_one_of)]
    listing: Annotated[Listing | None, BeforeValidator(_one_of)] = None
    first: Annotated[date | None, BeforeValidator(_one_of)] = None
    last: Annotated[date | None, BeforeValidator(_one_of)] = None
    meeting: Words = ""
    bodies: Names = ()
    people: Names = ()
    site: Words = ""

    @model_validator(mode="after")
    def _is_a_question(self) -> "Reply":
        if not self.standalone or "\n" in self.standalone:
            raise ValueError("standalone phải là đúng một câu hỏi trên một dòng")
        days = [day for day in (self.first, self.last) if day]
        if any(day.year not in _FARTHEST for day in days) or days != sorted(days):
            raise ValueError("first và last phải là hai ngày, ngày trước đứng trước")
        return self

    @property
    def window(self) -> Window | None:
        """The days that the question names; a single end stands for that day."""
        first, last = self.first or self.last, self.last or self.first
        return Window(first, last) if first and last else None


def read_reply(text: str) -> Reply:
    """The reply in `text`, which may stand in a code fence or between other words.

    Raises:
        ReplyError: there is no JSON object in it, or one of another form.
    """
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ReplyError("không có đối tượng JSON trọn vẹn")
    try:
        value = json.loads(text[start : end + 1], strict=False)
    except (ValueError, RecursionError) as error:  # of JSON, or a number of 5,000 digits, or brackets without end
        raise ReplyError("JSON sai cú pháp") from error
    try:
        return Reply.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found[:_ERRORS]]
        raise ReplyError("JSON sai cấu trúc: " + "; ".join(told)) from None


def reply_form() -> str:
    """The form of a reply as the prompt shows it: a JSON object with the kind of value in each place."""
    form = {
        "standalone": "câu hỏi đứng riêng được",
        "kind": " | ".join(get_args(Kind)),
        "listing": " | ".join((*get_args(Listing), "null")),
        "first": "YYYY-MM-DD | null",
        "last": "YYYY-MM-DD | null",
        "meeting": "chuỗi | null",
        "bodies": ["chuỗi"],
        "people": ["chuỗi"],
        "site": "chuỗi | null",
    }
    assert form.keys() == Reply.model_fields.keys(), "the form lacks a field"
    return (
        "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in form.items()) + "\n}"
    )
