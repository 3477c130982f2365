"""which cities are they from, versus weekdays, how many of those came by referral: of whom or what was just told."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from tools.definitions import Filter

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
_WEEKEND = {"Saturday", "Sunday"}


def of_those_told(frame: Frame, said: str) -> str:
    """What such a message comes down to after figures; "" where it is none."""
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None:
        return ""
    found = _FROM.match(said)
    if found is not None and metric.audience is not None and metric.measures != ["orders"]:
        return f"how many of them by {_PLACES.get(found['place'], found['place'])}"
    if _AGAINST.match(said) and (metric.dimensions == ["weekday"] or any(_kind_of_day(one) for one in metric.where)):
        return "weekends vs weekdays"
    if metric.measures == ["orders"] and _RETURNED.match(said):
        return "how many of those returned orders"
    return ""


def _kind_of_day(one: Filter) -> bool:
    return one.field == "day_type" or (one.field == "weekday" and set(map(str, one.values)) == _WEEKEND)
