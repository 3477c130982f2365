"""Single people as a model sees them now: the same features as in training, from rows as fresh as the data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tools.data.features import FeaturePlan, Person, compute, person
from tools.modelling.lifetimes import HISTORY, history_chance
from tools.modelling.rhythm import WINDOW, with_window
from tools.modelling.uplifts import predicted

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.desk import Desk
    from tools.modelling.fitted import FittedModel


def frame_of(
    desk: Desk, score: str, customers: Sequence[str], category: str | None = None
) -> tuple[FittedModel, pd.DataFrame]:
    """The model behind `score` and the rows it scores of `customers` (index customer id, one row each).

    Those whom the model does not score (without a purchase; past their own window, for churn) have no row.
    """
    from tools.data.category_features import category_frame
    from tools.modelling.fitted import fitted

    model = fitted(desk, score)  # type: ignore[arg-type]
    if score == "category":
        frame = category_frame(desk.warehouse, desk.today, customers)
        return model, frame[frame["category"] == category].set_index("customer_id")
    if len(customers) == 1:
        frame = read_person(desk, model, customers[0]).features
    else:
        frame = compute(desk.warehouse, model.plan, desk.today, customers=list(customers))
    return model, completed(frame, model.parts)


def read_person(desk: Desk, model: FittedModel, customer_id: str) -> Person:
    """One customer's features and purchases as of now; read once for all that is said of them at one moment."""
    return _read(desk.warehouse, model.plan_key, customer_id, desk.today, desk.warehouse.moment())


@lru_cache(maxsize=32)
def _read(warehouse: Warehouse, plan_key: str, customer_id: str, as_of: date, moment: int) -> Person:
    del moment  # part of the key: an event that came since makes what was read stale
    return person(warehouse, FeaturePlan.model_validate_json(plan_key), as_of, customer_id)


def fresh_scores(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Every offered score of one customer as of now, by customer field; None where they have no such score.

    Models fitted in one run share their features, so these are read once; nothing is fitted.
    """
    from tools.modelling.fitted import fitted, is_offered
    from tools.modelling.lifetimes import value_of_one

    found: dict[str, Any] = {}
    models = {
        name: fitted(desk, name) for name in ("purchase", "churn", "response", "uplift") if is_offered(desk, name)
    }
    for name, model in models.items():
        features = read_person(desk, model, customer_id).features
        if name == "uplift":
            rows = features[features["purchases"] > 0]
            found["uplift"] = float(predicted(model.parts, rows)[0]) * 100 if len(rows) else None
        else:
            rows = completed(features, model.parts)
            found[f"{name}_probability"] = float(model.scorer.probability(rows)[0]) if len(rows) else None
    if is_offered(desk, "value"):
        found |= value_of_one(desk.warehouse, fitted(desk, "value").parts, desk.today, customer_id)
    return found


def purchases_of(desk: Desk, customer_id: str) -> pd.DataFrame:
    """product_id, day, quantity, amount of one customer's lines up to now; returned items below zero."""
    from tools.modelling.fitted import fitted, is_offered

    if is_offered(desk, "purchase"):
        return read_person(desk, fitted(desk, "purchase"), customer_id).purchases
    # the features are not wanted here, so none are asked for
    plan = FeaturePlan(as_of=desk.today, features=[])
    return person(desk.warehouse, plan, desk.today, customer_id).purchases


def customer_exists(desk: Desk, customer_id: str) -> bool:
    """Whether the shop knows this id, from its customers or from an order."""
    _, rows = desk.warehouse.query(
        "SELECT 1 FROM customers WHERE id = ? UNION ALL SELECT 1 FROM orders WHERE customer_id = ? LIMIT 1",
        [customer_id, customer_id],
    )
    return bool(rows)


def silence_of(desk: Desk, customer_id: str) -> tuple[float, float] | None:
    """Days since a customer's last purchase and their own window in days; None for someone who never bought."""
    from tools.modelling.fitted import fitted

    model = fitted(desk, "churn")
    frame, parts = read_person(desk, model, customer_id).features, model.parts
    row = with_window(frame, float(parts["typical_gap_days"]), int(parts["longest_window_days"])).iloc[0]
    return (float(row["recency_days"]), float(row[WINDOW])) if row["purchases"] > 0 else None


def completed(frame: pd.DataFrame, parts: dict[str, Any]) -> pd.DataFrame:
    """Rows of the shop's features with what this model adds, and without whom it does not score."""
    rows = frame[frame["purchases"] > 0]
    if "typical_gap_days" in parts:
        rows = with_window(rows, float(parts["typical_gap_days"]), int(parts["longest_window_days"]))
        rows = rows[rows["recency_days"] <= rows[WINDOW]]
    if "history" in parts and HISTORY in parts["scorer"].features:
        rows = rows.assign(**{HISTORY: history_chance(parts["history"], rows, float(parts["horizon_days"]))})
    return rows
