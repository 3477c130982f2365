"""The ends of bands that a question lists itself: under 25, 25-34, 35-44, 45 or more."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense

_AGO = re.compile(r"^(?:over |more than )?(\d+)\s*\+?\s*(?:or more )?days? ago$")
FEW = 2


def reduce_bands(slots: Slots) -> None:
    """under 25, 25-34, 35-44, 45 or more: a row of bounds that leave nothing out is one thing, the ends of bands."""
    if any(slots.chinese(i) for i in range(len(slots))):
        return
    _cut_at(slots)
    index = 0
    while index < len(slots):
        ends: list[Range] = []
        at = index
        last = index
        while at < len(slots):
            found = slots.value(at, "range") or (_days_ago(slots, at) if ends else None)
            if found is None and not _between(slots, at, bool(ends)):
                break
            if found is not None:
                ends.append(found)
                last = at
            at += 1
        enough = len(ends) > FEW or (len(ends) == FEW and asks_bands(slots))
        if enough and (lows := _ends(ends)) is not None:
            slots.merge(index, last + 1, Sense("band_ends", lows))
        index += 1


_CUTS = (
    "cut-offs", "cutoffs", "cut offs", "cut-off", "cutoff", "edges", "edge", "limits", "limit", "thresholds",
    "threshold",
    "boundaries", "boundary", "breaks", "breakpoints", "break points", "bounds", "cuts", "ends", "borders", "margins",
    "cut points", "cutpoints", "cut",
)  # fmt: skip


def _cut_at(slots: Slots) -> None:
    """with cut-offs at 50, 100 and 200: where one band ends and the next begins."""
    for index in range(len(slots)):
        if slots[index].text.casefold() not in _CUTS or slots.has(index, "number", "range", "group"):
            continue
        numbers, at = [], index + 1
        while (
            slots.has(at, "number", "money", "break", "and", "filler", "range_join", "place") or slots[at].text == "/"
        ):
            if slots.has(at, "number", "money"):
                numbers.append(at)
            at += 1
        values = [float(slots.value(i, "number") or slots.value(i, "money")[0]) for i in numbers]
        if len(values) > 1 and values == sorted(set(values)):
            slots.merge(index, numbers[-1] + 1, Sense("band_ends", (0.0, *values)))
            return


def _days_ago(slots: Slots, index: int) -> Range | None:
    """365+ days ago, at the end of a row of days."""
    found = _AGO.match(slots[index].text.casefold())
    return Range("ge", Amount(float(found[1]), "number")) if found and slots.has(index, "ago", "period") else None


def _between(slots: Slots, index: int, begun: bool) -> bool:
    item = slots[index]
    joint = item.has("break", "and", "or") or item.text in ("/", "|", ";") or item.text.casefold() in ("days", "ago")
    asked = item.has("how_many") or (item.has("filler") and item.text.casefold() in ("were", "are", "over", "in"))
    return begun and (joint or asked) and not item.has("people", "by", "range", "measure")


def _ends(ranges: list[Range]) -> tuple[float, ...] | None:
    """Where each band begins, if one begins where the one before ends."""
    if len({r.unit for r in ranges} - {"number"}) > 1:
        return None
    lows: list[float] = []
    for before, found in pairwise([None, *ranges]):
        if found is None:
            continue
        low = found.low.value
        if found.op in ("lt", "le"):
            low = 0.0
            if before is not None:
                return None
        elif found.op in ("gt", "ge") and before is not None and before.op == "between" and _stepped(ranges):
            low = low + 1 if before.upper == low else low
        elif found.op == "eq":
            return None
        lows.append(low)
    if any(first >= second for first, second in pairwise(lows)):
        return None
    if ranges[0].op in ("lt", "le") and len(lows) > 1:
        lows[0] = 0.0
    return tuple(lows)


def _stepped(ranges: list[Range]) -> bool:
    """25-34, 35-44: whole numbers, the next band begins one higher."""
    both = [r for r in ranges if r.op == "between"]
    return any(a.upper is not None and b.low.value == a.upper + 1 for a, b in pairwise(both))


def asks_bands(slots: Slots) -> bool:
    """Whether a distribution, bands or their ends are spoken of."""
    return slots.find("distribution", "band_word", "band_width", "band_ends", "quantile") is not None
