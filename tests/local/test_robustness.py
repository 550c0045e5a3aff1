"""No call, however odd, makes the server stumble."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local import Group, User
from bot.local.acting import Acting
from bot.local.errors import ApiError
from bot.local.methods import METHODS
from bot.local.parameters import Parameters, Upload
from bot.local.world import World
from tests.local.conftest import LAN, ROOM

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
PLACES = st.sampled_from([LAN.id, ROOM.id, 404])
SHAPES: dict[str, st.SearchStrategy[Any]] = {
    "chat_id": PLACES,
    "message_id": st.integers(1, 3),
    "message_ids": st.lists(JUNK, max_size=3),
    "reply_parameters": st.fixed_dictionaries(
        {"message_id": JUNK | st.just(1)}, optional={"quote": JUNK, "chat_id": JUNK}
    ),
    "reply_markup": st.fixed_dictionaries({"inline_keyboard": st.lists(st.lists(JUNK))}),
    "reaction": st.lists(st.fixed_dictionaries({"type": JUNK}) | JUNK, max_size=2),
    "entities": st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(["bold", "text_link", "pre", "text_mention", "custom_emoji", "x"])},
            optional={
                "offset": st.integers(-5, 5) | JUNK,
                "length": st.integers(-5, 5) | JUNK,
                "url": JUNK,
                "user": JUNK,
            },
        )
    ),
    "media": st.lists(st.fixed_dictionaries({"type": st.just("document"), "media": JUNK}), max_size=3),
    "scope": st.fixed_dictionaries(
        {"type": st.sampled_from(["chat", "chat_member", "default"])}, optional={"chat_id": JUNK}
    ),
    "parse_mode": st.sampled_from(["HTML", "MarkdownV2", ""]),
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, Parameters]:
    method = METHODS[
        draw(st.sampled_from(sorted(name for name in METHODS if name not in ("getupdates", "setwebhook"))))
    ]
    values = {}
    for name in sorted(method.parameters):
        if draw(st.integers(0, 3)):
            value = draw(SHAPES.get(name, JUNK) if draw(st.integers(0, 3)) else JUNK)
            values[name] = json.dumps(value) if draw(st.booleans()) else value
    return method.name, Parameters(values, {"document": Upload("a.txt", "text/plain", b"x")})


@settings(max_examples=400)
@given(calls())
def test_every_call_is_answered_or_refused(call: tuple[str, Parameters]) -> None:
    world = World(User(1, "Bot", username="x_bot", is_bot=True))
    acting = Acting(world)
    acting.say(LAN, "chào")
    acting.say(LAN, "/hop", chat=ROOM)
    name, parameters = call
    try:
        result = METHODS[name.lower()].run(world, parameters)
    except ApiError as refusal:
        assert str(refusal)
    else:
        json.dumps(getattr(result, "result", result))


@pytest.mark.parametrize("text", ["\ud800", "x\udfff"])
def test_half_characters_are_refused(text: str) -> None:
    world = World(User(1, "Bot", is_bot=True))
    Acting(world).say(LAN, "chào")
    keys = json.dumps({"inline_keyboard": [[{"text": text, "callback_data": "x"}]]})
    for values in ({"text": text}, {"text": "x", "reply_markup": keys}):
        with pytest.raises(ApiError, match="strings must be encoded in UTF-8"):
            METHODS["sendmessage"].run(world, Parameters({"chat_id": LAN.id, **values}))


def test_groups_and_people_can_be_met_twice() -> None:
    world = World(User(1, "Bot", is_bot=True))
    assert world.meet(ROOM) is world.meet(Group(ROOM.id, "tên khác"))
