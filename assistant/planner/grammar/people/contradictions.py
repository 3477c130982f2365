"""Conditions that nobody can meet: they were put together wrongly, so the answer asks instead of counting nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from math import inf, nextafter

from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds
from tools.definitions import Attribute, Audience, Bought, Filter


def refuse_contradiction(audience: Audience, where: Sequence[Filter] = (), *, apart: bool = False) -> None:
    """Bought something and never bought anything: nobody can have, so the words were put together wrongly.

    `apart`: numbers that exclude each other are counted one by one by the caller.
    """
    bought = [condition for condition in audience.all if isinstance(condition, Bought)]
    nothing = [one.period for one in bought if one == Bought(op="eq", value=0, period=one.period)]
    ordered = any(
        isinstance(one, Attribute) and one.field == "orders" and one.op in ("ge", "is") and one.values[0]
        for one in audience.all
    )
    undone = any(
        one.op in ("ge", "gt") and one.model_copy(update={"op": "eq", "value": 0}) in bought
        for one in bought
        if one.where
    )
    lost = undone or (ordered and None in nothing)
    if lost or any(one.op in ("ge", "gt") and (None in nothing or one.period in nothing) for one in bought):
        raise Unclear(
            "Nobody can have bought that and never bought anything: which goods were not bought?",
            "不可能既买过又从没买过任何东西：没买的是哪些商品？",
            [],
        )
    sides_lost = any(one in audience.all for one in audience.none) or (not apart and len(counted_apart(audience)) > 1)
    facts: list[Attribute | Filter] = [one for one in audience.all if isinstance(one, Attribute)]
    for one in [*facts, *where]:
        twice = len(set(map(str, one.values))) < len(one.values)
        others = facts if one in facts else where
        opposite = any((o.field, o.op, o.values) == (one.field, "is_not", one.values) for o in others)
        sides_lost = sides_lost or twice or (one.op == "is" and opposite) or any(_apart(one, o) for o in others)
    if sides_lost:
        raise Unclear(
            "Nobody can be both at once: please ask for the two sides one after the other.",
            "没有人能同时是这两类：请把两边分开问。",
            [],
        )


def new_after_buying(audience: Audience, today: date) -> bool:
    """Bought in September and ordered for the first time in October: nobody did."""
    firsts = [one for one in audience.all if isinstance(one, Attribute) and one.field == "first_order_date"]
    bought = [one for one in audience.all if isinstance(one, Bought) and (one.op, one.value) == ("ge", 1)]
    starts = [bounds(one.period, today)[0] for one in firsts if one.period is not None]
    ends = [bounds(one.period, today)[1] for one in bought if one.period is not None]
    return any(end < start for start in starts if start is not None for end in ends if end is not None)


def _apart(one: Filter, other: Filter) -> bool:
    """Monday and Sunday, as filters on the day of one order: no value is in both."""
    if one is other or one.field != other.field or not one.op == other.op == "is":
        return False
    return not isinstance(one, Attribute) and not set(one.values) & set(other.values)


def counted_apart(audience: Audience) -> list[Audience]:
    """One order and two or more: nobody has both, so each side is counted by itself."""
    facts = [one for one in audience.all if isinstance(one, Attribute) and _stretch(one) is not None]
    for fact in facts:
        sides = [one for one in facts if one.field == fact.field]
        if len(sides) > 1 and not any(_overlap(a, b) for a, b in combinations(sides, 2)):
            rest = [one for one in audience.all if one not in sides]
            sides.sort(key=lambda one: _stretch(one) or (0.0, 0.0))
            return [audience.model_copy(update={"all": [*rest, side]}) for side in sides]
    return [audience]


def _stretch(fact: Attribute) -> tuple[float, float] | None:
    """The numbers that a comparison lets through, whole ones, as far as sides are told apart."""
    numbers = [float(one) for one in fact.values if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) != len(fact.values) or not numbers:
        return None
    low, high = numbers[0], numbers[-1]
    stretches = {
        "is": (low, high) if len(numbers) == 1 else None, "between": (low, high), "ge": (low, inf),
        "gt": (nextafter(low, inf), inf), "le": (-inf, high), "lt": (-inf, nextafter(high, -inf)),
    }  # fmt: skip
    return stretches.get(fact.op)


def _overlap(one: Attribute, other: Attribute) -> bool:
    first, second = _stretch(one), _stretch(other)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])
