"""Follow-ups to retention by cohort: quarterly is enough, only women, for 2026; the months since stay the columns."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.cohorts import RETENTION
from assistant.planner.intents.continuing.wishes import light
from assistant.planner.reading import Call, Reading
from assistant.planner.words import forms_of, word_file
from tools.definitions import Attribute, Audience, Filter, Metric, Part, Period

_SINCE = "months_since_first_order"


def read_cohort_change(frame: Frame) -> Reading | None:
    """The last retention with another unit of cohorts, or of those whose first order was at another time."""
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None or not (RETENTION in metric.measures or _of_one_month(metric)):
        return None
    return _months_on(frame, metric) or _unit(frame, metric) or _first_ordered(frame, metric)


def _of_one_month(metric: Metric) -> bool:
    return metric.part is not None and [item.field for item in metric.part.where] == [_SINCE]


def _months_on(frame: Frame, metric: Metric) -> Reading | None:
    """第3个月还剩百分之几, 1月那批第3个月呢: who of them bought again so many months after."""
    found = _MONTH.search(frame.text.normal)
    told = ("period", "field", "row", "share", "product_fact", "for", "place", "with", "same", "number", "ordinal")
    if found is None or not all(light(s, *told) for s in frame.spans) or metric.audience is None:
        return None
    month = int(found[1]) if found[1].isdigit() else "一二三四五六七八九十".index(found[1]) + 1
    periods = [span.value("period") for span in frame.spans if span.has("period")]
    audience = _first_in(metric.audience, periods[0]) if len(periods) == 1 else metric.audience if not periods else None
    if audience is None or month > _LATEST:
        return None
    where = [Filter(field=_SINCE, values=[month])]
    return _told(frame, Metric(measures=["buyers"], audience=audience, part=Part(where=where)))


_MONTH = re.compile(r"第\s*(\d{1,2}|[一二三四五六七八九十])\s*个?月")
_LATEST = 60
"""No shop is asked about a month so long after."""


def _first_in(audience: Audience, period: Period) -> Audience | None:
    """The same people with another time of their first order; None where they are not told by it."""
    window = [c for c in audience.all if isinstance(c, Attribute) and c.field == "first_order_date"]
    if len(window) != 1 or window[0].op != "during":
        return None
    changed = window[0].model_copy(update={"period": period, "values": []})
    return audience.model_copy(update={"all": [changed if c is window[0] else c for c in audience.all]})


def _unit(frame: Frame, metric: Metric) -> Reading | None:
    """quarterly is enough, 按季度就行: cohorts of quarters."""
    text = frame.text.normal
    unit = next((unit for unit in ("year", "quarter", "month") if any(form in text for form in _forms(unit))), None)
    if unit is None or not all(light(s, "field", "by", "dimension", "unit", "every", "place") for s in frame.spans):
        return None
    dimensions = [f"first_order_{unit}" if d.startswith("first_order_") else d for d in metric.dimensions]
    if dimensions == metric.dimensions:
        return None
    note = frame.say(
        f"The cohorts are those of one {unit}; how long after the first order is still told in months.",
        f"按{_ZH[unit]}划分首单人群；首单之后的时间仍按月计。",
    )
    return _told(frame, metric.model_copy(update={"dimensions": dimensions}), note)


def _forms(unit: str) -> list[str]:
    return forms_of(word_file("continuing")["cohorts"][unit])


_ZH = {"month": "月", "quarter": "季度", "year": "年"}


def _first_ordered(frame: Frame, metric: Metric) -> Reading | None:
    """for 2026, 2026年的呢, 按国家分一下2月那批: of those whose first order was then."""
    said: list[Period] = [span.value("period") for span in frame.spans if span.has("period")]
    if len(said) != 1 or metric.period is not None or metric.audience is None:
        return None
    split = [str(s.value("field")) for s in frame.spans if s.has("field") and not s.has("period")]
    if not all(light(s, "period", "for", "place", "with", *(("by", "field") if split else ())) for s in frame.spans):
        return None
    audience = _first_in(metric.audience, said[0])
    if audience is None or len(split) > 1 or any(frame.vocabulary.level(name) != "customer" for name in split):
        return None
    rows = [d for d in metric.dimensions if d.startswith("first_order_") or d == _SINCE]
    dimensions = metric.dimensions if not split else [*split, *(d for d in rows if d == _SINCE)]
    return _told(frame, metric.model_copy(update={"audience": audience, "dimensions": dimensions}))


def _told(frame: Frame, metric: Metric, *notes: str) -> Reading:
    call = Call("measure", {"metric": metric.compact()})
    return frame.reading("metric", metric=metric, calls=[call], notes=list(notes))
