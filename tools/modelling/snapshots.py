"""Training rows: customers as they were known on past days, and what they did afterwards.

Features look up to the end of a cut's day, the label at the days after it, so that nothing a label tells is among the
features. Cuts are a third of the horizon apart; whoever fits keeps overlapping windows out of validation and test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tools.contract import NotEnoughData
from tools.data.features import purchases_in, stream, transactions
from tools.modelling.rhythm import WINDOW, typical_gap_days, with_window

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.data.features import FeaturePlan

HORIZONS_DAYS = (90, 60, 30, 14)
"""Horizons a purchase score is fitted for: the longest that the data allow."""
MINIMUM_HISTORY_DAYS = 90
"""Before the first cut: in the first days of the data everybody looks new, who had bought long before."""
MOST_CUTS = 9
MOST_CUSTOMERS = 8_000
"""Customers whose past is laid out for fitting; a larger shop is sampled by a hash of the id, the same at every cut."""


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """Stacked snapshots: features (rows × features), and arrays of shape (rows,)."""

    features: pd.DataFrame
    label: np.ndarray
    moment: np.ndarray
    group: np.ndarray
    rules: dict[str, np.ndarray]
    """Simple rules to beat: a number per row, higher meaning more likely."""
    horizon_days: int
    history: str | None = None
    """The feature that is a lifetime model's own probability, where there is one."""


def plan_cuts(first: date, last: date, horizon_days: int) -> list[date]:
    """Cuts whose label windows are complete by `last`, oldest first, at most MOST_CUTS.

    Raises NotEnoughData unless history, a window to learn from, one to choose by and one to test on fit in.
    """
    needed = MINIMUM_HISTORY_DAYS + 3 * horizon_days
    if (last - first).days < needed:
        raise NotEnoughData(
            f"A score over {horizon_days} days needs {needed} days of orders: history, and a window each to learn "
            f"from, choose by and test on; there are {(last - first).days}."
        )
    step = timedelta(days=max(7, round(horizon_days / 3)))
    cuts: list[date] = []
    cut = last - timedelta(days=horizon_days)
    while cut >= first + timedelta(days=MINIMUM_HISTORY_DAYS) and len(cuts) < MOST_CUTS:
        cuts.append(cut)
        cut -= step
    return cuts[::-1]


def longest_horizon_days(first: date, last: date) -> int:
    """The longest of HORIZONS_DAYS the data allow; raises NotEnoughData when not even the shortest does."""
    for days in HORIZONS_DAYS:
        if (last - first).days >= MINIMUM_HISTORY_DAYS + 3 * days:
            return days
    plan_cuts(first, last, HORIZONS_DAYS[-1])
    raise AssertionError("plan_cuts raises")


def purchase_snapshots(warehouse: Warehouse, plan: FeaturePlan, cuts: Sequence[date], horizon_days: int) -> TrainingSet:
    """Buyers at each cut; the label is whether they bought on a day of the `horizon_days` after it."""
    frames, labels, moments = [], [], []
    for cut in cuts:
        frame = buyers_at(warehouse, plan, cut)
        bought = purchases_in(warehouse, cut, cut + timedelta(days=horizon_days))["purchases"]
        frames.append(frame)
        labels.append((bought.reindex(frame.index).fillna(0.0) > 0).to_numpy(dtype=float))
        moments.append(np.full(len(frame), np.datetime64(cut, "D")))
    return stacked(frames, labels, moments, horizon_days)


def churn_snapshots(
    warehouse: Warehouse, plan: FeaturePlan, last: date, longest_window_days: int
) -> tuple[TrainingSet, float]:
    """Buyers still within their own window at each cut; the label is whether it then passed without an order.

    Returns the rows and the shop's typical gap in days, which a single customer's window is drawn towards.
    """
    history = transactions(warehouse, last)
    first = history["day"].min().date()
    cuts = plan_cuts(first, last, longest_window_days)
    frames, labels, moments = [], [], []
    gap = typical_gap_days(history[history["day"] <= np.datetime64(cuts[0])])
    for cut in cuts:
        frame = with_window(buyers_at(warehouse, plan, cut), gap, longest_window_days)
        frame = frame[frame["recency_days"] <= frame[WINDOW]]
        later = history[history["day"] > np.datetime64(cut)].groupby("customer_id")["day"].min()
        wait = (later.reindex(frame.index) - np.datetime64(cut)).dt.days
        frames.append(frame)
        labels.append((~(wait <= frame[WINDOW])).to_numpy(dtype=float))
        moments.append(np.full(len(frame), np.datetime64(cut, "D")))
    return stacked(frames, labels, moments, longest_window_days, falling=True), gap


def buyers_at(warehouse: Warehouse, plan: FeaturePlan, cut: date) -> pd.DataFrame:
    """Features of the customers who had bought by the end of `cut`, or of a fixed part of about MOST_CUSTOMERS."""
    frame = next(stream(warehouse, plan, cut, rows=MOST_CUSTOMERS), None)
    if frame is None:
        raise NotEnoughData(f"Nobody had bought by {cut}, so there is nothing to learn from.")
    return frame.sort_index()


def stacked(
    frames: list[pd.DataFrame], labels: list[np.ndarray], moments: list[np.ndarray], horizon_days: int,
    *, falling: bool = False,
) -> TrainingSet:  # fmt: skip
    """One training set from snapshots, with the rules every score has to beat; `falling` turns them round."""
    import pandas as pd

    features = pd.concat(frames)
    group = features.index.to_numpy()
    features = features.reset_index(drop=True)
    sign = -1.0 if falling else 1.0
    rules = {
        "recency": -sign * features["recency_days"].fillna(1e6).to_numpy(),
        "RFM sum": sign * rfm_sum(features, np.concatenate(moments)),
    }
    return TrainingSet(features, np.concatenate(labels), np.concatenate(moments), group, rules, horizon_days)


def rfm_sum(features: pd.DataFrame, moment: np.ndarray) -> np.ndarray:
    """Recency, frequency and spend as fifths of each snapshot, added up: what an analyst would rank by; (rows,)."""
    by = features.groupby(moment)
    ranks = [
        -by["recency_days"].rank(pct=True, ascending=True).fillna(1.0),
        by["purchases"].rank(pct=True, method="first"),
        by["spend"].rank(pct=True, method="first"),
    ]
    total = np.zeros(len(features))
    for rank in ranks:
        total += np.ceil(rank.to_numpy(dtype=float) * 5)
    return total
