"""A small shop with known tastes: everybody buys from one group of items, one of them again and again."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from tools.science.recommending.purchases import Purchases, read_purchases

FIRST_DAY = date(2025, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=299)
GROUPS, PER_GROUP = 6, 10


def lines(customers: int = 300, seed: int = 0) -> pd.DataFrame:
    """Columns customer, item, day. Item "g2-7" is the seventh of the group that customers 2, 8, 14 … like."""
    generator = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        group, staple = customer % GROUPS, generator.integers(PER_GROUP)
        day = generator.integers(0, 30)
        while day < 300:
            others = generator.choice(PER_GROUP, 2, replace=False)
            strange = f"g{generator.integers(GROUPS)}-{generator.integers(PER_GROUP)}"
            bought = {f"g{group}-{staple}", *(f"g{group}-{other}" for other in others), strange}
            rows += [(f"c{customer:04d}", item, FIRST_DAY + timedelta(days=int(day))) for item in sorted(bought)]
            day += generator.integers(20, 60)
    return pd.DataFrame(rows, columns=["customer", "item", "day"])


def shop(customers: int = 300, seed: int = 0) -> Purchases:
    frame = lines(customers, seed)
    return read_purchases(frame["customer"], frame["item"], frame["day"])
