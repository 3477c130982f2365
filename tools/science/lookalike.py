"""Lookalikes: who among the others resembles a seed of customers most, and how well that was found again in a test.

The others are not known to be unlike the seed, only not known to be in it. A model of seed against others still ranks
by likeness (Elkan and Noto 2008), but its probabilities are those of having been picked for the seed and are not shown.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.science.propensity.basis import fit_basis
from tools.science.propensity.metrics import lift, roc_auc
from tools.science.propensity.scorer import LinearMember
from tools.science.propensity.selecting import Selection, select_features

MINIMUM_SEED = 50
"""With fewer, a fold of the back-test holds out under ten people and its lift is a guess."""
MINIMUM_OTHERS = 200
OTHERS_PER_SEED, FEWEST_OTHERS, MOST_OTHERS = 10, 5_000, 20_000
"""How many others the model learns from."""
MOST_SEED = 20_000
MOST_TESTED = 50_000
"""Others ranked in the back-test."""
FOLDS = 4
SHARES = (0.01, 0.05, 0.1, 0.2)
KNOTS = 3
PENALTY = 0.1
"""Inverse strength of the ridge on standardised outputs."""


@dataclass(frozen=True)
class Reach:
    """What the back-test found at one size of audience."""

    share: float
    """Of the people ranked, 0 to 1."""
    held_out: int
    """Seed customers the model had not seen."""
    found: float
    """Of them, how many were within the share; ties at the edge count in part."""
    lift: float
    """Found, over what a random audience of that size finds: 1 is no better than random."""
    low: float
    high: float
    """95 % interval of the lift (Wilson 1927, for the share found)."""


@dataclass(frozen=True, eq=False)
class Lookalike:
    """A fitted likeness to one seed."""

    member: LinearMember
    selection: Selection
    """Features used, and those left out with the reason: among them any that tells the seed by itself."""
    seed_size: int
    compared: int
    """Others the model learnt from."""
    reach: tuple[Reach, ...]
    """Back-tested, smallest share first."""
    roc_auc: float
    """Chance that a held-out seed customer is ranked above another one."""

    @property
    def works(self) -> bool:
        """Whether some audience size surely beats random: the interval of its lift lies above 1."""
        return any(one.low > 1 for one in self.reach)

    def score(self, frame: pd.DataFrame) -> np.ndarray:
        """Likeness of each row, shape (rows,), in log-odds; only its order means something."""
        return self.member.vote(frame)


def fit_lookalike(
    frame: pd.DataFrame, in_seed: np.ndarray, *, shares: Sequence[float] = SHARES, seed: int = 0
) -> Lookalike:
    """Likeness to the rows marked in `in_seed` (bool, shape (rows,)) from a frame customers × features, NaN unknown.

    Features that define the seed must be left out by the caller where they are known. Raises ValueError under
    MINIMUM_SEED seed rows or MINIMUM_OTHERS others, and where no usable feature varies.
    """
    in_seed = np.asarray(in_seed, dtype=bool)
    chosen, others = np.flatnonzero(in_seed), np.flatnonzero(~in_seed)
    if len(chosen) < MINIMUM_SEED:
        raise ValueError(f"lookalikes need a seed of at least {MINIMUM_SEED} customers, there are {len(chosen)}")
    if len(others) < MINIMUM_OTHERS:
        raise ValueError(
            f"lookalikes need at least {MINIMUM_OTHERS} customers outside the seed to choose from, there are "
            f"{len(others)}: narrow the seed"
        )
    generator = np.random.default_rng(seed)
    chosen = generator.permutation(chosen)[:MOST_SEED]
    others = generator.permutation(others)[:MOST_TESTED]
    compared = int(np.clip(OTHERS_PER_SEED * len(chosen), FEWEST_OTHERS, MOST_OTHERS))
    reach, auc = _tested(frame, chosen, others, compared, sorted(shares), seed)
    selection, member = _fitted(frame, chosen, others[:compared], seed)
    return Lookalike(member, selection, int(in_seed.sum()), min(compared, len(others)), reach, auc)


def _fitted(frame: pd.DataFrame, chosen: np.ndarray, others: np.ndarray, seed: int) -> tuple[Selection, LinearMember]:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    rows = np.concatenate([chosen, others])
    label = np.repeat([1.0, 0.0], [len(chosen), len(others)])
    table = frame.iloc[rows]
    selection = select_features(table, label, seed=seed)
    table = table[selection.names]
    basis = fit_basis(table, knots=KNOTS)
    model = LogisticRegression(C=PENALTY, solver="newton-cholesky", max_iter=100)
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its remarks about iterations are no news to a marketer
        model.fit(basis.transform(table), label)
    return selection, LinearMember(basis, model.coef_[0].astype(float), float(model.intercept_[0]))


def _tested(
    frame: pd.DataFrame, chosen: np.ndarray, others: np.ndarray, compared: int, shares: Sequence[float], seed: int
) -> tuple[tuple[Reach, ...], float]:
    """Fit without each fold in turn, seed and others alike, and rank those left out: nobody is judged by a model that
    has seen them."""
    found, areas = np.zeros(len(shares)), []
    for fold in range(FOLDS):
        held_seed, held_others = chosen[fold::FOLDS], others[fold::FOLDS]
        known_seed, known_others = (np.delete(rows, np.s_[fold::FOLDS]) for rows in (chosen, others))
        selection, member = _fitted(frame, known_seed, known_others[:compared], seed)
        held = np.concatenate([held_seed, held_others])
        score = member.vote(frame.iloc[held][selection.names])
        label = np.repeat([1.0, 0.0], [len(held_seed), len(held_others)])
        areas.append(float(roc_auc(label, score)[0]))
        found += [float(lift(label, score, share=share)[0]) * share * len(held_seed) for share in shares]
    reach = []
    for share, count in zip(shares, found, strict=True):
        low, high = _wilson(count, len(chosen))
        lifted = [float(figure) / share for figure in (count / len(chosen), low, high)]
        reach.append(Reach(share, len(chosen), float(count), *lifted))
    return tuple(reach), float(np.mean(areas))


def _wilson(found: float, of: int) -> tuple[float, float]:
    z = 1.959964
    share = found / of
    centre, spread = share + z**2 / (2 * of), z * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return float((centre - spread) / (1 + z**2 / of)), float((centre + spread) / (1 + z**2 / of))
