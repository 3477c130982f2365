"""Whom to contact: a threshold set by what a success is worth, what a contact costs and how many can be made.

A contact pays where probability × value exceeds its cost (Elkan 2001), whatever lies above or below one half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Limit = Literal["cost", "capacity", "everyone", "nobody"]


@dataclass(frozen=True)
class Cutoff:
    """A threshold and what is expected of contacting everyone at or above it."""

    threshold: float | None
    """Probability of the last customer contacted; None where nobody is."""
    break_even: float | None
    """cost / value: below it a contact loses money; None without value and cost."""
    limit: Limit
    """What set the number: cost, capacity, or nothing (everyone pays), or nobody pays."""
    contacted: int
    expected_successes: float
    successes_low: float
    successes_high: float
    """95 % interval from chance alone, given that the probabilities are right."""
    expected_profit: float | None
    profit_of_everyone: float | None
    profit_at_half: float | None
    """What a threshold of 0.5 would have earned, for comparison."""


def choose_cutoff(
    probability: np.ndarray,
    *,
    value_per_success: float | None = None,
    cost_per_contact: float | None = None,
    capacity: int | None = None,
) -> Cutoff:
    """The most profitable customers of `probability` (shape (customers,), calibrated, 0 to 1), at most `capacity`.

    Give value and cost in one currency, or a capacity, or all three. Raises ValueError where they leave nothing to
    decide by, or are negative. Ties at the edge are cut by capacity, in the order of the rows.
    """
    if capacity is None and (value_per_success is None or cost_per_contact is None):
        raise ValueError("a cutoff needs a value per success and a cost per contact, or a capacity")
    if (value_per_success is not None and value_per_success <= 0) or (cost_per_contact or 0) < 0 or (capacity or 0) < 0:
        raise ValueError("value per success must be above 0, cost per contact and capacity not below 0")
    ranked = np.sort(probability[np.isfinite(probability)])[::-1]
    priced = value_per_success is not None and cost_per_contact is not None
    value, cost = value_per_success or 0.0, cost_per_contact or 0.0
    paying = int((ranked * value >= cost).sum()) if priced else len(ranked)
    count = paying if capacity is None else min(paying, capacity)
    chosen = ranked[:count]
    successes, spread = float(chosen.sum()), 1.96 * float(np.sqrt((chosen * (1 - chosen)).sum()))
    return Cutoff(
        threshold=float(chosen[-1]) if count else None,
        break_even=cost / value if priced else None,
        limit=_limit(count, paying, len(ranked)),
        contacted=count,
        expected_successes=successes,
        successes_low=max(successes - spread, 0.0),
        successes_high=min(successes + spread, float(count)),
        expected_profit=successes * value - count * cost if priced else None,
        profit_of_everyone=float(ranked.sum()) * value - len(ranked) * cost if priced else None,
        profit_at_half=float((ranked[ranked > 0.5] * value - cost).sum()) if priced else None,
    )


def _limit(count: int, paying: int, everyone: int) -> Limit:
    if not count:
        return "nobody"
    if count < paying:
        return "capacity"
    return "everyone" if count == everyone else "cost"
