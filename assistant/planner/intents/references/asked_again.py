"""Short questions about the people or figures spoken of: where are they from, how many people is that, day before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.times.same_day import UNITS, earlier, of_days_before
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_words import rolling
from assistant.planner.remembering import FIGURES
from assistant.planner.spans import Span
from assistant.planner.spoken_of import last_period, periods_of
from tools.criteria import Period
from tools.periods import step

_WHERE = re.compile(r"^(?:and |so |ok |but )*where (?:are|do|did|were) (?:they|these|those|these people|those people|"
                    r"most of them|they all)\b.*\b(?:from|live|living|based|located|come from)\b")  # fmt: skip
_EARLIER = {"before", "earlier", "prior", "before that", "previous"}


def asked_again(frame: Frame) -> Frame:
    """The frame with such words settled."""
    spans = list(frame.spans)
    _where_from(frame, spans)
    _how_many_people(frame, spans)
    spans = _unit_before(frame, spans)
    spans = _same_day(frame, spans)
    _bare_length(frame, spans)
    _new_ones(frame, spans)
    _their_channel(frame, spans)
    return replace(frame, spans=spans)


def _where_from(frame: Frame, spans: list[Span]) -> None:
    """where are they from: by country."""
    if "country" not in frame.vocabulary.dictionary.fields or not _WHERE.match(frame.text.normal):
        return
    if any(span.has("value", "values", "period", "by", "field", "measure") for span in spans):
        return
    for index, span in enumerate(spans):
        sense = Sense("by") if span.text.casefold() == "where" else Sense("filler")
        spans[index] = replace(span, senses=(sense,))
    spans[-1] = replace(spans[-1], senses=(Sense("field", "country"),))


def _how_many_people(frame: Frame, spans: list[Span]) -> None:
    """how many people is that, of orders or sales: who bought."""
    metric = frame.state.metric
    if frame.state.figures != "metric" or metric is None or not set(metric.measures) & _SALES:
        return
    asked = [i for i, span in enumerate(spans) if span.text.casefold() in _HEADS]
    if len(asked) == 1 and all(i in asked or s.has("filler", "break", "and") for i, s in enumerate(spans)):
        spans[asked[0]] = replace(spans[asked[0]], senses=(Sense("measure", "buyers"),))


_SALES = {"orders", "net_revenue", "gross_revenue", "units", "average_order_value"}
_HEADS = {
    "how many people is that", "how many customers is that", "how many people are that", "how many buyers is that",
    "how many customers are that", "how many people was that", "how many customers was that",
}  # fmt: skip


def _unit_before(frame: Frame, spans: list[Span]) -> list[Span]:
    """day before, week earlier: the last period, one such earlier."""
    before = last_period(frame.state)
    first, last = bounds(before, frame.today) if before else (None, None)
    for index in range(len(spans) - 1):
        unit, behind = spans[index].value("field"), spans[index + 1].text.casefold()
        alone = all(i in (index, index + 1) or s.has("filler", "break", "and") for i, s in enumerate(spans))
        if unit not in UNITS or behind not in _EARLIER or not alone or first is None or last is None:
            continue
        moved = fixed(step(unit, first, -1), _ended(unit, last))
        made = [replace(spans[index], senses=(Sense("period", moved),)), replace(spans[index + 1], senses=(_FILLER,))]
        return [*spans[:index], *made, *spans[index + 2 :]]
    return spans


_FILLER = Sense("filler")


def _ended(unit: Any, last: date) -> date:
    return step("day", step(unit, step("day", last, 1), -1), -1)


def _same_day(frame: Frame, spans: list[Span]) -> list[Span]:
    """same day last week, last year same week, 上周同一天: the days of before, so much earlier."""
    before = last_period(frame.state)
    first, last = bounds(before, frame.today) if before else (None, None)
    spans = of_days_before(spans, first, last)
    same = next((i for i, s in enumerate(spans) if s.has("same") and "same" in s.text.casefold()), None)
    times = [i for i, s in enumerate(spans) if isinstance(s.value("period"), Period)]
    if same is None or len(times) != 1 or first is None or last is None or same + 1 >= len(spans):
        return spans
    period, unit = spans[times[0]].value("period"), spans[same + 1].value("field")
    light = all(i in (same, same + 1, times[0]) or s.has("filler", "break", "and") for i, s in enumerate(spans))
    if unit not in UNITS or period.kind != "calendar" or period.offset >= 0 or period.unit == unit or not light:
        return spans
    moved = earlier(period, first, last, weekly=unit == "week")
    gone = {same, same + 1}
    made = [replace(s, senses=(_FILLER,)) if i in gone else s for i, s in enumerate(spans)]
    made[times[0]] = replace(made[times[0]], senses=(Sense("period", moved),))
    return made


def _new_ones(frame: Frame, spans: list[Span]) -> None:
    """new ones only, after people or figures: new customers."""
    for index in range(len(spans) - 1):
        said = spans[index].text.casefold() in ("new", "new ones", "the new", "brand new")
        if said and frame.state.last in FIGURES and spans[index + 1].text.casefold() in ("ones", "one", "only"):
            spans[index] = replace(spans[index], senses=(Sense("agent", "new"),))


def _bare_length(frame: Frame, spans: list[Span]) -> None:
    """last 60, after the last 30 days: as many of the same."""
    known = [last_period(frame.state)] if frame.state.figures == "metric" else _periods_of_people(frame)
    units = {p.unit for p in known if p is not None and p.kind == "rolling" and p.unit}
    for index in range(len(spans) - 1):
        after = index + 2 >= len(spans) or spans[index + 2].has("break", "filler")
        count = spans[index + 1].value("number")
        if spans[index].has("last_one") and count and count == int(count) and after and len(units) == 1:
            senses = (Sense("period", rolling(int(count), units.copy().pop())),)
            spans[index + 1] = replace(spans[index + 1], senses=senses)
            spans[index] = replace(spans[index], senses=(_FILLER,))


def _periods_of_people(frame: Frame) -> list[Period]:
    """The periods of the last people."""
    return periods_of(frame.state.audience) if frame.state.audience is not None else []


def _their_channel(frame: Frame, spans: list[Span]) -> None:
    """the best channel, after figures by acquisition channel: that kind of channel."""
    metric = frame.state.metric
    if frame.state.figures != "metric" or metric is None:
        return
    known = next((d for d in metric.dimensions if d.endswith("_channel") and d != "order_channel"), "")
    joined = all(name in _OF_PEOPLE or _of_a_fact(frame, name) for name in metric.measures)
    field = known or ("acquisition_channel" if joined else "")
    if field not in frame.vocabulary.dictionary.fields:
        return
    for index, span in enumerate(spans):
        if span.text.casefold() in ("channel", "channels", "渠道") and span.value("field") == "order_channel":
            spans[index] = replace(span, senses=(Sense("field", field),))


_OF_PEOPLE = ("signups", "customers", "new_buyers")


def _of_a_fact(frame: Frame, measure: str) -> bool:
    """average(age): the average of what is known of each customer."""
    inner = re.fullmatch(r"(?:average|median)\((\w+)\)", measure)
    return inner is not None and frame.vocabulary.level(inner[1]) == "customer"
