"""What each feature adds to each person's uplift, adding up exactly.

Votes split exactly by feature (linear models) or by Shapley values (trees), as for every score. A link bends the sum,
so each term's parts are rescaled by the chord of the link between the base vote and the person's: the rescale rule of
Shrikumar et al. 2017, "Learning important features through propagating activation differences".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit

from tools.science.propensity.scorer import LinearMember
from tools.science.reasons.explaining import LinearExplainer, TreeExplainer
from tools.science.uplift.model import Uplift
from tools.science.uplift.terms import Link

FLAT = 1e-9
"""Distance of two votes under which the chord is taken for the tangent."""


def contributions(uplift: Uplift, frame: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Base and contributions (rows of `frame` × `uplift.features`) as shares; base + a row's sum is its uplift.

    The base is the uplift of the person the models are centred on. What moved the prediction, not what would change the
    person.
    """
    total = np.zeros((len(frame), len(uplift.features)))
    base = uplift.effect.constant
    place = {name: index for index, name in enumerate(uplift.features)}
    for weight, link, member in uplift.members:
        explainer = LinearExplainer(member) if isinstance(member, LinearMember) else TreeExplainer(member)
        start, parts = explainer.explain(member, frame)
        base += weight * float(_linked(np.array([start]), link)[0])
        total[:, [place[name] for name in explainer.features]] += weight * _chord(start, parts, link)[:, None] * parts
    line = uplift.line
    whole = line.centre + line.slope * (base - line.mean)
    return float(whole), pd.DataFrame(line.slope * total, index=frame.index, columns=uplift.features)


def _linked(votes: np.ndarray, link: Link) -> np.ndarray:
    return np.asarray(expit(votes)) if link == "logistic" else votes


def _chord(start: float, parts: np.ndarray, link: Link) -> np.ndarray:
    """Slope of the link between the base vote and each person's, shape (rows,)."""
    if link == "identity":
        return np.ones(len(parts))
    moved = parts.sum(1)
    here = np.asarray(expit(start))
    rise = expit(start + moved) - here
    flat = np.abs(moved) < FLAT
    return np.where(flat, here * (1 - here), rise / np.where(flat, 1.0, moved))
