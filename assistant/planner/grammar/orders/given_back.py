"""Goods that came back, counted as pieces or as a rate: how many times was the dress returned, what % came back.

Who returned something is a condition on people (returns.py); here nobody is asked for.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

RATE = "rate of returns"
_CAME_BACK = ("came back", "come back", "comes back", "coming back", "been back", "come back to us", "came back to us")
_SENDS = ("send", "sent", "sends", "sending", "bring", "brought", "give", "gave", "ship", "shipped", "hand", "handed")
_OFTEN = ("often", "times", "time", "frequently")
_COUNTED = ("returned_units", "returns_value", "return_rate")


def settle_returned_goods(slots: Slots) -> None:
    """Turn a verb whose subject or object is goods into the figure that counts them."""
    _put_together(slots)
    _returned_orders(slots)
    _counted_returns(slots)
    _returned_pieces(slots)
    _money_returned(slots)
    _pairs(slots)
    if _most_returned(slots):
        return
    verb = next((i for i in range(len(slots)) if _comes_back(slots, i)), None)
    if verb is None or any(slots.value(i, "measure") in _COUNTED for i in range(len(slots)) if i != verb):
        return
    often = [i for i in range(len(slots)) if slots[i].text.casefold() in _OFTEN and _how_before(slots, i)]
    people = slots.find("people", "agent") is not None or (slots[0].has("who") and not slots[0].has("which"))
    if _rated_rows(slots, verb) and not people:
        slots.retag(verb, Sense("measure", "return_rate"))
        return
    if not _goods(slots, verb) or (people and not often):
        return
    shared = [*slots.all("share"), *_relative_to(slots)]
    slots.retag(verb, Sense("measure", "return_rate" if shared else "returned_units"))
    for index in shared:
        slots.use(index, RATE)
    for index in (*often, *slots.all("how_many"), *(slots.all("people") if often else ())):
        slots.use(index, "asked for")
    for index in range(len(slots)):
        if slots.value(index, "verb") in ("sell", "buy") and shared:
            slots.retag(index, Sense("filler"))


def _most_returned(slots: Slots) -> bool:
    """returned most often as a share of units sold, 退得最多，按退货占销量的比例: ranked by the rate."""
    ranks = [i for i in slots.all("most_done", "least_done") if "returned_units" in map(_done_at, slots[i].senses)]
    told = [i for i in (*slots.all("share"), *slots.all("versus")) if _of_sold(slots, i)] + slots.all("as_rate")
    verb = next((i for i in range(len(slots)) if slots.value(i, "verb") == "return_goods"), None)
    if told and not ranks and verb is not None and verb < min(told) and slots.find("people", "agent", "who") is None:
        ranks = [i for i in slots.all("top", "bottom") if i > min(told)]  # 哪个品牌退货相对销量最多
        slots.retag(verb, Sense("filler"))
    if not ranks or not told:
        return False
    rank, figure = ranks[0], min(told)
    for index in range(figure + 1, len(slots)):
        if slots.has(index, "measure", "verb", "share") and not slots.has(index, "group", "period"):
            slots.retag(index, Sense("filler"))
            slots.use(index, RATE)
    for index in range(rank + 1, figure):
        if slots.value(index, "verb") == "return_goods" or slots.has(index, "by", "rank_by"):
            slots.retag(index, Sense("filler"))  # 按退货占销量的比例
    slots.retag(figure, Sense("measure", "return_rate"))
    if slots.has(rank, "most_done", "least_done"):
        slots.retag(rank, Sense("top" if slots.has(rank, "most_done") else "bottom"))
    return True


def _done_at(sense: Sense) -> str:
    return str(sense.value) if sense.kind in ("most_done", "least_done") else ""


def _of_sold(slots: Slots, index: int) -> bool:
    """as a share of units sold, relative to what was sold, 占销量: not of all that came back."""
    after = slots.next(index, lambda item: item.has("filler", "which", "how_much") and not item.has("measure", "verb"))
    return slots.value(after, "measure") in ("units", "net_revenue") or slots.value(after, "verb") in ("sell", "buy")


def _relative_to(slots: Slots) -> list[int]:
    """come back most relative to sales: as a rate."""
    for index in slots.all("versus"):
        after = slots.next(index)
        if slots[index].text.casefold() == "relative to" and slots.value(after, "measure") in ("net_revenue", "units"):
            return [index, after]
    return []


def asks_return_rate(slots: Slots) -> bool:
    """Whether the share that is asked for is the rate of returns."""
    return any(slots.role(i) == RATE for i in range(len(slots)))


def _put_together(slots: Slots) -> None:
    """send the dress back: one verb, with the goods inside it."""
    for index in range(len(slots)):
        if slots[index].text.casefold() not in _SENDS:
            continue
        back = next((i for i in range(index + 1, min(len(slots), index + 5)) if _is_back(slots[i])), None)
        if back is not None and not any(slots.has(i, "break", "who") for i in range(index + 1, back)):
            slots.retag(index, Sense("verb", "return_goods"))
            slots.retag(back, Sense("filler"))
            return


def _is_back(item: Span) -> bool:
    return item.text.casefold() == "back"


def _comes_back(slots: Slots, index: int) -> bool:
    verb, text = slots.value(index, "verb"), slots[index].text.casefold()
    if slots.used(index) or not text.isascii():
        return False
    return verb == "return_goods" or (verb == "rebuy" and text in _CAME_BACK)


def _goods(slots: Slots, verb: int) -> bool:
    """Whether goods are what comes back: named before the verb, or inside or right behind a verb that was put so."""
    named = [i for i in range(len(slots)) if _is_goods(slots, i)]
    passive = any(i < verb for i in named) and not slots.has(verb + 1, "group")
    counted = any(slots[i].text.casefold() in _OFTEN for i in range(verb))
    return passive or (counted and bool(named))


def _rated_rows(slots: Slots, verb: int) -> bool:
    """brands where more than 5% comes back: rows with a bound on their rate."""
    bound = any(
        getattr(slots.value(i, "range"), "unit", "") == "percent" for i in (verb - 1, verb + 1, slots.next(verb))
    )
    return bound and any(
        slots.value(i, "field") in ("brand", "category", "product", "subcategory") for i in range(verb)
    )


def _is_goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) in PRODUCT_LEVELS
    return slots.value(index, "field") == "product"


def _how_before(slots: Slots, index: int) -> bool:
    return slots.has(index - 1, "how_many") or slots[index - 1].text.casefold() in ("how", "number of", "how many")


def _counted_returns(slots: Slots) -> None:
    """returns this year, count; nr of returns: pieces rather than their value."""
    if slots.find("how_many") is None:
        return
    for index in range(len(slots)):
        names = [sense.value for sense in slots[index].senses if sense.kind == "measure"]
        if {"returned_units", "returns_value"} <= set(names):
            slots.retag(index, Sense("measure", "returned_units"))


def _returned_pieces(slots: Slots) -> None:
    """上周退回来的商品总件数, units returned last week: the pieces that came back, and not all of who sent some."""
    verbs = [i for i in range(len(slots)) if slots.has(i, "verb", "outcome") and not slots.has(i, "measure", "group")]
    pieces = [i for i in range(len(slots)) if slots.value(i, "measure") == "units" and not slots.has(i, "verb")]
    if len(verbs) != 1 or len(pieces) != 1 or slots.value(verbs[0], "verb") != "return_goods":
        return
    if slots.find("people", "agent", "who", "not", "never", "range", "average", free=False) is not None:
        return
    start, end = min(*verbs, *pieces), max(*verbs, *pieces)
    between = range(start + 1, end)
    if any(not (slots.has(i, "filler", "place") or _goods_word(slots, i)) for i in between):
        return
    slots.retag(verbs[0], Sense("filler"))
    slots.retag(pieces[0], Sense("measure", "returned_units"))
    for index in (*between, end + 1):
        if _goods_word(slots, index):
            slots.retag(index, Sense("filler"))


def _money_returned(slots: Slots) -> None:
    """how much was sent back in September: the value of what came back, and not what its senders spent."""
    asked = slots.find("how_much")
    if asked is None or slots.find("people", "agent", "who", "measure", "field", free=False) is not None:
        return
    verb = slots.next(asked, lambda item: item.has("filler"))
    if slots.value(verb, "verb") == "return_goods":
        slots.retag(verb, Sense("measure", "returns_value"))
        slots.use(asked, "asked for")


def _pairs(slots: Slots) -> None:
    """退了多少双鞋: what pieces are counted in, and not both."""
    for index in range(1, len(slots)):
        counted = slots.has(index - 1, "how_many") or slots.value(index - 1, "measure") == "returned_units"
        if slots[index].text == "双" and counted and slots.has(index + 1, "group"):
            slots.retag(index, Sense("filler"))
            if slots.value(index - 2, "verb") == "return_goods":
                slots.retag(index - 2, Sense("measure", "returned_units"))
                slots.use(index - 1, "asked for")


def _goods_word(slots: Slots, index: int) -> bool:
    """商品, 货: what the pieces are of, and no split."""
    return slots.value(index, "field") == "product" and not slots.has(index, "group", "by", "value")


def _returned_orders(slots: Slots) -> None:
    """how many returned orders: returns are lines of their own, nobody knows of which order."""
    for index in range(len(slots)):
        text = slots[index].text.casefold()
        if text not in ("returned orders", "refunded orders") or slots.has(index - 1, "people", "who", "agent"):
            continue
        if slots.find("people", "agent", "who") is None:
            raise Unclear(
                "Returns are kept as lines of their own, so I can't count the orders they belong to: I can count the "
                "pieces returned, their value or their share of what was sold.",
                "退货是单独的明细行，看不出属于哪些订单：我可以统计退货件数、退货金额或退货率。",
                [("returned units", "退货件数"), ("returns value", "退货金额"), ("return rate", "退货率")],
                slots.origin(index),
            )
