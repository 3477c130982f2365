"""Whether it is people that are ranked: top 20 customers by orders, the biggest spenders – not the city with most."""

from __future__ import annotations

from assistant.planner.grammar.scores.likeliest import share_of_those
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def ranks_people(slots: Slots, index: int) -> bool:
    """Whether the ranking word at `index` ranks people: top 20 customers by orders, the 100 biggest spenders."""
    after = slots.next(
        index, lambda s: s.has("filler", "number", "heads", "group", "percent") and not s.has("people", "field")
    )
    if names_spenders(slots, after) or names_spenders(slots, slots.next(index)):
        return True
    if slots.next(index) < len(slots) and counts_people(slots[slots.next(index)]):
        return True  # 消费最高的200人
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


def counts_people(item: Span) -> bool:
    """200人, 20位: so many people; 前五名 may be five brands."""
    return item.has("heads") and item.text.endswith(("人", "位"))


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


def bought_most(slots: Slots) -> None:
    """who bought the most candles, 下单最多的10个客户: people are ranked by how many, not goods."""
    for index in slots.all("best_selling", "worst_selling"):
        if not slots[index].text.casefold().startswith(("bought", "buys", "buy", "purchased", "ordered")):
            continue
        before = slots.before(index)
        goods = slots.value(slots.next(index), "group")
        if slots.has(before, "who", "people") and goods is not None and slots.level(goods.field) in PRODUCT_LEVELS:
            way = "top" if slots.has(index, "best_selling") else "bottom"
            slots.retag(index, Sense(way), Sense("field", "units"))
    for index in range(len(slots)):
        most = index + 1 + (slots[index + 1].text.casefold() == "the")
        ranked = slots.has(most, "top", "bottom") and slots[most].text.casefold() in _MOST
        before = slots.before(index)
        people = (slots.has(before, "who") and slots.has(before - 1, "people")) or people_behind(slots, most + 1)
        if slots[index].text.casefold() in _ORDERED and ranked and people:
            slots.retag(index, Sense("field", "orders"))


def of_the_figure(slots: Slots, rank: int | None, period: int) -> bool:
    """消费前10%的客户今年下了多少单: behind the people, the period is that of what they did."""
    whose = [i for i in range((rank or 0) + 1, period) if slots.has(i, "people")]
    asked = any(slots.has(i, "measure", "average") for i in range(period + 1, len(slots)))
    return bool(whose) and asked and slots.chinese(whose[0])


def how_much_of_it(slots: Slots, index: int) -> bool:
    """前10%的客户贡献了多少销售额: the figure that is asked of people who are picked by a rank."""
    whose = slots.find("people", free=False)
    if whose is None or not slots.chinese(index):
        return False
    ranked = [i for i in slots.all("top", "bottom", free=False) if i < whose]
    share = slots.find("percent", free=False) is not None
    counted = any(slots.has(i, "heads", "number") for i in range(ranked[0] if ranked else whose, whose + 1))
    if not (share or (ranked and counted)) or (not share and whose > index):
        return False
    dated = any(slots.has(i, "period") for i in range(whose + 1, index))
    asked = any(word in slots[index].text for word in ("多少", "几")) or dated
    return (asked and whose < index) or (share and slots[index].text.startswith("贡献"))


def people_behind(slots: Slots, index: int) -> bool:
    """的10个客户: whom what stands before them tells."""
    while slots.has(index, "filler", "number", "heads", "pieces", "group") and not slots.has(index, "people"):
        index += 1
    return slots.has(index, "people")


_ORDERED = ("下单", "下过单", "订购", "order", "orders", "ordered")
_MOST = ("最多", "最少", "most", "the most", "least", "the least")
