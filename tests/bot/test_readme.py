"""README shows what the product really says, and names all there is."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

from .conftest import Program
from .test_chat import piped
from .test_help import COMMANDS

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
_SECONDS = re.compile(r"^[\d,]+ giây$", re.MULTILINE)


def test_the_first_exchange_is_what_the_samples_give(program: Program, indexed_samples: Path, tmp_path: Path) -> None:
    exchange = README.split("```")[1].strip()
    questions = re.findall(r"^Bạn: (.+)$", exchange, re.MULTILINE)
    assert len(questions) >= 3
    result = piped(indexed_samples, "\n".join(questions), tmp_path)
    assert _SECONDS.sub("", result.stdout.strip()) == _SECONDS.sub("", exchange)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named(command: str) -> None:
    assert f"`giaoban {command}" in README


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_every_variable_is_named_with_its_default(name: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{name}`"))
    default = Settings.model_fields[name.lower()].default
    if default not in (None, ()):
        assert row.endswith(f"{default} |") or row.endswith(f"`{default}` |") or row.endswith(f"{default:g} |")
