"""What a person sees when something goes wrong, and what the log keeps.

Policy, for every command:
- wrong usage: one sentence and where the help is, exit code 2;
- a `RagError`: its sentence, exit code 1 (2 where the settings are wrong);
- a file that cannot be read or written, or an output that is full: one sentence, with the path if known, exit code 1;
- Ctrl-C: one sentence, exit code 130; a pipe whose reader has left: silence, exit code 0;
- anything else is a bug: a sentence with an incident id, exit code 1. The log has the id, the kinds of the exceptions
  and where they were raised. It never has their messages, which may quote a document, a question or a key.
"""

import contextlib
import errno
import logging
import os
import secrets
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import typer

from bot import messages
from bot.cli.help import usage_sentence
from bot.cli.streams import drop_output

LOG_NAME = "giaoban.log"
_LOG_BYTES = 1_000_000
_INTERRUPTED = 130
_WRITING = ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBADF")  # without a file name: met while writing to an open file

logger = logging.getLogger("bot")


class UsageError(Exception):
    """Wrong usage found by a command itself. `str` is the sentence."""


def run(program: Callable[[], Any]) -> int:
    """Run the command line and return its exit code, having said what went wrong."""
    try:
        result = program()
        sys.stdout.flush()
        if result == _INTERRUPTED:  # typer has made an exit code of Ctrl-C
            _say(messages.CANCELLED)
        return result if isinstance(result, int) else 0
    except BrokenPipeError:
        drop_output()  # the reader has left ("| head")
        return 0
    except KeyboardInterrupt:
        _say(messages.CANCELLED)
        return _INTERRUPTED
    except (typer.Exit, SystemExit) as error:
        if isinstance(error.__context__, BrokenPipeError):  # rich and typer make an exit code of it
            drop_output()
            return 0
        return _exit_code(error)
    except typer.Abort:
        _say(messages.CANCELLED)
        return _INTERRUPTED
    except UsageError as error:
        _say(str(error))
        return 2
    except Exception as error:
        return _explain(error)


def log_to(data_dir: Path) -> None:
    """Send our own log records to the data directory. Those of third-party libraries are dropped."""
    folder = data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / LOG_NAME, maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("bot", "rag"):
        room = logging.getLogger(name)
        room.setLevel(logging.INFO)
        room.propagate = False
        for old in room.handlers[:]:
            room.removeHandler(old)
            old.close()
        room.addHandler(handler)


def where_raised(error: BaseException) -> str:
    """The traceback without any message: file, line and function of each frame, and the kind of each exception."""
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        if isinstance(current, OSError) and current.errno is not None:
            lines[-1] += f" {errno.errorcode.get(current.errno, current.errno)}"
        frames = traceback.extract_tb(current.__traceback__)
        lines.extend(f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def _exit_code(error: BaseException) -> int:
    code = error.exit_code if isinstance(error, typer.Exit) else getattr(error, "code", 0)
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> int:
    if hasattr(error, "format_message") and hasattr(error, "ctx"):
        if type(error).__name__ != "NoArgsIsHelpError":  # its help is on the screen already
            _say(usage_sentence(error))
        return 2
    if _is_from_rag(error, "RagError"):
        _say(str(error))
        return 2 if _is_from_rag(error, "SettingsError") else 1
    if isinstance(error, OSError) and error.filename is not None:
        name = errno.errorcode.get(error.errno or 0, "?")
        reason = messages.OS_REASONS.get(name, messages.OS_REASON_OTHER.format(name=name))
        _say(messages.OS_ERROR.format(path=error.filename, reason=reason))
        return 1
    if isinstance(error, OSError) and (name := errno.errorcode.get(error.errno or 0, "?")) in _WRITING:
        drop_output()
        _say(messages.OS_ERROR_WRITING.format(reason=messages.OS_REASONS[name]))
        return 1
    _report(error)
    return 1


def _is_from_rag(error: Exception, name: str) -> bool:
    """Whether `error` is of that class, without importing `rag`: it is loaded if it raised the error."""
    kind = getattr(sys.modules.get("rag"), name, None)
    return isinstance(kind, type) and isinstance(error, kind)


def _report(error: Exception) -> None:
    incident = secrets.token_hex(2).upper()
    log = Path(os.environ.get("GIAOBAN_DATA_DIR") or "data") / "logs" / LOG_NAME
    try:
        files = [handler for handler in logger.handlers if isinstance(handler, RotatingFileHandler)]
        if files:
            log = Path(files[0].baseFilename)
        else:
            log_to(log.parent.parent)
        logger.error("incident %s\n%s", incident, where_raised(error))
    except OSError:
        _say(messages.INCIDENT_UNLOGGED.format(incident=incident))
        return
    _say(messages.INCIDENT.format(incident=incident, log=log))


def _say(sentence: str) -> None:
    with contextlib.suppress(OSError):  # a stderr that is full or gone: the exit code still tells
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201
