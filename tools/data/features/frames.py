"""Feature frames: for everyone, for some, or in batches of bounded size."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from tools.data.engine import Warehouse
from tools.data.features.plan import FeaturePlan
from tools.data.features.query import feature_query
from tools.data.features.sources import Reach

if TYPE_CHECKING:
    import pandas as pd


def compute(
    warehouse: Warehouse, plan: FeaturePlan, as_of: date, *, customers: Sequence[str] | None = None
) -> "pd.DataFrame":
    """Features as of the end of the day `as_of`: index customer_id, columns of the plan as float64, NaN undefined.

    Without `customers`, one row for each of the plan's population, by id; with them, one row for each, in their order,
    whoever they are (someone unknown has no purchases and no events).
    """
    if customers is not None and not customers:
        return _frame(warehouse, plan, as_of, Reach(), "LIMIT 0")
    if customers is None:
        return _frame(warehouse, plan, as_of, Reach(), "ORDER BY ALL")
    frame = _frame(warehouse, plan, as_of, Reach.of(list(dict.fromkeys(customers))))
    return frame.loc[list(customers)]


def stream(warehouse: Warehouse, plan: FeaturePlan, as_of: date, rows: int = 50_000) -> Iterator["pd.DataFrame"]:
    """The same rows in frames of about `rows` each, in no order: what is held at a time does not grow with the shop."""
    _, ((known, ordering),) = warehouse.query(
        "SELECT (SELECT count(*) FROM customers), (SELECT approx_count_distinct(customer_id) FROM orders)"
    )
    slices = max(1, ceil(max(known, ordering) / rows))
    for number in range(slices):
        frame = _frame(warehouse, plan, as_of, Reach(number=number, slices=slices))
        if len(frame):
            yield frame


def _frame(warehouse: Warehouse, plan: FeaturePlan, as_of: date, reach: Reach, tail: str = "") -> "pd.DataFrame":
    sql, parameters = feature_query(plan, as_of, reach=reach)
    return warehouse.frame(f"{sql} {tail}", parameters).set_index("customer_id")
