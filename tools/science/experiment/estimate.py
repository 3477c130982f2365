"""What every comparison of two arms returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A number with its interval and the test against no effect."""

    value: float
    low: float
    high: float
    """Ends of the interval at `confidence`; infinite where the data set no bound."""
    p_value: float
    """Two-sided, of no effect at all."""
    confidence: float
    method: str
    """Name of the interval, as a reader may look it up."""

    @property
    def significant(self) -> bool:
        """Whether the test rejects no effect at 1 - confidence."""
        return self.p_value < 1 - self.confidence
