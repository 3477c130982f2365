"""Behind a repeat rate: 没复购的有多少人, 复购了的呢, 90天内的. They are of the buyers whose rate it was."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.after_that import as_long_after
from assistant.planner.readers.calendar import UNIT_DAYS
from assistant.planner.reading import Call, Reading
from tools.definitions import After, Attribute, Audience, Bought, Condition

_RATES = {"repeat_rate", "repeat_buyers"}
_LIGHT = ("filler", "break", "same", "how_many", "people", "anaphor", "pronoun_that", "list", "instead", "and", "which")
_NOT = ("not", "never", "new_only")


def read_came_back(frame: Frame) -> Reading | None:
    """Those of the last repeat rate who came back, who did not, or the share who did within so many days."""
    metric = frame.state.metric
    if frame.state.last == "audience" and (other := _other_half(frame)) is not None:
        return other
    if frame.state.last != "metric" or metric is None or not set(metric.measures) <= _RATES or metric.dimensions:
        return None
    people = metric.audience or Audience()
    again = [i for i, span in enumerate(frame.spans) if _again(frame, i)]
    denied = [i for i, span in enumerate(frame.spans) if span.has(*_NOT) and i not in again]
    days = [i for i, span in enumerate(frame.spans) if _days(frame, i)]
    known = {*again, *denied, *days}
    if not all(i in known or span.has(*_LIGHT) for i, span in enumerate(frame.spans)):
        return None
    if len(days) == 1 and not denied and not metric.where and metric.period is None:
        return _within(frame, people, _days(frame, days[0]))
    if len(again) != 1 or len(denied) > 1 or days:
        return None
    condition: Condition = Attribute(field="orders", op="is" if denied else "ge", values=[1 if denied else 2])
    if metric.where or metric.period is not None:
        often = {"op": "eq", "value": 1.0} if denied else {"op": "ge", "value": 2.0}
        condition = Bought.model_validate({"where": metric.where, "period": metric.period, **often})
    them = people.model_copy(update={"all": [*people.all, condition]})
    listed = frame.has("list") and not frame.has("how_many")
    call = Call("list_audience" if listed else "size_audience", {"audience": them.compact()})
    return frame.reading("list" if listed else "audience", audience=them, calls=[call])


def _other_half(frame: Frame) -> Reading | None:
    """没复购的呢, after how many of them came back: the others of the same people."""
    before = frame.state.audience
    often = [c for c in before.all if isinstance(c, Attribute) and c.field == "orders"] if before is not None else []
    again = [i for i in range(len(frame.spans)) if _again(frame, i)]
    denied = [i for i, span in enumerate(frame.spans) if span.has(*_NOT) and i not in again]
    known = {*again, *denied}
    plain = all(i in known or span.has(*_LIGHT) for i, span in enumerate(frame.spans)) and not frame.has("anaphor")
    if before is None or len(often) != 1 or len(again) != 1 or len(denied) > 1 or not plain:
        return None
    told = (often[0].op, often[0].values)
    if told not in (("ge", [2]), ("is", [1])) or told == (("is", [1]) if denied else ("ge", [2])):
        return None
    other = often[0].model_copy(update={"op": "is" if denied else "ge", "values": [1 if denied else 2]})
    them = before.model_copy(update={"all": [other if c is often[0] else c for c in before.all]})
    call = Call("size_audience", {"audience": them.compact()})
    return frame.reading("audience", audience=them, calls=[call])


def _again(frame: Frame, index: int) -> bool:
    span = frame.spans[index]
    return span.value("verb") == "rebuy" or span.value("agent") == "repeat" or span.has("repeat_only")


def _days(frame: Frame, index: int) -> int:
    """90天内: so many days, which count from the first order; 0 for any other word."""
    span = frame.spans[index]
    period, said = span.value("period"), span.text
    if span.has("duration") and not span.has("period"):
        count, unit = span.value("duration")
        return int(count * UNIT_DAYS[str(unit)])
    recent = said.startswith(("最近", "过去", "近")) or "last" in said or "past" in said
    if getattr(period, "kind", "") != "rolling" or recent or not (period.count and period.unit):
        return 0
    return int(period.count * UNIT_DAYS[str(period.unit)])


def _within(frame: Frame, people: Audience, days: int) -> Reading | None:
    if not any(isinstance(c, Attribute) and c.field == "first_order_date" for c in people.all):
        return None
    part = Audience(all=[Bought(after=After(event="first_order", within_days=days))])
    args = {"first": people.compact(), "second": part.compact()}
    return frame.reading("share", calls=[Call("compare_audiences", args)], audience=people)


def other_window(frame: Frame, part: Audience) -> Audience | None:
    """换成60天, of a share who did something within 90 days of something: within 60; None for another message."""
    days = [n for i in range(len(frame.spans)) if (n := _days(frame, i))]
    plain = all(_days(frame, i) or span.has(*_LIGHT) or _again(frame, i) for i, span in enumerate(frame.spans))
    made = as_long_after(part, days[0]) if len(days) == 1 and plain else part
    return made if made != part else None


def not_again(frame: Frame, part: Audience) -> Audience | None:
    """没复购的呢, of a share who bought again so soon: who did not; None for another message."""
    again = [i for i in range(len(frame.spans)) if _again(frame, i)]
    denied = [i for i, span in enumerate(frame.spans) if span.has(*_NOT) and i not in again]
    plain = all(i in {*again, *denied} or span.has(*_LIGHT) for i, span in enumerate(frame.spans))
    soon = part.all[0] if len(part.all) == 1 else None
    if len(again) != 1 or len(denied) != 1 or not plain or not isinstance(soon, Bought) or soon.after is None:
        return None
    return part.model_copy(update={"all": [soon.model_copy(update={"op": "eq", "value": 0.0})]})
