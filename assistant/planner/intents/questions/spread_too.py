"""Order value distribution, and the median too: rows in bands and a figure over all of them are two answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading
from assistant.planner.spans import Span

_WORDS = {
    "median": "median", "the median": "median", "mean": "average", "the mean": "average", "average": "average",
    "the average": "average", "中位数": "median", "均值": "average", "平均值": "average", "平均数": "average",
}  # fmt: skip
"""What stands alone for a figure of the number that is spread."""
_JOINTS = ("and", "break", "add", "with", "filler", "same", "too")


def read_spread_too(frame: Frame, read: Callable[[Frame], Reading | None]) -> Reading | None:
    """Both readings in one; None where only one of the two is asked for or one of them is not read."""
    spread = next((i for i, span in enumerate(frame.spans) if span.has("distribution")), None)
    if spread is None:
        return None
    beside = _beside(frame.spans, spread)
    if not beside:
        return None
    rows = _read(
        frame, [span for i, span in enumerate(frame.spans) if not any(i in stretch for stretch in beside)], read
    )
    figures = [_read(frame, _figure(frame.spans, spread, beside, stretch), read) for stretch in beside]
    if rows is None or any(figure is None for figure in figures):
        return None
    calls = [call for reading in [rows, *figures] if reading is not None for call in reading.calls]
    return replace(rows, calls=calls, leftovers=[])


def _beside(spans: list[Span], spread: int) -> list[range]:
    """Stretches of a figure with what joins it to the rest: “, and the median too”, 中位数也要."""
    found: list[range] = []
    for index, span in enumerate(spans):
        if span.text.casefold() not in _WORDS:
            continue
        first, end = index, index + 1
        while first > 0 and spans[first - 1].has(*_JOINTS) and first - 1 != spread:
            first -= 1
        while end < len(spans) and spans[end].has("add", "same", "break"):
            end += 1
        alone = end == len(spans) or spans[end].has(*_JOINTS) or spans[end].text.casefold() in _WORDS
        if alone and (first < index or end > index + 1):
            found.append(range(first, end))
    return found


def _figure(spans: list[Span], spread: int, beside: list[range], stretch: range) -> list[Span]:
    """The question for the figure alone: it stands before the number that was to be spread."""
    said = next(spans[i] for i in stretch if spans[i].text.casefold() in _WORDS)
    kept = [span for i, span in enumerate(spans) if i != spread and not any(i in other for other in beside)]
    at = next((i for i, span in enumerate(kept) if span.has("field", "banded", "measure")), 0)
    return [*kept[:at], said, *kept[at:]]


def _read(frame: Frame, spans: list[Span], read: Callable[[Frame], Reading | None]) -> Reading | None:
    reading = read(replace(frame, spans=spans))
    return reading if reading is not None and reading.answers and reading.metric is not None else None
