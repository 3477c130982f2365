"""The biggest single order, the lowest basket value, the most anyone spent in one go: an extreme of order values."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense

_ONE = ("order", "purchase", "basket", "transaction", "sale", "ticket", "cart", "checkout", "order value", "order size",
        "basket size", "basket value", "order values", "order total", "order amount", "purchase value", "sale value",
        "value order", "single order", "single purchase", "one order", "customer order", "transaction value",
        "purchase amount", "order ever", "single order of", "one order of", "single order ever",
        "purchase ever", "order of all time", "order of")  # fmt: skip
_MANY = ("orders", "purchases", "baskets", "transactions")
_HIGH = ("biggest", "largest", "highest", "max", "maximum", "record", "greatest", "most valuable", "most expensive",
         "priciest", "top", "biggest ever", "the biggest", "the largest", "the highest", "heaviest")  # fmt: skip
_LOW = ("smallest", "lowest", "min", "minimum", "cheapest", "least expensive", "the smallest", "the lowest")
_BETWEEN = ("single", "one", "individual", "ever", "value", "customer", "online")
_SPENT = ("spent", "spend", "paid", "dropped", "splashed out", "laid out", "spending", "has spent", "ever spent")


def settle_extremes(slots: Slots) -> None:
    """Make such words one figure; a list of single orders is none the product has."""
    if "order_value" not in slots.vocabulary.dictionary.fields:
        return
    for index in range(len(slots)):
        text = slots[index].text.casefold()
        descending = text in _HIGH
        if not descending and text not in _LOW:
            continue
        at = index + 1
        while at < len(slots) and (slots[at].text.casefold() in _BETWEEN or slots.has(at, "filler", "number")):
            if slots[at].text.casefold() in _ONE:
                break
            at += 1
        said = slots[at].text.casefold() if at < len(slots) else ""
        if slots.has(index - 1, "by", "rank_by", "who", "people") or slots.has(at + 1, "people", "agent"):
            continue
        if said in _MANY and not slots.has(at, "people") and _by_value(slots, at):
            raise _no_list(slots, index, at)
        if _by_somebody(slots, at + 1):
            slots.retag(at + 1, Sense("place"))
        if _rows(slots, at):
            continue
        if said in _ONE and not slots.has(at + 1, "by") and not _rows_follow(slots, at):
            slots.merge(index, at + 1, Sense("extreme", f"{'max' if descending else 'min'}(order_value)"))
            if slots.has(index - 1, "single", "only"):
                slots.retag(index - 1, Sense("filler"))  # the single biggest order
            _set_aside_order(slots, index)
            return
    _most_spent(slots)


def _by_somebody(slots: Slots, index: int) -> bool:
    """the biggest order by a platinum customer, by women: whose it was, and no split."""
    if slots[index].text.casefold() not in ("by", "from", "of"):
        return False
    at = index + 1
    while slots.has(at, "filler"):
        at += 1
    group = slots.value(at, "group")
    return slots.has(at, "people") or (group is not None and slots.level(group.field) == "customer")


def _by_value(slots: Slots, index: int) -> bool:
    """the biggest orders; top 10 orders by value."""
    after = slots.next(index)
    if after >= len(slots):
        return slots.find("how_many", "which") is None
    told = slots[slots.next(after)].text.casefold() if slots.next(after) < len(slots) else ""
    return slots.has(after, "by", "rank_by") and told.startswith(("value", "size", "amount", "total", "order value"))


def _rows(slots: Slots, place: int) -> bool:
    """3 countries with the smallest basket value: rows of something are ranked by it."""
    return any(
        dimension_at(slots, i) not in (None, "orders")
        and not slots.has(i, "group", "period", "measure", "condition", "people")
        for i in range(len(slots))
        if i != place
    ) and not any(slots.has(i, "by") for i in range(len(slots)))


def _rows_follow(slots: Slots, index: int) -> bool:
    """the highest order count, the top order channel: something else is what is highest."""
    named = slots.has(index + 1, "field", "measure", "number", "how_many") and not _taking(slots, index + 1)
    return named and not slots.has(index + 1, "period", "place")


def _set_aside_order(slots: Slots, index: int) -> None:
    """biggest order ever placed, …, how much?: the words around it say nothing more."""
    for at in range(len(slots)):
        if (
            at != index
            and (
                slots.has(at, "how_much", "all_time", "worth_cue", "in_money")
                or slots.value(at, "verb") in ("buy", "spend")
                or _taking(slots, at)
            )
            and not slots.has(at, "period", "group", "who")
        ):
            slots.use(at, "asked for")


def _taking(slots: Slots, index: int) -> bool:
    """the biggest order we took, the value of it: no other figure."""
    said = slots[index].text.casefold().split()
    return bool(said) and said[-1] in ("took", "value", "worth", "amount", "take", "size", "in") and len(said) < 3


def _most_spent(slots: Slots) -> None:
    """the most anyone has spent in a single order."""
    once = next((i for i in slots.all("same_order")), None)
    most = next((i for i in slots.all("top", "bottom")), None)
    spent = next((i for i in range(len(slots)) if slots[i].text.casefold() in _SPENT), None)
    if (
        once is None
        or most is None
        or spent is None
        or not most < spent < once
        or slots.find("who", "group") is not None
    ):
        return
    low = slots.has(most, "bottom")
    slots.merge(most, once + 1, Sense("extreme", f"{'min' if low else 'max'}(order_value)"))


def _no_list(slots: Slots, first: int, last: int) -> Unclear:
    return Unclear(
        "I don't list single orders; I can tell the highest or lowest order value, how order values are spread, or who "
        "spent most.",
        "我不能列出单笔订单；我可以告诉您最高或最低的订单金额、订单金额的分布，或消费最多的客户。",
        [("highest order value", "最高订单金额"), ("top 10 customers by spend", "消费最高的前10位客户")],
        (slots.origin(first)[0], slots.origin(last)[1]),
    )
