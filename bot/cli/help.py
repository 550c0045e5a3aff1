"""Help texts and usage errors of the command line, in Vietnamese.

Typer writes its own frame ("Usage", "Options", "No such option") in English and offers no hook for most of it, so the
command classes here draw the help themselves and `usage_sentence` words the errors by their kind.
"""

from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from bot import messages


class Command(TyperCommand):
    """A command whose help is in Vietnamese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; `formatter` stays empty."""
        _print_help(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The `--help` option with a Vietnamese text."""
        return _translated(super().get_help_option(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the usage line after the command's name."""
        arguments = [_name(param) for param in self.get_params(ctx) if param.param_type_name == "argument"]
        return [messages.HELP_OPTIONS_METAVAR, *arguments]


class Group(TyperGroup):
    """The program itself: its help lists the commands in the order in which they were declared."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; `formatter` stays empty."""
        _print_help(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The `--help` option with a Vietnamese text."""
        return _translated(super().get_help_option(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the usage line after the program's name."""
        return [messages.HELP_OPTIONS_METAVAR, messages.HELP_COMMAND_METAVAR]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or fail with the close matches."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            fail_unknown_command(ctx, args[0], list(self.commands))
        return super().resolve_command(ctx, args)


def fail_unknown_command(ctx: Any, name: str, known: list[str]) -> NoReturn:
    """Raise a usage error that names the commands that look like `name`."""
    from difflib import get_close_matches

    sentence = messages.USAGE_NO_SUCH_COMMAND.format(name=name)
    if close := get_close_matches(name, known):
        sentence += " " + messages.USAGE_DID_YOU_MEAN.format(names=", ".join(close))
    raise typer.BadParameter(sentence, ctx=ctx)


def usage_sentence(error: Any) -> str:
    """The Vietnamese sentence for one of typer's usage errors.

    The classes are told apart by name: they live in a private module of typer, or in click for older versions.
    """
    kind = type(error).__name__
    message = str(error.message)
    if kind == "NoSuchOption":
        sentence = messages.USAGE_NO_SUCH_OPTION.format(option=error.option_name)
        if error.possibilities:
            sentence += " " + messages.USAGE_DID_YOU_MEAN.format(names=", ".join(sorted(error.possibilities)))
    elif kind == "MissingParameter":
        sentence = messages.USAGE_MISSING.format(name=_name(error.param).rstrip("."))
    elif kind == "BadOptionUsage":
        sentence = messages.USAGE_OPTION_VALUE.format(option=error.option_name)
    elif kind == "BadParameter":
        # Raised by our own code without a parameter, and by typer's conversions with one.
        own = error.param is None or not message.isascii()
        sentence = message if own else messages.USAGE_BAD_VALUE.format(name=_name(error.param))
    elif message.startswith("Missing command"):
        sentence = messages.USAGE_MISSING_COMMAND
    else:
        sentence = messages.USAGE_EXTRA
    command = error.ctx.command_path if error.ctx else "giaoban"
    return f"{sentence}\n{messages.HELP_HINT.format(command=command)}"


def _translated(option: Any) -> Any:
    if option is not None:
        option.help = messages.HELP_OPTION
    return option


def _name(param: Any) -> str:
    """How a parameter is called in help and errors: the option's flag or the argument's placeholder."""
    if param.param_type_name == "option":
        return str(param.opts[0])
    return messages.METAVARS.get(param.name, str(param.name))


def _print_help(command: Any, ctx: Any) -> None:
    console = Console(highlight=False)
    usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    console.print()
    console.print(Text(f" {messages.HELP_USAGE} ", style="bold yellow").append(usage, style="default"))
    console.print()
    if command.help:
        console.print(Text(f" {command.help}"))
        console.print()
    params = command.get_params(ctx)
    arguments = [(_name(p), "", _explain(p)) for p in params if p.param_type_name == "argument"]
    options = [(", ".join(p.opts), _value(p), _explain(p)) for p in params if p.param_type_name == "option"]
    commands = [(name, "", sub.help or "") for name, sub in getattr(command, "commands", {}).items() if not sub.hidden]
    for title, rows in (
        (messages.HELP_ARGUMENTS, arguments),
        (messages.HELP_COMMANDS, commands),
        (messages.HELP_OPTIONS, options),
    ):
        if rows:
            console.print(_panel(title, rows))


def _value(param: Any) -> str:
    return "" if param.is_flag else messages.METAVARS.get(param.name, param.name.upper())


def _explain(param: Any) -> str:
    text = str(param.help or "")
    return f"{text} ({messages.HELP_REQUIRED})" if param.required and param.param_type_name == "argument" else text


def _panel(title: str, rows: list[tuple[str, str, str]]) -> Panel:
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column(style="bold cyan", no_wrap=True)
    if any(value for _, value, _ in rows):
        table.add_column(style="yellow", no_wrap=True)
    else:
        rows = [(name, explanation, "") for name, _, explanation in rows]
    table.add_column(ratio=1)
    for row in rows:
        table.add_row(*[Text(cell) for cell in row if cell or row[2]])
    return Panel(table, title=title, title_align="left", border_style="dim")
