"""Speech to text: an OGG voice message enters, its words leave. Asks OpenAI."""

from typing import Final

from rag import ModelError, ModelSettings

_MODEL: Final = "gpt-4o-mini-transcribe"
_LANGUAGE: Final = "vi"


async def transcribe(sound: bytes, settings: ModelSettings) -> str:
    """The words of a voice message, in Vietnamese; empty where nothing was heard.

    Raises:
        ModelError: when the server does not give them.
    """
    from openai import AsyncOpenAI, OpenAIError  # takes a while to import, and most never speak

    try:
        async with AsyncOpenAI(
            api_key=settings.api_key, base_url=settings.base_url, timeout=settings.timeout, max_retries=settings.retries
        ) as client:
            heard = await client.audio.transcriptions.create(
                model=_MODEL, file=("voice.ogg", sound, "audio/ogg"), language=_LANGUAGE
            )
    except OpenAIError as error:
        raise ModelError(type(error).__name__, retryable=True) from error
    return " ".join(heard.text.split())
