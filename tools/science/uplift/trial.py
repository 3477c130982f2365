"""What every learner is handed: people, who of them was contacted, what they did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.science.uplift.terms import Design


@dataclass(frozen=True, eq=False)
class Trial:
    """One randomised experiment with a yes/no outcome; arrays of shape (rows,)."""

    people: Design
    treated: np.ndarray
    """1.0 where contacted, else 0.0."""
    outcome: np.ndarray
    """1.0 where it happened, else 0.0."""

    def __len__(self) -> int:
        return len(self.outcome)

    def __getitem__(self, rows: np.ndarray) -> Trial:
        """Only these rows: a mask or positions."""
        return Trial(self.people[rows], self.treated[rows], self.outcome[rows])

    @property
    def share(self) -> float:
        """Share of people contacted: the propensity of a simple experiment."""
        return float(self.treated.mean())

    @property
    def contacted(self) -> Trial:
        """The treated arm."""
        return self[self.treated == 1]

    @property
    def held_back(self) -> Trial:
        """The control arm."""
        return self[self.treated == 0]
