"""Settings of the front ends: what enters is the environment and `.env`, what leaves is `rag.RagSettings` and the bot's own.

Read once, by an entry point. An empty value counts as unset, so that a copied `.env.example` works as it is.
"""

import re
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import messages
from rag import ModelSettings, RagSettings, SettingsError

_MODEL = ModelSettings()
TELEGRAM: Final = "https://api.telegram.org"


def _web_address(value: object) -> object:
    if isinstance(value, str) and not value.startswith(("http://", "https://")):
        raise PydanticCustomError("web_address", "not a web address")
    return value


def _database(value: object) -> object:
    if isinstance(value, str) and "://" not in value:
        raise PydanticCustomError("database", "not a database URL")
    return value


def _token(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d+:[\w-]+", value, re.ASCII):
        raise PydanticCustomError("token", "not a token")
    return value


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    numbers = re.split(r"[\s,;]+", value)
    if not all(re.fullmatch(r"\d{1,18}", number, re.ASCII) for number in numbers):
        raise PydanticCustomError("user_ids", "not user ids")
    return tuple(map(int, numbers))


def _proxy(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"(https?|socks5h?)://([^\s/@]+@)?[\w.-]+(:\d{1,5})?/?", value):
        raise PydanticCustomError("proxy", "not a proxy")
    return value


def _https(value: object) -> object:
    # Telegram itself wants https; a Bot API server of one's own on the same machine takes either.
    if isinstance(value, str) and not re.match(r"https?://[^\s/]+/?", value):
        raise PydanticCustomError("web_address", "not a web address")
    return value


def _secret(value: object) -> object:
    # Source: https://core.telegram.org/bots/api#setwebhook
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
        raise PydanticCustomError("webhook_secret", "not a secret")
    return value


def _listen(value: object) -> object:
    if isinstance(value, str):
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or not 0 <= int(port) <= 65535:
            raise PydanticCustomError("listen", "not an address")
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
    telegram_bot_token: Annotated[SecretStr | None, BeforeValidator(_token)] = None
    telegram_admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = ()
    telegram_api_url: Annotated[str, BeforeValidator(_web_address)] = TELEGRAM
    telegram_proxy: Annotated[SecretStr | None, BeforeValidator(_proxy)] = None
    telegram_webhook_url: Annotated[str | None, BeforeValidator(_https)] = None
    telegram_webhook_secret: Annotated[SecretStr | None, BeforeValidator(_secret)] = None
    telegram_webhook_listen: Annotated[str, BeforeValidator(_listen)] = "127.0.0.1:8443"
    questions_a_day: int | None = Field(default=None, ge=1, le=100_000)
    money_a_day: float | None = Field(default=None, ge=0, le=100_000)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        if self.telegram_webhook_url is not None and self.telegram_webhook_secret is None:
            raise PydanticCustomError("webhook_without_secret", "no secret")
        return self

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
                messages.SETTINGS_DETAIL.format(name=_name(item), reason=_reason(item))
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

    def webhook_listen(self) -> tuple[str, int]:
        """Host and port of the webhook's server."""
        host, _, port = self.telegram_webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)


_REASONS = {
    "web_address": messages.SETTINGS_WEB_ADDRESS,
    "database": messages.SETTINGS_DATABASE,
    "float_parsing": messages.SETTINGS_NUMBER,
    "int_parsing": messages.SETTINGS_WHOLE_NUMBER,
    "int_from_float": messages.SETTINGS_WHOLE_NUMBER,
    "token": messages.SETTINGS_TOKEN,
    "user_ids": messages.SETTINGS_USER_IDS,
    "proxy": messages.SETTINGS_PROXY,
    "webhook_secret": messages.SETTINGS_WEBHOOK_SECRET,
    "webhook_without_secret": messages.SETTINGS_WEBHOOK_WITHOUT_SECRET,
    "listen": messages.SETTINGS_LISTEN,
}
_RANGES = {
    "model_timeout": (1, 600),
    "model_retries": (0, 10),
    "questions_a_day": (1, 100_000),
    "money_a_day": (0, 100_000),
}


def _name(item: Any) -> str:
    """The variable that one of pydantic's errors is about."""
    return str(item["loc"][0]).upper() if item["loc"] else "TELEGRAM_WEBHOOK_SECRET"


def _reason(item: Any) -> str:
    """The Vietnamese reason for one of pydantic's errors."""
    if item["type"] in ("greater_than_equal", "less_than_equal", "finite_number"):
        low, high = _RANGES[item["loc"][0]]
        return messages.SETTINGS_RANGE.format(low=low, high=high)
    return _REASONS.get(item["type"], messages.SETTINGS_OTHER)
