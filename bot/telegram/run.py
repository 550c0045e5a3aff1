"""`giaoban bot`: the settings enter, a bot that runs until it is told to stop, or cannot go on, leaves."""

import asyncio
import gc
import signal
import sys
from contextlib import AsyncExitStack, suppress

from bot import messages
from bot.cli.failures import log_to
from bot.settings import Settings
from bot.telegram.desk import Desk
from bot.telegram.messages import EXAMPLES, PAIRING_CONSOLE
from bot.telegram.service import Service
from bot.telegram.trial import Trial, fill, show_page
from rag import Library, Question, RagError, SettingsError

_TURN = 0.0005  # seconds


def run_bot(*, local: bool) -> int:
    """Run the bot until Ctrl-C or SIGTERM.

    Args:
        local: Serve a Telegram of our own with a page to try the bot on, in place of the real one.

    Raises:
        SettingsError: when a setting is missing or Telegram refuses the token.
        RagError: when the data directory cannot be used, or another instance of the bot runs.
    """
    settings = Settings.load()
    if settings.telegram_bot_token is None and not local:
        raise SettingsError(messages.BOT_NO_TOKEN)
    log_to(settings.rag().data_dir)
    with Library.open(settings.rag()) as library:
        # Answers are made in threads; the event loop should not wait for them longer than this to take its turn.
        sys.setswitchinterval(_TURN)
        return asyncio.run(_serve(settings, library, local=local))


async def _serve(settings: Settings, library: Library, *, local: bool) -> int:
    serving = asyncio.create_task(_answer(settings, library, local=local))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        _say(messages.BOT_STOPPED)
    return 0


async def _answer(settings: Settings, library: Library, *, local: bool) -> None:
    """Run until cancelled, then end what has begun."""
    async with AsyncExitStack() as ends:
        trial = await ends.enter_async_context(Trial()) if local else None
        if trial is not None:
            settings = trial.settings(settings)
            await fill(library, _say)
        service = await ends.enter_async_context(Service(settings, library, say=_say))
        if trial is not None:
            ends.push_async_callback(trial.leave, service.desk)
            await trial.enter(service.desk)
            show_page(trial.url, _say)
        service.desk.background(_warm_up(service.desk), "warm-up")
        _say(messages.BOT_RUNNING.format(name=service.desk.api.username))
        if service.desk.pairing.code is not None:
            _say(PAIRING_CONSOLE.format(code=service.desk.pairing.code))
        try:
            await service.wait()
        except asyncio.CancelledError:
            _say(messages.BOT_STOPPING)
            raise


async def _warm_up(desk: Desk) -> None:
    """Ask something, so that nobody waits for what is built at the first question, and keep all that for good."""
    question = Question(EXAMPLES[0], desk.today(), desk.access.all_scopes())
    with suppress(RagError):
        await desk.assistant.without_model().ask(question)
    gc.collect()
    gc.freeze()  # the collector, which stops everything, need not look through it again and again


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201
