"""What goes with one item: every companion of it counted from its own baskets alone, in milliseconds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.science.baskets.chance import fisher_greater, holm
from tools.science.baskets.encoding import Baskets
from tools.science.baskets.measures import measures
from tools.science.baskets.rules import MINIMUM_COUNT


def bought_with(
    baskets: Baskets, item: object, *, min_orders: int = MINIMUM_COUNT, limit: int = 10, level: float = 0.95
) -> pd.DataFrame:
    """The items that stand in the baskets of `item` more often than chance, most extra orders first.

    Columns: item, orders, item_orders, companion_orders, those of `measures` (item => companion), p_value and
    p_adjusted (one-sided Fisher exact; Holm over every item in at least `min_orders` baskets). Only companions in at
    least `min_orders` of the item's baskets and with a lift above 1. Raises ValueError when no basket holds the item.
    """
    code = baskets.code(item)
    own = baskets.by_item.indices[baskets.by_item.indptr[code] : baskets.by_item.indptr[code + 1]]
    both = np.bincount(baskets.by_basket[own].indices, minlength=len(baskets.items))
    totals = baskets.item_counts
    expected = len(own) * totals / baskets.count
    found = np.flatnonzero((both >= min_orders) & (both > expected))
    found = found[found != code]
    orders, item_orders, companion_orders = both[found], np.full(len(found), len(own)), totals[found]
    frame = pd.DataFrame(
        {
            "item": baskets.items[found],
            "orders": orders,
            "item_orders": item_orders,
            "companion_orders": companion_orders,
            **measures(orders, item_orders, companion_orders, baskets.count, level=level),
        }
    )
    tests = int((totals >= min_orders).sum()) - 1
    p_values = fisher_greater(orders, item_orders, companion_orders, baskets.count)
    frame = frame.assign(p_value=p_values, p_adjusted=holm(p_values, max(tests, 1)))
    return frame.sort_values(["extra_orders", "item"], ascending=[False, True]).head(limit).reset_index(drop=True)
