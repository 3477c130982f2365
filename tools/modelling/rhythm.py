"""A customer's own rhythm: the window within which the next order is due, before silence means they have left.

The window is twice the customer's usual gap between purchases. With few gaps of their own it is drawn towards the
shop's typical gap, which counts as two gaps; it is never shorter than a month, nor longer than the data can judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

WINDOW = "own_window_days"
GAPS_OF_THE_SHOP = 2.0
SHORTEST_WINDOW_DAYS = 30
LONGEST_WINDOW_DAYS = 180


def typical_gap_days(history: pd.DataFrame) -> float:
    """Median over repeat customers of their average gap (columns customer_id, day, one row a day); 60 without any."""
    by = history.groupby("customer_id")["day"]
    count, span = by.size() - 1, (by.max() - by.min()).dt.days
    gaps = (span[count > 0] / count[count > 0]).to_numpy(dtype=float)
    return float(np.median(gaps)) if len(gaps) else 60.0


def with_window(frame: pd.DataFrame, typical_days: float, longest_days: int = LONGEST_WINDOW_DAYS) -> pd.DataFrame:
    """`frame` (with purchases and mean_gap_days) and the column WINDOW, in days."""
    gaps = np.maximum(frame["purchases"].to_numpy() - 1, 0.0)
    own = np.nan_to_num(frame["mean_gap_days"].to_numpy())
    usual = (gaps * own + GAPS_OF_THE_SHOP * typical_days) / (gaps + GAPS_OF_THE_SHOP)
    return frame.assign(**{WINDOW: np.clip(2 * usual, SHORTEST_WINDOW_DAYS, longest_days)})
