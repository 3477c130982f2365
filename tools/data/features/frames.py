"""Feature frames: for everyone, for some, for one person at once, or in batches of bounded size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from tools.data.engine import Warehouse
from tools.data.features.lookup import look_up, understood
from tools.data.features.plan import FeaturePlan
from tools.data.features.query import feature_query
from tools.data.features.sources import Reach

if TYPE_CHECKING:
    import pandas as pd


_FEW = 100
_PURCHASES = """
SELECT l.product_id, o.ordered_at::DATE AS day, sum(l.quantity) AS quantity, sum(l.quantity * l.unit_price) AS amount
FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id
WHERE l.product_id IS NOT NULL AND o.ordered_at < $as_of::DATE + 1 AND o.customer_id = $customer
GROUP BY ALL ORDER BY ALL"""


def compute(
    warehouse: Warehouse, plan: FeaturePlan, as_of: date, *, customers: Sequence[str] | None = None
) -> "pd.DataFrame":
    """Features as of the end of the day `as_of`: index customer_id, columns of the plan as float64, NaN undefined.

    Without `customers`, one row for each of the plan's population, by id; with them, one row for each, in their order,
    whoever they are (someone unknown has no purchases and no events).
    """
    prepared = warehouse.people_prepared
    if customers is None:
        return _frame(warehouse, plan, as_of, Reach(prepared=prepared)).sort_index()
    if len(customers) == 1 and prepared and understood(plan):
        return _small_frame(plan, [(customers[0], *look_up(warehouse, plan, as_of, customers[0]).values)])
    if not customers:
        return _frame(warehouse, plan, as_of, Reach(), "LIMIT 0")
    frame = _frame(warehouse, plan, as_of, Reach.of(list(dict.fromkeys(customers)), prepared=prepared))
    return frame.loc[list(customers)]


def stream(warehouse: Warehouse, plan: FeaturePlan, as_of: date, rows: int = 50_000) -> Iterator["pd.DataFrame"]:
    """The same rows in frames of about `rows` each, in no order: what is held at a time does not grow with the shop."""
    _, ((known, ordering),) = warehouse.query(
        "SELECT (SELECT count(*) FROM customers), (SELECT approx_count_distinct(customer_id) FROM orders)"
    )
    slices = max(1, ceil(max(known, ordering) / rows))
    for number in range(slices):
        reach = Reach(number=number, slices=slices, prepared=warehouse.people_prepared)
        frame = _frame(warehouse, plan, as_of, reach)
        if len(frame):
            yield frame


@dataclass(frozen=True)
class Person:
    """One customer: the features, and what was bought and returned."""

    customer_id: str
    features: "pd.DataFrame"
    """One row, as `compute` gives it."""
    purchases: "pd.DataFrame"
    """Columns product_id, day, quantity, amount, as `interactions` gives them; returned items below zero."""


def person(warehouse: Warehouse, plan: FeaturePlan, as_of: date, customer_id: str) -> Person:
    """One customer as of the end of the day `as_of`, live rows included; in milliseconds once people are prepared."""
    import pandas as pd

    if warehouse.people_prepared and understood(plan):
        found = look_up(warehouse, plan, as_of, customer_id)
        rows = pd.DataFrame(found.purchases, columns=["product_id", "day", "quantity", "amount"])
        rows["day"] = rows["day"].astype("datetime64[us]")
        purchases = rows.groupby(["product_id", "day"], as_index=False).sum()
        return Person(customer_id, _small_frame(plan, [(customer_id, *found.values)]), purchases)
    features = compute(warehouse, plan, as_of, customers=[customer_id])
    purchases = warehouse.frame(_PURCHASES, {"as_of": as_of, "customer": customer_id})
    return Person(customer_id, features, purchases)


def _frame(warehouse: Warehouse, plan: FeaturePlan, as_of: date, reach: Reach, tail: str = "") -> "pd.DataFrame":
    sql, parameters = feature_query(plan, as_of, reach=reach)
    if reach.customers is not None and len(reach.customers) <= _FEW:
        return _small_frame(plan, warehouse.query(sql, parameters)[1])
    return warehouse.frame(f"{sql} {tail}", parameters).set_index("customer_id")


def _small_frame(plan: FeaturePlan, rows: list[tuple[Any, ...]]) -> "pd.DataFrame":
    """The same frame from plain rows, which for a few is several times as fast as by way of the engine's columns."""
    import numpy as np
    import pandas as pd

    values = np.array([row[1:] for row in rows], dtype=np.float64)  # None becomes NaN
    index = pd.Index([row[0] for row in rows], name="customer_id", dtype="str")
    return pd.DataFrame(values, index=index, columns=plan.features)
