"""total revenue for the same split, after which of its rows is highest: all rows of the table that was shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_SPLITS = {"split", "splits", "breakdown", "cut", "grouping", "拆分", "分法", "拆法", "维度", "口径拆分", "分组"}


def same_split(frame: Frame) -> list[Span]:
    """The spans with such words settled: as before, and every row where one alone had been asked for."""
    spans, metric = list(frame.spans), frame.state.metric
    if frame.state.figures != "metric" or metric is None or not metric.dimensions:
        return spans
    for index, (span, following) in enumerate(pairwise(spans)):
        if not span.has("same") or span.has("and") or following.text.casefold() not in _SPLITS:
            continue
        by = index + 2 < len(spans) and spans[index + 2].has("by")  # the same split by city
        if not by:
            spans[index] = replace(span, senses=(Sense("all_rows" if metric.limit == 1 else "same"),))
            spans[index + 1] = replace(following, senses=(Sense("filler"),))
    return spans
