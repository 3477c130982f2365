"""Counts of the same rankings in resampled experiments: the Bayesian bootstrap (Rubin 1981), many draws at once.

Each draw gives every person a weight from an exponential distribution, the same one for all rankings, so that
differences between rankings are resampled in pairs. People are grouped in hundredths of the ranking first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from tools.science.uplift.metrics import Counts

GROUPS = 100
DRAWS = 200
AT_ONCE = 4_000_000
"""Weights held in memory at a time: 16 MB."""


def resampled(
    standings: Sequence[np.ndarray], treated: np.ndarray, outcome: np.ndarray, *, draws: int = DRAWS, seed: int = 0
) -> list[Counts]:
    """Counts of shape (draws, GROUPS) for each of `standings`: places from 0 to 1, 1 = contact first, shape (rows,)."""
    rows = len(outcome)
    cells = sparse.vstack([_cells(standing, treated, outcome) for standing in standings], format="csr")
    generator = np.random.default_rng(seed)
    parts, left = [], draws
    while left:
        now = max(1, min(left, AT_ONCE // max(rows, 1)))
        weights = generator.standard_exponential((rows, now), dtype=np.float32)
        parts.append((cells @ weights).astype(float))
        left -= now
    sums = np.concatenate(parts, axis=1).T.reshape(draws, len(standings), GROUPS, 4)
    return [_counts(sums[:, index]) for index in range(len(standings))]


def observed(standing: np.ndarray, treated: np.ndarray, outcome: np.ndarray) -> Counts:
    """The counts as they are, shape (GROUPS,)."""
    return _counts(np.asarray(_cells(standing, treated, outcome).sum(1), dtype=float).reshape(GROUPS, 4))


def _cells(standing: np.ndarray, treated: np.ndarray, outcome: np.ndarray) -> sparse.csr_array:
    """Which of the GROUPS × 4 cells (arm and outcome) each person is in, shape (cells, rows)."""
    group = np.clip(((1 - standing) * GROUPS).astype(int), 0, GROUPS - 1)
    cell = group * 4 + (2 * treated + outcome).astype(int)
    rows = len(cell)
    return sparse.csr_array((np.ones(rows, dtype=np.float32), (cell, np.arange(rows))), shape=(GROUPS * 4, rows))


def _counts(sums: np.ndarray) -> Counts:
    quiet, lost, waste, gained = (sums[..., kind] for kind in range(4))
    return Counts(waste + gained, quiet + lost, gained, lost)
