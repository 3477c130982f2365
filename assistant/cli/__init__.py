"""The command line: `python -m assistant COMMAND …`. Each command's work is imported only when it is asked for."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress

from assistant.cli.parser import build_parser
from assistant.language import detect
from assistant.settings import quiet_libraries
from tools.contract import AssistantError, Language
from tools.data.workspace import Workspace


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 well, 1 failed, 2 a person must mend something first."""
    quiet_libraries(os.environ)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except AssistantError as error:
        print(f"{arguments.command}: {error.in_(_language(arguments))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{arguments.command}: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; say nothing more
        return 1


def _language(arguments: Namespace) -> Language:
    """The workspace's; where there is none yet, that of the names a person gave."""
    with suppress(AssistantError):
        return Workspace.open(getattr(arguments, "dir", "")).settings.language
    named = " ".join(map(str, [getattr(arguments, "dir", ""), *getattr(arguments, "files", [])]))
    return detect("".join(letter for letter in named if not letter.isascii()), "en")
