"""What a model may reply when it is asked for the facts of a meeting: text enters, a validated `Reply` leaves.

Only the form is checked here. Whether the facts stand in the document is another matter (`rag.extract.model_facts`).
"""

import json
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

_NOTHING = frozenset({"", "-", "null", "none", "n/a", "không", "không rõ", "không nêu", "không có", "chưa rõ"})
_ERRORS = 8  # told to the model at once


class ReplyError(ValueError):
    """A reply of another form. `str(error)` tells the model what to mend, without words of the document."""


def _words(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        return None if value.lower() in _NOTHING else value
    return value


def _list(value: Any) -> Any:
    if value is None:
        return ()
    if isinstance(value, str | dict):
        value = [value]
    return [one for one in value if one is not None and _words(one) is not None] if isinstance(value, list) else value


def _present(value: Any) -> Any:
    return True if value is None else value


Words = Annotated[str | None, BeforeValidator(_words)]
Names = Annotated[tuple[str, ...], BeforeValidator(_list)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class Stated(_Form):
    """Words of the document with the sentence they stand in."""

    words: Words = None
    quote: Words = None


class Online(_Form):
    """Whether people met online."""

    value: bool | None = None
    quote: Words = None


class SaidChair(_Form):
    """Who chaired, as the model has it."""

    name: Words = None
    role: Words = None
    site: Words = None
    stands_in_for: Words = None
    quote: Words = None


class SaidPerson(_Form):
    """A person or body with a role."""

    name: Words = None
    role: Words = None


class SaidSecretary(SaidPerson):
    """Who took the minutes."""

    quote: Words = None


class SaidAttendance(_Form):
    """Those whom one sentence names as there, or as absent."""

    people: Annotated[tuple[SaidPerson, ...], BeforeValidator(_list)] = ()
    present: Annotated[bool, BeforeValidator(_present)] = True
    reason: Words = None
    site: Words = None
    quote: Words = None


class SaidAssignment(_Form):
    """What was given to whom, as the model has it."""

    owner: Words = None
    people: Names = ()
    supporting: Names = ()
    task: Words = None
    deadline: Words = None
    quote: Words = None


class SaidDecision(_Form):
    """What was decided, as the model has it."""

    subject: Words = None
    outcome: Words = None
    votes: Words = None
    quote: Words = None


class SaidMeeting(_Form):
    """An earlier or a coming meeting, as the model has it."""

    when: Literal["earlier", "next"]
    title: Words = None
    date: Words = None
    time: Words = None
    place: Words = None
    chair: Words = None
    chair_role: Words = None
    quote: Words = None


class Reply(_Form):
    """All that a model says of one part of a document. Chairs and assignments must be there, if empty."""

    date: Stated | None = None
    time: Stated | None = None
    place: Stated | None = None
    body: Stated | None = None
    online: Online | None = None
    sites: Annotated[tuple[Stated, ...], BeforeValidator(_list)] = ()
    chairs: Annotated[tuple[SaidChair, ...], BeforeValidator(_list)]
    secretary: SaidSecretary | None = None
    attendees: Annotated[tuple[SaidAttendance, ...], BeforeValidator(_list)] = ()
    assignments: Annotated[tuple[SaidAssignment, ...], BeforeValidator(_list)]
    decisions: Annotated[tuple[SaidDecision, ...], BeforeValidator(_list)] = ()
    others: Annotated[tuple[SaidMeeting, ...], BeforeValidator(_list)] = ()


def read_reply(text: str) -> Reply:
    """The reply in `text`, which may stand in a code fence or between other words.

    Raises:
        ReplyError: there is no JSON object in it, or one of another form.
    """
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ReplyError("không có đối tượng JSON trọn vẹn")
    try:
        # Raw line ends inside strings are common, and harmless.
        value = json.loads(text[start : end + 1], strict=False)
    except json.JSONDecodeError as error:
        raise ReplyError(f"JSON sai cú pháp: {error.msg}, dòng {error.lineno} cột {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, brackets without end
        raise ReplyError("JSON không đọc được") from error
    try:
        return Reply.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found[:_ERRORS]]
        raise ReplyError("JSON sai cấu trúc: " + "; ".join(told)) from None


def reply_form() -> str:
    """The form of a reply as the prompt shows it: a JSON object with the kind of value in each place."""
    fields = (f"  {json.dumps(name)}: {json.dumps(shape, ensure_ascii=False)}" for name, shape in _shape(Reply).items())
    return "{\n" + ",\n".join(fields) + "\n}"


def _shape(kind: Any) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        return _shape(get_args(kind)[0])
    if origin is tuple:
        return [_shape(get_args(kind)[0])]
    if origin is Literal:
        return " | ".join(get_args(kind))
    if origin in (Union, types.UnionType):
        inner = _shape(next(one for one in get_args(kind) if one is not type(None)))
        return f"{inner} | null" if isinstance(inner, str) else inner
    if kind is bool:
        return "true | false"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _shape(field.annotation) for name, field in kind.model_fields.items()}
    return "chuỗi"
