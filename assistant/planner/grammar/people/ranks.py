"""The best and the worst customers: top 10 % by spend, the 100 biggest spenders, 消费前10%的客户."""

from __future__ import annotations

from assistant.planner.grammar.deeds.joints import negated
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.people.people import Item, People
from assistant.planner.grammar.rows.row_counts import said_last
from assistant.planner.grammar.scores.likeliest import likeliest, share_of_those
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots, is_light
from assistant.planner.lexicon import Sense
from tools.definitions import Filter, Limit, Period, Ranked

NUMERIC_RANKS = {
    "net_revenue": "spend",
    "gross_revenue": "spend",
    "orders": "orders",
    "units": "units",
    "revenue_per_buyer": "spend",
    "average_order_value": "average_order_value",
    "returned_units": "returned_units",
    "customers": "spend",
}
DEFAULT_ROWS = 10
"""How many "top customers" are when no number is given."""


def ranks(slots: Slots, people: People, ranked_list: bool) -> list[Item]:
    """top 10 % by spend, the 100 biggest spenders, 消费前10%的客户."""
    _churning(slots)
    items = likeliest(slots, people, ranked_list)
    for index in slots.all("top", "bottom"):
        descending = slots.has(index, "top")
        if slots[index].text.casefold() in ("worst", "the worst") and _bad(slots, index):
            descending = True
        at, share, count = _rank_size(slots, index)
        if share is None and count is None:
            at, share, count = _size_said_apart(slots, index)
        by, by_at = _rank_field(slots, index)
        if by is None:
            by, by_at = _bought_most(slots, index)
        if share is None and count is None:
            named = by_at is not None and names_spenders(slots, by_at)
            if by is None or not ranked_list or (slots.find("people", "who", free=False) is None and not named):
                continue
            count = 1 if any(word in slots[index].text for word in ("第一", "首位")) else DEFAULT_ROWS
        if by is None and _customers_named(slots, index, at) and "spend" in slots.vocabulary.dictionary.fields:
            by, people.ranked_by_default = "spend", True
        person = (by_at is not None and names_spenders(slots, by_at)) or any(
            slots.has(i, "people", "agent", "group", "who", "contact", "condition")
            for i in range(max(0, index - 4), min(len(slots), index + 6))
        )
        if by is None or (
            slots.find("field", free=True) is not None and not person and count is not None and not share
        ):
            continue
        where, goods_at = _rank_goods(slots, by, by_at)
        last = goods_at if goods_at is not None and by_at is not None and goods_at > by_at else by_at
        period, period_at = _rank_period(slots, last if last is not None else at)
        if period is None and not [i for i in slots.all("verb", "agent") if i != by_at]:
            period_at = slots.find("period")
            period = slots.value(period_at, "period") if period_at is not None else slots.when
        for used in (index, at, by_at, goods_at, period_at):
            if used is not None:
                slots.use(used, "rank")
        if by_at is not None:
            _use_rank_words(slots, by_at)
        if share is not None and at is not None and share_of_those(slots, at):
            people.limited = Limit(by=by, descending=descending, share=share, period=period, where=where)
        elif share is not None or not ranked_list:
            ranked = Ranked(
                by=by,
                descending=descending,
                share=share,
                count=count,
                period=period,
                where=where,
            )
            items.append(Item(ranked, index, "and", negated(slots, index)))
        else:
            people.limit, people.sort_by, people.descending = count, by, descending
            if period is not None or where:
                people.limited = Limit(by=by, descending=descending, count=count, period=period, where=where)
        if share is None:
            break
    return items


def _bad(slots: Slots, index: int) -> bool:
    """worst by return count: of what nobody wants, the worst have most."""
    by, _ = _rank_field(slots, index)
    return by in ("returned_units", "churn_probability", "days_since_last_order")


def _churning(slots: Slots) -> None:
    """流失前10%: ranked by how likely they are to be lost, since nobody is lost more than others."""
    if "churn_probability" in slots.vocabulary.dictionary.fields:
        for index in slots.all("agent"):
            if slots[index].text == "流失" and slots.has(index + 1, "top", "bottom"):
                slots.retag(index, Sense("field", "churn_probability"))


def _customers_named(slots: Slots, index: int, at: int | None) -> bool:
    """top 10 customers: the people stand right behind the rank and its number, and nothing they could be ranked by."""
    last = max(index, at if at is not None else index)
    after = slots.next(last)
    said = any(
        slots.has(i, "measure", "scored", "most_done", "chance") and not slots.has(i, "people") and not slots.used(i)
        for i in range(len(slots))
    )
    return slots.has(after, "people") and not said


def ranks_people(slots: Slots, index: int) -> bool:
    """Whether the ranking word at `index` ranks people: top 20 customers by orders, the 100 biggest spenders."""
    after = slots.next(
        index, lambda s: s.has("filler", "number", "heads", "group", "percent") and not s.has("people", "field")
    )
    if names_spenders(slots, after) or names_spenders(slots, slots.next(index)):
        return True
    if slots.has(index, "field"):
        return True  # who bought the most candles
    who = slots.find("who", free=False)
    if (
        who is not None
        and who < index
        and slots.has(after, "field")
        and slots.value(after, "field") in ("orders", "units")
    ):
        return all(slots.has(i, "filler") for i in range(who + 1, index))  # who placed the most orders
    named = slots.find("which", free=False) is None  # which city has the most customers
    return named and slots.has(after, "people") and not slots.has(after, "group")


_THOSE = ("those", "the ones", "ones", "anyone", "everyone", "everybody", "all those")


def in_top_shares(slots: Slots) -> bool:
    """people in the top 10% by spend and in the top 10% by orders: all that is named is what they are ranked by."""
    shares = [i for i in slots.all("top", "bottom", free=False) if slots.has(slots.next(i), "percent")]
    named = [i for i in range(len(slots)) if slots.has(i, "measure") and not slots.has(i, "people", "agent", "verb")]
    ranked = all(slots.has(slots.before(i), "by", "rank_by") for i in named)
    people = slots.find("people", "who", free=False) is not None or slots[0].text.casefold() in _THOSE
    people = people or any(share_of_those(slots, slots.next(i)) for i in shares)  # top 25 % of men
    return bool(shares) and ranked and (people or not named)


def names_spenders(slots: Slots, index: int) -> bool:
    """Whether a word for spending names the people who do it: the ten biggest spenders."""
    return 0 <= index < len(slots) and slots[index].text.casefold().endswith(("spender", "spenders"))


def _rank_size(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    for at in (slots.next(index), index + 1, index - 1):
        if not 0 <= at < len(slots) or slots.used(at):
            continue
        if slots.has(at, "percent") and 0 < slots.value(at, "percent") <= 1:
            return at, float(slots.value(at, "percent")), None
        value = slots.value(at, "heads") or slots.value(at, "number")
        if value:
            return at, None, int(value)
    for at in range(len(slots) - 1):
        beside = slots.next(at, lambda item: item.has("filler", "group") and not item.has("people"))
        value = slots.value(at, "heads") or slots.value(at, "number")
        if value and slots.has(beside, "people") and not slots.used(at) and not slots.has(at, "period"):
            return at, None, int(value)
    return None, None, None


def _size_said_apart(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    """who spent the most? top 10: how many stands with a second ranking word, or with a first that orders nothing."""
    for other in slots.all("top", "bottom", "first_order"):
        after = slots.next(other)
        if other != index and slots.has(after, "number", "percent", "heads") and not slots.used(after):
            at, share, count = _rank_size(slots, other)
            if at is not None:
                slots.use(other, "rank")
                return at, share, count
    count, at = said_last(slots, index)
    return at, None, count


def _rank_field(slots: Slots, index: int) -> tuple[str | None, int | None]:
    """The figure customers are ranked by: named after "by", or beside the rank word."""
    fields = slots.vocabulary.dictionary.fields
    for at in sorted(range(len(slots)), key=lambda i: abs(i - index)):
        if slots.used(at) or abs(at - index) > 10:
            continue
        for sense in slots[at].senses:
            name = (
                sense.value
                if sense.kind == "field"
                else NUMERIC_RANKS.get(sense.value)
                if sense.kind == "measure"
                else ("spend" if sense.kind == "verb" and sense.value == "spend" else None)
            )
            if (
                name in fields
                and fields[name].numeric
                and fields[name].level == "customer"
                and not slots.has(at, "people")
            ):
                return name, at
    return slots.rank, None


def bought_most(slots: Slots) -> None:
    """who bought the most candles: people are ranked by how many, not goods."""
    for index in slots.all("best_selling", "worst_selling"):
        if not slots[index].text.casefold().startswith(("bought", "buys", "buy", "purchased", "ordered")):
            continue
        before = slots.before(index)
        goods = slots.value(slots.next(index), "group")
        if slots.has(before, "who", "people") and goods is not None and slots.level(goods.field) in PRODUCT_LEVELS:
            way = "top" if slots.has(index, "best_selling") else "bottom"
            slots.retag(index, Sense(way), Sense("field", "units"))


def _bought_most(slots: Slots, index: int) -> tuple[str | None, int | None]:
    """谁买的口红最多, 买口红次数最多的客户: by pieces, or by orders, of what stands before."""
    times = slots[index - 1].text in ("次数", "频率") or (
        slots[index - 1].text == "数" and slots[index - 2].text == "次"
    )
    start = index - (2 if slots[index - 1].text == "数" and times else 1 if times else 0)
    goods = slots.before(start)
    verb = slots.before(goods)
    people = any(slots.has(i, "people", "who", "list") for i in range(len(slots)))
    most = slots[index].text.startswith("最")
    if not (
        most and slots.chinese(index) and people and slots.has(goods, "group") and slots.value(verb, "verb") == "buy"
    ):
        return None, None
    for at in range(start, index):
        slots.use(at, "rank")
    slots.retag(verb, Sense("filler"))
    return "orders" if times else "units", start if start < index else index


def _rank_goods(slots: Slots, by: str, at: int | None) -> tuple[list[Filter], int | None]:
    """top 5 by skincare spend, who spends the most on shoes: the goods, or the orders, that the figure is of."""
    if at is None or by not in ("spend", "orders", "units"):
        return [], None
    for place in (slots.before(at), slots.next(at, lambda item: is_light(item) or item.has("top"))):
        group = slots.value(place, "group") if 0 <= place < len(slots) and not slots.used(place) else None
        between = range(at + 1, min(place + 1, len(slots)))
        behind = place > at and not (
            slots.has(at, "top", "bottom")
            or any(slots.has(i, "place") or slots[i].text.casefold().startswith(("on", "in ")) for i in between)
        )
        level = slots.level(group.field) if group is not None else ""
        if group is None or level not in (*PRODUCT_LEVELS, "order") or group.absent or behind:
            continue
        if slots.has(place + 1, "agent", "people"):
            continue  # spent the most among app shoppers
        return [filters_of(group)], place
    return [], None


def _rank_period(slots: Slots, index: int | None) -> tuple[Period | None, int | None]:
    if index is None:
        return None, None
    for at in (slots.next(index), slots.before(index)):
        if 0 <= at < len(slots) and slots.has(at, "period") and not slots.used(at):
            return _whole(slots.value(at, "period"), slots[at].text), at
    return None, None


def _whole(period: Period, said: str) -> Period:
    """by 2026 spend: the year's, and not all until its end."""
    end = period.end
    if period.kind != "fixed" or period.start is not None or not said.casefold().startswith("by ") or end is None:
        return period
    if (end.month, end.day) != (12, 31):
        return period
    return period.model_copy(update={"start": end.replace(month=1, day=1)})


def _use_rank_words(slots: Slots, index: int) -> None:
    for at in (slots.before(index), slots.before(slots.before(index)), index + 1):
        if slots.has(at, "rank_by", "by") and not slots.has(at, "group"):
            slots.use(at, "rank by")
