"""Follow-ups to retention by cohort: quarterly is enough, only women, for 2026; the months since stay the columns."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.cohorts import RETENTION
from assistant.planner.intents.continuing.wishes import light
from assistant.planner.reading import Call, Reading
from assistant.planner.words import forms_of, word_file
from tools.definitions import Attribute, Audience, Metric, Period

_SINCE = "months_since_first_order"


def read_cohort_change(frame: Frame) -> Reading | None:
    """The last retention with another unit of cohorts, or of those whose first order was at another time."""
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None or RETENTION not in metric.measures:
        return None
    return _unit(frame, metric) or _first_ordered(frame, metric)


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
    """for 2026, 2026年的呢: of those whose first order was then."""
    said: list[Period] = [span.value("period") for span in frame.spans if span.has("period")]
    if len(said) != 1 or metric.period is not None or metric.audience is None:
        return None
    if not all(light(s, "period", "for", "place", "with") for s in frame.spans):
        return None
    window = [c for c in metric.audience.all if isinstance(c, Attribute) and c.field == "first_order_date"]
    if len(window) != 1 or window[0].op != "during":
        return None
    changed = window[0].model_copy(update={"period": said[0], "values": []})
    conditions = [changed if c is window[0] else c for c in metric.audience.all]
    audience: Audience = metric.audience.model_copy(update={"all": conditions})
    return _told(frame, metric.model_copy(update={"audience": audience}))


def _told(frame: Frame, metric: Metric, *notes: str) -> Reading:
    call = Call("measure", {"metric": metric.compact()})
    return frame.reading("metric", metric=metric, calls=[call], notes=list(notes))
