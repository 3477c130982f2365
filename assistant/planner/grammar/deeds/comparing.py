"""Numbers of a clause as they stand in definitions."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Amount, Range, Slots
from tools.definitions import Attribute, Filter


def order_value(found: Range) -> Filter:
    values = [found.low.value] + ([found.high.value] if found.high else [])
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    return Filter.model_validate({"field": "order_value", "op": op, "values": [whole(v) for v in values]})


def whole(value: float) -> int | float:
    """5 rather than 5.0."""
    return int(value) if value == int(value) else value


def compared(found: Range) -> dict[str, object]:
    return {
        "op": found.op,
        "value": whole(found.low.value),
        **({"upper": whole(found.upper)} if found.upper is not None else {}),
    }


def attribute_of(field: str, found: Range) -> dict[str, object]:
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    values = [whole(found.low.value)] + ([whole(found.upper)] if found.upper is not None else [])
    return {"field": field, "op": op, "values": values}


def times_again(clause: Clause) -> Attribute | None:
    """came back at least once, reordered twice: so many orders after the first, and nothing else said."""
    limited = clause.groups or clause.filters or clause.after or clause.only or clause.relative or clause.negated
    if limited or len(clause.ranges) != 1 or clause.ranges[0].unit != "times":
        return None
    told = attribute_of("orders", clause.ranges[0])
    return Attribute.model_validate(told | {"values": [value + 1 for value in cast("list[float]", told["values"])]})


_ONE = ("a", "an", "one", "any", "single", "some", "another", "biggest", "largest", "highest", "least one", "a single")


def one_order(clause: Clause, slots: Slots) -> Clause:
    """had an order over 500, a single purchase above 800: what one order was worth, not how many there were."""
    words = slots[clause.at].text.casefold().split()
    plain = clause.verb == "buy" and not clause.groups and len(clause.ranges) == 1
    if not plain or clause.ranges[0].unit != "number" or clause.ranges[0].op in ("eq", "ne"):
        return clause
    if _orders_over(clause, slots):
        return _in_money(clause)
    last = slots[clause.at].end - 1
    led = any(slots.text.tokens[i].text in _ONE for i in range(max(0, last - 2), last))
    if not words or words[-1] not in ("order", "purchase", "transaction", "basket", "checkout") or not led:
        return clause
    return _in_money(clause)


_MANY = 50
"""Nobody places so many orders: behind the word, such a number is a sum."""


def _orders_over(clause: Clause, slots: Slots) -> bool:
    """with orders over 100: what they were worth – not over 100 orders."""
    plural = slots[clause.at].text.casefold() in ("orders", "purchases")
    behind = slots.has(clause.at + 1, "range") and slots.value(clause.at + 1, "range") == clause.ranges[0]
    return plural and behind and clause.ranges[0].op in ("gt", "ge") and clause.ranges[0].low.value >= _MANY


def _in_money(clause: Clause) -> Clause:
    found = clause.ranges[0]
    high = Amount(found.high.value, "money") if found.high else None
    return replace(clause, ranges=[Range(found.op, Amount(found.low.value, "money"), high)])


def value_of_orders(clause: Clause, slots: Slots) -> bool:
    """orders above the average value: the orders' own value is meant, and no customer is spoken of."""
    spans = range(len(slots))
    counted = any(slots[at].text.casefold() in ("orders", "order", "订单") for at in spans)
    people = any(slots.has(at, "people", "agent", "who", "pronoun", "group") for at in spans)
    return clause.verb == "spend" and counted and not people
