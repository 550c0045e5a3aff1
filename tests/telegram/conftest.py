"""The bot at work on a copy of the indexed samples, against the strict server over loopback HTTP."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from rag import Library, ModelSettings, RagSettings
from tests.openai_server import OpenAIServer, error

from .minutes import SECRET
from .october import at
from .office import Office

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings from outside."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the samples in it; not to be written to."""
    folder = tmp_path_factory.mktemp("telegram") / "data"
    with Library.open(RagSettings(data_dir=folder)) as library:
        for _ in library.index([str(SAMPLES)]):
            pass
    return folder


@pytest.fixture
def data_dir(indexed: Path, tmp_path: Path) -> Path:
    """A copy of the indexed samples."""
    return shutil.copytree(indexed, tmp_path / "data")


@pytest.fixture
async def office(data_dir: Path) -> AsyncIterator[Office]:
    """The bot at work with the samples, polling. Nothing may be left that the server would call careless."""
    async with Office(data_dir) as office:
        yield office
        assert not office.telegram.complaints


@pytest.fixture
async def bare_office(tmp_path: Path) -> AsyncIterator[Office]:
    """The same without any document: quicker to start."""
    async with Office(tmp_path / "data") as office:
        yield office
        assert not office.telegram.complaints


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot does not keep to a message a second, for tests that are not about that."""
    monkeypatch.setattr("bot.telegram.limits.PER_CHAT", 1000.0)


@pytest.fixture
async def october(data_dir: Path) -> AsyncIterator[Office]:
    """The office in the evening of 13/10/2025, a Monday: the samples have tasks due in the weeks after."""
    office = Office(data_dir)
    office.clock.set(at(13, hour=20))
    async with office:
        for person in (office.admin, office.lan, office.minh):
            office.telegram.say(person, "/start")
        await office.idle()
        yield office
        assert not office.telegram.complaints


@pytest.fixture
def openai() -> Iterator[OpenAIServer]:
    """A model's server that refuses every chat until a test says otherwise."""
    with OpenAIServer() as server:
        server.default = error(400)
        yield server


@pytest.fixture(scope="session")
def indexed_with_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one document, embedded by a model; not to be written to."""
    folder = tmp_path_factory.mktemp("model")
    (folder / "cho.txt").write_text(SECRET, encoding="utf-8")
    with OpenAIServer() as server:
        server.default = error(400)
        model = ModelSettings(api_key=server.api_key, base_url=server.base_url, retries=0)
        with Library.open(RagSettings(data_dir=folder / "data", model=model)) as library:
            for _ in library.index([str(folder / "cho.txt")]):
                pass
    return folder / "data"


@pytest.fixture
async def office_with_model(indexed_with_model: Path, tmp_path: Path, openai: OpenAIServer) -> AsyncIterator[Office]:
    """The bot at work with that document and a model."""
    data_dir = shutil.copytree(indexed_with_model, tmp_path / "data")
    key = SecretStr(openai.api_key or "")
    async with Office(data_dir, openai_api_key=key, openai_base_url=openai.base_url, model_retries=0) as office:
        yield office
        assert not office.telegram.complaints
