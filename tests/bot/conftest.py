"""The program run in this process on a data directory of its own, without settings from outside."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli.app import app
from bot.cli.failures import run
from bot.settings import Settings

SAMPLES = Path(__file__).parents[2] / "samples"
VARIABLES = tuple(name.upper() for name in Settings.model_fields)

Program = Callable[..., int]


def giaoban(*arguments: str | Path) -> int:
    """Run the program and return its exit code."""
    return run(lambda: app(list(map(str, arguments)), prog_name="giaoban", standalone_mode=False))


@pytest.fixture(autouse=True)
def log_left_closed() -> Iterator[None]:
    """Each test begins and ends without an open log."""
    yield
    for name in ("bot", "rag"):
        room = logging.getLogger(name)
        room.propagate = True
        for handler in room.handlers[:]:
            room.removeHandler(handler)
            handler.close()


@pytest.fixture(autouse=True)
def no_width_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as the program makes them, not as the runner's terminal."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """`giaoban` with an empty data directory."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIAOBAN_DATA_DIR", str(tmp_path / "data"))
    return giaoban


@pytest.fixture(scope="session")
def indexed_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the samples in it; not to be written to."""
    folder = tmp_path_factory.mktemp("samples") / "data"
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("GIAOBAN_DATA_DIR", str(folder))
        assert giaoban("index", SAMPLES) == 0
    return folder


@pytest.fixture
def shelf(program: Program, indexed_samples: Path, tmp_path: Path) -> Program:
    """`giaoban` with a copy of the indexed samples."""
    shutil.copytree(indexed_samples, tmp_path / "data")
    return program
