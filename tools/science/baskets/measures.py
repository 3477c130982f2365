"""The measures of a rule "who buys this also buys that", from four counts of baskets."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri


def measures(
    both: np.ndarray, antecedent: np.ndarray, consequent: np.ndarray, baskets: int, *, level: float = 0.95
) -> dict[str, np.ndarray]:
    """Columns of shape (rules,) from the baskets with both sides, with each side, and in all.

    support = P(both), confidence = P(consequent | antecedent), lift = confidence / P(consequent) (Brin et al. 1997),
    leverage = P(both) - P(antecedent) P(consequent) (Piatetsky-Shapiro 1991), conviction = P(antecedent)
    P(not consequent) / P(antecedent, not consequent) (Brin et al. 1997), infinite where the confidence is 1.
    `extra_orders` = leverage × baskets: how many more baskets hold both than would by chance.
    `confidence_low` and `lift_low` are one-sided lower bounds at `level`.
    """
    both, antecedent, consequent = (np.asarray(values, dtype=float) for values in (both, antecedent, consequent))
    confidence, base = both / antecedent, consequent / baskets
    lift = confidence / base
    with np.errstate(divide="ignore", invalid="ignore"):  # 0/0 where every basket holds the consequent
        conviction = np.where(both == antecedent, np.inf, (1 - base) / (1 - confidence))
    leverage = both / baskets - antecedent / baskets * base
    return {
        "support": both / baskets,
        "confidence": confidence,
        "lift": lift,
        "leverage": leverage,
        "conviction": conviction,
        "extra_orders": leverage * baskets,
        "confidence_low": wilson_low(both, antecedent, level=level),
        "lift_low": lift_low(both, antecedent, consequent, baskets, level=level),
    }


def wilson_low(successes: np.ndarray, trials: np.ndarray, *, level: float = 0.95) -> np.ndarray:
    """One-sided lower bound of a share at `level` (Wilson 1927): holds its level for small counts, never below 0."""
    z = ndtri(level)
    share = successes / trials
    centre = share + z**2 / (2 * trials)
    spread = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return np.clip((centre - spread) / (1 + z**2 / trials), 0.0, 1.0)


def lift_low(
    both: np.ndarray, antecedent: np.ndarray, consequent: np.ndarray, baskets: int, *, level: float = 0.95
) -> np.ndarray:
    """One-sided lower bound of the lift at `level`, by the delta method on its logarithm with multinomial counts.

    Var(log lift) = 1/both - 1/antecedent - 1/consequent + (2 lift - 1)/baskets.
    """
    lift = both * baskets / (antecedent * consequent)
    variance = 1 / both - 1 / antecedent - 1 / consequent + (2 * lift - 1) / baskets
    return lift * np.exp(-ndtri(level) * np.sqrt(np.maximum(variance, 0.0)))
