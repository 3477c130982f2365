"""Repeat-purchase timing: how long until a person buys the same item again, and when that is due.

A person's own gaps are few, so they are pooled with the item's typical gap, which is pooled with that of all items: the
posterior mean of a gap when gaps are exponential and their rate has a gamma prior worth so many gaps. On Online Retail
the pooled gap misses the next purchase by fewer days than the own gaps alone, and than the item's alone for those who
bought it often (benchmarks/next_basket.py); a person's rhythm of orders added nothing.
"""

from __future__ import annotations

import numpy as np

from tools.science.recommending.history import History

PRIOR_GAPS = 2.0
"""Gaps that the item's typical gap is worth beside a person's own, and all items' beside an item's (ten times that)."""
LEAST_GAPS = 30
"""Repeat purchases in the whole shop below which no typical gap is claimed."""


def typical_gaps(history: History) -> np.ndarray:
    """Typical days between two purchases of each item by one person, shape (items,).

    NaN everywhere when the history holds fewer than LEAST_GAPS gaps. Only gaps that ended inside the data are seen, so
    in a short history the long ones are missing and the figure is low.
    """
    gaps = np.bincount(history.item, history.times - 1, minlength=history.items)
    days = np.bincount(history.item, history.first_age - history.last_age, minlength=history.items)
    if gaps.sum() < LEAST_GAPS:
        return np.full(history.items, np.nan)
    overall, worth = days.sum() / gaps.sum(), 10 * PRIOR_GAPS
    return (worth * overall + days) / (worth + gaps)


def own_gaps(history: History, item_gaps: np.ndarray) -> np.ndarray:
    """Expected days between purchases for each person and item of the history, shape (pairs,); NaN where unknown."""
    days = history.first_age - history.last_age
    return (PRIOR_GAPS * item_gaps[history.item] + days) / (PRIOR_GAPS + history.times - 1)


def order_gaps(history: History) -> np.ndarray:
    """Expected days between any two orders of each person, pooled with everybody's, shape (people,).

    NaN where the history holds fewer than LEAST_GAPS gaps. The next order is due that long after the last one.
    """
    first = np.zeros(history.people)
    np.maximum.at(first, history.person, history.first_age)
    gaps, days = np.maximum(history.order_days - 1, 0), first - history.recency_days
    if gaps.sum() < LEAST_GAPS:
        return np.full(history.people, np.nan)
    return (PRIOR_GAPS * days.sum() / gaps.sum() + days) / (PRIOR_GAPS + gaps)


def repeat_rates(history: History) -> np.ndarray:
    """Share of an item's buyers who came back for it, shape (items,); one in five is assumed before any are seen."""
    buyers = np.bincount(history.item, minlength=history.items)
    back = np.bincount(history.item, history.times > 1, minlength=history.items)
    return (back + 1.0) / (buyers + 5.0)
