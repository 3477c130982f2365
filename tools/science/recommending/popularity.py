"""Popularity: how many people bought each item lately; the honest baseline of every recommendation."""

from __future__ import annotations

import numpy as np

from tools.science.recommending.purchases import Purchases

WINDOWS_DAYS = (14, 30, 90)


def recent_buyers(purchases: Purchases, *, as_of: int, window_days: int) -> np.ndarray:
    """Purchases (customer-days) of each item within `window_days` up to `as_of`; shape (items,).

    `as_of` in days since 1970-01-01.
    """
    recent = (purchases.day > as_of - window_days) & (purchases.day <= as_of)
    return np.bincount(purchases.item[recent], minlength=len(purchases.items)).astype(float)


def trend(buyers: np.ndarray) -> np.ndarray:
    """Popularity as a share of the most popular item's, 0 to 1; zeros when nothing was bought."""
    return buyers / max(float(buyers.max(initial=0.0)), 1.0)
