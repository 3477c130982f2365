"""What has moved since a score was fitted: the spread of its features, and what it promised against what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tools.data.features import FeaturePlan, purchases_in, stream

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.modelling.fitted import FittedModel
    from tools.science.drift import CalibrationDrift, FeatureDrift

SAMPLE_CUSTOMERS = 8_000
"""Customers compared then and now: a fixed part by a hash of the id."""


@dataclass(frozen=True)
class Drift:
    """One model since it was fitted."""

    features: tuple[FeatureDrift, ...]
    """Those that moved, the most moved first."""
    watched: int
    calibration: CalibrationDrift | None
    """None until a whole horizon has passed since the scores were made."""


def present(warehouse: Warehouse, plan: FeaturePlan, day: date) -> pd.DataFrame | None:
    """Features of a fixed part of the customers, without the season, which moves by itself; None without customers."""
    frame = next(stream(warehouse, plan, day, rows=SAMPLE_CUSTOMERS), None)
    if frame is None:
        return None
    seasonal = [name for name, spec in plan.specs().items() if spec.family == "season"]
    return frame.drop(columns=seasonal, errors="ignore")


def reference_parts(frame: pd.DataFrame | None) -> dict[str, Any] | None:
    """How the features are spread when a model is fitted, to be kept beside it."""
    from tools.science.drift import reference

    return None if frame is None else reference(frame).to_parts()


def since_fitted(warehouse: Warehouse, model: FittedModel, today: date) -> Drift | None:
    """Compare with now; None for a model without a reference, or where too little has passed or too few are left."""
    from tools.science.drift import Reference, feature_drift

    kept, fitted = model.parts.get("reference"), model.card.fitted_as_of
    if kept is None or today <= fitted:
        return None
    frame = present(warehouse, model.plan, today)
    try:
        found = feature_drift(Reference.from_parts(kept), frame) if frame is not None else []
    except ValueError:  # too few customers to judge
        return None
    moved = tuple(one for one in found if one.change != "stable")
    return Drift(moved, len(found), _calibration(warehouse, model.parts, fitted, today))


def _calibration(warehouse: Warehouse, parts: Mapping[str, Any], fitted: date, today: date) -> CalibrationDrift | None:
    """The scores of the last training against the orders of the horizon that followed it."""
    from tools.science.drift import calibration_drift

    if "history" not in parts or today < fitted + timedelta(days=int(parts["horizon_days"])):
        return None  # only the purchase model promises an order within a fixed horizon
    until = fitted + timedelta(days=int(parts["horizon_days"]))
    scores = warehouse.frame(
        "SELECT customer_id, purchase_probability AS p FROM customer_scores WHERE purchase_probability IS NOT NULL"
    ).set_index("customer_id")["p"]
    bought = purchases_in(warehouse, fitted, until)["purchases"].reindex(scores.index).fillna(0.0) > 0
    try:
        return calibration_drift(scores.to_numpy(), bought.to_numpy(dtype=float))
    except ValueError:
        return None
