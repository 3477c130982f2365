"""What a purchase model expects of each customer in a horizon, worked out once per distinct (x, T)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.science.lifetime.counts import Counts
from tools.science.lifetime.fitting import PurchaseModel

_TABLE = 1 << 23
"""Cells of (x, T) up to which distinct pairs are found by marking them in a table rather than by sorting."""
_FEW = 64


@dataclass(frozen=True, eq=False)
class Outlook:
    """Per customer, each of shape (customers,)."""

    alive: np.ndarray
    """P(not gone by the end of observation). For reading, never for ranking: one-time buyers may have 1."""
    stages: list[np.ndarray]
    """Given alive, the chance of each hidden stage since the last purchase."""
    purchase: np.ndarray
    """P(at least one purchase day in the horizon)."""
    orders: np.ndarray
    """Expected purchase days in the horizon."""
    square: np.ndarray
    """Expected square of their number."""


def look_ahead(model: PurchaseModel, counts: Counts, horizon_days: float) -> Outlook:
    """The outlook of every customer over the `horizon_days` after the end of observation (at least 0)."""
    alive, stages = model.history(counts)
    rows, place = _distinct(counts.x, counts.T)
    table = model.active_moments(counts.x[rows], counts.T[rows], horizon_days)
    if len(stages) == 1:
        purchase, orders, square = (alive * column[place] for column in table[0])
    else:
        purchase, orders, square = (
            alive * sum(stage * table[j, i][place] for j, stage in enumerate(stages)) for i in range(3)
        )
    return Outlook(alive, stages, purchase, orders, square)


def _distinct(x: np.ndarray, T: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows that hold every distinct (x, T) once, and for each customer the position among them."""
    if len(x) <= _FEW:
        everyone = np.arange(len(x))
        return everyone, everyone
    width = int(T.max()) + 1
    key = x * width + T
    cells = (int(x.max()) + 1) * width
    if cells > _TABLE:
        _, rows, place = np.unique(key, return_index=True, return_inverse=True)
        return rows, place
    row_of = np.full(cells, -1)
    row_of[key] = np.arange(len(x))
    filled = np.flatnonzero(row_of >= 0)
    position = np.zeros(cells, dtype=np.int32)
    position[filled] = np.arange(len(filled))
    return row_of[filled], position[key]
