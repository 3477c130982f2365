"""One person's features from their own rows: read by key in milliseconds, evaluated here."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from tools.data.engine import Warehouse
from tools.data.features.interpreter import NotUnderstood, Rows, compiled
from tools.data.features.people import KEY
from tools.data.features.plan import FeaturePlan
from tools.data.features.query import not_yet_recorded
from tools.data.features.specs import FeatureSpec, RowsOf

_OF = f"WHERE key = {KEY.format('$customer')}"
_SALES = (
    "SELECT ordered_at::DATE, channel, country, product_id, category, quantity, amount, discount, ordered_at "
    f"FROM people.sales {_OF} AND ordered_at < $as_of::DATE + 1"
)
_EVENTS = f"SELECT type, occurred_at::DATE FROM people.events {_OF} AND occurred_at < $as_of::DATE + 1"
_CUSTOMER = f"SELECT signup_date, country FROM people.customers {_OF} LIMIT 1"


class Found(NamedTuple):
    """What was read of one person: features in the plan's order, and rows (product, day, quantity, amount)."""

    values: list[float]
    purchases: list[tuple[str, date, float, float]]


def understood(plan: FeaturePlan) -> bool:
    """Whether every feature of the plan can be evaluated here."""
    return _understood(tuple(spec.sql for spec in plan.specs().values()))


def look_up(warehouse: Warehouse, plan: FeaturePlan, as_of: date, customer_id: str) -> Found:
    """Features and purchases of one customer as of the end of the day `as_of`; people must be prepared."""
    bound = {"customer": customer_id, "as_of": as_of}
    sales = warehouse.query(_SALES, bound)[1]
    events = warehouse.query(_EVENTS, bound)[1] if plan.event_types else []
    own = warehouse.query(_CUSTOMER, {"customer": customer_id})[1]
    shared: dict[str, Any] = {"$as_of": np.datetime64(as_of)}
    for kind, levels in plan.levels().items():
        shared |= {f"${kind}_{place}": level for place, level in enumerate(levels)}
    rows: dict[RowsOf, Rows] = {
        "days": {**shared, **_days(sales, as_of)},
        "lines": {**shared, **_lines(sales)},
        "events": {**shared, **_events(plan, events, as_of)},
        "person": {**shared, **_person(plan, own, sales)},
    }
    values = [_value(spec, plan, as_of, rows) for spec in plan.specs().values()]
    return Found(values, [(row[3], row[0], row[5], row[6]) for row in sales if row[3] is not None])


def _value(spec: FeatureSpec, plan: FeaturePlan, as_of: date, rows: Mapping[RowsOf, Rows]) -> float:
    if not_yet_recorded(spec, plan, as_of):
        return np.nan
    value = float(compiled(spec.sql)(rows[spec.rows]))
    return spec.empty if spec.empty is not None and np.isnan(value) else value


@lru_cache
def _understood(expressions: tuple[str, ...]) -> bool:
    try:
        for sql in expressions:
            compiled(sql)
    except NotUnderstood:
        return False
    return True


def _days(sales: Sequence[tuple[Any, ...]], as_of: date) -> Rows:
    """Days with any order, as `query._DAYS` has them."""
    days: dict[date, list[float]] = {}
    for day, _, _, _, _, quantity, amount, discount, _ in sales:
        sums = days.setdefault(day, [0.0] * 6)
        sums[0] += amount - discount
        sums[1] += max(amount, 0)
        sums[2] += discount
        sums[3] += max(quantity, 0)
        sums[4] -= min(quantity, 0)
        sums[5] += quantity > 0
    order = sorted(days)
    day = np.array(order, dtype="datetime64[D]")
    spend, gross, discount, sold, returned, lines = np.array([days[d] for d in order]).reshape(-1, 6).T
    bought = lines > 0
    gap = np.full(len(order), np.nan)
    gap[np.flatnonzero(bought)[1:]] = np.diff(day[bought]).astype(float)
    age = (np.datetime64(as_of) - day).astype(float)
    return {
        "day": day, "age": age, "spend": spend, "gross": gross, "discount": discount, "sold": sold,
        "returned": returned, "bought": bought, "gap": gap, "*": len(order),
    }  # fmt: skip


def _lines(sales: Sequence[tuple[Any, ...]]) -> Rows:
    _, channel, _, product, category, quantity, amount, _, _ = list(zip(*sales, strict=True)) or [()] * 9
    return {
        "product_id": _texts(product), "category": _texts(category), "channel": _texts(channel),
        "quantity": np.array(quantity, dtype=float), "gross": np.maximum(np.array(amount, dtype=float), 0),
        "*": len(sales),
    }  # fmt: skip


def _events(plan: FeaturePlan, events: Sequence[tuple[Any, ...]], as_of: date) -> Rows:
    kinds = {name: kind for kind in reversed(plan.event_types) for name in plan.event_types[kind]}
    known = [(kinds[name], (as_of - day).days) for name, day in events if name in kinds]
    return {
        "kind": _texts([kind for kind, _ in known]), "age": np.array([age for _, age in known], dtype=float),
        "*": len(known),
    }  # fmt: skip


def _person(plan: FeaturePlan, own: Sequence[tuple[Any, ...]], sales: Sequence[tuple[Any, ...]]) -> Rows:
    signup, country = own[0] if own else (None, None)
    if plan.country_of == "orders":
        country = max(((row[8], row[2]) for row in sales if row[2] is not None), default=(None, None))[1]
    return {"signup_date": np.datetime64(signup or "NaT", "D"), "country": country, "*": 1}


def _texts(values: Sequence[str | None]) -> Any:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
