"""Bought again so soon after the first order: 去年四季度首购的新客，90天内复购的; 首单30天内再下单."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import days_in
from assistant.planner.spans import Span
from tools.definitions import After, Period

_LOOKING_BACK = ("近", "最近", "过去", "这", "前", "上")
_AGAIN = ("又", "再", "复购", "回购", "回来", "重复", "二次", "第二")
_REACH = 3


def tie_again_within(spans: Sequence[Span], *, alone: bool = True) -> list[Span]:
    """A stretch before "again" begins with the first order, where people are told of by when that was.

    `alone`: nothing was said before, so that a rate of those who came back is of all first-time buyers.
    """
    found = _since_first(_since_signup(_rate_within(list(spans)) if alone else list(spans)))
    if not any(_cohort(found, i) for i in range(len(found))):
        return found
    for index, span in enumerate(found):
        new = span.value("agent") in ("new", "first_time")
        told = next((i for i in range(index - 1, -1, -1) if _first(found, i)), None)
        if new and told is not None and _cohort(found, told) and not _parted(found[told + 1 : index]):
            found[index] = _said(span, Sense("people"))  # 首购的新客
    for index, span in enumerate(found):
        led = index > 0 and (found[index - 1].has("period") or found[index - 1].text in ("里", "内", "就"))
        if led and span.has("repeat_only") and span.text.startswith(("复购", "回购")):
            found[index] = _said(span, Sense("verb", "rebuy"))  # 今年二季度首购，三季度回购的
    return again_from(found)


def again_from(found: list[Span], event: str = "") -> list[Span]:
    """The spans with such a stretch counted from the first order; from `event` of people who were told before."""
    for index, span in enumerate(found):
        period = span.value("period")
        rolling = isinstance(period, Period) and period.kind == "rolling" and period.offset == 0
        if not rolling or span.text.startswith(_LOOKING_BACK) or span.text.isascii():
            continue
        found = _rate_parted(found, index, told=bool(event))
        deed = next((i for i in range(index + 1, len(found)) if found[i].has("verb", "repeat_only", "break")), 0)
        start = _lead(found, index)
        again = deed and deed - index <= _REACH and _again(found[index + 1 : deed + 1])
        if again and (event or any(_cohort(found, i) for i in range(start))):
            assert isinstance(period, Period)
            days = days_in(period.count or 1, period.unit or "day")
            for between in range(start, deed):
                found[between] = _said(found[between], Sense("filler"))
            found[index] = _said(span, Sense("after", After(event=event or "first_order", within_days=days)))
            found[deed] = _said(found[deed], Sense("verb", "buy"))
            return found
    return found


def _rate_within(spans: list[Span]) -> list[Span]:
    """90天内复购的比例, share of customers who came back within 90 days: the repeat rate within so many days."""
    share = next((i for i, span in enumerate(spans) if span.has("share")), None)
    again = next((i for i, span in enumerate(spans) if span.value("verb") == "rebuy"), None)
    if share is None or again is None:
        return spans
    first, last = min(share, again), max(share, again)
    beside = again - 1 if again < share else again + 1
    told = 0 <= beside < len(spans) and not spans[beside].text.startswith(_LOOKING_BACK) and _days(spans[beside])
    led = spans[: min(first, beside)]
    alone = all(span.has("filler", "break", "greeting", "list", "how_much") for span in led)
    plain = all(span.has("filler", "people", "who") for span in spans[first + 1 : last])
    if not (told and alone and plain) or any(span.has("value", "values") for span in spans):
        return spans
    said = " ".join(span.text for span in spans[first : last + 1])
    rate = Span(spans[first].start, spans[last].end, said, (Sense("measure", "repeat_rate"),))
    spans[beside] = _said(spans[beside], Sense("after", After(event="first_order", within_days=told)))
    return [*spans[:first], rate, *spans[last + 1 :]]


_SAME_DAYS = ("当天", "当日", "那天", "当月", "当周", "当季", "当年", "同月", "那个月", "同一个月", "同年", "那一年")


def _since_signup(spans: list[Span]) -> list[Span]:
    """注册30天内就下单的: so soon after they signed up."""
    for index in range(len(spans) - 2):
        at = index + 1
        while at < len(spans) and spans[at].text in ("后", "之后", "以后", "完", "的"):
            at += 1
        period = spans[at].value("period") if at < len(spans) else None
        rolling = isinstance(period, Period) and period.kind == "rolling" and spans[at].text.endswith(("内", "里"))
        deed = at + 1
        while deed < len(spans) and spans[deed].has("filler") and not spans[deed].has("verb", "break"):
            deed += 1
        while deed < len(spans) and spans[deed].text in ("完成", "完成了", "做了", "有", "产生"):
            deed += 1
        first = deed < len(spans) and spans[index].value("verb") == "signup" and _first(spans, deed)
        if first:  # 注册一周内就首购的: any order so soon is the first
            spans[deed] = _said(spans[deed], Sense("verb", "buy"))
        bought = deed < len(spans) and spans[deed].value("verb") == "buy"
        same_day = at < len(spans) and spans[at].text in _SAME_DAYS
        if spans[index].value("verb") == "signup" and same_day and bought:
            spans[at] = _said(spans[at])  # 注册当月就下单: no stretch of whole days says it, and it is not this month
        back = at < len(spans) and spans[at].text.startswith(_LOOKING_BACK)
        if spans[index].value("verb") == "signup" and rolling and bought and not back:
            assert isinstance(period, Period)
            days = days_in(period.count or 1, period.unit or "day")
            for between in range(index, deed):
                spans[between] = _said(spans[between], Sense("filler"))
            spans[at] = _said(spans[at], Sense("after", After(event="signup", within_days=days)))
    return spans


def _since_first(spans: list[Span]) -> list[Span]:
    """首购30天未复购: so soon after their first order – not: whose first order was in the last 30 days."""
    for index in range(len(spans) - 2):
        if not _first(spans, index) or spans[index].text.isascii() or (index and spans[index - 1].has("period")):
            continue
        days = _days(spans[index + 1])
        deed = index + 2
        while deed < len(spans) and spans[deed].has("not", "filler", "never") and not spans[deed].has("verb", "break"):
            deed += 1
        denied = any(span.has("not", "never") for span in spans[index + 2 : deed])
        if days and denied and _again(spans[index + 2 : deed + 1]):
            spans[index] = _said(spans[index], Sense("filler"))
            spans[index + 1] = _said(spans[index + 1], Sense("after", After(event="first_order", within_days=days)))
            spans[deed] = _said(spans[deed], Sense("verb", "buy"))
    return spans


def _days(span: Span) -> int:
    """30天, 30天内: how many days; 0 for what looks back from today or is no stretch."""
    period, length = span.value("period"), span.value("duration")
    if span.text.startswith(_LOOKING_BACK):
        return 0
    if isinstance(period, Period) and period.kind == "rolling" and period.offset == 0:
        return days_in(period.count or 1, period.unit or "day")
    return days_in(*length) if length and not period else 0


def _said(span: Span, *senses: Sense) -> Span:
    return Span(span.start, span.end, span.text, senses)


def _again(spans: Sequence[Span]) -> bool:
    """又下单, 再买, 复购的."""
    if not spans or spans[-1].has("break"):
        return False
    bought = spans[-1].value("verb") in ("buy", "rebuy") or spans[-1].has("repeat_only")
    return bought and any(word in span.text for span in spans for word in _AGAIN)


def _rate_parted(spans: list[Span], index: int, *, told: bool) -> list[Span]:
    """半年内复购率: what share bought again in it."""
    at = index + 1 + (index + 1 < len(spans) and spans[index + 1].text in ("的", "里"))
    span = spans[at] if at < len(spans) else None
    rate = span is not None and span.value("measure") == "repeat_rate" and (told or span.text in ("复购率", "回购率"))
    if span is None or not rate or not (told or any(_cohort(spans, i) for i in range(index))):
        return spans
    cut = span.end - 1
    parts = [
        Span(span.start, cut, span.text[:-1], (Sense("verb", "rebuy"),)),
        Span(cut, span.end, "率", (Sense("share"),)),
    ]
    return [*spans[:at], *parts, *spans[at + 1 :]]


def _parted(spans: Sequence[Span]) -> bool:
    return any(span.has("break", "period", "people") for span in spans)


def _lead(spans: Sequence[Span], index: int) -> int:
    """首单之后30天内, 首单30天内: the first order named once more in front of the stretch."""
    at = index - 1
    while at > 0 and spans[at].has("after_word", "after_cue", "filler") and not spans[at].has("break", "field"):
        at -= 1
    again = at > 0 and _first(spans, at) and not spans[at - 1].has("period")
    return at if again else index


def _first(spans: Sequence[Span], index: int) -> bool:
    if index < 0:
        return False
    field = spans[index].value("field") == "first_order_date"
    return field or spans[index].value("value") == ("first_or_repeat", "first")


def _cohort(spans: Sequence[Span], index: int) -> bool:
    """今年一季度首购, 三月新客."""
    new = spans[index].value("agent") in ("new", "first_time")
    dated = any(spans[i].has("period") for i in range(max(0, index - 2), index))
    return dated and (new or _first(spans, index))
