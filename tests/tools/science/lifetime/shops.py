"""Published data sets as purchase days; tests that need them skip where they are absent."""

from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tools.science.lifetime.counts import PurchaseDays, purchase_days

DATA = Path(__file__).parents[4] / "../shared/data"
CDNOW_END = np.datetime64("1997-09-30")
GROCERY_END = np.datetime64("2006-12-31")


@cache
def cdnow(name: str = "cdnow_sample") -> PurchaseDays:
    """CDNOW's first-quarter 1997 cohort: every tenth customer, or cdnow_master for all."""
    rows = _read(f"cdnow/{name}.parquet")
    return purchase_days(rows.customer_id, rows.date, rows.amount)


@cache
def grocery() -> PurchaseDays:
    """An online grocer's regular buyers, without amounts."""
    rows = _read("grocery_elog/groceryElog.parquet")
    return purchase_days(rows.cust, rows.date)


def _read(path: str):
    file = DATA / path
    if not file.exists():
        pytest.skip(f"the data set {path} is not beside the repository")
    return duckdb.read_parquet(str(file)).df()
