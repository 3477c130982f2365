"""去年12月首购客户90天内复购的占多少: of who bought first in those days, the share who came back so soon after."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Bought, Condition, Metric


def of_the_cohort(shared: Reading) -> Reading:
    """The reading with the first buyers as the whole, where it only counted those who came back, or first orders."""
    if len(shared.calls) != 1 or shared.ask is not None:
        return shared
    tool = shared.calls[0].tool
    sides = None
    if tool == "size_audience" and shared.metric is None and shared.audience is not None:
        sides = cohort_apart(shared.audience)
    elif tool == "measure" and shared.metric is not None:
        sides = _of_first_orders(shared.metric)
    if sides is None:
        return shared
    whole, part = sides
    shared.intent, shared.metric, shared.audience = "share", None, whole
    shared.calls = [Call("compare_audiences", {"first": whole.compact(), "second": part.compact()})]
    return shared


def told_as_share(frame: Frame, reading: Reading | None) -> Reading | None:
    """90天内复购的比例, 90天内复购率: whatever read it, it is a share that is asked for."""
    rated = any(span.has("share", "rate_of") or span.value("measure") == "repeat_rate" for span in frame.spans)
    rated = rated or any("率" in span.text or "比例" in span.text for span in frame.spans)
    return of_the_cohort(reading) if reading is not None and rated else reading


def cohort_apart(people: Audience) -> tuple[Audience, Audience] | None:
    """Who first bought in some days, and those of them who came back so soon."""
    part: list[Condition] = [c for c in people.all if isinstance(c, Bought) and c.after and _first(c.after.event)]
    first = any(isinstance(c, Attribute) and c.field == "first_order_date" and c.op == "during" for c in people.all)
    if len(part) != 1 or not first or people.limit is not None:
        return None
    return people.model_copy(update={"all": [c for c in people.all if c is not part[0]]}), Audience(all=part)


def _of_first_orders(metric: Metric) -> tuple[Audience, Audience] | None:
    """No first order comes within so many days of the first order: the first buyers of the days are meant."""
    told = metric.part.where if metric.part is not None else []
    first = [(f.field, f.values) for f in told] == [("first_or_repeat", ["first"])]
    after = metric.after
    if after is None or not _first(after.event) or not first or metric.period is None or metric.dimensions:
        return None
    cohort = Attribute(field="first_order_date", op="during", period=metric.period)
    held = metric.audience or Audience()
    whole = held.model_copy(update={"all": [cohort, *held.all]})
    return whole, Audience(all=[Bought(where=metric.where, after=after)])


def _first(event: str) -> bool:
    return event == "first_order"
