"""More in one period than in another: spent more this quarter than last, ordered less often in 2026 than in 2025."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import fixed
from tools.definitions import Changed, Filter, Period
from tools.periods import previous, year_before

Measure = Literal["orders", "units", "revenue"]
_OFTEN = ("often", "frequently", "times", "次", "单", "频")
_ZH_MORE, _ZH_LESS = ("多", "高", "更多", "更高"), ("少", "低", "更少", "更低")
_ASKING = ("did", "do", "does", "are", "is", "was", "were", "how", "why", "what")
_ASKING_ZH = ("吗", "吧", "么", "没有", "呢")
_REACH = 8


def reduce_changes(slots: Slots, today: date) -> None:
    """Join such a comparison into one condition, where it picks people."""
    opening = slots[0].text.casefold().split() if len(slots) else []
    if opening[:1] and opening[0] in _ASKING and not slots.relative:
        return
    asked = slots.find("growth_rate", free=False) is not None or (
        len(slots) and slots[len(slots) - 1].text in _ASKING_ZH
    )
    if asked and slots.find("people", "agent", "who", "list", free=False) is None:
        return  # 今年8月的收入超过去年8月了吗
    index = 0
    while index < len(slots):
        found = _chinese(slots, index, today) if slots.chinese(index) else _english(slots, index, today)
        if found:
            start, end, condition = found
            slots.merge(start, end, Sense("condition", condition))
        index += 1


def _measure(slots: Slots, index: int) -> Measure | None:
    """What the word at `index` says is more: money, orders or items; None for other words."""
    if slots.used(index) or slots.has(index, "condition", "group"):
        return None
    verb, field, measure = slots.value(index, "verb"), slots.value(index, "field"), slots.value(index, "measure")
    if verb == "spend" or field == "spend" or measure in ("net_revenue", "revenue_per_buyer"):
        return "revenue"
    if field == "units" or measure == "units":
        return "units"
    return "orders" if verb == "buy" or field == "orders" or measure == "orders" else None


def _english(slots: Slots, index: int, today: date) -> tuple[int, int, Changed] | None:
    measure = _measure(slots, index)
    if measure is None:
        return None
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "more_word", "range", "times", "period"):
        at += 1
    times, op = 1.0, ""
    if slots.has(at, "more_word"):
        op = "gt" if slots.value(at, "more_word") == "more" else "lt"
        bare = slots.value(index, "verb") == "buy" and slots[at].text.casefold() in ("more", "less", "fewer")
    elif _multiple(slots, at):
        found = slots.value(at, "range")
        times, op = (found.low.value, found.op) if found else (float(slots.value(at, "times")), "ge")
        bare = False
        at = next(
            i
            for i in range(at, len(slots))
            if slots[i].text.casefold() in ("much", "many", "often", "as much", "as many")
        )
    else:
        return None
    if any(word in slots[at].text.casefold() for word in _OFTEN):
        measure = "orders"
    return _periods(slots, index, at + 1, measure, op, times, bare, today)


def _multiple(slots: Slots, at: int) -> bool:
    """twice as much, at least three times as often."""
    found = slots.value(at, "range")
    counted = slots.has(at, "times") or (
        isinstance(found, Range) and found.unit == "times" and found.op in ("ge", "gt")
    )
    return counted and any(
        slots[i].text.casefold() in ("much", "many", "often", "as much", "as many")
        for i in range(at + 1, min(at + 3, len(slots)))
    )


def _periods(
    slots: Slots, start: int, at: int, measure: Measure, op: str, times: float, bare: bool, today: date
) -> tuple[int, int, Changed] | None:
    """What was bought more of, in which period, than in which other."""
    first: Period | None = None
    where: list[Filter] = []
    than = False
    end = at
    while end < len(slots) and end - at < _REACH:
        second = _other(slots, end, first, than, today)
        if second is not None:
            if bare and not where and measure == "orders":
                raise _more_of_what(slots, start)
            if bare and where and measure == "orders":
                measure = "units"
            main = first or _before_of(second)
            return (start, end + 1, _changed(measure, where, main, second, op, times)) if main else None
        if slots.has(end, "period") and first is None and not than:
            first = slots.value(end, "period")
        elif slots.has(end, "group") and slots.level(slots.value(end, "group").field) in ("product", "order"):
            where.append(filters_of(slots.value(end, "group")))
        elif _measure(slots, end) is not None:
            measure, bare = _measure(slots, end) or measure, False
        elif slots.has(end, "versus") or slots[end].text.casefold() in ("than", "as", "from"):
            than = True
        elif not slots.has(end, "filler", "place", "for", "more_word"):
            return None
        end += 1
    return None


def _other(slots: Slots, at: int, first: Period | None, than: bool, today: date) -> Period | None:
    """The period compared with."""
    said = slots.value(at, "compare")
    if said == "previous_year" and slots[at].text.casefold() in (
        "than last year",
        "vs last year",
        "versus last year",
        "比去年",
    ):
        return Period(kind="calendar", unit="year", offset=-1)
    if said is not None or (than and slots.has(at, "last_one")):
        return _previous(first, said == "previous_year", today) if first else None
    if than and slots.has(at, "period"):
        return slots.value(at, "period")
    return None


def _previous(period: Period, year: bool, today: date) -> Period | None:
    """The period before, or the same a year before."""
    if period.kind == "calendar" and not year:
        return period.model_copy(update={"offset": period.offset - 1})
    span = year_before(period, today) if year else previous(period, today)
    return fixed(span.start, span.last) if span.start and span.end else None


def _before_of(second: Period) -> Period | None:
    """than last quarter, with nothing else said, is about this quarter."""
    if second.kind == "calendar" and second.offset == -1:
        return second.model_copy(update={"offset": 0})
    return None


def _changed(measure: Measure, where: list[Filter], first: Period, second: Period, op: str, times: float) -> Changed:
    return Changed.model_validate(
        {"measure": measure, "where": [w.model_dump() for w in where], "period": first.model_dump(),
         "compare_period": second.model_dump(), "op": op, "times": times}
    )  # fmt: skip


def _more_of_what(slots: Slots, index: int) -> Unclear:
    return Unclear(
        "More of what: money or orders?",
        "多的是金额还是订单数？",
        [("spent more", "消费更多"), ("ordered more often", "下单次数更多")],
        slots.origin(index),
    )


def _chinese(slots: Slots, index: int, today: date) -> tuple[int, int, Changed] | None:
    """今年消费比去年多, 本季度下单次数高于上季度: PERIOD FIGURE 比 PERIOD 多, with the figure on either side."""
    if not slots.has(index, "period") or slots.used(index):
        return None
    first, at = slots.value(index, "period"), index + 1
    measure: Measure | None = None
    second: Period | None = None
    than = False
    op = ""
    where: list[Filter] = []
    while at < len(slots) and at - index < _REACH:
        text = slots[at].text
        if slots.value(at, "compare") is not None and second is None:
            second, than = _other(slots, at, first, True, today), True
        elif slots.has(at, "period") and than and second is None:
            second = slots.value(at, "period")
        elif _measure(slots, at) is not None and not slots.has(at, "period"):
            measure = measure or _measure(slots, at)
            if any(word in text for word in _OFTEN):
                measure = "orders"
        elif slots.has(at, "versus") or text in ("比", "较", "高于", "低于", "多于", "少于", "超过", "不如", "不及"):
            than = True
            op = {"高于": "gt", "多于": "gt", "超过": "gt", "低于": "lt", "少于": "lt", "不如": "lt", "不及": "lt"}.get(
                text, op
            )
        elif than and second is not None and (text in (*_ZH_MORE, *_ZH_LESS) or slots.has(at, "more_word")):
            op = "lt" if text in _ZH_LESS or slots.value(at, "more_word") == "less" else "gt"
            at += 1
            break
        elif slots.has(at, "group") and slots.level(slots.value(at, "group").field) in ("product", "order"):
            where.append(filters_of(slots.value(at, "group")))
        elif not slots.has(at, "filler", "place") and text not in ("次数", "得", "金额"):
            break
        at += 1
    if not (measure and second and op):
        return None
    end = next(
        (
            i + 1
            for i in range(at - 1, index, -1)
            if not slots.has(i, "filler") or slots.has(i, "more_word") or slots[i].text in (*_ZH_MORE, *_ZH_LESS)
        ),
        at,
    )
    return index, end, _changed(measure, where, first, second, op, 1.0)
