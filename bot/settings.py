"""Settings of the front ends: what enters is the environment and `.env`, what leaves is `rag.RagSettings`.

Read once, by an entry point. An empty value counts as unset, so that a copied `.env.example` works as it is.
"""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import messages
from rag import ModelSettings, RagSettings, SettingsError

_MODEL = ModelSettings()


def _web_address(value: object) -> object:
    if isinstance(value, str) and not value.startswith(("http://", "https://")):
        raise PydanticCustomError("web_address", "not a web address")
    return value


def _database(value: object) -> object:
    if isinstance(value, str) and "://" not in value:
        raise PydanticCustomError("database", "not a database URL")
    return value


class Settings(BaseSettings):
    """One field for each variable of `.env.example`, by the same name in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True
    )

    giaoban_data_dir: Path = Path("data")
    database_url: Annotated[str | None, BeforeValidator(_database)] = Field(default=None, repr=False)
    chroma_url: Annotated[str | None, BeforeValidator(_web_address)] = None
    openai_api_key: SecretStr | None = None
    openai_base_url: Annotated[str | None, BeforeValidator(_web_address)] = None
    chat_model: str = _MODEL.chat_model
    embedding_model: str = _MODEL.embedding_model
    model_timeout: float = Field(default=_MODEL.timeout, ge=1, le=600)
    model_retries: int = Field(default=_MODEL.retries, ge=0, le=10)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @classmethod
    def load(cls) -> Self:
        """Read the environment and `.env` in the working directory.

        Raises:
            SettingsError: with a sentence that names each wrong variable, never its value.
        """
        try:
            return cls()
        except ValidationError as error:
            details = [
                messages.SETTINGS_DETAIL.format(name=str(item["loc"][0]).upper(), reason=_reason(item))
                for item in error.errors(include_input=False, include_url=False)
            ]
            raise SettingsError(messages.SETTINGS_WRONG.format(details="; ".join(details))) from None
        except UnicodeDecodeError:
            raise SettingsError(messages.SETTINGS_UNREADABLE) from None

    def rag(self) -> RagSettings:
        """The same as the core wants it."""
        return RagSettings(
            data_dir=self.giaoban_data_dir.expanduser(),
            ledger_url=self.database_url,
            chroma_url=self.chroma_url,
            model=ModelSettings(
                api_key=self.openai_api_key.get_secret_value() if self.openai_api_key else None,
                base_url=self.openai_base_url,
                chat_model=self.chat_model,
                embedding_model=self.embedding_model,
                timeout=self.model_timeout,
                retries=self.model_retries,
            ),
        )


_REASONS = {
    "web_address": messages.SETTINGS_WEB_ADDRESS,
    "database": messages.SETTINGS_DATABASE,
    "float_parsing": messages.SETTINGS_NUMBER,
    "int_parsing": messages.SETTINGS_WHOLE_NUMBER,
    "int_from_float": messages.SETTINGS_WHOLE_NUMBER,
}


def _reason(item: Any) -> str:
    """The Vietnamese reason for one of pydantic's errors."""
    if item["type"] in ("greater_than_equal", "less_than_equal", "finite_number"):
        low, high = (1, 600) if item["loc"][0] == "model_timeout" else (0, 10)
        return messages.SETTINGS_RANGE.format(low=low, high=high)
    return _REASONS.get(item["type"], messages.SETTINGS_OTHER)
