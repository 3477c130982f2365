"""How much an experiment must hold before uplift is fitted to it."""

from __future__ import annotations

import numpy as np

PEOPLE = 500
OUTCOMES = 50
"""In each arm. Under this the interval of any Qini spans chance and the best ranking alike."""


def refuse_unless_enough(treated: np.ndarray, outcome: np.ndarray) -> None:
    """Raises ValueError with the rule, the value and the cure; both arrays 0 or 1, shape (rows,)."""
    for name, array in (("treated", treated), ("outcome", outcome)):
        if not np.isin(array, (0, 1)).all():
            raise ValueError(f"uplift needs `{name}` as 0 or 1 for every person")
    for name, arm in (("mailed", treated == 1), ("held-back", treated == 0)):
        people, happened = int(arm.sum()), int(outcome[arm].sum())
        if people < PEOPLE:
            raise ValueError(
                f"uplift needs at least {PEOPLE} people in each group, the {name} group has {people}: "
                "run the campaign on more people, or hold back more"
            )
        if min(happened, people - happened) < OUTCOMES:
            raise ValueError(
                f"uplift needs at least {OUTCOMES} people with and without the outcome in each group, the {name} group "
                f"has {happened} of {people}: wait longer, take a more frequent outcome, or run it on more people"
            )
