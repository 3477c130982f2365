"""Uplift: whom a campaign moves, learnt from an experiment, and whether that says more than a plain response model."""

from tools.science.uplift.fitting import fit_uplift
from tools.science.uplift.model import Uplift

__all__ = ["Uplift", "fit_uplift"]
