"""Nothing more so soon after the first order: told of people who have one."""

from __future__ import annotations

from tools.definitions import Attribute, Audience, Bought

_TOLD = ("orders", "first_order_date", "days_since_first_order", "last_order_date", "second_order_date")


def of_buyers(audience: Audience) -> Audience:
    """Who did not order within 30 days of the first order has ordered once; nobody else is meant."""
    none = any(
        isinstance(c, Bought)
        and c.after is not None
        and c.after.event == "first_order"
        and (c.op, c.value) == ("eq", 0)
        for c in audience.all
    )
    told = any(
        (isinstance(c, Attribute) and c.field in _TOLD)
        or (isinstance(c, Bought) and c.op in ("ge", "gt") and c.value >= 1)
        for c in audience.all
    )
    return audience.model_copy(update={"all": [Bought(), *audience.all]}) if none and not told else audience
