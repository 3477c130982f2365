"""Which features a score may use: cleaning and selection, each decision with its reason in a code and figures.

Only rows that come before the held-out ones are looked at, so the verdict stands on answers no choice has seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.science.propensity.evidence import Dropped, Kept
from tools.science.propensity.metrics import roc_auc

LOOK_AT_ROWS = 20_000
FEWEST_DIFFERING = 10
"""A feature that differs from its commonest value in fewer rows is a constant."""
FEWEST_KNOWN_SHARE = 0.02
SAME_RANKING = 0.99
"""Rank correlation from which two features say the same."""
TOO_GOOD = 0.99
"""ROC AUC of one feature alone from which it is taken for the label in disguise."""
UNRELATED = 0.3
"""p-value of the chi-square test over bins above which a feature is left out; wide, as penalties do the rest."""
FEWEST_KEPT = 3
BINS = 8


@dataclass(frozen=True)
class Selection:
    """Features to use, in their first order, and those left out."""

    kept: tuple[Kept, ...]
    dropped: tuple[Dropped, ...]

    @property
    def names(self) -> list[str]:
        """Names of the kept features."""
        return [feature.name for feature in self.kept]


def select_features(frame: pd.DataFrame, label: np.ndarray, *, spare: str | None = None, seed: int = 0) -> Selection:
    """Clean and select the columns of `frame` (rows × features, float, NaN unknown) against `label` (0 or 1).

    `spare` is never dropped as redundant or unrelated. Raises ValueError where nothing varies.
    """
    if len(frame) > LOOK_AT_ROWS:
        rows = np.random.default_rng(seed).choice(len(frame), LOOK_AT_ROWS, replace=False)
        frame, label = frame.iloc[rows], label[rows]
    columns = {str(name): frame[name].to_numpy(dtype=float) for name in frame.columns}
    dropped = _cleaned(columns)
    tested = {name: _tested(name, values, label) for name, values in columns.items()}
    for name, kept in list(tested.items()):
        if kept.auc_alone >= TOO_GOOD:
            dropped.append(Dropped(name, "tells_the_label", {"auc_alone": kept.auc_alone}))
            del tested[name], columns[name]
    dropped += _redundant(columns, tested, spare)
    strongest = sorted(tested, key=lambda name: (tested[name].p_value, -tested[name].auc_alone))[:FEWEST_KEPT]
    for name in [name for name in tested if tested[name].p_value > UNRELATED and name not in {spare, *strongest}]:
        kept = tested.pop(name)
        dropped.append(Dropped(name, "unrelated", {"p_value": kept.p_value, "auc_alone": kept.auc_alone}))
    if not tested:
        raise ValueError("a score needs at least one feature that varies and is not the label itself; there is none")
    return Selection(tuple(tested.values()), tuple(dropped))


def _cleaned(columns: dict[str, np.ndarray]) -> list[Dropped]:
    """Take out constants, near-empty columns and exact duplicates; the dictionary is changed in place."""
    dropped: list[Dropped] = []
    seen: dict[bytes, str] = {}
    for name, values in list(columns.items()):
        known = np.isfinite(values)
        share, differing = float(known.mean()), _differing(values, known)
        same = seen.setdefault(np.where(known, values, np.nan).tobytes(), name)
        if differing < FEWEST_DIFFERING:
            dropped.append(Dropped(name, "constant", {"rows_differing": differing}))
        elif share < FEWEST_KNOWN_SHARE:
            dropped.append(Dropped(name, "nearly_empty", {"known_share": share}))
        elif same != name:
            dropped.append(Dropped(name, "duplicate", other=same))
        else:
            continue
        del columns[name]
    return dropped


def _differing(values: np.ndarray, known: np.ndarray) -> int:
    if not known.any():
        return 0
    commonest = int(np.unique(values[known], return_counts=True)[1].max())
    return len(values) - max(commonest, int((~known).sum()))


def _tested(name: str, values: np.ndarray, label: np.ndarray) -> Kept:
    from scipy.stats import chi2

    known = np.isfinite(values)
    edges = np.unique(np.quantile(values[known], np.linspace(0, 1, BINS + 1)[1:-1]))
    bins = np.where(known, np.searchsorted(edges, np.where(known, values, 0.0), side="left"), len(edges) + 1)
    rows = np.bincount(bins, minlength=len(edges) + 2).astype(float)
    positives = np.bincount(bins, weights=label, minlength=len(edges) + 2)
    rows, positives = rows[rows > 0], positives[rows > 0]
    base = label.mean()
    statistic = float(((positives - rows * base) ** 2 / (rows * base * (1 - base))).sum())
    p_value = float(chi2.sf(statistic, len(rows) - 1)) if len(rows) > 1 else 1.0
    varied = known.any() and 0 < label[known].sum() < known.sum()
    auc = float(roc_auc(label[known], values[known])[0]) if varied else 0.5
    return Kept(name, max(auc, 1 - auc), p_value, float(known.mean()))


def _redundant(columns: dict[str, np.ndarray], tested: dict[str, Kept], spare: str | None) -> list[Dropped]:
    """Of features that rank customers alike, keep the one that ranks the label best; changes `tested` in place."""
    names = sorted(tested, key=lambda name: (name != spare, -tested[name].auc_alone))
    ranks = pd.DataFrame({name: columns[name] for name in names}).rank()
    missing = {name: np.isnan(columns[name]).tobytes() for name in names}
    with np.errstate(invalid="ignore", divide="ignore"):  # ranks that do not vary correlate with nothing
        correlation = np.abs(np.nan_to_num(np.atleast_2d(np.corrcoef(ranks.fillna(ranks.median()).to_numpy().T))))
    dropped: list[Dropped] = []
    for later, name in enumerate(names):
        for earlier in range(later):
            other = names[earlier]
            if other in tested and correlation[earlier, later] >= SAME_RANKING and missing[name] == missing[other]:
                figures = {"rank_correlation": float(correlation[earlier, later])}
                dropped.append(Dropped(name, "redundant", figures, other))
                del tested[name]
                break
    return dropped
