"""What the bot says of itself."""

from typing import Any

import pytest

from bot.local import Group, LocalTelegram, User
from tests.local.conftest import Bot

HOP = {"command": "hop", "description": "Các cuộc họp"}


async def test_commands_are_kept_by_scope(telegram: LocalTelegram, bot: Bot, lan: User, room: Group) -> None:
    scopes: list[dict[str, Any]] = [
        {"type": "all_private_chats"},
        {"type": "chat", "chat_id": lan.id},
        {"type": "chat_member", "chat_id": room.id, "user_id": lan.id},
    ]
    for scope in scopes:
        await bot.result("setMyCommands", commands=[HOP], scope=scope)
        assert await bot.result("getMyCommands", scope=scope) == [HOP]
    assert telegram.commands("all_private_chats") == [HOP]
    assert telegram.commands("chat", lan.id) == [HOP]
    assert await bot.result("getMyCommands") == []
    await bot.result("deleteMyCommands", scope=scopes[0])
    assert telegram.commands("all_private_chats") == []


@pytest.mark.parametrize(
    ("command", "description"),
    [
        ({"command": "Hop", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "hop-moi", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "h" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "hop", "description": ""}, "command description must be non-empty"),
        ({"command": "hop", "description": "x" * 257}, "command description length must not exceed 256"),
        ({"command": "hop"}, 'can\'t parse BotCommand: Field "description" must be of type String'),
        ("hop", "can't parse BotCommand: Expected an Object"),
    ],
)
async def test_a_wrong_command_is_refused(bot: Bot, command: Any, description: str) -> None:
    assert await bot.error("setMyCommands", commands=[command]) == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": "["}, "can't parse commands JSON object"),
        ({"commands": [HOP] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        ({"commands": [], "scope": {"type": "all"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "language_code": "vie"}, "invalid language code specified"),
    ],
)
async def test_wrong_commands_are_refused(bot: Bot, parameters: dict[str, Any], description: str) -> None:
    assert await bot.error("setMyCommands", **parameters) == f"Bad Request: {description}"


async def test_descriptions_are_kept_and_bounded(bot: Bot) -> None:
    await bot.result("setMyDescription", description="Hỏi đáp về các cuộc họp")
    assert await bot.result("getMyDescription") == {"description": "Hỏi đáp về các cuộc họp"}
    assert await bot.result("getMyDescription", language_code="vi") == {"description": "Hỏi đáp về các cuộc họp"}
    assert await bot.error("setMyShortDescription", short_description="x" * 121) == "Bad Request: BOT_ABOUT_TOO_LONG"
    assert await bot.result("getMyName") == {"name": "Giao Ban"}
    await bot.result("setMyName", name="Trợ lý")
    assert await bot.result("getMyName") == {"name": "Trợ lý"}


async def test_the_menu_button_is_kept(bot: Bot) -> None:
    assert await bot.result("getChatMenuButton") == {"type": "default"}
    await bot.result("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot.result("getChatMenuButton") == {"type": "commands"}
    error = await bot.error("setChatMenuButton", menu_button={"type": "disco"})
    assert error == "Bad Request: can't parse menu button: Unsupported type specified"
