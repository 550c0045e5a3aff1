"""A file that was sent, brought here: Telegram's word for it enters, a path among the originals leaves."""

import asyncio
import logging
from pathlib import Path
from typing import Final

from telegram.error import BadRequest, TelegramError

from bot.telegram import messages
from bot.telegram.api import Api
from bot.telegram.originals import Originals
from rag import RagError

_WAITS: Final = (1, 3, 9)  # seconds between attempts

logger = logging.getLogger(__name__)


class RefusedError(RagError):
    """A thing cannot be done; its text says why in Vietnamese."""


async def fetch(api: Api, originals: Originals, file_id: str, name: str) -> Path:
    """Fetch a file and store it.

    Raises:
        RefusedError: when Telegram does not give it.
    """
    for wait in (*_WAITS, None):
        try:
            file = await api.get_file(file_id)
            content = bytes(await file.download_as_bytearray())
        except BadRequest as error:
            logger.warning("upload: not fetched, %s", type(error).__name__)
            break
        except TelegramError as error:
            logger.warning("upload: not fetched, %s", type(error.__cause__ or error).__name__)
            if wait is not None:
                await asyncio.sleep(wait)
        else:
            return await asyncio.to_thread(originals.keep, content, name)
    raise RefusedError(messages.DOCUMENT_NOT_FETCHED)
