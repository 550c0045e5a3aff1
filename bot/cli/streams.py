"""The process's own streams: closed, full, or of another encoding."""

import io
import logging
import os
import sys
import warnings


def settle_streams() -> None:
    """Let nobody else write to the terminal, and what we write be UTF-8. For the start of the process."""
    # Libraries write English to stderr through these; ours go to the log file.
    warnings.simplefilter("ignore")
    logging.raiseExceptions = False
    logging.getLogger().addHandler(logging.NullHandler())
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")  # Vietnamese has no place in the encodings of older locales


def drop_output() -> None:
    """Send what is still to be written to stdout nowhere: Python would complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed() -> None:
    """Open what the caller closed (`<&-`, `>&-`) on the null device.

    Python has None for such a stream, and the next file opened, such as a database, would get its descriptor.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123  # stays open; takes the lowest descriptor
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)
