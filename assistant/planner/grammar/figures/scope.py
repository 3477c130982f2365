"""What a figure is limited to and set against: filters, periods, comparisons, shares, trends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.comparisons.cohorts_beside import cohorts_beside
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Group, Slots
from assistant.planner.grammar.times.stretches_apart import (
    by_unit,
    each_of,
    from_then_on,
    leads_comparison,
    same_days_before,
    sides_before,
    to_date,
)
from assistant.planner.grammar.times.timing import unit_of
from assistant.planner.readers.calendar import bounds
from tools.definitions import Attribute, Filter, Period

_BOTH_AMOUNTS = (
    "The return rate here is of pieces: what returns were worth and the revenue stand beside one another.",
    "退货率按件数计算：这里把退货金额和销售额并列给出。",
)


def share(slots: Slots, figures: Figures) -> None:
    """what share of revenue comes from skincare: split by category, and the answer is that row."""
    if {"returns_value", "net_revenue"} <= set(figures.measures) and slots.find("share") is not None:
        for index in slots.all("share"):
            slots.use(index, "beside one another")
        slots.said.append(_BOTH_AMOUNTS)
        return
    for index in slots.all("share"):
        if slots.has(index, "by") and figures.dimensions:
            continue
        figures.share = True
        slots.use(index, "share")
    if not figures.share or figures.dimensions or _rows_named(slots):
        return
    for index in slots.all("field"):
        name = dimension_at(slots, index)
        if name and slots.level(name) == "customer" and not slots.has(index, "group", "scored", "measure", "number"):
            figures.dimensions.append(name)
            slots.use(index, f"split by {name}")
            return
    if "discounted_orders" in figures.measures or any(
        slots.value(i, "filter").field == "order_discount" for i in slots.all("filter")
    ):
        return  # app订单里用了折扣的百分之多少: of the orders of the app
    for index in slots.all("group"):
        group = slots.value(index, "group")
        spec = slots.vocabulary.dictionary.fields.get(group.field)
        if slots.has(index - 1, "only", "only_cue") or slots[index - 1].text in _ONLY:
            continue
        if spec is not None and spec.groupable and not group.absent:
            figures.dimensions.append(group.field)
            figures.share_of = (group.field, group.values)
            slots.use(index, f"row of the split by {group.field}")
            return


def _rows_named(slots: Slots) -> bool:
    """channel mix of women's orders: the channels are the rows, and the women no split beside them."""
    group = {slots.value(i, "group").field for i in slots.all("group")}
    named = (dimension_at(slots, i) for i in slots.all("field") if not slots.has(i, "group", "condition", "measure"))
    return any(name and slots.level(name) != "customer" and name not in group for name in named)


_ONLY = ("只看", "仅看", "只算", "只限", "限", "限于", "仅限", "仅", "就看", "单看", "光看", "只统计")
"""只看app: what follows narrows the whole."""


def sides(slots: Slots, figures: Figures) -> None:
    """Germany vs UK, compare men and women, 分别: the values compared are the rows."""
    compared = slots.find("versus", "respectively", "winner", free=False) is not None
    between = [i for i in range(len(slots)) if slots.has(i, "difference") and apart(slots[i].text.casefold())]
    for index in range(len(slots)):
        group = slots.value(index, "group")
        spec = slots.vocabulary.dictionary.fields.get(group.field) if group else None
        both = group is not None and group.field == "gender" and group.joiner == "and" and bool(figures.dimensions)
        if spec and spec.groupable and len(group.values) > 1 and (group.joiner == "vs" or compared or between or both):
            if group.field not in figures.dimensions:
                figures.dimensions.append(group.field)
            if between and figures.compare == "change":
                figures.compare = None
    _people_apart(slots, figures)
    if figures.compare == "change" and _measures_apart(slots):
        figures.compare = None  # 毛收入比净收入多多少
    several = len(slots.all("period")) > 1
    named = any(slots.value(i, "group") for i in range(len(slots))) or "day_type" in figures.dimensions
    if several or (named and figures.dimensions):
        for index in slots.all("winner"):
            slots.use(index, "compared")


def _people_apart(slots: Slots, figures: Figures) -> None:
    """搜索广告来的人跟朋友推荐来的人，平均每人……: people told apart by one fact are the rows."""
    if not any(slots.chinese(i) for i in range(len(slots))):
        return
    found = [(i, fact) for i in range(len(slots)) if (fact := _fact(slots, i)) is not None]
    for (first, one), (second, other) in pairwise(found):
        if one.field != other.field or list(one.values) == list(other.values) or figures.share:
            continue
        between = range(first + 1, second)
        against = any(slots.has(i, "versus", "than") for i in between)
        people = any(slots.has(i, "people") or slots[i].text in ("来的", "的") for i in between)
        tied = any(slots[i].text in _TIED for i in between) and not any(slots.has(i, "or", "break") for i in between)
        apart_ = against or (tied and people and slots.level(one.field) == "customer")
        if apart_ and one.field not in figures.dimensions:
            figures.dimensions.append(one.field)


def _fact(slots: Slots, index: int) -> Group | Attribute | None:
    """A fact that people are picked by and that they can be split by, too."""
    found = slots.value(index, "group") or slots.value(index, "condition")
    spec = slots.vocabulary.dictionary.fields.get(getattr(found, "field", ""))
    plain = isinstance(found, Group | Attribute) and found.op == "is" and spec is not None and spec.groupable
    return found if plain else None


def _measures_apart(slots: Slots) -> bool:
    """Two figures of the same days on the two sides of 比."""
    told = [i for i in range(len(slots)) if slots.role(i).startswith("measure:")]
    versus = [i for i in range(len(slots)) if slots.has(i, "versus", "than")]
    return any(told and told[0] < i < told[-1] for i in versus) and len(slots.all("period", free=False)) < 2


_TIED = ("跟", "和", "与", "对", "及", "以及")


def apart(word: str) -> bool:
    """A difference between two sides rather than over time: 差多少, 区别, how far apart."""
    return word.casefold().startswith(
        ("差", "相差", "区别", "有区别", "有差", "有什么", "高多少", "低多少", "多多少", "少多少", "differ")
    )


def filters(slots: Slots, figures: Figures) -> None:
    """Products, channels and campaigns named outside of clauses narrow the figure."""
    for index in range(len(slots)):
        if slots.used(index):
            continue
        if slots.has(index, "filter"):
            figures.where.append(slots.value(index, "filter"))
            slots.use(index, "filter")
        elif slots.has(index, "last_campaign") and slots.vocabulary.last_campaign:
            figures.where.append(Filter(field="campaign", values=[slots.vocabulary.last_campaign[0]]))
            slots.use(index, "the last campaign")
        elif slots.has(index, "group"):
            group = slots.value(index, "group")
            found = filters_of(group)
            if _excluded(slots, index):
                found = found.model_copy(update={"op": "is_not"})
            figures.where.append(found)
            slots.use(index, f"filter: {group.field}")
            several = len(group.values) > 1 and (group.joiner or group.field == "campaign") and not figures.share
            if several and not figures.dimensions and found.op == "is" and slots.level(group.field):
                figures.dimensions.append(group.field)
        elif slots.has(index, "contact_noun") and set(figures.measures) & EVENT_MEASURES:
            stored = next(
                (
                    v
                    for v in slots.vocabulary.values("campaign_channel")
                    if v.casefold() == slots.value(index, "contact_noun")
                ),
                None,
            )
            if stored:
                figures.where.append(Filter(field="campaign_channel", values=[stored]))
            slots.use(index, "filter: campaign_channel")


def label_goods(slots: Slots, figures: Figures) -> None:
    """revenue from products launched this year: "products" only says what the filter is of."""
    if not any(slots.level(item.field) in PRODUCT_LEVELS for item in figures.where) or "product" in figures.dimensions:
        return
    for index in slots.all("field"):
        beside = (slots.next(index), slots.before(index))
        if slots.value(index, "field") == "product" and any(
            slots.role(i).startswith("filter") for i in beside if 0 <= i < len(slots)
        ):
            slots.use(index, "label")


def _excluded(slots: Slots, index: int) -> bool:
    before = slots.before(index, lambda item: item.has("filler", "place", "for") and not item.has("not", "except"))
    if slots.has(before, "not", "except", "remove") and not slots.used(before):
        slots.use(before, "negation")
        if slots.has(index + 1, "except_end"):
            slots.use(index + 1, "negation")
        return True
    return False


def periods(slots: Slots, figures: Figures, today: date) -> None:
    """The period, and the one it is set against; a second one that nothing sets against the first is left over."""
    free = slots.all("period")
    if "cohort_retention" in figures.measures and cohorts_beside(slots, figures, free, today):
        return
    versus = slots.all("versus", free=False)
    against = bool(versus) or bool(figures.compare) or slots.find("winner", free=False) is not None
    for position, index in enumerate(free):
        before = slots.before(
            index, lambda item: item.has("filler", "place", "break", "and") and not item.has("versus", "compare")
        )
        alone = slots.has(before, "versus") and len(free) == 1 and not leads_comparison(slots, before, index, figures)
        alone = alone and not sides_before(slots, before, index)
        if alone or (position == 1 and against):
            figures.compare_period = slots.value(index, "period")
        elif figures.period is None and not position:
            figures.period = from_then_on(slots, index, figures) or slots.value(index, "period")
            if unit := slots.value(index, "by_unit") or each_of(slots, index):
                by_unit(figures, unit)
        elif not _said_again(figures, slots.value(index, "period"), today) and not (
            position == 1 and _two_alike(figures, slots.value(index, "period"), today)
        ):
            continue
        slots.use(index, "period")
    for index in versus:
        slots.use(index, "compared")
    figures.period = to_date(figures.period, figures.compare_period, today)
    if same_days_before(slots, figures):
        figures.compare, figures.compare_period = "previous_period", None
    if (
        figures.compare_period
        and figures.period
        and bounds(figures.period, today) == bounds(figures.compare_period, today)
    ):
        # 跟上个月比，9月 …, asked in October
        figures.compare, figures.compare_period = figures.compare or "previous_period", None
    if figures.compare_period and figures.period is None:
        figures.period, figures.compare_period = _default_main(figures.compare_period, today), figures.compare_period


def _said_again(figures: Figures, period: Period, today: date) -> bool:
    """this summer than last? june-aug: the days asked about, in other words."""
    days = [bounds(one, today) for one in (figures.period, figures.compare_period) if one is not None]
    return bounds(period, today) in days


def _two_alike(figures: Figures, other: Period, today: date) -> bool:
    """in Q3 2025 and Q3 2026, 1-7 October this year and last: two like stretches are set against each other.

    Two that lie next to each other would be one stretch, unless they are said to be this one and the last.
    """
    one = figures.period
    if one is None or figures.compare_period is not None or figures.compare or set(figures.dimensions) & _UNITS_OF_TIME:
        return False
    first, second = bounds(one, today), bounds(other, today)
    whole = (one.kind, one.unit) == (other.kind, other.unit) == ("calendar", one.unit)
    if not (whole or _like_days(first, second)):
        return False
    figures.compare_period = other
    return True


_UNITS_OF_TIME = frozenset(("day", "week", "month", "quarter", "year"))


def _like_days(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    """Whether two stretches are the same days of two years, two days, or two months, quarters or halves."""
    if None in first or None in second:
        return False
    (start, end), (begin, last) = first, second
    assert start and end and begin and last
    if end >= begin and last >= start:
        return False
    same = (start.month, start.day, end.month) == (begin.month, begin.day, last.month)
    lengths = (end - start).days, (last - begin).days
    months = start.day == begin.day == 1 and (end + timedelta(days=1)).day == (last + timedelta(days=1)).day == 1
    return (same or months or lengths == (0, 0)) and abs(lengths[0] - lengths[1]) <= _LONGER_BY


_LONGER_BY = 3
"""Days by which months, quarters and halves differ in length."""


def _default_main(other: Period, today: date) -> Period:
    """vs last month, vs 2025, with nothing else said, compares this month, this year with it."""
    if other.kind == "calendar" and other.offset < 0:
        return Period(kind="calendar", unit=other.unit, offset=other.offset + 1)
    if other.kind == "fixed" and (unit := unit_of(other, today)) in ("year", "quarter"):
        return Period.model_validate({"kind": "calendar", "unit": unit, "offset": 0})
    return Period(kind="calendar", unit="month", offset=0)
