"""How well a ranking finds the people a campaign moves: Qini, area under the uplift curve, uplift in the first k.

Each is read off counts of people and of outcomes in both arms, taken from the highest score down, so that the same code
serves one ranking and thousands of resampled ones. Definitions: Radcliffe 2007, "Using control groups to target on
predicted lift" (Qini); Jaskowski & Jaroszewicz 2012 (uplift curve). Both areas are normalised by the best curve any
ranking of the same people could reach, and by the straight line of a random one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True, eq=False)
class Counts:
    """People and outcomes of each arm by group, best group first: arrays of shape (..., groups)."""

    treated: np.ndarray
    control: np.ndarray
    treated_outcomes: np.ndarray
    control_outcomes: np.ndarray

    def cumulated(self) -> Counts:
        """The same, added up from the first group on, after an empty one: shape (..., groups + 1)."""
        return Counts(*(_from_zero(part) for part in self._parts()))

    def everyone(self) -> Counts:
        """The totals, shape (..., 1)."""
        return Counts(*(part.sum(-1, keepdims=True) for part in self._parts()))

    def _parts(self) -> tuple[np.ndarray, ...]:
        return self.treated, self.control, self.treated_outcomes, self.control_outcomes


def counts_by_score(outcome: np.ndarray, score: np.ndarray, treated: np.ndarray) -> Counts:
    """One group for each distinct score, highest first; all arguments shape (rows,), outcome and treated 0 or 1."""
    _, place = np.unique(-np.asarray(score, dtype=float), return_inverse=True)
    arm, answer = np.asarray(treated, dtype=float), np.asarray(outcome, dtype=float)
    weights = (arm, 1 - arm, arm * answer, (1 - arm) * answer)
    return Counts(*(np.bincount(place, weight) for weight in weights))


def qini_curve(counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """(people contacted, extra outcomes among them), each shape (..., groups + 1), the first point at zero.

    Extra outcomes: those of the treated less those of as many controls, Y_t - Y_c × N_t / N_c.
    """
    c = counts.cumulated()
    return c.treated + c.control, c.treated_outcomes - _ratio(c.control_outcomes * c.treated, c.control)


def uplift_curve(counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """(people contacted, difference of the arms' rates among them × their number); an arm without people counts 0."""
    c = counts.cumulated()
    people = c.treated + c.control
    return people, (_ratio(c.treated_outcomes, c.treated) - _ratio(c.control_outcomes, c.control)) * people


def qini(counts: Counts) -> np.ndarray:
    """Normalised Qini: (area - random's) / (best possible area - random's); 0 is chance, shape (...).

    The best ranking puts the treated with an outcome first and the controls with an outcome last.
    """
    t, c, ty, cy = counts.everyone()._parts()
    nobody = np.zeros_like(t)
    best = Counts(*(np.concatenate(part, -1) for part in (
        (ty, t - ty, nobody), (nobody, c - cy, cy), (ty, nobody, nobody), (nobody, nobody, cy),
    )))  # fmt: skip
    return _normalised(qini_curve(counts), qini_curve(best))


def auuc(counts: Counts) -> np.ndarray:
    """Normalised area under the uplift curve, on the same scale as `qini`, shape (...).

    The best ranking: treated with an outcome, controls without; then the two others, the rarer kind last.
    """
    t, c, ty, cy = counts.everyone()._parts()
    nobody = np.zeros_like(t)
    waste, lost = (t - ty, nobody, nobody, nobody), (nobody, cy, nobody, cy)
    waste_first = cy <= t - ty
    third = tuple(np.where(waste_first, a, b) for a, b in zip(waste, lost, strict=True))
    fourth = tuple(np.where(waste_first, b, a) for a, b in zip(waste, lost, strict=True))
    groups = ((ty, nobody, ty, nobody), (nobody, c - cy, nobody, nobody), third, fourth)
    best = Counts(*(np.concatenate(part, -1) for part in zip(*groups, strict=True)))
    return _normalised(uplift_curve(counts), uplift_curve(best))


def qini_score(outcome: np.ndarray, score: np.ndarray, treated: np.ndarray) -> float:
    """Normalised Qini of `score` (higher = contact first)."""
    return float(qini(counts_by_score(outcome, score, treated)))


def auuc_score(outcome: np.ndarray, score: np.ndarray, treated: np.ndarray) -> float:
    """Normalised area under the uplift curve of `score`."""
    return float(auuc(counts_by_score(outcome, score, treated)))


def uplift_at(
    outcome: np.ndarray,
    score: np.ndarray,
    treated: np.ndarray,
    share: float = 0.3,
    within: Literal["everyone", "arm"] = "everyone",
) -> float:
    """Rate of the treated less rate of the controls among the `share` with the highest score, as a probability.

    `within` says whether the best are taken of all people together or of each arm. Equal scores: the later row first.
    """
    order = np.argsort(np.asarray(score, dtype=float), kind="stable")[::-1]
    answer, arm = np.asarray(outcome, dtype=float)[order], np.asarray(treated)[order] == 1
    if within == "everyone":
        first = int(len(order) * share)
        answer, arm = answer[:first], arm[:first]
        return float(answer[arm].mean() - answer[~arm].mean())
    ours, theirs = answer[arm], answer[~arm]
    return float(ours[: int(len(ours) * share)].mean() - theirs[: int(len(theirs) * share)].mean())


def _normalised(curve: tuple[np.ndarray, np.ndarray], best: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    chance = best[0][..., -1] * best[1][..., -1] / 2
    reach = np.trapezoid(best[1], best[0], axis=-1) - chance
    return _ratio(np.trapezoid(curve[1], curve[0], axis=-1) - chance, reach)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.zeros_like(above, dtype=float), where=below != 0)


def _from_zero(part: np.ndarray) -> np.ndarray:
    start = np.zeros((*part.shape[:-1], 1))
    return np.concatenate((start, np.cumsum(part, axis=-1)), axis=-1)
