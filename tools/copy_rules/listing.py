"""Numbers that only number: steps and items one after the other (1. 2. 3.), circled digits."""

import re
from collections.abc import Iterable, Iterator

from tools.copy_rules.text import Folded

_MARK = re.compile(
    r"(?:(?<=[\n.!?:;,。！？：；，、])|(?<=[\n.!?:;,。！？：；，、]\s)|^)[ \t]*"
    r"(?P<n>\d{1,2})(?P<mark>[.)、:：]\s*|\s+)(?=[^\d\s])"
)
_CIRCLED = re.compile("[①-⑳❶-❿]")
_KEYCAP = re.compile("(?m)^[ \\t]*(?P<n>[1-9])\ufe0f?\u20e3(?![0-9]\ufe0f?\u20e3|[ ]?[%％折])")
"""A digit on a key at the beginning of a line; two side by side are a figure."""
_LEAST_BARE = 3
"""So many lines with a bare number before them are a list of steps; two may be what comes in the box."""


def numbering(folded: Folded, written: str) -> Iterator[tuple[int, int]]:
    """Spans of the folded text that number a list: 1, 2, 3 … in order, each before an item."""
    yield from ((at, at + 1) for at, origin in enumerate(folded.origin) if _CIRCLED.match(written[origin]))
    keys = [match.start("n") for match in _KEYCAP.finditer(written)]
    if len(keys) > 1 and [int(written[at]) for at in keys] == list(range(1, len(keys) + 1)):
        yield from ((at, at + 1) for at, origin in enumerate(folded.origin) if origin in keys)
    marks = list(_MARK.finditer(folded.text))
    lines = [match for match in marks if _begins_line(match)]
    inline = [match for match in marks if not _begins_line(match) and match["mark"].strip()]
    for run in (*_runs(lines), *_runs(inline)):
        marked = all(one["mark"].strip() for one in run)
        if len(run) >= _LEAST_BARE or (len(run) > 1 and marked):
            yield from (one.span("n") for one in run)


def _begins_line(match: re.Match[str]) -> bool:
    before = match.string[: match.start("n")].rstrip(" \t")
    return not before or before.endswith("\n")


def _runs(marks: Iterable[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Stretches that count up from one."""
    run: list[re.Match[str]] = []
    for match in marks:
        if int(match["n"]) == len(run) + 1:
            run.append(match)
        elif int(match["n"]) == 1:
            yield run
            run = [match]
    yield run
