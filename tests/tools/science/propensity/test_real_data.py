"""Real tables: Telco ranks as published figures say, and Bank Marketing tells why a shuffled split flatters."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.science.propensity.fitting import fit_propensity

DATA = Path(__file__).parents[4] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")


def _read(name: str, label: str, yes: str, leave_out: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
    import duckdb

    frame = duckdb.sql(f"from '{DATA / name}'").df().drop(columns=leave_out)
    outcome = (frame.pop(label) == yes).to_numpy(dtype=float)
    return pd.get_dummies(frame, dtype=float).astype(float), outcome


def test_telco_churn_is_ranked_and_calibrated():
    frame, label = _read("telco_churn/telco_churn.parquet", "Churn", "Yes", ["customerID", "TotalCharges"])
    found = fit_propensity(frame, label, None, None, budget_seconds=3.0).evidence
    assert found.held_out.roc_auc.value > 0.83 and found.held_out.roc_auc.low > 0.8
    assert found.calibration.error < 0.05 and found.useful and not found.time_ordered


def test_bank_says_that_the_base_rate_moved_and_the_date_was_told():
    macro = ["emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed"]
    frame, label = _read("bank_marketing/bank-additional-full.parquet", "y", "yes", ["duration", *macro])
    every = slice(None, None, 4)
    found = fit_propensity(frame[every], label[every], None, None, rows_in_time_order=True, budget_seconds=4.0).evidence
    assert found.order == "rows" and found.held_out.roc_auc.value > 0.58
    assert {"base_rate_drift", "moved_features", "tells_the_period"} <= set(found.shuffled.reasons)
    assert found.shuffled.roc_auc.value > found.shuffled.within_period_auc + 0.05
    assert found.shuffled.base_rate_held_out > 4 * found.shuffled.base_rate_before
