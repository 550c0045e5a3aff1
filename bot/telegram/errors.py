"""What a person sees when a handler fails, and what the log keeps.

Policy:
- a `RagError` has a sentence for people: they get it;
- anything else is a bug: a sentence with an incident id. The log has the id, the kinds of the exceptions and where they
  were raised, never their messages, which may quote a document, a question or a token.

Either way no further handler has the update, and it is done: handling it again would fail again.
"""

import logging
import secrets
from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.cli.failures import where_raised
from bot.telegram import messages
from bot.telegram.desk import Context, message
from bot.telegram.render import Html, fill, quiet
from rag import RagError, StoreError

logger = logging.getLogger(__name__)


async def explain(update: object, context: Context) -> None:
    """The application's error handler."""
    error = context.error
    known = isinstance(error, RagError)
    text = quiet(str(error)) if known else fill(messages.SOMETHING_WRONG, incident=report(error))
    if isinstance(update, Update) and update.effective_chat is not None:
        await _say(update, context, text)
    raise ApplicationHandlerStop  # or the next handlers would have the update, past a gate that has failed


def report(error: BaseException | None) -> str:
    """Log a bug under a new incident id, which is returned."""
    incident = secrets.token_hex(2).upper()
    logger.error("incident %s\n%s", incident, where_raised(error) if error is not None else "")
    return incident


async def _say(update: Update, context: Context, text: Html) -> None:
    if update.callback_query is not None:
        with suppress(TelegramError):
            await context.toast()  # or the button would go on turning
    try:
        await context.reply(text, key=f"{update.update_id}:error")
    except StoreError:  # nothing can be committed, but perhaps said
        await context.desk.outbox.attempt(context.here, "sendMessage", message(text))
