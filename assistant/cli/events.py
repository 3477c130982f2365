"""`event`: what a customer just did, from options or one JSON object a line."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from tools.contract import AssistantError, BadInput
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from tools.data.live import LiveEvent

_OPTIONS = ("customer", "type", "product", "quantity", "price", "campaign", "order", "channel", "at", "id")


def run_event(arguments: argparse.Namespace) -> int:
    """Check and append; says what was added and what the shop does not know. Nothing is added when one is wrong."""
    from tools.data.live import append_events, read_event

    workspace = Workspace.open(arguments.dir)
    given = {name: getattr(arguments, name) for name in _OPTIONS if getattr(arguments, name) is not None}
    if arguments.lines and given:
        raise BadInput(f"Give the events as lines or by options, not both (--{next(iter(given))}).")
    events = list(_read(sys.stdin.buffer)) if arguments.lines else [read_event(given)]
    print(append_events(workspace, events).text())
    return 0


def _read(lines: BinaryIO) -> "Iterator[LiveEvent]":
    from tools.data.live import read_line

    for number, raw in enumerate(lines, 1):
        line = raw.decode("utf-8", "replace").strip().lstrip("\ufeff")
        if line:
            try:
                yield read_line(line)
            except AssistantError as error:
                raise BadInput(f"Line {number}: {error.message}") from error
