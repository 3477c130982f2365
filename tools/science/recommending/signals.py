"""What speaks for an item in a person's next order, one column a signal: for a repeat and for a first purchase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.science.recommending.history import History
from tools.science.recommending.timing import own_gaps

REPEAT_SIGNALS = {
    "times bought": 1,
    "share of own orders": 1,
    "days between the last purchase and the last order": -1,
    "days since the last purchase": 0,
    "repeat rate of the item": 1,
    "buyers in 30 days": 1,
    "rise in 14 days": 1,
    "affinity": 1,
    "own orders": 0,
    "days since beside the typical gap": 0,
}
NEW_SIGNALS = {
    "buyers in 30 days": 1,
    "rise in 14 days": 1,
    "rise in 90 days": 1,
    "affinity, logarithm": 1,
    "affinity": 1,
    "own orders": 0,
    "days since the last order": 0,
}
"""What the columns are, and whether each can only speak for (1) or against (-1) a purchase; 0 where either is sense."""
FAINTEST = 1e-3
"""Affinity below which it says nothing more."""
DAYS_OF_GRACE = 7.0


@dataclass(frozen=True, eq=False)
class Shelf:
    """What is known of each item whoever asks; arrays of shape (items,)."""

    buyers_14: np.ndarray
    buyers_30: np.ndarray
    buyers_90: np.ndarray
    """Purchases in the last 14, 30 and 90 days."""
    repeat_rate: np.ndarray
    gap_days: np.ndarray
    """Typical days between two purchases by one person; NaN where nothing is known."""


def repeat_signals(history: History, affinity: np.ndarray, shelf: Shelf) -> np.ndarray:
    """Columns REPEAT_SIGNALS for each person and item of the history; shape (pairs, signals).

    `affinity` is the score of each pair, shape (pairs,).
    """
    orders, recency = history.order_days[history.person], history.recency_days[history.person]
    gaps = own_gaps(history, shelf.gap_days)
    overdue = np.log((history.last_age + DAYS_OF_GRACE) / (gaps + DAYS_OF_GRACE))
    return np.column_stack(
        (
            np.log(history.times),
            history.times / orders,
            np.log1p(history.last_age - recency),
            np.log1p(history.last_age),
            np.log(shelf.repeat_rate[history.item]),
            np.log1p(shelf.buyers_30[history.item]),
            _rise(shelf.buyers_14, shelf.buyers_30, 14 / 30)[history.item],
            np.log1p(10 * np.maximum(affinity, 0)),
            np.log(orders),
            np.where(np.isnan(overdue) | (history.times < 2), 0.0, overdue),
        )
    )


def new_signals(
    person: np.ndarray, item: np.ndarray, affinity: np.ndarray, history: History, shelf: Shelf
) -> np.ndarray:
    """Columns NEW_SIGNALS for candidates (person, item), each of shape (candidates,); shape (candidates, signals)."""
    return np.column_stack(
        (
            np.log1p(shelf.buyers_30[item]),
            _rise(shelf.buyers_14, shelf.buyers_30, 14 / 30)[item],
            _rise(shelf.buyers_30, shelf.buyers_90, 30 / 90)[item],
            np.log(np.maximum(affinity, FAINTEST)),
            np.maximum(affinity, 0.0),
            np.log(np.maximum(history.order_days[person], 1)),
            np.log1p(history.recency_days[person]),
        )
    )


def _rise(short: np.ndarray, long: np.ndarray, share: float) -> np.ndarray:
    """Log of buyers in a short window beside what the long one, which holds it, would have given."""
    rise: np.ndarray = np.log((short + share) / (share * (long + 1.0)))
    return rise
