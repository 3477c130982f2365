"""The command line: `python -m assistant COMMAND …`. Each command's work is imported only when it is asked for."""

import os
import sys
from collections.abc import Sequence

from assistant.cli.parser import build_parser
from assistant.settings import quiet_libraries
from tools.contract import AssistantError


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
        print(f"{arguments.command}: {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{arguments.command}: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; say nothing more
        return 1
