"""back to the totals, 回到总额: the newest figures that are sums, after some per head, per order or as a rate."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.measure_tables import PER_ORDER, RATES
from assistant.planner.grammar.figures.measures import PER_PERSON

_LIGHT = ("back", "filler", "break", "and", "for", "place", "interjection", "thanks", "anaphor", "list")


def totals_before(frame: Frame) -> int | None:
    """back to the totals, after figures per head: the newest ones that are sums."""
    now = frame.state.metric if frame.state.figures == "metric" else None
    total = any(span.text.casefold() in _TOTALS for span in frame.spans)
    light = all(span.has(*_LIGHT) or span.text.casefold() in _TOTALS for span in frame.spans)
    if now is None or not total or not light or not any(_averaged(name) for name in now.measures):
        return None
    for place in range(len(frame.state.trail) - 1, -1, -1):
        past = frame.state.trail[place].metric if frame.state.trail[place].figures == "metric" else None
        if past is not None and not any(_averaged(name) for name in past.measures):
            return place
    return None


_TOTALS = {"total", "totals", "the total", "the totals", "sum", "the sum", "sums", "总数", "总额", "合计", "总量"}


def _averaged(measure: str) -> bool:
    return "(" in measure or measure in {*RATES, *PER_PERSON.values(), *PER_ORDER.values()}
