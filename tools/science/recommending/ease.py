"""EASE: which items speak for which, as one ridge regression of every item on all others, solved at once."""

from __future__ import annotations

import numpy as np
from scipy import sparse

RIDGE = 200.0


def fit_ease(matrix: sparse.csr_array, *, ridge: float = RIDGE) -> np.ndarray:
    """Weights B, shape (items, items), float32, zero diagonal: people's rows x score the items as x B (Steck 2019).

    B = I - P / diag(P) with P the inverse of X'X + ridge I, by Cholesky: n³ operations, half of a general inverse.
    `matrix` is people × items, float32. Raises ValueError when a ridge is not positive.
    """
    from scipy.linalg.lapack import spotrf, spotri

    if ridge <= 0:
        raise ValueError(f"ridge must be above 0, got {ridge}")
    if not matrix.shape[1]:
        return np.empty((0, 0), dtype=np.float32)
    gram = np.asarray((matrix.T @ matrix).todense(), dtype=np.float32)
    size = len(gram)
    gram[np.diag_indices(size)] += ridge
    factor, failed = spotrf(gram.T, lower=0, overwrite_a=1)  # the transpose is in the order LAPACK works in, uncopied
    upper, singular = spotri(factor, lower=0, overwrite_c=1)
    if failed or singular:
        raise ValueError(f"the purchases cannot be inverted with a ridge of {ridge}; choose a larger one")
    diagonal = np.diag(upper).copy()
    inverse = np.triu(upper, 1)
    weights = (inverse + inverse.T) / -diagonal  # the diagonal stays 0
    return np.ascontiguousarray(weights, dtype=np.float32)
