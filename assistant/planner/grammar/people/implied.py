"""Conditions that say nothing more beside others: "has bought" beside "bought in the store"."""

from __future__ import annotations

from assistant.planner.grammar.times.earlier_orders import earlier_purchase
from tools.definitions import Attribute, Bought, Condition


def says_more(other: Condition, plain: Condition) -> bool:
    """门店有多少人下单: who ordered in the store in a month ordered in that month."""
    if plain == Bought():
        return _implies_order(other)
    after = other.after if isinstance(other, Bought) and _implies_order(other) else None
    if after is not None and after.event == "order" and plain == earlier_purchase(after):
        return True
    if not isinstance(plain, Bought) or plain != Bought(period=plain.period) or not isinstance(other, Bought):
        return False
    return other.period == plain.period and _implies_order(other)


def _implies_order(condition: Condition) -> bool:
    """Whether only buyers can meet it, so that "has bought" beside it says nothing more."""
    if isinstance(condition, Bought):
        return condition.op in ("ge", "gt") and condition.value >= 1
    if isinstance(condition, Attribute):
        return condition.field in (
            "first_order_channel",
            "first_order_date",
            "last_order_date",
            "second_order_date",
        ) or (condition.field == "orders" and condition.op in ("is", "ge", "gt") and condition.values > [0])
    return False
