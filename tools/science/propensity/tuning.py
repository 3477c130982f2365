"""Successive halving over each family's settings, within a budget that is turned into work before anything is fitted.

Predicting the work instead of watching a clock gives the same score from the same data on a busy machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.science.propensity.calibrating import refined_loss
from tools.science.propensity.candidates import Family, Settings, Table, Voter
from tools.science.propensity.scorer import Scale, TreeMember
from tools.science.propensity.splitting import Fold

FIRST_RUNG_ROWS = 3_000
MOST_ROWS = 100_000
"""Rows of a full-size fit; more change a score of this size by less than its own interval."""
MARGIN = 1.3
"""For slower machines and for data that need more steps."""


@dataclass(frozen=True)
class Effort:
    """How much is tried."""

    name: str
    rows: int
    """At most this many fitted rows a fold."""
    judged: int
    """At most this many judged rows a fold."""
    folds: int
    settings: int
    """At most this many of each family's grid."""
    survivors: int
    """Settings that reach the last rung."""
    trees: int
    """Most boosting rounds."""
    resamples: int
    seconds: tuple[float, float, float]
    """Processor seconds measured: fixed, per million cells searched, per million cells fitted at full size."""


EFFORTS = (
    Effort("thorough", 20_000, 8_000, 3, 6, 2, 300, 200, (2.3, 4.9, 7.0)),
    Effort("normal", 10_000, 5_000, 3, 4, 2, 150, 200, (1.7, 11.0, 3.4)),
    Effort("quick", 4_000, 3_000, 2, 2, 1, 60, 100, (0.7, 9.0, 2.1)),
    Effort("sketch", 1_500, 1_500, 2, 1, 1, 30, 60, (0.35, 1.0, 2.4)),
)


@dataclass(frozen=True, eq=False)
class Data:
    """The rows a score is made from, kept features only."""

    frame: pd.DataFrame
    label: np.ndarray
    weights: np.ndarray
    group: np.ndarray
    """Customer of each row."""
    moment: np.ndarray | None
    history: str | None
    """Name of the feature that is a probability from purchase histories."""
    seed: int

    def table(self, rows: np.ndarray) -> Table:
        """Some rows, to fit on."""
        return Table(self.frame.iloc[rows], self.label[rows], self.weights[rows])


@dataclass(frozen=True, eq=False)
class Trial:
    """One candidate's best setting and its votes on the validation rows."""

    name: str
    settings: Settings
    votes: np.ndarray
    """Shape (rows of the whole table,), NaN where a row is not judged."""
    scale: Scale
    loss: float
    """Mean over folds of the log loss once slope and offset are right."""
    rows_fitted: int


def choose_effort(rows: int, features: int, budget_seconds: float) -> Effort:
    """The most thorough effort whose predicted work fits the budget; the lightest where none does."""
    affordable = (effort for effort in EFFORTS if predicted_seconds(effort, rows, features) <= budget_seconds)
    return next(affordable, EFFORTS[-1])


def predicted_seconds(effort: Effort, rows: int, features: int) -> float:
    """Processor seconds of one core at about 2.5 GHz, from fits timed at 1,500 to 60,000 rows × 20 to 100 features."""
    searched, all_cells = min(rows, effort.rows) * features / 1e6, min(rows, MOST_ROWS) * features / 1e6
    fixed, per_searched, per_cell = effort.seconds
    return MARGIN * (fixed + per_searched * searched + per_cell * all_cells)


def search(family: Family, data: Data, folds: tuple[Fold, ...], effort: Effort) -> Trial:
    """The family's best setting by mean refined log loss over `folds`.

    First rung: every setting on the last fold with FIRST_RUNG_ROWS; the best `survivors` go on to all folds and rows.
    """
    grid = [_limited(settings, family, effort) for settings in family.grid[: effort.settings]]
    rows = min(effort.rows, family.most_rows)
    survivors = min(effort.survivors, family.survivors)
    if len(grid) > survivors:
        small = (_fewer(folds[-1], min(FIRST_RUNG_ROWS, rows), data.seed),)
        losses = [min(trial.loss for trial in _trials(family, settings, data, small)) for settings in grid]
        grid = [grid[index] for index in np.argsort(losses, kind="stable")[:survivors]]
    full = tuple(_fewer(fold, rows, data.seed) for fold in folds)
    trials = [trial for settings in grid for trial in _trials(family, settings, data, full)]
    return min(trials, key=lambda trial: trial.loss)


def judged_trial(
    name: str, settings: Settings, votes: np.ndarray, scale: Scale, data: Data, folds: tuple[Fold, ...]
) -> Trial:
    """Votes on the validation rows with their loss; for candidates that are made of others' votes."""
    losses = [refined_loss(votes[fold.valid], data.label[fold.valid], scale) for fold in folds]
    return Trial(name, settings, votes, scale, float(np.mean(losses)), max(len(fold.train) for fold in folds))


def sample_rows(rows: np.ndarray, most: int, seed: int) -> np.ndarray:
    """At most `most` of `rows`, drawn without replacement, in their order."""
    if len(rows) <= most:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def _trials(family: Family, settings: Settings, data: Data, folds: tuple[Fold, ...]) -> list[Trial]:
    """The setting on every fold; for boosting one trial for each number of trees, from the same fits."""
    votes: dict[int | None, np.ndarray] = {}
    scale: Scale = "log_odds"
    for fold in folds:
        voter = family.fit(data.table(fold.train), settings, data.seed)
        scale = voter.scale
        for trees, part in _staged(voter, data.frame.iloc[fold.valid], family, settings):
            votes.setdefault(trees, np.full(len(data.label), np.nan))[fold.valid] = part
    return [
        judged_trial(
            family.name, settings if trees is None else {**settings, "trees": trees}, found, scale, data, folds
        )
        for trees, found in votes.items()
    ]


def _staged(
    voter: Voter, judged: pd.DataFrame, family: Family, settings: Settings
) -> list[tuple[int | None, np.ndarray]]:
    if not (family.checkpoints and isinstance(voter, TreeMember)):
        return [(None, voter.vote(judged))]
    wanted = {count for count in family.checkpoints if count <= settings["trees"]} | {settings["trees"]}
    stages = enumerate(voter.estimator.staged_decision_function(voter.inputs(judged)), start=1)
    return [(count, np.ravel(votes)) for count, votes in stages if count in wanted]


def _limited(settings: Settings, family: Family, effort: Effort) -> Settings:
    if family.checkpoints:
        return {**settings, "trees": effort.trees}
    return {**settings, "trees": min(settings["trees"], effort.trees)} if "trees" in settings else settings


def _fewer(fold: Fold, train: int, seed: int) -> Fold:
    return Fold(sample_rows(fold.train, train, seed), fold.valid)
