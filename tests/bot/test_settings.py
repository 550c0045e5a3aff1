"""Settings: the environment and `.env` to `rag.RagSettings`, and `.env.example` against the class."""

from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import Settings
from rag import RagSettings, SettingsError

EXAMPLE = Path(__file__).parents[2] / ".env.example"
VARIABLES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_env_example_lists_every_variable_once_in_the_order_of_the_class() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert [line.partition("=")[0] for line in lines if line and not line.startswith("#")] == VARIABLES


def test_every_variable_of_env_example_has_a_comment_above() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        if line and not line.startswith("#"):
            assert before.startswith("# "), line


def test_env_example_copied_as_it_is_changes_nothing() -> None:
    without = Settings.load()
    Path(".env").write_bytes(EXAMPLE.read_bytes())
    assert Settings.load() == without


def test_env_example_names_the_defaults_in_use() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    settings = Settings.load()
    for value in (settings.giaoban_data_dir, settings.chat_model, settings.embedding_model, settings.model_retries):
        assert f"mặc định: {value})" in text
    assert f"mặc định: {settings.model_timeout:g})" in text


def test_defaults_are_those_of_rag() -> None:
    assert Settings.load().rag() == RagSettings(data_dir=Path("data"))


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CHAT_MODEL=tu-tep\nEMBEDDING_MODEL=tu-tep\n", encoding="utf-8")
    monkeypatch.setenv("CHAT_MODEL", "tu-moi-truong")
    settings = Settings.load()
    assert (settings.chat_model, settings.embedding_model) == ("tu-moi-truong", "tu-tep")


@pytest.mark.parametrize("blank", ["", "   "])
@pytest.mark.parametrize("name", VARIABLES)
def test_a_blank_value_counts_as_unset(name: str, blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = Settings.load()
    monkeypatch.setenv(name, blank)
    assert Settings.load() == default


def test_all_values_reach_rag(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "GIAOBAN_DATA_DIR": "kho",
        "DATABASE_URL": "sqlite:///kho.db",
        "CHROMA_URL": "http://127.0.0.1:8000",
        "OPENAI_API_KEY": " khoa ",
        "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
        "CHAT_MODEL": "tra-loi",
        "EMBEDDING_MODEL": "vector",
        "MODEL_TIMEOUT": "12.5",
        "MODEL_RETRIES": "0",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = Settings.load().rag()
    assert (settings.data_dir, settings.ledger_url) == (Path("kho"), "sqlite:///kho.db")
    assert settings.chroma_url == "http://127.0.0.1:8000"
    model = settings.model
    assert (model.api_key, model.base_url) == ("khoa", "http://127.0.0.1:11434/v1")
    assert (model.chat_model, model.embedding_model, model.timeout, model.retries) == ("tra-loi", "vector", 12.5, 0)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("MODEL_TIMEOUT", "lâu", "cần một số"),
        ("MODEL_TIMEOUT", "0", "từ 1 đến 600"),
        ("MODEL_TIMEOUT", "nan", "từ 1 đến 600"),
        ("MODEL_RETRIES", "1.5", "số nguyên"),
        ("MODEL_RETRIES", "-1", "từ 0 đến 10"),
        ("CHROMA_URL", "localhost:8000", "http://"),
        ("OPENAI_BASE_URL", "api.example.vn", "http://"),
        ("DATABASE_URL", "giaoban.db", "postgresql"),
        ("TELEGRAM_BOT_TOKEN", "token", "@BotFather"),
        ("TELEGRAM_ADMIN_IDS", "1, tranbinh", "dãy số"),
        ("TELEGRAM_API_URL", "localhost:8081", "http://"),
        ("TELEGRAM_PROXY", "proxy:3128", "socks5://"),
        ("TELEGRAM_PROXY", "socks4://proxy:3128", "socks5://"),
        ("TELEGRAM_WEBHOOK_URL", "bot.example.vn", "http://"),
        ("TELEGRAM_WEBHOOK_SECRET", "ngan", "16 đến 256"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443", "127.0.0.1:8443"),
        ("QUESTIONS_A_DAY", "0", "từ 1 đến"),
        ("MONEY_A_DAY", "-1", "từ 0 đến"),
    ],
)
def test_a_bad_value_is_named_with_what_is_wanted(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert name in str(caught.value)
    assert reason in str(caught.value)


def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example.vn/tin")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        Settings.load()


def test_admins_and_addresses_of_telegram_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", " 101, 102;103 ")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_LISTEN", "[::1]:9000")
    settings = Settings.load()
    assert settings.telegram_admin_ids == (101, 102, 103)
    assert settings.webhook_listen() == ("::1", 9000)


def test_several_bad_values_are_named_together_and_none_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "khoa-bi-mat")
    monkeypatch.setenv("MODEL_RETRIES", "khoa-bi-mat")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert "OPENAI_BASE_URL" in str(caught.value)
    assert "MODEL_RETRIES" in str(caught.value)
    assert "khoa-bi-mat" not in str(caught.value)


def test_the_key_and_the_database_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "khoa-bi-mat")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ten:khoa-bi-mat@may/kho")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:khoa-bi-mat")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "khoa-bi-mat-cua-webhook")
    monkeypatch.setenv("TELEGRAM_PROXY", "http://ten:khoa-bi-mat@proxy:3128")
    assert "khoa-bi-mat" not in repr(Settings.load())


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    Path(".env").write_bytes(b"\xef\xbb\xbfCHAT_MODEL=thu\n")
    assert Settings.load().chat_model == "thu"


def test_a_file_that_is_not_utf8_is_refused_with_what_to_do() -> None:
    Path(".env").write_bytes("# Mô hình\nCHAT_MODEL=thử\n".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        Settings.load()
