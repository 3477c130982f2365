"""which cities are they from, versus weekdays, how many of those came by referral: of whom or what was just told."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from tools.definitions import Filter, Metric

_LED = r"^(?:and |so |ok(?:ay)?,? |but |now |then )*"
_FROM = re.compile(
    rf"{_LED}(?:which|what) (?P<place>cities|countries|city|country) (?:are they (?:from|in|based in)"
    r"|do they (?:come from|live in))$"
)
_PLACES = {"cities": "city", "countries": "country"}
_AGAINST = re.compile(
    rf"{_LED}(?:how does (?:that|it) compare (?:to|with)|compared? (?:to|with)|vs\.?|versus|against) (?:the )?"
    r"(?:weekdays?|working days?|work days?|weekends?|the week)$"
)
_RETURNED = re.compile(
    rf"{_LED}(?:(?:how many )?of (?:which|those|these|them)(?: orders)?|how many)(?: were| was| got)? "
    r"(?:returns?|returned|sent back)$"
)
_BEST = re.compile(
    rf"{_LED}(?:(?:which|what|who)(?: one)?(?:'s| is| was| are| were)? )?(?:the )?(?P<end>best|top|strongest|worst"
    r"|weakest|biggest|smallest)(?:[- ]selling)?(?: one| ones)? (?:of|among)"
    r" (?:them|those|these|the lot|all of them|all)$"
    rf"|{_LED}which (?:one )?of (?:them|those|these) (?:made|sold|earned|brought in|did|has|had) (?:the )?"
    r"(?P<most>most|best|least|worst|fewest|highest|lowest)$"
)
_BY = re.compile(rf"{_LED}(?:the )?(?:top|best|highest|number) one by (?P<by>[\w ]+)$")
_LAST = ("worst", "weakest", "smallest", "least", "fewest", "lowest")
_WEEKEND = {"Saturday", "Sunday"}


def of_those_told(frame: Frame, said: str) -> str:
    """What such a message comes down to after figures; "" where it is none."""
    metric = frame.state.metric
    if (best := _BEST.match(said)) is not None:
        return _best(frame, best["end"] or best["most"])
    ranked = _BY.match(said)
    if ranked is not None and frame.state.sought:
        return f"which sold best by {ranked['by']}"
    if frame.state.last != "metric" or metric is None:
        return ""
    if ranked is not None and metric.dimensions:
        return f"top 1 by {ranked['by']}"
    found = _FROM.match(said)
    if found is not None and metric.audience is not None and metric.measures != ["orders"]:
        return f"how many of them by {_PLACES.get(found['place'], found['place'])}"
    if _AGAINST.match(said) and (metric.dimensions == ["weekday"] or any(_kind_of_day(one) for one in metric.where)):
        return "weekends vs weekdays"
    if (goods := _of_other_goods(frame, metric)) is not None:
        return f"and {goods}"
    if metric.measures == ["orders"] and _RETURNED.match(said):
        return "how many of those returned orders"
    return ""


def _best(frame: Frame, end: str) -> str:
    """the best of them: of the rows shown, or of the goods that were added up or listed."""
    metric, last = frame.state.metric, end in _LAST
    if frame.state.last == "metric" and metric is not None and metric.dimensions:
        return f"which one is the {'lowest' if last else 'highest'}"
    several = [f.field for f in metric.where if len(f.values) > 1] if metric is not None else []
    if frame.state.last == "metric" and several:
        return f"which {several[0].replace('_', ' ')} is the {'lowest' if last else 'highest'}"
    return f"which sold {'worst' if last else 'best'}" if frame.state.sought else ""


def _of_other_goods(frame: Frame, metric: Metric) -> str | None:
    """and how many makeup, after units of skincare: as many of these, and no number of products."""
    named = [span for span in frame.spans if span.has("value", "values")]
    light = all(span in named or span.has("how_many", "filler", "break", "and", "same") for span in frame.spans)
    if not light or len(named) != 1 or not frame.has("how_many") or metric.measures[0] not in _COUNTED:
        return None
    field = str((named[0].value("value") or named[0].value("values"))[0])
    return named[0].text if field in {one.field for one in metric.where} & {"category", "subcategory"} else None


_COUNTED = ("units", "orders", "buyers", "returned_units", "discounted_orders")


def _kind_of_day(one: Filter) -> bool:
    return one.field == "day_type" or (one.field == "weekday" and set(map(str, one.values)) == _WEEKEND)
