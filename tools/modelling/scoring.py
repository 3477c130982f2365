"""Scoring the whole shop: features stream through the models in batches, scores are gathered in a file of their own.

Memory does not grow with the shop: a batch of features is held at a time, and the scores go into a second DuckDB file
that replaces the old tables in one transaction at the end. A model that is not offered scores nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from tools.data.features import FeaturePlan, stream
from tools.data.profile import quoted
from tools.modelling.cards import ModelName
from tools.modelling.context import Fitted
from tools.modelling.lifetimes import FORECAST, forecasts
from tools.modelling.people import completed
from tools.modelling.recommending import next_products

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.science.propensity.scorer import Scorer

COLUMNS = {
    "churn_probability": "DOUBLE", "purchase_probability": "DOUBLE", "alive_probability": "DOUBLE",
    "expected_orders": "DOUBLE", "expected_spend": "DOUBLE", "expected_spend_low": "DOUBLE",
    "expected_spend_high": "DOUBLE", "expected_next_order_date": "DATE", "response_probability": "DOUBLE",
    "uplift_points": "DOUBLE",
}  # fmt: skip
PROBABILITIES = {"churn": "churn_probability", "purchase": "purchase_probability", "response": "response_probability"}
BATCH_ROWS = 50_000
"""Rows of features held at a time."""


def score_everyone(
    warehouse: Warehouse, as_of: date, plan: FeaturePlan, models: Mapping[ModelName, Fitted], store: Path
) -> int:
    """Write customer_scores, category_scores and feature_table into the new DuckDB file `store`.

    `feature_table` holds everyone's features as of `as_of`, in single precision, for lookalikes and for SQL.
    Returns the number of customers scored.
    """
    from tools.science.scorer_parts import from_parts

    parts: dict[str, dict[str, Any]] = {n: dict(fitted.parts) for n, fitted in models.items() if fitted.card.offered}
    for name in [*PROBABILITIES, "category"]:
        if name in parts:
            parts[name]["scorer"] = from_parts(parts[name]["scorer"])
    with duckdb.connect(str(store)) as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"CREATE TABLE customer_scores (customer_id VARCHAR, {columns})")
        features = ", ".join(f"{quoted(name)} FLOAT" for name in plan.features)
        connection.execute(f"CREATE TABLE feature_table (customer_id VARCHAR, {features})")
        count = 0
        for frame in stream(warehouse, plan, as_of, rows=BATCH_ROWS):
            scores = _scored(warehouse, as_of, parts, frame)
            _append(connection, "customer_scores", scores[["customer_id", *COLUMNS]])
            _append(connection, "feature_table", frame[plan.features].reset_index())
            count += len(scores)
        if "category" in parts:
            connection.execute(
                "CREATE TABLE category_scores (customer_id VARCHAR, category VARCHAR, probability DOUBLE)"
            )
            for rows in _category_batches(warehouse, as_of, parts["category"]["scorer"]):
                _append(connection, "category_scores", rows)
        if "recommendations" in parts:
            connection.execute(
                "CREATE TABLE next_products (customer_id VARCHAR, product_id VARCHAR, mode VARCHAR, place INTEGER, "
                "chance DOUBLE)"
            )
            for rows in next_products(warehouse, parts["recommendations"], as_of):
                _append(connection, "next_products", rows)
    return count


def _append(connection: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    connection.unregister("incoming")


def _scored(
    warehouse: Warehouse, as_of: date, parts: Mapping[str, dict[str, Any]], frame: pd.DataFrame
) -> pd.DataFrame:
    """One batch with every column of COLUMNS; NaN or NaT where a customer has no such score."""
    import pandas as pd

    frame = frame[frame["purchases"] > 0]
    customers = list(frame.index)
    found = pd.DataFrame(index=frame.index)
    for name, column in PROBABILITIES.items():
        if name in parts:
            rows = completed(frame, parts[name])
            chance = pd.Series(parts[name]["scorer"].probability(rows), index=rows.index)
            found[column] = chance.reindex(frame.index)
    if "value" in parts:
        value = forecasts(warehouse, parts["value"], as_of, customers=customers).reindex(frame.index)
        for column in FORECAST:
            found[column] = value[column]
        wait = np.ceil(value["expected_next_order_days"])
        found["expected_next_order_date"] = pd.Timestamp(as_of) + pd.to_timedelta(wait, unit="D")
    if "uplift" in parts:
        from tools.modelling.uplifts import predicted

        found["uplift_points"] = predicted(parts["uplift"], frame) * 100
    for column in COLUMNS:
        if column not in found:
            found[column] = pd.NaT if COLUMNS[column] == "DATE" else np.nan
    return found.rename_axis("customer_id").reset_index()


def _category_batches(warehouse: Warehouse, as_of: date, scorer: Scorer) -> Iterator[pd.DataFrame]:
    """Every buyer and category with its probability, a slice of the buyers at a time."""
    from tools.data.category_features import category_slices

    for frame in category_slices(warehouse, as_of, rows=8 * BATCH_ROWS):
        rows = frame[["customer_id", "category"]]
        yield rows.assign(probability=scorer.probability(frame))
