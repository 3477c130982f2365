"""What a score rests on for a whole group: how much worse it ranks when a family of features is shuffled among people.

Permutation importance (Breiman 2001, "Random forests"), a family's features moved together, since shuffling one of
several that say the same changes nothing and would call all of them useless. It says what the score uses, not what
causes the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.science.propensity.metrics import Measured, draws, interval, roc_auc
from tools.science.propensity.scorer import Scorer

MINIMUM_EACH = 30
"""Rows of either outcome below which a change in ranking is noise."""
MAX_ROWS = 10_000
"""Rows used; more narrow the interval by less than anyone reads."""


@dataclass(frozen=True)
class FamilyImportance:
    """One family's importance for the ranking of one group."""

    family: str
    features: tuple[str, ...]
    auc_drop: Measured
    """ROC AUC as it is minus ROC AUC with the family shuffled, with a 95 % bootstrap interval."""

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval lies above 0."""
        return self.auc_drop.low > 0


def importance(
    scorer: Scorer,
    frame: pd.DataFrame,
    label: np.ndarray,
    families: Mapping[str, str],
    *,
    group: np.ndarray | None = None,
    repeats: int = 5,
    resamples: int = 200,
    seed: int = 0,
) -> list[FamilyImportance]:
    """Families of `scorer.features` by importance on rows with known outcome, the most important first.

    `frame` holds rows × features (only rows the score was not fitted on give an honest answer), `label` 0 or 1 of shape
    (rows,), `group` the customer of each row where customers repeat. Raises ValueError under MINIMUM_EACH of either
    outcome.
    """
    label = np.asarray(label, dtype=float)
    each = int(min(label.sum(), len(label) - label.sum()))
    if each < MINIMUM_EACH:
        raise ValueError(
            f"importance needs at least {MINIMUM_EACH} people with either outcome, there are {each}: take more people"
        )
    dice = np.random.default_rng(seed)
    rows = np.sort(dice.permutation(len(label))[:MAX_ROWS])
    owner = np.arange(len(label)) if group is None else np.asarray(group)
    values, label = frame[list(scorer.features)].iloc[rows], label[rows]
    weights = draws(owner[rows], resamples=resamples, seed=seed)
    whole = roc_auc(label, scorer.margin(values), weights)
    members: dict[str, list[str]] = {}
    for name in scorer.features:
        members.setdefault(families.get(name, name), []).append(name)
    picks = dice.integers(0, repeats, (repeats, len(weights)))
    picks[:, 0] = np.arange(repeats)  # the figure itself is the mean over all repeats
    found = []
    for family, features in members.items():
        drops = np.empty((repeats, len(weights)))
        for repeat in range(repeats):
            shuffled = values.copy()
            shuffled[features] = values[features].to_numpy()[dice.permutation(len(rows))]
            drops[repeat] = whole - roc_auc(label, scorer.margin(shuffled), weights)
        spread = np.take_along_axis(drops, picks, axis=0).mean(0)
        found.append(FamilyImportance(family, tuple(features), interval(spread)))
    return sorted(found, key=lambda one: -one.auc_drop.value)
