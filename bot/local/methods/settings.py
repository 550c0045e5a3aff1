"""What the bot says of itself: name, descriptions, commands."""

import re
from typing import Any, Final

from bot.local.errors import bad
from bot.local.parameters import Parameters, whole
from bot.local.people import Json
from bot.local.world import World

_LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}
_TOO_LONG: Final = {
    "name": "BOT_TITLE_TOO_LONG",
    "description": "BOT_DESCRIPTION_TOO_LONG",
    "short_description": "BOT_ABOUT_TOO_LONG",
}
_COMMAND: Final = re.compile(r"/?[a-z0-9_]+")
_COMMANDS: Final = 100
_SCOPES: Final = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_LANGUAGE: Final = re.compile("[a-z]{2}|")


def get_me(world: World, parameters: Parameters) -> Json:
    """getMe."""
    return {
        **world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


def done(world: World, parameters: Parameters) -> bool:
    """A method that only confirms."""
    return True


def _language(parameters: Parameters) -> str:
    language = parameters.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def set_text(name: str, world: World, parameters: Parameters) -> bool:
    """setMyName and its like."""
    text = parameters.text(name).strip()
    if len(text) > _LIMITS[name]:
        raise bad(_TOO_LONG[name])
    world.texts[name, _language(parameters)] = text
    return True


def get_text(name: str, world: World, parameters: Parameters) -> Json:
    """getMyName and its like."""
    default = world.bot.first_name if name == "name" else ""
    return {name: world.texts.get((name, _language(parameters))) or world.texts.get((name, ""), default)}


def _scope(world: World, parameters: Parameters) -> tuple[str, ...]:
    """Whom commands are for: the scope's type, its ids, the language."""
    scope: Any = parameters.json("scope", "BotCommandScope")
    if scope is None:
        scope = {"type": "default"}
    if not isinstance(scope, dict):
        raise bad("can't parse BotCommandScope: Expected an Object")
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    for name in _SCOPES[kind]:
        if name not in scope:
            raise bad(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    if "chat_id" in scope:
        world.readable(whole(scope["chat_id"]))
    return (kind, *(str(scope[name]) for name in _SCOPES[kind]), _language(parameters))


def set_commands(world: World, parameters: Parameters) -> bool:
    """setMyCommands."""
    commands: Any = parameters.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > _COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(command) for command in commands]
    scope = _scope(world, parameters)
    world.commands.pop(scope, None)
    if kept:
        world.commands[scope] = kept
    return True


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad("can't parse BotCommand: Expected an Object")
    for name in ("command", "description"):
        if not isinstance(command.get(name), str):
            raise bad(f'can\'t parse BotCommand: Field "{name}" must be of type String')
    word, description = command["command"].strip(), command["description"].strip()
    if not word:
        raise bad("command must be non-empty")
    if len(word) > 32:
        raise bad("command length must not exceed 32")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > 256:
        raise bad("command description length must not exceed 256")
    if not _COMMAND.fullmatch(word):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": word.lstrip("/"), "description": description}


def get_commands(world: World, parameters: Parameters) -> list[Json]:
    """getMyCommands."""
    return world.commands.get(_scope(world, parameters), [])


def delete_commands(world: World, parameters: Parameters) -> bool:
    """deleteMyCommands."""
    world.commands.pop(_scope(world, parameters), None)
    return True


def set_menu_button(world: World, parameters: Parameters) -> bool:
    """setChatMenuButton."""
    button: Any = parameters.json("menu_button", "menu button")
    if button is not None and (not isinstance(button, dict) or button.get("type") not in ("default", "commands")):
        raise bad("can't parse menu button: Unsupported type specified")
    world.texts["menu", parameters.text("chat_id")] = str((button or {"type": "default"})["type"])
    return True


def get_menu_button(world: World, parameters: Parameters) -> Json:
    """getChatMenuButton."""
    return {"type": world.texts.get(("menu", parameters.text("chat_id")), "default")}
