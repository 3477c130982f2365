"""A follow-up to figures that ranks or orders their rows anew: top 3, the worst five, the other way round."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.comparisons.growth import from_the_top
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measures import LOWER_IS_BETTER
from assistant.planner.grammar.slots import Slots
from tools.definitions import Metric

_FIRST = ("top", "the top", "first", "the first", "前")
"""The first rows, whatever they are ranked by; the best are the other end of a fall."""
_WORST = ("worst", "最差", "poorest", "weakest")


def ranked_anew(frame: Frame, figures: Figures, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """top 3, the worst five, lowest first."""
    if shown := _by_a_shown_figure(frame, before, changes):
        return {"measures": before.measures, "sort": {"by": shown, "descending": not frame.has("ascending")}}
    measure = changes.get("measures", before.measures)[0]
    if figures.part is not None and figures.sort is not None:
        measure = f"{measure}_share"  # which channel retains best: by the share that is kept
    worst = any(span.has("bottom") and span.text.casefold() in _WORST for span in frame.spans)
    flipped = worst and measure in LOWER_IS_BETTER
    compared = before.compare_period or before.compare or changes.get("compare_period") or frame.has("versus")
    if (figures.top or figures.sort) and compared and frame.has("difference"):
        limit, descending = figures.top or (figures.limit, figures.sort is None or figures.sort.descending)
        if frame.has("top", "bottom"):  # which fell the most: the words tell, whatever was made of them
            descending = frame.has("top")
        descending = from_the_top(frame.spans, most=descending)
        return {"sort": {"by": "change", "descending": descending}, "limit": limit}
    grown = before.sort if before.sort and before.sort.by in ("change", "change_share") else None
    first = all(span.text.casefold() in _FIRST for span in frame.spans if span.has("top"))
    if grown and figures.top and figures.top[1] and first and not frame.has("measure", "difference"):
        return {"sort": grown.model_dump(), "limit": figures.top[0]}  # which fell most, and the top 3 of them
    if grown and frame.has("growth_rate") and not frame.has("measure"):
        return {"sort": {**grown.model_dump(), "by": "change_share"}, "share": before.share}
    if figures.sort and (figures.limit or figures.sort.by):
        descending = figures.sort.descending or flipped
        same_rows = changes.get("dimensions", before.dimensions) == before.dimensions
        limit = figures.limit or (before.limit if same_rows else None)
        return {"sort": {"by": figures.sort.by or measure, "descending": descending}, "limit": limit}
    if figures.top and (before.dimensions or changes.get("dimensions")):
        return {"sort": {"by": measure, "descending": figures.top[1] or flipped}, "limit": figures.top[0]}
    return {}


def _by_a_shown_figure(frame: Frame, before: Metric, changes: dict[str, Any]) -> str:
    """sort by orders, one of several figures that are shown: the others stay."""
    measures = changes.get("measures", [])
    named = frame.has("rank_by") and len(before.measures) > 1 and len(measures) == 1
    return str(measures[0]) if named and measures[0] in before.measures else ""


def reversed_rows(slots: Slots, before: Metric) -> dict[str, Any]:
    """lowest first instead, the other way round: the same rows from the other end."""
    places = slots.all("reverse", "ascending", "descending")
    alone = all(slots.has(i, "bottom", "filler", "break", "and", "only_cue") for i in range(len(slots)))
    if before.sort and before.limit and alone and slots.all("bottom"):
        slots.use(slots.all("bottom")[0], "order of the rows")
        return {"sort": {"by": before.sort.by, "descending": False}}
    if not places or not before.dimensions:
        return {}
    slots.use(places[0], "order of the rows")
    by = before.sort.by if before.sort else before.measures[0]
    if slots.has(places[0], "reverse"):
        return {"sort": {"by": by, "descending": not before.sort.descending if before.sort else False}}
    least = by in LOWER_IS_BETTER and "best" in slots[places[0]].text.casefold().split()
    return {"sort": {"by": by, "descending": slots.has(places[0], "descending") and not least}}
