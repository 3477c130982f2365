"""The learners by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tools.science.uplift.class_transformation import class_transformation
from tools.science.uplift.outcomes import boosted_effect, boosted_outcome, linear_outcome
from tools.science.uplift.s_learner import s_learner
from tools.science.uplift.t_learner import t_learner
from tools.science.uplift.terms import Effect
from tools.science.uplift.trial import Trial
from tools.science.uplift.x_learner import linear_effect, x_learner

Learner = Literal["s", "t", "x", "class", "t_boosted", "x_boosted"]

LEARNERS: dict[Learner, Callable[[Trial], Effect]] = {
    "s": s_learner,
    "t": lambda trial: t_learner(trial, linear_outcome),
    "x": lambda trial: x_learner(trial, linear_outcome, linear_effect),
    "class": class_transformation,
    "t_boosted": lambda trial: t_learner(trial, boosted_outcome),
    "x_boosted": lambda trial: x_learner(trial, boosted_outcome, boosted_effect),
}
"""In the order in which equals are preferred: linear ones first, since they can be explained exactly and run as SQL."""
CANDIDATES: tuple[Learner, ...] = ("s", "t", "x", "class", "t_boosted")
"""Who competes when the choice is automatic."""
