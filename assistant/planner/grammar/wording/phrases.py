"""Turns of phrase settled before figures are read: joints, splits, lists of numbers, notes in brackets."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.campaigns.mailings import count_acts
from assistant.planner.grammar.comparisons.compared_people import settle_compared_people
from assistant.planner.grammar.comparisons.counted_sides import settle_counted_sides
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.figures.asking import (
    age_at_joining,
    fact_of_people,
    how_long,
    row_by_row,
    what_was_spent,
)
from assistant.planner.grammar.figures.averages import usual_age
from assistant.planner.grammar.figures.extremes import settle_extremes
from assistant.planner.grammar.figures.listed import settle_listed
from assistant.planner.grammar.figures.newcomers import settle_new_and_old
from assistant.planner.grammar.figures.order_pieces import settle_order_pieces
from assistant.planner.grammar.figures.own_sums import settle_own_sums
from assistant.planner.grammar.figures.several_sums import settle_several_sums
from assistant.planner.grammar.figures.spent_on_each import spent_on_each
from assistant.planner.grammar.figures.spread import settle_spread
from assistant.planner.grammar.figures.yielded import settle_yielded
from assistant.planner.grammar.goods.counted_goods import settle_goods
from assistant.planner.grammar.goods.goods_asked import settle_goods_asked
from assistant.planner.grammar.goods.goods_of_rows import settle_goods_of_rows
from assistant.planner.grammar.goods.sold_goods import settle_sold_goods
from assistant.planner.grammar.orders.first_orders import first_order_facts
from assistant.planner.grammar.orders.given_back import settle_returned_goods
from assistant.planner.grammar.orders.one_order import settle_one_order
from assistant.planner.grammar.orders.orders_holding import settle_orders_holding
from assistant.planner.grammar.people.acquisition import how_they_came
from assistant.planner.grammar.rows.bands import settle_spread_counts
from assistant.planner.grammar.rows.cohorts import settle_retention
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.rows.listed_heads import settle_listed_heads
from assistant.planner.grammar.rows.number_lists import spread_by_numbers
from assistant.planner.grammar.rows.row_counts import settle_first_rows
from assistant.planner.grammar.rows.tables import settle_crosses, settle_middles
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.listed_periods import settle_listed_periods, settle_same_holiday
from assistant.planner.grammar.times.timing import settle_periods, within
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.values.counted import settle_counts
from assistant.planner.grammar.wording.restated import settle_notes, settle_restated
from assistant.planner.lexicon import Sense

_SPREAD_OVER = ("over", "across", "through")
_OPENING = "([（【"
_NARROWING = (
    "group", "value", "values", "range", "condition", "filter", "measure", "field", "verb", "by", "only", "not",
    "never", "except", "top", "bottom", "compare", "versus", "number", "percent", "money", "agent",
)  # fmt: skip
_OPINIONS = ("感觉", "总觉得", "我感觉", "怀疑", "我怀疑", "担心")


def settle_phrases(slots: Slots, today: date) -> None:
    """Rewrite the row of slots in place; conditions and values stay as they are."""
    _plus_signs(slots)
    what_was_spent(slots)
    how_they_came(slots)
    count_acts(slots)
    _lost_figures(slots)
    spent_on_each(slots)
    _times_on_average(slots)
    _on_average_days(slots)
    _counted_best(slots)
    settle_crosses(slots)
    settle_middles(slots)
    settle_yielded(slots)
    settle_several_sums(slots)
    settle_extremes(slots)
    settle_one_order(slots)
    settle_goods_of_rows(slots)
    settle_returned_goods(slots)
    row_by_row(slots)
    settle_first_rows(slots)
    age_at_joining(slots)
    usual_age(slots)
    settle_order_pieces(slots)
    fact_of_people(slots)
    how_long(slots)
    _purpose(slots, today)
    first_order_facts(slots)
    spread_by_numbers(slots)
    settle_spread_counts(slots)
    settle_spread(slots)
    _over_the_weekdays(slots)
    _times_a_month(slots)
    settle_listed_periods(slots)
    settle_periods(slots, today)
    settle_same_holiday(slots, today)
    settle_counts(slots, today)
    settle_restated(slots, today)
    settle_orders_holding(slots)
    settle_goods_asked(slots)
    settle_sold_goods(slots)
    settle_goods(slots)
    settle_listed(slots)
    settle_listed_heads(slots)
    settle_new_and_old(slots)
    settle_counted_sides(slots)
    _first_and_repeat(slots)
    _returned(slots)
    _each_row(slots)
    settle_retention(slots)
    settle_compared_people(slots)
    settle_notes(slots)
    settle_own_sums(slots)


def _lost_figures(slots: Slots) -> None:
    """which categories lost revenue: less of it, and no segment of that name."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        lost = getattr(group, "field", "") == "rfm_segment" and slots[index].text.casefold() in ("lost", "loses")
        if lost and slots[index + 1].text.casefold() in ("to", "through", "from", "on"):
            slots.retag(index, Sense("filler"))
            slots.use(index, "lost to something")  # revenue lost to returns
            continue
        at = slots.next(index, lambda item: item.has("filler", "top") and not item.has("measure"))
        if (
            lost
            and slots.has(at, "measure")
            and not slots.has(at, "people", "agent")
            and not slots.has(index + 1, "people", "agent")
        ):
            slots.retag(index, Sense("difference"))


def _times_on_average(slots: Slots) -> None:
    """how many times on average did customers order in 2026: in that period, and nobody is picked."""
    asked = next((i for i in slots.all("measure") if slots[i].text.casefold().startswith(_TIMES)), None)
    if asked is not None and slots.value(asked, "measure") == "orders_per_buyer" and not slots.relative:
        for index in range(asked + 1, len(slots)):
            if slots.value(index, "verb") == "buy" or (slots.has(index, "people") and not slots.has(index, "group")):
                slots.retag(index, Sense("filler"))


_TIMES = ("how many times", "how often", "on average how", "average number of times")


def _on_average_days(slots: Slots) -> None:
    """on an average saturday: of all the Saturdays there were, which no figure here is spread over."""
    for index in slots.all("average"):
        after = slots.next(index)
        group = slots.value(after, "group")
        if getattr(group, "field", "") in ("weekday", "day_type", "hour") and not slots.chinese(index):
            raise Unclear(
                "I can average over all days, weeks or months of a period, not over certain weekdays; by weekday I can "
                "show the totals.",
                "可以按天、周、月求平均，但不能只对某些星期几求平均；可以按星期几看合计。",
                [("orders by weekday this year", "今年按星期几看订单数")],
                slots.origin(after),
            )


def _counted_best(slots: Slots) -> None:
    """our 10 best customers by revenue: with a number or a figure to go by they are ranked, and no segment."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if getattr(group, "field", "") != "rfm_segment" or not slots[index].text.casefold().startswith(
            ("best ", "top ", "our best ")
        ):
            continue
        if slots.has(slots.before(index), "number") or slots.has(slots.next(index), "rank_by", "by"):
            slots.retag(index, Sense("top"), Sense("people"))


def _returned(slots: Slots) -> None:
    """womenswear coming back, return rate: goods that come back are returned, nobody buys again."""
    returned = any(
        slots.value(i, "measure") in ("return_rate", "returned_units", "returns_value") for i in range(len(slots))
    )
    if returned and slots.find("people", "agent", "who") is None:
        for index in range(len(slots)):
            if slots.value(index, "verb") == "rebuy":
                slots.retag(index, Sense("filler"))


def _each_row(slots: Slots) -> None:
    """age bands of customers, how many in each: "each" is each of what was named before."""
    for index in range(1, len(slots)):
        alone = slots.has(index, "by", "each_row", "respectively") and all(
            slots.has(i, "break", "filler", "how_many") and not slots.has(i, "by") for i in range(index + 1, len(slots))
        )
        if not alone or slots[index].text.casefold() in ("split", "breakdown"):
            continue
        rows = [
            i
            for i in range(index)
            if dimension_at(slots, i) and not slots.has(i, "group", "measure", "period", "people")
        ]
        if rows and not any(slots.has(i - 1, "by") for i in rows):
            row = rows[-1]
            slots.retag(row, *slots[row].senses, Sense("each_unit", dimension_at(slots, row)))
            slots.use(index, "split by it")


def _first_and_repeat(slots: Slots) -> None:
    """Q3 revenue: first orders how much, repeat orders how much – split by which of the two an order is."""
    if "first_or_repeat" not in slots.vocabulary.dictionary.fields or slots.find("who", "share") is not None:
        return
    first = next((i for i in slots.all("group", "field") if _is_first(slots, i)), None)
    repeat = next((i for i in range(len(slots)) if _is_repeat(slots, i)), None)
    measured = any(slots.has(i, "measure") and not slots.has(i, "people", "agent") for i in range(len(slots)))
    if first is None or repeat is None or not measured or slots.find("people") is not None:
        return
    slots.retag(first, Sense("field", "first_or_repeat"))
    slots.retag(repeat, Sense("filler"))
    for at in (first + 1, repeat + 1):
        if slots.value(at, "field") in ("orders", "order_id") and len([i for i in slots.all("measure") if i != at]):
            slots.retag(at, Sense("filler"))


def _is_first(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return slots.value(index, "field") == "first_order_date" or (
        group is not None and (group.field, group.values) == ("first_or_repeat", ("first",))
    )


def _is_repeat(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return (
        slots.value(index, "verb") == "rebuy"
        or slots.value(index, "agent") in ("repeat", "returning")
        or (group is not None and (group.field, group.values) == ("first_or_repeat", ("repeat",)))
        or (slots.has(index, "repeat_only") and not slots.has(index, "verb"))
    )


def _plus_signs(slots: Slots) -> None:
    """average price + number of products, channel x tier: a joint, where no number stands before it."""
    for index in range(1, len(slots) - 1):
        if slots[index].text in ("+", "&") and not amount_of(slots[index - 1]):
            slots.retag(index, Sense("and"))


def _over_the_weekdays(slots: Slots) -> None:
    """spread over the weekdays, across the hours: over what rather than over how much."""
    for index in range(len(slots) - 1):
        if slots[index].text.casefold() in _SPREAD_OVER and not slots.has(index, "by"):
            at = slots.next(index)
            if dimension_at(slots, at) and not slots.has(at, "period", "group", "range", "measure"):
                slots.retag(index, Sense("by"))


def _times_a_month(slots: Slots) -> None:
    """add-to-carts a month, orders a day: split by that unit of time."""
    for index in range(1, len(slots)):
        text = slots[index].text.casefold()
        within = slots.has(index - 1, "place", "cmp")
        if (
            slots.has(index, "duration")
            and text.startswith(("a ", "an "))
            and not (within or slots.has(index, "period", "range"))
        ):
            count, unit = slots.value(index, "duration")
            before = slots.before(index, lambda item: item.has("filler", "verb") and not item.has("measure", "field"))
            if count == 1 and slots.has(before, "measure", "field", "average", "people", "agent", "how_many"):
                slots.retag(index, Sense("field", unit), Sense("each_unit", unit))


def _purpose(slots: Slots, today: date) -> None:
    """…, want to see the spike: why it is asked says nothing about what is asked, while it names no more."""
    for index in slots.all("purpose"):
        stops = [i for i in range(index + 1, len(slots)) if slots.has(i, "break") and slots[i].text not in ",，、"]
        inside = range(index, min(stops, default=len(slots)))
        opens = index == 0 or slots.has(index - 1, "break")
        named = any(slots.has(i, "measure", "people", "agent") for i in range(len(slots)) if i not in inside)
        if opens and named and not any(_asks(slots, i, inside, today) for i in inside):
            for at in inside:
                slots.use(at, "why it is asked")


def _asks(slots: Slots, index: int, inside: range, today: date) -> bool:
    """Whether a word narrows a question wherever it stands; days within those asked about do not."""
    if slots.has(index, "purpose"):
        return False
    if slots.has(index, "period") and slots[inside[0]].text not in _OPINIONS:
        others = [slots.value(i, "period") for i in slots.all("period") if i not in inside]
        return not any(within(slots.value(index, "period"), other, today) for other in others)
    if slots.has(index, "not") and slots[inside[0]].text in _OPINIONS:
        return False
    return slots.has(index, *_NARROWING)
