"""What sets a group of customers apart: effect sizes against everyone else, not raw means.

The standardised mean difference (Cohen 1988) is comparable between features and does not grow with the number of
customers: .2 is small, .5 medium, .8 large. Its standard error is that of Hedges and Olkin (1985).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from tools.science.clusters.space import skewed


def standardised_differences(
    count: np.ndarray, mean: np.ndarray, variance: np.ndarray, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Difference of every group from all others together, in pooled standard deviations, with its interval.

    Each argument has shape (groups, features): customers with a known value, their mean, their variance. Returns
    difference, low and high of that shape; NaN where a group or the others have fewer than two customers. The interval
    says how precisely the difference is known; it is no test of groups that were found from the same features.
    """
    rest = count.sum(0) - count
    with np.errstate(divide="ignore", invalid="ignore"):
        total, squares = (count * mean).sum(0), (count * (variance + mean**2)).sum(0)
        rest_mean = (total - count * mean) / rest
        rest_variance = np.maximum((squares - count * (variance + mean**2)) / rest - rest_mean**2, 0)
        pooled = np.sqrt((variance + rest_variance) / 2)
        difference = np.where(pooled > 0, (mean - rest_mean) / pooled, 0.0)
        error = np.sqrt((count + rest) / (count * rest) + difference**2 / (2 * (count + rest)))
    known = (count >= 2) & (rest >= 2)
    difference = np.where(known, difference, np.nan)
    reach = norm.ppf(0.5 + confidence / 2) * np.where(known, error, np.nan)
    return difference, difference - reach, difference + reach


def distinguishing(frame: pd.DataFrame, labels: np.ndarray) -> pd.DataFrame:
    """Clusters × features of a frame of customers: standardised differences, log(1 + x) where the tail is long."""
    difference, _, _ = standardised_differences(*_moments(frame, labels))
    return pd.DataFrame(np.nan_to_num(difference), columns=frame.columns)


def traits(frame: pd.DataFrame, labels: np.ndarray, *, smallest: float = 0.2, confidence: float = 0.95) -> pd.DataFrame:
    """One row per cluster and feature whose difference is at least `smallest`, the largest first within its cluster.

    Columns: cluster, customers, feature, difference, low, high (in pooled standard deviations), inside and outside (the
    plain means in the feature's own unit, of the cluster and of all others).
    """
    difference, low, high = standardised_differences(*_moments(frame, labels), confidence=confidence)
    rows = []
    for cluster in range(len(difference)):
        member = labels == cluster
        inside, outside = frame[member].mean(), frame[~member].mean()
        for place in np.argsort(-np.abs(np.nan_to_num(difference[cluster])), kind="stable"):
            if abs(difference[cluster, place]) >= smallest:
                name = frame.columns[place]
                figures = [float(one[cluster, place]) for one in (difference, low, high)]
                rows.append((cluster, int(member.sum()), name, *figures, float(inside[name]), float(outside[name])))
    columns = ["cluster", "customers", "feature", "difference", "low", "high", "inside", "outside"]
    return pd.DataFrame(rows, columns=columns)


def _moments(frame: pd.DataFrame, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count, mean and variance of every feature in every cluster, each of shape (clusters, features)."""
    clusters = int(labels.max()) + 1
    shape = (clusters, len(frame.columns))
    count, mean, variance = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for place, name in enumerate(frame.columns):
        raw = frame[name].to_numpy(dtype=float)
        values = np.log1p(np.maximum(raw, 0)) if skewed(raw) else raw
        known = np.isfinite(values)
        sizes = np.bincount(labels[known], minlength=clusters)
        sums = np.bincount(labels[known], weights=values[known], minlength=clusters)
        count[:, place] = sizes
        mean[:, place] = sums / np.maximum(sizes, 1)
        spread = (values[known] - mean[labels[known], place]) ** 2
        variance[:, place] = np.bincount(labels[known], weights=spread, minlength=clusters) / np.maximum(sizes, 1)
    return count, mean, variance
