"""The best and the worst customers: top 10 % by spend, the 100 biggest spenders, 消费前10%的客户."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.planner.grammar.deeds.joints import negated
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.people.people import Item, People
from assistant.planner.grammar.people.rank_sizes import rank_size
from assistant.planner.grammar.people.ranked_people import counts_people, names_spenders, of_the_figure
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


@dataclass(frozen=True)
class _Rank:
    """So many, or such a share, of the best or the worst by a figure."""

    by: str
    descending: bool
    share: float | None
    count: int | None
    period: Period | None
    where: list[Filter]
    at: int | None
    """Where the number stands."""
    last: int | None
    """Where the figure stands."""

    @property
    def limit(self) -> Limit:
        """As a limit of all other conditions: the top 10 % of those."""
        return Limit(**self._said())

    @property
    def condition(self) -> Ranked:
        """As a condition beside others: in the top 10 % of all."""
        return Ranked(**self._said())

    def _said(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in ("at", "last")}


def ranks(slots: Slots, people: People, ranked_list: bool) -> list[Item]:
    """top 10 % by spend, the 100 biggest spenders, 消费前10%的客户."""
    _churning(slots)
    items = likeliest(slots, people, ranked_list)
    for index in slots.all("top", "bottom"):
        rank = _rank_at(slots, people, index, ranked_list)
        if rank is None:
            continue
        if rank.share is not None and share_of_those(slots, rank.at, rank.last):
            people.limited = rank.limit
        elif rank.share is not None or not ranked_list:
            items.append(Item(rank.condition, index, "and", negated(slots, index)))
        else:
            people.limit, people.sort_by, people.descending = rank.count, rank.by, rank.descending
            if rank.period is not None or rank.where:
                people.limited = rank.limit
        if rank.share is None:
            break  # one list is shown
    return items


def _rank_at(slots: Slots, people: People, index: int, ranked_list: bool) -> _Rank | None:
    """The rank that a ranking word tells of people, its words used up; None where it ranks something else."""
    descending = slots.has(index, "top") or _worst_of_the_unwanted(slots, index)
    at, share, count = rank_size(slots, index)
    by, by_at = _figure(slots, index)
    if share is None and count is None:
        count = _rows_of_a_list(slots, index, by, by_at) if ranked_list else None
        if count is None:
            return None
    if by is None and _customers_named(slots, index, at) and "spend" in slots.vocabulary.dictionary.fields:
        by, people.ranked_by_default = "spend", True
    others = slots.find("field", free=True) is not None and not _of_persons(slots, index, by_at)
    if by is None or (others and count is not None and not share):
        return None
    where, goods_at = _rank_goods(slots, by, by_at)
    last = goods_at if goods_at is not None and by_at is not None and goods_at > by_at else by_at
    period, period_at = _ranked_in(slots, last if last is not None else at, by_at)
    for used in (index, at, by_at, goods_at, period_at):
        if used is not None:
            slots.use(used, "rank")
    if by_at is not None:
        _use_rank_words(slots, by_at)
    return _Rank(by, descending, share, count, period, where, at, by_at)


def _figure(slots: Slots, index: int) -> tuple[str | None, int | None]:
    """What they are ranked by: a figure that is named, or how much they bought of something."""
    by, by_at = _rank_field(slots, index)
    return (by, by_at) if by is not None else _bought_most(slots, index)


def _rows_of_a_list(slots: Slots, index: int, by: str | None, by_at: int | None) -> int | None:
    """top customers by spend: as many rows as usual, where people are named; 第一 is one."""
    named = by_at is not None and names_spenders(slots, by_at)
    if by is None or (slots.find("people", "who", free=False) is None and not named):
        return None
    return 1 if any(word in slots[index].text for word in ("第一", "首位")) else DEFAULT_ROWS


def _of_persons(slots: Slots, index: int, by_at: int | None) -> bool:
    """Whether people are spoken of around the ranking word."""
    return (by_at is not None and names_spenders(slots, by_at)) or any(
        slots.has(i, "people", "agent", "group", "who", "contact", "condition") or counts_people(slots[i])
        for i in range(max(0, index - 4), min(len(slots), index + 6))
    )


def _ranked_in(slots: Slots, beside: int | None, by_at: int | None) -> tuple[Period | None, int | None]:
    """The period of the figure: beside it, or anywhere where no deed could be its own; else that of the whole."""
    period, period_at = _rank_period(slots, beside)
    if period is None and not [i for i in slots.all("verb", "agent") if i != by_at]:
        period_at = slots.find("period")
        if period_at is not None and of_the_figure(slots, beside, period_at):
            return slots.when, None
        period = slots.value(period_at, "period") if period_at is not None else slots.when
    return period, period_at


def _worst_of_the_unwanted(slots: Slots, index: int) -> bool:
    """worst by return count: of what nobody wants, the worst have most."""
    worst = slots[index].text.casefold() in ("worst", "the worst")
    return worst and _rank_field(slots, index)[0] in ("returned_units", "churn_probability", "days_since_last_order")


def _churning(slots: Slots) -> None:
    """流失前10%: ranked by how likely they are to be lost, since nobody is lost more than others."""
    if "churn_probability" in slots.vocabulary.dictionary.fields:
        for index in slots.all("agent"):
            if slots[index].text == "流失" and slots.has(index + 1, "top", "bottom"):
                slots.retag(index, Sense("field", "churn_probability"))
    for index in range(len(slots) - 1):
        if slots.value(index, "most_done") == "revenue_per_buyer" and slots.has(slots.next(index), "percent", "heads"):
            slots.retag(index, Sense("top"))  # 最有价值的5%客户


def _customers_named(slots: Slots, index: int, at: int | None) -> bool:
    """top 10 customers: the people stand right behind the rank and its number, and nothing they could be ranked by."""
    last = max(index, at if at is not None else index)
    after = slots.next(last)
    said = any(
        slots.has(i, "measure", "scored", "most_done", "chance") and not slots.has(i, "people") and not slots.used(i)
        for i in range(len(slots))
    )
    valued = slots[index].text.casefold() == "most valuable" and not slots.has(after, "field", "group", "verb", "who")
    return (slots.has(after, "people") or valued) and not said


def _rank_field(slots: Slots, index: int) -> tuple[str | None, int | None]:
    """The figure customers are ranked by: named after "by", or beside the rank word."""
    fields = slots.vocabulary.dictionary.fields
    for at in sorted(range(len(slots)), key=lambda i: abs(i - index)):
        if slots.used(at) or abs(at - index) > 10 or _asked_of_them(slots, at, index):
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


def _asked_of_them(slots: Slots, at: int, rank: int) -> bool:
    """revenue from the 100 best customers, …的100个客户贡献了多少销售额: what is asked of them."""
    if not slots.has(at, "measure"):
        return False
    if slots.chinese(at):
        return at > rank and slots[at].text.startswith(("贡献", "带来", "花了多少", "消费了多少"))
    return at < rank and slots[at + 1].text.casefold() in ("from", "of", "by")


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
