"""Was it an experiment? Balance of the arms and their sizes, checked before anything causal is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from tools.science.experiment.ratio import THRESHOLD, SampleRatio, check_sample_ratio
from tools.science.propensity.basis import Basis
from tools.science.uplift.logistic import fit_ridge

FAR_APART = 0.1
"""Standardised mean difference that matters (Austin 2009, "Balance diagnostics")."""
PREDICTABLE = 0.55
"""ROC AUC of guessing the arm from the features, above which a draw was not by chance alone."""


class NotRandomised(ValueError):
    """The arms differ by more than chance: no effect can be read from them."""


@dataclass(frozen=True)
class Balance:
    """How alike the arms were before the campaign."""

    treated: int
    control: int
    differences: dict[str, float]
    """Treated less control by feature, in pooled standard deviations, the largest first; `x is missing` for gaps."""
    propensity_auc: float
    """Cross-fitted ROC AUC of guessing the arm from the features; .5 is a fair draw."""
    p_value: float
    """Of a fair draw: F test of all features together."""
    ratio: SampleRatio | None
    """None where the planned share is not known."""

    @property
    def verdict(self) -> Literal["randomised", "imbalanced", "not_randomised"]:
        """ "imbalanced" is beyond chance, too small to matter; "not_randomised" is beyond chance and large."""
        if self.ratio is not None and self.ratio.mismatch:
            return "not_randomised"
        if self.p_value >= THRESHOLD:
            return "randomised"
        largest = max((abs(value) for value in self.differences.values()), default=0.0)
        return "not_randomised" if largest >= FAR_APART or self.propensity_auc >= PREDICTABLE else "imbalanced"


def check_balance(
    features: pd.DataFrame, treated: np.ndarray, basis: Basis, *, planned_share: float | None = None, seed: int = 0
) -> Balance:
    """Compare the arms (`treated` 0 or 1, shape (rows,)) on `features` (rows × features) and on their sizes."""
    arm = np.asarray(treated, dtype=float)
    count, rest = int(arm.sum()), int((1 - arm).sum())
    outputs = basis.transform(features)
    ratio = None if planned_share is None else check_sample_ratio((count, rest), (planned_share, 1 - planned_share))
    return Balance(
        treated=count,
        control=rest,
        differences=_differences(features, arm),
        propensity_auc=_propensity_auc(outputs, arm, seed),
        p_value=_fair_draw(outputs, arm),
        ratio=ratio,
    )


def refuse_unless_randomised(balance: Balance) -> None:
    """Raises NotRandomised with the figures and the cure."""
    if balance.verdict != "not_randomised":
        return
    cure = "uplift needs people drawn at random into a mailed and a held-back group"
    if balance.ratio is not None and balance.ratio.mismatch:
        raise NotRandomised(
            f"the arms hold {balance.treated} and {balance.control} people, not the planned "
            f"{balance.ratio.planned[0]:.0%} (p = {balance.ratio.p_value:.1g}, limit {THRESHOLD}): {cure}"
        )
    name, value = next(iter(balance.differences.items()), ("", 0.0))
    raise NotRandomised(
        f"the arms differed before the campaign (p = {balance.p_value:.1g}; {name} by {value:.2f} standard deviations, "
        f"limit {FAR_APART}; the arm can be guessed with AUC {balance.propensity_auc:.2f}, limit {PREDICTABLE}): {cure}"
    )


def _differences(features: pd.DataFrame, arm: np.ndarray) -> dict[str, float]:
    values = features.to_numpy(dtype=float)
    missing = np.isnan(values)
    gaps = missing.any(0)
    columns = [values, missing[:, gaps].astype(float)]
    names = [str(name) for name in features.columns]
    names += [f"{name} is missing" for name, gap in zip(names, gaps, strict=True) if gap]
    table = np.column_stack(columns)
    ours, theirs = pd.DataFrame(table[arm == 1]), pd.DataFrame(table[arm == 0])
    pooled = np.sqrt((ours.var(ddof=0) + theirs.var(ddof=0)) / 2).to_numpy(dtype=float)
    apart = (ours.mean() - theirs.mean()).to_numpy(dtype=float)
    known = np.isfinite(apart) & (pooled > 0)
    found = {name: float(apart[k] / pooled[k]) for k, name in enumerate(names) if known[k]}
    return dict(sorted(found.items(), key=lambda item: -abs(item[1])))


def _fair_draw(outputs: np.ndarray, arm: np.ndarray) -> float:
    """F test of the linear regression of the arm on all outputs; columns that others determine do not count."""
    columns = np.column_stack((np.ones(len(arm)), outputs))
    beta, _, rank, _ = np.linalg.lstsq(columns, arm, rcond=1e-8)
    rest = float(((arm - columns @ beta) ** 2).sum())
    total = float(((arm - arm.mean()) ** 2).sum())
    used, left = int(rank) - 1, len(arm) - int(rank)
    if used < 1 or left < 1 or rest <= 0:
        return 1.0 if used < 1 else 0.0
    return float(stats.f.sf((total - rest) / used / (rest / left), used, left))


def _propensity_auc(outputs: np.ndarray, arm: np.ndarray, seed: int, folds: int = 3) -> float:
    """Linear probability model, each fold guessed by the others; ranks within the fold."""
    fold = np.random.default_rng(seed).permutation(len(arm)) % folds
    areas = []
    for held_out in range(folds):
        here = fold == held_out
        beta = fit_ridge(outputs[~here], arm[~here], np.ones(outputs.shape[1]))
        guess, truth = outputs[here] @ beta[1:], arm[here] == 1
        ranks = stats.rankdata(guess)
        ours = int(truth.sum())
        pairs = ours * (len(truth) - ours)
        areas.append((ranks[truth].sum() - ours * (ours + 1) / 2) / pairs if pairs else 0.5)
    return float(np.mean(areas))
