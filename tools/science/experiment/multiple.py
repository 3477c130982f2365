"""Several comparisons at once: p-values corrected so that one false alarm among all of them stays at alpha."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def holm(p_values: Sequence[float]) -> np.ndarray:
    """Adjusted p-values in the order given, shape (comparisons,): Holm 1979, valid under any dependence."""
    values = np.asarray(p_values, dtype=float)
    if values.size and not ((values >= 0) & (values <= 1)).all():
        raise ValueError(f"p-values lie from 0 to 1, not {list(p_values)}")
    order = np.argsort(values, kind="stable")
    stepped = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1.0) if len(values) else stepped
    return adjusted
