"""The settings of `rag`: one frozen object that the entry points build and pass down.

Nothing in `rag` reads the environment; `bot.settings` does.
"""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """An OpenAI-compatible server. Without `api_key` and `base_url` no model is used."""

    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    chat_model: str = "gpt-6-luna"
    embedding_model: str = "text-embedding-3-small"
    provider: str = "openai"  # of `langchain.chat_models.init_chat_model`
    timeout: float = 30.0  # seconds for a whole answer and between two pieces of a stream
    retries: int = 2
    embedding_batch: int = 96  # texts a request

    @property
    def available(self) -> bool:
        """Whether a model can be called at all."""
        return bool(self.api_key or self.base_url)


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """Limits within which one document is read."""

    max_bytes: int = 20 * 1024 * 1024  # of the source
    max_characters: int = 2_000_000  # of the extracted text
    timeout: float = 30.0  # seconds for one document, parsing or downloading
    memory_bytes: int = 1024 * 1024 * 1024  # address space added by one parse


@dataclass(frozen=True, slots=True)
class RagSettings:
    """Everything `rag` needs to know."""

    data_dir: Path
    ledger_url: str | None = None  # an SQLAlchemy URL; None: SQLite in `data_dir`
    chroma_url: str | None = None  # a Chroma server; None: embedded in `data_dir`
    chunk_tokens: int = 320
    passages: int = 8  # retrieved for one question
    model: ModelSettings = field(default_factory=ModelSettings)
    load: LoadSettings = field(default_factory=LoadSettings)
