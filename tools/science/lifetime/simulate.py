"""Shops that follow a model exactly: to check what a fit recovers and how often an interval holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.science.lifetime.bg_nbd import BetaGeometric
from tools.science.lifetime.counts import DAYS_PER_WEEK, Counts
from tools.science.lifetime.fitting import PurchaseModel
from tools.science.lifetime.gamma_gamma import OrderValue


def simulate(
    model: PurchaseModel, T: np.ndarray, horizon_days: float, *, value: OrderValue | None = None, seed: int = 0
) -> tuple[Counts, np.ndarray, np.ndarray]:
    """Draw one customer per entry of `T` (whole days watched): counts, and the orders and spend of the horizon after.

    Purchases of one day are not merged, so the draw follows the model's own continuous time; t_x is rounded to a day.
    Spend is NaN without `value`.
    """
    dice = np.random.default_rng(seed)
    T = np.asarray(T, dtype=np.int64)
    n, end = len(T), T + horizon_days
    k = model.k if isinstance(model, BetaGeometric) else 1
    rate = dice.gamma(model.r, 1 / model.alpha, n) / DAYS_PER_WEEK
    leaving, lifetime = np.zeros(n), np.full(n, np.inf)
    if isinstance(model, BetaGeometric):
        leaving = dice.beta(model.a, model.b, n)
        active = dice.random(n) >= leaving if model.immediate else np.ones(n, dtype=bool)
    else:
        lifetime = dice.exponential(1.0, n) / np.maximum(dice.gamma(model.s, 1 / model.beta, n), 1e-300) * DAYS_PER_WEEK
        active = np.ones(n, dtype=bool)
    moment, x, t_x, later = np.zeros(n), np.zeros(n, dtype=np.int64), np.zeros(n), np.zeros(n, dtype=np.int64)
    rows = np.flatnonzero(active)
    while len(rows):
        moment[rows] += dice.gamma(k, 1.0, len(rows)) / np.maximum(rate[rows], 1e-300)
        rows = rows[moment[rows] <= np.minimum(end, lifetime)[rows]]
        before = rows[moment[rows] <= T[rows]]
        x[before] += 1
        t_x[before] = moment[before]
        later[rows[moment[rows] > T[rows]]] += 1
        rows = rows[dice.random(len(rows)) >= leaving[rows]]
    spend, future = np.full(n, np.nan), np.full(n, np.nan)
    if value is not None:
        nu = dice.gamma(value.q, 1 / value.v, n)
        bought = x > 0
        spend[bought] = dice.gamma(value.p * x[bought]) / nu[bought] / x[bought]
        future = np.where(later > 0, dice.gamma(value.p * np.maximum(later, 1)) / nu, 0.0)
    counts = Counts(pd.RangeIndex(n), x, np.where(x > 0, np.round(t_x), 0).astype(np.int64), T, np.zeros(n), spend)
    return counts, later, future
