"""The entry point: `giaoban`, or `python -m bot`. The imports are inside, so that Ctrl-C during them is no traceback."""

import sys


def main() -> None:
    """Run the program and exit with its code."""
    try:
        from bot.cli.app import main as program

        program()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
