"""What was bought, opened or viewed: groups of values as filters, one purchase or several."""

from __future__ import annotations

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.slots import Group as Values
from tools.definitions import Condition, Filter, Group

SHARED = ("order_channel", "campaign_channel", "weekday", "day_type", "first_or_repeat", "hour")
"""Said once, they hold for every purchase of the clause."""


def goods_value(slots: Slots, index: int) -> bool:
    """Whether a word is goods, or a place to buy them, before its values are joined into a group."""
    value = slots.value(index, "value") or slots.value(index, "values")
    return value is not None and (slots.level(str(value[0])) in PRODUCT_LEVELS or value[0] == "order_channel")


def filters_of(values: Values) -> Filter:
    """A group of values as a filter."""
    if values.op == "is_not":
        return Filter(field=values.field, op="is_not", values=list(values.values))
    if values.op == "contains" and len(values.values) == 1:
        return Filter(field=values.field, op="contains", values=list(values.values))
    return Filter(field=values.field, values=list(values.values))


def object_filters(groups: list[tuple[str, Values]]) -> list[list[Filter]]:
    """Filters per purchase: "X and Y" are two purchases, "Nordlicht skincare" is one, "X or Y" is either."""
    groups = _apart(groups)
    shared = [filters_of(g) for _, g in groups if g.field in SHARED and not _each_of(g)]
    purchases: list[list[Filter]] = []
    for joiner, group in groups:
        if group.field in SHARED:
            continue
        options = _options(group)
        same = purchases and any(f.field == group.field for f in purchases[-1]) and group.field != "product"
        if joiner or not purchases or same:
            purchases += options
        else:
            purchases = [[*purchase, *option] for purchase in purchases for option in options]
    for _, group in groups:
        if group.field in SHARED and _each_of(group):
            purchases = [[*purchase, *option] for purchase in purchases or [[]] for option in _options(group)]
    return [[*purchase, *shared] for purchase in purchases] or [shared]


def _apart(groups: list[tuple[str, Values]]) -> list[tuple[str, Values]]:
    """在微信又在app买: no order is placed in two channels, so each of them is an order of its own."""
    joined: list[tuple[str, Values]] = []
    for joiner, group in groups:
        same = next((i for i, (_, g) in enumerate(joined) if g.field == group.field == "order_channel"), None)
        if same is None or joined[same][1].op != "is" or group.op != "is":
            joined.append((joiner, group))
            continue
        first, old = joined[same]
        values = tuple(dict.fromkeys((*old.values, *group.values)))
        joined[same] = first, Values(group.field, values, "is", "or" if joiner == "or" else "and")
    return joined


def _options(group: Values) -> list[list[Filter]]:
    if _each_of(group):
        return [[Filter(field=group.field, values=[value])] for value in group.values]
    return [[filters_of(group)]]


def _each_of(group: Values) -> bool:
    """skincare and makeup, the app and the website: one purchase of each."""
    each = group.joiner == "and" and len(group.values) > 1 and group.op == "is"
    return each and group.field not in ("campaign_series", "weekday", "day_type", "hour", "first_or_repeat")


def any_of(groups: list[tuple[str, Values]]) -> bool:
    """Whether one of the objects is enough."""
    return any(joiner == "or" for joiner, _ in groups)


def together(built: list[Condition], either: bool) -> Condition:
    """One condition of several."""
    if len(built) == 1:
        return built[0]
    return Group(any=built) if either else Group(all=built)
