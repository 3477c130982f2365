"""Words that stand for something said before – the second one, that brand, she, in that time – become what they mean.

They are settled before any intent looks at the question, so that "why is the first one at risk" is read like "why is
C01234 at risk". What nothing said before answers to keeps its own sense and is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.planner.frame import Frame, State
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.spans import Span
from tools.definitions import Audience, Bought, Condition, Engaged, Filter, Group, Metric, Period
from tools.periods import step

_TIMES = ("day", "week", "month", "quarter", "year")
_BARE = {"first", "1st", "second", "2nd", "third", "3rd", "fourth", "4th", "fifth", "5th"}
"""Ordinals that point at a row only beside a noun or alone: the second customer, the first?"""
_GOODS = ("product", "brand", "subcategory", "category")
_POINTING = {"those", "that", "these", "the same", "same", "this", "这", "那", "同样", "同样的", "这个", "那个", "同"}
_BOUGHT_IT = ("buy", "sell", "view", "cart", "return_goods", "open", "click", "receive")


def resolve(frame: Frame) -> Frame:
    """The frame with its references settled."""
    if not frame.state.last and not frame.has("that_period", "duration", "thing"):
        return frame
    spans = list(frame.spans)
    _back_to_people(spans)
    for index in range(len(spans)):
        for rule in (_row, _person, _thing, _period):
            senses = rule(frame, spans, index)
            if senses:
                spans[index] = replace(spans[index], senses=senses)
                break
    return replace(frame, spans=_lightened(spans))


def _back_to_people(spans: list[Span]) -> None:
    """back to everyone in LA who bought it: a whole question, after which nothing is gone back to."""
    for index, span in enumerate(spans[:-1]):
        named = [i for i, s in enumerate(spans) if i > index and s.has("people", "agent") and not s.has("value")]
        if span.has("back") and named and any(s.has("who", "verb", "value", "values") for s in spans[named[0] :]):
            spans[index] = replace(span, senses=(Sense("filler"),))
            return


def _lightened(spans: list[Span]) -> list[Span]:
    """The noun beside a resolved reference says nothing more: the second *customer*, those *90 days*."""
    for index, span in enumerate(spans):
        resolved = any(sense.note.startswith("stands for") for sense in span.senses)
        if not resolved or index + 1 >= len(spans):
            continue
        after, field = spans[index + 1], (span.value("value") or span.value("values") or ("",))[0]
        if (span.has("customer_id") and after.has("people")) or (field and after.value("field") == field):
            spans[index + 1] = replace(after, senses=(Sense("filler"),))
    return spans


# The second one


def _row(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    span, rows = spans[index], frame.state.rows
    if not span.has("row") or not rows:
        return ()
    said = str(span.value("row"))
    place = len(rows) - 1 if said == "last" else int(said) - 1
    if place >= len(rows) or (span.text.casefold() in _BARE and not _alone(frame, spans, index)):
        return ()
    return row_sense(frame, rows[place], frame.state.rows_of)


def rows_meant(frame: Frame) -> list[str]:
    """Which rows were taken, for the answer to say: “the second one” is C04350."""
    notes = []
    for span in frame.spans:
        sense = next((s for s in span.senses if s.note.startswith("stands for ")), None)
        if sense is None or sense.kind not in ("customer_id", "value") or span.has("person_ref"):
            continue
        field, value = ("customer_id", sense.value) if sense.kind == "customer_id" else sense.value
        shown = (
            value
            if sense.kind == "customer_id"
            else frame.vocabulary.dictionary.value_label(field, value, frame.language)
        )
        notes.append(frame.say(f"“{span.text}” is {shown}.", f"“{span.text}”指{shown}。"))
    return notes


def row_sense(frame: Frame, value: str, field: str) -> tuple[Sense, ...]:
    """A row's key as if it had been typed."""
    note = f"stands for {value}"
    if field == "customer_id":
        return (Sense("customer_id", value, 1.0, note),)
    if field in _TIMES:
        period = _calendar(value, field)
        return (Sense("period", period, 1.0, note),) if period else ()
    if frame.vocabulary.level(field):
        return (Sense("value", (field, value), 1.0, note),)
    return ()


def _calendar(value: str, unit: str) -> Period | None:
    try:
        start = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return fixed(start, step("day", step(unit, start, 1), -1))  # type: ignore[arg-type]


def _alone(frame: Frame, spans: list[Span], index: int) -> bool:
    """the second?, the second customer, the first brand; not "second order"."""
    if index + 1 >= len(spans) or spans[index + 1].has("break"):
        return True
    following = spans[index + 1]
    return following.has("people") or following.value("field") == frame.state.rows_of


# She, this customer


def _person(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    customer = frame.state.customer
    if not spans[index].has("person_ref") or customer is None or frame.has("customer_id"):
        return ()
    return (Sense("customer_id", customer, 1.0, f"stands for {customer}"), *spans[index].senses)


# That brand, it


def _thing(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    wanted = spans[index].value("thing")
    if wanted is None or spans[index].has("row"):
        return ()
    named = [s.value("value") or s.value("values") for s in spans[:index] if s.has("value", "values")]
    beside = [v[0] for v in named[-1:] if v and spans[index - 1].has("value", "values", "filler")]
    if wanted in beside:
        return (Sense("filler"),)  # 「2026秋日来信」那封邮件
    if wanted == "any" and not _object_of_verb(spans, index):
        return ()
    for field, value in reversed([v for v in named if v]):
        if field == wanted or (wanted == "any" and field in (*_GOODS, "campaign")):
            return (Sense("values", (field, value if isinstance(value, tuple) else (value,)), 1.0, "stands for it"),)
    for said in things(frame.state):
        if said.field == wanted or (wanted == "any" and said.field in (*_GOODS, "campaign")):
            note = f"stands for {', '.join(map(str, said.values))}"
            if said.op == "contains":
                return (Sense("products", (str(said.values[0]), "contains", tuple(said.values)), 1.0, note),)
            return (Sense("values", (said.field, tuple(said.values)), 1.0, note),)
    return ()


def _object_of_verb(spans: list[Span], index: int) -> bool:
    """who bought it, 它卖了几件, did they open it: what was bought or sold rather than "make it 5"."""
    around = [s for s in (*spans[max(0, index - 2) : index], *spans[index + 1 : index + 5]) if not s.has("break")]
    return any(s.value("verb") in _BOUGHT_IT for s in around) or (
        not spans[index].text.isascii()
        and any(s.has("measure", "price_word") or s.value("field") == "price" for s in around)
    )


def things(state: State) -> Iterator[Filter]:
    """Goods and campaigns of the last definition, then of those before it."""
    for filters in _filters(state):
        goods = [f for f in filters if f.field in _GOODS and f.op in ("is", "contains")]
        named = goods if len({f.field for f in goods}) <= 1 else sorted(goods, key=lambda f: _GOODS.index(f.field))
        yield from named
        yield from (f for f in filters if f not in goods and f.op == "is")


def _filters(state: State) -> Iterator[list[Filter]]:
    if state.last == "copy" and state.brief is not None:
        if state.brief.products:
            yield [Filter(field="product", values=[*state.brief.products])]
        if state.brief.audience is not None:
            yield audience_filters(state.brief.audience)
    for past in (state, *reversed(state.trail)):
        if past.figures == "metric" and past.metric is not None:
            yield [*past.metric.where, *(audience_filters(past.metric.audience) if past.metric.audience else [])]
        elif past.audience is not None:
            yield audience_filters(past.audience)


def audience_filters(audience: Audience) -> list[Filter]:
    """What the people of an audience bought, opened or are, as filters."""
    found: list[Filter] = []
    for condition in flat(audience):
        if isinstance(condition, Bought | Engaged) and condition.value:
            found += condition.where
        elif isinstance(condition, Filter):
            found.append(condition)
    return found


def flat(audience: Audience | Group) -> Iterator[Condition]:
    """Every condition that must or may hold, groups opened."""
    for condition in (*audience.all, *audience.any):
        if isinstance(condition, Group):
            yield from flat(condition)
        else:
            yield condition


# In that time, those 90 days, 这7天里


def _period(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    span = spans[index]
    pointing = span.has("that_period")
    counted = (
        span.has("duration")
        and index > 0
        and spans[index - 1].text.casefold() in _POINTING
        and not (span.has("period") and not spans[index - 1].has("anaphor"))
    )
    if not pointing and not counted:
        return ()
    if pointing and index and spans[index - 1].has("period"):
        return (Sense("filler"),)
    earlier = next((s.value("period") for s in reversed(spans[:index]) if s.has("period")), None)
    period = earlier or last_period(frame.state)
    if period is None or (counted and not _as_long(frame, period, span.value("duration"))):
        return ()
    if counted:
        spans[index - 1] = replace(spans[index - 1], senses=(Sense("filler"),))
    return (Sense("period", period, 1.0, "stands for the period before"),)


def _as_long(frame: Frame, period: Period, duration: tuple[int, str]) -> bool:
    count, unit = duration
    if period.kind == "rolling" and (period.count, period.unit) == (count, unit):
        return True
    span = bounds(period, frame.today)
    other = bounds(Period(kind="rolling", unit=unit, count=int(count)), frame.today)
    if None in (*span, *other):
        return False
    return abs((span[1] - span[0]).days - (other[1] - other[0]).days) <= 1  # type: ignore[operator]


def last_period(state: State) -> Period | None:
    """The period of the last definition."""
    if state.figures == "metric" and state.metric is not None:
        return state.metric.period or _period_of(state.metric)
    return _newest(state.audience) if state.audience is not None else None


def _period_of(metric: Metric) -> Period | None:
    return _newest(metric.audience) if metric.audience is not None else None


def _newest(audience: Audience) -> Period | None:
    periods = periods_of(audience)
    return periods[-1] if periods else None


def periods_of(audience: Audience) -> list[Period]:
    """The periods of an audience's conditions, in order."""
    return [period for c in flat(audience) if (period := getattr(c, "period", None)) is not None]
