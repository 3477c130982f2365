"""The candidate purchase models, each fitted the same way and told by the same figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.science.lifetime.bg_nbd import BetaGeometric, fit_bg_nbd
from tools.science.lifetime.counts import Counts, unique_patterns
from tools.science.lifetime.newton import Optimum
from tools.science.lifetime.pareto_nbd import ParetoNBD, fit_pareto_nbd

PurchaseModel = BetaGeometric | ParetoNBD
CANDIDATES = ("BG/NBD", "MBG/NBD", "BG/CNBD-2", "MBG/CNBD-2", "BG/CNBD-3", "MBG/CNBD-3", "Pareto/NBD")
"""From the best known on; where nothing tells two apart the earlier one is taken."""


@dataclass(frozen=True)
class Fit:
    """A purchase model with what its likelihood says of it."""

    model: PurchaseModel
    log_likelihood: float
    """Unscaled, with all constants, time in weeks: comparable between candidates and with the papers."""
    customers: int
    covariance: tuple[tuple[float, ...], ...]
    """Of the log parameters, from the Hessian; 0 for a parameter at its bound."""
    at_bound: tuple[str, ...]
    """Parameters the data do not pin down, such as r when all customers buy alike."""

    @property
    def aic(self) -> float:
        """Akaike's criterion; every candidate has as many parameters as it has names for them."""
        return 2 * len(self.model.parameters) - 2 * self.log_likelihood

    @property
    def standard_errors(self) -> dict[str, float]:
        """Of each parameter, by the delta method from its logarithm; NaN for those at a bound."""
        spread = np.sqrt(np.maximum(np.diag(np.array(self.covariance)), 0.0))
        names = self.model.parameters
        return {
            name: float("nan") if name in self.at_bound else names[name] * float(error)
            for name, error in zip(names, spread, strict=True)
        }


def fit_purchases(counts: Counts, name: str = "BG/NBD") -> Fit:
    """Fit the candidate `name` by maximum likelihood.

    Raises ValueError when nobody bought again, or when `name` is not one of CANDIDATES.
    """
    if name not in CANDIDATES:
        raise ValueError(f"no purchase model {name!r}: choose one of {', '.join(CANDIDATES)}")
    patterns = unique_patterns(counts)
    if name == "Pareto/NBD":
        return _told(*fit_pareto_nbd(patterns), len(counts))
    k = int(name[-1]) if "CNBD" in name else 1
    return _told(*fit_bg_nbd(patterns, k=k, immediate=name.startswith("MBG")), len(counts))


def _told(model: PurchaseModel, found: Optimum, customers: int) -> Fit:
    names = tuple(name for name, stuck in zip(model.parameters, found.at_bound, strict=True) if stuck)
    covariance = tuple(tuple(float(cell) for cell in row) for row in found.covariance)
    return Fit(model, found.value, customers, covariance, names)
